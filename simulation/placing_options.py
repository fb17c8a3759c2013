"""Why a placement is looked for, which choices that makes, and how far services lean on them."""

from agents.codes import Placement
from agents.rows import YoungPersonRow
from simulation.rule import rule
from simulation.services.acting import odds
from simulation.tables import World

#: Why a placement is looked for.
FIRST, PLANNED, UNPLANNED = 0, 1, 2
#: A planned move from a home to another kind of life: chosen as planned moves are.
STEP_DOWN = 3
#: The end of a stay with a service: only where it may lead, and not before there is a place.
ONWARD = 4

#: Whether relatives or friends who could foster are found when a placement is looked for.
FIND_KIN = "kin/found"
#: Kinds that are never chosen here: no place to live, and adopters, who come by a process of their own.
_NOT_CHOSEN = (Placement.NONE, Placement.ADOPTION)
CHOSEN = tuple(kind for kind in Placement if kind not in _NOT_CHOSEN)
#: Options of the choices made here, as ``choice/option``: any placement, a first one, and kin.
OPTIONS = (
    *(
        f"{choice}/{kind.name.lower()}"
        for choice in ("placement", "first_placement")
        for kind in CHOSEN
    ),
    FIND_KIN,
)
KIN_FOUND = OPTIONS.index(FIND_KIN)
#: The number of the option that each kind of placement is; -1: it is none.
OPTION_OF = tuple(CHOSEN.index(kind) if kind in CHOSEN else -1 for kind in Placement)
OF_A_FIRST = len(CHOSEN)


@rule
def tilt_of(now: float, row: YoungPersonRow, world: World, kind: int, reason: int) -> float:
    """Return the log odds that services put on a kind of placement."""
    tilt: float = odds(now, row, world, OPTION_OF[kind])
    if reason == FIRST:
        tilt += odds(now, row, world, OF_A_FIRST + OPTION_OF[kind])
    return tilt
