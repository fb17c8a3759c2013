"""What services, practices and conditions do to hazards and choices: their effects are data.

Each site's row holds a ratio for every lever (a process with a hazard) and log odds for every
option of a choice. They act at a dose: the share that reaches anybody at all, grown over the
site's first years, times the strength of this member's support. One effect multiplies a hazard by
``ratio ** dose``. Of several on one lever the strongest counts in full and the others, on the log
scale, by the overlap factor; together they never go below the floor unless one alone does.
"""

import math
from typing import Any

from agents.codes import Enrolled, Opening
from agents.lengths import QUARTER
from simulation.bands import SLACK, next_quarter, quarters
from simulation.rule import apart, part, rule

SUPPORTED = int(Enrolled.SUPPORTED)
FUTURE, CLOSED = int(Opening.FUTURE), int(Opening.CLOSED)
#: Flags of the world: effects reach some young people through their family, their carer, or as
#: practices.
BY_FAMILY, BY_CARER, BY_PRACTICE = 1, 2, 4
#: Flags of the choices that services lean on: of a placement, of kin, and all others.
ON_PLACEMENT, ON_KIN, ON_OTHERS = 1, 2, 4


#: The age of a member that is no young person: ages say nothing of it.
NO_AGE = -1.0


@rule
def acts_at(site: Any, age: Any) -> Any:
    """Return whether a site acts on somebody of an age, or on a member that has none."""
    return age < 0.0 or site.acts_from <= age < site.acts_to


@part
def kept(now: Any, site: Any) -> Any:
    """Return how much of a practice is left, 1 while it goes on, in steps of a quarter after it."""
    if site.status != CLOSED:
        return 1.0
    if site.half_life <= 0.0:
        return 0.0
    past = math.floor((now - site.closed + SLACK) / QUARTER) * QUARTER
    return 0.5 ** (past / site.half_life)


@part
def joined(found: Any, factor: Any) -> Any:
    """Return what was found on a lever with one factor more.

    Found are: how many, the product of the first, the sum of logs, and the strongest log.
    """
    n, one, total, strongest = found
    if n == 0:
        return 1, factor, 0.0, 0.0
    if n == 1:
        total = strongest = math.log(one)
    log = math.log(factor)
    if abs(log) > abs(strongest) or (abs(log) == abs(strongest) and log < strongest):
        strongest = log
    return n + 1, one, total + log, strongest


@part
def by_enrolments(now: Any, world: Any, first: Any, lever: Any, age: Any, found: Any) -> Any:
    """Return what was found on a lever with what a member's services do to somebody of an age."""
    e = first
    while e >= 0:
        enrolment = world.enrolments[e]
        if enrolment.status >= SUPPORTED:
            site = world.services[enrolment.site]
            if site.ratio[lever] != 1.0 and acts_at(site, age):
                dose = site.dose[lever] * quarters(now, site.opened, site.effect_ramp)
                dose *= enrolment.strength
                if dose != 0.0:
                    found = joined(found, site.ratio[lever] ** dose)
            # A bed is a bed from the first day: no growth, and no relationship.
            stays = enrolment.stay_ends < math.inf and site.stay_ratio[lever] != 1.0
            if stays and acts_at(site, age) and site.stay_dose[lever] != 0.0:
                found = joined(found, site.stay_ratio[lever] ** site.stay_dose[lever])
        e = enrolment.next_enrolment
    return found


@part
def by_practices(now: Any, world: Any, reached: Any, lever: Any, age: Any, found: Any) -> Any:
    """Return what was found on a lever with what practices do to somebody they reach."""
    for s in range(world.shared[0].practices):
        site = world.services[s]
        acts = site.status != FUTURE and acts_at(site, age)
        if (reached >> s) & 1 and acts and site.ratio[lever] != 1.0:
            dose = site.dose[lever] * quarters(now, site.opened, site.effect_ramp)
            dose *= kept(now, site)
            if dose != 0.0:
                found = joined(found, site.ratio[lever] ** dose)
    return found


@part
def combined(hazard: Any, world: Any, found: Any) -> Any:
    """Return a hazard multiplied by everything found on it."""
    n, one, total, strongest = found
    if n == 0:
        return hazard
    if n == 1:
        return hazard * one
    log = strongest + world.services[0].overlap * (total - strongest)
    floor = math.log(world.services[0].floor)
    log = max(log, min(floor, strongest)) if log < 0.0 else min(log, max(-floor, strongest))
    return hazard * math.exp(log)


@rule
def acts_on_person(row: Any, world: Any) -> Any:
    """Return the levers, as bits, on which anything may act for a young person."""
    shared = world.shared[0]
    return shared.levers if row.helped > 0 or shared.acting != 0 else 0


@rule
def acts_on_other(row: Any, world: Any) -> Any:
    """Return the levers, as bits, on which anything may act for a family or a carer."""
    shared = world.shared[0]
    own = shared.levers if row.helped > 0 or row.practices != 0 else 0
    return own | shared.by_young


@part
def practices_of(row: Any, world: Any) -> Any:
    """Return the practices that reach a young person, their family or their carer, as bits."""
    acting, reached = world.shared[0].acting, row.practices
    if acting & BY_FAMILY and row.family >= 0:
        reached |= world.families[row.family].practices
    if acting & BY_CARER and row.carer >= 0:
        reached |= world.carers[row.carer].practices
    return reached


@apart
def moved_for_person(hazard: Any, now: Any, row: Any, world: Any, lever: Any) -> Any:
    """Return a young person's hazard as services leave it: their own, their family's, their carer's."""
    found, age = (0, 1.0, 0.0, 0.0), now - row.born + SLACK
    if row.helped > 0:
        found = by_enrolments(now, world, row.first_enrolment, lever, age, found)
    acting = world.shared[0].acting
    if acting & BY_FAMILY and row.family >= 0 and world.families[row.family].helped > 0:
        first = world.families[row.family].first_enrolment
        found = by_enrolments(now, world, first, lever, age, found)
    if acting & BY_CARER and row.carer >= 0 and world.carers[row.carer].helped > 0:
        first = world.carers[row.carer].first_enrolment
        found = by_enrolments(now, world, first, lever, age, found)
    if acting & BY_PRACTICE:
        found = by_practices(now, world, practices_of(row, world), lever, age, found)
    return combined(hazard, world, found)


@part
def by_own(now: Any, row: Any, world: Any, lever: Any) -> Any:
    """Return what a family's or a carer's own services, and practices, do on a lever."""
    found = (0, 1.0, 0.0, 0.0)
    if row.helped > 0:
        found = by_enrolments(now, world, row.first_enrolment, lever, NO_AGE, found)
    if row.practices != 0:
        found = by_practices(now, world, row.practices, lever, NO_AGE, found)
    return found


@part
def by_young_person(now: Any, world: Any, child: Any, lever: Any, found: Any) -> Any:
    """Return what was found on a lever with what the services of a young person do for whose they are."""
    if child.helped == 0:
        return found
    age = now - child.born + SLACK
    return by_enrolments(now, world, child.first_enrolment, lever, age, found)


@apart
def moved_for_family(hazard: Any, now: Any, row: Any, world: Any, lever: Any) -> Any:
    """Return a family's hazard as services leave it: their own, and their children's."""
    found = by_own(now, row, world, lever)
    i = row.first_child if world.shared[0].by_young != 0 else -1
    while i >= 0:
        child = world.young_people[i]
        # Whose family is not known to the council is in no family's reach.
        if child.family >= 0:
            found = by_young_person(now, world, child, lever, found)
        i = child.next_sibling
    return combined(hazard, world, found)


@apart
def moved_for_carer(hazard: Any, now: Any, row: Any, world: Any, lever: Any) -> Any:
    """Return a carer's hazard as services leave it: their own, and those of whom they care for."""
    found = by_own(now, row, world, lever)
    i = row.first_resident if world.shared[0].by_young != 0 else -1
    while i >= 0:
        child = world.young_people[i]
        found = by_young_person(now, world, child, lever, found)
        i = child.next_resident
    return combined(hazard, world, found)


@part
def next_age(now: Any, born: Any, site: Any) -> Any:
    """Return when somebody born at a moment next comes into or out of the ages a site acts on."""
    age = now - born + SLACK
    if age < site.acts_from:
        return born + site.acts_from
    return born + site.acts_to if age < site.acts_to else math.inf


@part
def change_by_enrolments(now: Any, world: Any, first: Any, born: Any, soonest: Any) -> Any:
    """Return when the dose of a member's services next changes by itself, or `soonest` if before."""
    e = first
    while e >= 0:
        enrolment = world.enrolments[e]
        if enrolment.status >= SUPPORTED:
            site = world.services[enrolment.site]
            soonest = min(soonest, next_quarter(now, site.opened, site.effect_ramp))
            soonest = min(soonest, next_age(now, born, site))
        e = enrolment.next_enrolment
    return soonest


@part
def change_by_practices(now: Any, world: Any, reached: Any, born: Any, soonest: Any) -> Any:
    """Return when the dose of practices next changes by itself, or `soonest` if that is before."""
    for s in range(world.shared[0].practices):
        site = world.services[s]
        if (reached >> s) & 1 and site.status != FUTURE:
            soonest = min(soonest, next_quarter(now, site.opened, site.effect_ramp))
            soonest = min(soonest, next_age(now, born, site))
            if site.status == CLOSED:
                soonest = min(soonest, next_quarter(now, site.closed, math.inf))
    return soonest


@apart
def change_for_person(now: Any, row: Any, world: Any) -> Any:
    """Return when what acts on a young person next changes by the passing of time alone."""
    soonest = math.inf
    if row.helped > 0:
        soonest = change_by_enrolments(now, world, row.first_enrolment, row.born, soonest)
    acting = world.shared[0].acting
    if acting & BY_FAMILY and row.family >= 0:
        first = world.families[row.family].first_enrolment
        soonest = change_by_enrolments(now, world, first, row.born, soonest)
    if acting & BY_CARER and row.carer >= 0:
        first = world.carers[row.carer].first_enrolment
        soonest = change_by_enrolments(now, world, first, row.born, soonest)
    if acting & BY_PRACTICE:
        soonest = change_by_practices(now, world, practices_of(row, world), row.born, soonest)
    return soonest


@part
def change_by_own(now: Any, row: Any, world: Any) -> Any:
    """Return when the dose of a family's or a carer's own services, or of practices, next changes."""
    soonest = math.inf
    if row.helped > 0:
        soonest = change_by_enrolments(now, world, row.first_enrolment, math.inf, soonest)
    if row.practices != 0:
        soonest = change_by_practices(now, world, row.practices, math.inf, soonest)
    return soonest


@part
def change_by_young_person(now: Any, world: Any, child: Any, soonest: Any) -> Any:
    """Return when the dose of a young person's services next changes, or `soonest` if before."""
    if child.helped == 0:
        return soonest
    return change_by_enrolments(now, world, child.first_enrolment, child.born, soonest)


@apart
def change_for_family(now: Any, row: Any, world: Any) -> Any:
    """Return when what acts on a family next changes by the passing of time alone."""
    soonest = change_by_own(now, row, world)
    i = row.first_child if world.shared[0].by_young != 0 else -1
    while i >= 0:
        child = world.young_people[i]
        if child.family >= 0:
            soonest = change_by_young_person(now, world, child, soonest)
        i = child.next_sibling
    return soonest


@apart
def change_for_carer(now: Any, row: Any, world: Any) -> Any:
    """Return when what acts on a carer next changes by the passing of time alone."""
    soonest = change_by_own(now, row, world)
    i = row.first_resident if world.shared[0].by_young != 0 else -1
    while i >= 0:
        child = world.young_people[i]
        soonest = change_by_young_person(now, world, child, soonest)
        i = child.next_resident
    return soonest


@part
def odds_by_enrolments(now: Any, world: Any, first: Any, option: Any, age: Any) -> Any:
    """Return the log odds a member's own services put on an option."""
    total = 0.0
    e = first
    while e >= 0:
        enrolment = world.enrolments[e]
        if enrolment.status >= SUPPORTED:
            site = world.services[enrolment.site]
            if site.log_odds[option] != 0.0 and acts_at(site, age):
                dose = site.odds_dose[option] * quarters(now, site.opened, site.effect_ramp)
                total += site.log_odds[option] * (dose * enrolment.strength)
        e = enrolment.next_enrolment
    return total


@part
def odds_by_practices(now: Any, world: Any, reached: Any, option: Any, age: Any) -> Any:
    """Return the log odds practices put on an option for whom they reach."""
    total = 0.0
    for s in range(world.shared[0].practices):
        site = world.services[s]
        acts = site.status != FUTURE and acts_at(site, age)
        if (reached >> s) & 1 and acts and site.log_odds[option] != 0.0:
            dose = site.odds_dose[option] * quarters(now, site.opened, site.effect_ramp)
            total += site.log_odds[option] * (dose * kept(now, site))
    return total


@rule
def tilted(share: Any, log_odds: Any) -> Any:
    """Return a share with log odds added to it."""
    if log_odds == 0.0:
        return share
    moved = share * math.exp(log_odds)
    return moved / (1.0 - share + moved)


@apart
def odds(now: Any, row: Any, world: Any, option: Any) -> Any:
    """Return the log odds services put on an option of a young person's choice; 0 if none acts."""
    if row.helped == 0 and world.shared[0].acting == 0:
        return 0.0
    total, age = 0.0, now - row.born + SLACK
    if row.helped > 0:
        total += odds_by_enrolments(now, world, row.first_enrolment, option, age)
    acting = world.shared[0].acting
    if acting & BY_FAMILY and row.family >= 0:
        first = world.families[row.family].first_enrolment
        total += odds_by_enrolments(now, world, first, option, age)
    if acting & BY_CARER and row.carer >= 0:
        first = world.carers[row.carer].first_enrolment
        total += odds_by_enrolments(now, world, first, option, age)
    if acting & BY_PRACTICE:
        total += odds_by_practices(now, world, practices_of(row, world), option, age)
    return total
