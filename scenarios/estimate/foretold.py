"""What futures come to at settings nobody has run: their mean, and how far around it they lie, each a surface of its own.

The mean of a few futures is noisy, the more so the further they lie apart; how far that is changes smoothly and says
at which settings there is how much noise: none where a scenario changes nothing in any future.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.estimate.scale import ERROR, HIGH, LOW, MEAN, Scale
from scenarios.estimate.surface import Rise, Shape, Surface, fit_shape, surface

type Floats = NDArray[np.float64]

#: With the strength of effects what they do rises in proportion, and how far luck scatters it, by its root.
_PROPORTION: Final = 1.0
_ROOT: Final = 0.5


@dataclass(frozen=True)
class Shapes:
    """Hold the scale of futures' numbers, and how alike their means and their ends are at two settings."""

    scale: Scale
    mean: Shape
    ends: Shape


@dataclass(frozen=True, eq=False)
class Foretold:
    """Foretell futures at any settings, on the scale of their numbers.

    Attributes
    ----------
    mean, ends
        Surfaces: of the mean; of ends, as far as they lie from it, and of its standard error.
    usual
        Average variance of a mean that chance alone makes.
    """

    mean: Surface
    ends: Surface
    usual: float

    def __call__(self, there: Floats) -> tuple[Floats, Floats]:
        """Return what is foretold and the standard deviation of how far off that is, each of shape (4,)."""
        numbers = np.concatenate([self.mean(there), self.ends(there)])
        numbers[ERROR] = max(numbers[ERROR], 0.0)
        # Where no mean has shown any chance, all have the same: but for where nothing has risen, which has none.
        even = float(self.mean.shape.risen(there) > 0.0)
        chance = numbers[ERROR] ** 2 / self.usual if self.usual else even
        off = np.concatenate([one.off(there, chance) for one in (self.mean, self.ends)])
        # An end is off by both, which know nothing of one another; the mean's part is in the mean.
        off[LOW:ERROR] = np.hypot(off[MEAN], off[LOW:ERROR]) - off[MEAN]
        return numbers, off


def foretold(at: Floats, scaled: Floats, shapes: Shapes) -> Foretold:
    """Return what foretells futures from numbers on their scale, shape (points, 4), at settings."""
    means = surface(at, scaled[:, :LOW], shapes.mean, chances(scaled))
    ends = surface(at, scaled[:, LOW:], shapes.ends)
    return Foretold(means, ends, float(np.mean(scaled[:, ERROR] ** 2)))


def chances(scaled: Floats) -> Floats | None:
    """Return how much chance there is in each mean, a variance over that of the average one; None if in none."""
    variances = scaled[:, ERROR] ** 2
    return variances / variances.mean() if variances.any() else None


def fitted(at: Floats, numbers: Floats, *, counted: bool, strength: int | None = None) -> Shapes:
    """Return the scale on which means are likeliest to lie on a smooth surface, and the shapes there.

    What a worker, a place or a month more adds to people helped, for one, is a share of them: on their own scale the
    surface is steep where many are helped and flat where few are, and no length fits both.

    Parameters
    ----------
    at, numbers
        Settings and what futures came to, shape (points, 4).
    counted
        Whether it is a count of those of whom there are none without the scenario, which can be multiples.
    strength
        Which setting is how strong its effects are, where without them no life differs.
    """
    scales = [Scale(), Scale(multiples=True)]
    able = scales if counted and (numbers[:, MEAN] > 0.0).all() else scales[:1]
    means, ends = _rises(at, numbers, strength)
    found = [(one, scaled := one.of(numbers), _mean_shape(at, scaled, means)) for one in able]
    scale, scaled, shape = min(found, key=lambda one: one[2].unlikely + _stretched(*one[:2]))
    return Shapes(scale, shape, fit_shape(at, scaled[:, HIGH] - scaled[:, LOW], rise=ends))


def _rises(at: Floats, numbers: Floats, strength: int | None) -> tuple[Rise | None, Rise | None]:
    """Return how means and how ends rise with the strength of effects, if at none nothing differs in any future.

    Beds or costs that come without any effect differ there, and then nothing is known.
    """
    without = np.zeros(len(at), dtype=bool) if strength is None else at[:, strength] <= 0.0
    if strength is None or not without.any() or numbers[without].any():
        return None, None
    return Rise(strength, _PROPORTION), Rise(strength, _ROOT)


def _mean_shape(at: Floats, scaled: Floats, rise: Rise | None) -> Shape:
    return fit_shape(at, scaled[:, MEAN], chances(scaled), rise)


def _stretched(scale: Scale, scaled: Floats) -> float:
    """Return what makes likelihoods on two scales those of the same numbers."""
    return float(scaled[:, MEAN].sum()) if scale.multiples else 0.0
