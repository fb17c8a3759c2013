"""Smooth a noisy outcome over uncertain figures: natural cubic splines, shrunk as data advise.

Noise by chance must not pass for an effect: a curve through noisy points is shrunk towards the
average by the amount that generalised cross-validation finds best, down to nothing.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

#: Where the spline's pieces join, as probabilities of a figure's range: four columns a figure.
KNOTS: Final = (0.05, 0.275, 0.5, 0.725, 0.95)
#: Penalties tried, relative to the largest squared singular value; the last is as good as flat.
PENALTIES: Final = np.concatenate([[0.0], np.logspace(-6, 4, 41)])
#: Draws a figure from which on all others' straight lines are taken out.
DRAWS_A_FIGURE: Final = 5
#: Directions with a smaller share of the largest square are rounding.
SOLID: Final = 1e-12
#: A curve may use up this share of the data at most.
MOST_FREEDOM: Final = 0.5


def spline_columns(u: Floats) -> Floats:
    """Return natural cubic spline columns of one figure, linear in both tails.

    Parameters
    ----------
    u
        Probabilities in the figure's range, shape (n,), strictly between 0 and 1. The spline runs
        over their normal scores, in which a normal or lognormal figure's effect is nearly a line.

    Returns
    -------
    numpy.ndarray
        Shape (n, knots - 1); the first column is the score itself.
    """
    from scipy.special import ndtri

    z, knots = ndtri(u), ndtri(np.array(KNOTS))
    last, before = knots[-1], knots[-2]

    def bend(knot: float) -> Floats:
        cut: Floats = (np.maximum(z - knot, 0) ** 3 - np.maximum(z - last, 0) ** 3) / (last - knot)
        return cut

    return np.column_stack([z, *(bend(knot) - bend(before) for knot in knots[:-2])])


class Smoother:
    """Fit additive splines of some figures to any number of outcomes.

    Parameters
    ----------
    u
        Probabilities, shape (n, figures).
    """

    def __init__(self, u: Floats) -> None:
        columns = np.hstack([spline_columns(one) for one in u.T])
        centred = columns - columns.mean(axis=0)
        spread = centred.std(axis=0)
        scaled = centred / np.where(spread > 0, spread, 1.0)
        self._left, squares = _directions(scaled)
        shrunk = squares / (squares + PENALTIES[:, None] * squares.max(initial=0.0))
        self._shrunk: Floats = shrunk[shrunk.sum(axis=1) <= MOST_FREEDOM * len(u)]

    def fit(self, outcomes: Floats) -> tuple[Floats, Floats]:
        """Return the smoothed outcomes and how much freedom each curve took.

        Parameters
        ----------
        outcomes
            Shape (n, outcomes); each gets the penalty that suits it.

        Returns
        -------
        tuple of numpy.ndarray
            Shapes (n, outcomes) and (outcomes,).
        """
        n, middle = len(outcomes), outcomes.mean(axis=0)
        centred = outcomes - middle
        turned = self._left.T @ centred
        total, squares = (centred**2).sum(axis=0), turned**2
        left_over = total - (1.0 - (1.0 - self._shrunk) ** 2) @ squares
        freedom = self._shrunk.sum(axis=1)
        score = left_over / (n - 1.0 - freedom[:, None]) ** 2
        best = score.argmin(axis=0)
        fitted: Floats = middle + self._left @ (self._shrunk[best].T * turned)
        return fitted, freedom[best]


def _directions(columns: Floats) -> tuple[Floats, Floats]:
    """Return left singular vectors and squared singular values, by the smaller of both squares.

    Much quicker than a singular value decomposition of a tall table.
    """
    tall = columns.shape[0] >= columns.shape[1]
    squares, vectors = np.linalg.eigh(columns.T @ columns if tall else columns @ columns.T)
    solid = squares > squares[-1] * SOLID
    squares, vectors = squares[solid], vectors[:, solid]
    return (columns @ vectors / np.sqrt(squares) if tall else vectors), squares


def swing(u: Floats, outcome: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """Return what an outcome gains between two points of each figure's range, and standard errors.

    Least squares on the figure's spline, unshrunk, so that the estimate is centred on the truth;
    what the other figures do in a straight line is taken out first where there are draws enough.
    The error allows for a spread of the outcome that changes along the range.

    Parameters
    ----------
    u
        Probabilities, shape (n, figures).
    outcome
        Shape (n,).
    low, high
        The two probabilities.

    Returns
    -------
    tuple of numpy.ndarray
        Gains and standard errors, shape (figures,) each.
    """
    splines = [spline_columns(one) for one in u.T]
    scores = np.column_stack([columns[:, 0] for columns in splines])
    others = scores if len(u) >= DRAWS_A_FIGURE * u.shape[1] else scores[:, :0]
    ends = spline_columns(np.array([low, high]))
    found = [
        _gain(np.delete(others, i, axis=1) if others.size else others, columns, outcome, ends)
        for i, columns in enumerate(splines)
    ]
    gains, errors = np.array(found).T
    return gains, errors


def _gain(others: Floats, spline: Floats, outcome: Floats, ends: Floats) -> tuple[float, float]:
    columns = np.column_stack([np.ones(len(outcome)), others, spline])
    inverse = np.linalg.pinv(columns.T @ columns, hermitian=True)
    slopes = inverse @ (columns.T @ outcome)
    rest = outcome - columns @ slopes
    rest = rest * np.sqrt(len(outcome) / (len(outcome) - columns.shape[1]))
    gap = np.zeros(columns.shape[1])
    gap[-spline.shape[1] :] = ends[1] - ends[0]
    reach = columns @ (inverse @ gap)
    return float(gap @ slopes), float(np.sqrt(np.sum((reach * rest) ** 2)))
