"""What must add up in a population at any moment of a run, whatever has happened."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import STRAIN_TOP, Activity, HubState, Opening, Placement, Status
from agents.population import Population
from simulation.outcomes.cells import CELLS, PLACEMENT_CELLS

Ints = NDArray[np.int64]


def broken_balances(population: Population) -> list[str]:
    """Return, in words, everything that does not add up; empty if all does."""
    checks = (_statuses, _placements, _carers, _waiting, _supported, _families)
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
        "hub_waiting": people["hub_state"] == HubState.WAITING,
        "hub_supported": people["hub_state"] == HubState.SUPPORTED,
    }
    return {name: int(np.count_nonzero(cells[name])) for name in CELLS}


def chained(first: Any, following: Any) -> list[Ints]:
    """Return the rows on each chain that begins at `first` and goes on by `following`."""
    chains = []
    for start in first:
        rows: list[int] = []
        i = int(start)
        while i >= 0 and len(rows) <= following.size:
            rows.append(i)
            i = int(following[i])
        chains.append(np.array(rows, np.int64))
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
        "somebody lives with a carer who is not open": taken & (carers["status"] != Opening.OPEN),
        "a carer's strain is out of range": ~np.isin(carers["strain"], range(STRAIN_TOP + 1)),
    }
    yield from (fault for fault, where in faults.items() if where.any())
    yield from _residents(population, pointing)


def _residents(population: Population, pointing: Ints) -> Iterator[str]:
    people, carers = population.young_people, population.carers
    for carer, rows in enumerate(chained(carers["first_resident"], people["next_resident"])):
        if rows.size != pointing[carer] or (people["carer"][rows] != carer).any():
            yield f"the residents of carer {carer} are not chained"
        if (people["last_resident"][rows] != np.concatenate([[-1], rows])[:-1]).any():
            yield f"the residents of carer {carer} are not chained backwards"


def _with_hub(population: Population, state: HubState) -> tuple[Any, Ints]:
    people = population.young_people
    here = people["hub_state"] == state
    hubs = people["hub"][here]
    return here, np.bincount(hubs[hubs >= 0], minlength=population.hubs.size)


def _waiting(population: Population) -> Iterator[str]:
    people, hubs = population.young_people, population.hubs
    here, waiting = _with_hub(population, HubState.WAITING)
    if (hubs["waiting"] != waiting).any():
        yield "a hub's waiting list is not those who wait for it"
    for hub, rows in enumerate(chained(hubs["first_waiting"], people["next_waiting"])):
        if rows.size != waiting[hub] or (people["hub"][rows] != hub).any() or not here[rows].all():
            yield f"those who wait for hub {hub} are not chained"


def _supported(population: Population) -> Iterator[str]:
    people, hubs = population.young_people, population.hubs
    here, supported = _with_hub(population, HubState.SUPPORTED)
    if (hubs["active"] != supported).any():
        yield "a hub's active young people are not those it supports"
    if (hubs["active"] > hubs["caseload"]).any():
        yield "a hub supports more than its caseload"
    with_hub = people["hub"] >= 0
    if (with_hub != (people["hub_state"] != HubState.NONE)).any():
        yield "a young person's hub and hub state do not agree"
    waiting = people["hub_state"] == HubState.WAITING
    if (people["status"][here | waiting] == Status.GONE).any():
        yield "a hub keeps a place for somebody who is no longer followed"


def _families(population: Population) -> Iterator[str]:
    people, families = population.young_people, population.families
    known = np.isin(people["status"], [Status.IN_NEED, Status.EDGE_OF_CARE])
    owner = people["family"][known & (people["family"] >= 0)]
    if (families["known"] != np.bincount(owner, minlength=families.size)).any():
        yield "a family's children in need are not those counted"
    if not np.isin(families["strain"], range(STRAIN_TOP + 1)).all():
        yield "a family's strain is not 0 to 3"
