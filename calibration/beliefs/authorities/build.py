"""Write every council's profile from the published tables: the one command that refreshes them.

``python -m calibration.beliefs.authorities.build --raw ../shared/data`` writes every year found complete;
``--year 2024`` writes one.
"""

import argparse
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from calibration.beliefs.authorities import extras
from calibration.beliefs.authorities.assemble import Profile, Year, lacking, not_begun, years
from calibration.beliefs.authorities.catalogue import COLUMNS, NAMES, TEXTS
from calibration.beliefs.authorities.councils import Council
from calibration.beliefs.authorities.extras import Beside
from calibration.beliefs.authorities.forms import TOOL
from calibration.beliefs.authorities.groups import BASES, GROUPS, column_of
from calibration.beliefs.authorities.history import ENGLAND_CODE
from calibration.beliefs.authorities.history import HEADER as HISTORY_HEADER
from calibration.beliefs.authorities.history_build import history_columns, history_rows
from calibration.beliefs.authorities.sources import ENGLAND, Cells, known, read
from simulation.errors import DoorwaysError
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text

TABLES = Path(__file__).parent / "tables"

UASC_INTAKE = 0.5
"""Share of starts above which a council mostly receives unaccompanied children for others."""

BRIEF_EPISODES = 1.5
"""Episodes of need a year per child in need above which a council counts brief contacts too."""

ACTIVITIES = ("eet", "neet", "unknown")

RECODED = 2024
"""Supported accommodation was registered in this year: placements were recoded without a move."""

_LACKING = "tables_lacking"

Table = list[dict[str, str]]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _written(values: Mapping[str, float]) -> dict[str, float]:
    """Sum the parts of columns that have parts and drop what only completes a group."""
    summed: dict[str, float] = {}
    for name, value in values.items():
        if not name.startswith("_"):
            whole = column_of(name)
            summed[whole] = summed.get(whole, 0.0) + value
    return summed


def _filled(names: Collection[str]) -> set[str]:
    """Columns that were filled in, of the figures that were."""
    filled = {column_of(name) for name in names if not name.startswith("_")}
    ages = [age for age in ("17_18", "19_21") if any(f"leavers_{age}" in name for name in names)]
    return filled | {f"leavers_{age}_{activity}" for age in ages for activity in ACTIVITIES}


def _flags(profile: Profile, values: Mapping[str, float], early: Collection[str]) -> list[str]:
    """Words for what a reader should know; ``early`` names figures England had not begun to publish."""
    found = []
    intake = values["starts_uasc"] > UASC_INTAKE * values["starts"]
    if intake and "starts_uasc" not in profile.filled:
        found.append("uasc_intake")
    if values["cin_started"] > BRIEF_EPISODES * values["cin"]:
        found.append("brief_episodes")
    if {"foster_places_approved", "foster_places_filled"} <= profile.filled - set(early):
        found.append("no_own_foster_return")
    if {"cla", "starts", "ceases"} <= profile.filled:
        found.append("council_newer_than_figures")
    if profile.year == RECODED:
        found.append("placements_recoded")
    if early:
        found.append("not_yet_published")
    return found


class Builder:
    """Put profiles together from cells and what stands beside them.

    Parameters
    ----------
    cells
        What `sources.read` made of the published tables.
    councils
        Those that there are and were.
    beside
        Age bands, neighbours and homes.
    carried
        Figures that no table has, whose England is that of another year.
    """

    def __init__(
        self,
        cells: Cells,
        councils: Iterable[Council],
        beside: Beside,
        carried: Collection[str] = (),
    ) -> None:
        self.cells, self.councils, self.beside = cells, tuple(councils), beside
        self.carried = carried
        self.heirs = {one.dfe_code: one.heirs for one in self.councils if one.heirs}

    def many(self) -> int:
        """How many councils stand in the newest year."""
        return len(self.standing(max(self.cells.get("cla", {0: {}}))))

    def standing(self, year: int) -> list[Council]:
        """The councils that stand on 31 March of a year."""
        return [one for one in self.councils if one.stands(year)]

    def settle(self, year: int, at: int, other: Mapping[str, Profile]) -> dict[str, Profile]:
        """Settle one year for the councils that stand on 31 March of the year `at`."""
        regions = {one.dfe_code: one.region for one in self.standing(at) if not one.cannot_run}
        return Year(self.cells, year, regions, self.heirs, other).settle()

    def tables(self, year: int, at: int, profiles: Mapping[str, Profile]) -> tuple[Table, Table]:
        """Return the rows of councils, and England's, of a settled year."""
        homes = self.beside.homes(year)
        councils = [
            self._row(one, profiles.get(one.dfe_code), homes, year) for one in self.standing(at)
        ]
        return councils, [self._england(homes, year)]

    def _texts(self, one: Council) -> dict[str, str]:
        texts = {name: getattr(one, name) for name in ("code", "dfe_code", "name", "region")}
        near = self.beside.neighbours.get(one.dfe_code, "")
        return texts | {"neighbours": near, "cannot_run": one.cannot_run}

    def _row(
        self, one: Council, profile: Profile | None, homes: extras.Homes, year: int
    ) -> dict[str, str]:
        if profile is None:
            return self._texts(one)
        values = profile.values | extras.leavers(profile.values, self.cells, year)
        values |= extras.scaled_bands(self.beside.bands[one.code], values["children_0_17"])
        values |= homes.of(one.code)
        values = _written(values)
        # No council's figures are published for 17 to 18: England's shares stand in for all.
        filled = {*profile.filled, "_leavers_17_18"}
        if one.code in homes.divided:
            filled |= extras.NO_HOMES.keys() - {"supported_places"}
        flags = _flags(profile, values, not_begun(self.cells, year))
        flags += [_LACKING] if self.carried else []
        return (
            self._texts(one)
            | {"flags": " ".join(flags)}
            | {"imputed": " ".join(sorted(_filled(filled)))}
            | {name: _number(values[name]) for name in NAMES}
        )

    def _england(self, homes: extras.Homes, year: int) -> dict[str, str]:
        """England's published figures; what England does not publish is left blank."""
        names = {*BASES, *(name for _, members in GROUPS for name in members)}
        cells = {name: self.cells[name].get(year, {}).get(ENGLAND) for name in names}
        values = {name: cell for name, cell in cells.items() if isinstance(cell, float)}
        values |= extras.leavers(values, self.cells, year)
        values |= extras.scaled_bands(self.beside.bands[ENGLAND], values["children_0_17"])
        values |= homes.of(ENGLAND)
        texts = {"code": ENGLAND_CODE, "name": "England", "region": "England"}
        texts["imputed"] = " ".join(sorted(_filled(self.carried)))
        return texts | {name: _number(value) for name, value in _written(values).items()}


def write_all(builder: Builder, wanted: Collection[int], tables: Path) -> list[Path]:
    """Write the wanted years, the dictionary and the history of all years.

    Raises
    ------
    DoorwaysError
        When a wanted year is not complete in the published tables.
    """
    found = complete_years(builder)
    for year in wanted:
        if year not in found:
            lacks = ", ".join(lacking(builder.cells, year, builder.many())) or "nothing"
            rule = (
                f"Complete in the raw tables are {', '.join(map(str, found)) or 'none'}; "
                f"it lacks {lacks}."
            )
            step = "Add that year's tables or ask for a year that is complete."
            raise DoorwaysError("Year", year, rule, step)
    later: dict[str, Profile] = {}
    written: list[Path] = []
    # Newest first: a council made by reorganisation lends its make-up to the years before it.
    for year in sorted(found, reverse=True):
        later = builder.settle(year, found[-1], later)
        if year in wanted or not wanted:
            councils, england = builder.tables(year, found[-1], later)
            written += save_year(tables, year, councils, england)
    columns = [vars(column) for column in COLUMNS]
    history = history_rows(builder.cells, builder.councils, builder.cells.get(f"{TOOL}cla", {}))
    meanings = history_columns()
    return [
        *written,
        save(tables / "columns.csv", columns, tuple(columns[0])),
        save(tables / "history.csv", history, HISTORY_HEADER),
        save(tables / "history_columns.csv", meanings, tuple(meanings[0])),
    ]


def complete_years(builder: Builder) -> tuple[int, ...]:
    """Return the years that are complete, oldest first."""
    return years(builder.cells, builder.many())


def save_year(tables: Path, year: int, councils: Table, england: Table) -> list[Path]:
    """Write a year's councils and England, England first: a year is there when its councils are."""
    header = (*TEXTS, *NAMES)
    return [
        save(tables / f"england_{year}.csv", england, header),
        save(tables / f"profiles_{year}.csv", councils, header),
    ]


def save(path: Path, table: Sequence[Mapping[str, str]], header: Sequence[str]) -> Path:
    """Write one table into a folder that is made for it; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, csv_text(table, header, mark=False))
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the refresh; 0 when written, 2 when the raw tables or the year do not serve."""
    parser = argparse.ArgumentParser(prog="python -m calibration.beliefs.authorities.build")
    parser.add_argument("--raw", type=Path, required=True, help="folder of the published tables")
    parser.add_argument("--year", type=int, action="append", help="31 March of; default: all found")
    parser.add_argument("--tables", type=Path, default=TABLES, help="where to write")
    parser.add_argument("--councils", type=Path, help="another table of councils")
    options = parser.parse_args(arguments)
    try:
        about = known(options.raw, options.councils)
        builder = Builder(
            read(options.raw, about), about.councils, extras.from_files(options.raw, about)
        )
        written = write_all(builder, options.year or (), options.tables)
    except DoorwaysError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{path.name}\n" for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
