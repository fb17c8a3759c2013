"""A young person in need, at the edge of care or in care is referred to a hub."""

import math
from typing import Any

from agents.codes import HubState, Status
from simulation.bands import aged, months
from simulation.draws import stream, two_uniforms
from simulation.links import EDGE, LOOKED_AFTER, OPEN, number_of
from simulation.process import Parameter, Process
from simulation.rule import rule

GATE = stream("hub_referral/gate")
NONE, WAITING = int(HubState.NONE), int(HubState.WAITING)


@rule
def open_hubs(world: Any) -> Any:
    """Return how many hubs take referrals now."""
    count = 0
    for i in range(world.hubs.size):
        if world.hubs[i].status == OPEN:
            count += 1
    return count


@rule
def gate_of(row: Any, hub: Any, p: Any) -> Any:
    """Return the share taken on; a hub with more outreach takes more who live at home."""
    if row.status == LOOKED_AFTER:
        return p.hub_acceptance * (1.0 - hub.outreach) / (1.0 - p.hub_outreach_share)
    return p.hub_acceptance * hub.outreach / p.hub_outreach_share


class HubReferral(Process):
    """Be referred, above all in a crisis; the hub's gate takes on about half."""

    name = "hub_referral"
    statuses = (Status.IN_NEED, Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    outcomes = ("declined", "accepted")
    parameters = (
        Parameter(
            "hub_referral_hazard",
            "per year",
            0,
            50,
            "Referral to each open hub, on the edge of care and in a crisis.",
        ),
        Parameter(
            "hub_referral_care_ratio",
            "ratio",
            0,
            10,
            "Those looked after, against the edge of care.",
        ),
        Parameter(
            "hub_referral_need_ratio",
            "ratio",
            0,
            10,
            "Those in need but not on the edge of care, against the edge of care.",
        ),
        Parameter("hub_referral_calm_ratio", "ratio", 0, 1, "Those with no recent crisis."),
        Parameter("hub_crisis_months", "months", 0, 24, "How long a crisis counts as recent."),
        Parameter("hub_eligible_age_low", "years", 5, 18, "Youngest age a hub takes."),
        Parameter("hub_outreach_share", "share", 0.01, 0.99, "Supported where they live."),
        Parameter("hub_acceptance", "share", 0, 1, "Referrals taken on."),
        Parameter(
            "hub_waiting_limit",
            "share of caseload",
            0,
            5,
            "Waiting list beyond which the gate closes.",
        ),
    )

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, for those old enough and not yet with a hub; each hub reaches its own part."""
        if row.hub_state != NONE or not aged(now, row, p.hub_eligible_age_low):
            return 0.0
        rate = p.hub_referral_hazard * open_hubs(world)
        if row.status != EDGE:
            in_care = row.status == LOOKED_AFTER
            rate *= p.hub_referral_care_ratio if in_care else p.hub_referral_need_ratio
        recent = now < row.crisis + months(p.hub_crisis_months)
        return rate if recent else rate * p.hub_referral_calm_ratio

    @staticmethod
    def edge(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return when the young person is old enough or the crisis is no longer recent."""
        old = row.born + p.hub_eligible_age_low
        calm = row.crisis + months(p.hub_crisis_months)
        first = old if not aged(now, row, p.hub_eligible_age_low) else math.inf
        return min(first, calm) if now < calm else first

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Pass the gate or not; those taken on wait for a place, each at the hub drawn for them."""
        which, gate = two_uniforms(draw, GATE)
        skip = int(which * open_hubs(world))
        chosen = -1
        for i in range(world.hubs.size):
            if world.hubs[i].status == OPEN:
                if skip == 0:
                    chosen = i
                    break
                skip -= 1
        hub = world.hubs[chosen]
        full = hub.waiting >= p.hub_waiting_limit * hub.caseload
        if full or hub.outage or gate >= gate_of(row, hub, p):
            return 0
        row.hub = chosen
        row.hub_state = WAITING
        row.hub_since = now
        row.next_waiting = hub.first_waiting
        hub.first_waiting = number_of(row)
        hub.waiting += 1
        return 1
