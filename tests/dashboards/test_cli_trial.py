"""`doorways trial` from outside: printed, stored, and mistakes told in a sentence."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app

FEW = ("--replications", "2", "--authorities", "4", "--workers", "1", "--calibration", "none")


def run(*words: str) -> Result:
    """Run `doorways trial` with these words."""
    return CliRunner().invoke(app, ["trial", *words])


def test_a_trial_of_nothing_says_so_and_is_kept(tmp_path: Path) -> None:
    """Its numbers on standard output; a second call finds them stored and says the same."""
    words = (*FEW, "--scenario", "no-wrong-door-null", "--db", str(tmp_path / "t.sqlite"))
    first = run(*words, "--json", "-")
    assert first.exit_code == 0, first.output
    found = json.loads(first.stdout)
    assert found["true"]["log_ratio"] == 0.0
    assert [one["name"] for one in found["analyses"]] == ["permutation", "mixed_model"]
    again = run(*words)
    assert "nothing is there to be found" in " ".join(again.stdout.split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--outcome", "happiness"), "happiness"),
        (("--step-months", "5"), "step"),
        (("--scenario", "baseline", "--baseline", "no-wrong-door"), "no service"),
        (("--authorities", "31"), "31"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    """Before anything runs."""
    result = run(*words, "--db", str(tmp_path / "t.sqlite"))
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output
