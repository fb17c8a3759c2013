"""Every council's published years, as far back as one source goes: stock, starts, ends, placements.

Unlike the profiles nothing here is filled in: a withheld cell stays withheld, and its bounds are
told apart. Councils that no longer exist keep rows of their own.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from calibration.beliefs.authorities.asof import check_year
from calibration.beliefs.authorities.base_year import REVISED, own_tables
from calibration.beliefs.authorities.of_tables import of_tables
from simulation.errors import DoorwaysError

TABLE: Final = Path(__file__).parent / "tables" / "history.csv"
ENGLAND_CODE: Final = "E92000001"
WITHHELD: Final = "c"
#: Most that a count withheld for being small can be; real zeros are withheld too, to protect others.
SMALL: Final = 5.0
#: A council smaller than this may withhold the larger of two parts to protect the smaller.
TINY: Final = 50.0
MEASURES: Final[Mapping[str, tuple[str, str, str]]] = {
    "cla": ("LACnum", "children", "Looked after on 31 March"),
    "starts": ("LACnum_Start", "children", "Started to be looked after in the year to 31 March"),
    "ceases": ("LACceased", "children", "Ceased to be looked after in the year to 31 March"),
    "cla_uasc": (
        "Unacc_Asylmn_Seek_Childn",
        "children",
        "Unaccompanied asylum-seeking children looked after on 31 March",
    ),
    "foster_percent": ("LAC_Foster_Placements", "percent", "Looked after in foster placements"),
    "homes_percent": (
        "LAC_SecHome_And_ChildHome",
        "percent",
        "Looked after in children's homes and secure homes",
    ),
    "supported_percent": (
        "LAC_Ind_SInd_Liv_Arr",
        "percent",
        "Looked after in independent or semi-independent living, later supported accommodation",
    ),
    "other_percent": ("LAC_Other_Place_Inc_Unreg", "percent", "Looked after in other placements"),
    "other_residential_percent": (
        "LAC_Other_Res_Settings",
        "percent",
        "Looked after in other residential settings",
    ),
    "parents_percent": (
        "LAC_Parents_OR_Others",
        "percent",
        "Looked after and placed with parents or others with parental responsibility",
    ),
}
"""Measures by name: code of the Local Authority Interactive Tool, unit and meaning."""
HEADER: Final = ("code", "dfe_code", "name", "year", *MEASURES)

type Series = Mapping[int, float]


def history(measure: str, until: int | None = None) -> Mapping[str, Series]:
    """Return a measure's published numbers as {ONS code: {year: number}}, councils only.

    Parameters
    ----------
    measure
        A key of `MEASURES`: "cla", "starts", "ceases", "cla_uasc" or a share of placements in
        whole percent. Stocks are those of 31 March of the year, flows of the twelve months before.
    until
        Last year wanted; every year when left out.

    Raises
    ------
    DoorwaysError
        When there is no such measure, or a forecast asks for years it may not know.
    """
    check_year("History", until)
    return {
        code: _until(series, until)
        for code, series in _numbers(_checked(measure)).items()
        if code != ENGLAND_CODE
    }


def england_history(measure: str, until: int | None = None) -> Series:
    """Return England's published numbers of a measure by year, rounded to tens as published.

    Raises
    ------
    DoorwaysError
        When there is no such measure, or a forecast asks for years it may not know.
    """
    return own_history(ENGLAND_CODE, measure, until)


def own_history(code: str, measure: str, until: int | None = None) -> Series:
    """Return one council's published numbers of a measure by year; empty where it has none.

    Raises
    ------
    DoorwaysError
        When there is no such measure, or a forecast asks for years it may not know.
    """
    check_year("History", until)
    return _until(_numbers(_checked(measure)).get(code, {}), until)


def _until(series: Series, last: int | None) -> Series:
    return {year: value for year, value in series.items() if last is None or year <= last}


def bounds(
    measure: str, until: int | None = None
) -> Mapping[str, Mapping[int, tuple[float, float]]]:
    """Return the bounds of a measure's withheld counts as {ONS code: {year: (low, high)}}.

    A withheld count is 0 to 5, in a council of fewer than 50 children anything up to all of them.
    A withheld percentage has no bounds here: its count may be anything the rest leaves.

    Raises
    ------
    DoorwaysError
        When there is no such measure, or a forecast asks for years it may not know.
    """
    check_year("History", until)
    found: dict[str, dict[int, tuple[float, float]]] = {}
    if MEASURES[_checked(measure)][1] == "children":
        for row in all_rows():
            late = until is not None and int(row["year"]) > until
            if row[measure] == WITHHELD and not late:
                cla = float(row["cla"])
                high = SMALL if cla >= TINY else cla
                found.setdefault(row["code"], {})[int(row["year"])] = (0.0, high)
    return found


def years() -> tuple[int, ...]:
    """Return the years some council has a number for, oldest first."""
    return tuple(sorted({int(row["year"]) for row in all_rows()}))


def names() -> Mapping[str, str]:
    """Return the names of all councils of the history by ONS code."""
    return {row["code"]: row["name"] for row in all_rows() if row["code"] != ENGLAND_CODE}


def _checked(measure: str) -> str:
    if measure not in MEASURES:
        raise DoorwaysError(
            "measure",
            measure,
            f"The history holds {', '.join(MEASURES)}.",
            "Choose one of these.",
        )
    return measure


def all_rows() -> tuple[dict[str, str], ...]:
    """Return every row: those that ship, and those of years that this user added."""
    return _read(TABLE, own_tables())


@of_tables()
def _read(table: Path, added: Path | None) -> tuple[dict[str, str], ...]:
    """Rows that ship but of years that were revised, revised rows, and those of years that do not ship."""
    shipped = _table(table)
    there = {row["year"] for row in shipped}
    fresh = [row for row in _rows_in(added) if row["year"] not in there]
    revised = _rows_in(added / REVISED if added else None)
    again = {row["year"] for row in revised}
    return (*(row for row in shipped if row["year"] not in again), *revised, *fresh)


def _rows_in(folder: Path | None) -> list[dict[str, str]]:
    paths = sorted(folder.glob("history_[0-9][0-9][0-9][0-9].csv")) if folder else []
    return [row for path in paths for row in _table(path)]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _numbers(measure: str) -> Mapping[str, Series]:
    return _series(measure, TABLE, own_tables())


@of_tables()
def _series(measure: str, table: Path, added: Path | None) -> Mapping[str, Series]:
    found: dict[str, dict[int, float]] = {}
    for row in _read(table, added):
        if row[measure] not in ("", WITHHELD):
            found.setdefault(row["code"], {})[int(row["year"])] = float(row[measure])
    return found
