"""Tell the year of every return: by what its dates say, and whether its name agrees."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import numpy as np
import pandas as pd

from calibration.beliefs.returns.files import TABLES, THING
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.reading import Table
from calibration.beliefs.returns.recognise import AUTHORITY, YEAR
from simulation.errors import DoorwaysError

_SPAN: Final = re.compile(r"(?<!\d)(20\d\d)[-_ /]?(?:20)?(\d\d)(?!\d)")
_BARE: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CENTURY: Final = 100
#: The last month of a return's year.
_MARCH: Final = 3
_CONFIRM: Final = "Say the years to 31 March with --years, such as --years 2018-2022."
#: Years to 31 March that the tables of codes cover.
COVERED: Final = range(2018, 2028)
#: Dates that lie within a return's year, the surest first.
_WITHIN: Final = (
    ("episodes", "DEC"),
    ("missing", "MIS_START"),
    ("reviews", "REVIEW"),
    ("episodes", "DECOM"),
)


@dataclass
class _Group:
    """Hold what belongs to one return: the rows of its tables, and the year its name gives."""

    label: str
    tables: list[tuple[Table, pd.Index]] = field(default_factory=list)

    @property
    def span(self) -> int:
        """Return the year to 31 March that a name such as 2017-18 gives for certain."""
        return _spanned(self.label)

    @property
    def bare(self) -> int:
        """Return the one year that stands in the name, which may be either of two."""
        found = set(_BARE.findall(self.label))
        return int(found.pop()) if len(found) == 1 and not self.span else 0

    def likely(self) -> int:
        """Return the year to 31 March that its dates are of, or 0."""
        for module, column in _WITHIN:
            dates = [
                t.frame.loc[rows, column] for t, rows in self.tables if t.module.name == module
            ]
            if dates and len(days := pd.concat(dates).dropna()):
                years = days.dt.year + (days.dt.month > _MARCH)
                counts = years.value_counts()
                named = {self.span, self.bare, self.bare + 1}
                if column == "DECOM":
                    # A return may hold only children who came long before it.
                    least = int(years.max())
                    return min((one for one in named if one >= least), default=least)
                best = sorted(counts.index[counts == counts.max()])
                return int(next((one for one in best if one in named), best[-1]))
        return 0


def year_ends(year: int) -> pd.Timestamp:
    """Return the last day of a return's year."""
    return pd.Timestamp(year, _MARCH, 31)


def ends_of(years: pd.Series) -> pd.Series:
    """Return the last day of each of these years of returns."""
    months = (years.to_numpy(np.int64) - 1970).astype("datetime64[Y]").astype("datetime64[M]")
    days = (months + np.array(_MARCH, "timedelta64[M]")).astype("datetime64[D]") - np.array(
        1, "timedelta64[D]"
    )
    return pd.Series(days.astype("datetime64[s]"), index=years.index)


def assign_years(tables: list[Table], asked: Collection[int], ledger: Ledger) -> None:
    """Give every row the year of its return; `asked` confirms years and leaves others out.

    Raises
    ------
    DoorwaysError
        When the year of a file cannot be told, or two files hold the same table of the same year.
    """
    groups = _groups(tables)
    found = {name: _year(group, asked, ledger) for name, group in groups.items()}
    _from_others(groups, found)
    for table in tables:
        table.frame["year"] = np.zeros(len(table.frame), dtype=np.int64)
    for name, group in groups.items():
        _give(group, found[name])
    for table in tables:
        table.part.years[table.frame.index - table.part.first] = table.frame.year
    _rejected_rows_too(tables)
    _check_once(tables)
    _tell_gaps(tables, ledger)
    for table in tables if asked else ():
        out = table.frame.index[~table.frame.year.isin(asked)]
        table.frame = ledger.reject("year_left_out", table.frame, out, "")


def _give(group: _Group, year: int) -> None:
    if not year and any(len(rows) for _, rows in group.tables):
        # Never by what stands in its column YEAR, which may be anything.
        raise DoorwaysError(
            THING, group.tables[0][0].part.file, "Nothing in it says which year it is of.", _CONFIRM
        )
    for table, rows in group.tables:
        table.frame.loc[rows, "year"] = year


def _groups(tables: Iterable[Table]) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for table in tables:
        said = table.frame[YEAR]
        for value in said.unique() if len(said) else [""]:
            label = value or _label(table.label)
            key = label or _home(table)
            rows = table.frame.index[said == value]
            groups.setdefault(key, _Group(label)).tables.append((table, rows))
    return groups


def _label(path: str) -> str:
    """Return the part of a path that says a year, nearest the file first."""
    for part in reversed(PurePosixPath(path).parts):
        if span := _spanned(part):
            return f"{span - 1}-{span % _CENTURY:02d}"
        if len(found := set(_BARE.findall(part))) == 1:
            return str(found.pop())
    return ""


def _spanned(text: str) -> int:
    for first, second in _SPAN.findall(text):
        if (int(first) + 1) % _CENTURY == int(second):
            return int(first) + 1
    return 0


def _home(table: Table) -> str:
    """Return what holds the files of one return when nothing names its year."""
    path = PurePosixPath(table.part.file.split(" [")[0])
    return str(path.parent) if path.suffix.lower() in TABLES else str(path)


def _year(group: _Group, asked: Collection[int], ledger: Ledger) -> int:
    dates, said = group.likely(), ""
    if group.span:
        if dates and dates != group.span and dates not in asked:
            said = f"It is named {group.span - 1}-{group.span % _CENTURY:02d}"
        dates = dates or group.span
    elif group.bare and dates and dates != group.bare:
        said = f"It is named {group.bare}" if dates not in asked else ""
    elif not dates and len(asked) == 1:
        dates = next(iter(asked))
    if said:
        words = f"{said}; its dates are of the year to 31 March {dates}. {_CONFIRM}"
        ledger.tell_file("label", group.tables[0][0].part.file, words)
    return dates


def _from_others(groups: dict[str, _Group], found: dict[str, int]) -> None:
    """Read a lone year in a name as the other names of this return are to be read."""
    apart = {
        found[name] - group.bare for name, group in groups.items() if group.bare and found[name]
    }
    for name, group in groups.items():
        if not found[name] and group.bare and len(apart) == 1:
            found[name] = group.bare + next(iter(apart))


def _rejected_rows_too(tables: list[Table]) -> None:
    """Give rows that were rejected before the year of the rest of their table."""
    for table in tables:
        years = table.part.years
        if len(table.frame):
            years[years == 0] = int(table.frame.year.iloc[-1])


def _check_once(tables: list[Table]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for table in tables:
        for year, council in (
            table.frame[["year", AUTHORITY]].drop_duplicates().itertuples(index=False)
        ):
            key = (table.module.name, year, council)
            if key in seen:
                rule = (
                    f"Both it and {seen[key]} hold the table {table.module.title} of the year "
                    f"to 31 March {year}."
                )
                raise DoorwaysError("file", table.part.file, rule, "Keep the newer of the two.")
            seen[key] = table.part.file


def _tell_gaps(tables: list[Table], ledger: Ledger) -> None:
    years = sorted({int(year) for table in tables for year in table.frame.year.unique()})
    missing = sorted(set(range(years[0], years[-1])) - set(years)) if years else []
    if missing:
        shown = ", ".join(map(str, missing))
        ledger.tell_file("years_apart", "", f"There is no return of the year to 31 March {shown}.")
    if outside := [year for year in years if year not in COVERED]:
        said = f"Codes are known for {COVERED[0]} to {COVERED[-1]}, not for {outside}."
        ledger.tell_file("year_not_covered", "", said)
    for table in tables:
        early = [year for year in table.frame.year.unique() if year < table.module.since]
        if early:
            said = f"It is part of the return from the year to 31 March {table.module.since} on."
            ledger.tell_file("module_before_its_time", table.part.file, said)
