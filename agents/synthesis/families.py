"""Families: siblings known to services together, strain, and kin who could care."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import FAMILY_UID, Placement, Status
from agents.schema import FAMILY
from agents.synthesis.cohort import Cohort
from agents.synthesis.columns import Columns
from agents.synthesis.margins import ranked
from agents.synthesis.together import Grouped, group_in_care

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def make_families(
    people: Any, p: Mapping[str, Any], cohort: Cohort, draws: Columns
) -> tuple[Any, Grouped]:
    """Group children into families; return the family table, and who is placed together.

    Kin are numbered later.
    """
    care, need, closed, left, _, _, arrivals = cohort.slices()
    family = np.full(people.size, -1, np.int64)
    cared = rows_of(care)
    grouped = group_in_care(people, cared[people.uasc[cared] == 0], p, draws)
    family[grouped.rows] = grouped.family
    count = grouped.families
    for name, rows in (
        ("need", mixed(rows_of(need), rows_of(closed), p, draws)),
        ("left", rows_of(left)),
        ("arrivals", rows_of(arrivals)),
    ):
        rows = rows[people.uasc[rows] == 0]
        numbers = group_siblings(rows.size, p, draws, name)
        family[rows] = count + numbers
        count += int(numbers.max()) + 1 if numbers.size else 0
    people.family = family
    arrive_together(people, arrivals)
    families = np.zeros(count, FAMILY).view(np.recarray)
    families.uid = FAMILY_UID + np.arange(count)
    families.kin_carer = families.first_enrolment = -1
    families.strain = draws.level("family/strain", np.asarray(p["synth_strain_share"]), count)
    link_siblings(people, families)
    open_now = (people.status == Status.IN_NEED) | (people.status == Status.EDGE_OF_CARE)
    families.known = np.bincount(people.family[open_now], minlength=count)[:count]
    families.cared = np.bincount(grouped.family, minlength=count)[:count]
    return families, grouped


def rows_of(group: slice) -> Ints:
    """Return the row numbers of a group."""
    return np.arange(group.start, group.stop)


def mixed(need: Ints, closed: Ints, p: Mapping[str, Any], draws: Columns) -> Ints:
    """Return those in need, then those closed, with a share of the first swapped into the second.

    Siblings stand side by side: cases of a family close one by one, so some who are in need now
    have siblings whose case is closed.
    """
    count = min(round(need.size * float(p["synth_sibling_closed_share"])), closed.size)
    here = ranked(draws.uniform("family/apart", need.size))[:count]
    there = ranked(draws.uniform("family/apart_closed", closed.size))[:count]
    need, closed = need.copy(), closed.copy()
    need[here], closed[there] = closed[there], need[here]
    return np.concatenate([need, closed])


def group_siblings(size: int, p: Mapping[str, Any], draws: Columns, name: str) -> Ints:
    """Return a family number for each of `size` children, siblings side by side."""
    if size == 0:
        return np.zeros(0, np.int64)
    sizes = 1 + draws.level(f"family/{name}", np.asarray(p["synth_family_size_share"]), size)
    return np.repeat(np.arange(size), sizes)[:size]


def arrive_together(people: Any, arrivals: slice) -> None:
    """Let siblings arrive on one date, keeping their ages at arrival."""
    family = people.family[arrivals]
    if family.size == 0:
        return
    first = np.flatnonzero(np.concatenate([[True], family[1:] != family[:-1]]))
    leader = np.repeat(first, np.diff(first, append=family.size))
    age = people.arrives[arrivals] - people.born[arrivals]
    people.arrives[arrivals] = people.arrives[arrivals][leader]
    people.born[arrivals] = people.arrives[arrivals] - age


def link_siblings(people: Any, families: Any) -> None:
    """Chain the children of each family, from `first_child` by `next_sibling`."""
    rows = np.flatnonzero(people.family >= 0)
    rows = rows[np.argsort(people.family[rows], kind="stable")]
    owner = people.family[rows]
    same = owner[1:] == owner[:-1]
    people.next_sibling[rows[:-1][same]] = rows[1:][same]
    first = np.concatenate([[True], ~same]) if rows.size else np.zeros(0, bool)
    families.first_child = -1
    families.first_child[owner[first]] = rows[first]


def families_with_kin(
    people: Any, families: Any, p: Mapping[str, Any], draws: Columns
) -> NDArray[np.bool_]:
    """Return which families have kin who could care; those of kinship placements all do."""
    share, willing = float(p["synth_kin_share"]), float(p["synth_kin_willing_share"])
    cared = np.unique(people.family[(people.status == Status.LOOKED_AFTER) & (people.family >= 0)])
    placed = np.unique(
        people.family[(people.placement == Placement.KINSHIP) & (people.family >= 0)]
    )
    chance = np.full(families.size, share)
    others = max(cared.size - placed.size, 1)
    # Those placed with kin are among the share, so that entrants have kin as often as the stock.
    chance[cared] = max(share * willing * cared.size - placed.size, 0.0) / others
    chance[placed] = 1.0
    u = draws.uniform("family/kin", families.size)
    families.kin_needs = kin_needed(u, chance)
    return u < chance


def kin_needed(u: Floats, chance: Floats) -> Floats:
    """Return how far the log odds of kin would have to rise before a family has some.

    Parameters
    ----------
    u
        What was drawn: below its chance a family has kin.
    chance
        Chance that it has, 0 to 1.

    Returns
    -------
    numpy.ndarray
        Below 0 where it has kin: then how far they may fall, with a minus; shape (families,).
    """
    with np.errstate(divide="ignore"):
        needs = np.log(u) - np.log1p(-u) - (np.log(chance) - np.log1p(-chance))
    # As the draw says, also where the two are the same but for rounding.
    return np.asarray(
        np.where(u < chance, np.minimum(needs, -np.finfo(float).tiny), np.maximum(needs, 0.0))
    )
