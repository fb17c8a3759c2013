"""`doorways portfolio` from outside: printed, written, and mistakes told in a sentence."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app

TWO = ("family-group-conference", "mockingbird")
FEW = (
    *("--authority", "Kingston upon Thames", "--years", "2", "--replicates", "4"),
    *("--workers", "1", "--calibration", "none"),
)


def run(*words: str) -> Result:
    """Run `doorways portfolio` with these words."""
    return CliRunner().invoke(app, ["portfolio", *words])


@pytest.mark.parametrize("step", ["0", "12"])
def test_a_portfolio_writes_every_form_and_they_agree(step: str, tmp_path: Path) -> None:
    """Report, table and numbers name the same mixes in the same order, opening nothing among them."""
    out = tmp_path / "o"
    result = run(*TWO, *FEW, "--budget", "£50m", "--step-months", step, "--out", str(out))
    assert result.exit_code == 0, result.output
    found = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))
    table = pd.read_csv(out / "portfolio.csv")
    assert table.mix.tolist() == [one["mix"] for one in found["mixes"]]
    assert len(found["mixes"]) == {"0": 3, "12": 4}[step] + 1
    page = (out / "report.html").read_text(encoding="utf-8")
    assert all(one["mix"].replace("'", "&#39;") in page for one in found["mixes"][:1])
    assert "<svg" in page
    assert "Opening nothing" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--budget", "a lot"), "number of pounds"),
        (("--budget", "10%"), "number of pounds"),
        (("--budget", "0"), "above 0"),
        (("--budget", "£5m", "--outcome", "happiness"), "happiness"),
        (("--budget", "£5m", "--outcome", "cost_services_gross"), "Neither more nor fewer"),
        (("--budget", "£5m", "--authority", "Atlantis"), "Atlantis"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    """Before anything runs."""
    result = run(*TWO, *FEW, *words, "--out", str(tmp_path / "o"))
    assert result.exit_code == 2, result.output
    assert says in " ".join(result.output.split())
    assert "Traceback" not in result.output
