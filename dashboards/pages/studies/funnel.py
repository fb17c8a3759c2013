"""Of those who come into care: how many a service reaches, and where they are lost."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.studies.common import council, request, runs, scenario
from dashboards.pages.study import Answer, Group, Study, Table, Work


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report.folder import write_json
    from dashboards.report.funnel_sheets import READING, entered, parts, sentences
    from scenarios.funnel.study import funnel

    found = funnel(request(values), execution=work.execution).to_dict()
    write_json(work.folder / "funnel.json", found)
    told = sentences(found)
    shown = parts(found)
    return Answer(
        told[0] if told else entered(found),
        (READING, entered(found)),
        (*told[1:], *(one["sentence"] for one in found["surprises"])),
        tables=tuple(
            Table(f"{one.title}: {sheet.headings[0].lower()}", sheet)
            for one in shown
            for sheet in one.sheets
        ),
        notes=tuple(dict.fromkeys(said for one in shown for said in one.beside)),
        files=files_of({"Numbers": "funnel.json"}),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "funnel",
        Group.EVALUATE,
        "Whom does it reach, and where are the others lost?",
        "Those who come into care, followed through the service: referred, accepted, supported, in time, and how strongly.",
        (council(), scenario(), YEARS, runs(20)),
        _answer,
    )
