"""The funnel beside a comparison: as many of its futures followed as make the shares known.

Followed while they run (`Following`), or run again with their logs: what is stored of a run holds no person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import Runner, make_plan
from scenarios.comparison import Comparison
from scenarios.funnel.precision import BLOCK, MOST, WITHIN, known_within
from scenarios.funnel.replicate import ARMS, Pair
from scenarios.funnel.result import Funnel
from scenarios.funnel.study import followed, has_services, summed_up
from scenarios.request import CompareRequest
from scenarios.shared import PAIR, shared_by
from simulation.runner.answers import Answers
from simulation.runner.execution import USUAL, Execution
from simulation.runner.spec import ArmResult, ReplicateTask

_NONE: Mapping[int, Pair] = {}


class Following:
    """Follow a comparison's first pairs while they run, those whose arms both run.

    Attributes
    ----------
    pairs
        What each pair says, by replicate.
    """

    def __init__(self) -> None:
        self.pairs: dict[int, Pair] = {}

    def runner(self, usual: Runner) -> Callable[[ReplicateTask], Any]:
        """Return what runs a replicate, and follows it if it is one of the first."""
        from scenarios.funnel.replicate import funnel_of

        return partial(_run, usual, funnel_of)

    def results(self, task: ReplicateTask, found: Any) -> tuple[ArmResult, ...]:
        """Keep what a pair says and return its results."""
        if not isinstance(found, Pair):
            return tuple(found)
        self.pairs[task.replicate] = found
        return found.results


def _run(
    usual: Runner, follow: Callable[[ReplicateTask], Pair], task: ReplicateTask
) -> tuple[ArmResult, ...] | Pair:
    """Run one replicate; at the top level, so that processes can, too."""
    both = task.replicate < MOST and len(task.arms) == len(ARMS)
    return follow(task) if both else usual(task)


def funnel_beside(
    request: CompareRequest,
    comparison: Comparison,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
    already: Mapping[int, Pair] = _NONE,
) -> Funnel | None:
    """Follow some of a comparison's futures person by person; None where it opens no service.

    They are the first of its replicates. A block at a time is followed until every share of those who
    come into care is known to within `WITHIN`, or `MOST` were followed, or all there are.

    Parameters
    ----------
    request, comparison
        What was asked for, and what came of it: its differences are those that get a sentence.
    execution
        How they run; progress is told of all that have been asked for so far.
    council
        The council's profile, when it is not a published one.
    already
        Pairs that were followed while they ran, by replicate.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    if not has_services(request.arms()[1]):
        return None
    most = min(MOST, request.replicates)
    made = make_plan(replace(request, replicates=most), council)
    pairs: list[Pair] = []
    while len(pairs) < most and not _enough(pairs, central=request.central):
        # An odd one left over would share its draw with none.
        until = len(pairs) + BLOCK
        until = most if most - until < PAIR else until
        block = made.tasks[len(pairs) : until]
        pairs += _followed(block, already, execution.after(len(pairs), until))
    some = replace(request, replicates=len(pairs))
    part = replace(made, request=some, tasks=made.tasks[: len(pairs)])
    return summed_up(part, pairs, comparison)


def _followed(
    block: Sequence[ReplicateTask], already: Mapping[int, Pair], execution: Execution
) -> list[Pair]:
    """Return what each pair of a block says: those followed already are kept as if they were now."""
    from scenarios.funnel.replicate import funnel_of

    there = [task for task in block if task.replicate in already]
    if execution.shelf is not None and there:
        answers = Answers(execution.shelf, funnel_of, there)
        for task in there:
            if id(task) not in answers.kept:
                answers.add(task, already[task.replicate])
        answers.flush()
    left = [task for task in block if task.replicate not in already]
    fresh = dict(zip((task.replicate for task in left), followed(left, execution), strict=True))
    found = fresh | dict(already)
    return [found[task.replicate] for task in block]


def _enough(pairs: list[Pair], *, central: bool) -> bool:
    """Tell whether the shares are known well enough: nobody can be lost where nobody can come."""
    if not pairs:
        return False
    if not pairs[0].every:
        return True
    within = known_within(
        [one.every for one in pairs], shared_by(np.arange(len(pairs)), central=central)
    )
    return within is not None and within <= WITHIN
