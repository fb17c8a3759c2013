"""England's patterns as the sum of its councils, or of one sample the size of a large council."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import all_profiles, england
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.patterns.catalogue import counts, statistics
from calibration.fitting.patterns.record import Floats, record_run
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.simulate import warm_up

#: Years simulated: patterns of two years running need two.
YEARS: Final = 2
#: Code of the sample of England, which addresses its draws.
SAMPLE: Final = "ENGLAND-SAMPLE"


def sample_of_england(year: int, looked_after: float) -> AuthorityProfile:
    """Return a council with England's make-up and a given number of children looked after."""
    whole = england(year)
    share = looked_after / whole["cla"]
    figures = {name: value * share for name, value in whole.counts.items()}
    return AuthorityProfile(SAMPLE, "A sample of England", "England", year, figures)


def council_counts(
    council: AuthorityProfile, overrides: Mapping[str, Any], seed: int, replicate: int = 0
) -> Floats:
    """Return a council's counts, shape (statistics, 2), at central values but for the overrides."""
    parameters = parameters_for(council, overrides=overrides)
    return counts(record_run(council, parameters, seed, replicate, YEARS))


@dataclass(frozen=True)
class CouncilTask:
    """Ask for one council's counts at central values."""

    council: AuthorityProfile
    seed: int

    def __str__(self) -> str:
        return self.council.name


def central_counts(task: CouncilTask) -> Floats:
    """Return the counts of a council at central values, shape (statistics, 2)."""
    return council_counts(task.council, {}, task.seed)


def england_counts(year: int, seed: int = 1, execution: Execution = USUAL) -> Floats:
    """Return the counts of all councils together at central values, shape (statistics, 2).

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    tasks = [CouncilTask(council, seed) for council in all_profiles(year)]
    # Read once, before threads that would all do so at the same time.
    warm_up()
    own = run_all(tasks, central_counts, execution, what="England", each="councils")
    return np.sum(own, axis=0)


def shown(counted: Floats, size: float = 1.0) -> Floats:
    """Return counts (over `size`) and shares on the log scale, shape (..., statistics).

    Parameters
    ----------
    counted
        Shape (..., statistics, 2): count and what it is out of.
    size
        How many times England the counted children are; counts are divided by it.
    """
    is_share = np.array([one.is_share for one in statistics().values()])
    out_of = np.where(is_share, counted[..., 1], size)
    # Nobody at all counts as half a child: a logarithm needs somebody.
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.maximum(counted[..., 0], 0.5) / out_of)
    return np.where(np.isfinite(logs), logs, np.nan)
