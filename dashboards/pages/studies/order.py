"""Where to start, and in what order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.studies.common import (
    council,
    outcome,
    request,
    runs,
    scenario,
    write_table,
)
from dashboards.pages.study import Answer, Group, Study, Table, Work


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import order_sheets
    from scenarios.adopting.order import order

    by = values["outcome"]
    turns = order(request(values), by, execution=work.execution)
    write_table(work.folder, "order.csv", order_sheets.rows_of(turns, by))
    return Answer(
        order_sheets.headline(turns),
        (order_sheets.READING,),
        tables=tuple(
            Table(order_sheets.title(place, one), order_sheets.turn(one, by))
            for place, one in enumerate(turns, start=1)
        ),
        files=files_of({"As a table": "order.csv"}),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "order",
        Group.PLAN,
        "Where should we start, and what comes next?",
        "For a scenario that opens several sites or services: the one that adds most when opened first, then the next.",
        (
            council(),
            replace(scenario(), usual="wigan-adaptation"),
            replace(outcome("weeks_in_care", "Judged by"), option="--by"),
            YEARS,
            runs(40),
        ),
        _answer,
    )
