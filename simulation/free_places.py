"""Which carer takes a young person: the best matched of the first few with room."""

from agents.codes import KINDS, SKILL_TOP
from agents.rows import CarerRow
from simulation.draws import Address, stream, two_uniforms
from simulation.kinds import Kind
from simulation.links import OPEN
from simulation.rule import part, rule
from simulation.tables import World

#: Where the two parts on placements begin in the world's layout.
PLACE_STARTS = len(Kind) + 1
PLACES = PLACE_STARTS + KINDS + 1
_CARER = stream("placing/carer")
_PROBES = 24
#: More places than any carer or home has.
MOST_PLACES = 127
_WORST = (SKILL_TOP + 3) * MOST_PLACES
_COMPARED = 3


@part
def free_carer(world: World, kind: int, need: int, draw: Address, former: int, wanted: int) -> int:
    """Return the best matched of the first few free carers of a kind but the former, or -1.

    Where brothers and sisters seek places together, of those with places enough; if there is none, whoever comes nearest.
    """
    first = PLACES + world.layout[PLACE_STARTS + kind]
    n = PLACES + world.layout[PLACE_STARTS + kind + 1] - first
    if n == 0:
        return -1
    a, b = two_uniforms(draw, _CARER)
    at = int(a * n)
    stride = 1 + int(b * (n - 1)) if n > 1 else 1
    best, least, seen = -1, _WORST, 0
    for probe in range(_PROBES + n):
        carer = world.layout[first + at]
        home = world.carers[carer]
        if carer != former and has_free_place(home):
            left = int(home.places) - int(home.filled) - wanted
            misfit = misfit_of(left, max(0, int(need) - int(home.skill)))
            if misfit < least:
                best, least = carer, misfit
            seen += 1 if left >= 0 else 0
            if seen == _COMPARED:
                return best
        if probe < _PROBES:
            at = (at + stride) % n
        else:
            if seen > 0:
                return best
            at = (at + 1) % n
    return best


@rule
def has_free_place(home: CarerRow) -> bool:
    """Return whether a carer takes young people and has a free place."""
    return bool(home.status == OPEN and home.filled < home.places)


@rule
def misfit_of(left: int, gap: int) -> int:
    """Return how ill a carer suits: places enough come first, then skill, then few places to spare.

    Places beyond those sought are kept for brothers and sisters where all else is equal.
    """
    if left < 0:
        return (SKILL_TOP + 1) * MOST_PLACES - left
    return gap * MOST_PLACES + left


@rule
def has_places(world: World, carer: int, wanted: int) -> bool:
    """Return whether there is a carer, with so many places free."""
    return carer >= 0 and world.carers[carer].filled + wanted <= world.carers[carer].places
