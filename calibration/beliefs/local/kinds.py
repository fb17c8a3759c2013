"""The choices at which a council's kinds of placement stand still.

As many have to come into a kind in a year as move on from it or leave care. Who moves on and who
leaves, by age and kind, and where England's children go, is measured in simulated England
(`kind_flows`); the council's own ages, kinds, starts and levels say how many that is here. Then each kind is
chosen as much more often than in England as it takes. Kin are only there for some: a council
that leans on them more finds them no more often.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.lengths import AGE_BAND_COUNT, AGE_EDGES, YEARS_OF_AGE
from agents.synthesis.care import joint
from agents.synthesis.parameters import PLACED_GROUPS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Whom flows tell apart: children with families by age band, unaccompanied children under 16, from 16.
FLOW_GROUPS: Final = AGE_BAND_COUNT + 2
#: What `kind_flows` holds of each group and kind: moves on a year and child; ends that follow local
#: practice; birthdays, transfers and adoption, which do not; where those go who start, who move, and
#: who move from a children's home.
MOVES, ENDS, SET_ENDS, FIRST, NEXT, FROM_HOME = range(6)
FLOWS: Final = 6
_ROUNDS: Final = 60
_DAMPING: Final = 0.8
#: Levels have settled when what comes is this near to what leaves, kind by kind.
_SETTLED: Final = 1e-3
#: No kind is chosen so many times more or less often than in England.
_MOST: Final = 10.0
_TINY: Final = 1e-9
KIN, HOME, ADOPTION = Placement.KINSHIP, Placement.CHILDRENS_HOME, Placement.ADOPTION
#: Reasons of `placement_weight` behind where those go who start and who move.
_FIRST_REASON, _NEXT_REASON = 0, 1


@dataclass(frozen=True)
class Here:
    """Hold what a council's kinds follow from.

    Attributes
    ----------
    groups
        Children in each of the groups that synthesis tells apart, shape (groups,).
    kinds
        Children in each kind, shape (kinds,).
    starts
        Starts a year of each flow group, shape (7,).
    leaving, moving
        Levels of leaving care by flow group, shape (7,), and of moves; England's are 1.
    """

    groups: Floats
    kinds: Floats
    starts: Floats
    leaving: Floats
    moving: float


def flow_groups() -> Ints:
    """Return the flow group of each group that synthesis tells apart, shape (groups,)."""
    bands = np.searchsorted(AGE_EDGES, np.arange(YEARS_OF_AGE), side="right")
    alone = [AGE_BAND_COUNT, *[AGE_BAND_COUNT + 1] * (PLACED_GROUPS - YEARS_OF_AGE - 1)]
    return np.concatenate([bands, alone]).astype(np.int64)


def kind_levels(here: Here, p: Mapping[str, Any]) -> Floats:
    """Return how much more often each kind is chosen than in England so that it stands still.

    Parameters
    ----------
    here
        What the council is like.
    p
        National parameter values by name.

    Returns
    -------
    numpy.ndarray
        Shape (kinds,), 1 for kinds that are not there.
    """
    flows = np.asarray(p["kind_flows"], dtype=float).reshape(FLOWS, FLOW_GROUPS, len(Placement))
    weights = np.asarray(p["synth_placement_age_weight"]).reshape(PLACED_GROUPS, len(Placement))
    living = np.zeros((FLOW_GROUPS, len(Placement)))
    np.add.at(living, flow_groups(), joint(weights, here.groups, here.kinds))
    moves = living * flows[MOVES] * here.moving
    ends = flows[SET_ENDS] + flows[ENDS] * here.leaving[:, None]
    leaving = (moves + living * ends).sum(axis=0)
    families = np.asarray(p["placement_weight"], dtype=float)
    placing = np.zeros(FLOW_GROUPS)
    placing[:AGE_BAND_COUNT] = np.asarray(p["adoption_placing_hazard"])
    adopted = float((placing * (living.sum(axis=1) - living[:, ADOPTION])).sum())
    coming = (here.starts, moves.sum(axis=1) - moves[:, HOME], moves[:, HOME])
    ways = (
        towards(flows[FIRST], families[:, _FIRST_REASON]),
        towards(flows[NEXT], families[:, _NEXT_REASON]),
        towards(flows[FROM_HOME], families[:, _NEXT_REASON]),
    )
    others, sure, has_kin = map(np.stack, zip(*ways, strict=True))
    level = np.ones(len(Placement))
    for _ in range(_ROUNDS):
        there = going(level, others, sure, has_kin)
        came = np.sum([many @ shares for many, shares in zip(coming, there, strict=True)], axis=0)
        moving = (leaving > _TINY) & (came > _TINY)
        if not moving.any():
            break
        # What all kinds together gain or lose is no choice among them.
        share = leaving[moving].sum() / came[moving].sum()
        ratio = np.where(moving, leaving / np.maximum(came, _TINY) / share, 1.0)
        level = np.clip(level * ratio**_DAMPING, 1.0 / _MOST, _MOST)
        if np.abs(ratio - 1.0).max() < _SETTLED:
            break
    level[ADOPTION] = np.clip(leaving[ADOPTION] / max(adopted, _TINY), 1.0 / _MOST, _MOST)
    return level


def towards(shares: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what choosing more or less often works on, of each flow group.

    Parameters
    ----------
    shares
        Where it goes in England, shape (groups, kinds), each row adding up to 1 or to 0.
    weights
        Weights of the choice by age band, shape (bands, kinds): how surely kin are chosen where
        there are any.

    Returns
    -------
    tuple
        Shares of other kinds than kin, shape (groups, kinds); the odds of kin where there are any
        and the share who have any, shape (groups,).
    """
    others = shares.copy()
    others[:, KIN] = 0.0
    others /= np.maximum(others.sum(axis=1, keepdims=True), _TINY)
    sure = np.zeros(shares.shape[0])
    rest = weights.sum(axis=1) - weights[:, KIN]
    sure[:AGE_BAND_COUNT] = weights[:, KIN] / np.maximum(rest, _TINY)
    has_kin = shares[:, KIN] * (1.0 + sure) / np.maximum(sure, _TINY)
    return others, sure, np.minimum(np.where(sure > 0, has_kin, 0.0), 1.0)


def going(level: Floats, others: Floats, sure: Floats, has_kin: Floats) -> Floats:
    """Return where each flow group goes when kinds are chosen more or less often.

    Parameters
    ----------
    level
        How much more often each kind is chosen, shape (kinds,).
    others, sure, has_kin
        As `towards` returns them, of one way or of several, which are the first axis then.
    """
    tilted = others * level
    without = np.maximum(tilted.sum(axis=-1), _TINY)
    kin = sure * level[KIN]
    found = tilted * (has_kin / (kin + without) + (1.0 - has_kin) / without)[..., None]
    found[..., KIN] = has_kin * kin / (kin + without)
    return np.asarray(found)
