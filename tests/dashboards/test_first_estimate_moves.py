"""A slider's move reaches the estimate beside it and nothing else of the page; what is shown is what the estimator tells."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import reacton
import solara
from ipywidgets import Widget

from dashboards.components.widgets import BLANK
from dashboards.estimates import Made
from dashboards.jobs import Job
from dashboards.pages import first_estimate
from dashboards.pages.asking import Asking
from dashboards.pages.choice import Choice
from dashboards.pages.shell import part
from dashboards.pages.showing import Shown, Standing
from scenarios.estimate.bank import POINTS, banks
from scenarios.estimate.estimate import LEAST, TOLD, Estimator
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from simulation.runner.execution import Execution

CHOICE = Choice("E06000017", "no-wrong-door", 5, 4)


@pytest.fixture(scope="module")
def estimator() -> Estimator:
    """Return what tells from a small bank."""
    asked = CompareRequest(
        CHOICE.council, scenario=load_scenario(CHOICE.scenario), years=5, replicates=4
    )
    *_, found = banks(asked, Execution(1), many=LEAST)
    return Estimator(found, 4)


class Shelf:
    """A shelf of one bank."""

    def __init__(self, made: Made) -> None:
        self.made = made

    def want(self, _: object) -> Made:
        """Return the bank."""
        return self.made

    find = want


type Opened = Callable[..., tuple[reacton.core._RenderContext, Any]]


@pytest.fixture
def opened(estimator: Estimator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Return what opens a page with sliders and gives its context and the sliders' widget."""
    shelf = Shelf(Made(estimator, POINTS))
    monkeypatch.setattr(first_estimate, "banks", lambda: shelf)
    contexts: list[reacton.core._RenderContext] = []

    def opens(choice: Choice = CHOICE, standing: Standing = "whole") -> tuple[Any, Any]:
        element = page(choice, standing)
        if contexts:
            contexts[0].render(element)
        else:
            contexts.append(reacton.render(element, handle_error=False)[1])
        return contexts[0], the(contexts[0], "dials")

    yield opens
    for one in contexts:
        one.close()


@solara.component
def Page(at: Asking[Choice, Any], others: int) -> solara.Element:  # noqa: N802
    """Show sliders among much else."""
    around = [part("p", [f"{k}"]) for k in range(others)]
    return part("main", [*around, first_estimate.Turning(at)])


def page(choice: Choice, standing: Standing) -> solara.Element:
    """Return a page whose answer is that of the choice as it stands."""
    now = Shown(None, CHOICE, standing)
    return Page(Asking(choice, (), Job(choice, "idle"), now, lambda _: None), 20)


def the(context: Any, name: str) -> Any:
    """Return the one widget of a page that has a property of that name."""
    (found,) = [one for one in below(context.container) if one.has_trait(name)]
    return found


def below(widget: Widget) -> Iterator[Widget]:
    """Yield a widget and all within it."""
    yield widget
    for one in getattr(widget, "children", ()):
        if isinstance(one, Widget):
            yield from below(one)


def moved(dials: Any, **values: float) -> None:
    """Move sliders."""
    now = {one["name"]: one["value"] for one in dials.dials}
    dials.vue_turn_to(now | values)


def middle(estimator: Estimator, hubs: float) -> list[float]:
    """Return where the chart's line ends for so many hubs."""
    return list(estimator.curve({"hubs": hubs}).middle)


def test_nothing_is_estimated_before_a_move(opened: Opened) -> None:
    """Beside a whole answer of the choice at hand there is no estimate; beside an earlier one there is."""
    context, _ = opened()
    assert (the(context, "tiles").tiles, the(context, "chart").chart) == ([], BLANK)
    opened(standing="earlier")
    assert len(the(context, "tiles").tiles) == len(TOLD)


def test_a_move_touches_the_estimate_alone(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is not gone through again, no widget is made, and two change: the tiles and the chart."""
    context, dials = opened()
    widgets = [*below(context.container)]
    changed: list[str] = []
    for one in widgets:
        one.observe(lambda change: changed.append(change["name"]))
    monkeypatch.setattr(context, "render", lambda *_: changed.append("the page"))
    moved(dials, hubs=2)
    moved(dials, hubs=3)
    assert set(changed) == {"tiles", "chart"}
    assert [*below(context.container)] == widgets


def test_a_move_shows_what_the_estimator_tells(opened: Opened, estimator: Estimator) -> None:
    """Line and tiles are those of the place last moved to, whatever was moved before."""
    context, dials = opened()
    chart, tiles = the(context, "chart"), the(context, "tiles")
    seen = []
    for hubs in (2, 5, 2):
        moved(dials, hubs=hubs)
        line = chart.chart["series"][0]["middle"]
        np.testing.assert_allclose(line[-1], middle(estimator, hubs)[-1], atol=1e-3)
        guesses = [estimator.guess(name, {"hubs": hubs}) for name in TOLD]
        wanted = first_estimate.in_tiles([first_estimate._tile(one) for one in guesses])
        assert tiles.tiles == wanted
        seen.append(line)
    assert seen[0] == seen[2] != seen[1]


def test_a_page_that_is_gone_through_keeps_what_was_moved(opened: Opened) -> None:
    """What else changes on the page puts no earlier estimate back."""
    context, dials = opened()
    moved(dials, hubs=2)
    moved(dials, hubs=4)
    tiles, chart = the(context, "tiles"), the(context, "chart")
    shown = tiles.tiles, chart.chart
    opened()
    assert (tiles.tiles, chart.chart) == shown


def test_another_choice_forgets_what_was_moved(opened: Opened, estimator: Estimator) -> None:
    """Its estimate is that of its own settings; and once its answer is there the estimate goes."""
    context, dials = opened()
    moved(dials, hubs=2)
    opened(Choice(*CHOICE.stamp().split("|")[:2], 5, 4, ("hubs=4",)))
    line = the(context, "chart").chart["series"][0]["middle"]
    np.testing.assert_allclose(line[-1], middle(estimator, 4)[-1], atol=1e-3)
    opened()
    assert the(context, "tiles").tiles == []
