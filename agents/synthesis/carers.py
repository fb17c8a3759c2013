"""Carers and homes: those who look after somebody now, their free places, and who will join."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import CARER_UID, SKILL_TOP, Opening, Placement
from agents.lengths import TEEN
from agents.schema import CARER
from agents.synthesis.columns import Columns, levels
from agents.synthesis.families import families_with_kin
from agents.synthesis.margins import ranked
from agents.synthesis.together import Grouped

Ints = NDArray[np.int64]
WITH_PLACES = (
    Placement.FOSTER_IN_HOUSE,
    Placement.FOSTER_AGENCY,
    Placement.CHILDRENS_HOME,
    Placement.SUPPORTED,
    Placement.LODGINGS,
)


FOSTERING = (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY)


def places_of(kind: Placement, count: int, p: Mapping[str, Any], draws: Columns, name: str) -> Ints:
    """Return the places of each of some carers of a kind: fostering households differ."""
    if kind not in FOSTERING:
        same = max(1, round(float(np.asarray(p["synth_places_per_carer"])[kind])))
        return np.full(count, same, np.int64)
    shares = np.asarray(p["synth_foster_places_share"])
    start = float(draws.uniform(f"{name}/from", 1)[0])
    # The shares hold to within one carer, whatever is drawn.
    spread = (np.arange(count) + start) / max(count, 1)
    return 1 + levels(spread, shares)[ranked(draws.uniform(f"{name}/order", count))]


def carers_for(
    kind: Placement, children: int, p: Mapping[str, Any], draws: Columns, name: str
) -> Ints:
    """Return the places of the carers who look after some children now, free places among them."""
    vacancy = float(np.asarray(p["synth_vacancy_ratio"])[kind])
    wanted = max(children, round(children * (1 + vacancy)))
    # As many as are needed at one place each; those beyond the places wanted are left out.
    reached = np.cumsum(places_of(kind, wanted, p, draws, name))
    count = int(np.searchsorted(reached, wanted)) + 1 if wanted else 0
    return np.diff(reached[:count], prepend=0)


def give_places(together: Ints, places: Ints, draws: Columns, name: str) -> tuple[Ints, Ints]:
    """Give every child of some kind and distance a carer, brothers and sisters the same one.

    Parameters
    ----------
    together
        Number of the brothers and sisters each child is placed with, -1: none; shape (children,).
    places
        Of each carer; where none has room for all brothers and sisters one makes room, as the
        law lets those do who foster all of a family.

    Returns
    -------
    tuple
        The carer of each child, and the places of each carer.
    """
    places, where = places.copy(), np.full(together.size, -1, np.int64)
    free = places.copy()
    numbers, sizes = np.unique(together[together >= 0], return_counts=True)
    u = draws.uniform(f"{name}/groups", numbers.size)
    for k in np.argsort(-sizes, kind="stable"):
        able = np.flatnonzero(free >= sizes[k])
        carer = int(able[int(u[k] * able.size)]) if able.size else int(np.argmax(free))
        places[carer] += max(0, int(sizes[k] - free[carer]))
        free[carer] = max(0, int(free[carer] - sizes[k]))
        where[together == numbers[k]] = carer
    rest = np.flatnonzero(where < 0)
    slots = np.repeat(np.arange(places.size), free)
    slots = slots[ranked(draws.uniform(f"{name}/slots", slots.size))][: rest.size]
    where[rest[: slots.size]] = slots
    return where, places


def carers_of_kind(
    people: Any,
    cared: Ints,
    together: Ints,
    p: Mapping[str, Any],
    kind: Placement,
    years: float,
    first: int,
    draws: Columns,
) -> tuple[Any, Ints, Ints]:
    """Return the carers of one kind, and the children (rows) with the carer (row) of each.

    `cared` are the rows of those who live in any placement, `together` the brothers and sisters
    each young person is placed with. Children who are placed alike, inside or outside, near or far,
    share carers; places beyond them are what is free. Carers who may join later follow at the end
    of each such group: first those who do where the market calls as it did in the base year, then
    those it has to call louder.
    """
    join = float(np.asarray(p["synth_carer_join_rate"])[kind])
    # Whoever comes only if called louder; where nothing answers there are none of them.
    most = float(p["market_join_most"]) if p["market_response"] > 0 else 1.0
    placed = cared[people.placement[cared] == kind]
    group = 2 * people.outside[placed] + people.far[placed]
    tables, rows, carers = [], [], []
    for alike in range(2 * 2):
        name = f"carer/{int(kind)}/{alike}"
        own = placed[group == alike]
        where, now = give_places(
            together[own], carers_for(kind, own.size, p, draws, name), draws, name
        )
        usual = round(now.size * join * years)
        later = later_carers(usual, round(usual * (most - 1.0)), most, years, draws, name)
        later["places"] = places_of(kind, later.size, p, draws, f"{name}/later")
        table = np.concatenate([np.zeros(now.size, CARER), later])
        table["places"][: now.size] = now
        table["status"][: now.size] = Opening.OPEN
        table["placement"] = kind
        table["outside"], table["far"] = divmod(alike, 2)
        tables.append(table)
        rows.append(own)
        carers.append(first + where)
        first += table.size
    whole = np.concatenate(tables)
    if p["market_response"] > 0:
        be_prospects(whole, float(np.asarray(p["market_join_lag"])[kind]))
    return whole, np.concatenate(rows), np.concatenate(carers)


def later_carers(
    usual: int, spare: int, most: float, years: float, draws: Columns, name: str
) -> Any:
    """Return carers who may join: so many as usual, and those who have to be called louder."""
    table = np.zeros(usual + spare, CARER)
    come = np.arange(usual + spare) < usual
    for these in (come, ~come):
        count = int(np.count_nonzero(these))
        table["opens"][these] = (np.arange(count) + 0.5) * (years / max(count, 1))
    u = draws.uniform(f"{name}/mark", usual + spare)
    table["mark"] = np.where(come, u, 1.0 + u * (most - 1.0))
    return table


def be_prospects(table: Any, lag: float) -> None:
    """Have those who may join decide a lag before they would; who decided before the start does join."""
    future = table["status"] == Opening.FUTURE
    decided = table["opens"] < lag
    table["status"][future & ~decided] = Opening.PROSPECT
    # Nobody called louder than usual before the start.
    table["status"][future & decided & (table["mark"] >= 1.0)] = Opening.CLOSED


def kin_carers(
    people: Any, families: Any, p: Mapping[str, Any], first: int, draws: Columns
) -> tuple[Any, Ints, Ints]:
    """Return kin as carers, who care from now on or could be asked, and whom they look after."""
    has_kin = families_with_kin(people, families, p, draws)
    owners = np.flatnonzero(has_kin)
    table = np.zeros(owners.size, CARER).view(np.recarray)
    families.kin_carer[owners] = first + np.arange(owners.size)
    children = np.flatnonzero((people.placement == Placement.KINSHIP) & (people.family >= 0))
    number = families.kin_carer[people.family[children]]
    table.placement, table.places = Placement.KINSHIP, round(float(p["synth_kin_places"]))
    table.opens = np.inf
    kind = Placement.KINSHIP
    table.outside = draws.yes("kin/outside", float(p["outside_share"][kind]), table.size)
    far = np.asarray(p["far_share"])[kind][table.outside.astype(int)]
    table.far = draws.yes("kin/far", far, table.size)
    table.outside[number - first] = people.outside[children]
    table.far[number - first] = people.far[children]
    table.status[np.unique(number) - first] = Opening.OPEN
    return table, children, number.astype(np.int64)


def make_carers(
    people: Any,
    families: Any,
    grouped: Grouped,
    p: Mapping[str, Any],
    years: float,
    draws: Columns,
) -> Any:
    """Return the carer table, with everybody who is looked after given a place."""
    tables, children, carers, first = [], [], [], 0
    cared = np.flatnonzero(people.placement != Placement.NONE)
    together = np.full(people.size, -1, np.int64)
    together[grouped.rows] = grouped.together
    for kind in WITH_PLACES:
        table, who, where = carers_of_kind(people, cared, together, p, kind, years, first, draws)
        tables.append(table)
        children.append(who)
        carers.append(where)
        first += table.size
    table, who, where = kin_carers(people, families, p, first, draws)
    whole = np.concatenate([*tables, table]).view(np.recarray)
    whole.uid = CARER_UID + np.arange(whole.size)
    whole.site = whole.first_enrolment = -1
    whole.first_resident = -1
    shares = np.asarray(p["synth_carer_skill_share"]).reshape(-1, SKILL_TOP + 1)
    skill = np.cumsum(shares, axis=1)[:, :SKILL_TOP]
    whole.skill = (draws.uniform("carer/skill", whole.size)[:, None] > skill[whole.placement]).sum(
        1
    )
    whole.restless = draws.uniform("carer/restless", whole.size)
    link_residents(
        people, whole, np.concatenate([*children, who]), np.concatenate([*carers, where])
    )
    return whole


def as_new(carers: Any) -> Any:
    """Return copies of carers who have nobody yet and have not opened.

    Parameters
    ----------
    carers
        Rows of carers that were taken out of their table; changed in place.
    """
    carers.first_resident = carers.first_enrolment = -1
    carers.filled = carers.missing = carers.strain = 0
    carers.mark = 0.0
    carers.status = int(Opening.FUTURE)
    return carers


def link_residents(people: Any, carers: Any, children: Ints, where: Ints) -> None:
    """Chain the residents of each carer, count them and see how far each carer's skill falls short."""
    order = np.argsort(where, kind="stable")
    rows, owner = children[order], where[order]
    people.carer[rows] = owner
    same = owner[1:] == owner[:-1]
    people.next_resident[rows[:-1][same]] = rows[1:][same]
    people.last_resident[rows[1:][same]] = rows[:-1][same]
    first = np.concatenate([[True], ~same]) if rows.size else np.zeros(0, bool)
    carers.first_resident[owner[first]] = rows[first]
    carers.filled = np.bincount(owner, minlength=carers.size)
    carers.places = np.maximum(carers.places, carers.filled)
    # As the model reckons it for whoever moves in later.
    asked = people.emotional[rows].astype(int) + (people.behaviour[rows] > 1)
    teen = -people.born[rows] >= TEEN
    asked += teen * (people.exploitation[rows] + people.offending[rows])
    short = np.minimum(asked, SKILL_TOP) - carers.skill[owner]
    people.mismatch[rows] = np.maximum(short, 0)
