"""The Solara application: one route a page. `doorways dashboard` serves it."""

from typing import Any

# Reacton looks into pandas at every change, and falls over one that another thread has half loaded.
import pandas as _pandas  # noqa: F401
import solara

from dashboards.boards import desk
from dashboards.pages import beside_choice, runs
from dashboards.pages.beside import SideBySide
from dashboards.pages.choice import PATH
from dashboards.pages.compare import Compare
from dashboards.pages.home import Home
from dashboards.pages.listing import Evaluate, Plan, Research
from dashboards.pages.studies import by_name
from dashboards.pages.study import Study
from dashboards.pages.study_page import Closed, StudyPage


@solara.component
def Layout(children: list[solara.Element]) -> solara.Element:  # noqa: N802
    """Show the page alone: it brings its own header and landmarks."""
    return solara.Column(children=children, gap="0px")


def _page(study: Study) -> Any:
    """Return the component of a study's page."""

    @solara.component
    def Page() -> None:  # noqa: N802
        if study.private and not desk().alone:
            Closed(study)
        else:
            StudyPage(study)

    return Page


routes = [
    # The first page's layout is that of all.
    solara.Route("/", component=Home, label="Doorways", layout=Layout),
    solara.Route(PATH.strip("/"), component=Compare, label="Doorways: what would change here?"),
    solara.Route(
        beside_choice.PATH.strip("/"), component=SideBySide, label="Doorways: side by side"
    ),
    solara.Route("plan", component=Plan, label="Doorways: plan"),
    solara.Route("evaluate", component=Evaluate, label="Doorways: evaluate"),
    solara.Route("research", component=Research, label="Doorways: research"),
    solara.Route(runs.PATH.strip("/"), component=runs.Runs, label="Doorways: what has run here"),
    *(
        solara.Route(
            one.name,
            component=_page(one),
            label=f"Doorways: {one.title[:1].lower()}{one.title[1:]}",
        )
        for one in by_name().values()
    ),
]
