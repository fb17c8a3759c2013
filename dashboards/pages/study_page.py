"""The page of a study, made from what it declares: its form, how far it is, and its answer."""

from typing import Any

import solara

from dashboards.boards import studies
from dashboards.components.widgets import Picture
from dashboards.pages import fields
from dashboards.pages.asking import form, use_asking
from dashboards.pages.parts import listed, table, take_away
from dashboards.pages.shell import part, said, shell
from dashboards.pages.showing import Shown, hint
from dashboards.pages.stands import council_of, stands
from dashboards.pages.study import Answer, Chosen, Result, Study
from dashboards.pages.watching import status
from simulation.files.plain_text import shown

CLOSED = (
    "This page takes real children's records, so it is open only where no other machine reaches the pages: start "
    "doorways dashboard without --origin and without --no-own-data. The command doorways import-903 does the same."
)


@solara.component
def Closed(study: Study) -> None:  # noqa: N802
    """Say why a page is closed."""
    content = [part("h1", [study.title]), part("p", [study.says], "dw-says")]
    shell([*content, part("p", [CLOSED], "dw-error")], f"/{study.group}", within=True)


@solara.component
def StudyPage(study: Study) -> None:  # noqa: N802
    """Show the page of a study."""
    at = use_asking(
        studies(),
        lambda query: _chosen(study, fields.read(query, study.fields)),
        lambda wanted: _chosen(study, fields.settle(wanted, study.fields)),
        study.label,
        lambda asked: studies().submit(
            asked,
            "" if study.private else f"{study.title} {study.label(asked)}",
            quick=study.quick,
        ),
    )
    usual = {one.name: one.usual for one in study.fields}
    content = [
        part("h1", [study.title]),
        part("p", [study.says], "dw-says"),
        form(study.fields, usual | dict(at.choice.values), at, study.label),
        status(at.job, at.notes, study.of),
        part("p", [hint(at.job)], "dw-empty", id="dw-empty"),
    ]
    found = [Found(study, at.now)] if at.now else []
    shell([*content, *found], f"/{study.group}", within=True)


def _chosen(
    study: Study, settled: tuple[dict[str, Any], tuple[str, ...]]
) -> tuple[Chosen, tuple[str, ...]]:
    values, notes = settled
    return study.chosen(values), notes


@solara.component
def Found(study: Study, now: Shown[Chosen, Result]) -> solara.Element:  # noqa: N802
    """Show one answer under the words of the choice it answers."""
    answer = now.content.answer
    charts = [
        Picture(
            question=chart.question,
            title=chart.title,
            svg=svg,
            alternative=shown(chart.alternative),
        )
        for chart, svg in zip(answer.charts, now.content.pictures, strict=True)
    ]
    children = [
        part("p", [now.label], "dw-label", id="dw-label"),
        part("h2", [study.label(now.choice)], id="dw-title"),
        part("p", said(answer.headline), "dw-headline", id="dw-headline"),
        *(part("p", said(one), "dw-meaning") for one in answer.says),
        *([listed(answer.points, "dw-points")] if answer.points else []),
        *charts,
        *(table(one.title, one.sheet, f"dw-table-{k}") for k, one in enumerate(answer.tables)),
        *stands(
            council_of(study.fields, dict(now.choice.values)), [one.sheet for one in answer.tables]
        ),
        *_beside(answer),
        *take_away(now.content.away, study.command(now.choice)),
    ]
    attributes = {
        "data-stamp": now.stamp,
        "data-standing": now.standing,
        "aria-labelledby": "dw-title",
    }
    return part("section", children, "dw-result", id="dw-result", **attributes)


def _beside(answer: Answer) -> list[solara.Element]:
    """Return what has to be borne in mind."""
    if not answer.notes:
        return []
    return [part("h2", ["What to know beside the numbers"]), listed(answer.notes, "dw-beside")]
