"""Whether what goes in comes out: each finding put in at face value, and what the simulated study finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any, Final

from scenarios.studies.simulated import (
    FITTED,
    LATER,
    TESTED_ON,
    Seen,
    as_found,
    published,
    simulate,
    studies_of,
)
from simulation.runner.execution import USUAL, Execution
from simulation.services.declaration import Service
from simulation.services.measured import Measured

#: Pairs of futures: enough for the Monte Carlo error of every effect that was studied.
PAIRS: Final = 800
#: How far out may lie from in, on the log scale: so much, or this share of it if that is more.
_NEAR, _SHARE = 0.02, 0.1
#: The Monte Carlo error is at most this part of that.
_PRECISE: Final = 0.5
#: 90% of a normal distribution lies within so many standard deviations.
_REACH: Final = 1.645


@dataclass(frozen=True)
class Checked:
    """Hold one effect: what went in, what came out, and of a second window what is predicted.

    Attributes
    ----------
    figure
        The effect's figure.
    study
        What its study measured.
    put_in
        Ratio.
    seen, later
        What was found in the study's window, and in the second.
    published_later
        Ratio published of the second; None for none.
    """

    figure: str
    study: Measured
    put_in: float
    seen: Seen
    later: Seen | None
    published_later: float | None

    @property
    def came_out(self) -> float:
        """Return the ratio that the simulated study finds."""
        return exp(self.seen.log_ratio)

    @property
    def allowed(self) -> float:
        """Return how far from what went in it may lie, on the log scale."""
        return max(_NEAR, _SHARE * abs(log(self.put_in)))

    @property
    def is_precise(self) -> bool:
        """Tell whether enough pairs have run to say."""
        return self.seen.error <= _PRECISE * self.allowed

    @property
    def agrees(self) -> bool:
        """Tell whether what went in came out."""
        return abs(self.seen.log_ratio - log(self.put_in)) <= self.allowed

    @property
    def verdict(self) -> str:
        """Say it in words."""
        if not self.is_precise:
            return "too few pairs to tell"
        if self.study.lacking:
            return "not reproducible here"
        return "comes out" if self.agrees else "DOES NOT COME OUT"

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "figure": self.figure,
            "study": self.study.study,
            "people": self.study.people.value,
            "counts": list(self.study.counts),
            "among": list(self.study.among),
            "months": list(self.study.months),
            "follow_months": self.study.follow,
            "comparison": self.study.comparison,
            "lacking": self.study.lacking,
            "put_in": self.put_in,
            "came_out": self.came_out,
            "log_error": self.seen.error,
            "allowed": self.allowed,
            "events": [float(self.seen.without[:, 0].sum()), float(self.seen.with_it[:, 0].sum())],
            "later_months": None if self.study.later is None else list(self.study.later),
            "later_predicted": None if self.later is None else exp(self.later.log_ratio),
            "later_log_error": None if self.later is None else self.later.error,
            "later_published": self.published_later,
            "verdict": self.verdict,
        }


def check(
    service: type[Service],
    *,
    pairs: int = PAIRS,
    seed: int = TESTED_ON,
    execution: Execution = USUAL,
) -> Sequence[Checked]:
    """Simulate a service's studies with their findings at face value, all at once.

    Parameters
    ----------
    pairs, seed
        How many pairs of futures, and their seed: other futures than those the scale was set on.

    Raises
    ------
    DoorwaysError
        When no study of the service is declared.
    """
    sizes = as_found(service)
    seen = simulate(service, sizes, pairs=pairs, seed=seed, execution=execution)
    return [
        Checked(
            size,
            study,
            sizes[size],
            seen[size, FITTED],
            seen.get((size, LATER)),
            published(study.later_study) if study.later_study else None,
        )
        for size, study in studies_of(service).effects.items()
    ]


def between(ratio: float, error: float) -> tuple[float, float]:
    """Return the 90% range of a ratio by its Monte Carlo error."""
    return ratio * exp(-_REACH * error), ratio * exp(_REACH * error)
