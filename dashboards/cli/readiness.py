"""`doorways readiness`: how faithful a service would become, when it would open, and what is to be feared."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.words import capital
from dashboards.cli.asked import Authority, ScenarioName
from dashboards.cli.console import messages, output
from scenarios import usual
from simulation.errors import DoorwaysError

if TYPE_CHECKING:
    from scenarios.adopting.readiness import Readiness

_Answers = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A file of answers (doorways new readiness NAME); without one, you are asked.",
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the scenario there, for compare; a new .toml file."),
]
_Decided = Annotated[
    float, typer.Option(help="Month, from the start of the run, in which the decision begins.")
]


def readiness(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    answers: _Answers = None,
    out: _Out = None,
    decided_month: _Decided = 0.0,
) -> None:
    """Ask how ready the council is, and say how faithful its service becomes, when it opens, and the risks.

    Leadership, workforce, buildings, partners, data and money. Each number is traced to the answer it
    comes from; what comes out is a scenario that compare runs.
    """
    from scenarios.adopting.questions import read_answers
    from scenarios.adopting.readiness import as_ready
    from scenarios.adopting.readiness import readiness as found_for
    from scenarios.adopting.sites import central_plan, sites_of
    from scenarios.adopting.written import refuse_to_overwrite, write_scenario
    from scenarios.request import CompareRequest

    made = central_plan(CompareRequest(authority=authority, scenario=scenario))
    if out is not None:
        refuse_to_overwrite(out)
    given = read_answers(answers) if answers is not None else _asked()
    found = found_for(given, sites_of(made))
    _show(found)
    named = out.stem if out is not None else ""
    one = as_ready(made.arms[1], found, given, decided_month, named)
    console = output()
    if out is None:
        console.print("\nThe scenario, for `doorways compare` (--out FILE writes it):\n")
        console.print(one.to_toml(), soft_wrap=True)
        return
    write_scenario(one, out)
    console.print(
        f'\nWrote {out}. Run it:  doorways compare --authority "{authority}" --scenario {out}',
        soft_wrap=True,
    )


def _asked() -> dict[str, str]:
    """Ask every question on the terminal, again until the answer is one of the four."""
    from scenarios.adopting.questions import ANSWERS, questions

    given: dict[str, str] = {}
    for one in questions():
        asks = f"{capital(one.domain)}: {one.asks} ({'/'.join(ANSWERS)})"
        while (answer := _typed(asks)) not in ANSWERS:
            messages().print(f"An answer is one of: {', '.join(ANSWERS)}.")
        given[one.key] = answer
    return given


def _typed(asks: str) -> str:
    """Return what somebody types.

    Raises
    ------
    DoorwaysError
        When nobody can, or no more: the input is at its end.
    """
    try:
        return str(typer.prompt(asks, err=True)).strip().lower()
    except typer.Abort as stopped:
        # The prompt says the same of Ctrl-C, which is no mistake.
        if not isinstance(stopped.__context__, EOFError):
            raise
        # The question stands there without an end of line.
        messages().print()
        rule = "The questions are answered at a terminal, or in a file."
        step = "Write one with 'doorways new readiness NAME', fill it in, and hand it in with --answers FILE."
        raise DoorwaysError("answers", "the end of the input", rule, step) from stopped


def _show(found: "Readiness") -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import readiness_sheets

    console = output()
    console.print(sheet_table(readiness_sheets.answers(found), readiness_sheets.ANSWERS_TITLE))
    risks = readiness_sheets.risks(found)
    if risks.rows:
        console.print(sheet_table(risks, readiness_sheets.RISKS_TITLE))
    for said in (*readiness_sheets.sentences(found), readiness_sheets.JUDGEMENT):
        console.print(said)
