"""Figures that take more than one table: age bands, homes, care leavers, neighbours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from calibration.beliefs.authorities.councils import Council, split
from calibration.beliefs.authorities.forms import STEMS
from calibration.beliefs.authorities.published_file import THING, PublishedFile, Row, read_file
from calibration.beliefs.authorities.sources import ENGLAND, Cells, Known, files, in_row, not_there
from calibration.beliefs.authorities.spelling import year_of
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv

INSPECTED_ONLY = frozenset({2020, 2023, 2024})
"""Years whose register file lists inspected providers only and so undercounts."""

HOMES = ("childrens_home", "secure_childrens_home")
SUPPORTED = "supported_accommodation"
SECTORS = {
    "Local Authority": "homes_places_la",
    "Private": "homes_places_private",
    "Voluntary": "homes_places_voluntary",
    "Health Authority": "homes_places_voluntary",
}
BANDS = {
    "pop_under_1": "age_0",
    "pop_1_4": "age_1_4",
    "pop_5_9": "age_5_9",
    "pop_10_15": "age_10_15",
    "pop_16_17": "age_16_17",
    "pop_18_24": "age_18_24",
}
NO_HOMES = dict.fromkeys((*SECTORS.values(), "homes_count", "supported_places"), 0.0)

Figures = dict[str, float]


@dataclass(frozen=True)
class Homes:
    """Places by ONS code, the register years used, and councils whose figures were divided."""

    figures: dict[str, Figures]
    in_homes: int
    in_supported: int
    divided: frozenset[str]

    def of(self, code: str) -> Figures:
        """One council's places and the years they are of."""
        years = {"homes_register_year": self.in_homes, "supported_register_year": self.in_supported}
        return self.figures.get(code, NO_HOMES) | years


@dataclass(frozen=True)
class Beside:
    """What stands beside the cells: age bands by ONS code, neighbours by DfE number, and homes of a year."""

    bands: Mapping[str, Figures]
    neighbours: Mapping[str, str]
    homes: Callable[[int], Homes]


def from_files(raw: Path, known: Known) -> Beside:
    """Read all of it from published tables.

    Raises
    ------
    DoorwaysError
        When one is not there, or cannot be read.
    """
    table = register_rows(raw, known)
    near = neighbours(raw, known)
    found = files(raw, "bands", known.spelling)
    for name, there in (("register", table), ("neighbours", near), ("bands", found)):
        if not there:
            raise not_there(raw, name)
    return Beside(age_bands(found[-1]), near, lambda year: homes(table, known.councils, year))


def _file(raw: Path, table: str, columns: Sequence[str], known: Known) -> PublishedFile | None:
    """Return the one file of a table; None where there is none.

    Raises
    ------
    DoorwaysError
        When there are several, or it cannot be read.
    """
    found = files(raw, table, known.spelling)
    if len(found) > 1:
        rule = f"There are {len(found)} files of it, and nothing says which is the newer."
        raise DoorwaysError(THING, STEMS[table], rule, "Leave one in the folder.")
    return read_file(found[0], table, columns, (), known.spelling) if found else None


def register_rows(raw: Path, known: Known) -> list[Row]:
    """Rows of the register of homes, each checked; none where its file is not there.

    Raises
    ------
    DoorwaysError
        When a row cannot be used, or no year of it lists all providers.
    """
    columns = ("year", "prov", "sector", "providers", "places", "new_la_code")
    file = _file(raw, "register", columns, known)
    if file is None:
        return []
    seen: set[tuple[str, ...]] = set()
    for number, row in zip(file.numbers, file.rows, strict=True):
        with in_row(file.path.name, number):
            _check_registered(row, known)
            key = tuple(row[name] for name in ("year", "new_la_code", "prov", "sector"))
            if row["new_la_code"] and key in seen:
                rule = "The same provision and sector of it stand twice in a year."
                raise DoorwaysError("council", row["new_la_code"], rule, "Take one row out.")
            seen.add(key)
    for kinds in (HOMES, (SUPPORTED,)):
        if not {int(row["year"]) for row in file.rows if row["prov"] in kinds} - INSPECTED_ONLY:
            rule = f"No year of it lists all of {' and '.join(kinds)}."
            step = "Take the register of another year, or leave the table out."
            raise DoorwaysError(THING, file.path.name, rule, step)
    return file.rows


def _check_registered(row: Row, known: Known) -> None:
    """Bring a row's year and code into our form."""
    row["year"] = str(year_of(row["year"]))
    if row["prov"] not in (*HOMES, SUPPORTED):
        return
    if row["prov"] in HOMES and row["sector"] not in SECTORS:
        rule = f"Sectors are {', '.join(SECTORS)}."
        raise DoorwaysError("sector", row["sector"], rule, "Mend the cell, or leave the table out.")
    for name in ("providers", "places"):
        cell = known.spelling.cell(row[name], "register", int(row["year"]))
        row[name] = f"{cell:g}" if isinstance(cell, float) else "0"
    # Rows without a code are providers in Wales.
    if row["new_la_code"]:
        row["new_la_code"] = known.code(row["new_la_code"])


def _bands(row: Row) -> Figures:
    """Figures of one council; the header carries the year of the estimate."""
    ends = {header.split("_", 1)[1]: header for header in row if header.startswith("pop")}
    return {name: float(row[ends[end]]) for name, end in BANDS.items()}


def age_bands(path: Path) -> dict[str, Figures]:
    """Published age bands by ONS code; England is their sum."""
    found = {row["code"]: _bands(row) for row in read_csv(path, THING)}
    found[ENGLAND] = {name: sum(figures[name] for figures in found.values()) for name in BANDS}
    return found


def scaled_bands(bands: Mapping[str, float], children: float) -> Figures:
    """Bands under 18 scaled to the year's children; 18 to 24 as estimated."""
    under_18 = [name for name in BANDS if name != "pop_18_24"]
    factor = children / sum(bands[name] for name in under_18)
    scaled = {name: round(bands[name] * factor, 2) for name in under_18}
    scaled["pop_5_9"] = round(children - sum(scaled.values()) + scaled["pop_5_9"], 2)
    return scaled | {"pop_18_24": bands["pop_18_24"]}


def register_year(years: set[int], year: int) -> int:
    """The nearest year whose register is complete; the earlier of two."""
    return min(years - INSPECTED_ONLY, key=lambda y: (abs(y - year), y))


def homes(table: Sequence[Row], councils: Iterable[Council], year: int) -> Homes:
    """Places in homes and supported accommodation on the complete registers nearest a year."""
    in_homes = register_year({int(row["year"]) for row in table if row["prov"] in HOMES}, year)
    supported = [row for row in table if row["prov"] == SUPPORTED]
    in_supported = register_year({int(row["year"]) for row in supported}, year)
    found = _registered(table, in_homes, in_supported)
    newest = max({int(row["year"]) for row in table} - INSPECTED_ONLY)
    divided: set[str] = set()
    for former, heirs in split(councils).items():
        old, new = former.code, tuple(one.code for one in heirs)
        if old in found:
            divided |= set(new)
            _divide(found, old, new, _registered(table, newest, in_supported))
    found[ENGLAND] = {name: sum(figures[name] for figures in found.values()) for name in NO_HOMES}
    return Homes(found, in_homes, in_supported, frozenset(divided))


def _registered(table: Sequence[Row], in_homes: int, in_supported: int) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for row in table:
        homes_row = row["prov"] in HOMES and int(row["year"]) == in_homes
        supported_row = row["prov"] == SUPPORTED and int(row["year"]) == in_supported
        # Rows without a code are providers in Wales.
        if not row["new_la_code"] or not (homes_row or supported_row):
            continue
        figures = found.setdefault(row["new_la_code"], dict(NO_HOMES))
        places = float(row["places"] or 0)
        if homes_row:
            figures[SECTORS[row["sector"]]] += places
            figures["homes_count"] += float(row["providers"])
        else:
            figures["supported_places"] += places
    return found


def _divide(
    found: dict[str, Figures], old: str, new: tuple[str, ...], newest: Mapping[str, Figures]
) -> None:
    """Divide a former council's homes as its successors' stand on the newest complete register."""
    whole = found.pop(old)
    for name, value in whole.items():
        parts = [newest.get(code, NO_HOMES)[name] for code in new]
        shares = [part / sum(parts) for part in parts] if sum(parts) else [1 / len(new)] * len(new)
        for code, share in zip(new, shares, strict=True):
            figures = found.setdefault(code, dict(NO_HOMES))
            figures[name] += round(value * share, 2)


def leavers(values: Mapping[str, float], cells: Cells, year: int) -> Figures:
    """Care leavers by activity: 19 to 21 from local shares, 17 to 18 from England's."""

    def england(stem: str) -> float:
        parts = (cells[f"{stem}#{age}"][year].get(ENGLAND) for age in (17, 18))
        return sum(part for part in parts if isinstance(part, float))

    older = values["_leavers_19_21"]
    eet = older * values["_leavers_19_21_eet_percent"] / 100
    neet = min(older - eet, older * values["_leavers_19_21_neet_percent"] / 100)
    younger, whole = values["_leavers_17_18"], england("_leavers_17_18")
    young_neet = younger * england("leavers_17_18_neet") / whole
    young_unknown = younger * england("leavers_17_18_unknown") / whole
    return {
        "leavers_17_18_eet": round(younger - young_neet - young_unknown, 2),
        "leavers_17_18_neet": round(young_neet, 2),
        "leavers_17_18_unknown": round(young_unknown, 2),
        "leavers_19_21_eet": round(eet, 2),
        "leavers_19_21_neet": round(neet, 2),
        "leavers_19_21_unknown": round(older - eet - neet, 2),
    }


def neighbours(raw: Path, known: Known) -> dict[str, str]:
    """The ten statistical neighbours of each council, nearest first, as DfE numbers.

    Raises
    ------
    DoorwaysError
        When a number is none of a council.
    """
    ranks = [f"SN_{rank}" for rank in range(1, 11)]
    found: dict[str, str] = {}
    file = _file(raw, "neighbours", ("old_la_code", *ranks), known)
    if file is None:
        return found
    for number, row in zip(file.numbers, file.rows, strict=True):
        with in_row(file.path.name, number):
            council, *near = (known.number_of(row[name]) for name in ("old_la_code", *ranks))
            if found.setdefault(council, " ".join(near)) != " ".join(near):
                rule = "It stands twice with other neighbours."
                raise DoorwaysError("council", council, rule, "Take one row out.")
    return found
