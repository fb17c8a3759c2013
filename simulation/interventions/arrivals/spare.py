"""People a condition adds: each like somebody who would arrive anyway, with an address of its own.

Their uids do not depend on what else an arm holds, so arms that share the condition share them.
"""

import numpy as np
from numpy.typing import NDArray

from agents.codes import CARER_UID, FAMILY_UID, Status
from agents.population import Population
from agents.synthesis.carers import as_new
from agents.synthesis.columns import Columns
from simulation.services.table import spare_uid

type Rows = NDArray[np.int64]

#: Uids of young people begin here.
_PERSON_UID = 0
#: Age below which somebody who arrives is a birth.
_INFANT = 1.0


def more_people(
    population: Population,
    rows: Rows,
    change: float,
    window: tuple[float, float],
    draws: Columns,
    address: int,
) -> None:
    """Add a share of some arrivals again: like them in age, needs and family, at other moments.

    Parameters
    ----------
    rows
        Those who arrive anyway.
    change
        How many times as many come besides.
    window
        Period in which they come, years from the start.
    """
    count = int(change * rows.size + draws.uniform(f"spare/{address}/count", 1)[0])
    like = rows[(draws.uniform(f"spare/{address}/like", count) * rows.size).astype(np.int64)]
    made = _copies(population, like, window, draws, address)
    alone = population.young_people.family[like] < 0
    family = population.families.size + np.arange(count)
    population.young_people.family[made] = np.where(alone, -1, family)
    _own_families(population, like, made, address)


def join_families(
    population: Population, count: int, window: tuple[float, float], draws: Columns, address: int
) -> None:
    """Add births to families with a child who is known to services."""
    families, infants = _known_families(population), _infants(population)
    if not (families.size and infants.size and count):
        return
    u = draws.uniform(f"spare/{address}/like", count)
    like = infants[(u * infants.size).astype(np.int64)]
    made = _copies(population, like, window, draws, address)
    chosen = (draws.uniform(f"spare/{address}/family", count) * families.size).astype(np.int64)
    for row, family in zip(made.tolist(), families[chosen].tolist(), strict=True):
        population.young_people.family[row] = family
        population.young_people.next_sibling[row] = population.families.first_child[family]
        population.families.first_child[family] = row


def can_join(population: Population) -> bool:
    """Return whether there are families for births to join, and infants whom they are like."""
    return bool(_known_families(population).size and _infants(population).size)


def _known_families(population: Population) -> Rows:
    """Return the families with a child who is known to services."""
    people = population.young_people
    known = np.isin(people.status, [Status.IN_NEED, Status.EDGE_OF_CARE, Status.LOOKED_AFTER])
    found: Rows = np.unique(people.family[known & (people.family >= 0)])
    return found


def _infants(population: Population) -> Rows:
    """Return the rows of those who come into need as infants."""
    people = population.young_people
    young = (people.status == Status.UNKNOWN) & (people.arrives - people.born < _INFANT)
    return np.flatnonzero(young & (people.family >= 0))


def _copies(
    population: Population,
    like: Rows,
    window: tuple[float, float],
    draws: Columns,
    address: int,
) -> Rows:
    """Append a copy of each of some rows, as old when it arrives; return the new rows."""
    people = population.young_people
    made: Rows = people.size + np.arange(like.size)
    copies = people[like].copy()
    u = draws.uniform(f"spare/{address}/when", like.size)
    arrives = window[0] + u * (window[1] - window[0])
    copies.born = arrives - (people.arrives[like] - people.born[like])
    copies.arrives, copies.number = arrives, made
    copies.uid = spare_uid(_PERSON_UID, address, like.size)
    copies.next_sibling = copies.first_enrolment = -1
    population.young_people = np.concatenate([people, copies]).view(np.recarray)
    return made


def _own_families(population: Population, like: Rows, made: Rows, address: int) -> None:
    """Append a family for each new row, like that of whom it is like, and kin like theirs."""
    families, carers = population.families, population.carers
    # Those who come alone get a family nobody points at, so that rows stay side by side.
    theirs = np.maximum(0, population.young_people.family[like])
    copies = families[theirs].copy()
    copies.uid = spare_uid(FAMILY_UID, address, made.size)
    copies.first_child, copies.first_enrolment = made, -1
    copies.known, copies.cared = 0, 0
    kin = np.flatnonzero(copies.kin_carer >= 0)
    relatives = as_new(carers[copies.kin_carer[kin]])
    relatives.uid = spare_uid(CARER_UID, address, kin.size)
    copies.kin_carer[kin] = carers.size + np.arange(kin.size)
    population.families = np.concatenate([families, copies]).view(np.recarray)
    population.carers = np.concatenate([carers, relatives]).view(np.recarray)
    population.sort_places()
