"""Reading runs back, as the arrays they were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, Table, select

from simulation.outcomes.measures import BY_NAME, MEASURES, WEEKLY
from simulation.store.schema import RUN, RUN_VALUE, RUN_WEEK

#: Keys in one question; every database takes as many.
AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Runs:
    """Hold stored runs as arrays, in the order they were asked for.

    Attributes
    ----------
    weekly
        float32 (runs, weeks, len(WEEKLY)); not a number beyond a shorter run's end.
    values
        float64 (runs, len(MEASURES), years); not a number where a measure was not kept.
    seconds
        float64 (runs,): time each took.
    years
        int64 (runs,): horizon of each.
    """

    weekly: NDArray[np.float32]
    values: NDArray[np.float64]
    seconds: NDArray[np.float64]
    years: NDArray[np.int64]


@dataclass(frozen=True)
class _Head:
    """Hold what the table of runs says of one."""

    number: int
    years: int
    seconds: float


def existing_keys(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Say which of the run keys are stored."""
    found: set[str] = set()
    for some in batched(dict.fromkeys(keys), AT_ONCE):
        found.update(connection.scalars(select(RUN.c.run_key).where(RUN.c.run_key.in_(some))))
    return found


def load_runs(connection: Connection, keys: Sequence[str]) -> Runs:
    """Read runs by key, in the order of the keys.

    Raises
    ------
    KeyError
        With the first key that is not stored.
    """
    heads = _heads(connection, keys)
    numbers = [heads[key].number for key in keys]
    places = {number: place for place, number in enumerate(dict.fromkeys(numbers))}
    weekly = _weekly(connection, places)
    values = _values(connection, places, max((heads[key].years for key in keys), default=0))
    # The same run may be asked for twice.
    take = np.array([places[number] for number in numbers], dtype=np.intp)
    return Runs(
        weekly[take],
        values[take],
        np.array([heads[key].seconds for key in keys], dtype=np.float64),
        np.array([heads[key].years for key in keys], dtype=np.int64),
    )


def _heads(connection: Connection, keys: Iterable[str]) -> Mapping[str, _Head]:
    columns = (RUN.c.run_key, RUN.c.id, RUN.c.years, RUN.c.seconds)
    heads: dict[str, _Head] = {}
    for some in batched(dict.fromkeys(keys), AT_ONCE):
        for key, *rest in connection.execute(select(*columns).where(RUN.c.run_key.in_(some))):
            heads[key] = _Head(*rest)
    return heads


def _rows(
    connection: Connection, table: Table, columns: Sequence[Any], places: Iterable[int]
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of some runs as the driver gives them: making SQLAlchemy's rows would take longer."""
    for some in batched(places, AT_ONCE):
        question: Select[Any] = select(*columns).where(table.c.run_id.in_(some))
        words = question.compile(connection, compile_kwargs={"literal_binds": True})
        cursor = connection.exec_driver_sql(str(words)).cursor
        if cursor is not None:
            yield list(cursor.fetchall())


def _weekly(connection: Connection, places: Mapping[int, int]) -> NDArray[np.float32]:
    columns = (RUN_WEEK.c.run_id, RUN_WEEK.c.week, *(RUN_WEEK.c[name] for name in WEEKLY))
    tables = [
        np.array(rows, dtype=np.float64)
        for rows in _rows(connection, RUN_WEEK, columns, places)
        if rows
    ]
    weeks = max((int(table[:, 1].max()) + 1 for table in tables), default=0)
    weekly = np.full((len(places), weeks, len(WEEKLY)), np.nan, dtype=np.float32)
    for table in tables:
        at = [places[int(number)] for number in table[:, 0]]
        weekly[at, table[:, 1].astype(np.intp)] = table[:, 2:]
    return weekly


def _values(connection: Connection, places: Mapping[int, int], years: int) -> NDArray[np.float64]:
    values = np.full((len(places), len(MEASURES), years), np.nan)
    for rows in _rows(connection, RUN_VALUE, tuple(RUN_VALUE.c), places):
        # A measure that has since been dropped stays in the database and is not read.
        known = [(places[n], BY_NAME[name], w - 1, v) for n, name, w, v in rows if name in BY_NAME]
        if known:
            table = np.array(known, dtype=np.float64)
            run, measure, window = table[:, :3].astype(np.intp).T
            values[run, measure, window] = table[:, 3]
    return values
