"""Which children looked after are brothers and sisters, and which of them live together at the start.

Ages, kinds of placement and distances are given out before and stay as they are: those who live
together are drawn among children who are placed alike, so that published margins are met exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.lengths import AGE_EDGES
from agents.synthesis.columns import Columns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: A family has one set of these: two of its children cannot be apart in them.
ONE_OF_A_KIND = (Placement.KINSHIP, Placement.PARENTS, Placement.ADOPTION)
#: Sizes of families from which on there are brothers and sisters.
_PAIR = 2


@dataclass(frozen=True)
class Grouped:
    """Hold whose brother or sister each child with a family in care is.

    Attributes
    ----------
    rows
        Rows of the children, shape (children,).
    family
        Number of the family, from 0 on, shape (children,).
    together
        Number shared by those of a family who live together; -1: with no brother or sister.
    """

    rows: Ints
    family: Ints
    together: Ints

    @property
    def families(self) -> int:
        """Return how many families there are."""
        return int(self.family.max()) + 1 if self.family.size else 0


def family_sizes(count: int, shares: Floats, draws: Columns) -> Ints:
    """Return the sizes of families that hold so many children, the largest first."""
    sizes = 1 + draws.level("family/care", shares, count)
    reached = np.cumsum(sizes)
    whole = sizes[reached <= count]
    rest = count - int(whole.sum())
    return np.sort(np.append(whole, rest) if rest else whole)[::-1]


def sizes_together(sizes: Ints, whole: Floats, draws: Columns) -> Ints:
    """Return how many of each family live together, 1: all are apart.

    A family that is not whole has any smaller number of them together, each as often.
    """
    u, v = (draws.uniform(f"family/{name}", sizes.size) for name in ("whole", "part"))
    many = sizes >= _PAIR
    chance = np.where(many, whole[np.maximum(sizes, _PAIR) - _PAIR], 1.0)
    part = 1 + (v * (sizes - 1)).astype(np.int64)
    return np.where(u < chance, sizes, part)


class _Pool:
    """Hold children not yet in a family, in the order in which they are given one."""

    def __init__(self, rows: Ints, cells: Ints, times: Floats) -> None:
        order = rows[np.argsort(times[rows], kind="stable")]
        own = cells[order]
        self.cells = {int(cell): order[own == cell].tolist()[::-1] for cell in np.unique(own)}

    def room(self, size: int) -> list[int]:
        """Return the cells that hold so many children."""
        return [cell for cell, left in self.cells.items() if len(left) >= size]

    def take(self, cell: int, size: int) -> list[int]:
        """Take the next children of a cell."""
        return [self.cells[cell].pop() for _ in range(size)]


def place_together(
    blocks: Ints, kinds: Ints, cells: Ints, weights: Floats, times: Floats, u: Floats
) -> list[list[int]]:
    """Return the children of each block of brothers and sisters; empty where there is no room.

    Parameters
    ----------
    blocks
        How many live together, the largest first.
    kinds, cells
        Kind of placement of each child, and what kind and distance it is, shape (children,).
    weights
        By kind; 0: nobody lives there with a brother or sister.
    times
        Order in which children are taken, shape (children,).
    u
        A number between 0 and 1 for each block.
    """
    pool = _Pool(np.flatnonzero(weights[kinds] > 0.0), cells, times)
    kind_of = dict(zip(cells.tolist(), kinds.tolist(), strict=True))
    found: list[list[int]] = []
    for size, chance in zip(blocks.tolist(), u.tolist(), strict=True):
        able = pool.room(size)
        if not able:
            found.append([])
            continue
        reached = np.cumsum([weights[kind_of[cell]] * len(pool.cells[cell]) for cell in able])
        cell = able[min(int(np.searchsorted(reached, chance * reached[-1])), len(able) - 1)]
        found.append(pool.take(cell, size))
    return found


def add_parted(members: list[int], wanted: int, waiting: list[int], kinds: Ints) -> list[int]:
    """Return those of the waiting who join a family apart from the others, and take them off.

    Nobody does whose kind of placement the family has one of and in which one of them is.
    """
    held = {int(kinds[i]) for i in members} & set(map(int, ONE_OF_A_KIND))
    joined: list[int] = []
    at = len(waiting) - 1
    while at >= 0 and len(joined) < wanted:
        kind = int(kinds[waiting[at]])
        if kind not in held:
            joined.append(waiting.pop(at))
            held |= {kind} & set(map(int, ONE_OF_A_KIND))
        at -= 1
    return joined


def group_in_care(people: Any, rows: Ints, p: Mapping[str, Any], draws: Columns) -> Grouped:
    """Return the families of some children looked after, and who of each live together."""
    kinds = people.placement[rows].astype(np.int64)
    cells = 2 * (2 * kinds + people.outside[rows]) + people.far[rows]
    bands = np.searchsorted(AGE_EDGES, -people.born[rows], side="right")
    sizes = family_sizes(rows.size, np.asarray(p["synth_care_group_share"]), draws)
    blocks = sizes_together(sizes, np.asarray(p["synth_whole_share"]), draws)
    together, parted = (
        draws.exponential(f"family/{name}", rows.size)
        / np.asarray(p[f"synth_{name}_age_weight"])[bands]
        for name in ("together", "parted")
    )
    family, living = np.full(rows.size, -1, np.int64), np.full(rows.size, -1, np.int64)
    several = np.flatnonzero(blocks >= _PAIR)
    several = several[np.argsort(-blocks[several], kind="stable")]
    weights = np.asarray(p["synth_together_weight"])
    u = draws.uniform("family/cell", several.size)
    found = place_together(blocks[several], kinds, cells, weights, together, u)
    for number, block in zip(several.tolist(), found, strict=True):
        family[block], living[block] = number, number
    left = np.flatnonzero(family < 0)
    waiting = left[np.argsort(-parted[left], kind="stable")].tolist()
    # Families with brothers and sisters come first; who is left over has none in care.
    for number in np.flatnonzero(sizes >= _PAIR).tolist():
        members = np.flatnonzero(living == number).tolist()
        family[add_parted(members, int(sizes[number]) - len(members), waiting, kinds)] = number
    alone = np.array(sorted(waiting), np.int64)
    family[alone] = sizes.size + np.arange(alone.size)
    return Grouped(rows, np.unique(family, return_inverse=True)[1].astype(np.int64), living)


def count_beside(people: Any, rows: Ints) -> None:
    """Count for some children looked after the brothers and sisters they live with."""
    place = people.carer[rows].astype(np.int64)
    kind = people.placement[rows].astype(np.int64)
    shared = (place >= 0) | (kind == Placement.PARENTS) | (kind == Placement.ADOPTION)
    key = np.column_stack([people.family[rows], place, np.where(place >= 0, 0, kind)])[shared]
    _, number, count = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    people.beside[rows[shared]] = count[number.ravel()] - 1
