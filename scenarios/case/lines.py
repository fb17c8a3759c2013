"""The lines of a case in words: what each is for, its unit, its middle price and where that comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from agents.words import capital
from scenarios.adopting.sites import sites_of
from scenarios.compare import Plan
from simulation.costs import UnitCosts
from simulation.costs.bill import OF_SERVICES, Group, Line, external_shares, unit_prices
from simulation.services.declaration import CostLine, Sort

WEEK, EVENT, YEAR, ONCE = "week", "event", "year of one", "once for each"

#: What each thing is called, and the figures its price is made of.
_CALLED: Final[Mapping[tuple[Group, str], tuple[str, tuple[str, ...]]]] = {
    (Group.PLACEMENT, "foster_in_house"): (
        "In-house fostering",
        ("cost_foster_week", "cost_foster_shares"),
    ),
    (Group.PLACEMENT, "foster_agency"): (
        "Agency fostering",
        ("cost_foster_week", "cost_agency_ratio"),
    ),
    (Group.PLACEMENT, "kinship"): ("Kinship care", ("cost_foster_week", "cost_kinship_ratio")),
    (Group.PLACEMENT, "childrens_home"): ("Children's home", ("cost_residential_week",)),
    (Group.PLACEMENT, "secure_or_other_residential"): (
        "Secure or other residential",
        ("cost_residential_week", "cost_secure_ratio"),
    ),
    (Group.PLACEMENT, "supported_accommodation"): (
        "Supported accommodation",
        ("cost_supported_accommodation_week",),
    ),
    (Group.PLACEMENT, "supported_lodgings"): (
        "Supported lodgings",
        ("cost_foster_week", "cost_lodgings_ratio"),
    ),
    (Group.PLACEMENT, "with_parents"): ("Placed with parents", ("cost_with_parents_week",)),
    (Group.PLACEMENT, "placed_for_adoption"): ("Placed for adoption", ("cost_adoption_week",)),
    (Group.PLACEMENT, "other_placement"): ("Other placement", ("cost_other_placement_week",)),
    (Group.PLACEMENT, "unregistered"): (
        "Unregistered, above other placements",
        ("cost_unregistered_week", "cost_other_placement_week"),
    ),
    (Group.SOCIAL_WORK, "looked_after"): (
        "Social work, looked after",
        ("cost_cin_week", "cost_process_share"),
    ),
    (Group.SOCIAL_WORK, "edge_of_care"): (
        "Social work, edge of care",
        ("cost_cin_week", "cost_edge_ratio"),
    ),
    (Group.SOCIAL_WORK, "in_need"): (
        "Social work, in need",
        ("cost_cin_week", "cost_process_share"),
    ),
    (Group.SOCIAL_WORK, "care_leaver"): ("Leaving care", ("cost_care_leaver_week",)),
    (Group.HEALTH, "looked_after"): ("Mental health, looked after", ("cost_nhs_care_week",)),
    (Group.HEALTH, "edge_of_care"): (
        "Mental health, edge of care",
        ("cost_nhs_care_week", "cost_nhs_edge_ratio"),
    ),
    (Group.HEALTH, "in_need"): (
        "Mental health, in need",
        ("cost_nhs_care_week", "cost_nhs_need_ratio"),
    ),
    (Group.EVENT, "care_entries"): ("Entry into care", ("cost_first_placement",)),
    (Group.EVENT, "placement_moves"): ("Placement move", ("cost_subsequent_placement",)),
    (Group.EVENT, "exits"): ("End of care", ("cost_exit_from_care",)),
    (Group.EVENT, "care_proceedings"): ("Care proceedings", ("cost_care_proceedings",)),
    (Group.EVENT, "missing_episodes"): ("Missing episode", ("cost_missing_episode",)),
    (Group.EVENT, "arrests"): ("Arrest", ("cost_arrest",)),
    (Group.EVENT, "charges"): ("Charge", ("cost_arrest_detained", "cost_court_event")),
    (Group.EVENT, "first_time_entrants"): ("First-time entrant", ("cost_first_time_entrant",)),
}
_UNITS: Final = {
    Group.PLACEMENT: WEEK,
    Group.SOCIAL_WORK: WEEK,
    Group.HEALTH: WEEK,
    Group.EVENT: EVENT,
    Group.RUNNING: YEAR,
    Group.SET_UP: ONCE,
}
#: Order of the payers and, within each, of costs before what may be saved.
_ORDER: Final = tuple(Group)


@dataclass(frozen=True)
class PricedLine:
    """Hold one line of a case.

    Attributes
    ----------
    line
        What it is of, and who pays.
    label, unit
        In words; pounds are for one of the unit.
    price
        Pounds for one, at the middle of what is believed, or the council's own.
    delivered
        The same before anybody put a price of their own in its place.
    external
        Share of it bought from external providers.
    source
        Figures or works the price comes from.
    """

    line: Line
    label: str
    unit: str
    price: float
    delivered: float
    external: float = 0.0
    source: str = ""

    @property
    def name(self) -> str:
        """Return what files call it, unique within a case."""
        what = self.line.what or "all_else"
        return f"{self.line.group}:{what}:{self.line.payer}".replace(" ", "_").lower()

    @property
    def is_cost(self) -> bool:
        """Tell whether it is what services cost, and not what they may change."""
        return self.line.group in OF_SERVICES

    @property
    def ratio(self) -> float:
        """Return its price over the one delivered."""
        return self.price / self.delivered

    def at(self, price: float) -> "PricedLine":
        """Return it at a price of one's own."""
        return replace(self, price=price)


def lines_of(made: Plan) -> tuple[PricedLine, ...]:
    """Return every line that a plan's arms can have, with middle prices: care first, then services.

    Parameters
    ----------
    made
        A plan whose tasks hold central values.
    """
    unit_costs = UnitCosts.from_parameters(made.tasks[0].parameters)
    outside = external_shares(unit_costs)
    found = [
        _priced(line, price, outside.get(line, 0.0))
        for line, price in unit_prices(unit_costs).items()
    ]
    sites = (*sites_of(made, *Sort), *sites_of(made, *Sort, arm=0))
    costs = [cost for one in sites for cost in one.site.costs]
    found += _of_services(costs)
    return tuple(sorted(found, key=_place))


def _priced(line: Line, price: float, external: float) -> PricedLine:
    label, figures = _CALLED[line.group, line.what]
    return PricedLine(line, label, _UNITS[line.group], price, price, external, ", ".join(figures))


def _of_services(costs: Sequence[CostLine]) -> list[PricedLine]:
    """Return what services cost to run and to set up, the mean price of each post over all sites."""
    found: dict[Line, list[CostLine]] = {}
    for cost in costs:
        if cost.running:
            found.setdefault(Line(Group.RUNNING, cost.post, cost.payer), []).append(cost)
        if cost.opening:
            found.setdefault(Line(Group.SET_UP, cost.post, cost.payer), []).append(cost)
    return [_of_service(line, own) for line, own in found.items()]


def _of_service(line: Line, own: Sequence[CostLine]) -> PricedLine:
    running = line.group is Group.RUNNING
    price = sum(one.running if running else one.opening for one in own) / len(own)
    post = capital(line.what) if line.what else "All else"
    label = post if running else f"Setting up: {post[0].lower()}{post[1:]}"
    sources = dict.fromkeys(one.source for one in own if one.source)
    return PricedLine(line, label, _UNITS[line.group], price, price, source="; ".join(sources))


def _place(one: PricedLine) -> tuple[bool, bool, int]:
    """Sort by whether the council pays, costs before benefits, then by group; lines keep their order."""
    return one.line.payer != "council", not one.is_cost, _ORDER.index(one.line.group)
