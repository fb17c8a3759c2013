"""Families: siblings known to services together, strain, and kin who could care."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import FAMILY_UID, Placement, Status
from agents.schema import FAMILY
from agents.synthesis.cohort import Cohort
from agents.synthesis.columns import Columns

Ints = NDArray[np.int64]


def make_families(people: Any, p: Mapping[str, Any], cohort: Cohort, draws: Columns) -> Any:
    """Group children into families and return the family table; kin are numbered later."""
    care, need, closed, left, _, _, arrivals = cohort.slices()
    family = np.full(people.size, -1, np.int64)
    count = 0
    for name, group in (
        ("care", care),
        ("need", need),
        ("closed", closed),
        ("left", left),
        ("arrivals", arrivals),
    ):
        rows = np.arange(group.start, group.stop)
        rows = rows[people.uasc[rows] == 0]
        numbers = group_siblings(rows.size, p, draws, name)
        family[rows] = count + numbers
        count += int(numbers.max()) + 1 if numbers.size else 0
    people.family = family
    arrive_together(people, arrivals)
    families = np.zeros(count, FAMILY).view(np.recarray)
    families.uid = FAMILY_UID + np.arange(count)
    families.kin_carer = -1
    families.strain = draws.level("family/strain", np.asarray(p["synth_strain_share"]), count)
    link_siblings(people, families)
    open_now = (people.status == Status.IN_NEED) | (people.status == Status.EDGE_OF_CARE)
    families.known = np.bincount(people.family[open_now], minlength=count)[:count]
    return families


def group_siblings(size: int, p: Mapping[str, Any], draws: Columns, name: str) -> Ints:
    """Return a family number for each of `size` children, siblings side by side."""
    if size == 0:
        return np.zeros(0, np.int64)
    sizes = 1 + draws.level(f"family/{name}", np.asarray(p["synth_family_size_share"]), size)
    return np.searchsorted(np.cumsum(sizes), np.arange(size), side="right").astype(np.int64)


def arrive_together(people: Any, arrivals: slice) -> None:
    """Let siblings arrive on one date, keeping their ages at arrival."""
    family = people.family[arrivals]
    if family.size == 0:
        return
    first = np.flatnonzero(np.concatenate([[True], family[1:] != family[:-1]]))
    leader = first[np.searchsorted(first, np.arange(family.size), side="right") - 1]
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
    kin = draws.yes("family/kin", float(p["synth_kin_share"]), families.size)
    placed = people.family[(people.placement == Placement.KINSHIP) & (people.family >= 0)]
    kin[placed] = True
    return kin
