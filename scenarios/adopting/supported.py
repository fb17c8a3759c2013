"""What would have become of those a scenario supports, had it not opened: against what an effect is large or small."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.compare import Plan
from scenarios.funnel.events_met import supported_people
from scenarios.funnel.reading import ways_of
from scenarios.funnel.replicate import played
from scenarios.statistics import windowed
from scenarios.whom.pair import followed
from scenarios.whom.splits import OTHERS, Split
from scenarios.whom.tallied import values_of
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of

Floats = NDArray[np.float64]


def of_supported(made: Plan, measures: Sequence[str], execution: Execution) -> Mapping[str, float]:
    """Return measures of the baseline over the whole period, of those whom the scenario ever supports.

    The same young people are followed without it. Where a scenario supports no young person by itself or
    through the family, as a practice or what is for carers, all of the council are meant.

    Returns
    -------
    dict
        The mean over all futures by measure, in the measure's unit.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    each = np.asarray(run_all(made.tasks, without_it, execution, what="those supported"))
    return {
        name: float(windowed(each[:, k], MEASURES[k].kind)[:, -1].mean())
        for name in measures
        for k in (BY_NAME[name],)
    }


def without_it(task: ReplicateTask) -> Floats:
    """Return every measure of the baseline by year of whom the scenario supports, shape (measures, years)."""
    population = population_of(task)
    scenario = played(task, task.arms[1], population)
    there = scenario.run.population
    ways = ways_of(there, scenario.run.state, scenario.events)
    mine = there.young_people.uid[supported_people(there, ways)]
    baseline, _ = followed(task, task.arms[0], population)
    uids = baseline.population.young_people.uid
    rest = ~np.isin(uids, mine) if mine.size else np.zeros(uids.size, np.bool_)
    split = Split("supported", "Supported", ("supported", OTHERS), rest.astype(np.int64))
    return np.asarray(values_of(baseline, split)[0], np.float64)
