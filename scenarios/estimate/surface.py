"""A smooth surface through noisy numbers at some settings, with how far off it is elsewhere: a Gaussian process.

Settings are on a scale of 0 to 1; numbers lie near a constant, the nearer settings are the more alike they are
(Matérn 5/2, a length for each setting), and each has noise of its own. Lengths and noise are those that
make the numbers likeliest. How far off it is comes from leaving each number out and foretelling it from the others.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

type Floats = NDArray[np.float64]

#: Where lengths (in widths of a setting) and noise (in variances of the numbers) are looked for.
_LENGTHS: Final = (0.15, 20.0)
_NOISE: Final = (1e-4, 2.0)
_STARTS: Final = ((0.7, 0.05), (2.5, 0.3))
#: Numbers that differ by less than this, relative to their size, are one number.
_NOTHING: Final = 1e-12


@dataclass(frozen=True, eq=False)
class Shape:
    """Say how alike numbers at two settings are.

    Attributes
    ----------
    lengths
        Of each setting, in its widths.
    noise
        Variance of a number's own noise over that of the surface.
    """

    lengths: Floats
    noise: float


@dataclass(frozen=True, eq=False)
class Surface:
    """Foretell numbers at any settings.

    Attributes
    ----------
    at
        Settings that were run, shape (points, settings).
    error
        Standard deviation of what a run at settings nobody ran would show about what is foretold,
        at settings as well surrounded as those that were run; shape (columns,).
    usual
        Mean variance of a number foretold from all others, in variances of the surface.
    """

    at: Floats
    shape: Shape
    constant: Floats
    weights: Floats
    error: Floats
    factor: tuple[Floats, bool]
    usual: float

    def __call__(self, at: Floats) -> Floats:
        """Return what is foretold at settings, shape (settings,): one number a column."""
        near = _alike(self.at, at[None, :], self.shape.lengths)[:, 0]
        return np.asarray(self.constant + near @ self.weights)

    def stretch(self, at: Floats) -> float:
        """Return how much less surely numbers are foretold at settings than where runs surround them."""
        near = _alike(self.at, at[None, :], self.shape.lengths)[:, 0]
        own = 1.0 + self.shape.noise - near @ cho_solve(self.factor, near)
        return float(np.sqrt(max(own, 0.0) / self.usual))


def fit_shape(at: Floats, numbers: Floats) -> Shape:
    """Return the lengths and the noise under which numbers are likeliest.

    Parameters
    ----------
    at, numbers
        Settings, shape (points, settings), and a number at each, shape (points,).
    """
    many = at.shape[1]
    spread = float(numbers.std())
    if spread <= _NOTHING * max(1.0, float(np.abs(numbers).max())):
        return Shape(np.full(many, _LENGTHS[1]), _NOISE[1])
    y = (numbers - numbers.mean()) / spread
    bounds = [tuple(np.log(_LENGTHS))] * many + [tuple(np.log(_NOISE))]
    found = [
        minimize(
            _unlikelihood,
            np.log([*[length] * many, noise]),
            args=(at, y),
            method="L-BFGS-B",
            bounds=bounds,
        )
        for length, noise in _STARTS
    ]
    best = min(found, key=lambda one: float(one.fun)).x
    return Shape(np.exp(best[:-1]), float(np.exp(best[-1])))


def surface(at: Floats, numbers: Floats, shape: Shape) -> Surface:
    """Return the surface through numbers, each column by itself.

    Parameters
    ----------
    numbers
        Shape (points, columns).
    """
    factor = _factored(at, shape)
    ones = np.ones(len(at))
    flat = cho_solve(factor, ones)
    constant = flat @ numbers / (flat @ ones)
    weights = cho_solve(factor, numbers - constant)
    precision = np.diag(cho_solve(factor, np.eye(len(at))))
    # What each number would be foretold as without itself: the constant is known too well to matter.
    left_out = weights / precision[:, None]
    # Lengths and noise were fitted to the same numbers, which makes them look nearer than others will be.
    fitted = shape.lengths.size + 1
    error = np.sqrt(np.sum(left_out**2, axis=0) / max(len(at) - fitted, 1))
    return Surface(at, shape, constant, weights, error, factor, float(np.mean(1.0 / precision)))


def _factored(at: Floats, shape: Shape) -> tuple[Floats, bool]:
    alike = _alike(at, at, shape.lengths)
    return cho_factor(alike + shape.noise * np.eye(len(at)), lower=True)  # type: ignore[no-any-return]


def _alike(a: Floats, b: Floats, lengths: Floats) -> Floats:
    """Return how alike numbers at settings are, shape (of a, of b): Matérn 5/2."""
    apart = np.sqrt((((a[:, None, :] - b[None, :, :]) / lengths) ** 2).sum(axis=-1))
    far = np.sqrt(5.0) * apart
    return np.asarray((1.0 + far + far**2 / 3.0) * np.exp(-far))


def _unlikelihood(logs: Floats, at: Floats, y: Floats) -> float:
    """Return minus the log likelihood of numbers, their size at its likeliest; a constant is left out."""
    shape = Shape(np.exp(logs[:-1]), float(np.exp(logs[-1])))
    factor = _factored(at, shape)
    fit = float(y @ cho_solve(factor, y)) / y.size
    return float(0.5 * y.size * np.log(fit) + np.log(np.diag(factor[0])).sum())
