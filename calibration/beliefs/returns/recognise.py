"""Tell which module a table is of by its headings: names of files say nothing certain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from calibration.beliefs.returns.layout import Module, modules
from calibration.beliefs.returns.sheet import Grid
from calibration.beliefs.returns.text_file import FIRST
from simulation.errors import DoorwaysError

#: Columns that regional exports add, and that are read.
AUTHORITY, YEAR = "LA", "YEAR"
_ADDED: Final = frozenset({AUTHORITY, YEAR})
_CHILD: Final = "CHILD"
_NO_LETTER: Final = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True)
class Recognised:
    """Say which module a table is of, which row holds the headings, and which column is what."""

    module: Module
    headings: int
    width: int
    places: Mapping[str, int]
    others: tuple[str, ...]
    rewritten: tuple[str, ...]


def heading(cell: str) -> str:
    """Return a heading by its letters alone."""
    return _NO_LETTER.sub("_", cell.replace("\ufeff", "").strip().upper()).strip("_")


def known(cells: list[str]) -> int:
    """Return how many cells are headings of the return; none without the child's."""
    names = {heading(cell) for cell in cells}
    return len(names & _names()) if names & _identifiers() else 0


def recognise(grid: Grid) -> Recognised | None:
    """Return what a table is, or nothing when it has no headings of a return at all.

    Raises
    ------
    DoorwaysError
        When it has some of them: it names the nearest module and what is missing.
    """
    if grid.module:
        return _fitted(grid, modules()[grid.module], 0)
    scores = [known(row) for row in grid.rows[:FIRST]]
    if max(scores, default=0) == 0:
        return None
    at = scores.index(max(scores))
    found = {_meant(name) for name in map(heading, grid.rows[at])}
    fitting = [one for one in modules().values() if one.needed <= found]
    if fitting:
        return _fitted(grid, max(fitting, key=lambda one: len(one.needed)), at)
    nearest = max(modules().values(), key=lambda one: len(found & set(one.columns)))
    missing = ", ".join(sorted(nearest.needed - found))
    rule = f"It is nearest to the table {nearest.title}, which also needs: {missing}."
    raise DoorwaysError("file", grid.name, rule, "Add what is missing, or take the file out.")


def _fitted(grid: Grid, module: Module, at: int) -> Recognised:
    heads = [heading(cell) for cell in grid.rows[at]]
    places: dict[str, int] = {}
    others = []
    for place, name in enumerate(heads):
        meant = _meant(name, module)
        if meant not in module.columns and meant not in _ADDED:
            others.append(grid.rows[at][place].strip())
        elif meant in places:
            rule = f"It has the column {meant} twice."
            step = "Take one of them out."
            raise DoorwaysError("file", grid.name, rule, step)
        else:
            places[meant] = place
    rewritten = (name for name, place in places.items() if grid.rows[at][place] != name)
    return Recognised(
        module, at, len(heads), places, tuple(one for one in others if one), tuple(rewritten)
    )


def _meant(name: str, module: Module | None = None) -> str:
    """Return the column that a heading stands for."""
    for one in [module] if module else modules().values():
        for column in one.columns.values():
            if name in column.also:
                return column.name
    return _CHILD if name in _identifiers() else name


@cache
def _identifiers() -> frozenset[str]:
    return frozenset({_CHILD, "CHILDID", "CHILD_ID"})


@cache
def _names() -> frozenset[str]:
    columns = [column for one in modules().values() for column in one.columns.values()]
    return (
        frozenset({column.name for column in columns})
        | {name for column in columns for name in column.also}
        | _identifiers()
    )
