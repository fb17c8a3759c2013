"""One target: a number a run counts, the published number, and how near is near enough."""

from dataclasses import dataclass
from math import log, sqrt
from typing import Final

ROLES: Final = ("fit", "hold")
#: How chance spreads a published number: counts of events, children out of others, or events that
#: come in clumps, a few young people having many each.
NOISES: Final = ("poisson", "binomial", "clumped")
#: Half-width of the 90% interval of a normal distribution in standard deviations.
NINETY: Final = 1.6449


@dataclass(frozen=True)
class Target:
    """Hold one target; its value and the simulated one are compared on the log scale.

    Attributes
    ----------
    id
        Name of the target.
    measure
        Statistic of a run (`calibration.fitting.patterns.catalogue`).
    label
        What is counted, in words.
    value
        Published count, or share where there is a denominator.
    denominator
        What the share is out of; 0 for a plain count.
    place, year
        Where, and the year whose March ends the period.
    role
        ``fit``: the calibration sees it; ``hold``: it is only checked.
    noise
        One of `NOISES`.
    clump
        Events that tell as much as one independent event; 1 but for clumped noise.
    discrepancy
        Half-width of the 90% allowance for what the model leaves out, as a share of the value.
    source
        Keys of the bibliography.
    figures
        Ids of the register's figures the value comes from.
    note
        What a reader should know.
    """

    id: str
    measure: str
    label: str
    value: float
    denominator: float
    place: str
    year: int
    role: str
    noise: str
    clump: float
    discrepancy: float
    source: str
    figures: tuple[str, ...]
    note: str = ""

    @property
    def is_share(self) -> bool:
        """Return whether the value is a share of a denominator."""
        return self.denominator > 0

    @property
    def observed(self) -> float:
        """Return the value on the log scale."""
        return log(self.value)

    @property
    def noise_sd(self) -> float:
        """Return the standard deviation of chance in the published value, on the log scale."""
        if self.is_share:
            seen = self.value * self.denominator
            return sqrt(max(1.0 - self.value, 0.0) * self.clump / seen)
        return sqrt(self.clump / self.value)

    @property
    def discrepancy_sd(self) -> float:
        """Return the standard deviation of the allowance, on the log scale."""
        return log(1.0 + self.discrepancy) / NINETY
