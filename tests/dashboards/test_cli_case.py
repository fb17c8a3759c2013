"""`doorways case` from outside: printed, written, handed back, and mistakes told in a sentence."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app

FEW = (
    *("--authority", "Kingston upon Thames", "--years", "2", "--replicates", "4"),
    *("--workers", "1", "--calibration", "none"),
)


def run(*words: str) -> Result:
    """Run `doorways case` with these words."""
    return CliRunner().invoke(app, ["case", *words])


def said(result: Result) -> str:
    """What stands on the screen, on one line."""
    return " ".join(result.output.split())


def test_a_case_writes_every_form_and_they_agree(tmp_path: Path) -> None:
    """Report, workbook, table, prices and numbers; the same net present value in all of them."""
    out = tmp_path / "case"
    result = run(*FEW, "--out", str(out))
    assert result.exit_code == 0, result.output
    found = json.loads((out / "case.json").read_text(encoding="utf-8"))
    lines = pd.read_csv(out / "case.csv")
    council = lines[(lines.payer == "council") & (lines.window == "total")]
    spent = council[council.is_cost]["mean"].sum()
    payer = next(one for one in found["payers"] if one["payer"] == "council")
    assert payer["spent"]["total"]["mean"] == pytest.approx(spent)
    book = openpyxl.load_workbook(out / "case.xlsx", data_only=True)["Results"]
    net = next(
        r[1] for r in book.iter_rows(values_only=True) if str(r[0]).startswith("Net present")
    )
    assert net == pytest.approx(found["views"]["council"]["net"]["mean"])
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "The case for No Wrong Door" in page
    assert page.count("<svg") == len(list((out / "charts").glob("*.svg"))) == 2
    assert "Break-even" in said(result) or "Nothing is saved" in said(result)


def test_prices_of_ones_own_are_handed_back(tmp_path: Path) -> None:
    """unit_costs.csv with one price changed: the workbook and the numbers have it."""
    first = tmp_path / "first"
    assert run(*FEW, "--out", str(first), "--quiet").exit_code == 0
    prices = pd.read_csv(first / "unit_costs.csv")
    at = prices.name == "placement:childrens_home:council"
    prices.loc[at, "price"] = 12_345.0
    own = tmp_path / "own.csv"
    prices.to_csv(own, index=False, encoding="utf-8")
    again = run(*FEW, "--unit-costs", str(own), "--json", "-", "--out", str(tmp_path / "second"))
    assert again.exit_code == 0, again.output
    found = json.loads(again.stdout)
    lines = {one["name"]: one["price"] for one in found["lines"]}
    assert lines["placement:childrens_home:council"] == 12_345.0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--outcome", "happiness"), "happiness"),
        (("--outcome", "cost_council"), "countable"),
        (("--off-savings", "15"), "share from 0 to 1"),
        (("--set-up-dearer", "-1"), "share from 0"),
        (("--unit-costs", "nowhere.csv"), "nowhere.csv"),
        (("--scenario", "shock-poverty"), "nothing to make a case for"),
        (("--authority", "Atlantis"), "Atlantis"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    """Before anything runs."""
    result = run(*FEW, *words, "--out", str(tmp_path / "o"))
    assert result.exit_code == 2, result.output
    assert says in said(result)
    assert "Traceback" not in result.output
