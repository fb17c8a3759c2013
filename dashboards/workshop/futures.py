"""Run what a round has chosen, and say what came of it with the choices it was run with."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.running import workers
from dashboards.warming import warming
from dashboards.workshop.tale import Choice, Tale
from dashboards.workshop.works import Progress
from scenarios import words
from scenarios.describe import opened
from scenarios.workshop.reveal import reveal
from simulation.runner.execution import Execution


def run(tale: Tale, choice: Choice, progress: Progress) -> Mapping[str, Any]:
    """Return what is revealed of a choice of a story."""
    warming().wait(lambda: False)
    told = tale.chosen(choice)
    found = reveal(told, execution=Execution(workers(), progress=progress))
    baseline, tried = told.request().arms()
    return {
        "choice": {
            "name": choice.name,
            "title": choice.title,
            "opens": list(opened(tried)),
            "toml": tried.to_toml(),
        },
        "baseline": baseline.title,
        "authority": tale.council.name,
        "years": told.years,
        "futures": told.futures,
        "seed": told.seed,
        "answers": {
            asked.name: {**one, "said": said(one)}
            for asked, one in zip(tale.questions, found, strict=True)
        },
    }


def said(answer: Mapping[str, Any]) -> str:
    """Say what the futures answer: the middle one and where nine in ten lie."""
    ends = (answer[name] for name in ("middle", "low", "high"))
    middle, low, high = (
        words.number(one[-1] if isinstance(one, list) else one, answer["kind"]) for one in ends
    )
    at_the_end = " at the end" if answer["form"] == "line" else ""
    return f"The middle future has {middle}{at_the_end}; 9 in 10 lie between {low} and {high}."
