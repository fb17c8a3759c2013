"""Commands that simulate have their options from one place."""

from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from dashboards.cli.asked import Years
from dashboards.cli.simulated import Simulated, simulates

HANDED: list[tuple[Simulated, int, str]] = []


@simulates(leaving_out=("baseline",), replicates=7)
def looks(said: Simulated, years: Years, by: Annotated[str, typer.Option()] = "age") -> None:
    """Look."""
    HANDED.append((said, years, by))


def run(*words: str) -> tuple[int, str]:
    """Run the command with some words; return its code and what it said."""
    app = typer.Typer()
    app.command()(looks)
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.output


def test_what_is_said_is_what_is_simulated() -> None:
    """Every option reaches the request, the execution or the command that declared it."""
    words = ["--authority", "Wigan", "--scenario", "mockingbird", "--years", "3", "--seed", "5"]
    words += ["--step-days", "14", "--workers", "2", "--central", "-q", "--by", "sex"]
    assert run(*words, "--calibration", "none") == (0, "")
    said, years, by = HANDED.pop()
    asked = said.request
    assert (asked.authority, asked.scenario, asked.years) == ("Wigan", "mockingbird", 3)
    assert (asked.seed, asked.step_days, asked.central) == (5, 14.0, True)
    assert (asked.calibration, said.execution.workers, said.quiet) == (None, 2, True)
    assert (years, by) == (3, "sex")


def test_what_is_not_said_is_as_the_command_has_it() -> None:
    """Its own usual number of runs, and the usual calibration of England."""
    assert run("--years", "2") == (0, "")
    asked = HANDED.pop()[0].request
    assert asked.replicates == 7
    assert asked.calibration is not None


@pytest.mark.parametrize("words", [["--years", "2", "--baseline", "baseline"], []])
def test_what_is_left_out_or_must_be_said_is_so(words: list[str]) -> None:
    """An option left out is none, and one declared without a value has to be given."""
    code, told = run(*words)
    assert code == 2
    assert ("No such option" if words else "Missing option") in told
    assert HANDED == []


def test_what_is_turned_reaches_every_command() -> None:
    """The scenario it is handed has it turned, in the council that was named."""
    assert run("--years", "2", "--set", "hubs=2", "--set", "later=3") == (0, "")
    scenario = HANDED.pop()[0].request.scenario
    assert not isinstance(scenario, str)
    assert (len(scenario.interventions[0]["hubs"]), scenario.interventions[0]["later_months"]) == (
        2,
        3.0,
    )


def test_without_a_scenario_there_is_nothing_to_turn() -> None:
    """A command that leaves the scenario out has no such option."""

    @simulates(leaving_out=("scenario",))
    def plain(said: Simulated) -> None:
        """Do nothing."""

    app = typer.Typer()
    app.command()(plain)
    assert CliRunner().invoke(app, ["--set", "hubs=2"]).exit_code == 2
