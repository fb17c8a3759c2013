"""The loops a room is shown, link by link, and what a link does: a run in which it is cut, or set to another strength."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dashboards.pages.running import workers
from dashboards.warming import warming
from dashboards.workshop.room import CUT, MOST_STEPS
from dashboards.workshop.tale import Choice, Tale
from dashboards.workshop.works import Progress
from scenarios.workshop.cut import FUTURES, cut
from scenarios.workshop.loops import list_loops, told
from simulation.runner.execution import Execution

#: A step of a link's slider: nothing asked, cut, and then from the lower to the upper end of what is believed.
AS_CUT: Final = 1
SLIDES: Final = MOST_STEPS - AS_CUT


def shown(tale: Tale, choice: Choice) -> Mapping[str, Any]:
    """Return every loop with its links, as screens show them."""
    return {
        "loops": [
            {
                "name": loop.name,
                "title": loop.title,
                "says": loop.says,
                "links": [
                    {**told(link), "key": f"{CUT}{k}-{n}"} for n, link in enumerate(loop.links)
                ],
            }
            for k, loop in enumerate(list_loops())
        ]
    }


def strength(lever: Mapping[str, Any] | None, neutral: float, step: int) -> float:
    """Return the value that a step of a link's slider stands for."""
    if lever is None or step <= AS_CUT:
        return neutral
    share = (step - AS_CUT - 1) / (SLIDES - 1)
    return float(lever["low"] + (lever["high"] - lever["low"]) * share)


def without(tale: Tale, key: str, step: int, progress: Progress) -> dict[str, Any]:
    """Return what a link does in the story's council: the same futures with it, and with it cut or set otherwise."""
    warming().wait(lambda: False)
    k, n = (int(part) for part in key.removeprefix(CUT).split("-"))
    loop = list_loops()[k]
    link = loop.links[n]
    value = strength(told(link)["lever"], link.neutral or 0.0, step)
    asked = replace(tale.story.request(), replicates=FUTURES)
    to = None if step <= AS_CUT else value
    found = cut(loop, link, asked, to=to, execution=Execution(workers(), progress=progress))
    return {
        "text": found["text"],
        "value": value,
        "cut": to is None,
        "council": tale.council.name,
        "years": tale.story.years,
        "futures": FUTURES,
    }
