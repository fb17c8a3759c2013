"""The Vue components as Python calls; whatever an event brings is unchecked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import solara
from solara import Element

Event = Callable[[Any], None]

#: A chart of nothing.
BLANK: Final = dict.fromkeys(("title", "subtitle", "alt", "caption"), "") | {
    "series": [],
    "times": [0, 1],
    "base_year": 0,
    "signed": False,
}


def _vue(name: str) -> Callable[[Callable[..., None]], Callable[..., Element]]:
    """Make a component of the .vue file beside this module, with its type kept."""
    return cast(
        Callable[[Callable[..., None]], Callable[..., Element]],
        solara.component_vue(f"{name}.vue", vuetify=False),
    )


@_vue("ask_form")
def AskForm(  # noqa: N802
    fields: Sequence[Mapping[str, Any]],
    choice: Mapping[str, Any],
    busy: bool,
    shown: str,
    told_file: Mapping[str, str],
    event_start: Event,
    event_piece: Event,
    event_check: Event,
) -> None:
    """Let one choose what to run, and start it; say of what the result `shown` below is, and of a file what is wrong."""


@_vue("run_status")
def RunStatus(  # noqa: N802
    busy: bool,
    done: int,
    total: int,
    words: str,
    announcement: str,
    notes: Sequence[str],
    message: str,
    ahead: Mapping[str, str],
    event_cancel: Event,
) -> None:
    """Show how far a job is, what was changed and what went wrong."""


@_vue("trend_chart")
def TrendChart(chart: Mapping[str, Any] = BLANK) -> None:  # noqa: N802
    """Draw lines with bands over time, to the width there is; while there are none, nothing."""


@_vue("tiles")
def Tiles(tiles: Sequence[Mapping[str, str]] = (), heading: str = "") -> None:  # noqa: N802
    """Show answers side by side, each with one number, one range and one verdict; while there are none, nothing."""


@_vue("dot_plot")
def DotPlot(chart: Mapping[str, Any]) -> None:  # noqa: N802
    """Draw possible futures as dots on either side of a line that can be moved."""


@_vue("numbers_table")
def NumbersTable(table: Mapping[str, Any]) -> None:  # noqa: N802
    """Show a table of numbers."""


@_vue("dials")
def Dials(  # noqa: N802
    name: str,
    dials: Sequence[Mapping[str, Any]],
    standing: Mapping[str, Any],
    event_turn_to: Event,
    event_settle_at: Event,
) -> None:
    """Let one turn numbers; tell of each as it moves, and of all when they rest.

    Parameters
    ----------
    standing
        The `stamp` of the choice that they are of, and the number of what was `sent` last of what is known of.
    """


@_vue("picture")
def Picture(question: str, title: str, svg: str, alternative: str) -> None:  # noqa: N802
    """Show a chart that is drawn already, under its question; it is wide, and scrolls by itself."""


@_vue("command_line")
def CommandLine(command: str, name: str) -> None:  # noqa: N802
    """Show a command under a name of its own on the page, with a button that copies it."""


@_vue("work_table")
def WorkTable(  # noqa: N802
    table: Mapping[str, Any],
    event_stop: Event,
) -> None:
    """Show what can be opened, stopped or made again, a row each."""
