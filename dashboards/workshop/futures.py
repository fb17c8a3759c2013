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
from scenarios.workshop.story import Question
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
            asked.name: {**one, "said": said(one, asked.is_of)}
            for asked, one in zip(tale.questions, found, strict=True)
        },
    }


def said(answer: Mapping[str, Any], question: Question) -> str:
    """Say what the futures answer: the middle one and where nine in ten lie."""
    ends = (answer[name] for name in ("middle", "low", "high", "beside") if name in answer)
    middle, low, high, *beside = (
        in_words(one[-1] if isinstance(one, list) else one, question) for one in ends
    )
    at_the_end = " at the end" if answer["form"] == "line" else ""
    told = f"The middle future has {middle}{at_the_end}; 9 in 10 lie between {low} and {high}."
    return " ".join([told, *(f"Without it the middle future has {one}." for one in beside)])


def in_words(amount: float, question: Question) -> str:
    """Say an amount as its question asks for it: a level, or a difference with its direction."""
    if question.of != "difference":
        return words.number(amount, question.kind)
    size = words.number(abs(amount), question.kind)
    way = words.direction(amount, question.kind)
    return "no difference" if words.is_nothing(size) else f"{size} {way}"
