"""Read a return, check it, repair it by rule, and give an account of every row."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from calibration.beliefs.returns import (
    before_repair,
    cells,
    children,
    continuity,
    episode_rows,
    joins,
    meanings,
    missing_periods,
    open_ends,
    other_tables,
    same_rows,
)
from calibration.beliefs.returns.counts import count
from calibration.beliefs.returns.dates import read_dates
from calibration.beliefs.returns.files import THING
from calibration.beliefs.returns.layout import modules
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.reading import Table, read
from calibration.beliefs.returns.years import assign_years
from simulation.errors import DoorwaysError

#: Tables without which nothing can be counted.
_NEEDED: Final = ("header", "episodes")
#: Tables whose rows are counted as they came.
_COUNTED: Final = (*_NEEDED, "missing")


@dataclass(frozen=True)
class Imported:
    """Hold the rows that can be used, and the account of all of them."""

    tables: dict[str, pd.DataFrame]
    ledger: Ledger
    #: The child of every row as written, by the row's number; shown only when somebody asks.
    who: pd.Series
    supplied: dict[str, Any]
    counts: dict[str, Any]
    passed_over: tuple[str, ...]
    lenient: bool

    @property
    def stopped(self) -> bool:
        """Whether a strict import stops: something was found that a person has to mend or let pass."""
        return not self.lenient and bool(self.ledger.stops())


def import_returns(path: Path, *, lenient: bool = False, years: Collection[int] = ()) -> Imported:
    """Return the usable rows of one or several years' returns, and the account of every row.

    Parameters
    ----------
    path
        A folder, a zip archive or one file.
    lenient
        Let repairs stand; else anything that needs one stops the import, when everything is listed.
    years
        Years to 31 March that these returns are known to be of; others are left out. All when empty.

    Raises
    ------
    DoorwaysError
        When a file cannot be read, or there is no header, no episodes or no year.
    """
    ledger = Ledger()
    found = read(path, ledger)
    _check_needed(path, found.tables)
    who = pd.concat([table.frame.CHILD for table in found.tables])
    for table in found.tables:
        cells.blank_words(table, ledger)
        read_dates(table, ledger)
    assign_years(found.tables, years, ledger)
    raw = _supplied(found.tables)
    for table in found.tables:
        cells.conform(table, ledger)
    frames = {
        name: same_rows.together(found.tables, module, ledger) for name, module in modules().items()
    }
    supplied = before_repair.as_supplied(raw, frames["episodes"])
    children.put_together(frames, ledger)
    continuity.check_continuity(raw["episodes"], frames["header"], ledger)
    _repair(frames, ledger)
    seen = sorted({int(year) for name in _NEEDED for year in raw[name].year.unique()})
    return Imported(
        tables=frames,
        ledger=ledger,
        who=who,
        supplied=supplied,
        counts=count(frames, seen) if seen else {},
        passed_over=tuple(found.passed_over),
        lenient=lenient,
    )


def _supplied(tables: list[Table]) -> dict[str, pd.DataFrame]:
    """Return rows of every return as they came, but for dates."""
    return {
        name: pd.concat(
            [same_rows.nothing(module), *(t.frame for t in tables if t.module is module)]
        )
        for name, module in modules().items()
        if name in _COUNTED
    }


def _check_needed(path: Path, tables: list[Table]) -> None:
    there = {table.module.name for table in tables}
    for name in _NEEDED:
        if name not in there:
            rule = f"It has no table {modules()[name].title}."
            raise DoorwaysError(THING, str(path), rule, "Add it: nothing can be counted without.")


def _repair(frames: dict[str, pd.DataFrame], ledger: Ledger) -> None:
    """Bring episodes, and what hangs on them, to what can be true, in the order of the rules."""
    episodes = episode_rows.check_rows(frames["episodes"], ledger)
    episodes = open_ends.close(episodes, ledger)
    episodes = joins.join(episodes, ledger)
    frames["episodes"] = meanings.check_meanings(episodes, ledger)
    frames["missing"] = missing_periods.check_missing(frames["missing"], episodes, ledger)
    other_tables.check_others(frames, ledger)
