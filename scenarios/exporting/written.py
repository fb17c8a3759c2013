"""Lives as the tables of a return, year by year: each with the codes of its year."""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from agents.codes import Placement
from calibration.beliefs.returns import chains
from calibration.beliefs.returns.codes import codes
from calibration.beliefs.returns.layout import modules
from scenarios.exporting.calendar import Calendar, birthday, last_day, year_of
from scenarios.exporting.lives import Life, Lives, Stay
from simulation.errors import DoorwaysError
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text

Row = dict[str, str]
Tables = dict[str, list[Row]]
_TABLE: Final = Path(__file__).parent / "codes.csv"
_DAY: Final = dt.timedelta(days=1)
#: Tables without which nothing is a return.
_ALWAYS: Final = ("header", "episodes")
_SAME_CARER: Final = "same carer"
#: Area of postcodes that is nobody's.
_AREA: Final = "QQ"
_LETTERS: Final = "ABDEFGHJLN"


@dataclass(frozen=True)
class _Code:
    code: str
    provider: str


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def _code(what: str, name: str, year: int) -> _Code:
    """Return the code for something in a year: of an outcome the one of its process where it has none of its own."""
    for row in _rows():
        holds = (not row["first"] or int(row["first"]) <= year) and (
            not row["last"] or year <= int(row["last"])
        )
        if row["what"] == what and name.startswith(row["name"]) and holds:
            return _Code(row["code"], row["provider"])
    raise KeyError(what, name, year)


def tables_of(lives: Lives) -> dict[int, Tables]:
    """Return the tables of each year's return."""
    calendar = lives.calendar
    made: dict[int, Tables] = {
        year: {name: [] for name in ("header", "episodes", "missing", "uasc")}
        for year in calendar.returns
    }
    for number, life in enumerate(lives.children, start=1):
        parts = list(_parts(life, calendar))
        for year in calendar.returns:
            _one(made[year], life, f"{number:06d}", parts, year, calendar)
    return made


@dataclass(frozen=True)
class _Part:
    """One episode of a return: a stay, or a part of one from when a new list has another code for its place."""

    stay: Stay
    starts: bool
    place: _Code


def _parts(life: Life, calendar: Calendar) -> Iterator[_Part]:
    """Yield the episodes of one child."""
    for period in life.periods:
        starts = True
        for stay in period:
            rest = stay
            for year in calendar.returns[:-1]:
                edge = last_day(year) + _DAY
                goes_on = rest.begins < edge and (rest.ends is None or rest.ends > edge)
                if goes_on and _place(rest, life, year) != _place(rest, life, year + 1):
                    part = replace(rest, ends=edge, why=_SAME_CARER)
                    yield _Part(part, starts, _place(rest, life, year))
                    rest, starts = replace(rest, begins=edge, moved=False), False
            year = max(year_of(rest.begins), calendar.returns[0])
            yield _Part(rest, starts, _place(rest, life, year))
            starts = False


def _place(stay: Stay, life: Life, year: int) -> _Code:
    found = _code("place", stay.kind.name, year)
    if stay.begins < birthday(life.born, codes("PLACE")[found.code].least_age):
        # Younger children are not looked after there.
        return _code("place", Placement.OTHER.name, year)
    return found


def _one(
    tables: Tables,
    life: Life,
    child: str,
    parts: list[_Part],
    year: int,
    calendar: Calendar,
) -> None:
    """Add one child to a year's tables, if anything of it belongs there."""
    first, last = last_day(year - 1) + _DAY, last_day(year)
    since = first if year > calendar.returns[0] else dt.date.min
    rows = [
        _episode(life, child, k, parts, year)
        for k, part in enumerate(parts)
        if part.stay.begins <= last and (part.stay.ends is None or part.stay.ends >= since)
    ]
    if not rows:
        return
    tables["episodes"] += rows
    who = {"CHILD": child, "DOB": _written(life.born)}
    sex = _code("sex", "girl" if life.female else "boy", year).code
    about = {"SEX": sex, "ETHNIC": _ETHNIC, "UPN": "UN1", "MOTHER": "", "MC_DOB": ""}
    tables["header"].append(who | about)
    if life.alone:
        tables["uasc"].append(who | {"SEX": sex, "DUC": _written(life.adult)})
    for begins, ends in life.missing:
        if begins and begins <= last and (ends is None or ends >= first):
            until = _written(ends) if ends and ends <= last else ""
            told = {"MISSING": _MISSING, "MIS_START": _written(begins), "MIS_END": until}
            tables["missing"].append(who | told)


_ETHNIC: Final = next(iter(codes("ETHNIC")))
_MISSING: Final = next(c.code for c in codes("MISSING").values() if c.group == "missing")
_LEGAL: Final = next(c.code for c in codes("LS").values() if c.meaning.startswith("single period"))
_NEED, _ALONE = (
    next(c.code for c in codes("CIN").values() if word in c.meaning)
    for word in ("abuse", "absent parenting")
)


def _episode(life: Life, child: str, k: int, parts: list[_Part], year: int) -> Row:
    part, stay = parts[k], parts[k].stay
    open_now = stay.ends is None or stay.ends > last_day(year)
    goes_on = k + 1 < len(parts) and not parts[k + 1].starts
    left = reason = ""
    if not open_now and goes_on:
        left, reason = chains.goes_on(), _code("moved", stay.why, year).code
    elif not open_now:
        left = _code("left", stay.why, year).code
    return {
        "CHILD": child,
        "DECOM": _written(stay.begins),
        "RNE": _began(part),
        "LS": _LEGAL,
        "CIN": _ALONE if life.alone else _NEED,
        "PLACE": part.place.code,
        "PLACE_PROVIDER": part.place.provider,
        "DEC": "" if open_now or stay.ends is None else _written(stay.ends),
        "REC": left,
        "REASON_PLACE_CHANGE": reason,
        "HOME_POST": _post(0),
        "PL_POST": _post(_number(parts, k)),
        "URN": "",
    }


def _began(part: _Part) -> str:
    """Return the reason for a new episode: care starts, another carer, or the same carer."""
    changed = {"placement", "carer"} if part.stay.moved else {"placement"}
    roles = {"start"} if part.starts else changed
    return next(c.code for c in codes("RNE").values() if c.roles == roles)


def _number(parts: list[_Part], k: int) -> int:
    """Return the number of a placement among a child's: the same carer keeps it."""
    return sum(1 for one in parts[: k + 1] if one.starts or one.stay.moved)


def _post(number: int) -> str:
    tens, ones = divmod(number % 100, 10)
    return f"{_AREA}{1 + number // 100} {ones}{_LETTERS[tens]}{_LETTERS[ones]}"


def _written(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def write_return(folder: Path, made: Mapping[int, Tables]) -> list[Path]:
    """Write a folder a year with a table a file, as the guide says them; return the files.

    Raises
    ------
    DoorwaysError
        When one cannot be written.
    """
    files = []
    for year, tables in made.items():
        home = folder / f"{year - 1}-{year % 100:02d}"
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            rule = f"It cannot be made ({(fault.strerror or type(fault).__name__).lower()})."
            raise DoorwaysError("folder", str(home), rule, "Choose another.") from None
        for name, rows in tables.items():
            # A table without rows is no file of a return.
            if not rows and name not in _ALWAYS:
                continue
            files.append(home / f"{name}.csv")
            write_text(files[-1], csv_text(rows, tuple(modules()[name].columns), mark=False))
    return files
