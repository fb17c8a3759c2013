"""The answer of a comparison: three numbers, the charts, money, for whom, why, how sure, and where from."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import solara

from dashboards.components.widgets import DotPlot, NumbersTable, TrendChart
from dashboards.pages import beside_choice
from dashboards.pages.choice import Choice
from dashboards.pages.compared import Compared
from dashboards.pages.dots import dots
from dashboards.pages.fields import link
from dashboards.pages.grounds import for_whom, how_sure, money, where_from, why
from dashboards.pages.parts import group, more, take_away, tiled
from dashboards.pages.payload import payload
from dashboards.pages.shell import part, said, to
from dashboards.pages.showing import Shown
from dashboards.pages.stands import stands
from dashboards.pages.turning import NAME
from dashboards.report.briefing.content import tiles, whole


@solara.component
def Result(  # noqa: N802
    now: Shown[Choice, Compared], title: str, command: str
) -> solara.Element:
    """Show one result under the words of the choice it answers."""
    told: Mapping[str, Any] = solara.use_memo(
        lambda: payload(now.content.content, now.stamp), [id(now.content), now.stamp]
    )
    found = now.content.found
    rows = whole(found)
    children = [
        part("p", [now.label], "dw-label", id="dw-label"),
        part("h2", [title], id="dw-title"),
        part("p", said(told["headline"]), "dw-headline", id="dw-headline"),
        tiled(tiles(found, rows)),
        *_charts(told, found),
        part("div", [part("p", [text]) for text in told["meaning"]], "dw-meaning"),
        NumbersTable(table=told["tables"][0]),
        more("Every other measure", NumbersTable(table=told["tables"][1])),
        *group("money", money(found, rows, now.choice)),
        *group("whom", for_whom(found)),
        *group("why", why(found)),
        *group("stands", stands(now.choice.council)),
        *group("sure", how_sure(found, rows)),
        *group("from", where_from(now.content.content)),
        *group("beside", [part("p", [_beside(now.choice)])]),
        *group("away", take_away(now.content.away, command)),
    ]
    attributes = {
        "data-stamp": told["stamp"],
        "data-standing": now.standing,
        "aria-labelledby": "dw-title",
    }
    return part("section", children, "dw-result", id="dw-result", **attributes)


def _beside(choice: Choice) -> solara.Element:
    """Return the way to this comparison beside others."""
    same = {"council_2": choice.council, "council_3": choice.council}
    here = {name: one for name, one in asdict(choice).items() if name != NAME}
    address = link(beside_choice.PATH, here | same)
    return to(address, "Put another council or scenario beside it")


def _charts(told: Mapping[str, Any], found: Mapping[str, Any]) -> list[solara.Element]:
    """Return the difference chart beside the possible futures, and on request what lies behind both."""
    spread = dots(found)
    drawn = [TrendChart(chart=chart) for chart in told["charts"][:1]]
    drawn += [DotPlot(chart=spread)] if spread else []
    behind = [TrendChart(chart=chart) for chart in told["charts"][1:]]
    behind += [NumbersTable(table=told["years"])] if told["charts"] else []
    behind += [NumbersTable(table=spread["table"])] if spread else []
    return [
        part("div", drawn, "dw-charts"),
        more("Both futures, and the numbers behind the charts", *behind),
    ]
