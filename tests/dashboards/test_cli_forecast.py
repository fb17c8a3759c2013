"""`doorways forecast` from outside: printed, written, moved by levers, and mistakes told in a sentence."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app

FEW = (
    *("--authority", "Kingston upon Thames", "--years", "2", "--replicates", "4"),
    *("--workers", "1", "--calibration", "none"),
)


def run(*words: str) -> Result:
    """Run `doorways forecast` with these words."""
    return CliRunner().invoke(app, ["forecast", *words])


def test_a_forecast_writes_every_form_and_they_agree(tmp_path: Path) -> None:
    """Report, table and numbers; with levers both arms stand in the table, and what differs in the report."""
    out = tmp_path / "o"
    words = (*FEW, "--no-record", "--lever", "entries=-20%", "--inflation", "0.02")
    result = run(*words, "--out", str(out))
    assert result.exit_code == 0, result.output
    found = json.loads((out / "forecast.json").read_text(encoding="utf-8"))
    table = pd.read_csv(out / "forecast.csv")
    last = table[(table.what == "children") & (table.name == "all") & (table.year == 2026)]
    assert last[last.arm == "forecast"]["mean"].item() == found["forecast"]["children"][-1]["mean"]
    assert last[last.arm == "planned"]["mean"].item() == found["planned"]["children"][-1]["mean"]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "What Kingston upon Thames has to plan for" in page
    assert "Entries are 20% less likely" in page
    assert page.count("<svg") == 2
    assert "In the money of the day, 2.0% a year" in result.output.replace("\n", " ")


@pytest.mark.slow
def test_the_record_stands_beside_it(tmp_path: Path, undrawn: None) -> None:
    """Asked for by default: forecasts from past years with what was published, and a sentence."""
    result = run(*FEW, "--json", "-", "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["record"]["of"] == len(found["record"]["rows"]) > 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--lever", "entries=lots"), "per cent"),
        (("--lever", "unaccompanied=+10%", "--lever", "unaccompanied=+20%"), "two things"),
        (("--inflation", "3"), "share a year"),
        (("--reference", "2024", "2021"), "no later than the last"),
        (("--reference", "2021", "soon"), "soon"),
        (("--unit-costs", "nowhere.csv"), "nowhere.csv"),
        (("--authority", "Atlantis"), "Atlantis"),
        (("--from-month", "-3", "--lever", "entries=+10%"), "from_month"),
        (("--from-month", "9" * 400, "--lever", "entries=+10%"), "from_month"),
        (("--from-month", "nan", "--lever", "entries=+10%"), "from_month"),
        (("--from-month", "12"), "when levers are moved, and none is"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    """Before anything runs."""
    result = run(*FEW, "--no-record", *words, "--out", str(tmp_path / "o"))
    assert result.exit_code == 2, result.output
    assert says in " ".join(result.output.split())
    assert "Traceback" not in result.output
