"""The bill of a run, line by line: what was used or happened, who pays, and how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.costs.cells import CELLS, EVENTS, LOOKED_AFTER, PAYERS
from simulation.costs.service_money import line_money
from simulation.costs.unit_costs import EXTERNAL, PLACEMENT, UnitCosts

type Years = NDArray[np.float64]

_COUNCIL, _NHS = PAYERS.index("council"), PAYERS.index("nhs")
#: Whose weeks cost social work, each at its own price; the looked after all at one.
_SOCIAL_WORK: Final = {
    "looked_after": tuple(cell for cell in CELLS if cell in LOOKED_AFTER),
    "edge_of_care": ("edge_of_care",),
    "in_need": ("in_need",),
    "care_leaver": ("care_leaver",),
}


class Group(StrEnum):
    """Say what kind of thing a line is for."""

    PLACEMENT = "placement"
    SOCIAL_WORK = "social_work"
    HEALTH = "health"
    EVENT = "event"
    RUNNING = "running"
    SET_UP = "set_up"


#: What services cost; all else is what they may change.
OF_SERVICES: Final = (Group.RUNNING, Group.SET_UP)


@dataclass(frozen=True, order=True)
class Line:
    """Name one line of a bill.

    Attributes
    ----------
    group
        What kind of thing it is for.
    what
        The cell, the event, or of services the post or "" for everything else.
    payer
        One of `simulation.costs.PAYERS`.
    """

    group: Group
    what: str
    payer: str


def care_lines(
    unit_costs: UnitCosts,
    exposure: Years,
    events: Mapping[str, Years],
    prices: Years | None = None,
) -> dict[Line, Years]:
    """Return what care and its events cost, by line and year, services aside.

    Parameters
    ----------
    unit_costs, exposure, events, prices
        As `simulation.costs.pricing.price_run` takes them.
    """
    dearer = np.ones_like(exposure) if prices is None else prices
    weeks = {cell: exposure[:, k] for k, cell in enumerate(unit_costs.cells)}
    found: dict[Line, Years] = {}
    for line, price in unit_prices(unit_costs).items():
        if line.group is Group.PLACEMENT:
            used = weeks[line.what] * dearer[:, unit_costs.cells.index(line.what)]
        elif line.group is Group.EVENT:
            used = np.asarray(events[line.what], dtype=float)
        else:
            used = _weeks_of(line, weeks)
        found[line] = used * price
    return found


def unit_prices(unit_costs: UnitCosts) -> dict[Line, float]:
    """Return what one week or event of each line costs, pounds; lines that cost nothing are left out."""
    weekly, cells = unit_costs.weekly, unit_costs.cells
    found = {
        Line(Group.PLACEMENT, cell, "council"): weekly[k, PLACEMENT] for k, cell in enumerate(cells)
    }
    for who, whose in _SOCIAL_WORK.items():
        first = cells.index(whose[0])
        social = weekly[first, _COUNCIL] - weekly[first, PLACEMENT]
        found[Line(Group.SOCIAL_WORK, who, "council")] = social
        found[Line(Group.HEALTH, who, "nhs")] = weekly[first, _NHS]
    for e, event in enumerate(EVENTS):
        for p, payer in enumerate(PAYERS):
            found[Line(Group.EVENT, event, payer)] = unit_costs.per_event[e, p]
    return {line: float(price) for line, price in found.items() if price}


def external_shares(unit_costs: UnitCosts) -> dict[Line, float]:
    """Return the share of each placement line that is bought from external providers."""
    return {
        line: float(unit_costs.weekly[unit_costs.cells.index(line.what), EXTERNAL]) / price
        for line, price in unit_prices(unit_costs).items()
        if line.group is Group.PLACEMENT
    }


def service_lines(services: Any, costs: Sequence[Sequence[Any]], years: int) -> dict[Line, Years]:
    """Return what the sites of an arm cost, by line and year.

    Parameters
    ----------
    services, costs, years
        As `simulation.costs.service_money.service_money` takes them.
    """
    starts = np.arange(years, dtype=float)
    found: dict[Line, Years] = {}
    for site, lines in zip(services, costs, strict=True):
        for line in lines:
            running, once = line_money(site, line, starts, starts + 1)
            for group, pounds in ((Group.RUNNING, running), (Group.SET_UP, once)):
                key = Line(group, line.post, line.payer)
                found[key] = found.get(key, np.zeros(years)) + pounds
    return found


def _weeks_of(line: Line, weeks: Mapping[str, Years]) -> Years:
    """Return the weeks of those whom a line of social work or health is for."""
    return np.asarray(
        np.sum([weeks[cell] for cell in _SOCIAL_WORK[line.what]], axis=0), dtype=float
    )
