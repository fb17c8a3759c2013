"""Which parts of a service are its core, and which can be adapted."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.studies.common import council, request, runs, scenario, write_table
from dashboards.pages.study import Answer, Group, Study, Table, Work


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import adapt_sheets
    from scenarios.adopting.parts import adapt

    found = adapt(request(values), execution=work.execution)
    write_table(work.folder, "parts.csv", adapt_sheets.rows_of(found))
    return Answer(
        adapt_sheets.headline(found),
        (adapt_sheets.READING,),
        tables=(Table("Each part left out", adapt_sheets.parts(found)),),
        notes=tuple(adapt_sheets.judgements(found)),
        files=files_of({"As a table": "parts.csv"}),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "adapt",
        Group.PLAN,
        "What must not be left out, and what can be adapted?",
        "Each part of the service left out in paired runs: what is lost without it, and what it would save.",
        (council(), scenario(), YEARS, runs(40)),
        _answer,
    )
