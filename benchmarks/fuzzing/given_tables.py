"""Give published tables of a small country to Doorways, changed cell by cell, for tests of a new year."""

import csv
import shutil
from pathlib import Path

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.account import OfYear
from calibration.beliefs.authorities.base_year import FITTED, own_folder
from calibration.beliefs.authorities.new_year import Added, add
from fuzzing.made_tables import Grid, write

#: Councils, their tables of the kept and the new year, and a folder for them.
type Country = tuple[tuple[AuthorityProfile, ...], dict[str, Grid], Path]

#: The year that is added.
NEW = FITTED + 1
STOCK = "la_cla_on_31_march_by_characteristics.csv"
STARTED = "la_children_who_started_to_be_looked_after_during_the_year.csv"
NEED = f"b1_children_in_need_2013_to_{NEW}.csv"
MISSING = "la_children_who_were_missing_or_away_from_placement_without_authorisation.csv"
REGISTER = "ofsted_register_by_la_sector.csv"
OUTCOMES = "la_conviction_health_outcome_cla.csv"


def added_year(folder: Path, tables: dict[str, Grid], *revise: int) -> OfYear:
    """Add tables and return what became of the new year."""
    return of(give(folder, tables, *revise))


def give(folder: Path, tables: dict[str, Grid], *revise: int) -> Added:
    """Write tables in place of those that are there, and add them."""
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, tables)
    return add(folder, revise)


def of(found: Added, year: int = NEW) -> OfYear:
    """Return what became of a year."""
    return next(one for one in found.years if one.year == year)


def own_line(name: str, header: tuple[str, ...], *cells: str) -> None:
    """Add a line to one of the user's own tables."""
    path = own_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, cells] if fresh else [cells])


def every(tables: dict[str, Grid], name: str, old: str, new: str) -> None:
    """Replace a text in all cells of a table."""
    tables[name] = [[new if cell == old else cell for cell in row] for row in tables[name]]


def row_of(tables: dict[str, Grid], name: str, *holds: str, year: int = NEW) -> list[str]:
    """Return the row of a year that holds these cells."""
    rows = (row for row in tables[name] if row[0] == str(year) and set(holds) <= set(row))
    return next(rows)
