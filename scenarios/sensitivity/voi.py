"""What it would be worth to know uncertain figures before deciding: EVPPI by regression.

A decision is made on the expected net benefit. Knowing a figure lets one decide for each of its
values; what that gains on average is the expected value of partial perfect information (Strong,
Oakley and Brennan 2014, Medical Decision Making 34:311). The expectation given a figure is a
smooth curve through the runs, never the runs themselves: a maximum over noisy runs counts luck
as knowledge.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.sensitivity.regress import Smoother

type Floats = NDArray[np.float64]

#: Shuffles behind the floor, and the share of them that stays below it.
SHUFFLES: Final = 200
FLOOR: Final = 0.99
#: Standard errors that it must be worth as well.
SURE: Final = 2.0
#: Resamples behind a standard error.
RESAMPLES: Final = 200


@dataclass(frozen=True)
class Worth:
    """Hold what knowing something is worth at one threshold, in the unit of the net benefit.

    Attributes
    ----------
    value
        Expected gain of deciding with it known.
    error
        Standard error, by bootstrap.
    floor
        What a figure without any influence would seem to be worth, 99 times in 100 at most.
    """

    value: float
    error: float
    floor: float

    @property
    def clear(self) -> bool:
        """Tell whether it is worth more than chance alone would make it seem."""
        return self.value > max(self.floor, SURE * self.error)


def gain(expected: Floats) -> Floats:
    """Return what deciding by an expectation that varies gains over deciding by its average.

    Parameters
    ----------
    expected
        Expected net benefit of acting against not acting, shape (draws,) or (draws, columns).
    """
    better: Floats = np.maximum(expected, 0.0).mean(axis=0)
    return better - np.maximum(expected.mean(axis=0), 0.0)


def worth(u: Floats, benefits: Floats, seed: int) -> tuple[Worth, ...]:
    """Return what knowing some figures together is worth, at each of some thresholds.

    Parameters
    ----------
    u
        Where each draw has the figures in their ranges, shape (draws, figures).
    benefits
        Net benefit of acting against not acting, shape (draws, thresholds).
    seed
        Seed of shuffles and resamples, which all thresholds share.
    """
    smoother = Smoother(u)
    n = len(benefits)
    rng = np.random.default_rng(np.random.SeedSequence([seed, SHUFFLES]))
    shuffles = rng.permuted(np.tile(np.arange(n), (SHUFFLES, 1)), axis=1).T
    resamples = rng.integers(n, size=(n, RESAMPLES))
    found = []
    for benefit in benefits.T:
        fitted, freedom = (part[..., 0] for part in smoother.fit(benefit[:, None]))
        rest = (benefit - fitted) * np.sqrt(n / max(n - 1.0 - float(freedom), 1.0))
        again = smoother.fit(fitted[:, None] + rest[resamples])[0]
        chance = smoother.fit(benefit[shuffles])[0]
        found.append(
            Worth(
                # On one sample nothing is worth more than to know every run's own outcome.
                value=float(min(gain(fitted), gain(benefit))),
                error=float(gain(again).std(ddof=1)),
                floor=float(np.quantile(gain(chance), FLOOR)),
            )
        )
    return tuple(found)


def best_of(together: Worth, parts: Iterable[Worth]) -> Worth:
    """Return what a group is worth: its own curve's worth, or that of a part that beats it.

    Who knows a group knows each part of it. A curve through many figures is shrunk more than that
    through one, so that its estimate can be the smaller of the two.
    """
    return max((together, *(one for one in parts if one.clear)), key=lambda one: one.value)


def within(one: Worth, whole: Worth) -> Worth:
    """Return a part's worth, never more than that of the whole it belongs to."""
    return replace(one, value=min(one.value, whole.value))
