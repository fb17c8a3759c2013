"""What has to be done before a site opens, and what decides the date."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.studies.common import (
    council,
    request,
    scenario,
    write_table,
)
from dashboards.pages.study import Answer, Group, Study, Table, Work


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import launch_sheets
    from scenarios.adopting.launch import launches, sentences

    found, year = launches(request(values))
    write_table(work.folder, "launch.csv", launch_sheets.rows_of(found, year))
    first, *others = sentences(found, year)
    return Answer(
        first,
        (launch_sheets.READING,),
        tuple(others),
        tables=tuple(
            Table(launch_sheets.title(one), launch_sheets.steps(one, year)) for one in found
        ),
        files=files_of({"As a table": "launch.csv"}),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "launch",
        Group.PLAN,
        "What has to be done before it opens, and by when?",
        "The steps before launch, their dates and cost, what each waits for, how far it can slip, and what decides the date.",
        (council(), scenario()),
        _answer,
        quick=True,
    )
