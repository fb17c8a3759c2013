"""Which uncertain figures drive a measure, and which would change the decision."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.fields import Field, Number, Option, Pick
from dashboards.pages.options import measures, scenarios
from dashboards.pages.studies.common import council, scenario
from dashboards.pages.study import Answer, Group, Study, Table, Work
from scenarios.sensitivity.request import FEWEST_DRAWS, METHODS, OF, TOP
from scenarios.shared import PAIR

FEWEST = PAIR * FEWEST_DRAWS
FILES = {
    "Report": "report.html",
    "Numbers": "sensitivity.json",
    "As a table": "sensitivity.csv",
}
_METHODS = dict(
    zip(
        METHODS,
        (
            "Runs of the comparison (PAWN)",
            "One figure at a time (Morris)",
            "Shares of variance (Sobol)",
        ),
        strict=True,
    )
)
_OF = dict(zip(OF, ("What the scenario changes", "How it is without it"), strict=True))


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from calibration.joint.store import usual
    from dashboards.report import sensitivity_sheets as sheets
    from dashboards.report import sensitivity_words as say
    from dashboards.report.sensitivity import METHODS as READ
    from dashboards.report.sensitivity import write_all
    from scenarios.sensitivity.request import SensitivityRequest
    from scenarios.sensitivity.study import study as run

    asked = {name: value for name, value in values.items() if name != "council"}
    request = SensitivityRequest(authority=values["council"], calibration=usual(), **asked)
    found = run(request, execution=work.execution, store=work.db)
    charts = write_all(work.folder, found)
    tables = [Table("The strongest figures", sheets.drivers(found))]
    if found.decision is not None:
        tables += [
            Table("The decision", sheets.thresholds(found.decision)),
            Table("What knowing it would be worth", sheets.known(found.decision)),
        ]
    return Answer(
        say.driving(found),
        (say.subject(found), sheets.READING),
        say.deciding(found),
        charts,
        tuple(tables),
        (READ[found.method], *found.notes),
        files_of(FILES, *charts),
    )


def _worded(name: str, label: str, said: Mapping[str, str]) -> Pick:
    """Return the field of an option that takes one of few words."""
    options = tuple(Option(value, words) for value, words in said.items())
    return Pick(
        name=name,
        label=label,
        offered=lambda: options,
        usual=options[0].value,
        option=f"--{name}",
        more=True,
    )


def _more() -> tuple[Field, ...]:
    """Return what few choose."""
    return (
        _worded("of", "Of", _OF),
        _worded("method", "Method", _METHODS),
        Number(
            name="bank",
            label="Runs for the decision",
            bounds=(FEWEST, 20_000),
            usual=400,
            hint="with Morris and Sobol",
            option="--bank",
            more=True,
        ),
        Number(
            name="top",
            label="Figures",
            bounds=TOP,
            usual=6,
            hint="with Sobol",
            option="--top",
            more=True,
        ),
        Number(
            name="value_of_care_week",
            label="A week of care avoided is worth",
            bounds=(0, 20_000),
            usual=0,
            hint="pounds beyond what it saves",
            option="--value-of-care-week",
            more=True,
        ),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "sensitivity",
        Group.RESEARCH,
        "Which uncertain figures drive the answer?",
        "How strongly each figure that is not known exactly drives a measure, beside what chance would seem to do, by the "
        "register's own sentence; and what knowing it would be worth to the decision.",
        (
            council(),
            scenario(scenarios),
            Pick(
                name="measure",
                label="Measure",
                offered=measures,
                usual="care_entries",
                option="--measure",
            ),
            YEARS,
            Number(
                name="runs",
                label="Runs",
                bounds=(FEWEST, 20_000),
                usual=2000,
                option="--runs",
                unit="runs",
            ),
            *_more(),
        ),
        _answer,
    )
