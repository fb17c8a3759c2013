"""Made-up returns with nothing wrong in them, for tests, fuzzing and timing: no child is real."""

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

#: Tables of a return by module, and the tables of several by the year to 31 March.
Tables = dict[str, list[dict[str, str]]]
Returns = dict[int, Tables]

COLUMNS: Final[Mapping[str, str]] = {
    "header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
    "episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE "
    "HOME_POST PL_POST URN",
    "missing": "CHILD DOB MISSING MIS_START MIS_END",
    "uasc": "CHILD SEX DOB DUC",
    "oc2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK "
    "HEALTH_ASSESSMENT SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    "oc3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
    "reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "ad1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
    "placed_adoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "previous_permanence": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
    "social_worker": "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON",
    "deprivation_of_liberty": "CHILD DOB DOLO_START DOLO_END",
}
_PLACES: Final = (("U1", "PR1"), ("U4", "PR1"), ("U6", "PR4"), ("K2", "PR4"), ("R1", "PR5"))
_EXITS: Final = ("E4A", "E4B", "E13", "E41", "E3", "E5")
_MOTHER_FROM: Final = dt.date(2024, 4, 1)


@dataclass
class Life:
    """One made-up child: born, and in care between days, each with what changed on it."""

    child: str
    born: dt.date
    sex: str
    #: Start, end (none while open), reasons for start and end, legal status, place, provider, post.
    episodes: list[tuple[dt.date, dt.date | None, str, str, str, str, str, str]] = field(
        default_factory=list
    )
    missing: list[tuple[dt.date, dt.date]] = field(default_factory=list)

    def moves_on(self, day: object) -> bool:
        """Whether the placement changes on a day."""
        return any(one[0] == day and one[2] == "P" for one in self.episodes)


def written(day: dt.date | None) -> str:
    """Return a day as the return writes it."""
    return "" if day is None else day.strftime("%d/%m/%Y")


def lives(count: int, years: Sequence[int], seed: int = 1, *, moves: float = 2.0) -> list[Life]:
    """Return so many made-up children whose time in care meets the years to 31 March."""
    draw = np.random.default_rng(seed)
    first, last = dt.date(years[0] - 1, 4, 1), dt.date(years[-1], 3, 31)
    found = []
    for number in range(count):
        came = first + dt.timedelta(days=int(draw.integers(-700, (last - first).days)))
        born = came - dt.timedelta(days=int(draw.integers(60, 5000)))
        life = Life(f"{100_000 + number}", born, "MF"[int(draw.integers(2))])
        _live(life, came, born.replace(day=min(born.day, 28)), draw, moves)
        found.append(life)
    return found


def _live(
    life: Life, came: dt.date, birthday: dt.date, draw: np.random.Generator, moves: float
) -> None:
    adult = birthday.replace(year=birthday.year + 18)
    begins, reason, legal, post = came, "S", "V2", _post(draw)
    place = _PLACES[int(draw.integers(len(_PLACES)))]
    steps = int(draw.poisson(moves))
    for step in range(steps + 1):
        ends = begins + dt.timedelta(days=int(draw.integers(20, 500)))
        if ends >= adult:
            life.episodes.append((begins, adult, reason, "E6", legal, *place, post))
            return
        goes_on = step < steps
        end_reason = "X1" if goes_on else _EXITS[int(draw.integers(len(_EXITS)))]
        if draw.random() < 0.2:
            away = begins + dt.timedelta(days=int(draw.integers(1, 10)))
            life.missing.append((away, away + dt.timedelta(days=int(draw.integers(0, 8)))))
        life.episodes.append((begins, ends, reason, end_reason, legal, *place, post))
        begins = ends
        if draw.random() < 0.3:
            reason, legal = "L", "C2" if legal != "C2" else "V2"
        else:
            reason, place, post = "P", _PLACES[int(draw.integers(len(_PLACES)))], _post(draw)


def _post(draw: np.random.Generator) -> str:
    letters = "ABDEFGHJLN"
    pick = draw.integers(10, size=4)
    return f"NR{1 + pick[0]} {pick[1]}{letters[pick[2]]}{letters[pick[3]]}"


def returns(people: Sequence[Life], years: Sequence[int]) -> Returns:
    """Return what each year's return says of these children."""
    return {year: _return(people, year) for year in years}


def _return(people: Sequence[Life], year: int) -> Tables:
    first, last = dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
    tables: Tables = {name: [] for name in COLUMNS}
    for life in people:
        rows = [
            _episode(life, one, last)
            for one in life.episodes
            if one[0] <= last and (one[1] is None or one[1] >= first)
        ]
        if not rows:
            continue
        tables["episodes"].extend(rows)
        sex = life.sex if last > _MOTHER_FROM else {"M": "1", "F": "2"}[life.sex]
        who = {"CHILD": life.child, "DOB": written(life.born)}
        tables["header"].append(
            {**who, "SEX": sex, "ETHNIC": "WBRI", "UPN": "UN1", "MOTHER": "", "MC_DOB": ""}
        )
        for start, end in life.missing:
            if start <= last and end >= first:
                ends = written(end) if end <= last else ""
                tables["missing"].append(
                    {**who, "MISSING": "M", "MIS_START": written(start), "MIS_END": ends}
                )
    return tables


def _episode(life: Life, one: tuple[object, ...], last: dt.date) -> dict[str, str]:
    begins, ends, reason, left, legal, place, provider, post = one
    assert isinstance(begins, dt.date)
    assert isinstance(ends, dt.date | None)
    open_now = ends is None or ends > last
    row = (life.child, written(begins), reason, legal, "N1", place, provider)
    end = ("", "") if open_now else (written(ends), left)
    moved = "CARPL" if left == "X1" and not open_now and life.moves_on(ends) else ""
    values = (*row, *end, moved, "NR1 1AA", post, "")
    return dict(zip(COLUMNS["episodes"].split(), map(str, values), strict=True))


def write(folder: Path, made: Returns, *, empty: bool = False) -> Path:
    """Write every table as CSV in a folder a year; tables without rows only when asked."""
    for year, tables in made.items():
        home = folder / f"{year - 1}-{year % 100:02d}"
        home.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            if rows or empty:
                write_table(home / f"{name}.csv", name, rows)
    return folder


def write_table(path: Path, module: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Write one table as the guide says it."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS[module].split())
        writer.writeheader()
        writer.writerows(rows)
