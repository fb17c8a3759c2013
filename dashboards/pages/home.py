"""The first page: three questions to start from, a result that is there already, and all else one can ask."""

import solara

from dashboards.components.widgets import NumbersTable, TrendChart
from dashboards.pages.choice import PATH
from dashboards.pages.compare import Compare
from dashboards.pages.listing import questions
from dashboards.pages.parts import tiled
from dashboards.pages.shell import part, said, shell, to
from dashboards.pages.shipped import shipped
from dashboards.pages.study import Group
from dashboards.report.briefing.shape import Tile
from scenarios import usual
from scenarios.scenario import load_scenario


def starts() -> tuple[tuple[str, str, str], ...]:
    """Return the questions most come with: where each is answered, the question, and what one gets there."""
    service = load_scenario(usual.SCENARIO).title.split(",")[0]
    return (
        (
            PATH,
            f"What would {service} change here?",
            "Your council, with and without it: children in care, cost, moves.",
        ),
        (
            "/forecast",
            "How many places of each kind shall we need?",
            "Children by kind of placement, places to find and spending, if practice stays as it is.",
        ),
        (
            "/case",
            "What would have to be true for this to pay?",
            "Costs, savings, and the prices that would tip it.",
        ),
    )


@solara.component
def Home() -> None:  # noqa: N802
    """Show the page; a link made when the comparison was the only page opens the comparison."""
    if solara.use_router().search:
        Compare()
    else:
        Start()


@solara.component
def Start() -> None:  # noqa: N802
    """Show the first page itself."""
    told = shipped()
    shell(
        [
            part("h1", ["What would change here?"]),
            part("ul", [_start(*one) for one in starts()], "dw-starts"),
            part(
                "section",
                [
                    part("h2", [f"An example: {told['title']}"], id="dw-title"),
                    part("p", said(told["headline"]), "dw-headline", id="dw-headline"),
                    tiled([Tile(**one) for one in told["tiles"]]),
                    part("div", [TrendChart(chart=told["chart"])], "dw-example"),
                    NumbersTable(table=told["table"]),
                    part("p", [to(told["link"], "Open this comparison and change it")]),
                ],
                "dw-result",
                id="dw-example",
                **{"aria-labelledby": "dw-title", "data-stamp": told["stamp"]},
            ),
            part("h2", ["Everything else you can ask"], "dw-all"),
            *(one for group in Group for one in (part("h3", [group.title()]), questions(group))),
        ],
        "/",
    )


def _start(path: str, question: str, says: str) -> solara.Element:
    return part("li", [to(path, question), part("p", [says])])
