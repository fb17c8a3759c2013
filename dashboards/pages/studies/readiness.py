"""How faithful a service would become, when it would open, and what is to be feared."""

from collections.abc import Mapping
from typing import Any

from agents.words import capital
from dashboards.pages.away import files_of
from dashboards.pages.fields import Number, Option, Pick
from dashboards.pages.studies.common import (
    council,
    request,
    scenario,
)
from dashboards.pages.study import Answer, Group, Study, Table, Work
from scenarios.adopting.questions import ANSWERS, Question, questions
from simulation.files.writing import write_text

ANSWERS_FILE, SCENARIO_FILE = "answers.toml", "as-ready.toml"


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import readiness_sheets
    from scenarios.adopting.readiness import as_ready, readiness
    from scenarios.adopting.sites import central_plan, sites_of
    from scenarios.adopting.written import write_scenario
    from scenarios.toml_text import toml_text

    made = central_plan(request({name: values[name] for name in ("council", "scenario")}))
    given = {one.key: values[one.key] for one in questions()}
    found = readiness(given, sites_of(made))
    one = as_ready(made.arms[1], found, given, values["decided_month"], "as-ready")
    write_scenario(one, work.folder / SCENARIO_FILE)
    write_text(work.folder / ANSWERS_FILE, toml_text({"answers": given}))
    tables = (
        Table(readiness_sheets.ANSWERS_TITLE, readiness_sheets.answers(found)),
        Table(readiness_sheets.RISKS_TITLE, readiness_sheets.risks(found)),
    )
    return Answer(
        " ".join(readiness_sheets.sentences(found)),
        tables=tuple(one for one in tables if one.sheet.rows),
        notes=(readiness_sheets.JUDGEMENT,),
        files=files_of({"Answers": ANSWERS_FILE, "Scenario to compare": SCENARIO_FILE}),
    )


class _Question(Pick):
    """Ask one question; a file of answers takes the place of options."""

    def said(self, value: str) -> str:
        """Return nothing: a dozen answers make no title."""
        return ""


def _asks(one: Question) -> _Question:
    """Return the field of a question, answered partly until somebody answers."""
    return _Question(
        name=one.key,
        label=f"{capital(one.domain)}: {one.asks}",
        offered=lambda: [Option(answer, answer) for answer in ANSWERS],
        usual=ANSWERS[1],
        radio=True,
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "readiness",
        Group.PLAN,
        "How ready are we, and what should we fear?",
        "Thirteen questions on leadership, workforce, buildings, partners, data and money. The answers say how faithful the "
        "service becomes, when it opens, and the risks; what comes out is a scenario that can be compared.",
        (
            council(),
            scenario(),
            Number(
                name="decided_month",
                label="Decided in month",
                bounds=(0, 60),
                usual=0,
                hint="from the start of the run",
                option="--decided-month",
            ),
            *map(_asks, questions()),
        ),
        _answer,
        quick=True,
        more=("--answers", ANSWERS_FILE),
    )
