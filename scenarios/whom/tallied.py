"""The measures of each group of a split: a run's own readings, of that group's young people alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.lengths import BINS_PER_YEAR
from agents.population import Population
from scenarios.whom.moments import Changes, Moments, cells_changed
from scenarios.whom.splits import Split
from simulation.discover import model_rules
from simulation.outcomes.cells import CELLS
from simulation.outcomes.counted import Counted
from simulation.outcomes.measures import MEASURES
from simulation.outcomes.snapshot import People, Snapshot
from simulation.outcomes.tally import Tally

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Followed:
    """Hold one arm that has run: what its young people went through, and whom each 31 March counts."""

    population: Population
    parameters: Mapping[str, Any]
    moments: Moments
    marches: Sequence[People]

    @property
    def years(self) -> int:
        """Return how many years it ran."""
        return len(self.marches)


def values_of(arm: Followed, split: Split) -> Floats:
    """Return every measure of every group by year, shape (groups, measures, years).

    They are read as the run's own measures are. What services cost belongs to nobody here, and
    what is counted of carers or of the council as a whole is not there.
    """
    states = _states(arm, split)
    rules, found = model_rules(), []
    for group, state in enumerate(states):
        snapshots = [_snapshot(arm, split, group, year) for year in range(arm.years)]
        tally = Tally(rules, state, arm.years)
        counted = Counted(tally, arm.population, snapshots, arm.parameters, with_services=False)
        found.append([measure.read.by_year(counted) for measure in MEASURES])
    return np.asarray(found)


def _states(arm: Followed, split: Split) -> list[Any]:
    """Return for each group what the engine's state holds for everybody."""
    moments, groups = arm.moments, len(split.groups)
    bins = arm.years * BINS_PER_YEAR
    changes = _with_crossings(arm, split)
    which = changes[1] * bins + changes[0].bins()
    rest = changes[0].bins() + 1 - changes[0].times * BINS_PER_YEAR
    place = which * len(CELLS) + changes[0].cells
    shape = (groups, bins, len(CELLS))
    signs = changes[0].signs
    stock = _added(place, signs, shape)
    area = _added(place, signs * rest, shape)
    outcomes = len(model_rules().outcome_names)
    theirs = split.at(moments.persons, moments.times)
    when = (moments.times * BINS_PER_YEAR).astype(np.int64)
    events = _added(
        (theirs * bins + when) * outcomes + moments.what, None, (groups, bins, outcomes)
    )
    first = _first(moments.first, split, groups)
    return [
        SimpleNamespace(
            first_stock=first[g], stock_change=stock[g], area_change=area[g], events=events[g]
        )
        for g in range(groups)
    ]


def _with_crossings(arm: Followed, split: Split) -> tuple[Changes, Ints]:
    """Return all cells left and entered, moves to the next group included, and the group of each."""
    own = arm.moments.changes
    persons, times = split.crossings(float(arm.years))
    cells = arm.moments.cells_at(persons, times)
    entered = cells_changed(persons, times, cells, cells)
    old = split.at(entered.persons, entered.times)
    joined = Changes(
        np.concatenate([own.persons, entered.persons, entered.persons]),
        np.concatenate([own.times, entered.times, entered.times]),
        np.concatenate([own.cells, entered.cells, entered.cells]),
        np.concatenate([own.signs, -entered.signs, entered.signs]),
    )
    groups = np.concatenate([split.at(own.persons, own.times), old, old + 1])
    return joined, groups


def _first(cells: Ints, split: Split, groups: int) -> Floats:
    """Return how many of each group are in each cell at the start, shape (groups, cells)."""
    return np.array(
        [
            np.bincount(split.codes[(cells >> cell) & 1 == 1], minlength=groups)
            for cell in range(len(CELLS))
        ]
    ).T


def _snapshot(arm: Followed, split: Split, group: int, year: int) -> Snapshot:
    """Return whom one 31 March counts of a group; what is of carers is nobody's."""

    def many(rows: Ints) -> int:
        return int((split.at(rows, np.full(rows.size, year + 1.0)) == group).sum())

    counted = arm.marches[year]
    return Snapshot(
        many(counted.three_plus),
        0,
        many(counted.proceedings),
        many(counted.with_siblings),
        many(counted.apart_from_siblings),
    )


def _added(places: Ints, weights: Any, shape: tuple[int, ...]) -> Floats:
    """Return weights added up at flat places of an array of some shape."""
    found = np.bincount(places, weights, minlength=int(np.prod(shape)))
    return np.asarray(found.reshape(shape), np.float64)
