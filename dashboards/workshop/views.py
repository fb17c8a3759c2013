"""What each screen of the room shows, in parts: a part is sent again only when its words change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import median
from typing import Any, Final

from jinja2 import Environment

from dashboards.report.page import environment
from dashboards.workshop import futures, plot
from dashboards.workshop.frames import COUNTERS
from dashboards.workshop.hosting import Hosting
from dashboards.workshop.join_code import squares
from dashboards.workshop.kit import ROLES
from dashboards.workshop.menu import board, millions
from dashboards.workshop.place import is_alone
from dashboards.workshop.room import PHASES, SCREENS, SEATS, TEAMS
from dashboards.workshop.tale import Asked
from dashboards.workshop.together import (
    CLOCK,
    USUAL_CLOCK,
    dealt,
    holder,
    part_of,
)
from scenarios import words
from scenarios.workshop.decide import NOTE
from scenarios.workshop.story import Question

#: What phases and screens are called on buttons.
SAYS: Final = {
    "brief": "Brief",
    "predict": "Predict",
    "commit": "Commit",
    "run": "Run",
    "reveal": "Reveal",
    "debrief": "Debrief",
    "map": "Map",
    "journeys": "Journeys",
    "loops": "Loops",
    "teams": "Teams",
    "decide": "Decide together",
    "pause": "Clear the screens",
}
PARTS: Final = {
    "seat": ("who", "stage"),
    "projector": ("top", "stage", "futures"),
    "console": ("lead", "phases", "futures", "stage", "people"),
}


@cache
def templates() -> Environment:
    """Return the engine that fills the workshop's templates."""
    return environment("dashboards.workshop")


def parts(hosting: Hosting, who: str, mark: str) -> dict[str, str]:
    """Return what a screen shows, as HTML by part, in order."""
    context = about(hosting, who, mark)
    return {
        name: templates().get_template(f"part_{name}.html").render(context) for name in PARTS[who]
    }


def about(hosting: Hosting, who: str, mark: str) -> dict[str, Any]:
    """Return everything the templates of one screen may say."""
    room, tale = hosting.room, hosting.tale
    number = room.seats.get(mark, 0)
    return {
        "who": who,
        "room": room,
        "tale": tale,
        "choice": hosting.choice,
        "shown": room.screen or room.phase,
        "phases": PHASES,
        "screens": SCREENS,
        "says": SAYS,
        "code": room.code.upper(),
        "address": hosting.address,
        "alone": is_alone(hosting.address),
        "qr": squares(f"{hosting.address}/join/{room.code.upper()}"),
        "seats": SEATS,
        "most_teams": TEAMS[1],
        "leads": mark == room.lead,
        "number": number,
        "role": ROLES[(number - 1) % len(ROLES)] if number else None,
        "team": room.team_of(mark) if number else 0,
        **team_board(hosting),
        **decided(hosting, number),
        "questions": [asked(hosting, one, mark) for one in tale.questions],
        "result": room.results.get(room.key),
        "missed": _missed(room.missed, tale.reasons),
        "mine_missed": room.missed.get(mark, ()),
        "monday": list(room.monday.values()),
        "mine_monday": room.monday.get(mark, ""),
        "shows": room.step.get(f"reveal-{room.key}", 0),
        "found": hosting.sideline.of(room.screen, hosting.choice),
        "not_found": hosting.sideline.fault(room.screen, hosting.choice),
        "done": hosting.done,
        "total": hosting.total,
        "fault": hosting.fault,
    }


def team_board(hosting: Hosting) -> dict[str, Any]:
    """Return what the teams' screen shows of what was put together, and of what came of it."""
    room = hosting.room
    results = {k: room.results[f"team-{k}"] for k in room.mixes if f"team-{k}" in room.results}
    return {
        "board": board(results) if results else [],
        "team_results": results,
        "votes": Counter(room.surprised.values()),
    }


def decided(hosting: Hosting, number: int) -> dict[str, Any]:
    """Return whom the room decides for, who is asked what, and what came of it."""
    room, now = hosting.room, hosting.together
    if now is None or room.screen != "decide":
        return {}
    offers = now.asked["offers"] if now.asked else ()
    answers = dealt(room, offers)
    return {
        "asked": now.asked,
        "latest": now.latest,
        "outcome": side_by_side(now.outcome) if now.outcome else None,
        "holder": holder(room),
        "part": part_of(number, room) if number else "",
        "mine_to_answer": [one for one in offers if answers.get(one["id"]) == number],
        "note": NOTE,
        "clock": room.step.get(CLOCK, USUAL_CLOCK),
    }


def side_by_side(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the room's decisions and the rule came to, row by row."""
    since = outcome["since"]
    rows = [
        (
            label,
            words.number(since["room"][name], "flow"),
            words.number(since["rule"][name], "flow"),
        )
        for name, label in COUNTERS.items()
    ]
    cost = [millions(since[who]["cost_council"]) for who in ("room", "rule")]
    stayed = sum(bool(one["still_there"]) for one in outcome["decided"])
    return {
        "rows": [*rows, ("cost to the council", *cost)],
        "many": len(outcome["decided"]),
        "stayed": stayed,
        "otherwise": sum(one["room"] != one["rule"] for one in outcome["decided"] if one["room"]),
        "week": outcome["week"],
    }


def asked(hosting: Hosting, question: Asked, mark: str) -> dict[str, Any]:
    """Return a question with what was predicted of it and, once it is known, what came."""
    room = hosting.room
    guesses = room.guessed(question.name)
    mine = guesses.get(mark)
    found: dict[str, Any] = {
        "name": question.name,
        "label": f"Question {question.name.removeprefix('q')}",
        "is": question.is_of,
        "mine": mine,
        "given": len(guesses),
        "years": list(range(1, question.points + 1)),
        "base": hosting.tale.council.year,
        "step": question.step,
        "said": in_words(mine, question.is_of),
        "scale": scale_of(question.is_of),
    }
    result = room.results.get(room.key)
    if result is not None and room.phase in ("reveal", "debrief"):
        found |= revealed(question, guesses, result["answers"][question.name], found["base"])
        found["mark"] = mark
    return found


def scale_of(question: Question) -> str:
    """Say where a question's scale ends, and what an amount below nothing means."""
    least, most = (words.number(one, question.kind) for one in (question.low, question.high))
    compared = " than without it" if question.of == "difference" else ""
    below = (
        f"; below 0 is {words.direction(-1, question.kind)}{compared}" if question.low < 0 else ""
    )
    return f"From {least} to {most}{below}."


def in_words(values: tuple[float, ...] | None, question: Question) -> str:
    """Say a prediction."""
    if not values:
        return ""
    at_the_end = " at the end" if question.form == "line" else ""
    return f"{futures.in_words(values[-1], question)}{at_the_end}"


def revealed(
    question: Asked,
    guesses: Mapping[str, tuple[float, ...]],
    answer: Mapping[str, Any],
    base: int,
) -> dict[str, Any]:
    """Return all guesses, the middle one and the simulated futures as a picture, and in words."""
    last = [own[-1] for own in guesses.values()]
    is_line = question.is_of.form == "line"
    low, high = (answer[end][-1] if is_line else answer[end] for end in ("low", "high"))
    found: dict[str, Any] = {
        "answer": answer,
        "windows": sorted((int(k), level) for k, level in answer.get("windows", {}).items()),
        "middle_said": futures.in_words(median(last), question.is_of) if last else "",
        "inside": sum(low <= one <= high for one in last),
    }
    draw = _lines if is_line else _dots
    return found | draw(question, guesses, answer, base)


def _lines(
    question: Asked, guesses: Mapping[str, tuple[float, ...]], answer: Mapping[str, Any], base: int
) -> dict[str, Any]:
    every = [one for of in (*guesses.values(), *answer["futures"]) for one in of]
    frame = _frame(question, every)
    return {
        "ticks": frame.axis(question.is_of.kind),
        "dates": frame.dates(base),
        "band": frame.band(answer["low"], answer["high"]),
        "futures": [frame.line(one) for one in answer["futures"]],
        "middle_future": frame.line(answer["middle"]),
        "lines": [{"whose": seat, "path": frame.line(own)} for seat, own in guesses.items()],
        "middle": frame.line(plot.middle(guesses)) if guesses else "",
    }


def _dots(
    question: Asked, guesses: Mapping[str, tuple[float, ...]], answer: Mapping[str, Any], base: int
) -> dict[str, Any]:
    last = {seat: own[-1] for seat, own in guesses.items()}
    frame = _frame(question, [*last.values(), *answer["futures"]])
    return {
        "ticks": frame.axis(question.is_of.kind),
        "dots": frame.stacked(last.items(), 1),
        "futures": frame.stacked([("", one) for one in answer["futures"]], -1),
        "middle_future": frame.across(answer["middle"]),
        "middle": frame.across(median(last.values())) if last else None,
    }


def _frame(question: Asked, amounts: Sequence[float]) -> plot.Frame:
    """Return a frame that holds the scale people answered on and everything that came."""
    least = min([question.is_of.low, *amounts])
    most = max([question.is_of.high, *amounts])
    return plot.Frame(question.points, least, most)


def _missed(of: Mapping[str, tuple[int, ...]], reasons: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return each reason with how many say that the room missed it."""
    return [
        (reason, sum(k in ticked for ticked in of.values())) for k, reason in enumerate(reasons)
    ]
