"""What finds out what screens show besides the run."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboards.warming import warming
from dashboards.workshop.menu import priced
from dashboards.workshop.sideline import Finder
from dashboards.workshop.tale import Choice, Tale
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
FINDERS: Final[Mapping[str, Finder]] = {"journeys": whole_lives, "teams": priced}
