"""What goes in: the runs that were made, and what one place was seen to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.errors import DoorwaysError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
TRANSFORMS: Final = ("plain", "log", "logit")
#: A statistic that more than this share of the runs cannot give is left out; else the runs are.
_MOST_LOST: Final = 0.05


@dataclass(frozen=True)
class Bank:
    """Hold simulation runs: where each stood in the prior and what it showed.

    Parameters
    ----------
    parameters, statistics
        Names, in the order of the columns.
    u
        Prior probabilities of each run's parameters, strictly between 0 and 1, shape (n, p).
    stats
        What each run showed, on the scale of comparison, shape (n, k). Not finite where a run
        cannot say.
    transforms
        "plain", "log" or "logit" for each statistic; all plain when none is given. The mean of
        a log lies below the log of the mean by half the variance, which shrinks as places grow:
        with the transform told, other sizes are corrected for it. Put half a count in place of
        none before taking logs, rather than adding a half everywhere, and say "log".

    Raises
    ------
    DoorwaysError
        When shapes disagree, names repeat, a transform is unknown or `u` leaves (0, 1).
    """

    parameters: tuple[str, ...]
    statistics: tuple[str, ...]
    u: Floats
    stats: Floats
    transforms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rows = len(self.u)
        unknown = set(self.transforms) - set(TRANSFORMS)
        if unknown or len(self.transforms) not in (0, len(self.statistics)):
            raise DoorwaysError(
                "simulation bank, transforms",
                self.transforms,
                "Each statistic has one, or none is given.",
                f"Choose from {', '.join(TRANSFORMS)}.",
            )
        wanted = ((rows, len(self.parameters)), (rows, len(self.statistics)))
        if (self.u.shape, self.stats.shape) != wanted:
            raise DoorwaysError(
                "simulation bank",
                (self.u.shape, self.stats.shape),
                "Parameters and statistics need a row per run and a column per name.",
                f"Give arrays of shape {wanted[0]} and {wanted[1]}.",
            )
        for names in (self.parameters, self.statistics):
            if len(set(names)) != len(names):
                raise DoorwaysError(
                    "simulation bank", names, "Names must differ.", "Rename the repeated one."
                )
        if not ((self.u > 0) & (self.u < 1)).all():
            raise DoorwaysError(
                "simulation bank",
                (float(self.u.min()), float(self.u.max())),
                "Parameters are prior probabilities, strictly between 0 and 1.",
                "Pass each value through the distribution function of its prior.",
            )

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Bank":
        """Return the bank of the chosen rows: a mask, or their numbers."""
        return replace(self, u=self.u[chosen], stats=self.stats[chosen])


@dataclass(frozen=True)
class LeftOut:
    """Say what of a bank could not be used.

    Parameters
    ----------
    rows
        Runs dropped because a usable statistic was not finite in them.
    statistics
        Statistics left out and why, by name.
    """

    rows: int
    statistics: Mapping[str, str]


def usable(bank: Bank) -> tuple[Flags, Flags, LeftOut]:
    """Return which rows and which statistics of a bank can be used, and what was left out.

    A statistic is left out when it is the same in every run or not finite in more than 5% of
    them; after that, a run is dropped when any statistic that is left is not finite.
    """
    finite = np.isfinite(bank.stats)
    lost = 1.0 - finite.mean(axis=0)
    reasons = {
        bank.statistics[i]: f"not finite in {lost[i]:.0%} of the runs"
        for i in np.flatnonzero(lost > _MOST_LOST)
    }
    columns = lost <= _MOST_LOST
    rows = finite[:, columns].all(axis=1)
    for i in np.flatnonzero(columns):
        seen = bank.stats[rows, i]
        if seen.size == 0 or np.ptp(seen) <= 1e-12 * np.abs(seen).max():
            columns[i] = False
            reasons[bank.statistics[i]] = "the same in every run"
    return rows, columns, LeftOut(int((~rows).sum()), reasons)


@dataclass(frozen=True)
class Observed:
    """Hold what one place was seen to show, and how closely a perfect model would match it.

    Parameters
    ----------
    values
        On the scale of the bank's statistics, in their order; nan where not observed, (k,).
    discrepancy
        Standard deviation by which the model is allowed to be wrong, (k,).
    spread
        Standard deviation of rounding, suppression and measurement, (k,): for a count known to
        lie in an interval, (high - low) / sqrt(12). Nothing by default.
    scale
        Sampling standard deviation of the place over that of one run of the bank: one number, or
        one for each statistic when some come from a smaller study, (k,).

    Raises
    ------
    DoorwaysError
        When shapes disagree, or a standard deviation or the scale is negative or not finite.
    """

    values: Floats
    discrepancy: Floats
    spread: Floats = field(default_factory=lambda: np.zeros(()))
    scale: float | Floats = 1.0

    def __post_init__(self) -> None:
        for name in ("discrepancy", "spread", "scale"):
            given = np.asarray(getattr(self, name), dtype=float)
            if given.shape not in ((), self.values.shape):
                raise DoorwaysError(
                    f"observation, {name}",
                    given.shape,
                    "It needs one number, or one for each statistic.",
                    f"Give an array of shape {self.values.shape}.",
                )
            if not (np.isfinite(given) & (given >= 0)).all():
                raise DoorwaysError(
                    f"observation, {name}",
                    given.tolist(),
                    "It must be a finite number, not below 0.",
                    "Correct it; leave a statistic out by giving nan as its value.",
                )

    @property
    def seen(self) -> Flags:
        """Whether each statistic was observed, (k,)."""
        return np.isfinite(self.values)

    @property
    def noise(self) -> Floats:
        """Variance of discrepancy and spread together, (k,)."""
        both = np.asarray(self.discrepancy) ** 2 + np.asarray(self.spread) ** 2
        return np.asarray(np.broadcast_to(both, self.values.shape), dtype=float)

    @property
    def scales(self) -> Floats:
        """The scale of each statistic, (k,)."""
        return np.asarray(np.broadcast_to(self.scale, self.values.shape), dtype=float)
