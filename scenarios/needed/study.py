"""For each lever of a scenario, the size it would have to have, and how far that is from the evidence."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from agents.synthesis.authority import AuthorityProfile
from scenarios.beliefs import shared_beliefs
from scenarios.capacity import late_notes
from scenarios.needed.levers import Lever, can_be_otherwise, levers_of
from scenarios.needed.result import Needed, answer_of
from scenarios.needed.search import MOST, Reading, search
from scenarios.needed.target import Target
from scenarios.needed.trial import Bench, bench_of
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution

#: Pairs of futures that every value is tried on.
PAIRS: Final = 24


def needed(
    request: CompareRequest,
    target: Target,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
    pairs: int = PAIRS,
    on_lever: Callable[[str], None] = lambda _: None,
) -> Needed:
    """Return what would have to be true for a target, one thing at a time, all else as it is.

    Parameters
    ----------
    request
        The comparison: council, scenarios, years and seed. Everything is at its central value.
    target
        What is asked for.
    execution
        How runs run; progress is told in readings, of the most there could be.
    pairs
        Futures that every value is tried on.
    on_lever
        Told what is being asked of now.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When the scenario opens nothing of which anything could be more or less, or only after the end.
    """
    refuse_without_levers(request)
    within = replace(execution, progress=None)
    bench = bench_of(request, target, pairs, within, council)
    levers = levers_of(bench.plan.tasks[0].arms[1].interventions)
    now = bench.as_it_is()
    answers, total = [], MOST * len(levers)
    for k, lever in enumerate(levers):
        on_lever(lever.declared.says)
        read = _Counted(bench, lever, now, partial(execution.tell, total=total), MOST * k)
        answers.append(answer_of(lever, target, search(read, lever.now, lever.scale)))
    execution.tell(total, total)
    return Needed(target, now, pairs, float(bench.baseline.mean()), tuple(answers))


@dataclass
class _Counted:
    """Read values of one lever, and tell how many have been; what the scenario has is known already."""

    bench: Bench
    lever: Lever
    now: Reading
    tell: Callable[[int], None]
    done: int

    def __call__(self, value: float) -> Reading:
        self.tell(self.done)
        self.done += 1
        if value == self.lever.now:
            return replace(self.now, value=value)
        return self.bench.tried(self.lever, value)


def refuse_without_levers(request: CompareRequest) -> None:
    """Check that a scenario opens, before the run ends, something that could be more or less.

    Raises
    ------
    DoorwaysError
        When it opens nothing but conditions and twins, or nothing else in time.
    """
    arms = request.arms()
    one = arms[1]
    acts = [opened for opened in one.interventions if can_be_otherwise(opened)]
    if not acts:
        rule = "Nothing it opens has effects, reach or a length of support that could be otherwise."
        step = "Name a scenario that opens a service or a practice, and no twin."
        raise DoorwaysError("scenario", one.name, rule, step)
    believed = shared_beliefs(arms, central=True, calibration=request.calibration).figures()
    if len(late_notes(acts, believed, request.years)) == len(acts):
        rule = "All that could be otherwise in it begins after the end of the run, so nothing would do anything."
        step = "Ask for more years, or let it begin sooner."
        raise DoorwaysError("scenario", one.name, rule, step)
