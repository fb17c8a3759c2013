"""Carers and homes: those who look after somebody now, their free places, and who will join."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import CARER_UID, SKILL_TOP, Opening, Placement
from agents.lengths import TEEN
from agents.schema import CARER
from agents.synthesis.columns import Columns
from agents.synthesis.families import families_with_kin

Ints = NDArray[np.int64]
WITH_PLACES = (
    Placement.FOSTER_IN_HOUSE,
    Placement.FOSTER_AGENCY,
    Placement.CHILDRENS_HOME,
    Placement.SUPPORTED,
    Placement.LODGINGS,
)


def carers_of_kind(
    people: Any,
    cared: Ints,
    p: Mapping[str, Any],
    kind: Placement,
    years: float,
    first: int,
    draws: Columns,
) -> tuple[Any, Ints, Ints]:
    """Return the carers of one kind, and the children (rows) with the carer (row) of each.

    `cared` are the rows of those who live in any placement. Children who are placed alike, inside or outside, near or far, share carers; places beyond
    them are what is free. Carers who may join later follow at the end of each such group: first
    those who do where the market calls as it did in the base year, then those it has to call louder.
    """
    places = max(1, round(float(np.asarray(p["synth_places_per_carer"])[kind])))
    vacancy = float(np.asarray(p["synth_vacancy_ratio"])[kind])
    join = float(np.asarray(p["synth_carer_join_rate"])[kind])
    placed = cared[people.placement[cared] == kind]
    group = 2 * people.outside[placed] + people.far[placed]
    rows = [placed[group == alike] for alike in range(2 * 2)]
    now = [max(-(-r.size // places), round(r.size * (1 + vacancy) / places)) for r in rows]
    usual = [round(n * join * years) for n in now]
    # Whoever comes only if called louder; where nothing answers there are none of them.
    most = float(p["market_join_most"]) if p["market_response"] > 0 else 1.0
    spare = [round(n * (most - 1.0)) for n in usual]
    later = np.add(usual, spare)
    ends = np.cumsum(np.add(now, later))
    table = np.zeros(ends[-1], CARER)
    table["placement"], table["places"] = kind, places
    carers = []
    for alike, end in enumerate(ends):
        start, opens = end - now[alike] - later[alike], end - later[alike]
        table["outside"][start:end], table["far"][start:end] = divmod(alike, 2)
        table["status"][start:opens] = Opening.OPEN
        come = np.repeat([1, 0], [usual[alike], spare[alike]]).astype(bool)
        for these in (come, ~come):
            count = int(np.count_nonzero(these))
            steps = (np.arange(count) + 0.5) * (years / max(count, 1))
            table["opens"][opens:end][these] = steps
        u = draws.uniform(f"carer/mark/{kind.name}/{alike}", end - opens)
        table["mark"][opens:end] = np.where(come, u, 1.0 + u * (most - 1.0))
        carers.append(first + start + np.arange(rows[alike].size) % max(now[alike], 1))
    if p["market_response"] > 0:
        be_prospects(table, float(np.asarray(p["market_join_lag"])[kind]))
    return table, np.concatenate(rows), np.concatenate(carers)


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
    people: Any, families: Any, p: Mapping[str, Any], years: float, draws: Columns
) -> Any:
    """Return the carer table, with everybody who is looked after given a place."""
    tables, children, carers, first = [], [], [], 0
    cared = np.flatnonzero(people.placement != Placement.NONE)
    for kind in WITH_PLACES:
        table, who, where = carers_of_kind(people, cared, p, kind, years, first, draws)
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
