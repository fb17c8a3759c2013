"""The two bundles of arrays the compiled engine works on: the world and its clocks."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.population import Population
from simulation.compile import TABLES, RuleSet
from simulation.process import Kind, Parameter

DAYS_PER_YEAR = 365.25
WEEKS_PER_YEAR = DAYS_PER_YEAR / 7
_TILTS = 4

SHARED = np.dtype([("touched", "i8"), ("tilt", "f8", (_TILTS,))], align=True)


class World(NamedTuple):
    """What rules can see: the tables, the parameters and who has to be looked at again."""

    young_people: Any
    families: Any
    carers: Any
    hubs: Any
    p: Any
    shared: Any
    queue: Any
    starts: Any
    places: Any
    place_starts: Any


class State(NamedTuple):
    """What only the engine sees: clocks, what is due, and what has been counted."""

    key: Any
    starts: Any
    due: Any
    which: Any
    clocks_0: Any
    clocks_1: Any
    clocks_2: Any
    clocks_3: Any
    heap_times: Any
    heap_rows: Any
    counters: Any
    weeks_per_year: float
    first_stock: Any
    stock_change: Any
    area_change: Any
    events: Any
    log_times: Any
    log_rows: Any
    log_outcomes: Any


def parameter_record(
    declared: tuple[Parameter, ...], values: Mapping[str, Any]
) -> NDArray[np.void]:
    """Return one record with a field a declared parameter, shape (1,)."""
    fields = [(d.name, "f8", d.shape) if d.shape else (d.name, "f8") for d in declared]
    record = np.zeros(1, np.dtype(fields or [("none", "f8")], align=True))
    for d in declared:
        record[d.name] = np.asarray(values[d.name], dtype=float).reshape(d.shape)
    return record.view(np.recarray)


def make_world(
    population: Population, declared: tuple[Parameter, ...], values: Mapping[str, Any]
) -> World:
    """Return the world of a population; its tables are shared, not copied."""
    tables = [getattr(population, name) for name in TABLES]
    starts = np.concatenate([[0], np.cumsum([t.size for t in tables])]).astype(np.int64)
    return World(
        *tables,
        parameter_record(declared, values),
        np.zeros(1, SHARED).view(np.recarray),
        np.zeros(int(starts[-1]) + 1, np.int64),
        starts,
        population.places,
        population.place_starts,
    )


def make_state(
    rules: RuleSet, world: World, key: tuple[np.uint64, np.uint64], years: float, log: int = 0
) -> State:
    """Return fresh clocks for a world.

    Parameters
    ----------
    key
        The two key words of the run's draws.
    years
        Horizon; weekly counts are kept for it.
    log
        Room for this many events; 0 keeps no log.
    """
    weeks = int(np.ceil(years * WEEKS_PER_YEAR)) + 1
    rows = int(world.starts[-1])
    clocks = [
        np.zeros((max(1, int(world.starts[k + 1] - world.starts[k])), 3 * len(rules.of_kind(k))))
        for k in Kind
    ]
    return State(
        np.array(key, np.uint64), world.starts, np.full(rows, np.inf), np.full(rows, -1, np.int32),
        *clocks,
        np.zeros(3 * rows + 4096), np.zeros(3 * rows + 4096, np.int64), np.zeros(3, np.int64),
        WEEKS_PER_YEAR,
        np.zeros(64, np.int64), np.zeros((weeks, 64), np.int32), np.zeros((weeks, 64)),
        np.zeros((weeks, max(1, len(rules.outcome_names()))), np.int32),
        np.zeros(log), np.zeros(log, np.int64), np.zeros(log, np.int32),
    )
