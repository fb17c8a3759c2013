"""One row of a bank: a sample of England simulated at one point of the priors."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.patterns.catalogue import counts
from calibration.fitting.patterns.england import YEARS, sample_of_england
from calibration.fitting.patterns.record import record_run


@dataclass(frozen=True)
class RowTask:
    """Hold everything a row needs, so that a worker is a pure function of it.

    Attributes
    ----------
    name
        The row's name in its job.
    values
        Parameter values that differ from the central ones.
    year
        Year whose 31 March the run starts from.
    looked_after
        Size of the sample; 0 runs the council `council` instead.
    seed, replicate
        Address of all draws.
    council
        ONS code of a council, for what is measured over all councils.
    """

    name: str
    values: Mapping[str, float]
    year: int
    looked_after: float
    seed: int
    replicate: int
    council: str = ""

    def __str__(self) -> str:
        return f"row {self.name} of the bank (seed {self.seed})"


@lru_cache(maxsize=4)
def _sample(year: int, looked_after: float) -> AuthorityProfile:
    return sample_of_england(year, looked_after)


def run_row(task: RowTask) -> list[list[float]]:
    """Return what the run shows: count and what it is out of for each statistic."""
    if task.council:
        council: AuthorityProfile = profile(task.council, task.year)
    else:
        council = _sample(task.year, task.looked_after)
    parameters: dict[str, Any] = parameters_for(council, overrides=task.values)
    record = record_run(council, parameters, task.seed, task.replicate, YEARS)
    found: list[list[float]] = counts(record).tolist()
    return found
