"""Sliders beside an answer: a first estimate at once, from real runs at other settings, then the full run."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

import solara
from reacton.core import Ref

from dashboards.boards import banks, desk
from dashboards.components.widgets import BLANK, Dials, Tiles, TrendChart
from dashboards.estimates import Key, Made
from dashboards.pages.asking import Asking
from dashboards.pages.choice import Choice
from dashboards.pages.compared import Compared
from dashboards.pages.following import use_following
from dashboards.pages.parts import in_tiles
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
    moved: dict[str, float] = solara.use_memo(dict, [choice])
    redraw: Ref[Callable[[], None]] = solara.use_ref(_nothing)
    heard: Ref[int] = solara.use_ref(0)
    _, look = solara.use_state(0)
    key = (choice.council, choice.scenario, choice.years, min(choice.runs, FUTURES))
    made = banks().want(key) if dials and at.now and desk().beforehand else Made()
    grows = bool(dials and at.now and desk().beforehand and not made.ended)
    use_following(
        lambda: _seen(key),
        lambda _: look(lambda n: n + 1),
        _LOOK,
        key if grows else None,
        shown=made,
    )

    def turned_to(values: Any) -> None:
        # A move goes to the estimate alone: the rest of the page is not gone through.
        moved.update(_numbers(values, dials))
        redraw.current()

    def settled(rested: Any) -> None:
        given = rested if isinstance(rested, Mapping) else {}
        found = _numbers(given.get("values"), dials)
        if isinstance(number := given.get("sent"), int):
            heard.current = number
        if at.job.open and at.job.choice.set:
            at.job.stop()  # What it would answer has been turned on.
        at.start(asdict(choice) | {NAME: list(texts_of(found))})

    if not dials or at.now is None:
        return part("div", [], id="dw-turn")
    name = "Turn what you would do"
    waiting = at.now.choice != choice or at.now.standing != "whole"
    content: list[solara.Element] = [
        part("h2", [name]),
        part("p", [_standing(made)], "dw-hint", id="dw-bank", role="status"),
        Dials(
            name=name,
            dials=dials,
            standing={"stamp": choice.stamp(), "sent": heard.current},
            event_turn_to=turned_to,
            event_settle_at=settled,
        ),
    ]
    if made.estimator is not None:
        content.append(Estimate(made.estimator, choice, moved, waiting, redraw))
    return part("section", content, "dw-turn", id="dw-turn", **{"aria-label": name})


def _seen(key: Key) -> tuple[Made, bool]:
    """Return what there is of a bank, and whether it grows."""
    made = banks().find(key)
    return made, not made.ended


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


def _nothing() -> None:
    """Draw nothing: there is no first estimate yet."""


@solara.component
def Estimate(  # noqa: N802
    estimator: Estimator,
    choice: Choice,
    moved: Mapping[str, float],
    waiting: bool,
    redraw: Ref[Callable[[], None]],
) -> solara.Element:
    """Show a first estimate while sliders are moved or a full run is waited for.

    Parameters
    ----------
    moved
        Where sliders were moved to; filled by others.
    redraw
        Is handed what draws the estimate again.
    """
    # They are given nothing here: a page that is gone through would put back what it once gave.
    tiles, line = Tiles(heading="First estimate"), TrendChart()

    def begin() -> Callable[[], None]:
        numbers, picture = solara.get_widget(tiles), solara.get_widget(line)

        def draw() -> None:
            values = {**numbers_of(choice.set), **moved}
            seen = bool(waiting or moved)
            guesses = [estimator.guess(name, values) for name in TOLD] if seen else []
            numbers.tiles = in_tiles([_tile(one) for one in guesses])
            picture.chart = _chart(estimator.curve(values), estimator, choice) if seen else BLANK

        def end() -> None:
            redraw.current = _nothing

        draw()
        redraw.current = draw
        return end

    solara.use_effect(begin, [estimator, choice, waiting])
    return part("div", [tiles, line], "dw-first")


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
