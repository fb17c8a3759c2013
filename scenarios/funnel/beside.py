"""The funnel beside a comparison: as many of its futures followed as make the shares known."""

from dataclasses import replace

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import make_plan
from scenarios.comparison import Comparison
from scenarios.funnel.precision import BLOCK, MOST, WITHIN, known_within
from scenarios.funnel.replicate import Pair
from scenarios.funnel.result import Funnel
from scenarios.funnel.study import followed, has_services, summed_up
from scenarios.request import CompareRequest
from scenarios.shared import PAIR, shared_by
from simulation.runner.execution import USUAL, Execution


def funnel_beside(
    request: CompareRequest,
    comparison: Comparison,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
) -> Funnel | None:
    """Follow some of a comparison's futures person by person; None where it opens no service.

    They are the first of its replicates, run again with their logs: what is stored of a run holds
    no person. A block at a time is followed until every share of those who come into care is known
    to within `WITHIN`, or `MOST` were followed, or all there are.

    Parameters
    ----------
    request, comparison
        What was asked for, and what came of it: its differences are those that get a sentence.
    execution
        How they run; progress is told of all that have been asked for so far.
    council
        The council's profile, when it is not a published one.

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
        left = made.tasks[len(pairs) : until]
        pairs += followed(left, execution.after(len(pairs), until))
    some = replace(request, replicates=len(pairs))
    part = replace(made, request=some, tasks=made.tasks[: len(pairs)])
    return summed_up(part, pairs, comparison)


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
