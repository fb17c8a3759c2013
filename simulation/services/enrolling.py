"""Who waits for a service and whom it supports: the counts of members and sites kept in step."""

import math
from typing import Any

from agents.codes import Enrolled, Member, Opening
from simulation.kinds import CARERS, ENROLMENTS, FAMILIES, YOUNG_PEOPLE
from simulation.links import touch, touch_residents, touch_whose
from simulation.rule import part, rule
from simulation.services.acting import practices_of

NONE, WAITING = int(Enrolled.NONE), int(Enrolled.WAITING)
SUPPORTED, AFTER = int(Enrolled.SUPPORTED), int(Enrolled.AFTER)
YOUNG, FAMILY, MOTHER = int(Member.YOUNG_PERSON), int(Member.FAMILY), int(Member.MOTHER)
OPEN = int(Opening.OPEN)


@part
def count_member(world: Any, enrolment: Any, waiting: Any, supported: Any, helped: Any) -> None:
    """Count up or down how many services a member waits for, is supported by and is helped by."""
    if enrolment.of == YOUNG:
        person = world.young_people[enrolment.member]
        person.waiting += waiting
        person.supported += supported
        person.helped += helped
    elif enrolment.of == FAMILY or enrolment.of == MOTHER:
        world.families[enrolment.member].helped += helped
    else:
        world.carers[enrolment.member].helped += helped


@part
def touch_every_child(world: Any, family: Any) -> None:
    """Look again at all of a family's children: services act on those who were known, too."""
    i = family.first_child
    while i >= 0:
        touch(world, YOUNG_PEOPLE, i)
        i = world.young_people[i].next_sibling


@part
def touch_member(world: Any, enrolment: Any) -> None:
    """Look again at a member, and at whom its services act on through it."""
    if enrolment.of == YOUNG:
        touch(world, YOUNG_PEOPLE, enrolment.member)
        touch_whose(world, world.young_people[enrolment.member])
    elif enrolment.of == FAMILY or enrolment.of == MOTHER:
        touch(world, FAMILIES, enrolment.member)
        touch_every_child(world, world.families[enrolment.member])
    else:
        touch(world, CARERS, enrolment.member)
        touch_residents(world, enrolment.member)


@part
def touch_chain(world: Any, first: Any) -> None:
    """Look again at a member's enrolments: what they depend on has changed."""
    e = first
    while e >= 0:
        touch(world, ENROLMENTS, e)
        e = world.enrolments[e].next_enrolment


@part
def touch_queue(world: Any, site: Any) -> None:
    """Look again at everybody who waits for a site."""
    e = site.first_waiting
    while e >= 0:
        touch(world, ENROLMENTS, e)
        e = world.enrolments[e].next_waiting


@part
def touch_programme(world: Any, site: Any) -> None:
    """Look again at everybody who could come to a site."""
    for e in range(site.first_member, site.first_member + site.members):
        touch(world, ENROLMENTS, e)


@part
def touch_person_if(world: Any, i: Any, bit: Any) -> None:
    """Look again at a young person whom a practice reaches."""
    if (world.young_people[i].practices >> bit) & 1:
        touch(world, YOUNG_PEOPLE, i)


@part
def touch_family_if(world: Any, i: Any, bit: Any) -> None:
    """Look again at a family whom a practice reaches, and at its children."""
    if (world.families[i].practices >> bit) & 1:
        touch(world, FAMILIES, i)
        touch_every_child(world, world.families[i])


@part
def touch_carer_if(world: Any, i: Any, bit: Any) -> None:
    """Look again at a carer whom a practice reaches, and at whom they care for."""
    if (world.carers[i].practices >> bit) & 1:
        touch(world, CARERS, i)
        touch_residents(world, i)


@part
def touch_reached(world: Any, site: Any) -> None:
    """Look again at everybody a practice or condition reaches, and those it acts on by them."""
    if site.of == YOUNG:
        for i in range(world.young_people.size):
            touch_person_if(world, i, site.number)
    elif site.of == FAMILY or site.of == MOTHER:
        for i in range(world.families.size):
            touch_family_if(world, i, site.number)
    else:
        for i in range(world.carers.size):
            touch_carer_if(world, i, site.number)


@rule
def open_sites(world: Any, programme: Any) -> Any:
    """Return how many sites of a programme take referrals now."""
    count = 0
    for s in range(programme, programme + world.services[programme].sites):
        if world.services[s].status == OPEN:
            count += 1
    return count


@part
def open_site(world: Any, programme: Any, skip: Any) -> Any:
    """Return the row of an open site, after skipping some; -1 if there are fewer."""
    for s in range(programme, programme + world.services[programme].sites):
        if world.services[s].status == OPEN:
            if skip == 0:
                return s
            skip -= 1
    return -1


@part
def wait(world: Any, e: Any, s: Any, now: Any) -> None:
    """Put a member on the list of a site that has taken them on."""
    enrolment, site = world.enrolments[e], world.services[s]
    enrolment.site = s
    enrolment.status = WAITING
    enrolment.since = now
    enrolment.next_waiting = site.first_waiting
    site.first_waiting = e
    site.waiting += 1
    count_member(world, enrolment, 1, 0, 0)


@part
def stop_waiting(world: Any, e: Any) -> None:
    """Take a member off the list of the site that has taken them on."""
    enrolment = world.enrolments[e]
    site = world.services[enrolment.site]
    if site.first_waiting == e:
        site.first_waiting = enrolment.next_waiting
    else:
        j = site.first_waiting
        while world.enrolments[j].next_waiting != e:
            j = world.enrolments[j].next_waiting
        world.enrolments[j].next_waiting = enrolment.next_waiting
    enrolment.next_waiting = -1
    site.waiting -= 1
    count_member(world, enrolment, -1, 0, 0)


@part
def support(world: Any, e: Any, now: Any) -> None:
    """Start to support a member who waits."""
    stop_waiting(world, e)
    enrolment = world.enrolments[e]
    site = world.services[enrolment.site]
    site.active += 1
    site.started += 1
    enrolment.status = SUPPORTED
    enrolment.since = now
    enrolment.stage = 0
    enrolment.strength = site.strength
    count_member(world, enrolment, 0, 1, 1)


@part
def end_stay(world: Any, e: Any) -> None:
    """Give back a bed for short stays; who waits for one is looked at again."""
    enrolment = world.enrolments[e]
    site = world.services[enrolment.site]
    enrolment.stay_ends = math.inf
    if site.stay_taken == site.stay_beds:
        touch_programme(world, site)
    site.stay_taken -= 1


@part
def leave(world: Any, e: Any, now: Any) -> None:
    """End waiting or support, freeing the place for the next in line."""
    enrolment = world.enrolments[e]
    if enrolment.status == WAITING:
        stop_waiting(world, e)
        enrolment.status = NONE
        enrolment.site = -1
    elif enrolment.status == SUPPORTED:
        site = world.services[enrolment.site]
        if enrolment.stay_ends < math.inf:
            end_stay(world, e)
        site.active -= 1
        enrolment.status = AFTER
        enrolment.since = now
        count_member(world, enrolment, 0, -1, 0)
        touch_queue(world, site)


@part
def forget(world: Any, e: Any) -> None:
    """End what support that is over has left behind."""
    enrolment = world.enrolments[e]
    enrolment.status = NONE
    enrolment.site = -1
    count_member(world, enrolment, 0, 0, -1)


@part
def leave_services(world: Any, first: Any, now: Any, gone: Any) -> None:
    """End a young person's waiting for any service, and all support if they are gone."""
    e = first
    while e >= 0:
        if gone or world.enrolments[e].status == WAITING:
            leave(world, e, now)
        e = world.enrolments[e].next_enrolment


@part
def site_with_places(row: Any, world: Any) -> Any:
    """Return the site that supports a young person and has places of its own, or -1."""
    e = row.first_enrolment if row.supported > 0 else -1
    while e >= 0:
        enrolment = world.enrolments[e]
        if enrolment.status == SUPPORTED and world.services[enrolment.site].places > 0:
            return enrolment.site
        e = enrolment.next_enrolment
    return -1


@part
def recorded_by(world: Any, first: Any) -> Any:
    """Return the share of missing episodes that a member's services write down."""
    share = 1.0
    e = first
    while e >= 0:
        enrolment = world.enrolments[e]
        if enrolment.status == SUPPORTED:
            share *= world.services[enrolment.site].recording
        e = enrolment.next_enrolment
    return share


@part
def recorded_share(row: Any, world: Any) -> Any:
    """Return the share of a young person's missing episodes that is written down.

    By their own services, their family's and their carer's, and by practices.
    """
    share = recorded_by(world, row.first_enrolment)
    if row.family >= 0:
        share *= recorded_by(world, world.families[row.family].first_enrolment)
    if row.carer >= 0:
        share *= recorded_by(world, world.carers[row.carer].first_enrolment)
    reached = practices_of(row, world)
    for s in range(world.shared[0].practices):
        if (reached >> s) & 1 and world.services[s].status == OPEN:
            share *= world.services[s].recording
    return share
