"""What a hub's description says of who comes can be read without knowing the model."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.cli.app import app
from scenarios.validate import faults_of

HUB = """name = "own"
title = "Our hub"

[[interventions]]
kind = "no_wrong_door"
{service}
[[interventions.hubs]]
{hub}
"""


def written(folder: Path, hub: str = "", service: str = "") -> Path:
    """A scenario of one hub of which something is said."""
    path = folder / "own.toml"
    path.write_text(HUB.format(hub=hub, service=service), encoding="utf-8")
    return path


def described(path: Path) -> str:
    """What `doorways describe` says of a file."""
    found = CliRunner().invoke(app, ["describe", str(path)])
    assert found.exit_code == 0, found.output
    return found.stdout


def line_of(said: str, word: str) -> str:
    """The one line that begins with a word."""
    (line,) = (one for one in said.splitlines() if one.strip().startswith(word))
    return line


def test_what_is_replaced_is_of_the_running_cost_alone(tmp_path: Path) -> None:
    """Homes that are replaced meet part of what a hub costs a year, and nothing of setting it up."""
    line = line_of(described(written(tmp_path)), "Cost, premises")
    assert "a year, 56% of that met by what it replaces, and £980,000 to set up" in line
    assert line.count("replaces") == 1


def test_vacancies_lower_the_caseload_that_is_said(tmp_path: Path) -> None:
    """A hub most of whose posts are empty is said to support as many as the model lets it."""
    empty = described(
        written(tmp_path, "vacant = { residential_worker = 8.5, police_officer = 1 }")
    )
    assert "40 young people at a time, of whom its filled posts can support 17" in empty
    assert "can support" not in described(written(tmp_path))


def test_fewer_beds_are_said_to_leave_the_posts(tmp_path: Path) -> None:
    """Whoever cuts beds and names no staff is told that posts, and what they cost, stay."""
    told = "the usual posts, which go by the caseload and not by beds"
    assert told in described(written(tmp_path, "beds_planned = 2"))
    assert told not in described(written(tmp_path))
    assert told not in described(written(tmp_path, "beds_planned = 2\nstaff = { manager = 1 }"))


def test_a_hub_whose_steps_are_dated_opens_when_they_are_done(tmp_path: Path) -> None:
    """Where the month of a decision is said, that of the usual opening is not; and the first month is."""
    said = described(written(tmp_path, service="decided_month = 3"))
    assert "opens in month 12" not in said
    assert "as soon as it is ready, in month 15 at central values" in said
    two = "opens_month = 12\n\n[[interventions.hubs]]\nopens_month = 30"
    later = described(written(tmp_path, two, "decided_month = 3"))
    assert line_of(later, "Hub 2").strip().startswith("Hub 2: opens 18 months after the first")


def test_all_ten_weights_leave_no_others(tmp_path: Path) -> None:
    """Whoever weighs every distinguisher is not told of others."""
    from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS

    table = ", ".join(f"{name} = 0.5" for name in DISTINGUISHERS)
    assert "the others" not in described(written(tmp_path, service=f"fidelity = {{ {table} }}"))
    one = next(iter(DISTINGUISHERS))
    assert "the others: that of an adopting council" in described(
        written(tmp_path, service=f"fidelity = {{ {one} = 0.5 }}")
    )


@pytest.mark.parametrize(
    "hub", ["vacant = { police_officer = 3 }", "caseload = 20\nvacant = { police_officer = 1 }"]
)
def test_more_vacant_posts_than_the_usual_team_has_are_one_fault(tmp_path: Path, hub: str) -> None:
    """`doorways validate` finds what `describe` and every run refuse, at its line and key."""
    path = written(tmp_path, hub)
    (fault,) = faults_of(path)
    assert "police_officer" in path.read_text(encoding="utf-8").splitlines()[fault.line - 1]
    assert fault.error.thing == "vacant police officer"


def test_how_often_others_are_referred_is_said_against_whom() -> None:
    """Each reason is a share of how often the first are referred, never a bare number."""
    said = CliRunner().invoke(app, ["describe", "no-wrong-door"]).stdout
    (line,) = (one for one in said.splitlines() if one.strip().startswith("Who comes"))
    assert "is referred 3.3 times a year to each hub" in line
    assert "in need and in a crisis, 3% as often" in line
    assert "under 16 and in a crisis, just as often" in line
    assert "0.03" not in line
