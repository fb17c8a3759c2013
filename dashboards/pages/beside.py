"""The page "Side by side": up to three councils or scenarios, on the same scale."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import solara

from dashboards.boards import besides
from dashboards.components.widgets import CommandLine, NumbersTable, TrendChart
from dashboards.pages import beside_choice, choice
from dashboards.pages.asking import form, use_asking
from dashboards.pages.beside_choice import LETTERS, Beside, fields_of, name
from dashboards.pages.beside_running import Between, Together
from dashboards.pages.choice import Options
from dashboards.pages.options import options
from dashboards.pages.parts import group, table
from dashboards.pages.payload import FIRST, change, charts, level
from dashboards.pages.payload import table as measures
from dashboards.pages.shell import part, said, shell, to
from dashboards.pages.showing import Shown, hint
from dashboards.pages.stands import stands_each
from dashboards.pages.watching import status
from dashboards.report.content import Content
from dashboards.report.sheets import Sheet

TITLE: Final = "Side by side: which changes more?"
_SAYS: Final = (
    "Two or three comparisons on the same scale: one scenario in several councils, or several scenarios in one. "
    "Scenarios in one council live through the same futures, so what differs between them is told as well."
)
_APART: Final = (
    "Ranges are those of one future, 9 times in 10. Different councils do not share their futures: that two "
    "ranges overlap does not say that nothing differs between them."
)


@solara.component
def SideBySide() -> None:  # noqa: N802
    """Show the page."""
    offered, board = options(), besides()

    def called(chosen: Beside) -> str:
        return beside_choice.label(chosen, offered)

    at = use_asking(
        board,
        lambda query: beside_choice.read(query, offered),
        lambda wanted: beside_choice.settle(wanted, offered),
        called,
        lambda wanted: board.submit(wanted, called(wanted)),
    )
    content = [
        part("h1", [TITLE]),
        part("p", [_SAYS], "dw-says"),
        form(fields_of(offered), asdict(at.choice), at, called),
        status(at.job, at.notes),
        part("p", [hint(at.job)], "dw-empty", id="dw-empty"),
    ]
    found = [Columns(at.now, offered)] if at.now else []
    shell([*content, *found], choice.PATH, within=True)


@solara.component
def Columns(now: Shown[Beside, Together], offered: Options) -> solara.Element:  # noqa: N802
    """Show the comparisons side by side under the words of the choice they answer."""
    found, choices = now.content, now.choice.choices()
    names = [name(place, one, offered) for place, one in enumerate(choices)]
    contents = [one.content for one in found.columns]
    opened = [
        part("li", [to(one.link(), f"Open {words}")])
        for one, words in zip(choices, names, strict=True)
    ]
    children = [
        part("p", [now.label], "dw-label", id="dw-label"),
        part("h2", [beside_choice.label(now.choice, offered)], id="dw-title"),
        part("p", said(found.headline), "dw-headline", id="dw-headline"),
        *group(
            "table",
            [table("What differs from no change", sheet(names, contents), "dw-beside-table")],
        ),
        *group(
            "drawn", [part("div", [TrendChart(chart=one) for one in drawn(contents)], "dw-charts")]
        ),
        part("p", [_APART], "dw-meaning"),
        *group("between", [_between(one, names) for one in found.between]),
        *group("stands", stands_each(one.council for one in choices)),
        part("ul", opened, "dw-files", id="dw-open"),
        part("p", ["The same on the command line:"]),
        *group("commands", _commands(now.choice, found, offered)),
    ]
    attributes = {
        "data-stamp": now.stamp,
        "data-standing": now.standing,
        "aria-labelledby": "dw-title",
    }
    return part("section", children, "dw-result", id="dw-result", **attributes)


def sheet(names: Sequence[str], contents: Sequence[Content]) -> Sheet:
    """Return the main measures by rows, each comparison a column: what differs, in words, and from what."""
    rows = []
    for measure in FIRST:
        lines = [one.line(measure) for one in contents]
        cells = (
            f"{change(x.difference, x.kind)}: {x.said.lower()}; without it {level(x.baseline, x.kind)}"
            for x in lines
        )
        rows.append((lines[0].label, *cells))
    return Sheet(("Measure", *names), tuple(rows))


def drawn(contents: Sequence[Content]) -> list[dict[str, Any]]:
    """Return the difference charts, all on one scale, with their letters."""
    found = [charts(one)[0] for one in contents if one.trend]
    ends = [
        [
            value
            for one in found
            for series in one["series"]
            for value in series[end]
            if value is not None
        ]
        for end in ("low", "high")
    ]
    reach = [min(*ends[0], 0.0), max(*ends[1], 0.0)] if found else [0.0, 0.0]
    return [
        one | {"title": f"{letter}: {one['title']}", "reach": reach}
        for letter, one in zip(LETTERS, found, strict=False)
    ]


def _between(one: Between, names: Sequence[str]) -> solara.Element:
    """Return what differs between two scenarios in the same futures."""
    content, first, second = one.found.content, LETTERS[one.first], LETTERS[one.second]
    lines = [content.line(measure) for measure in FIRST]
    caption = f"{second} less {first}, in the same futures"
    return NumbersTable(table=measures(f"dw-between-{first}{second}", caption, lines, content))


def _commands(chosen: Beside, found: Together, offered: Options) -> list[solara.Element]:
    """Return the command of each comparison, and of those between two."""
    choices = chosen.choices()
    every = [offered.command(one) for one in choices]
    every += [
        offered.command(choices[one.second], "--baseline", choices[one.first].scenario)
        for one in found.between
    ]
    return [CommandLine(command=one, name=f"dw-command-{k}") for k, one in enumerate(every)]
