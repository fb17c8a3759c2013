"""One site of a service: its places, who it supports and who waits."""

import numpy as np

from agents.agent_set import AgentSet
from agents.carer import Carer
from agents.codes import Enrolled, Opening
from agents.enrolment import Enrolment
from agents.views import Reading, View, cell
from agents.words import count, duration, lasting, sentence


class ServiceSite(View):
    """Show one site of a service."""

    table = "services"

    status = cell("status", "Whether it is open.", Opening)
    capacity = cell("capacity", "Members it can support at once when fully grown.")
    supporting = cell("active", "Members supported now.")
    waiting = cell("waiting", "Members waiting.")
    places_count = cell("places", "Places to live of its own.")
    interrupted = cell("outage", "Whether it is out of action for a time.", bool)
    opens = Reading(
        lambda rows, now: rows["opens"] - now, "Years until it is due to open; negative after that."
    )

    @property
    def title(self) -> str:
        """Return what the service is called, with its article."""
        return str(self.model.population.titles[self.row])

    @property
    def places(self) -> AgentSet:
        """Return the places to live it brings, as carers."""
        rows = np.flatnonzero(self.model.population.carers["site"] == self.row)
        return AgentSet.of_rows(Carer, self.model, rows)

    @property
    def supported(self) -> AgentSet:
        """Return the enrolments of those it supports now."""
        return self._enrolled(Enrolled.SUPPORTED)

    @property
    def waiting_list(self) -> AgentSet:
        """Return the enrolments of those who wait for it."""
        return self._enrolled(Enrolled.WAITING)

    def _enrolled(self, state: Enrolled) -> AgentSet:
        enrolments = self.model.population.enrolments
        theirs = (enrolments["site"] == self.row) & (enrolments["status"] == state)
        return AgentSet.of_rows(Enrolment, self.model, np.flatnonzero(theirs))

    def __str__(self) -> str:
        if self.status == Opening.FUTURE:
            due = f"due to open in {duration(self.opens)}" if self.opens > 0 else "about to open"
            return sentence([f"{self.title} {due}"])
        if self.status == Opening.CLOSED:
            return sentence([f"{self.title} that has closed"])
        opened = float(self.model.now - self.cells["opened"])
        waiting = f" with {self.waiting} more waiting" if self.waiting else ""
        return sentence(
            [
                f"{self.title}, open{lasting(opened)}, supporting {self.supporting or 'nobody'}{waiting}",
                self._places(),
                "out of action for a time" if self.interrupted else "",
            ]
        )

    def _places(self) -> str:
        if not self.places_count:
            return ""
        taken = sum(self.places.get("filled"))
        return f"{taken or 'none'} of its {count(self.places_count, 'place')} to live taken"
