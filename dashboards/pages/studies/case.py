"""What a scenario costs and saves, whom and when, and what would have to be otherwise."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.options import choices
from dashboards.pages.studies.common import (
    Percent,
    council,
    outcome,
    request,
    runs,
    scenario,
)
from dashboards.pages.study import Answer, Group, Study, Table, Work


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import case_sheets
    from dashboards.report.case import FILES, write_all
    from scenarios.case.appraise import Corrections
    from scenarios.case.study import Asked, case

    corrections = Corrections(
        *(values[name] / 100 for name in ("set_up_dearer", "running_dearer", "off_savings"))
    )
    made = case(request(values), Asked(values["outcome"], corrections), execution=work.execution)
    found = made.to_dict()
    charts = write_all(work.folder, made)
    tables = (
        Table("What it comes to", case_sheets.results(found)),
        Table("Step by step", case_sheets.steps(found)),
        Table("Prices that would tip it", case_sheets.switching(found)),
        Table("Year by year", case_sheets.by_year(found)),
        Table("Who pays, who saves", case_sheets.payers(found)),
    )
    return Answer(
        case_sheets.headline(found),
        (*found["labels"], case_sheets.READING),
        tuple(case_sheets.sentences(found)),
        charts,
        tuple(one for one in tables if one.sheet.rows),
        tuple(found["notes"]),
        files_of(FILES, *charts),
    )


def _share(name: str, label: str, most: float) -> Percent:
    """Return the field of a correction, in per cent."""
    option = f"--{name.replace('_', '-')}"
    return Percent(
        name=name, label=label, bounds=(0, most), usual=0, hint="per cent", option=option, more=True
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "case",
        Group.PLAN,
        "What would have to be true for this to pay?",
        "What it costs and saves, for the council and for all payers, by year; how likely it pays for itself; and at "
        "which prices it would just break even. With a workbook whose every sum is a live formula.",
        (
            council(),
            scenario(choices),
            YEARS,
            runs(40),
            outcome("care_entries", "What one would pay for", more=True),
            _share("set_up_dearer", "Setting up dearer by", 200),
            _share("running_dearer", "Running dearer by", 200),
            _share("off_savings", "Taken off savings", 100),
        ),
        _answer,
    )
