"""What finds out what screens show besides the run."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.warming import warming
from dashboards.workshop.menu import priced
from dashboards.workshop.sideline import Finder
from dashboards.workshop.tale import Choice, Tale
from scenarios.workshop.journeys import journeys
from scenarios.workshop.stepping import ARMS, Stepped


def whole_lives(tale: Tale, choice: Choice) -> Mapping[str, Any]:
    """Return some young people's journeys through the whole of the run that the map plays."""
    warming().wait(lambda: False)
    pair = Stepped(tale.chosen(choice).request())
    pair.play_to(pair.weeks)
    return {**journeys(pair), "titles": [pair.titles[arm] for arm in ARMS], "arms": ARMS}


FINDERS: Final[Mapping[str, Finder]] = {"journeys": whole_lives, "teams": priced}
