"""The two bundles of arrays the compiled engine works on: the world and its clocks."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member
from agents.lengths import BINS_PER_YEAR
from agents.lines import zeros_in_line
from agents.parameter import Parameter
from agents.population import Population
from simulation.agenda import ENTRY, SLOTS_EACH
from simulation.compile import RuleSet
from simulation.kinds import TABLES
from simulation.placing_options import KIN_FOUND, OPTIONS
from simulation.services.acting import (
    BY_CARER,
    BY_FAMILY,
    BY_PRACTICE,
    ON_KIN,
    ON_OTHERS,
    ON_PLACEMENT,
)
from simulation.tables import SHARED, World

CELL_BITS = 64
#: Room beyond the rows: an event may have a row looked at more than once.
SPARE = 4096


class State(NamedTuple):
    """What only the engine sees: clocks, what is due, and what has been counted.

    `starts` holds, one after the other, the first row of each kind of table (and their number)
    and where each kind's clocks begin in `clocks`. `counts` is the same memory as `clocks`, in halves
    of a number: how often each process has happened to a row stands behind its clocks. The log holds, for each event, the cells the row was in before and after it.
    """

    key: Any
    p: Any
    starts: Any
    due: Any
    which: Any
    clocks: Any
    counts: Any
    heap: Any
    order: Any
    slots: Any
    counters: Any
    first_stock: Any
    stock_change: Any
    area_change: Any
    events: Any
    log_times: Any
    log_rows: Any
    log_outcomes: Any
    log_before: Any
    log_after: Any


def parameter_record(
    declared: tuple[Parameter, ...], values: Mapping[str, Any]
) -> NDArray[np.void]:
    """Return one record with a field a declared parameter, shape (1,)."""
    fields = [(d.name, "f8", d.shape) if d.shape else (d.name, "f8") for d in declared]
    record = np.zeros(1, np.dtype(fields or [("none", "f8")], align=True))
    for d in declared:
        record[d.name] = np.asarray(values[d.name], dtype=float).reshape(d.shape)
    return record.view(np.recarray)


def make_world(population: Population) -> World:
    """Return the world of a population with its services; its tables are shared, not copied."""
    population.count_places()
    starts = first_rows(population)
    layout = np.concatenate([starts, population.place_starts, population.places])
    shared = np.zeros(1, SHARED).view(np.recarray)
    shared.practices = population.practices
    shared.luck = population.luck
    shared.acting = acting(population.services, population.practices)
    shared.levers = levers_moved(population.services)
    shared.choices = choices_moved(population.services)
    shared.by_young = np.bitwise_or.reduce(population.services.by_young)
    return World(
        young_people=population.young_people,
        families=population.families,
        carers=population.carers,
        services=population.services,
        markets=population.markets,
        enrolments=population.enrolments,
        shared=shared,
        queue=np.empty(2 * int(starts[-1]) + SPARE, np.int64),
        layout=layout.astype(np.int64),
    )


def acting(services: Any, practices: int) -> int:
    """Return through whom services act on young people besides themselves, as flags."""
    of = set(np.unique(services.of).tolist())
    flags = BY_FAMILY if of & {Member.FAMILY, Member.MOTHER} else 0
    flags |= BY_CARER if of & {Member.CARER, Member.HOME} else 0
    return flags | (BY_PRACTICE if practices else 0)


def levers_moved(services: Any) -> int:
    """Return on which levers any site acts, as bits."""
    if not services.size:
        return 0
    moved = (services["ratio"] != 1.0) | (services["stay_ratio"] != 1.0)
    return sum(1 << lever for lever in np.flatnonzero(moved.any(axis=0)).tolist())


def choices_moved(services: Any) -> int:
    """Return on which choices any site leans, as flags."""
    if not services.size:
        return 0
    leans = (services["log_odds"] != 0.0).any(axis=0)
    flags = ON_PLACEMENT if leans[:KIN_FOUND].any() else 0
    flags |= ON_KIN if leans[KIN_FOUND] else 0
    return flags | (ON_OTHERS if leans[len(OPTIONS) :].any() else 0)


def first_rows(population: Population) -> NDArray[np.int64]:
    """Return where each kind of row begins in the engine's numbering, shape (kinds + 1,)."""
    sizes = [getattr(population, name).size for name in TABLES]
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def make_state(
    rules: RuleSet,
    population: Population,
    p: NDArray[np.void],
    key: tuple[np.uint64, np.uint64],
    years: float,
    log: int = 0,
) -> State:
    """Return fresh clocks for a population.

    Parameters
    ----------
    p
        The parameters as one record, from `parameter_record`.
    key
        The two key words of the run's draws.
    years
        Horizon; weekly counts are kept for it.
    log
        Room for this many events; 0 keeps no log.
    """
    bins = int(np.ceil(years * BINS_PER_YEAR)) + 1
    starts = first_rows(population)
    rows = int(starts[-1])
    sizes = np.diff(starts)
    clocks = np.cumsum([0, *(sizes * rules.clock_sizes)])
    numbers = zeros_in_line(int(clocks[-1]) + 1, np.float64)
    return State(
        key=np.array(key, np.uint64),
        p=p,
        starts=np.concatenate([starts, clocks[:-1]]).astype(np.int64),
        due=np.full(rows, np.inf),
        which=np.full(rows, -1, np.int16),
        clocks=numbers,
        counts=numbers.view(np.int32),
        # Written before they are read, in every step.
        heap=np.empty(4 * rows + SPARE, ENTRY).view(np.recarray),
        order=np.empty(rows, ENTRY).view(np.recarray),
        slots=np.empty(SLOTS_EACH * rows + 1, np.int64),
        counters=np.zeros(6, np.int64),
        first_stock=np.zeros(CELL_BITS, np.int64),
        stock_change=np.zeros((bins, CELL_BITS), np.int32),
        area_change=np.zeros((bins, CELL_BITS)),
        events=np.zeros((bins, max(1, len(rules.outcome_names))), np.int32),
        log_times=np.zeros(log),
        log_rows=np.zeros(log, np.int64),
        log_outcomes=np.zeros(log, np.int32),
        log_before=np.zeros(log, np.int64),
        log_after=np.zeros(log, np.int64),
    )
