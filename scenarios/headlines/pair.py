"""One future in three arms: the null twin, the recording twin and the service, each headline read in all."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.headlines.cohort import Cohort, cohort_of, opened_at
from scenarios.headlines.published import MONTHS, Windows
from scenarios.headlines.readings import AROUND, READINGS, Look, Parts
from scenarios.whom.family import same_people
from scenarios.whom.pair import followed
from scenarios.whom.splits import splits_of
from scenarios.whom.tallied import Followed, values_of
from simulation.bands import in_years
from simulation.outcomes.measures import BY_NAME
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of

#: The arms, in the order of a task: what each adds to the one before is what a headline is made of.
ARMS: Final = ("null", "recording", "real")
#: Windows, in months, over which the null twin's change is shown whatever it is.
SHOWN: Final = (6.0, 12.0, 18.0, 24.0)
_STOCKS: Final = {
    "looked_after": "children_looked_after",
    "out_of_authority": "out_of_authority",
    "saving": "cost_placements",
}


@dataclass(frozen=True)
class BenchTask:
    """Ask for one future in three arms; `opened` is the year at whose end the service opens."""

    task: ReplicateTask
    windows: Windows
    opened: int

    def __str__(self) -> str:
        return str(self.task)


@dataclass(frozen=True, eq=False)
class BenchPair:
    """Hold what one future says.

    Attributes
    ----------
    seen
        By arm and headline: its parts, as anybody would have measured them in that arm.
    same
        By headline: its parts in the same young people of the service's arm, without and with it.
    null_by_window
        By months and headline: the parts in the null twin over windows of other lengths.
    size
        Young people in the cohort, by arm.
    """

    seen: dict[str, dict[str, Parts]]
    same: dict[str, tuple[Parts, Parts]]
    null_by_window: dict[float, dict[str, Parts]]
    size: dict[str, int]


def bench_of(asked: BenchTask) -> BenchPair:
    """Return what one future says of every headline: a pure function of its task."""
    task, windows = asked.task, asked.windows
    population = population_of(task)
    arms = {
        name: followed(task, arm, population)[0] for name, arm in zip(ARMS, task.arms, strict=True)
    }
    looks = {
        name: Look(arm, opened_at(arm), in_years(windows.window_months))
        for name, arm in arms.items()
    }
    length = in_years(windows.cohort_months)
    whole = {name: cohort_of(arm, looks[name].opened, length) for name, arm in arms.items()}
    seen = {
        name: _read(looks[name], whole[name]) | _council(arm, asked.opened)
        for name, arm in arms.items()
    }
    return BenchPair(
        seen,
        _same(looks["null"], looks["real"], whole["real"]),
        {months: _around(looks["null"], whole["null"], months) for months in SHOWN},
        {name: len(who) for name, who in whole.items()},
    )


def _read(look: Look, who: Cohort) -> dict[str, Parts]:
    """Return every headline of an arm's own cohort."""
    return {
        name: reading.count(look, reading.among(look, who)) for name, reading in READINGS.items()
    }


def _same(null: Look, real: Look, who: Cohort) -> dict[str, tuple[Parts, Parts]]:
    """Return every headline of the service's cohort in both arms: the same people and moments."""
    found = {}
    for name, reading in READINGS.items():
        chosen = reading.among(real, who)
        rows = same_people(null.arm, real.arm, chosen.persons)
        there = chosen.where(rows >= 0)
        other = Cohort(rows[rows >= 0], there.starts)
        found[name] = (reading.count(null, other), reading.count(real, there))
    return found


def _around(look: Look, who: Cohort, months: float) -> dict[str, Parts]:
    """Return the before-and-after headlines over another window."""
    other = Look(look.arm, look.opened, in_years(months))
    return {name: READINGS[name].count(other, READINGS[name].among(other, who)) for name in AROUND}


def _council(arm: Followed, opened: int) -> dict[str, Parts]:
    """Return the headlines that are of all children: two years after the opening, and at it.

    Stocks are of 31 March; spending is that of the second year after, and of the year before.
    """
    split = next(one for one in splits_of(arm.population.young_people) if one.name == "sex")
    values: NDArray[np.float64] = values_of(arm, split).sum(axis=0)
    found: dict[str, Any] = {}
    for name, measure in _STOCKS.items():
        by_year = values[BY_NAME[measure]]
        found[name] = (float(by_year[opened + 1]), float(by_year[opened - 1]))
    return found


#: Years after the opening that are needed: the longest window, and the second year of a service.
AFTER_MONTHS: Final = max(MONTHS)
