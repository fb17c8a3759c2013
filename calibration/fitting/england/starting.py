"""How those who begin a run are made: their ages, where they live and for how long, as practice leaves them."""

from typing import Final

import numpy as np

from agents.codes import Placement, Route
from calibration.fitting.england.step import OLDEST, Levels, Step, moved
from calibration.fitting.patterns.record import Floats

#: Children spread as all of them that stand behind a share of few.
_PRIOR: Final = 10.0
#: Years of the age bands from 1 to 15.
_WIDTHS: Final = (4.0, 5.0, 6.0)


def passing_on(step: Step) -> Floats:
    """Return how the lean of each age band should move, shape (5,); 0 for the first and the last.

    An even band of n years passes 1/n of its children on in a year; a tilt of t makes that
    (1 + t (n - 1) / n) / n. Children who come in the year and those who come alone pass on too.
    """
    goal, seen = step.goal["stock_age"], step.seen["stock_age"]
    # More than published beyond a band: it passed on too many. What all bands have too many is no sign.
    beyond = np.cumsum((seen - goal * seen.sum() / goal.sum())[::-1])[::-1]
    change = np.zeros(goal.size)
    for i, width in enumerate(_WIDTHS, start=1):
        per_tilt = goal[i] * (width - 1.0) / width**2
        change[i] = -step.power * beyond[i + 1] / per_tilt
    return change


def starting_ages(step: Step) -> Levels:
    """Return how England's children of each age band lean to its end.

    The younger bands follow from how many more or fewer than published are older a year on; those of
    16 and 17 from how many turn 18.
    """
    turned = step.goal["exits"][Route.AGED_OUT, OLDEST] - step.seen["exits"][Route.AGED_OUT, OLDEST]
    tilt = step.old["synth_care_age_tilt"] + passing_on(step)
    # A tilt moves a quarter of the band from its first year to its second.
    change = step.power * 4.0 * turned / step.goal["stock_age"][OLDEST]
    tilt[OLDEST] = step.old["synth_care_age_tilt"][OLDEST] + change
    return {"synth_care_age_tilt": np.clip(tilt, -0.9, 0.9)}


def lasted_so_far(step: Step) -> Floats:
    """Return how long placements have lasted at the start, as practice leaves them, shape (rows, kinds, bands).

    A child who has not moved yet has been in the placement for as long as in care, and would have been
    for longer: such times are cut short by the start of care, and the others tell how it goes on
    (a life table by kind).
    """
    moved_here, came_here = step.seen["placed_for"]
    whole = life_table(moved_here.sum(axis=0), came_here.sum(axis=0))
    # Of kinds and ages with few children little is told: those of all ages stand behind it.
    found = life_table(moved_here + _PRIOR * whole, came_here)
    now = (1 - step.power) * step.old["synth_placement_elapsed_share"] + step.power * found
    now[:, Placement.SERVICE_BED] = now[:, Placement.CHILDRENS_HOME]
    now[:, Placement.SERVICE_FAMILY] = now[:, Placement.FOSTER_IN_HOUSE]
    return now


def life_table(ended: Floats, cut_short: Floats) -> Floats:
    """Return the share of each band (last axis) of times, some of which were cut short in their band."""
    found, left = np.zeros(ended.shape), np.ones(ended.shape[:-1])
    last = ended.shape[-1] - 1
    for band in range(last + 1):
        reached = (ended + cut_short)[..., band:].sum(axis=-1) - cut_short[..., band] / 2.0
        found[..., band] = left * (
            1.0 if band == last else ended[..., band] / np.maximum(reached, 1.0)
        )
        left = left - found[..., band]
    return found


def leaning(step: Step) -> Levels:
    """Return how much likelier each kind is at the start by time in care and by quarter past 16.

    Moved until those who begin live as practice leaves them: the two go together with each other and
    with age, so that what each shows by itself would count the same thing twice.
    """
    times, quarters = step.seen["by_time"], step.seen["by_quarter"]
    # Against others of the same year of age.
    years = quarters.reshape(2, 2, -1, len(Placement))
    by_quarter = leant(
        step.old["synth_placement_quarter"].reshape(years.shape[1:]), years, step.power
    )
    return {
        "synth_placement_care_time": leant(
            step.old["synth_placement_care_time"], times, step.power
        ),
        "synth_placement_quarter": by_quarter.reshape(quarters.shape[1:]),
    }


def leant(old: Floats, seen: Floats, power: float) -> Floats:
    """Return moved leans of kinds (last axis) by some groups (the axis before), their mean 1 over the groups.

    Parameters
    ----------
    old
        The leans so far, shape (..., groups, kinds).
    seen
        Children at the start and at the end of the runs, shape (2, ..., groups, kinds).
    power
        How boldly to move.
    """
    began, left = (likelier(one, one.sum(axis=-2, keepdims=True)) for one in seen)
    new = old * moved(left, began, power)
    there = seen[0].sum(axis=-1, keepdims=True)
    mean = (there * new).sum(axis=-2, keepdims=True) / np.maximum(
        there.sum(axis=-2, keepdims=True), 1.0
    )
    return np.asarray(np.where(mean > 0, new / np.where(mean > 0, mean, 1.0), new))


def likelier(some: Floats, whole: Floats) -> Floats:
    """Return how much likelier each kind (last axis) is among some children than among all.

    A child of each kind more, spread as the whole: where few are seen, little is told.
    """
    share = whole / np.maximum(whole.sum(axis=-1, keepdims=True), 1.0)
    own = some + _PRIOR * share
    own = own / np.maximum(own.sum(axis=-1, keepdims=True), 1.0)
    return np.asarray(np.where(share > 0, own / np.where(share > 0, share, 1.0), 1.0))
