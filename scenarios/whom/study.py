"""Follow every pair of a comparison person by person, and say for whom the arms differ."""

import numpy as np

from agents.schema import YOUNG_PERSON
from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.shared import shared_by
from scenarios.whom.result import Whom, summed_up
from scenarios.whom.splits import splits_of
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all


def for_whom(
    request: CompareRequest,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
) -> Whom:
    """Run the futures of a comparison again with their logs and return for whom they differ.

    What is stored of a run holds no person: what this finds of each future is kept by itself, on a shelf.

    Parameters
    ----------
    request
        What was compared.
    execution
        How replicates run, who is told how many are there, and who may stop it.
    council
        The council's profile, when it is not a published one.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, or a replicate fails.
    """
    from scenarios.whom.pair import whom_of
    from simulation.simulate import warm_up

    made = make_plan(request, council)
    warm_up()
    pairs = run_all(made.tasks, whom_of, execution, what="for whom")
    shared = shared_by(np.arange(len(made.tasks)), central=request.central)
    # Their words are the same whoever is told apart.
    splits = splits_of(np.zeros(0, YOUNG_PERSON))
    return summed_up(pairs, splits, shared)
