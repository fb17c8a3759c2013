"""The page "What would change here?": choose, run, and see headline, difference and numbers."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import solara
import solara.lab

from dashboards.components.widgets import ChoiceForm, NumbersTable, RunStatus, TrendChart
from dashboards.jobs import Job, board
from dashboards.pages.choice import RUNS, YEARS, Choice, Options, read, settle
from dashboards.pages.options import options
from dashboards.pages.payload import payload
from dashboards.pages.shell import part, shell
from dashboards.pages.showing import (
    COMPILING,
    Shown,
    announcement,
    hint,
    progress_words,
    shown,
)
from dashboards.warming import warming

#: Seconds between two looks at a running comparison.
LOOK = 0.1


@solara.component
def Compare() -> None:  # noqa: N802
    """Show the page; its state is the address, the board of comparisons and what it shows now."""
    offered = options()
    router = solara.use_router()
    choice, notes = read(router.search, offered)
    told, tell = solara.use_state(tuple[str, ...]())
    _, look = solara.use_state(0)
    before: Any = solara.use_ref(None)
    solara.use_memo(lambda: board().look(choice), [choice])
    job = board().find(choice) or Job(choice, "idle")
    before.current = now = shown(job, before.current, offered)

    def start(wanted: Any) -> None:
        settled, changes = settle(wanted if isinstance(wanted, Mapping) else {}, offered)
        tell(changes)
        board().submit(settled)
        router.push("/?" + settled.query())
        look(lambda n: n + 1)

    watch(job, lambda: look(lambda n: n + 1))
    content = [
        part("h1", ["What would change here?"]),
        form(choice, offered, job, now, start),
        status(job, told or notes, offered),
        part("p", [hint(job)], "dw-empty", id="dw-empty"),
    ]
    shell([*content, Result(now, offered.label(now.choice))] if now else content)


def watch(job: Job, look: Callable[[], None]) -> None:
    """Look again and again at what changes by itself: a comparison, and the model getting ready."""

    def moving() -> bool:
        return job.moving or warming().state in ("loading", "compiling")

    async def follow() -> None:
        seen: tuple[Any, ...] = ()
        while True:
            goes_on, warmth = moving(), warming().state
            now = (job.state, progress_words(job, warmth), id(job.provisional), warmth)
            if now != seen:
                seen = now
                look()
            if not goes_on:
                return
            await asyncio.sleep(LOOK)

    solara.lab.use_task(follow, dependencies=[id(job) if moving() else None])


def form(
    choice: Choice, offered: Options, job: Job, now: Shown | None, start: Callable[[Any], None]
) -> solara.Element:
    """Return the form with the choice the address holds."""
    return ChoiceForm(
        councils=[asdict(one) for one in offered.councils],
        scenarios=[asdict(one) for one in offered.scenarios],
        choice=asdict(choice),
        bounds={"years": YEARS, "runs": RUNS},
        busy=job.open,
        shown=offered.label(now.choice) if now else "",
        event_start=start,
    )


def status(job: Job, notes: tuple[str, ...], offered: Options) -> solara.Element:
    """Return the progress, what was changed in the choice, and what went wrong."""
    warmth = warming().state
    ready = [] if job.open or warmth != "compiling" else [f"{COMPILING}. You can choose already."]
    return RunStatus(
        busy=job.open,
        done=job.done,
        total=job.total,
        words=progress_words(job, warmth),
        announcement=announcement(job),
        notes=[*notes, *ready],
        message=job.message,
        ahead=ahead(job, offered),
        event_cancel=lambda _=None: board().cancel(job.choice),
    )


def ahead(job: Job, offered: Options) -> dict[str, str]:
    """Return the link and name of the comparison that a waiting one waits for."""
    first = board().running() if job.state == "waiting" else None
    if first is None:
        return {}
    return {"link": "/?" + first.choice.query(), "text": offered.label(first.choice)}


@solara.component
def Result(now: Shown, title: str) -> solara.Element:  # noqa: N802
    """Show one result under the words of the choice it answers."""
    told: Mapping[str, Any] = solara.use_memo(
        lambda: payload(now.content, now.stamp), [id(now.content), now.stamp]
    )
    children = [
        part("p", [now.label], "dw-label", id="dw-label"),
        part("h2", [title], id="dw-title"),
        part("p", [told["headline"]], "dw-headline", id="dw-headline"),
        part("div", [part("p", [text]) for text in told["meaning"]], "dw-meaning"),
        part("div", [TrendChart(chart=chart) for chart in told["charts"]], "dw-charts"),
        NumbersTable(table=told["tables"][0]),
        more("The numbers behind the charts", told["years"]),
        more("Every other measure", told["tables"][1]),
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
