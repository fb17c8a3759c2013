"""One hub: its places, who it supports and who waits."""

import numpy as np

from agents.agent_set import AgentSet
from agents.carer import Carer
from agents.codes import HubState, Opening
from agents.views import Reading, View, cell
from agents.words import count, duration, lasting, sentence
from agents.young_person import YoungPerson


class Hub(View):
    """Show one hub."""

    table = "hubs"

    status = cell("status", "Whether it is open.", Opening)
    fidelity = cell("fidelity", "Mean weight of the ten distinguishers, 0 to 1.")
    caseload = cell("caseload", "Young people it can support at once when fully grown.")
    supporting = cell("active", "Young people supported now.")
    waiting = cell("waiting", "Young people waiting.")
    beds = cell("beds", "Beds and community foster families.")
    interrupted = cell("outage", "Whether it is out of action for a time.", bool)
    opens = Reading(
        lambda rows, now: rows["opens"] - now, "Years until it is due to open; negative after that."
    )

    @property
    def places(self) -> AgentSet:
        """Return its beds and community foster families, as carers."""
        rows = np.flatnonzero(self.model.population.carers["hub"] == self.row)
        return AgentSet.of_rows(Carer, self.model, rows)

    @property
    def supported(self) -> AgentSet:
        """Return the young people it supports now."""
        people = self.model.population.young_people
        theirs = (people["hub"] == self.row) & (people["hub_state"] == HubState.SUPPORTED)
        return AgentSet.of_rows(YoungPerson, self.model, np.flatnonzero(theirs))

    @property
    def waiting_list(self) -> AgentSet:
        """Return the young people who wait for it."""
        rows = self.chained("first_waiting", "next_waiting")
        return AgentSet.of_rows(YoungPerson, self.model, rows)

    def __str__(self) -> str:
        if self.status == Opening.FUTURE:
            due = f"due to open in {duration(self.opens)}" if self.opens > 0 else "about to open"
            return f"A hub {due}."
        if self.status == Opening.CLOSED:
            return "A hub that has closed."
        opened = float(self.model.now - self.cells["opened"])
        caring = f"supporting {count(self.supporting, 'young person', 'young people')}"
        waiting = f" with {self.waiting} more waiting" if self.waiting else ""
        return sentence(
            [
                f"a hub, open{lasting(opened)}, {caring}{waiting}",
                self._beds(),
                "out of action for a time" if self.interrupted else "",
            ]
        )

    def _beds(self) -> str:
        if not self.beds:
            return ""
        taken = sum(self.places.get("filled"))
        return f"{taken or 'none'} of its {count(self.beds, 'place')} to live taken"
