"""Placements and past of those looked after at the start, as a council's own return has them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.codes import Placement
from agents.lengths import WEEK
from agents.synthesis.care import give_unregistered
from agents.synthesis.columns import Columns
from agents.synthesis.margins import weighted_sample
from agents.synthesis.own_start import Start, column, own_kinds, within_week


def give_own_placements(
    people: Any, p: Mapping[str, Any], care: slice, start: Start, draws: Columns
) -> None:
    """Give each child the placement and sex of the return; lodgings to some of those supported."""
    kinds = column(start, "placement")
    there = np.flatnonzero(kinds == Placement.SUPPORTED)
    many = own_kinds(start, float(p["synth_lodgings_share"]))[Placement.LODGINGS]
    chosen = weighted_sample(draws.uniform("own/lodgings", there.size), np.ones(there.size), many)
    kinds[there[chosen]] = Placement.LODGINGS
    people.placement[care] = kinds
    people.female[care] = column(start, "female")
    give_unregistered(people, p, care, draws)


def give_own_past(people: Any, care: slice, start: Start, draws: Columns) -> None:
    """Give each child the time in care and in the placement, the moves and the periods of the return.

    Where care began before the returns did, they are the least: what was drawn as for any
    council's children stands if it is more.
    """
    age = -people.born[care]
    into = within_week(draws, age.size)
    in_care, placed = (
        np.minimum((column(start, name) + into) * WEEK, age)
        for name in ("care_weeks", "placed_weeks")
    )
    cut = column(start, "cut") == 1
    elapsed = np.where(cut, np.maximum(-people.entered[care], in_care), in_care)
    # Nobody knows of a placement since before the returns whether it is the first.
    open_ended = cut & (column(start, "placed_weeks") == column(start, "care_weeks"))
    placed = np.where(open_ended, np.maximum(-people.placed[care], placed), placed)
    people.entered[care] = people.since[care] = -elapsed
    people.placed[care] = -placed
    for name in ("moves", "periods"):
        own = column(start, name)
        people[name][care] = np.where(cut, np.maximum(people[name][care], own), own)
