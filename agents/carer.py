"""One carer: a foster family, kin, a home or another provider of places."""

from typing import Any

from agents.agent_set import AgentSet
from agents.codes import Opening, Placement
from agents.views import Reading, View, cell
from agents.words import OFFERS, STRAIN, count, sentence
from agents.young_person import YoungPerson


class Carer(View):
    """Show one carer."""

    table = "carers"

    status = cell("status", "Whether they take young people.", Opening)
    placement = cell("placement", "Kind of placement they offer.", Placement)
    places = cell("places", "Places in all.")
    filled = cell("filled", "Places taken.")
    free = Reading(
        lambda rows, now: (rows["places"] - rows["filled"]) * (rows["status"] == Opening.OPEN),
        "Places free now; none unless open.",
    )
    skill = cell("skill", "From 0 to 3.")
    strain = cell("strain", "From 0, little, to 3, very heavy.")
    outside_authority = cell("outside", "Whether outside the authority.", bool)
    far_from_home = cell("far", "Whether over 20 miles from the young people's homes.", bool)
    residents_missing = cell("missing", "Residents missing now.")

    @property
    def residents(self) -> AgentSet:
        """Return the young people who live there."""
        rows = self.chained("first_resident", "next_resident")
        return AgentSet.of_rows(YoungPerson, self.model, rows)

    @property
    def site(self) -> Any:
        """Return the site of the service the place belongs to, or None."""
        return self.linked("site", "services")

    def __str__(self) -> str:
        who = OFFERS[self.placement]
        outside = " outside the authority" if self.outside_authority else ""
        if self.status == Opening.FUTURE:
            if self.placement == Placement.KINSHIP:
                return sentence([f"relatives or friends{outside} who could be asked to foster"])
            return sentence([f"{who}{outside}, yet to join"])
        if self.status == Opening.PROSPECT:
            return sentence([f"{who}{outside}, who might join"])
        if self.status == Opening.CLOSED and not self.filled:
            return sentence([f"{who}{outside}, no longer taking young people"])
        return sentence([f"{who}{outside}, {self._room()}", self._strain(), self._missing()])

    def _room(self) -> str:
        lives = f"caring for {count(self.filled, 'young person', 'young people')}"
        if self.filled == 0:
            lives = "caring for nobody at present"
        if self.status == Opening.CLOSED:
            return f"{lives} but closing"
        if self.placement == Placement.KINSHIP:
            return lives
        return f"{lives}, with {count(self.free, 'place')} free"

    def _strain(self) -> str:
        return f"under {STRAIN[self.strain]}" if self.strain else ""

    def _missing(self) -> str:
        missing = self.residents_missing
        if missing and self.filled == 1:
            return "the young person is missing now"
        return f"{missing} of them missing now" if missing else ""
