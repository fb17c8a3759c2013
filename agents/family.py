"""One family: its children, its strain, and kin who could care."""

from typing import Any

from agents.agent_set import AgentSet
from agents.codes import Opening, Status
from agents.views import View, cell
from agents.words import STRAIN, count, sentence
from agents.young_person import OUT_OF_SIGHT, YoungPerson


class Family(View):
    """Show one family."""

    table = "families"

    strain = cell("strain", "From 0, little, to 3, very heavy.")
    kin_needs = cell("kin_needs", "Log odds services must add to find kin; below 0: kin are known.")
    children_open = cell("known", "Children in need or on the edge of care now.")

    @property
    def child_rows(self) -> list[int]:
        """Return the rows of all children, also those not yet or no longer known."""
        return self.chained("first_child", "next_sibling")

    @property
    def children(self) -> AgentSet:
        """Return the children, also those not yet or no longer known to services."""
        return AgentSet.of_rows(YoungPerson, self.model, self.child_rows)

    @property
    def kin_carer(self) -> Any:
        """Return the relatives or friends who foster, or could, as a carer, or None."""
        return self.linked("kin_carer", "carers")

    def __str__(self) -> str:
        standing = self.children.get("status")
        known = sum(status not in OUT_OF_SIGHT for status in standing)
        if not known:
            return "A family that services do not know or no longer follow."
        cared_for = standing.count(Status.LOOKED_AFTER)
        in_need, kin = self.children_open, self.kin_carer
        known_kin = kin is not None and (self.kin_needs < 0 or kin.status != Opening.FUTURE)
        could = known_kin and not kin.filled and kin.status != Opening.CLOSED
        return sentence(
            [
                f"a family of {count(known, 'child', 'children')} under {STRAIN[self.strain]}",
                f"{cared_for} looked after" if cared_for else "",
                f"{in_need} in need or on the edge of care" if in_need else "",
                "relatives or friends could foster" if could else "",
            ]
        )
