"""The Solara application: one route a page. `doorways dashboard` serves it."""

import solara

from dashboards.pages.compare import Compare


@solara.component
def Layout(children: list[solara.Element]) -> solara.Element:  # noqa: N802
    """Show the page alone: it brings its own header and landmarks."""
    return solara.Column(children=children, gap="0px")


routes = [
    solara.Route("/", component=Compare, label="Doorways: what would change here?", layout=Layout)
]
