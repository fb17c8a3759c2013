"""How many young people a service takes on, supports and lets go in a year, and where they live."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from scenarios.funnel.lives import Lives, lives_of
from scenarios.funnel.members import weeks_of
from scenarios.funnel.programmes import Programme, programmes_of
from scenarios.funnel.reading import ways_of
from scenarios.funnel.replicate import Played
from scenarios.funnel.spells import Spell, Ways
from simulation.outcomes.cells import INDEX, PLACEMENT_CELLS

Floats = NDArray[np.float64]

MONTHS: Final = 12.0
_WEEKS: Final = 52.0
#: Who lives in one of these is not supported by outreach: homes, and a service's own places.
_IN_RESIDENCE: Final = (
    Placement.CHILDRENS_HOME,
    Placement.OTHER_RESIDENTIAL,
    Placement.SERVICE_BED,
    Placement.SERVICE_FAMILY,
)


@dataclass(frozen=True)
class Flow:
    """Hold a service's flow between two moments of one run.

    Attributes
    ----------
    sites
        How many sites it has.
    years
        Length of the window.
    referrals, accepted, starts
        How many in the window, over all sites.
    support
        Years of support given in the window, added up.
    outreach, in_care
        Share of them given outside homes and the service's own places, and to those looked after.
    """

    sites: int
    years: float
    referrals: float
    accepted: float
    starts: float
    support: float
    outreach: float
    in_care: float

    @property
    def active(self) -> float:
        """Return how many each site supports at a time."""
        return self.support / self.years / self.sites

    @property
    def starts_a_year(self) -> float:
        """Return how many start in a year, over all sites."""
        return self.starts / self.years

    @property
    def months(self) -> float:
        """Return the mean length of support: those there at a time over those who start (Little)."""
        return MONTHS * self.support / self.starts if self.starts else float("nan")


def flow_of(arm: Played, first: float, last: float) -> Flow:
    """Return the flow of the first service of an arm that has run.

    Parameters
    ----------
    first, last
        The window, in years from the start of the run.
    """
    population = arm.run.population
    programme: Programme = programmes_of(population)[0]
    ways: Ways = ways_of(population, arm.run.state, arm.events)
    lives = lives_of(population, arm.first_cells, arm.events)
    own = [one for one in ways.spells if programme.is_of(one)]
    referrals = _referrals(arm, first, last)
    accepted = sum(first <= one.accepted < last for one in own)
    support, outreach, in_care = _lived(own, population.enrolments, lives, first, last)
    return Flow(
        len(programme.sites),
        last - first,
        referrals,
        accepted,
        sum(first <= one.started < last for one in own),
        support,
        outreach / support if support else 0.0,
        in_care / support if support else 0.0,
    )


def mean_of(flows: Sequence[Flow]) -> Flow:
    """Return the mean flow of several runs; shares are weighed by support given."""
    total = sum(one.support for one in flows)
    n = len(flows)
    return Flow(
        flows[0].sites,
        flows[0].years,
        sum(one.referrals for one in flows) / n,
        sum(one.accepted for one in flows) / n,
        sum(one.starts for one in flows) / n,
        total / n,
        sum(one.outreach * one.support for one in flows) / total,
        sum(one.in_care * one.support for one in flows) / total,
    )


def _referrals(arm: Played, first: float, last: float) -> float:
    """Return how many referrals were made in a window, those declined among them."""
    made = arm.events.of("referral/declined", "referral/accepted")
    return float(((made.times >= first) & (made.times < last)).sum())


def _lived(
    own: Sequence[Spell], enrolments: Any, lives: Lives, first: float, last: float
) -> tuple[float, float, float]:
    """Return years of support in a window: all, by outreach, and of those looked after."""
    total = outreach = in_care = 0.0
    for one in own:
        moments, weights = weeks_of(one, last)
        inside = moments >= first
        if not inside.any():
            continue
        weights = weights[inside] / _WEEKS
        cells = lives.cells_at(int(enrolments.member[one.enrolment]), moments[inside])
        resident = np.zeros(cells.shape, np.bool_)
        for kind in _IN_RESIDENCE:
            resident |= (cells >> INDEX[PLACEMENT_CELLS[kind - 1]]) & 1 == 1
        total += float(weights.sum())
        outreach += float(weights[~resident].sum())
        in_care += float(weights[(cells >> INDEX["looked_after"]) & 1 == 1].sum())
    return total, outreach, in_care
