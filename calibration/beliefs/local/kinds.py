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
#: Of each group that flows tell apart, its age band: children with families by band, those of 16 and of 17
#: apart, since half of them turn 18 within the year; then unaccompanied children under 16, of 16, of 17.
_OLDER: Final = AGE_BAND_COUNT - 1
FLOW_BANDS: Final = np.array([*range(AGE_BAND_COUNT), _OLDER, _OLDER - 1, _OLDER, _OLDER])
WITH_FAMILIES: Final = AGE_BAND_COUNT + 1
FLOW_GROUPS: Final = FLOW_BANDS.size
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
MOST: Final = 10.0
_TINY: Final = 1e-9
KIN, HOME, ADOPTION = Placement.KINSHIP, Placement.CHILDRENS_HOME, Placement.ADOPTION
#: Reasons of `placement_weight` behind where those go who start and who move.
_FIRST_REASON, _NEXT_REASON = 0, 1


@dataclass(frozen=True)
class Here:
    """Hold what a council's kinds follow from.

    Attributes
    ----------
    living
        Children by flow group and kind, as `living` returns them.
    starts
        Starts a year of each flow group, shape (9,).
    leaving, moving
        Levels of leaving care by local practice by flow group, shape (9,), and of moves; England's are 1.
    moved_on
        Transfers to other councils a year and child by flow group, shape (9,).
    """

    living: Floats
    starts: Floats
    leaving: Floats
    moving: float
    moved_on: Floats


def flow_groups() -> Ints:
    """Return the flow group of each group that synthesis tells apart, shape (groups,)."""
    bands = np.searchsorted(AGE_EDGES, np.arange(YEARS_OF_AGE), side="right")
    bands[-1] += 1
    return np.concatenate([bands, np.arange(WITH_FAMILIES, FLOW_GROUPS)]).astype(np.int64)


def living(groups: Floats, kinds: Floats, p: Mapping[str, Any]) -> Floats:
    """Return how many of each flow group live in each kind, shape (9, kinds).

    Parameters
    ----------
    groups
        Children in each of the groups that synthesis tells apart, shape (groups,).
    kinds
        Children in each kind, shape (kinds,).
    p
        Holds `synth_placement_age_weight`.
    """
    weights = np.asarray(p["synth_placement_age_weight"]).reshape(PLACED_GROUPS, len(Placement))
    found = np.zeros((FLOW_GROUPS, len(Placement)))
    np.add.at(found, flow_groups(), joint(weights, groups, kinds))
    return found


def flows_of(p: Mapping[str, Any]) -> Floats:
    """Return `kind_flows` in its shape."""
    return np.asarray(p["kind_flows"], dtype=float).reshape(FLOWS, FLOW_GROUPS, len(Placement))


def practised(living: Floats, p: Mapping[str, Any]) -> Floats:
    """Return England's exits by practice a year and child of those who live so, by age band, shape (5,).

    Who lives with parents or kin leaves sooner than who lives in a home.
    """
    own, bands = living[:WITH_FAMILIES], FLOW_BANDS[:WITH_FAMILIES]
    ends = np.bincount(bands, (own * flows_of(p)[ENDS, :WITH_FAMILIES]).sum(axis=1))
    return np.asarray(ends / (np.bincount(bands, own.sum(axis=1)) + _TINY))


def adopting(here: Here, p: Mapping[str, Any]) -> float:
    """Return the level of placing for adoption at which adoptive placements stand still."""
    placing = np.asarray(p["adoption_placing_hazard"], dtype=float)[FLOW_BANDS]
    placing[WITH_FAMILIES:] = 0.0
    children = here.living.sum(axis=1) - here.living[:, ADOPTION]
    placed = max(float((placing * children).sum()), _TINY)
    return float(np.clip(leaving(here, p)[1][ADOPTION] / placed, 1.0 / MOST, MOST))


def leaving(here: Here, p: Mapping[str, Any]) -> tuple[Floats, Floats]:
    """Return moves a year by flow group and kind, and all who leave a kind, shape (kinds,)."""
    flows = flows_of(p)
    moves = here.living * flows[MOVES] * here.moving
    ends = flows[SET_ENDS] + flows[ENDS] * here.leaving[:, None] + here.moved_on[:, None]
    return moves, (moves + here.living * ends).sum(axis=0)


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
    flows = flows_of(p)
    moves, left = leaving(here, p)
    families = np.asarray(p["placement_weight"], dtype=float)
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
        moving = (left > _TINY) & (came > _TINY)
        if not moving.any():
            break
        # What all kinds together gain or lose is no choice among them.
        share = left[moving].sum() / came[moving].sum()
        ratio = np.where(moving, left / np.maximum(came, _TINY) / share, 1.0)
        level = np.clip(level * ratio**_DAMPING, 1.0 / MOST, MOST)
        if np.abs(ratio - 1.0).max() < _SETTLED:
            break
    level[ADOPTION] = adopting(here, p)
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
    rest = weights.sum(axis=1) - weights[:, KIN]
    sure = (weights[:, KIN] / np.maximum(rest, _TINY))[FLOW_BANDS]
    sure[WITH_FAMILIES:] = 0.0
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
