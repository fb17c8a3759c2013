"""A children's home of the council's that becomes a site of a service, and who lives there."""

import math

from agents.rows import SiteRow, YoungPersonRow
from simulation.kinds import CARERS, YOUNG_PEOPLE
from simulation.links import OPEN, close_carer, move_in, number_of, touch
from simulation.rule import part
from simulation.service_places import HOME, SERVICE_BED, free_place
from simulation.siblings import give_up_place
from simulation.tables import World


@part
def convert_home(now: float, site: SiteRow, world: World) -> None:
    """Turn the council's emptiest children's home nearby into a site of a service.

    Of the children who live there, as many as the site has beds stay in the house; the others have to move.
    """
    chosen = -1
    for i in range(world.carers.size):
        home = world.carers[i]
        own = home.placement == HOME and home.status == OPEN and home.outside == 0
        if own and (chosen < 0 or home.filled < world.carers[chosen].filled):
            chosen = i
    if chosen < 0:
        return
    home = world.carers[chosen]
    close_carer(now, home, world)
    touch(world, CARERS, chosen)
    home.site = site.number
    beds = 0
    for i in range(site.first_place, site.first_place + site.places):
        beds += 1 if world.carers[i].placement == SERVICE_BED else 0
    i = home.first_resident
    while i >= 0 and beds > 0:
        child = world.young_people[i]
        child.displaced = math.inf
        child.stay_ends = now
        touch(world, YOUNG_PEOPLE, i)
        beds -= 1
        i = child.next_resident


@part
def take_along(row: YoungPersonRow, world: World, need: int) -> bool:
    """Give a child whose home becomes a service's one of its beds, until they leave; say if there was one."""
    home = world.carers[row.carer]
    bed = free_place(world, int(home.site), SERVICE_BED, need, 0)
    row.stay_ends = math.inf
    if bed < 0:
        return False
    give_up_place(row, world)
    move_in(world, number_of(row), bed)
    row.placement = SERVICE_BED
    row.mismatch = max(0, need - int(world.carers[bed].skill))
    return True
