"""The funnel beside a comparison: as many of its futures followed as make the shares known.

Followed while they run (`Following`), or run again with their logs: what is stored of a run holds no person.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import Runner, make_plan
from scenarios.comparison import Comparison
from scenarios.funnel.precision import BLOCK, MOST, WITHIN, known_within
from scenarios.funnel.replicate import Pair
from scenarios.funnel.result import Funnel
from scenarios.funnel.study import followed, has_services, summed_up
from scenarios.request import CompareRequest
from scenarios.shared import PAIR, shared_by
from simulation.runner.answers import TOGETHER, Answers
from simulation.runner.execution import USUAL, Execution
from simulation.runner.shelf import Shelf
from simulation.runner.spec import ArmResult, ReplicateTask

_NONE: Mapping[int, Pair] = {}


type OpenShelf = Callable[[], AbstractContextManager[Shelf]]


class Following:
    """Follow a comparison's first pairs while they run; of those an arm of which was stored both run again.

    Parameters
    ----------
    shelf
        Opens where what pairs say is kept, some at a time: a stop loses none. Default: it is not kept.

    Attributes
    ----------
    pairs
        What each pair says, by replicate.
    """

    def __init__(self, shelf: OpenShelf | None = None) -> None:
        self.pairs: dict[int, Pair] = {}
        self._shelf = shelf
        self._fresh: list[ReplicateTask] = []

    def runs(self, left: ReplicateTask, whole: ReplicateTask) -> ReplicateTask:
        """Return all of one of the first replicates: following one arm takes the other."""
        return whole if left.replicate < MOST else left

    def runner(self, usual: Runner) -> Callable[[ReplicateTask], Any]:
        """Return what runs a replicate, and follows it if it is one of the first."""
        from scenarios.funnel.replicate import funnel_of

        return partial(_run, usual, funnel_of)

    def results(self, task: ReplicateTask, found: Any) -> tuple[ArmResult, ...]:
        """Keep what a pair says and return its results."""
        if not isinstance(found, Pair):
            return tuple(found)
        self.pairs[task.replicate] = found
        self._fresh.append(task)
        if len(self._fresh) >= TOGETHER:
            self.flush()
        return found.results

    def flush(self) -> None:
        """Write what is not written yet.

        Raises
        ------
        DoorwaysError
            When the database cannot be used.
        """
        from scenarios.funnel.replicate import funnel_of

        fresh, self._fresh = self._fresh, []
        if self._shelf is None or not fresh:
            return
        with self._shelf() as shelf:
            answers = Answers(shelf, funnel_of, fresh)
            for task in fresh:
                answers.add(task, self.pairs[task.replicate])
            answers.flush()


def _run(
    usual: Runner, follow: Callable[[ReplicateTask], Pair], task: ReplicateTask
) -> tuple[ArmResult, ...] | Pair:
    """Run one replicate; at the top level, so that processes can, too."""
    if task.replicate >= MOST:
        return usual(task)
    try:
        return follow(task)
    except Exception:  # noqa: BLE001 - a comparison does not need it; the funnel meets the fault again and tells it
        return usual(task)


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
    """Return what each pair of a block says, those followed already included."""
    left = [task for task in block if task.replicate not in already]
    if not left:
        execution.tell(len(block), len(block))
    there = execution.after(len(block) - len(left), len(block))
    ran = followed(left, there) if left else []
    fresh = dict(zip((task.replicate for task in left), ran, strict=True))
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
