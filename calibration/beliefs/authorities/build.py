"""Write every council's profile from the published tables: the one command that refreshes them.

``python -m calibration.beliefs.authorities.build --raw ../shared/data`` writes every year found complete;
``--year 2024`` writes one.
"""

import argparse
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from calibration.beliefs.authorities import extras
from calibration.beliefs.authorities.assemble import Profile, Year, not_begun, years
from calibration.beliefs.authorities.catalogue import COLUMNS, NAMES, TEXTS
from calibration.beliefs.authorities.groups import BASES, GROUPS
from calibration.beliefs.authorities.history import HEADER as HISTORY_HEADER
from calibration.beliefs.authorities.history_build import history_columns, history_rows
from calibration.beliefs.authorities.sources import ENGLAND, PATTERNS, Cells, Row, read, rows
from simulation.errors import DoorwaysError
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text

TABLES = Path(__file__).parent / "tables"

CANNOT_RUN = {
    "E09000001": "The City of London looks after so few children that nearly every figure about them is withheld.",
    "E06000053": "The Isles of Scilly publish no figures of children looked after.",
}

UASC_INTAKE = 0.5
"""Share of starts above which a council mostly receives unaccompanied children for others."""

BRIEF_EPISODES = 1.5
"""Episodes of need a year per child in need above which a council counts brief contacts too."""

ACTIVITIES = ("eet", "neet", "unknown")

RECODED = 2024
"""Supported accommodation was registered in this year: placements were recoded without a move."""

Table = list[dict[str, str]]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _written(values: Mapping[str, float]) -> dict[str, float]:
    """Sum the parts of columns that have parts and drop what only completes a group."""
    summed: dict[str, float] = {}
    for name, value in values.items():
        if not name.startswith("_"):
            whole = name.partition("#")[0]
            summed[whole] = summed.get(whole, 0.0) + value
    return summed


def _filled(names: Collection[str]) -> set[str]:
    filled = {name.partition("#")[0] for name in names if not name.startswith("_")}
    # No council's figures are published for 17 to 18: England's shares stand in for all.
    ages = ["17_18"]
    if any(name.startswith("_leavers_19_21") for name in names):
        ages.append("19_21")
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
    """Hold what is read once for all years.

    Parameters
    ----------
    raw
        Folder of the published tables.
    """

    def __init__(self, raw: Path) -> None:
        self.raw = raw
        self.places: list[Row] = sorted(rows(raw, PATTERNS["places"]), key=lambda row: row["code"])
        self.cells: Cells = read(raw)
        self.bands = extras.age_bands(raw)
        self.neighbours = extras.neighbours(raw)
        self.years = years(self.cells, len(self.places))

    def write(self, wanted: Sequence[int], tables: Path) -> list[Path]:
        """Write the wanted years, the dictionary and the history of all years.

        Raises
        ------
        DoorwaysError
            When a wanted year is not complete in the raw tables.
        """
        for year in wanted:
            if year not in self.years:
                raise DoorwaysError(
                    "Year",
                    year,
                    f"Complete in the raw tables are {', '.join(map(str, self.years)) or 'none'}.",
                    "Add that year's tables or ask for a year that is complete.",
                )
        tables.mkdir(parents=True, exist_ok=True)
        regions = {r["dfe_code"]: r["region"] for r in self.places if r["code"] not in CANNOT_RUN}
        later: dict[str, Profile] = {}
        written: list[Path] = []
        # Newest first: a council made by reorganisation lends its make-up to the years before it.
        for year in sorted(self.years, reverse=True):
            later = Year(self.cells, year, regions, later).settle()
            if year in wanted:
                written += self._write_year(year, later, tables)
        columns = [vars(column) for column in COLUMNS]
        written.append(_save(tables / "columns.csv", columns, tuple(columns[0])))
        history = history_rows(self.raw, self.cells)
        meanings = history_columns()
        return [
            *written,
            _save(tables / "history.csv", history, HISTORY_HEADER),
            _save(tables / "history_columns.csv", meanings, tuple(meanings[0])),
        ]

    def _write_year(self, year: int, profiles: Mapping[str, Profile], tables: Path) -> list[Path]:
        homes = extras.homes(self.raw, year)
        table = [self._row(row, profiles.get(row["dfe_code"]), homes, year) for row in self.places]
        header = (*TEXTS, *NAMES)
        return [
            _save(tables / f"profiles_{year}.csv", table, header),
            _save(tables / f"england_{year}.csv", [self._england(homes, year)], header),
        ]

    def _texts(self, row: Row) -> dict[str, str]:
        texts = {name: row[name] for name in ("code", "dfe_code", "name", "region")}
        reason = CANNOT_RUN.get(row["code"], "")
        return texts | {
            "neighbours": self.neighbours.get(row["dfe_code"], ""),
            "cannot_run": reason,
        }

    def _row(
        self,
        row: Row,
        profile: Profile | None,
        homes: extras.Homes,
        year: int,
    ) -> dict[str, str]:
        if profile is None:
            return self._texts(row)
        values = profile.values | extras.leavers(profile.values, self.cells, year)
        values |= extras.scaled_bands(self.bands[row["code"]], values["children_0_17"])
        values |= homes.of(row["code"])
        values = _written(values)
        filled = set(profile.filled)
        if row["code"] in homes.divided:
            filled |= extras.NO_HOMES.keys() - {"supported_places"}
        return (
            self._texts(row)
            | {"flags": " ".join(_flags(profile, values, not_begun(self.cells, year)))}
            | {"imputed": " ".join(sorted(_filled(filled)))}
            | {name: _number(values[name]) for name in NAMES}
        )

    def _england(self, homes: extras.Homes, year: int) -> dict[str, str]:
        """England's published figures; what England does not publish is left blank."""
        names = {*BASES, *(name for _, members in GROUPS for name in members)}
        cells = {name: self.cells[name].get(year, {}).get(ENGLAND) for name in names}
        values = {name: cell for name, cell in cells.items() if isinstance(cell, float)}
        values |= extras.leavers(values, self.cells, year)
        values |= extras.scaled_bands(self.bands[ENGLAND], values["children_0_17"])
        values |= homes.of(ENGLAND)
        texts = {"code": "E92000001", "name": "England", "region": "England"}
        return texts | {name: _number(value) for name, value in _written(values).items()}


def _save(path: Path, table: Sequence[Mapping[str, str]], header: Sequence[str]) -> Path:
    write_text(path, csv_text(table, header, mark=False))
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the refresh; 0 when written, 2 when the raw tables or the year do not serve."""
    parser = argparse.ArgumentParser(prog="python -m calibration.beliefs.authorities.build")
    parser.add_argument("--raw", type=Path, required=True, help="folder of the published tables")
    parser.add_argument("--year", type=int, action="append", help="31 March of; default: all found")
    parser.add_argument("--tables", type=Path, default=TABLES, help="where to write")
    options = parser.parse_args(arguments)
    try:
        builder = Builder(options.raw)
        written = builder.write(options.year or builder.years, options.tables)
    except DoorwaysError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{path.name}\n" for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
