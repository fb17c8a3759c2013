"""What does a real room's work: the model, stepped, run, decided in and read."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboards.warming import warming
from dashboards.workshop.frames import Framed
from dashboards.workshop.futures import run
from dashboards.workshop.loops import shown, without
from dashboards.workshop.menu import priced, tried
from dashboards.workshop.tale import Choice, Tale
from dashboards.workshop.works import Works
from scenarios.workshop.decide import Deciding, Decision
from scenarios.workshop.journeys import journeys
from scenarios.workshop.stepping import ARMS, Stepped


def whole_lives(tale: Tale, choice: Choice) -> Mapping[str, Any]:
    """Return some young people's journeys through the whole of the run that the map plays."""
    warming().wait(lambda: False)
    pair = Stepped(tale.chosen(choice).request())
    pair.play_to(pair.weeks)
    return {**journeys(pair), "titles": [pair.titles[arm] for arm in ARMS], "arms": ARMS}


def begin(
    tale: Tale, choice: Choice, week: int, decisions: Sequence[Mapping[str, Any]]
) -> Deciding:
    """Return the run a room decides in from a week on, with what it has decided put into it."""
    warming().wait(lambda: False)
    made = [Decision(**{key: one[key] for key in DECISION}) for one in decisions]
    return Deciding(tale.chosen(choice).request(), decisions=made, week=week)


DECISION: Final = ("person", "time", "carer", "rule")
#: What does the work of a real room.
WORKS: Final = Works(
    run=run,
    make=Framed,
    begin=begin,
    try_mix=tried,
    cut=without,
    finders={"journeys": whole_lives, "teams": priced, "loops": shown},
)
