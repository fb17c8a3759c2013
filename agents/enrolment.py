"""One member's way through one service: whether they wait, are supported or were."""

from typing import Any

from agents.agent_set import AgentSet
from agents.codes import Enrolled
from agents.views import View, cell
from agents.words import STANDS, lasting, sentence


class Enrolment(View):
    """Show one member's way through one service."""

    table = "enrolments"

    state = cell("status", "Where the member stands with the service.", Enrolled)
    strength = cell("strength", "How far what the service does reaches them, 0 to 1.")

    @property
    def site(self) -> Any:
        """Return the site that has taken them on, or None."""
        return self.linked("site", "services")

    @property
    def standing(self) -> str:
        """Return where they stand with the service in words; empty if they never came."""
        if self.state not in STANDS:
            return ""
        named = f"{STANDS[self.state]} {self.site.title}"
        if self.state == Enrolled.AFTER:
            return named
        return f"{named}{lasting(float(self.model.now - self.cells['since']))}"

    def __str__(self) -> str:
        return sentence([self.standing or "not with the service"])


def enrolments_of(member: View) -> AgentSet:
    """Return a member's way through each service they could come to."""
    rows = []
    row, following = int(member.cells["first_enrolment"]), member.model.population.enrolments
    while row >= 0:
        rows.append(row)
        row = int(following["next_enrolment"][row])
    return AgentSet.of_rows(Enrolment, member.model, rows)


def standing(member: View) -> str:
    """Return where a member stands with all services, in words."""
    said = (enrolment.standing for enrolment in enrolments_of(member))
    return " and ".join(words for words in said if words)
