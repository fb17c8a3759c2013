"""What must add up in a population at any moment of a run, whatever has happened."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import STRAIN_TOP, Activity, Enrolled, Member, Opening, Placement, Status
from agents.population import Population
from simulation.outcomes.cells import CELLS, PLACEMENT_CELLS

Ints = NDArray[np.int64]


def broken_balances(population: Population) -> list[str]:
    """Return, in words, everything that does not add up; empty if all does."""
    checks = (_statuses, _placements, _carers, _markets, _enrolments, _members, _families)
    return [fault for check in checks for fault in check(population)]


def recounted(population: Population) -> dict[str, int]:
    """Return how many young people are in each cell, counted afresh from the columns."""
    people = population.young_people
    cared = people["status"] == Status.LOOKED_AFTER
    edge = people["status"] == Status.EDGE_OF_CARE
    leaver = people["status"] == Status.CARE_LEAVER
    neet = people["activity"] == Activity.NEET
    cells = {
        name: cared & (people["placement"] == kind + 1) for kind, name in enumerate(PLACEMENT_CELLS)
    }
    cells |= {
        "looked_after": cared,
        "out_of_authority": cared & (people["outside"] == 1),
        "over_20_miles": cared & (people["far"] == 1),
        "missing": cared & (people["missing"] == 1),
        "in_need": people["status"] == Status.IN_NEED,
        "edge_of_care": edge,
        "care_leaver": leaver,
        "left_care": people["status"] == Status.LEFT_CARE,
        "neet_in_care": cared & neet,
        "neet_care_leaver": leaver & neet,
        "substance_problem": (cared | edge) & (people["substance"] == 1),
        "waiting_for_support": people["waiting"] > 0,
        "supported": people["supported"] > 0,
        "unregistered": cared & (people["unregistered"] == 1),
    }
    return {name: int(np.count_nonzero(cells[name])) for name in CELLS}


def chained(first: Any, following: Any) -> list[list[int]]:
    """Return the rows on each chain that begins at `first` and goes on by `following`."""
    # One number after the other comes slowly out of a column of records.
    after, chains = np.asarray(following).tolist(), []
    for start in np.asarray(first).tolist():
        rows: list[int] = []
        i = start
        while i >= 0 and len(rows) <= len(after):
            rows.append(i)
            i = after[i]
        chains.append(rows)
    return chains


def _statuses(population: Population) -> Iterator[str]:
    people = population.young_people
    if not np.isin(people["status"], [int(s) for s in Status]).all():
        yield "a young person has no known status"
    if not np.isin(people["placement"], [int(k) for k in Placement]).all():
        yield "a young person has an unknown kind of placement"


def _placements(population: Population) -> Iterator[str]:
    people = population.young_people
    cared = people["status"] == Status.LOOKED_AFTER
    if not ((people["placement"] > 0) == cared).all():
        yield "placed and looked after are not the same young people"
    if (people["unregistered"] > (people["placement"] == Placement.OTHER)).any():
        yield "somebody is placed with an unregistered provider and in a registered kind of placement"
    for name, nobody in (("carer", -1), ("missing", 0), ("outside", 0), ("far", 0)):
        if (people[name][~cared] != nobody).any():
            yield f"somebody who is not looked after has {name}"
    housed = people["carer"] >= 0
    kinds = population.carers["placement"][people["carer"][housed]]
    if (kinds != people["placement"][housed]).any():
        yield "a young person's kind of placement is not the carer's"


def _carers(population: Population) -> Iterator[str]:
    people, carers = population.young_people, population.carers
    housed = people["carer"] >= 0
    where = people["carer"][housed]
    pointing = np.bincount(where, minlength=carers.size)
    gone = np.bincount(where, weights=people["missing"][housed], minlength=carers.size)
    taken = carers["filled"] > 0
    faults = {
        "a carer's filled places are not the young people who point at the carer": (
            carers["filled"] != pointing
        ),
        "a carer's missing residents are not those who are missing": carers["missing"] != gone,
        "a carer has more residents than places": carers["filled"] > carers["places"],
        "a carer who took one beyond the limit has a place free": (
            (carers["beyond"] < 0)
            | ((carers["beyond"] > 0) & (carers["filled"] < carers["places"]))
        ),
        "somebody lives with a carer who is not open": taken & (carers["status"] != Opening.OPEN),
        "a carer's strain is out of range": ~np.isin(carers["strain"], range(STRAIN_TOP + 1)),
    }
    yield from (fault for fault, where in faults.items() if where.any())
    yield from _residents(population, pointing)


def _markets(population: Population) -> Iterator[str]:
    carers, markets = population.carers, population.markets
    here = carers["status"] == Opening.OPEN
    for column in ("places", "filled"):
        counted = np.bincount(carers["placement"][here], carers[column][here], markets.size)
        if (counted != markets[column]).any():
            yield f"a market's {column} are not those of the carers who are open"


def _residents(population: Population, pointing: Ints) -> Iterator[str]:
    people, carers = population.young_people, population.carers
    home, before = people["carer"].tolist(), people["last_resident"].tolist()
    chains = chained(carers["first_resident"], people["next_resident"])
    for carer, (rows, many) in enumerate(zip(chains, pointing.tolist(), strict=True)):
        if len(rows) != many or any(home[i] != carer for i in rows):
            yield f"the residents of carer {carer} are not chained"
        if [before[i] for i in rows] != [-1, *rows][:-1]:
            yield f"the residents of carer {carer} are not chained backwards"


def _enrolments(population: Population) -> Iterator[str]:
    rows, services = population.enrolments, population.services
    owner = rows["site"][rows["site"] >= 0]
    if ((rows["site"] >= 0) != (rows["status"] != Enrolled.NONE)).any():
        yield "an enrolment's site and state do not agree"
    if (services["kind"][owner] != rows["kind"][rows["site"] >= 0]).any():
        yield "a member is enrolled at a site of another service"
    if not ((rows["strength"] >= 0) & (rows["strength"] <= 1)).all():
        yield "the strength of support is not 0 to 1"
    for column, state in (("waiting", Enrolled.WAITING), ("active", Enrolled.SUPPORTED)):
        here = (rows["status"] == state) & (rows["site"] >= 0)
        there = np.bincount(rows["site"][here], minlength=services.size)
        if (services[column] != there).any():
            yield f"a site's {column} members are not those who are {state.name.lower()}"
    if (services["active"] > services["capacity"]).any():
        yield "a site supports more members than its capacity"
    yield from _queues(population)


def _queues(population: Population) -> Iterator[str]:
    rows, services = population.enrolments, population.services
    for site, waiting in enumerate(chained(services["first_waiting"], rows["next_waiting"])):
        theirs = (rows["site"][waiting] == site) & (rows["status"][waiting] == Enrolled.WAITING)
        if len(waiting) != services["waiting"][site] or not theirs.all():
            yield f"those who wait for site {site} are not chained"


def _members(population: Population) -> Iterator[str]:
    rows = population.enrolments
    helped = (rows["status"] == Enrolled.SUPPORTED) | (rows["status"] == Enrolled.AFTER)
    young = rows["of"] == Member.YOUNG_PERSON
    people = population.young_people
    counted = {
        "waiting": young & (rows["status"] == Enrolled.WAITING),
        "supported": young & (rows["status"] == Enrolled.SUPPORTED),
        "helped": young & helped,
    }
    for column, here in counted.items():
        if (people[column] != np.bincount(rows["member"][here], minlength=people.size)).any():
            yield f"a young person's count of services is wrong: {column}"
    others = {
        "families": np.isin(rows["of"], (Member.FAMILY, Member.MOTHER)),
        "carers": np.isin(rows["of"], (Member.CARER, Member.HOME)),
    }
    for table, theirs in others.items():
        members = getattr(population, table)
        there = np.bincount(rows["member"][theirs & helped], minlength=members.size)
        if (members["helped"] != there).any():
            yield f"the services counted for {table} are not theirs"
    kept = counted["waiting"] | counted["supported"]
    if (people["status"][rows["member"][kept]] == Status.GONE).any():
        yield "a service keeps a place for somebody who is no longer followed"


def _families(population: Population) -> Iterator[str]:
    people, families = population.young_people, population.families
    known = np.isin(people["status"], [Status.IN_NEED, Status.EDGE_OF_CARE])
    owner = people["family"][known & (people["family"] >= 0)]
    if (families["known"] != np.bincount(owner, minlength=families.size)).any():
        yield "a family's children in need are not those counted"
    cared = (people["status"] == Status.LOOKED_AFTER) & (people["family"] >= 0)
    if (families["cared"] != np.bincount(people["family"][cared], minlength=families.size)).any():
        yield "a family's children in care are not those counted"
    if (people["beside"] != beside(people)).any():
        yield "whom of their brothers and sisters a young person lives with is miscounted"
    if not np.isin(families["strain"], range(STRAIN_TOP + 1)).all():
        yield "a family's strain is not 0 to 3"


def beside(people: Any) -> Ints:
    """Return how many brothers and sisters each young person lives with in care, counted afresh."""
    found = np.zeros(people.size, np.int64)
    without = np.isin(people["placement"], (Placement.PARENTS, Placement.ADOPTION))
    cared = (people["status"] == Status.LOOKED_AFTER) & (people["family"] >= 0)
    rows = np.flatnonzero(cared & ((people["carer"] >= 0) | without))
    kind = np.where(people["carer"][rows] >= 0, 0, people["placement"][rows])
    where = np.column_stack([people["family"][rows], people["carer"][rows], kind])
    _, number, count = np.unique(where, axis=0, return_inverse=True, return_counts=True)
    found[rows] = count[number.ravel()] - 1
    return found
