"""`doorways effects`: what studies found about a service, and what is believed of it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from dashboards.cli.clusters import anywhere
from dashboards.cli.console import output, write_out
from simulation.runner.execution import USUAL, Execution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calibration.beliefs.effects.combine import Combined, Part, Ratio


class Form(StrEnum):
    """Say how the studies are written."""

    TEXT = "text"
    CSV = "csv"


@anywhere
def effects(
    intervention: Annotated[
        str | None, typer.Argument(help="Service by name; all when left out.")
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="Only this outcome, such as missing.")] = None,
    extra: Annotated[
        Path | None,
        typer.Option("--with", help="TOML file with studies of your own, beside the project's."),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="Tables as text, or one line a study as CSV.")
    ] = Form.TEXT,
    check: Annotated[
        bool,
        typer.Option("--check", help="Simulate the service's studies: does what goes in come out?"),
    ] = False,
    pairs: Annotated[
        int | None,
        typer.Option(min=2, max=100_000, help="Pairs of futures that --check runs; default: 600."),
    ] = None,
    execution: Execution = USUAL,
) -> None:
    """Show what studies found of a service's effects, how far it is believed, and the result."""
    if check:
        from dashboards.cli.effects_check import check_effects

        rule = "--check simulates all studies of a service as they ship, and prints a table."
        _unread(rule, {"--outcome": outcome, "--with": extra, "--format": form is Form.CSV})
        check_effects(intervention, pairs, execution)
        return
    elsewhere = execution != USUAL
    _unread(
        "Without --check nothing is simulated.",
        {"--pairs": pairs, "--workers and --cluster": elsewhere},
    )
    from calibration.beliefs.effects.combine import combine
    from calibration.beliefs.effects.listing import as_csv
    from calibration.beliefs.effects.load import studies, with_rows_of
    from calibration.beliefs.effects.outcomes import asked

    rows = studies() if extra is None else with_rows_of(extra)
    answers = [combine(one.intervention, one.outcome, rows) for one in asked(intervention, outcome)]
    console = output()
    if form is Form.CSV:
        write_out(as_csv(answers))
    elif intervention is None and outcome is None:
        _overview(console, answers)
    else:
        for answer in answers:
            _show(console, answer)


def _unread(rule: str, besides: "Mapping[str, object]") -> None:
    """Check that nothing is asked for that would not be read.

    Raises
    ------
    DoorwaysError
        When something is.
    """
    from simulation.errors import DoorwaysError

    for option, given in besides.items():
        if given:
            raise DoorwaysError("option", option, rule, "Leave it out.")


def _overview(console: Console, answers: "list[Combined]") -> None:
    """Print one line an effect."""
    table = _table("Service", "Outcome", "Studies", "Grades", "In a new place", "Benefit")
    for answer in answers:
        about = answer.effect
        grades = sorted({part.study.grade for part in answer.parts})
        table.add_row(
            about.intervention,
            about.outcome,
            str(len(answer.parts)),
            " ".join(grades) or "none",
            ("judgement kept" if about.figure else "not known")
            if about.kept
            else _ratio(answer.new_place),
            "" if about.kept else f"{answer.benefit:.0%}",
        )
    console.print(table)
    console.print(
        "In a new place: the rate with the service over the rate without it, and its 90% range. "
        "Benefit: how surely it is one. 'doorways effects SERVICE' shows the studies."
    )


def _show(console: Console, answer: "Combined") -> None:
    """Print the studies of one effect and what follows from them."""
    from scenarios.override import settable

    about = answer.effect
    console.print(f"{answer.service}: {about.title} ({about.outcome})", style="bold", markup=False)
    if answer.parts:
        console.print(_studies(answer))
    if any(part.study.error_is_assumed for part in answer.parts):
        console.print("* No error was published; its size is assumed.")
    for row in answer.told:
        console.print(f"Not used: {row.published} ({row.locator}): {row.unused}.", markup=False)
    if about.kept:
        held = f" The register's {about.figure} holds it." if about.figure else ""
        console.print(f"{about.kept}{held}\n", markup=False)
        return
    better = "below 1" if about.lower_is_better else "above 1"
    console.print(
        f"Sceptical prior of no effect: weight {answer.prior_weight:.0%}. "
        f"Mean over places: {_ratio(answer.mean_effect)}.\n"
        f"In a new place: {_ratio(answer.new_place)}; a benefit is {better}, "
        f"probability {answer.benefit:.0%}.",
        markup=False,
    )
    ends = ", ".join(f"{name} = {value:.2f}" for name, value in answer.override.items())
    name = f"{about.figure} = " if about.figure in settable() else ""
    console.print(f"As a scenario takes it: {name}{{ {ends} }}\n", markup=False, soft_wrap=True)


def _studies(answer: "Combined") -> Table:
    table = _table("Study", "Grade", "As published", "As a ratio", "After allowance", "Weight")
    table.add_column("Without it", justify="right")
    for part in answer.parts:
        table.add_row(*_row(part))
    return table


def _row(part: "Part") -> tuple[str, ...]:
    study = part.study
    other = f"{study.intervention}: " if part.is_indirect else ""
    return (
        f"{other}{study.locator}",
        study.grade,
        study.published,
        _ratio(part.as_found) + ("*" if study.error_is_assumed else ""),
        _ratio(part.allowed) if part.allowed.says_something else "says nothing",
        f"{part.weight:.0%}",
        f"{part.without:.2f}",
    )


def _table(*headings: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in headings:
        table.add_column(heading)
    return table


def _ratio(one: "Ratio") -> str:
    return f"{one.central:.2f} ({one.low:.2f} to {one.high:.2f})"
