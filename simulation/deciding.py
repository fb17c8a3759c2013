"""A person decides where a young person is placed: said before it happens, and read when it does.

Nothing of a run without such decisions depends on this.
"""

from agents.codes import Placement
from agents.rows import YoungPersonRow
from simulation.kinds import CARERS
from simulation.links import CLOSED, OPEN, number_of, open_carer, touch
from simulation.rule import part
from simulation.tables import World

KINSHIP = int(Placement.KINSHIP)


@part
def decided_on(row: YoungPersonRow, world: World) -> int:
    """Return the carer a person decided on for this young person, if the place is still free, or -1.

    A decision is for one placement. Kin begin to care when they are asked.
    """
    shared = world.shared[0]
    if shared.decided_for != number_of(row) + 1:
        return -1
    shared.decided_for = 0
    carer = shared.decided
    home = world.carers[carer]
    if home.filled >= home.places or home.status == CLOSED:
        return -1
    if home.status != OPEN:
        if home.placement != KINSHIP:
            return -1
        open_carer(home, world)
        touch(world, CARERS, carer)
    return int(carer)
