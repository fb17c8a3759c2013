"""The page "What would change here?": choose, run, and read the answer."""

from dataclasses import asdict

import solara

from dashboards.boards import comparisons
from dashboards.pages import beside_choice
from dashboards.pages.answer import Result
from dashboards.pages.asking import form, use_asking
from dashboards.pages.choice import PATH, read, settle
from dashboards.pages.first_estimate import Turning
from dashboards.pages.options import options
from dashboards.pages.shell import part, shell, to
from dashboards.pages.showing import hint
from dashboards.pages.watching import status


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
        part(
            "p", [to(beside_choice.PATH, "Or put two or three councils or scenarios side by side")]
        ),
        part("p", [to("/compose", "Or put a scenario together, or bring one of your own")]),
        form(offered.asked(), asdict(at.choice), at, offered.label),
        status(at.job, at.notes),
        Turning(at),
        part("p", [hint(at.job)], "dw-empty", id="dw-empty"),
    ]
    found = (
        [Result(now, offered.label(now.choice), offered.command(now.choice, "--for-whom"))]
        if now
        else []
    )
    shell([*content, *found], PATH)
