"""The places a young person could go to at a moment, as those who decide would see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from agents.carer import Carer
from agents.codes import Enrolled, Opening, Placement
from agents.enrolment import enrolments_of
from agents.lengths import SIXTEEN
from agents.words import LIVES, capital
from agents.young_person import YoungPerson
from scenarios.workshop.picture import OFFERED
from simulation.costs import UnitCosts
from simulation.costs.unit_costs import PLACEMENT
from simulation.model import CareSystem
from simulation.needs import complexity_of
from simulation.outcomes.cells import PLACEMENT_CELLS

#: By law nobody under 16 lives there.
FROM_SIXTEEN: Final = (Placement.SUPPORTED, Placement.LODGINGS)
OF_SERVICES: Final = (Placement.SERVICE_BED, Placement.SERVICE_FAMILY)
#: So many places of a kind are put forward, told apart by how well they suit and how far they are.
EACH: Final = 2
_SUITS: Final = (
    "suits what they need",
    "falls a little short of what they need",
    "falls well short of what they need",
    "falls far short of what they need",
)


@dataclass(frozen=True)
class Offer:
    """Hold one place that is free: whose, of what kind, how far short it falls, where, what a week costs.

    A service's own places have no price of their own: the service is paid for as a whole.
    """

    carer: int
    kind: Placement
    short: int
    outside: bool
    far: bool
    free: int
    week_cost: float | None

    def told(self) -> dict[str, Any]:
        """Return it as plain data for a phone."""
        where = " and ".join(
            words
            for words, so in (
                ("outside the council's area", self.outside),
                ("over 20 miles from home", self.far),
            )
            if so
        )
        return {
            "id": self.carer,
            "kind": self.kind.name.lower(),
            "text": capital(LIVES[self.kind]),
            "suits": _SUITS[self.short],
            "where": where or "near home",
            "free": self.free,
            "week_cost": self.week_cost,
        }


def offers_for(model: CareSystem, person: YoungPerson) -> list[Offer]:
    """Return the places free to a young person now, of each kind those that suit best and are nearest.

    Kin are put forward who care already, or are known to be there to ask; a service's own places to
    those it supports; supported accommodation and lodgings from 16.
    """
    needs, unit_costs = complexity_of(person), UnitCosts.from_parameters(model.parameters)
    former = person.carer.row if person.carer is not None else -1
    found = [
        _offer(carer, needs, unit_costs)
        for carer in (*_open(model, person), *_kin(model, person))
        if carer.row != former
    ]
    chosen: list[Offer] = []
    for kind in (*OFFERED, Placement.KINSHIP):
        chosen += _best([one for one in found if one.kind == kind])
    return chosen


def _open(model: CareSystem, person: YoungPerson) -> Iterable[Any]:
    """Return carers and homes with a free place that may take the young person."""
    helping = {
        one.site.row
        for one in enrolments_of(person)
        if one.state == Enrolled.SUPPORTED and one.site is not None
    }
    carers = model.population.carers
    free = (carers["status"] == Opening.OPEN) & (carers["filled"] < carers["places"])
    for carer in model.rows(Carer, free.nonzero()[0]):
        kind = carer.placement
        if kind == Placement.KINSHIP or (kind in FROM_SIXTEEN and person.age < SIXTEEN):
            continue
        if kind in OF_SERVICES and (carer.site is None or carer.site.row not in helping):
            continue
        yield carer


def _kin(model: CareSystem, person: YoungPerson) -> Iterable[Any]:
    """Return relatives or friends of their own who have a place for them."""
    family = person.family
    if family is None:
        return
    cells = family.cells
    kin = int(cells["kin_carer"])
    if kin < 0:
        return
    row = model.population.carers[kin]
    cares = row.status == Opening.OPEN
    asked = row.status != Opening.CLOSED and float(cells["kin_needs"]) < 0.0
    if row.filled < row.places and (cares or asked):
        yield from model.rows(Carer, [kin])


def _offer(carer: Any, needs: int, unit_costs: UnitCosts) -> Offer:
    cell = unit_costs.cells.index(PLACEMENT_CELLS[carer.placement - 1])
    return Offer(
        carer.row,
        Placement(carer.placement),
        max(0, needs - int(carer.skill)),
        bool(carer.outside_authority),
        bool(carer.far_from_home),
        int(carer.places) - int(carer.filled),
        None if carer.placement in OF_SERVICES else float(unit_costs.weekly[cell, PLACEMENT]),
    )


def _best(offers: list[Offer]) -> list[Offer]:
    """Return those that suit best and are nearest of one kind, none like another."""
    unlike = {
        (one.short, one.outside, one.far): one for one in sorted(offers, key=lambda o: -o.carer)
    }
    suits = sorted(unlike.values(), key=lambda o: (o.short, o.far, o.outside))
    near = sorted(unlike.values(), key=lambda o: (o.far, o.outside, o.short))
    return list(dict.fromkeys((*suits[:1], *near[:1], *suits)))[:EACH]
