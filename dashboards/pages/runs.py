"""The page "What has run here?": what runs now, batches, and stored comparisons, each with how to go on."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import solara

from dashboards.boards import asked, desk
from dashboards.components.widgets import WorkTable
from dashboards.pages.following import use_following
from dashboards.pages.ledger import Row, Stored, of_job, stored
from dashboards.pages.shell import below_root, part, shell
from dashboards.pages.showing import LOOKING
from dashboards.warming import warming
from simulation.errors import DoorwaysError

PATH: Final = "/runs"
TITLE: Final = "What has run here, and how do I go on?"
SAYS: Final = (
    "What runs, waits or has run since the program started; batches and comparisons that the results database holds, "
    "whoever ran them. Each link opens it with its choice in the form: press Run to go on, or change it first."
)
_HERE: Final = "Since the program started"
_NOTHING: Final = "Nothing yet."
#: Seconds between two looks at what moves.
_LOOK: Final = 0.25


@solara.component
def Runs() -> None:  # noqa: N802
    """Show the page."""
    rows = _use_jobs()
    ended = sum(not one.stop for one in rows)
    found: Stored | str | None
    found, show = solara.use_state(None)
    use_following(lambda: (_look(), False), show, _LOOK, ended, shown=found)
    shell(
        [
            part("h1", [TITLE]),
            part("p", [SAYS], "dw-says"),
            *_table(_HERE, "dw-here", ("What", "State", "How far", "Stop"), rows),
            *_stored(found),
        ],
        "/research",
        within=True,
    )


def _use_jobs() -> tuple[Row, ...]:
    """Return what was started here, looked at again and again."""
    rows: tuple[Row, ...]
    rows, show = solara.use_state(_jobs())
    use_following(lambda: (_jobs(), True), show, _LOOK, True, shown=rows)
    return rows


def _jobs() -> tuple[Row, ...]:
    return tuple(of_job(job, warming().state) for job in asked())


def _look() -> Stored | str:
    """Return what the database holds, or why that cannot be said."""
    try:
        return stored(desk().db, private=desk().alone)
    except DoorwaysError as fault:
        return str(fault)


def _stored(found: Stored | str | None) -> list[solara.Element]:
    """Return the tables of what is stored, once they are there."""
    if not isinstance(found, Stored):
        failed = isinstance(found, str)
        words = found if isinstance(found, str) else f"{LOOKING}…"
        return [part("p", [words], "dw-error" if failed else "dw-empty", role="status")]
    batches = ("Plan", "Last noted", "Asked for", "Stored", "Go on by command")
    comparisons = ("Comparison", "First run", "Years", "Futures stored", "Reproduce")
    return [
        *_table("Batches", "dw-batches", batches, found.batches),
        *_table("Comparisons, the newest first", "dw-comparisons", comparisons, found.comparisons),
    ]


def _table(
    caption: str, name: str, columns: Sequence[str], rows: Sequence[Row]
) -> list[solara.Element]:
    if not rows:
        return [part("h2", [caption]), part("p", [_NOTHING], id=name)]
    told = {
        "id": name,
        "caption": caption,
        "columns": list(columns),
        "rows": [asdict(one) | {"link": one.link and below_root(one.link)} for one in rows],
    }
    return [WorkTable(table=told, event_stop=_stop)]


def _stop(name: Any) -> None:
    """Ask what is named so to stop; a name from a browser that is none is let be."""
    for job in asked():
        if job.choice.stamp() == name and job.open:
            job.stop()
