"""Sliders beside an answer: a first estimate at once, from real runs at other settings, then the full run."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

import solara
import solara.lab

from dashboards.boards import banks, desk
from dashboards.components.widgets import Dials, TrendChart
from dashboards.estimates import Key, Made
from dashboards.pages.asking import Asking
from dashboards.pages.choice import Choice
from dashboards.pages.compared import Compared
from dashboards.pages.parts import tiled
from dashboards.pages.payload import DASHED, chart, curve
from dashboards.pages.shell import part
from dashboards.pages.turning import NAME, sliders
from dashboards.report import style
from dashboards.report.briefing.content import tile
from dashboards.report.briefing.shape import Tile
from dashboards.report.content import Band
from scenarios.estimate.bank import FUTURES, POINTS
from scenarios.estimate.estimate import TOLD, Curve, Estimator, Guess
from scenarios.settings.said import numbers_of
from scenarios.settings.setting import texts_of
from scenarios.verdict import judgement

#: Seconds between two looks at a bank that grows.
_LOOK: Final = 0.5


@solara.component
def Turning(at: Asking[Choice, Compared]) -> solara.Element:  # noqa: N802
    """Show the sliders of the choice at hand, and what turning them would do."""
    choice = at.choice
    dials = sliders(choice.council, choice.scenario, choice.set)
    wanted, want = solara.use_state(dict[str, float]())
    _, look = solara.use_state(0)
    solara.use_effect(lambda: want({}), [choice])
    key = (choice.council, choice.scenario, choice.years, min(choice.runs, FUTURES))
    made = banks().want(key) if dials and at.now and desk().beforehand else Made()
    _follow(key, made, lambda: look(lambda n: n + 1), on=bool(dials and at.now))

    def settled(values: Any) -> None:
        found = _numbers(values, dials)
        if at.job.open and at.job.choice.set:
            at.job.stop()  # What it would answer has been turned on.
        at.start(asdict(choice) | {NAME: list(texts_of(found))})

    if not dials or at.now is None:
        return part("div", [], id="dw-turn")
    name = "Turn what you would do"
    moved = {**numbers_of(choice.set), **wanted}
    waiting = bool(wanted) or at.now.choice != choice or at.now.standing != "whole"
    content: list[solara.Element] = [
        part("h2", [name]),
        part("p", [_standing(made)], "dw-hint", id="dw-bank", role="status"),
        Dials(
            name=name,
            dials=dials,
            stamp=choice.stamp(),
            event_turn_to=lambda values: want(_numbers(values, dials)),
            event_settle_at=settled,
        ),
    ]
    if waiting and made.estimator is not None:
        content += _estimate(made.estimator, moved, choice)
    return part("section", content, "dw-turn", id="dw-turn", **{"aria-label": name})


def _follow(key: Key, made: Made, look: Callable[[], None], *, on: bool) -> None:
    """Look again while a bank grows."""

    async def follow() -> None:
        seen = made
        while on and desk().beforehand and not seen.ended:
            await asyncio.sleep(_LOOK)
            if (now := banks().find(key)) is not seen:
                seen = now
                look()

    solara.lab.use_task(follow, dependencies=[key, made.ended, on])


def _numbers(values: Any, dials: list[dict[str, Any]]) -> dict[str, float]:
    """Return what a browser says of the sliders, within their ends; what is none of them is left out."""
    given = values if isinstance(values, Mapping) else {}
    found = {}
    for one in dials:
        value = given.get(one["name"])
        if isinstance(value, int | float) and not isinstance(value, bool):
            kept = min(max(float(value), one["low"]), one["high"])
            found[one["name"]] = kept
        else:
            found[one["name"]] = one["value"]
    return found


def _standing(made: Made) -> str:
    """Say what first estimates rest on, or that there are none yet."""
    if made.message:
        return made.message
    if not desk().beforehand:
        return "Each change is run in full."
    if made.estimator is None:
        return "Each change is run in full. First estimates follow once this has been run at some settings, in the background."
    more = "" if made.ended else f", {POINTS - made.points} more to come"
    return f"First estimates come from {made.points} settings that were really run{more}; the full run follows when you let go."


def _estimate(
    estimator: Estimator, values: Mapping[str, float], choice: Choice
) -> list[solara.Element]:
    guesses = {name: estimator.guess(name, values) for name in TOLD}
    return [
        part("h3", ["First estimate"], id="dw-first"),
        part("div", [tiled([_tile(one) for one in guesses.values()])], "dw-first"),
        TrendChart(chart=_chart(estimator.curve(values), estimator, choice)),
    ]


def _tile(one: Guess) -> Tile:
    said = (one.verdict, judgement(one.verdict, one.better))
    about = ("the full run says this 9 times in 10", "the full run says the same", "first estimate")
    return tile(one.name, (one.mean, one.low, one.high), one.kind, said, about)


def _chart(told: Curve, estimator: Estimator, choice: Choice) -> dict[str, Any]:
    """Return the difference over time as the chart takes it."""
    band = Band(told.times, told.middle, told.low, told.high)
    line = curve("Difference", band, style.DIFFERENCE, style.DIFFERENCE, DASHED)
    title = f"First estimate: difference in children in care over {choice.years} years"
    subtitle = "With it minus without it; foretold from runs at other settings"
    return chart(title, subtitle, [line], band, estimator.bank.request.base_year, signed=True)
