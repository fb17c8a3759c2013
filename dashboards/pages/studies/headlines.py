"""Each published headline measured again: with no service, its recording, its effect."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.fields import Number
from dashboards.pages.studies.common import (
    council,
    request,
    runs,
    scenario,
)
from dashboards.pages.study import Answer, Group, Study, Table, Work


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import headlines_sheets
    from dashboards.report.headlines import STUDY
    from scenarios.headlines.published import Windows
    from scenarios.headlines.study import bench

    windows = Windows(values["cohort_months"], values["window_months"])
    found = bench(request(values), windows, execution=work.execution).to_dict()
    charts = STUDY.write(work.folder, found)
    said = (
        f"{name}. {sentence} {circular}".rstrip()
        for name, sentence, circular in headlines_sheets.sentences(found)
    )
    against = (f"Against each other: {one}" for one in headlines_sheets.contradictions(found))
    return Answer(
        f"{found['scenario_title']} in {found['authority']}: what studies without a comparison would report",
        (headlines_sheets.READING,),
        (*said, *against),
        charts,
        (
            Table("The headlines", headlines_sheets.headlines(found)),
            Table("Over windows of other lengths", headlines_sheets.by_window(found)),
        ),
        tuple(found["notes"]),
        files_of(STUDY.files, *charts),
    )


def _months(name: str, label: str, hint: str, unit: str) -> Number:
    option = f"--{name.replace('_', '-')}"
    return Number(
        name=name, label=label, bounds=(6, 24), usual=18, hint=hint, option=option, unit=unit
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "headlines",
        Group.EVALUATE,
        "How much of each headline would have been seen with no service at all?",
        "Every published headline measured again as an uncontrolled study would: where nothing was opened, where only the "
        "recording changed, and with the service, beside the true effect in the same young people.",
        (
            council(),
            scenario(),
            runs(40),
            _months(
                "cohort_months", "Began within", "months of the opening", "months of beginning"
            ),
            _months("window_months", "Followed for", "months before and after", "months followed"),
        ),
        _answer,
    )
