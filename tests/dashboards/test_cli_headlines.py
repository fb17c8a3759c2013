"""`doorways headlines` from outside: printed, written, and the same everywhere."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app

SMALL = ("--authority", "Rutland", "--replicates", "2", "--workers", "1", "--calibration", "none")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """A bench of a small council."""
    folder = tmp_path_factory.mktemp("headlines")
    words = ("--cohort-months", "12", "--window-months", "12", "--out", str(folder))
    return CliRunner().invoke(app, ["headlines", *SMALL, *words]), folder


def test_sentences_are_on_screen_in_the_report_and_in_the_files(told: tuple[Result, Path]) -> None:
    """Each headline's sentence, once everywhere; both files have every headline."""
    result, folder = told
    assert result.exit_code == 0, result.output
    plain = json.loads((folder / "headlines.json").read_text(encoding="utf-8"))
    report = (folder / "report.html").read_text(encoding="utf-8")
    screen = " ".join(result.stdout.split())
    for one in plain["headlines"]:
        assert one["sentence"] in screen
        assert one["sentence"] in report
    with (folder / "headlines.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [one["name"] for one in rows] == [one["name"] for one in plain["headlines"]]
    assert (folder / "charts" / "headlines.png").stat().st_size > 0


@pytest.mark.parametrize(
    "words", [("--window-months", "40"), ("--scenario", "baseline"), ("--authority", "Atlantis")]
)
def test_what_cannot_be_is_refused_in_a_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    """Before anything runs."""
    result = CliRunner().invoke(app, ["headlines", *words, "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
