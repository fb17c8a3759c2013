"""A trial simulated: those who were there at its start, all offered a programme or its null twin, and followed.

A study of `simulated` counts events of a service as it was at work. A trial starts with people: everybody of its kind
is taken on at once, as in an analysis by intention to treat, and both arms are followed for as long as the trial was. Those
tried are nearer to care than the edge of care of a council is on average, so in both arms alike nobody steps back from it
while they are followed, and the rate of coming into care from there is raised until the arm without the programme shows the
share that the trial's did. Only that arm is fitted: what the programme does to it is the model's answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Status
from agents.lengths import ADULTHOOD, DAYS_PER_YEAR, MONTHS_PER_YEAR
from calibration.beliefs.evidence.figure import leaves
from calibration.joint.store import usual
from scenarios.compare import make_plan
from scenarios.funnel.lives import Lives, lives_of
from scenarios.funnel.replicate import played
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.studies.simulated import SET_ON
from simulation.bands import in_years
from simulation.outcomes.cells import INDEX
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Everybody in reach is referred on the first day, taken on and supported.
AT_ONCE: Final[Mapping[str, Mapping[str, Any]]] = {
    "referral": {"per_year": 365.0, "accepted": 1.0},
    "support": {"places": 5000, "weeks_to_start": 0.1},
}
#: Moments a year at which it is looked where somebody is.
_LOOKS: Final = 52
#: The rate that says how near to care those on the edge of it are; raised at most so far, found in so many halvings.
_RATE: Final = "edge_entry_hazard"
#: Those tried do not step back from the edge of care while they are followed.
_STEPPING_BACK: Final = "de_escalation_hazard"
_NEAREST, _HALVINGS = 30.0, 9
#: The strongest effect looked for where a trial's finding is to come out.
_STRONGEST: Final = 0.2


@dataclass(frozen=True)
class Trial:
    """Say what a trial was, as far as it can be simulated.

    Attributes
    ----------
    opened
        What was offered: a file of somebody's members, as a scenario holds it, whose effects are those put in.
    place
        Council whose young people stand in for those of the trial.
    share_without, share_with
        Shares looked after at the end of `months`, not offered it and offered it. By the first is set how near to care
        the young people are; the second is compared.
    months
        When the share was counted.
    days_from, days_to
        Months of follow-up, from the shortest to the longest, over which days in care are counted.
    """

    opened: Mapping[str, Any]
    place: str
    share_without: float
    share_with: float
    months: float
    days_from: float
    days_to: float


@dataclass(frozen=True)
class Followed:
    """Hold what became of one future's cohort in both arms, a column each: without, with it.

    Attributes
    ----------
    looked_after, days
        Whether they were looked after at the end, and days in care, shape (young people, 2).
    """

    looked_after: Floats
    days: Floats


@dataclass(frozen=True)
class Outcome:
    """Hold what a trial shows, a mean of futures in each arm: without, with it.

    Attributes
    ----------
    young_people
        How many were followed, over all futures.
    looked_after, days
        Share looked after at the end, and days in care.
    difference, difference_error, days_ratio, days_error
        With it less without; days with it over days without; and their Monte Carlo errors.
    """

    young_people: int
    looked_after: tuple[float, float]
    days: tuple[float, float]
    difference: float
    difference_error: float
    days_ratio: float
    days_error: float


def follow(trial: Trial, task: ReplicateTask) -> Followed:
    """Return what both arms of a task show of everybody on the edge of care: a pure function of it."""
    population = population_of(task)
    people = population.young_people
    end = max(trial.months, trial.days_to) / MONTHS_PER_YEAR
    there = (people.status == Status.EDGE_OF_CARE) & (people.family >= 0)
    rows = np.flatnonzero(there & (-people.born + end < ADULTHOOD))
    both = []
    for arm in task.arms:
        one = played(task, arm, population)
        lives = lives_of(one.run.population, one.first_cells, one.events)
        both.append(_seen(trial, lives, rows))
    found = np.array(both, np.float64).transpose(1, 2, 0)
    return Followed(found[0], found[1])


def _seen(trial: Trial, lives: Lives, rows: Ints) -> tuple[Floats, Floats]:
    """Return whether each was looked after at the end, and days in care by the mean follow-up."""
    first, last = (
        round(one / MONTHS_PER_YEAR * _LOOKS) for one in (trial.days_from, trial.days_to)
    )
    moments = np.append((np.arange(last) + 1 / 2) / _LOOKS, in_years(trial.months))
    inside = (lives.cells_at(rows[:, None], moments) >> INDEX["looked_after"]) & 1
    # The follow-up ends at any moment between the shortest and the longest alike.
    weights = np.clip((last - np.arange(last)) / (last - first), 0.0, 1.0)
    return inside[:, -1].astype(np.float64), inside[:, :-1] @ weights * DAYS_PER_YEAR / _LOOKS


def _plan(trial: Trial, pairs: int, seed: int) -> tuple[ReplicateTask, ...]:
    """Return the tasks: the programme's null twin beside itself, central values, open to all at once."""
    kind = trial.opened["kind"]
    file = dict(trial.opened[kind])
    for table, said in AT_ONCE.items():
        kept = {k: v for k, v in file[table].items() if k not in ("workers", "members_per_worker")}
        file[table] = {**kept, **said}
    real = Scenario("as-tried", "As tried", interventions=({"kind": kind, kind: file},))
    years = int(np.ceil(max(trial.months, trial.days_to) / MONTHS_PER_YEAR))
    request = CompareRequest(
        trial.place,
        real.twin("null"),
        real,
        years=years,
        replicates=pairs,
        seed=seed,
        central=True,
        calibration=usual(),
    )
    return tuple(make_plan(request).tasks)


def run_trial(
    trial: Trial, pairs: int, seed: int, nearness: float, execution: Execution = USUAL
) -> list[Followed]:
    """Return what futures show of young people who are so much nearer to care than the edge of it is.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    from simulation.simulate import warm_up

    warm_up()
    tasks = [_nearer(task, nearness) for task in _plan(trial, pairs, seed)]
    return run_all(tasks, partial(follow, trial), execution, what="trial")


def _nearer(task: ReplicateTask, nearness: float) -> ReplicateTask:
    """Return a task in both of whose arms care is so much nearer from the edge of it."""
    raised = tuple(nearness * one for one in leaves(task.parameters[_RATE]))
    return replace(task, parameters={**task.parameters, _RATE: raised, _STEPPING_BACK: 0.0})


def outcome_of(followed: list[Followed]) -> Outcome:
    """Return what everybody followed shows, over all futures."""
    sums = np.array(
        [[len(one.days), *one.looked_after.sum(axis=0), *one.days.sum(axis=0)] for one in followed]
    )
    n, a0, a1, d0, d1 = sums.sum(axis=0)
    gap = (sums[:, 2] - sums[:, 1] - sums[:, 0] * (a1 - a0) / n) / n
    log = sums[:, 4] / d1 - sums[:, 3] / d0
    many = sqrt(len(followed))
    return Outcome(
        int(n),
        (float(a0 / n), float(a1 / n)),
        (float(d0 / n), float(d1 / n)),
        float((a1 - a0) / n),
        float(many * np.std(gap, ddof=1)),
        float(d1 / d0),
        float(d1 / d0 * many * np.std(log, ddof=1)),
    )


def _halved_in(low: float, high: float, is_below: Callable[[float], bool]) -> float:
    """Return where between two numbers something is no more below what is wanted, by halving their ratio."""
    for _ in range(_HALVINGS):
        middle = sqrt(low * high)
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return sqrt(low * high)


def as_near(trial: Trial, pairs: int, execution: Execution = USUAL) -> float:
    """Return what the rate of coming into care from the edge is multiplied by for the trial's share without."""

    def is_below(nearness: float) -> bool:
        found = outcome_of(run_trial(trial, pairs, SET_ON, nearness, execution))
        return found.looked_after[0] < trial.share_without

    return _halved_in(1.0, _NEAREST, is_below)


def as_strong(trial: Trial, nearness: float, pairs: int, execution: Execution = USUAL) -> float:
    """Return the ratio on coming into care that gives the trial's difference of shares."""
    wanted = trial.share_with - trial.share_without

    def is_below(ratio: float) -> bool:
        tried = with_ratio(trial, ratio)
        return outcome_of(run_trial(tried, pairs, SET_ON, nearness, execution)).difference < wanted

    return _halved_in(_STRONGEST, 1.0, is_below)


def with_ratio(trial: Trial, ratio: float) -> Trial:
    """Return the trial with every effect of its programme at one ratio."""
    kind = trial.opened["kind"]
    effects = [
        {key: one[key] for key in ("acts_on", "grade", "source")} | {"ratio": ratio}
        for one in trial.opened[kind]["effects"]
    ]
    return replace(trial, opened={"kind": kind, kind: {**trial.opened[kind], "effects": effects}})
