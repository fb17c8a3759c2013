"""What a study without a comparison would report: the same young people before and after support began."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import MONTHS_PER_YEAR, ONE_YEAR
from scenarios.headlines.cohort import Cohort, cohort_of, events_between, opened_at
from scenarios.headlines.readings import RECORDED
from scenarios.whom.family import same_people
from scenarios.whom.pair import followed
from scenarios.whom.tallied import Followed
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of

type Floats = NDArray[np.float64]

#: The longest window on either side of the moment support begins.
MOST_MONTHS: Final = 24
#: The windows a reveal shows beside the one that was asked for.
WINDOWS: Final = (1, 3, 6, 12)


@dataclass(frozen=True)
class BeforeAfter:
    """Say what is counted of each young person's events on one side, and what that is called."""

    label: str
    unit: str
    count: Callable[[Floats], float]


def _anybody(events: Floats) -> float:
    return float((events > 0).sum())


def _every(events: Floats) -> float:
    return float(events.sum())


#: Of those whose support began within a year of the opening, as recorded.
BEFORE_AFTER: Final = {
    "went_missing_after_100": BeforeAfter(
        "Young people who went missing after support began, for every 100 before",
        "for every 100",
        _anybody,
    ),
    "episodes_after_100": BeforeAfter(
        "Missing episodes after support began, for every 100 before", "for every 100", _every
    ),
}


@dataclass(frozen=True)
class SidesTask:
    """Ask for one future of two arms, over windows of some months."""

    task: ReplicateTask
    windows: tuple[int, ...]

    def __str__(self) -> str:
        return str(self.task)


@dataclass(frozen=True)
class Sides:
    """Hold one future, by measure and months.

    Attributes
    ----------
    seen
        Counts (after, before) in the arm with the service.
    same
        Counts after, of the same young people over the same weeks: without the service, and with it.
    """

    seen: dict[tuple[str, int], tuple[float, float]]
    same: dict[tuple[str, int], tuple[float, float]]


def sides_of(asked: SidesTask) -> Sides:
    """Return what one future says before and after: a pure function of its task."""
    task, population = asked.task, population_of(asked.task)
    without, arm = (followed(task, one, population)[0] for one in task.arms)
    who = cohort_of(arm, opened_at(arm), ONE_YEAR)
    rows = same_people(without, arm, who.persons)
    there, other = who.where(rows >= 0), Cohort(rows[rows >= 0], who.starts[rows >= 0])
    found = Sides({}, {})
    for months in asked.windows:
        years = months / MONTHS_PER_YEAR
        seen = _events(arm, who, 0.0, years), _events(arm, who, -years, 0.0)
        same = _events(without, other, 0.0, years), _events(arm, there, 0.0, years)
        for name, how in BEFORE_AFTER.items():
            found.seen[name, months] = how.count(seen[0]), how.count(seen[1])
            found.same[name, months] = how.count(same[0]), how.count(same[1])
    return found


def _events(arm: Followed, who: Cohort, begins: float, ends: float) -> Floats:
    """Return each one's recorded missing episodes between two moments around the start of support."""
    return events_between(arm, who, who.starts + begins, who.starts + ends, *RECORDED)
