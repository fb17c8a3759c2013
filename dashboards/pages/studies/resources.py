"""Posts, beds, carers, training, set-up and running, month by month and by payer."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.studies.common import council, request, scenario, write_table
from dashboards.pages.study import Answer, Group, Study, Table, Work


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import resources_sheets
    from scenarios.adopting.resources import resources

    found = resources(request(values))
    write_table(work.folder, "resources.csv", found.rows())
    return Answer(
        resources_sheets.headline(found, values["years"]),
        (resources_sheets.READING,),
        tables=(
            Table("Month by month", resources_sheets.months(found)),
            Table("By role and step", resources_sheets.roles(found)),
        ),
        files=files_of({"As a table": "resources.csv"}),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "resources",
        Group.PLAN,
        "What posts, places and money does it take, month by month?",
        "Posts, beds, carers, training, setting up and running, at central prices, by who pays.",
        (council(), scenario(), YEARS),
        _answer,
        quick=True,
    )
