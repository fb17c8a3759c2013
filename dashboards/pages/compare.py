"""The page "What would change here?": choose, run, and see headline, difference and numbers."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import solara
import solara.lab

from dashboards.components.widgets import ChoiceForm, NumbersTable, RunStatus, TrendChart
from dashboards.jobs import Job, board
from dashboards.pages.choice import RUNS, YEARS, Choice, Options, read, settle
from dashboards.pages.options import options
from dashboards.pages.payload import payload
from dashboards.pages.shell import part, shell

#: Seconds between two looks at a running comparison.
LOOK = 0.25


@solara.component
def Compare() -> None:  # noqa: N802
    """Show the page; its whole state is the address and the board of comparisons."""
    offered = options()
    router = solara.use_router()
    choice, notes = read(router.search, offered)
    told, tell = solara.use_state(tuple[str, ...]())
    _, look = solara.use_state(0)
    job = board().find(choice)

    def start(wanted: Any) -> None:
        settled, changes = settle(wanted if isinstance(wanted, Mapping) else {}, offered)
        tell(changes)
        board().submit(settled)
        router.push("/?" + settled.query())
        look(lambda n: n + 1)

    watch(job, lambda: look(lambda n: n + 1))
    content = [
        part("h1", ["What would change here?"]),
        form(choice, offered, job, start),
        status(job, told or notes, choice, offered),
        result(job, choice, offered.label(choice)),
    ]
    shell(content)


def watch(job: Job | None, look: Callable[[], None]) -> None:
    """Look at a running comparison again and again until it ends."""

    async def follow() -> None:
        seen: tuple[Any, ...] = ()
        while job is not None:
            now = (job.state, job.done, job.total)
            if now != seen:
                seen = now
                look()
            if not job.open:
                return
            await asyncio.sleep(LOOK)

    solara.lab.use_task(follow, dependencies=[id(job) if job and job.open else None])


def form(
    choice: Choice, offered: Options, job: Job | None, start: Callable[[Any], None]
) -> solara.Element:
    """Return the form with the choice the address holds."""
    return ChoiceForm(
        councils=[{"value": o.value, "label": o.label} for o in offered.councils],
        scenarios=[{"value": o.value, "label": o.label} for o in offered.scenarios],
        choice={
            "council": choice.council,
            "scenario": choice.scenario,
            "years": choice.years,
            "runs": choice.runs,
        },
        bounds={"years": YEARS, "runs": RUNS},
        busy=bool(job and job.open),
        event_start=start,
    )


def status(
    job: Job | None, notes: tuple[str, ...], choice: Choice, offered: Options
) -> solara.Element:
    """Return the progress, what was changed in the choice, and what went wrong."""
    return RunStatus(
        busy=bool(job and job.open),
        done=job.done if job else 0,
        total=job.total if job else 0,
        words=progress_words(job),
        announcement=announcement(job),
        notes=list(notes),
        message=job.message if job else "",
        ahead=ahead(job, offered),
        event_cancel=lambda _=None: board().cancel(choice),
    )


def ahead(job: Job | None, offered: Options) -> dict[str, str]:
    """Return the link and name of the comparison that a waiting one waits for."""
    first = board().running() if job is not None and job.state == "waiting" else None
    if first is None:
        return {}
    return {"link": "/?" + first.choice.query(), "text": offered.label(first.choice)}


def progress_words(job: Job | None) -> str:
    """Say how far a comparison is."""
    if job is None:
        return ""
    if job.wish_to_stop.is_set():
        return "Stopping…"
    if job.state == "waiting":
        return "Waiting for another comparison to finish"
    if not job.done:
        return "Getting ready; the first comparison on a computer takes a minute longer"
    return f"{job.done} of {job.total} runs finished"


def announcement(job: Job | None) -> str:
    """Return what a screen reader says: each quarter, and the headline at the end."""
    if job is None:
        return ""
    if job.state == "done" and job.result is not None:
        return job.result.headline
    if job.state == "stopped":
        return "Stopped. Finished runs are kept."
    if not job.open:
        return ""
    quarter = 25 * (4 * job.done // job.total) if job.total else 0
    return f"{quarter} per cent finished" if quarter else "Running"


def result(job: Job | None, choice: Choice, title: str) -> solara.Element:
    """Return the result of a finished comparison, or what to do to get one."""
    if job is None or job.result is None:
        words = (
            "Stopped. Finished runs are kept; press Run to go on."
            if job and job.state == "stopped"
            else "Choose, then press Run."
        )
        return part(
            "p", ["" if job and (job.open or job.message) else words], "dw-empty", id="dw-empty"
        ).key("empty")
    shown = payload(job.result, choice.stamp())
    children = [
        part("h2", [title], id="dw-title"),
        part("p", [shown["headline"]], "dw-headline", id="dw-headline"),
        *(part("p", [text], "dw-meaning") for text in shown["meaning"]),
        part("div", [TrendChart(chart=chart) for chart in shown["charts"]], "dw-charts"),
        NumbersTable(table=shown["tables"][0]),
        more("The numbers behind the charts", shown["years"]),
        more("Every other measure", shown["tables"][1]),
    ]
    return part(
        "section",
        children,
        "dw-result",
        id="dw-result",
        **{"data-stamp": shown["stamp"], "aria-labelledby": "dw-title"},
    ).key("result")


def more(title: str, table: Mapping[str, Any]) -> solara.Element:
    """Return a table that opens on request."""
    return part("details", [part("summary", [title]), NumbersTable(table=table)])
