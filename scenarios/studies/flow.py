"""How many young people a service takes on, supports and lets go in a year, and where they live."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from agents.codes import Placement
from agents.lengths import MONTHS_PER_YEAR
from scenarios.studies.met import Reader
from simulation.outcomes.cells import PLACEMENT_CELLS

#: Who lives in one of these is not supported by outreach: homes, and a service's own places.
_IN_RESIDENCE: Final = tuple(
    PLACEMENT_CELLS[kind - 1]
    for kind in (
        Placement.CHILDRENS_HOME,
        Placement.OTHER_RESIDENTIAL,
        Placement.SERVICE_BED,
        Placement.SERVICE_FAMILY,
    )
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
        return MONTHS_PER_YEAR * self.support / self.starts if self.starts else float("nan")


def flow_of(reader: Reader, first: float, last: float) -> Flow:
    """Return the flow of the service of an arm that has run.

    Parameters
    ----------
    first, last
        The window, in years from the start of the run.
    """
    begin, end = np.maximum(first, reader.started), np.minimum(last, reader.ended)
    support, resident, in_care = (
        reader.years(begin, end, among) for among in ((), _IN_RESIDENCE, ("looked_after",))
    )
    made = reader.events.of("referral/declined", "referral/accepted").times
    return Flow(
        reader.sites,
        last - first,
        float(((made >= first) & (made < last)).sum()),
        float(((reader.accepted >= first) & (reader.accepted < last)).sum()),
        float(((reader.started >= first) & (reader.started < last)).sum()),
        support,
        1.0 - resident / support if support else 0.0,
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
