"""What an answer rests on: its money, for whom, why, how sure, and where each number comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import solara

from dashboards.pages.choice import Choice
from dashboards.pages.fields import link
from dashboards.pages.parts import listed, more, table
from dashboards.pages.shell import part, said, to
from dashboards.report import funnel_sheets, whom_sheets
from dashboards.report.briefing import money as sums
from dashboards.report.briefing.content import CALLED
from dashboards.report.briefing.shape import Section
from dashboards.report.briefing.surely import how_sure as surely
from dashboards.report.content import Content, Source
from dashboards.report.sheets import Sheet

#: Where the question of what would have to be true is answered.
_CASE: Final = "/case"
#: Works that are named at once.
_FIRST: Final = 8


def money(
    found: Mapping[str, Any], rows: Mapping[str, Any], choice: Choice
) -> list[solara.Element]:
    """Return the money panel, year by year on request, with the way to what would have to be true."""
    years = sums.by_year(found)
    caption = f"Differences year by year in pounds of {found['price_year']}, on average; + more is spent, − less"
    return [
        *section(sums.money(found, rows), "money", "What it costs, what it avoids, and who pays"),
        *([more("Year by year", table(caption, years, "dw-money-years"))] if years.rows else []),
        part("p", [to(link(_CASE, asdict(choice)), "What would have to be true for this to pay?")]),
    ]


def for_whom(found: Mapping[str, Any]) -> list[solara.Element]:
    """Return for whom the futures differ, once that is known."""
    whom = found["whom"]
    if whom is None:
        return []
    living = whom_sheets.living(whom)
    content = [
        part("h2", ["For whom?"], id="dw-whom"),
        *[part("p", said(one)) for one in (whom_sheets.sentence(whom), whom_sheets.READING) if one],
        table("For whom it differs", whom_sheets.groups(whom), "dw-whom-groups"),
    ]
    content += (
        [more("Living in a family", table("Living in a family", living, "dw-whom-living"))]
        if living
        else []
    )
    return [*content, listed(whom["notes"], "dw-whom-notes")]


def why(found: Mapping[str, Any]) -> list[solara.Element]:
    """Return why, in sentences of these very runs: who is reached, and what surprises."""
    funnel = found["funnel"]
    if funnel is None:
        return []
    surprises = [one["sentence"] for one in funnel["surprises"]]
    every = [funnel_sheets.entered(funnel), *funnel_sheets.sentences(funnel), *surprises]
    sheets = [(one.title, sheet) for one in funnel_sheets.parts(funnel) for sheet in one.sheets]
    tables = [table(title, sheet, f"dw-why-{k}") for k, (title, sheet) in enumerate(sheets)]
    return [
        part("h2", ["Why?"], id="dw-why"),
        listed(every, "dw-why-said"),
        more("Whom it reaches, step by step", part("p", [funnel_sheets.READING]), *tables),
    ]


def how_sure(found: Mapping[str, Any], rows: Mapping[str, Any]) -> list[solara.Element]:
    """Return what ranges mean, whence they come, and what evidence they rest on."""
    return section(surely(found, rows, CALLED), "sure", "Shares of the spread between futures")


def where_from(content: Content) -> list[solara.Element]:
    """Return every work the figures come from, the scenario's own first, and what is assumed."""
    if not content.sources:
        return []
    ordered = sorted(content.sources, key=lambda one: -one.of_scenario)
    assumed = [
        (one.says, one.value, one.interval, one.kind, one.grade) for one in content.assumptions
    ]
    heads = ("Figure", "Value", "Range", "Kind", "Grade")
    facts = Sheet(("What", "Which"), content.facts)
    return [
        part("h2", ["Where does it come from?"], id="dw-from"),
        part("p", ["First the works that most of the scenario's own figures come from."]),
        _works(ordered[:_FIRST], "dw-sources"),
        *(
            [more("Every other work", _works(ordered[_FIRST:], "dw-works"))]
            if ordered[_FIRST:]
            else []
        ),
        more(
            "Figures that nobody has measured",
            table("Assumed or judged", Sheet(heads, tuple(assumed)), "dw-assumed"),
        ),
        more("How this was made", table("How this was made", facts, "dw-facts")),
    ]


def _works(ordered: Sequence[Source], name: str) -> solara.Element:
    return part("ul", [part("li", _work(one)) for one in ordered], "dw-list", id=name)


def _work(one: Source) -> list[solara.Element | str]:
    """Return a work with its address."""
    year = f" ({one.published})" if one.published else ""
    many = f" Figures of the scenario's own: {one.of_scenario}." if one.of_scenario else ""
    return [f"{one.author}{year}: ", to(one.url, one.title, rel="noreferrer"), f".{many}"]


def section(one: Section, name: str, caption: str) -> list[solara.Element]:
    """Return a section of the briefing: sentences, its table under a caption, its points."""
    content = [
        part("h2", [one.heading], id=f"dw-{name}"),
        *(part("p", said(text)) for text in one.says),
    ]
    if one.sheet is not None:
        content.append(table(caption, one.sheet, f"dw-{name}-table"))
    return [*content, *([listed(one.points, f"dw-{name}-points")] if one.points else [])]
