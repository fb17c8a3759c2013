"""`doorways new`: what it writes, and what it says to do next with each thing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.cli.app import app
from scenarios.new_file import BATCH, READINESS, THINGS


@pytest.mark.parametrize("thing", [*THINGS, READINESS, BATCH])
def test_everything_that_can_be_written_is_listed(thing: str) -> None:
    """The help and the page of commands name each thing."""
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    (line,) = (one for one in page.splitlines() if one.startswith("| `doorways new THING NAME`"))
    assert f"`{thing}`" in line
    assert thing in CliRunner().invoke(app, ["new", "--help"]).stdout


def test_a_plan_is_followed_by_the_command_that_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan of comparisons is no part of a scenario: it is run as a batch."""
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["new", "batch", "mine"]).stdout
    assert "doorways batch run mine.toml" in said
    assert "validate" not in said
    assert "interventions" not in said
