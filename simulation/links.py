"""Who has to be looked at again when something shared changes, and who lives with whom."""

from agents.codes import Opening, Status
from agents.rows import CarerRow, FamilyRow, YoungPersonRow
from simulation.kinds import CARERS, FAMILIES, YOUNG_PEOPLE
from simulation.rule import part, rule
from simulation.tables import World

LOOKED_AFTER = int(Status.LOOKED_AFTER)
OPEN, CLOSED = int(Opening.OPEN), int(Opening.CLOSED)
IN_NEED, EDGE_OF_CARE = int(Status.IN_NEED), int(Status.EDGE_OF_CARE)


@rule
def touch(world: World, kind: int, i: int) -> None:
    """Have the engine look at row `i` of a kind again after this event.

    What finds no room is counted, and the run stops: its plans are no longer right.
    """
    shared = world.shared[0]
    if shared.touched < world.queue.size:
        world.queue[shared.touched] = world.layout[kind] + i
        shared.touched += 1
    else:
        shared.dropped += 1


@rule
def number_of(row: YoungPersonRow) -> int:
    """Return a young person's row number."""
    return int(row.number)


@part
def touch_carer_of(world: World, child: YoungPersonRow) -> None:
    """Look again at the carer a supported young person comes to or leaves, whom services act on by them."""
    if world.shared[0].by_young != 0 and child.helped > 0 and child.carer >= 0:
        touch(world, CARERS, child.carer)


@part
def touch_whose(world: World, child: YoungPersonRow) -> None:
    """Look again at the family and the carer of a young person, whom a service begins or ends to act on by them."""
    if world.shared[0].by_young == 0:
        return
    if child.family >= 0:
        touch(world, FAMILIES, child.family)
    if child.carer >= 0:
        touch(world, CARERS, child.carer)


@part
def touch_children(world: World, family: FamilyRow) -> None:
    """Look again at a family's children who are in need, on the edge of care or looked after."""
    i = family.first_child
    while i >= 0:
        child = world.young_people[i]
        if child.status == IN_NEED or child.status == EDGE_OF_CARE or child.status == LOOKED_AFTER:
            touch(world, YOUNG_PEOPLE, i)
        i = child.next_sibling


@rule
def know_family(world: World, family: int, change: int) -> None:
    """Count a family's children in need up or down; its own clocks depend on that."""
    world.families[family].known += change
    touch(world, FAMILIES, family)


@part
def touch_residents(world: World, carer: int) -> None:
    """Look again at everybody who lives with a carer."""
    i = world.carers[carer].first_resident
    while i >= 0:
        touch(world, YOUNG_PEOPLE, i)
        i = world.young_people[i].next_resident


@rule
def stretch(home: CarerRow, world: World, by: int) -> None:
    """Have a carer take one more, or one fewer, than the usual limit: brothers and sisters may.

    As soon as anybody leaves, the place beyond the limit is gone.
    """
    home.places += by
    home.beyond += by
    if home.status == OPEN:
        world.markets[home.placement].places += by


@part
def move_in(world: World, i: int, carer: int) -> None:
    """Give young person `i` a place with a carer."""
    child, home = world.young_people[i], world.carers[carer]
    child.carer = carer
    child.last_resident = -1
    child.next_resident = home.first_resident
    if home.first_resident >= 0:
        world.young_people[home.first_resident].last_resident = i
    home.first_resident = i
    home.filled += 1
    world.markets[home.placement].filled += 1
    home.missing += child.missing
    touch_carer_of(world, child)
    if child.missing:
        touch_residents(world, carer)


@part
def move_out(world: World, i: int) -> None:
    """Give up young person `i`'s place, if there is a carer."""
    child = world.young_people[i]
    if child.carer < 0:
        return
    home = world.carers[child.carer]
    if child.last_resident >= 0:
        world.young_people[child.last_resident].next_resident = child.next_resident
    else:
        home.first_resident = child.next_resident
    if child.next_resident >= 0:
        world.young_people[child.next_resident].last_resident = child.last_resident
    home.filled -= 1
    if home.status == OPEN:
        world.markets[home.placement].filled -= 1
    if home.beyond > 0:
        stretch(home, world, -1)
    home.missing -= child.missing
    touch_carer_of(world, child)
    if child.missing:
        touch_residents(world, child.carer)
    child.carer = -1
    child.next_resident = -1
    child.last_resident = -1


@rule
def open_carer(carer: CarerRow, world: World) -> None:
    """Have a carer or home take young people from now on."""
    carer.status = OPEN
    world.markets[carer.placement].places += carer.places


@part
def close_carer(now: float, carer: CarerRow, world: World) -> None:
    """Close a carer or home; whoever lives there has to move at once."""
    if carer.status == OPEN:
        world.markets[carer.placement].places -= carer.places
        world.markets[carer.placement].filled -= carer.filled
    carer.status = CLOSED
    i = carer.first_resident
    while i >= 0:
        child = world.young_people[i]
        child.displaced = now
        touch(world, YOUNG_PEOPLE, i)
        i = child.next_resident
