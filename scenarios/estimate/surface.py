"""A smooth surface through noisy numbers at some settings, with how far off it is elsewhere: a Gaussian process.

Settings are on a scale of 0 to 1; numbers lie near a constant, the nearer settings are the more alike they are
(Matérn 3/2, which allows for kinks: a service that is full; a length for each setting), and each has noise of its own, as much as chance has there: where nothing
differs there is none. Lengths and noise are those that make the numbers likeliest, lengths of about the usual one
sooner than others, since a few dozen numbers that are mostly noise would else be taken for a rough surface without any.
How far off it is comes from leaving each number out and foretelling it from the others.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

type Floats = NDArray[np.float64]

#: Where lengths (in widths of a setting) and noise (in variances of the surface) are looked for.
_LENGTHS: Final = (0.15, 20.0)
_NOISE: Final = (1e-4, 20.0)
_STARTS: Final = ((0.7, 0.05), (2.5, 0.3))
#: The usual length, and how many times it or how small a part of it a length easily is (one standard deviation).
_USUAL, _EASILY = 1.6, 2.7
#: Noise that is left where chance has none, in that of the average number: what a matrix needs to be solved.
_LEAST: Final = 1e-3
#: Numbers that differ by less than this, relative to their size, are one number.
_NOTHING: Final = 1e-12


@dataclass(frozen=True)
class Rise:
    """Say along which setting numbers rise from nothing: in proportion to a power of it, but for what the surface makes of it."""

    setting: int
    power: float

    def __call__(self, at: Floats) -> Floats:
        """Return how far numbers have risen at settings, shape (..., settings)."""
        return np.asarray(np.maximum(at[..., self.setting], 0.0) ** self.power)


@dataclass(frozen=True, eq=False)
class Shape:
    """Say how alike numbers at two settings are.

    Attributes
    ----------
    rise
        Along which setting they rise from nothing, if along any.
    lengths
        Of each setting, in its widths.
    noise
        Mean variance of the numbers' own noise over that of the surface.
    unlikely
        Minus the log likelihood of the numbers under it, but for what is the same for every shape and scale.
    """

    lengths: Floats
    noise: float
    rise: Rise | None = None
    unlikely: float = 0.0

    def risen(self, at: Floats) -> Floats:
        """Return how far numbers have risen at settings: wholly where they rise along none."""
        return np.ones(at.shape[:-1]) if self.rise is None else self.rise(at)

    def alike(self, a: Floats, b: Floats) -> Floats:
        """Return how alike numbers at settings are, shape (of a, of b)."""
        return _alike(a, b, self.lengths) * np.outer(self.risen(a), self.risen(b))


@dataclass(frozen=True, eq=False)
class Surface:
    """Foretell numbers at any settings.

    Attributes
    ----------
    at
        Settings that were run, shape (points, settings).
    shape
        How alike numbers are.
    constant, weights
        Near which the numbers lie where they have risen, shape (columns,), and what each adds, shape (points, columns).
    factor, level, sure
        Of how alike all numbers are: factored; divided into how far they have risen, shape (points,); and how sure the
        constant is, the inverse of its variance.
    error
        Standard deviation of the surface, as numbers left out have shown it; shape (columns,).
    """

    at: Floats
    shape: Shape
    constant: Floats
    weights: Floats
    factor: tuple[Floats, bool]
    level: Floats
    sure: float
    error: Floats

    def __call__(self, at: Floats) -> Floats:
        """Return what is foretold at settings, shape (settings,): one number a column."""
        return np.asarray(self.shape.risen(at) * self.constant + self._near(at) @ self.weights)

    def off(self, at: Floats, chance: float = 1.0) -> Floats:
        """Return the standard deviation of what a run there would show about what is foretold, shape (columns,).

        Parameters
        ----------
        at
            Settings, shape (settings,).
        chance
            Variance of a number's own noise there, in that of the average number that was run.
        """
        near, risen = self._near(at), float(self.shape.risen(at))
        known = near @ cho_solve(self.factor, near)
        # The constant is itself foretold.
        level = (risen - near @ self.level) ** 2 / self.sure
        own = risen**2 + self.shape.noise * chance - known + level
        return self.error * float(np.sqrt(max(own, 0.0)))

    def _near(self, at: Floats) -> Floats:
        return self.shape.alike(self.at, at[None, :])[:, 0]


def fit_shape(
    at: Floats, numbers: Floats, chance: Floats | None = None, rise: Rise | None = None
) -> Shape:
    """Return the lengths and the noise under which numbers are likeliest.

    Parameters
    ----------
    at, numbers
        Settings, shape (points, settings), and a number at each, shape (points,).
    chance
        Variance of the noise of each over that of the average one, shape (points,); by default all have the same.
    rise
        Along which setting numbers rise from nothing.
    """
    many = at.shape[1]
    spread = float(numbers.std())
    if spread <= _NOTHING * max(1.0, float(np.abs(numbers).max())):
        return Shape(np.full(many, _LENGTHS[1]), _NOISE[1], rise)
    y = numbers / spread
    bounds = [tuple(np.log(_LENGTHS))] * many + [tuple(np.log(_NOISE))]
    found = [
        minimize(
            _unlikelihood,
            np.log([*[length] * many, noise]),
            args=(at, y, _all(chance, at), rise),
            method="L-BFGS-B",
            bounds=bounds,
        )
        for length, noise in _STARTS
    ]
    best = min(found, key=lambda one: float(one.fun))
    unlikely = float(best.fun) + y.size * float(np.log(spread))
    return Shape(np.exp(best.x[:-1]), float(np.exp(best.x[-1])), rise, unlikely)


def surface(at: Floats, numbers: Floats, shape: Shape, chance: Floats | None = None) -> Surface:
    """Return the surface through numbers, each column by itself.

    Parameters
    ----------
    numbers
        Shape (points, columns).
    chance
        As for `fit_shape`.
    """
    factor = _factored(at, shape, _all(chance, at))
    risen = shape.risen(at)
    level = cho_solve(factor, risen)
    sure = float(level @ risen)
    constant = level @ numbers / sure
    weights = cho_solve(factor, numbers - risen[:, None] * constant)
    precision = np.diag(cho_solve(factor, np.eye(len(at)))) - level**2 / sure
    # What each number is off from what it would be foretold as without itself, in what would be expected of it.
    left_out = weights / np.sqrt(precision)[:, None]
    # Lengths and noise were fitted to the same numbers, which makes them look nearer than others will be.
    fitted = shape.lengths.size + 1
    error = np.sqrt(np.sum(left_out**2, axis=0) / max(len(at) - fitted, 1))
    return Surface(at, shape, constant, weights, factor, level, sure, error)


def _all(chance: Floats | None, at: Floats) -> Floats:
    return np.ones(len(at)) if chance is None else np.maximum(chance, _LEAST)


def _factored(at: Floats, shape: Shape, chance: Floats) -> tuple[Floats, bool]:
    return cho_factor(shape.alike(at, at) + np.diag(shape.noise * chance), lower=True)  # type: ignore[no-any-return]


def _alike(a: Floats, b: Floats, lengths: Floats) -> Floats:
    """Return how alike numbers at settings are, shape (of a, of b): Matérn 3/2."""
    apart = np.sqrt((((a[:, None, :] - b[None, :, :]) / lengths) ** 2).sum(axis=-1))
    far = np.sqrt(3.0) * apart
    return np.asarray((1.0 + far) * np.exp(-far))


def _unlikelihood(logs: Floats, at: Floats, y: Floats, chance: Floats, rise: Rise | None) -> float:
    """Return minus the log likelihood of numbers, their size and level at their likeliest; a constant is left out."""
    shape = Shape(np.exp(logs[:-1]), float(np.exp(logs[-1])), rise)
    factor, risen = _factored(at, shape, chance), shape.risen(at)
    level = cho_solve(factor, risen)
    y = y - risen * (level @ y / (level @ risen))
    fit = float(y @ cho_solve(factor, y)) / y.size
    unusual = (logs[:-1] - np.log(_USUAL)) / np.log(_EASILY)
    return float(
        0.5 * y.size * np.log(fit) + np.log(np.diag(factor[0])).sum() + 0.5 * (unusual**2).sum()
    )
