"""Those who left care before the start and are not 18 yet: how old they are, and since when.

Children left in every one of the years before at the ages published of the last; some have come back
since, the sooner the likelier, some have turned 18. Who is left of them is how old they are now by how
long ago they left: the two belong together, and a steady stream of leavers keeps them as they are.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.lengths import ADULTHOOD, AFTER_EDGES, AGE_EDGES, YEARS_OF_AGE
from agents.synthesis.authority import AuthorityProfile

Floats = NDArray[np.float64]
#: Parts of a year in which ages and times since are told apart.
_STEPS: Final = 4
#: Published ages of those who leave before 16; who leaves later hardly comes back before 18. Who was
#: adopted does not come back.
_BANDS: Final = ("under_1", "1_4", "5_9", "10_15")
_TINY: Final = 1e-9


class Leavers(NamedTuple):
    """Hold those of one leaver a year who are neither 18 nor back.

    Attributes
    ----------
    age, since
        Age now and years since leaving in the middle of each cell, shape (cells,).
    children
        Children in each cell; their sum is years of leavers.
    """

    age: Floats
    since: Floats
    children: Floats


def went_home(profile: AuthorityProfile) -> tuple[float, float]:
    """Return how many left for home or relatives in the year, and how many for a kinship order."""
    home = profile["ceases_home_planned"] + profile["ceases_home_unplanned"]
    return home + profile["ceases_relatives"], profile["ceases_sgo"] + profile["ceases_cao"]


def share_home(profile: AuthorityProfile, since: Floats, p: Mapping[str, Any]) -> Floats:
    """Return the share who left for home, of those who left so long ago and are not back, shape as `since`."""
    home, orders = went_home(profile)
    part = home / max(home + orders, _TINY)
    at_home, all_of_them = part * np.exp(-_met(since, p)), away(since, profile, p)
    return np.where(home + orders > 0, at_home / np.maximum(all_of_them, _TINY), 1.0)


def leavers_by_age(profile: AuthorityProfile, p: Mapping[str, Any]) -> Floats:
    """Return those who left before 16 in the year and were not adopted, by age band, shape (4,)."""
    counts = np.array([profile[f"ceases_{band}"] for band in _BANDS], dtype=float)
    return np.asarray(counts * (1.0 - np.asarray(p["local_adopted_share"])[: counts.size]))


def leavers(profile: AuthorityProfile, p: Mapping[str, Any]) -> Leavers:
    """Return who is left of one leaver a year.

    Parameters
    ----------
    profile
        The council's published figures.
    p
        Holds how far back they are followed, and the hazards of coming back.
    """
    ages = (np.arange(int(AGE_EDGES[-1]) * _STEPS) + 0.5) / _STEPS
    times = (np.arange(round(float(p["synth_left_years"]) * _STEPS)) + 0.5) / _STEPS
    left, since = (grid.ravel() for grid in np.meshgrid(ages, times, indexing="ij"))
    counts = leavers_by_age(profile, p)
    bands = np.searchsorted(AGE_EDGES, ages, side="right")
    at_age = (counts / np.bincount(bands))[bands]
    share = np.repeat(at_age / max(float(at_age.sum()), _TINY), times.size)
    children = np.where(left + since < ADULTHOOD, share * away(since, profile, p) / _STEPS, 0.0)
    return Leavers(left + since, since, children)


def away(since: Floats, profile: AuthorityProfile, p: Mapping[str, Any]) -> Floats:
    """Return the share of leavers who are not back after some years, shape as `since`."""
    met = _met(since, p)
    home, orders = went_home(profile)
    part = home / max(home + orders, _TINY)
    return np.asarray(
        part * np.exp(-met) + (1.0 - part) * np.exp(-float(p["re_entry_order_ratio"]) * met)
    )


def _met(since: Floats, p: Mapping[str, Any]) -> Floats:
    """Return the hazard of coming back that those at home have met after some years."""
    edges = np.array([0.0, *AFTER_EDGES, YEARS_OF_AGE])
    reached = np.concatenate([[0.0], np.cumsum(np.asarray(p["re_entry_hazard"]) * np.diff(edges))])
    return np.asarray(np.interp(since, edges, reached))


def ages_and_times(whole: Leavers, where: Floats, inside: Floats) -> tuple[Floats, Floats]:
    """Return ages now and years since leaving, shape (children,) each.

    Parameters
    ----------
    whole
        As `leavers` returns it.
    where, inside
        Uniform numbers, shape (children,): which cell, and where in it.
    """
    reached = np.cumsum(whole.children)
    cell = np.searchsorted(reached / max(float(reached[-1]), _TINY), where)
    cell = np.minimum(cell, whole.age.size - 1)
    shift = (inside - 0.5) / _STEPS
    since = np.maximum(whole.since[cell] + shift, 0.0)
    return np.clip(whole.age[cell] + shift, since, np.nextafter(ADULTHOOD, 0.0)), since
