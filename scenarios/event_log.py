"""The log of one run in words: who, when, what, and where young people were before and after."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import BINS_PER_YEAR
from agents.population import Population
from simulation.discover import model_rules
from simulation.kinds import TABLES, Kind
from simulation.outcomes.cells import CELLS
from simulation.outcomes.logged import Events, events_of, room_for
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import warm_up

#: Cells of whoever is no young person.
_NOBODY: Final = -1


@dataclass(frozen=True, eq=False)
class EventLog:
    """Hold the events of a run in true order, one entry an event; words are numbers into lists of them.

    Attributes
    ----------
    times, uids
        Years since the start, and who it happened to.
    what, before, after
        Places in `outcomes` and `members`, and in `cells`.
    outcomes, members
        What can happen, as process/outcome, and the kind of member each happens to.
    cells
        Where young people can be, between spaces.
    """

    times: NDArray[np.float64]
    uids: NDArray[np.int64]
    what: NDArray[np.uint16]
    before: NDArray[np.uint16]
    after: NDArray[np.uint16]
    outcomes: tuple[str, ...]
    members: tuple[str, ...]
    cells: tuple[str, ...]

    def columns(self) -> dict[str, Any]:
        """Return what is told of each event, by name; weeks are those of the weekly table."""
        names = [one.partition("/") for one in self.outcomes]
        return {
            "time": self.times,
            "week": np.floor(self.times * BINS_PER_YEAR).astype(np.int64) + 1,
            "member": _said(self.members, self.what),
            "uid": self.uids,
            "process": _said([process for process, _, _ in names], self.what),
            "outcome": _said([outcome for _, _, outcome in names], self.what),
            "before": _said(self.cells, self.before),
            "after": _said(self.cells, self.after),
        }


def _said(words: Any, places: NDArray[np.uint16]) -> NDArray[np.object_]:
    return np.array(words, dtype=object)[places]


def event_log(task: ReplicateTask, arm: int) -> EventLog:
    """Run one arm of a task with its log, and return that."""
    warm_up()
    run = started(
        task, task.arms[arm], population_of(task), room_for(task.profile["cla"], task.years)
    )
    run.advance(float(task.years), task.step_days)
    return in_words(events_of(run.state), run.population)


def in_words(events: Events, population: Population) -> EventLog:
    """Return the events of a run with the words of what happened."""
    rules = model_rules()
    kinds = {process.name: process.kind for process in rules.every}
    there, what = np.unique(events.what, return_inverse=True)
    outcomes = tuple(rules.outcome_names[place] for place in there.tolist())
    members = [kinds[one.partition("/")[0]] for one in outcomes]
    young = np.array([one is Kind.YOUNG_PERSON for one in members], dtype=bool)[what]
    bits = np.where(young, np.stack([events.before, events.after]), _NOBODY)
    cells, places = np.unique(bits, return_inverse=True)
    before, after = places.reshape(bits.shape).astype(np.uint16)
    uids = np.concatenate([getattr(population, name)["uid"] for name in TABLES])
    return EventLog(
        np.array(events.times),
        uids[events.rows].astype(np.int64),
        what.astype(np.uint16),
        before,
        after,
        outcomes,
        tuple(one.name.lower() for one in members),
        tuple(map(_cells, cells.tolist())),
    )


def _cells(bits: int) -> str:
    """Return the names of some cells, in their order, between spaces."""
    if bits == _NOBODY:
        return ""
    return " ".join(name for place, name in enumerate(CELLS) if bits >> place & 1)
