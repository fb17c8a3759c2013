"""Polynomials of prior probabilities, orthonormal over the runs of a bank.

Each parameter is read on one of two coordinates: 2u - 1, with Legendre polynomials, or the
normal quantile of u, with Hermite polynomials. Both families are orthonormal under the prior, so
a Sobol design nearly keeps them so; a Cholesky factor does the rest.
"""

from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb, factorial, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
UNIFORM, NORMAL = False, True
#: Rows a bank must have for each term of the polynomial.
ROWS_PER_TERM: Final = 20
_HIGHEST: Final = 5


@dataclass(frozen=True)
class Basis:
    """Evaluate orthonormal polynomials.

    Parameters
    ----------
    normal
        Whether each parameter is read as a normal quantile, (p,).
    powers
        Degree of each term in each parameter, (q, p); the first term is the constant.
    whiten
        Upper triangular matrix that makes the terms orthonormal over the bank, (q, q).
    """

    normal: tuple[bool, ...]
    powers: Integers
    whiten: Floats

    def __call__(self, u: Floats) -> Floats:
        """Return the terms at each row of `u`, (n, q)."""
        return np.asarray(raw_terms(u, self.normal, self.powers) @ self.whiten)


def quantiles(u: Floats) -> Floats:
    """Return the standard normal quantiles of probabilities."""
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


def coordinates(u: Floats, normal: tuple[bool, ...]) -> Floats:
    """Return each parameter on its own coordinate, with variance 1 under the prior, (n, p)."""
    return np.where(np.asarray(normal), quantiles(u), (2.0 * u - 1.0) * sqrt(3.0))


def ladder(x: Floats, degree: int, normal: bool) -> list[Floats]:
    """Return the orthonormal polynomials of degrees 0 to `degree` at `x`."""
    rungs = [np.ones_like(x), x]
    for n in range(1, degree):
        if normal:
            rungs.append(x * rungs[n] - n * rungs[n - 1])
        else:
            rungs.append(((2 * n + 1) * x * rungs[n] - n * rungs[n - 1]) / (n + 1))
    norms = [1 / sqrt(factorial(n)) if normal else sqrt(2 * n + 1) for n in range(degree + 1)]
    return [rung * norm for rung, norm in zip(rungs, norms, strict=False)]


def raw_terms(u: Floats, normal: tuple[bool, ...], powers: Integers) -> Floats:
    """Return products of one-parameter polynomials, (n, q)."""
    degree = max(int(powers.max(initial=1)), 1)
    rungs = [
        ladder(quantiles(u[:, j]) if normal[j] else 2.0 * u[:, j] - 1.0, degree, normal[j])
        for j in range(u.shape[1])
    ]
    terms = np.ones((len(u), len(powers)), order="F")
    for t, row in enumerate(powers):
        for j in np.flatnonzero(row):
            terms[:, t] *= rungs[j][row[j]]
    return terms


def total_degree(parameters: int, degree: int) -> Integers:
    """Return the powers of every term up to a total degree, by rising degree, (q, p)."""
    rows = [
        np.bincount(np.array(chosen, dtype=np.int64), minlength=parameters)
        for total in range(degree + 1)
        for chosen in combinations_with_replacement(range(parameters), total)
    ]
    return np.array(rows, dtype=np.int64)


def highest_degree(rows: int, parameters: int) -> int:
    """Return the highest total degree, at most 5, with 20 rows for each of its terms."""
    fits = [
        degree
        for degree in range(1, _HIGHEST + 1)
        if comb(parameters + degree, degree) * ROWS_PER_TERM <= rows
    ]
    return max(fits, default=0)


def orthonormal(u: Floats, normal: tuple[bool, ...], degree: int) -> Basis:
    """Return the basis of a total degree, orthonormal over the rows of `u`."""
    powers = total_degree(u.shape[1], degree)
    terms = raw_terms(u, normal, powers)
    factor = np.linalg.cholesky(terms.T @ terms / len(u))
    return Basis(normal, powers, np.linalg.inv(factor).T)
