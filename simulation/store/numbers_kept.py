"""What is stored of one run, under its own names: those of today play no part."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, select, text

from simulation.runner.spec import ArmResult
from simulation.store.schema import RUN_VALUE, RUN_WEEK
from simulation.store.sound import matches, run_digest

type Numbers = dict[str, NDArray[Any]]


def numbers_of(connection: Connection, run: Row[Any]) -> tuple[Numbers, Numbers, bool]:
    """Read the weeks and the years of a row of runs.

    Returns
    -------
    tuple
        Arrays by name, of weeks and of years, and whether they match the run's digest. What has a gap or holds
        what is no number is left out.
    """
    weekly, yearly = _weeks(connection, run.id), _years(connection, run.id)
    return weekly, yearly, _sound(run, weekly, yearly)


def _weeks(connection: Connection, number: int) -> Numbers:
    """Read every column of the table of weeks, declared today or not, that is filled."""
    # Not the table as declared: a column that is no longer declared is part of an older run.
    question = text(f"SELECT * FROM {RUN_WEEK.name} WHERE run_id = :n ORDER BY week")
    found = connection.execute(question, {"n": number})
    names, rows = list(found.keys()), found.all()
    at = names.index("week")
    if [row[at] for row in rows] != list(range(len(rows))):
        return {}
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    return _whole(
        ((name, one) for name, one in columns.items() if name not in ("run_id", "week")), np.float32
    )


def _years(connection: Connection, number: int) -> Numbers:
    """Read every measure, known today or not, that has no gap."""
    mine = select(RUN_VALUE.c.measure, RUN_VALUE.c.window, RUN_VALUE.c.value)
    rows = connection.execute(mine.where(RUN_VALUE.c.run_id == number)).all()
    by_name: dict[str, dict[int, Any]] = {}
    for measure, window, value in rows:
        by_name.setdefault(str(measure), {})[window] = value
    whole = (
        (name, [years[k] for k in sorted(years)])
        for name, years in by_name.items()
        if sorted(years) == list(range(1, len(years) + 1))
    )
    return _whole(whole, np.float64)


def _whole(columns: Iterable[tuple[str, Sequence[Any]]], kind: type[np.floating[Any]]) -> Numbers:
    """Return columns that hold numbers alone."""
    found: Numbers = {}
    for name, column in columns:
        if column and all(isinstance(one, int | float) for one in column):
            # A number beyond the range is not what was stored, and becomes infinite.
            with np.errstate(over="ignore"):
                found[name] = np.array(column, dtype=np.float64).astype(kind)
    return found


def _sound(run: Row[Any], weekly: Numbers, yearly: Numbers) -> bool:
    """Whether the numbers of a run are those it was stored with."""
    if not weekly or len({one.size for one in yearly.values()}) != 1:
        return False
    table = np.column_stack(list(weekly.values()))
    result = ArmResult("", table, np.stack(list(yearly.values())), run.seconds)
    return matches(run.digest, run_digest, run.run_key, result, tuple(weekly), tuple(yearly))
