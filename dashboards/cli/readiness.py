"""`doorways readiness`: how faithful a service would become, when it would open, and what is to be feared."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.asked import Authority, ScenarioName
from dashboards.cli.console import messages, output
from dashboards.cli.tables import table_of
from scenarios import usual

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
        asks = f"{one.domain[:1].upper()}{one.domain[1:]}: {one.asks} ({'/'.join(ANSWERS)})"
        while (answer := str(typer.prompt(asks, err=True)).strip().lower()) not in ANSWERS:
            messages().print(f"An answer is one of: {', '.join(ANSWERS)}.")
        given[one.key] = answer
    return given


def _show(found: "Readiness") -> None:
    console = output()
    columns = {"About": False, "Answer": False, "Fidelity": True, "Opens": True}
    rows = [
        (
            f"{one.question.domain}: {one.question.asks}",
            one.answer,
            f"+{one.fidelity:.2f}" if one.fidelity else "",
            f"{one.months:.1f} months sooner" if one.months else "",
        )
        for one in found.traced
    ]
    console.print(table_of(columns, rows, "What each answer would change if it were yes"))
    risks = [
        (one.question.risk, one.question.mitigation, f"{one.question.key}; {one.question.source}")
        for one in found.traced
        if one.is_risk
    ]
    if risks:
        names = {"Risk": False, "What lessens it": False, "Answer, source": False}
        console.print(table_of(names, risks, "Risks"))
    for value, name in found.fidelity.values():
        console.print(f"Fidelity {value:.2f}, within the range of {name}.")
    console.print(
        f"From the decision to the first opening {found.months:.1f} months (published: 6 to 18; "
        "doorways launch shows the steps)."
    )
    console.print(
        "Judgement: what an answer is worth (readiness_answer_scores, readiness_fidelity_weights) has no "
        "study behind it; the ranges are those of councils that adopted. Sources are rows of the evidence."
    )
