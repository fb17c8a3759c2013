"""What the map shows of a week, small enough to be sent ten times a second, and in a spoken sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dashboards.workshop.tale import Choice, Tale
from scenarios.workshop.places import LABELS, SHOWN, Place
from scenarios.workshop.stepping import ARMS, Stepped
from simulation.numbers import counted

#: What is counted since the start, and what it is called.
COUNTERS: Final = {
    "care_entries": "came into care",
    "exits": "left care",
    "placement_moves": "moved home while in care",
    "missing_episodes": "times somebody went missing",
}
#: Which kinds of home are a place of the map.
HOMES: Final = {
    Place.SERVICE: ("service_bed", "service_family"),
    Place.FOSTER: ("foster_in_house", "foster_agency"),
    Place.HOMES: ("childrens_home",),
    Place.SUPPORTED: ("supported", "lodgings"),
}
#: Places where young people are looked after.
CARE: Final = (
    Place.SERVICE,
    Place.FOSTER,
    Place.KIN,
    Place.HOMES,
    Place.SUPPORTED,
    Place.ELSEWHERE,
)


class Framed:
    """Step a choice of a story, giving what the map shows."""

    def __init__(self, tale: Tale, choice: Choice) -> None:
        self.stepped = Stepped(tale.chosen(choice).request())

    @property
    def week(self) -> int:
        """Return how many weeks are over."""
        return self.stepped.week

    @property
    def weeks(self) -> int:
        """Return how many weeks there are."""
        return self.stepped.weeks

    def play_to(self, week: int) -> Mapping[str, Any]:
        """Go to the end of a week and return what the map shows there."""
        return frame_of(self.stepped.play_to(week), self.stepped.titles)


def frame_of(picture: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """Return what the map shows of both arms at the end of a week."""
    arms = [arm_of(picture["arms"][name], titles[name], name) for name in ARMS]
    week = picture["week"]
    day = date.fromisoformat(picture["arms"][ARMS[0]]["date"])
    said = f"{day.day} {day:%B %Y}"
    return {
        "week": week,
        "weeks": picture["weeks"],
        "date": said,
        "arms": arms,
        "spoken": spoken(said, week, arms),
    }


def arm_of(picture: Mapping[str, Any], title: str, name: str) -> dict[str, Any]:
    """Return what the map shows of one arm."""
    free = picture["free"]
    places = [
        {
            "name": place.value,
            "label": LABELS[place],
            "people": picture["people"][place.value],
            "free": sum(free[kind]["free"] for kind in HOMES.get(place, ())),
            "places": sum(free[kind]["places"] for kind in HOMES.get(place, ())),
        }
        for place in SHOWN
    ]
    return {
        "name": name,
        "title": title,
        "places": places,
        "moves": [[one["from"], one["to"], one["number"]] for one in picture["moves"]],
        "services": picture["services"],
        "care": sum(picture["people"][place.value] for place in CARE),
        "missing": round(picture["this_week"].get("missing_now", 0)),
        "counters": {
            label: round(picture["so_far"][counter]) for counter, label in COUNTERS.items()
        },
        "cost": round(picture["so_far"]["cost_council"]),
    }


def spoken(day: str, week: int, arms: list[dict[str, Any]]) -> str:
    """Say a week in a sentence an arm."""
    said = [f"{day}, {counted(week, 'week')} on."]
    for arm in arms:
        waiting = sum(one["waiting"] for one in arm["services"])
        queue = f", {waiting} waiting for a service" if arm["services"] else ""
        entered = arm["counters"][COUNTERS["care_entries"]]
        said.append(
            f"{arm['title']}: {arm['care']:,} in care, {entered:,} came into care so far, "
            f"{arm['missing']:,} missing now{queue}."
        )
    return " ".join(said)
