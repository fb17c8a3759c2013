"""A plain picture of one arm at the end of a week, made of numbers and words alone."""

from typing import Any, Final

import numpy as np

from agents.codes import Opening, Placement
from agents.lengths import BINS_PER_YEAR
from scenarios.workshop.places import PLACES, SHOWN, place_of
from simulation.model import CareSystem
from simulation.outcomes.cells_now import cells_now
from simulation.outcomes.event_names import MOVES
from simulation.outcomes.logged import Events
from simulation.outcomes.measures import WEEKLY

#: Kinds of placement whose free places are told apart: all that need a carer's or a home's place
#: which somebody else may take. Kin care for their own.
OFFERED: Final = (
    Placement.FOSTER_IN_HOUSE,
    Placement.FOSTER_AGENCY,
    Placement.CHILDRENS_HOME,
    Placement.SUPPORTED,
    Placement.LODGINGS,
    Placement.SERVICE_BED,
    Placement.SERVICE_FAMILY,
)
#: What is added up from the first week on.
ADDED_UP: Final = ("care_entries", "exits", "placement_moves", "missing_episodes")


def picture(model: CareSystem) -> dict[str, Any]:
    """Return what a room sees of an arm at the end of its present week.

    Returns
    -------
    dict
        `week` and `date`; `people` by place; `moves` of the week between places, or inside one, each
        with its `number`; `free`: by kind of placement its `places` and how many are `free`;
        `services`: those open, with their queues; `this_week`: every weekly count; `so_far`: events
        since the start, and what it cost the council, pounds.
    """
    return {
        "week": model.week,
        "date": model.today.isoformat(),
        "people": people_by_place(model),
        "moves": moves_of(week_of(model)),
        "free": free_places(model),
        "services": services_of(model),
        "this_week": {name: float(number) for name, number in model.this_week.items()},
        "so_far": so_far(model),
    }


def people_by_place(model: CareSystem) -> dict[str, int]:
    """Return how many young people are in each place of the map."""
    here = place_of(cells_now(model.population.young_people))
    counts = np.bincount(here, minlength=len(PLACES)).tolist()
    return {place.value: counts[PLACES.index(place)] for place in SHOWN}


def week_of(model: CareSystem) -> Events:
    """Return the events of young people in the week that has just ended."""
    events = model.events
    first = np.searchsorted(events.times, (model.week - 1) / BINS_PER_YEAR)
    latest = events.where(slice(int(first), None))
    return latest.where(latest.rows < model.population.young_people.size)


def moves_of(events: Events) -> list[dict[str, Any]]:
    """Return moves from one place to another, and from one home to another in the same place."""
    came, went = place_of(events.before), place_of(events.after)
    moved = (came != went) | events.are(*MOVES)
    pairs = came[moved] * len(PLACES) + went[moved]
    found, numbers = np.unique(pairs, return_counts=True)
    return [
        {"from": PLACES[pair // len(PLACES)], "to": PLACES[pair % len(PLACES)], "number": number}
        for pair, number in zip(found.tolist(), numbers.tolist(), strict=True)
    ]


def free_places(model: CareSystem) -> dict[str, dict[str, int]]:
    """Return by kind of placement how many places there are with those who are open, and how many are free."""
    markets = model.population.markets
    return {
        kind.name.lower(): {
            "places": int(markets["places"][kind]),
            "free": int(markets["places"][kind] - markets["filled"][kind]),
        }
        for kind in OFFERED
    }


def services_of(model: CareSystem) -> list[dict[str, Any]]:
    """Return each service with its queue, all its sites together, in their order."""
    there = model.population
    sites, found = there.services, dict[int, dict[str, Any]]()
    for i in range(there.practices, sites.size):
        one = found.setdefault(
            int(sites["first_site"][i]),
            {"title": there.titles[i], "open": 0, "supported": 0, "waiting": 0, "room_for": 0},
        )
        if sites["status"][i] == Opening.OPEN:
            one["open"] += 1
            one["room_for"] += int(sites["capacity"][i])
        one["supported"] += int(sites["active"][i])
        one["waiting"] += int(sites["waiting"][i])
    return list(found.values())


def so_far(model: CareSystem) -> dict[str, float]:
    """Return what has happened since the start, and what all of it has cost the council."""
    weekly = model.weekly
    found = {name: float(weekly[:, WEEKLY.index(name)].sum(dtype=float)) for name in ADDED_UP}
    return {**found, "cost_council": float(model.costs.council.sum())}
