"""Reading runs back, as the arrays they were; what is no longer what was stored is not read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched, groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, Table, select

from simulation.outcomes.measures import BY_NAME, MEASURES, WEEKLY
from simulation.runner.held import Unsound
from simulation.runner.provenance import Provenance
from simulation.runner.spec import ArmResult
from simulation.store.schema import PROVENANCE, RUN, RUN_VALUE, RUN_WEEK
from simulation.store.sound import run_digest
from simulation.version import RESULTS_VERSION

#: Keys in one question; every database takes as many.
AT_ONCE = 500

type Rows = list[tuple[Any, ...]]
type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Runs:
    """Hold stored runs as arrays, in the order they were asked for.

    Attributes
    ----------
    weekly
        float32 (runs, weeks, len(WEEKLY)); not a number beyond a shorter run's end.
    values
        float64 (runs, len(MEASURES), years); not a number beyond a shorter run's end.
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
    """Hold what the table of runs says of one, which may be anything at all."""

    key: str
    number: int
    seconds: Any
    version: Any
    digest: Any
    made_by: Any


def existing_keys(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Say which of the run keys are stored, sound or not."""
    found: set[str] = set()
    for some in batched(dict.fromkeys(keys), AT_ONCE):
        found.update(connection.scalars(select(RUN.c.run_key).where(RUN.c.run_key.in_(some))))
    return found


def read_runs(connection: Connection, keys: Iterable[str]) -> dict[str, ArmResult | Unsound]:
    """Read those of the runs that are stored: what each gave, or why it is not used.

    The arms have no names: the same run may be asked for under several.
    """
    heads = _heads(connection, keys)
    numbers = [head.number for head in heads]
    weeks = dict(_tables(connection, RUN_WEEK, _week_columns(), numbers))
    values = dict(_tables(connection, RUN_VALUE, tuple(RUN_VALUE.c), numbers))
    makers = makers_of(connection, {head.made_by for head in heads})
    return {
        head.key: _judged(head, weeks.get(head.number), values.get(head.number), makers)
        for head in heads
    }


def makers_of(connection: Connection, digests: Iterable[Any]) -> dict[str, Provenance | None]:
    """Return what runs were made by, by its digest."""
    wanted = [one for one in digests if one is not None]
    if not wanted:
        return {}
    question = select(PROVENANCE).where(PROVENANCE.c.digest.in_(wanted))
    return {key: Provenance.of(said) for key, said in connection.execute(question)}


def stacked(runs: Sequence[ArmResult]) -> Runs:
    """Return runs as arrays, shorter ones filled up with "not a number"."""
    weeks = max((run.weekly.shape[0] for run in runs), default=0)
    years = max((run.values.shape[1] for run in runs), default=0)
    weekly = np.full((len(runs), weeks, len(WEEKLY)), np.nan, dtype=np.float32)
    values = np.full((len(runs), len(MEASURES), years), np.nan)
    for place, run in enumerate(runs):
        weekly[place, : run.weekly.shape[0]] = run.weekly
        values[place, :, : run.values.shape[1]] = run.values
    return Runs(
        weekly,
        values,
        np.array([run.seconds for run in runs], dtype=np.float64),
        np.array([run.values.shape[1] for run in runs], dtype=np.int64),
    )


def _heads(connection: Connection, keys: Iterable[str]) -> list[_Head]:
    first = (RUN.c.run_key, RUN.c.id, RUN.c.seconds, RUN.c.results_version)
    columns = (*first, RUN.c.digest, RUN.c.provenance_digest)
    heads: list[_Head] = []
    for some in batched(dict.fromkeys(keys), AT_ONCE):
        question = select(*columns).where(RUN.c.run_key.in_(some))
        heads += [_Head(*row) for row in connection.execute(question)]
    return heads


def _week_columns() -> tuple[Any, ...]:
    return (RUN_WEEK.c.run_id, RUN_WEEK.c.week, *(RUN_WEEK.c[name] for name in WEEKLY))


def _tables(
    connection: Connection, table: Table, columns: Sequence[Any], numbers: Iterable[int]
) -> Iterator[tuple[int, Floats]]:
    """Rows of each run as numbers, in order; runs that hold something else are left out."""
    for rows in _rows(connection, table, columns, numbers):
        if table is RUN_VALUE:
            rows = [(n, BY_NAME.get(name, -1), window, v) for n, name, window, v in rows]
        whole = _numbers(rows)
        if whole is not None:
            yield from _by_run(whole)
            continue
        rows.sort(key=itemgetter(0))
        for _, some in groupby(rows, itemgetter(0)):
            mine = _numbers(list(some))
            if mine is not None:
                yield from _by_run(mine)


def _rows(
    connection: Connection, table: Table, columns: Sequence[Any], numbers: Iterable[int]
) -> Iterator[Rows]:
    """Rows of some runs as the driver gives them: making SQLAlchemy's rows would take longer."""
    for some in batched(numbers, AT_ONCE):
        question: Select[Any] = select(*columns).where(table.c.run_id.in_(some))
        words = question.compile(connection, compile_kwargs={"literal_binds": True})
        cursor = connection.exec_driver_sql(str(words)).cursor
        if cursor is not None:
            # Where an index and its table no longer agree, a row may come without its number.
            yield [row for row in cursor.fetchall() if isinstance(row[0], int)]


def _numbers(rows: Rows) -> Floats | None:
    """Rows as one array, or None when one holds what is no number."""
    try:
        found = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found.ndim == 2 else None


def _by_run(table: Floats) -> Iterator[tuple[int, Floats]]:
    """Rows of each run, ordered by what follows its number: week, or measure and window."""
    table = table[np.lexsort((table[:, 2], table[:, 1], table[:, 0]))]
    numbers, starts = np.unique(table[:, 0], return_index=True)
    ends = [*starts[1:], len(table)]
    for number, start, end in zip(numbers, starts, ends, strict=True):
        yield int(number), table[start:end, 1:]


def _judged(
    head: _Head,
    weeks: Floats | None,
    values: Floats | None,
    makers: Mapping[str, Provenance | None],
) -> ArmResult | Unsound:
    """Return a run that is what was stored, or why it is not used."""
    if head.version != RESULTS_VERSION:
        return Unsound.OLD
    if head.digest is None:
        return Unsound.UNVERIFIED
    weekly, yearly = _weekly(weeks), _yearly(values, range(len(MEASURES)))
    if weekly is not None and yearly is not None and isinstance(head.seconds, float):
        found = ArmResult("", weekly, yearly, head.seconds, makers.get(head.made_by))
        if run_digest(head.key, found) == head.digest:
            return found
    return Unsound.LESS if _was_whole(head, weekly, values) else Unsound.DAMAGED


def _was_whole(head: _Head, weekly: NDArray[np.float32] | None, values: Floats | None) -> bool:
    """Whether a run is what was stored, at a time when less was declared than today."""
    if weekly is None or values is None or not isinstance(head.seconds, float):
        return False
    columns = np.flatnonzero(~np.isnan(weekly).all(axis=0))
    measures = np.unique(values[:, 0]).astype(int)
    yearly = _yearly(values, measures)
    if yearly is None or measures[0] < 0:
        return False
    then = ArmResult("", weekly[:, columns], yearly, head.seconds)
    names = tuple(WEEKLY[i] for i in columns), tuple(MEASURES[i].name for i in measures)
    return bool(run_digest(head.key, then, *names) == head.digest)


def _weekly(table: Floats | None) -> NDArray[np.float32] | None:
    """Weeks without a gap, or None."""
    if table is None or not np.array_equal(table[:, 0], np.arange(len(table))):
        return None
    # A number beyond the range is not what was stored, and becomes infinite.
    with np.errstate(over="ignore"):
        return table[:, 1:].astype(np.float32)


def _yearly(table: Floats | None, measures: Sequence[int] | NDArray[np.int_]) -> Floats | None:
    """Some measures in every year, and nothing else, or None."""
    if table is None or len(table) % len(measures):
        return None
    years = len(table) // len(measures)
    wanted = np.repeat(measures, years), np.tile(np.arange(1, years + 1), len(measures))
    if not np.array_equal(table[:, :2], np.column_stack(wanted)):
        return None
    return table[:, 2].reshape(len(measures), years)
