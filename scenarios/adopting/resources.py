"""What a scenario takes month by month: posts, beds, carers, training, set-up and running, by payer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.lengths import MONTHS_PER_YEAR
from scenarios.adopting.sites import OpenedSite, central_plan, month_of, sites_of
from scenarios.request import CompareRequest
from simulation.costs.service_money import line_money, open_for
from simulation.errors import DoorwaysError
from simulation.services.declaration import CARERS, POST, RUNNING, CostLine, Sort
from simulation.services.launch.path import costs_of

type Months = NDArray[np.float64]

#: What a row is of, besides posts, carers and running costs.
SET_UP, BEDS, FAMILIES = "set_up", "beds", "families"
KINDS: Final = (POST, CARERS, RUNNING, SET_UP, BEDS, FAMILIES)
_PENNIES: Final = 100
#: Places to live that a site may bring.
_PLACES: Final = {
    Placement.SERVICE_BED: (BEDS, "beds"),
    Placement.SERVICE_FAMILY: (FAMILIES, "places with families"),
}


@dataclass(frozen=True)
class Resource:
    """Hold one thing that one site takes, month by month.

    Attributes
    ----------
    of
        One of `KINDS`.
    what
        The role, the step of setting up, or what else it is.
    payer
        Who pays; "" for places, which are paid for as what runs the site.
    number
        Posts that are filled, families, places: the average over each month.
    pounds
        Spent in each month.
    """

    service: str
    site: str
    of: str
    what: str
    payer: str
    number: Months
    pounds: Months

    def pennies(self) -> Months:
        """Return pounds of each month, whole pennies that add up to the whole to the penny."""
        whole = np.round(np.cumsum(self.pounds) * _PENNIES)
        return np.diff(whole, prepend=0.0) / _PENNIES


@dataclass(frozen=True)
class Resources:
    """Hold everything a scenario takes.

    Attributes
    ----------
    months
        The months as people say them.
    """

    months: tuple[str, ...]
    lines: tuple[Resource, ...]

    def total(self, *, payer: str = "", kind: str = "") -> Months:
        """Return pounds of each month, of one payer or kind or of all."""
        found = np.zeros(len(self.months))
        for one in self.lines:
            if payer in ("", one.payer) and kind in ("", one.of):
                found = found + one.pounds
        return found

    def whole_pounds(self, payer: str) -> dict[int, int]:
        """Return what a payer pays for each line over the period, by the line's place.

        Whole pounds that add up to the payer's whole.
        """
        places = [k for k, one in enumerate(self.lines) if one.payer == payer]
        run = np.round(np.cumsum([self.lines[k].pounds.sum() for k in places]))
        return dict(zip(places, np.diff(run, prepend=0.0).astype(int).tolist(), strict=True))

    def number(self, *kinds: str) -> Months:
        """Return how many there are in each month of some kinds."""
        found = np.zeros(len(self.months))
        for one in self.lines:
            if one.of in kinds:
                found = found + one.number
        return found

    def payers(self) -> tuple[str, ...]:
        """Return who pays anything."""
        return tuple(dict.fromkeys(one.payer for one in self.lines if one.payer))

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each month of each thing that is there or is paid for in it."""
        return [
            {
                "month": k + 1,
                "date": self.months[k],
                "service": one.service,
                "site": one.site,
                "kind": one.of,
                "what": one.what,
                "payer": one.payer,
                "number": round(float(number), 4),
                "pounds": f"{pounds:.2f}",
            }
            for one in self.lines
            for k, (number, pounds) in enumerate(zip(one.number, one.pennies(), strict=True))
            if number or pounds
        ]


def resources(request: CompareRequest) -> Resources:
    """Return what a scenario takes month by month, at central prices.

    Raises
    ------
    DoorwaysError
        When the council or the scenario is unknown, or nothing it opens takes anything.
    """
    made = central_plan(request, services=False)
    count = request.years * MONTHS_PER_YEAR
    months = tuple(month_of(k, made.council.year) for k in range(count))
    lines = [line for one in sites_of(made, *Sort) for line in _of_site(one, request.years, count)]
    if not lines:
        rule = "Nothing it opens has posts, places or costs: it is the world alone, or nothing."
        step = "Name a scenario that opens a service or a practice."
        raise DoorwaysError("scenario", made.arms[1].name, rule, step)
    return Resources(months, tuple(lines))


def _of_site(one: OpenedSite, years: int, count: int) -> Sequence[Resource]:
    starts = np.arange(count) / MONTHS_PER_YEAR
    ends = np.arange(1, count + 1) / MONTHS_PER_YEAR
    row = one.row(years)
    there = open_for(row, starts, ends) * MONTHS_PER_YEAR
    shares = _steps(one)
    found: list[Resource] = []
    for line in one.site.costs:
        running, once = line_money(row, line, starts, ends)
        if line.posts:
            runs = open_for(row, starts, ends, line.since, line.until) * MONTHS_PER_YEAR
            filled = runs * (line.posts - line.vacant)
            number = filled if line.of != RUNNING else np.zeros(count)
            found.append(_resource(one, line.of, line.post, line, number, running))
        found += [
            _resource(one, SET_UP, step, line, np.zeros(count), once * share)
            for step, share in shares.items()
            if line.opening and share
        ]
    found += [
        Resource(one.service, one.name, kind, what, "", there * places, np.zeros(count))
        for place, (kind, what) in _PLACES.items()
        if (places := one.site.places.get(place, 0))
    ]
    return _joined(found)


def _joined(lines: Sequence[Resource]) -> list[Resource]:
    """Return lines with those of one thing put together: a post may have a line for each stage."""
    found: dict[tuple[str, ...], Resource] = {}
    for one in lines:
        key = (one.of, one.what, one.payer)
        if key in found:
            both = found[key]
            one = replace(both, number=both.number + one.number, pounds=both.pounds + one.pounds)
        found[key] = one
    return list(found.values())


def _resource(
    one: OpenedSite, kind: str, what: str, line: CostLine, number: Months, pounds: Months
) -> Resource:
    return Resource(one.service, one.name, kind, what, line.payer, number, pounds)


def _steps(one: OpenedSite) -> dict[str, float]:
    """Return the shares of setting a site up by step."""
    costs = costs_of(one.real, one.values)
    total = sum(costs.values())
    return {name: cost / total for name, cost in costs.items()} if total else {}
