"""The page "What would change here?": choose, run, and see headline, difference and numbers."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import solara

from dashboards.boards import comparisons
from dashboards.components.widgets import AskForm, CommandLine, NumbersTable, TrendChart
from dashboards.jobs import Job
from dashboards.pages.choice import PATH, Choice, Options, read, settle
from dashboards.pages.options import options
from dashboards.pages.payload import payload
from dashboards.pages.shell import part, said, shell
from dashboards.pages.showing import Shown, hint, shown
from dashboards.pages.watching import status, watch
from dashboards.report.content import Content


@solara.component
def Compare() -> None:  # noqa: N802
    """Show the page; its state is the address, the board of comparisons and what it shows now."""
    offered = options()
    router = solara.use_router()
    choice, notes = read(router.search, offered)
    told, tell = solara.use_state(tuple[str, ...]())
    _, look = solara.use_state(0)
    before: Any = solara.use_ref(None)
    solara.use_memo(lambda: comparisons().look(choice), [choice])
    job = comparisons().find(choice) or Job[Choice, Content](choice, "idle")
    before.current = now = shown(job, before.current, offered.label)

    def start(wanted: Any) -> None:
        settled, changes = settle(wanted if isinstance(wanted, Mapping) else {}, offered)
        tell(changes)
        comparisons().submit(settled, offered.label(settled))
        router.push(settled.link())
        look(lambda n: n + 1)

    watch(job, lambda: look(lambda n: n + 1))
    content = [
        part("h1", ["What would change here?"]),
        form(choice, offered, job, now, start),
        status(job, told or notes),
        part("p", [hint(job)], "dw-empty", id="dw-empty"),
    ]
    found = [Result(now, offered.label(now.choice), offered.command(now.choice))] if now else []
    shell([*content, *found], PATH)


def form(
    choice: Choice,
    offered: Options,
    job: Job[Choice, Content],
    now: Shown[Choice, Content] | None,
    start: Callable[[Any], None],
) -> solara.Element:
    """Return the form with the choice the address holds."""
    return AskForm(
        fields=[one.shown() for one in offered.fields()],
        choice=asdict(choice),
        busy=job.open,
        shown=offered.label(now.choice) if now else "",
        event_start=start,
    )


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
