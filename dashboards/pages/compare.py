"""The page "What would change here?": choose, run, and see headline, difference and numbers."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import solara

from dashboards.boards import comparisons
from dashboards.components.widgets import CommandLine, NumbersTable, TrendChart
from dashboards.pages.asking import form, use_asking
from dashboards.pages.choice import PATH, Choice, read, settle
from dashboards.pages.options import options
from dashboards.pages.payload import payload
from dashboards.pages.shell import part, said, shell
from dashboards.pages.showing import Shown, hint
from dashboards.pages.watching import status
from dashboards.report.content import Content


@solara.component
def Compare() -> None:  # noqa: N802
    """Show the page."""
    offered, board = options(), comparisons()
    at = use_asking(
        board,
        lambda query: read(query, offered),
        lambda wanted: settle(wanted, offered),
        offered.label,
        lambda wanted: board.submit(wanted, offered.label(wanted)),
    )
    now = at.now
    content = [
        part("h1", ["What would change here?"]),
        form(offered.fields(), asdict(at.choice), at, offered.label),
        status(at.job, at.notes),
        part("p", [hint(at.job)], "dw-empty", id="dw-empty"),
    ]
    found = [Result(now, offered.label(now.choice), offered.command(now.choice))] if now else []
    shell([*content, *found], PATH)


@solara.component
def Result(now: Shown[Choice, Content], title: str, command: str) -> solara.Element:  # noqa: N802
    """Show one result under the words of the choice it answers."""
    told: Mapping[str, Any] = solara.use_memo(
        lambda: payload(now.content, now.stamp), [id(now.content), now.stamp]
    )
    children = [
        part("p", [now.label], "dw-label", id="dw-label"),
        part("h2", [title], id="dw-title"),
        part("p", said(told["headline"]), "dw-headline", id="dw-headline"),
        part("div", [part("p", [text]) for text in told["meaning"]], "dw-meaning"),
        part("div", [TrendChart(chart=chart) for chart in told["charts"]], "dw-charts"),
        NumbersTable(table=told["tables"][0]),
        more("The numbers behind the charts", told["years"]),
        more("Every other measure", told["tables"][1]),
        part("p", ["The same on the command line, with a report and files to take away:"]),
        CommandLine(command=command),
    ]
    attributes = {
        "data-stamp": told["stamp"],
        "data-standing": now.standing,
        "aria-labelledby": "dw-title",
    }
    return part("section", children, "dw-result", id="dw-result", **attributes)


def more(title: str, table: Mapping[str, Any]) -> solara.Element:
    """Return a table that opens on request."""
    return part("details", [part("summary", [title]), NumbersTable(table=table)])
