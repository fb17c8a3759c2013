"""The relationship between a member and the one worker who supports them: what rests on it, and when."""

from agents.codes import TIE_TOP, Member, Status
from agents.rows import EnrolmentRow, SiteRow
from simulation.rule import rule
from simulation.tables import World

YOUNG = int(Member.YOUNG_PERSON)
IN_NEED, EDGE = int(Status.IN_NEED), int(Status.EDGE_OF_CARE)
LOOKED_AFTER = int(Status.LOOKED_AFTER)


@rule
def strength_of(steps: int, site: SiteRow) -> float:
    """Return the strength of support after so many steps of the relationship."""
    return 1.0 - site.tie_weight + site.tie_weight * steps / TIE_TOP


@rule
def can_change(world: World, row: EnrolmentRow) -> bool:
    """Return whether a member stands where relationships form and break: known to services now."""
    if row.of != YOUNG:
        return True
    status = world.young_people[row.member].status
    return status == IN_NEED or status == EDGE or status == LOOKED_AFTER
