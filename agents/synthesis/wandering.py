"""Walks of log rates from year to year: a council's and England's, ages and exits moving together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.luck import SERIES, STARTS, Series
from agents.synthesis.columns import Columns

Floats = NDArray[np.float64]
#: Rows of what a council and England have each.
COUNCIL, ENGLAND = range(2)
_STARTS: Final = list(STARTS)
#: A number in [0, 1) is 0 once in so many.
_LEAST: Final = 2.0**-53


@dataclass(frozen=True)
class Wandering:
    """Hold how the rates of a council, or of England, wander.

    Attributes
    ----------
    name
        Part of the address of its draws.
    keep
        What a walk keeps of where it was after a year, shape (series,).
    step
        Spread of a year's step, shape (series,).
    begun
        Spread of where a walk begins, shape (series,).
    common
        Of the variance of starts at each age, what ages share, shape (ages,).
    weights
        Of all starts, those at each age, shape (ages,).
    follow
        Correlation of a first step of exits with starts of all ages.
    """

    name: str
    keep: Floats
    step: Floats
    begun: Floats
    common: Floats
    weights: Floats
    follow: float

    @classmethod
    def of(cls, p: Mapping[str, Any], row: int) -> "Wandering":
        """Return that of a council or of England, from parameter values by name."""
        keep = np.exp(-np.asarray(p["years_reversion"], dtype=float)[row])
        lasting = np.sqrt(1.0 - keep**2)
        # Of councils the spread over many years is told, of England that of a year's change.
        if row == COUNCIL:
            name, step = "years/council", np.asarray(p["years_council_sd"], dtype=float) * lasting
        else:
            name, step = "years/nation", np.asarray(p["years_national_sd"], dtype=float)
        return cls(
            name,
            keep,
            step,
            np.asarray(p["years_begun"], dtype=float) * step / lasting,
            np.asarray(p["years_common"], dtype=float)[row],
            np.asarray(p["years_starts_share"], dtype=float),
            float(p["years_exits_follow"][row]),
        )

    def logs(self, draws: Columns, years: int) -> Floats:
        """Return where the walks are in each year, shape (years, series)."""
        steps = normals(draws, self.name, years)
        shared = normals(draws, f"{self.name}/shared", years)[:, :1]
        steps[:, _STARTS] *= np.sqrt(1.0 - self.common)
        steps[:, _STARTS] += np.sqrt(self.common) * shared
        begun = self.begun * normals(draws, f"{self.name}/begun", 1)[0]
        found = walk(self.step * steps, self.keep, begun)
        found[:, Series.EXITS] *= np.sqrt(1.0 - self.follow**2)
        found[:, Series.EXITS] += self._following * (found[:, _STARTS] @ self.weights)
        return found

    def variance(self, years: int) -> Floats:
        """Return the variance of where the walks are in each year, shape (years, series)."""
        found = self.step**2 * _gathered_steps(self.keep**2, years)
        found += (self.begun * self.keep ** np.arange(1, years + 1)[:, None]) ** 2
        found[:, Series.EXITS] *= 1.0 - self.follow**2
        kept = np.outer(self.keep[_STARTS], self.keep[_STARTS]).ravel()
        of_all = self._of_all.ravel()
        found[:, Series.EXITS] += self._following**2 * (_gathered_steps(kept, years) @ of_all)
        return found

    @cached_property
    def _of_all(self) -> Floats:
        """Return the covariance of what a step of each age moves all starts by, shape (ages, ages)."""
        moved = self.weights * self.step[_STARTS]
        alike = np.sqrt(np.outer(self.common, self.common))
        np.fill_diagonal(alike, 1.0)
        return np.asarray(np.outer(moved, moved) * alike)

    @cached_property
    def _following(self) -> float:
        """Return how many times the log of all starts exits move; they follow where those are, not their steps alone."""
        moved = float(np.sqrt(self._of_all.sum()))
        return self.follow * float(self.step[Series.EXITS]) / moved if moved > 0.0 else 0.0


def _gathered_steps(kept: Floats, years: int) -> Floats:
    """Return how many steps' variance is there by each year, each keeping a share a year, shape (years, series)."""
    found: Floats = np.cumsum(kept ** np.arange(years)[:, None], axis=0)
    return found


def walk(steps: Floats, keep: Floats | float, begun: Floats | float = 0.0) -> Floats:
    """Return a walk that keeps a share of where it was each year, shape (years, series); it begins at `begun`."""
    at, found = np.zeros(steps.shape[1]) + begun, np.empty_like(steps)
    for year, step in enumerate(steps):
        found[year] = at = keep * at + step
    return found


def normals(draws: Columns, name: str, years: int) -> Floats:
    """Return standard normal numbers, shape (years, series); a longer horizon begins the same."""
    return normal_columns(draws, name, SERIES, years)


def normal_columns(draws: Columns, name: str, parts: Sequence[str], years: int) -> Floats:
    """Return standard normal numbers, a named column for each part, shape (years, parts)."""
    u = [draws.uniform(f"{name}/{part}", years) for part in parts]
    quantile = NormalDist().inv_cdf
    return np.array([[quantile(max(x, _LEAST)) for x in column] for column in u]).T
