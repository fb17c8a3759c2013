"""`doorways figure`: a figure at a journal's size, whose numbers, caption and works are the library's."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from dashboards.report.journal import WIDTHS, caption
from scenarios.frames import frames
from scenarios.request import CompareRequest
from scenarios.usual import MONEY
from simulation.outcomes.measures import BY_NAME, MEASURES

MILLIMETRES = 25.4
MEASURE = "weeks_in_care"


def run(folder: Path, *words: str) -> Result:
    """Draw a figure of Rutland, two years and four futures, from a database in the folder."""
    small = ("--authority", "Rutland", "--years", "2", "--replicates", "4", "--calibration", "none")
    where = ("--db", str(folder / "runs.sqlite"), "--out", str(folder))
    return CliRunner().invoke(app, ["figure", "--measure", MEASURE, *small, *where, *words])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A figure of one column: its folder."""
    folder = tmp_path_factory.mktemp("figure")
    assert run(folder).exit_code == 0
    return folder


def test_its_numbers_are_those_of_the_runs(drawn: Path) -> None:
    """Means and ends by year are those of the frames that Python has, the difference future by future."""
    request = CompareRequest("Rutland", years=2, replicates=4, calibration=None)
    found = frames(request, store=drawn / "runs.sqlite")
    runs = found.runs()
    table = runs[runs.measure == MEASURE].pivot_table("value", ["arm", "replicate"], "year")
    arms = {name: table.loc[name] for name in ("baseline", "scenario")}
    arms["difference"] = arms["scenario"] - arms["baseline"]
    text = (drawn / "figure.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["year_to_31_march"] for row in rows] == ["2025", "2026"]
    for k, row in enumerate(rows, start=1):
        for name, values in arms.items():
            assert float(row[f"{name}_mean"]) == pytest.approx(values[k].mean())
            assert float(row[f"{name}_high"]) == pytest.approx(values[k].quantile(0.95))
    assert found.sources("bibtex") == (drawn / "references.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", WIDTHS)
def test_it_is_as_wide_as_the_journal_says(drawn: Path, size: str, tmp_path: Path) -> None:
    """Bitmap at 600 dots an inch and PDF have the width of a column or a page; the caption says whose numbers."""
    folder = drawn
    if size != "column":
        folder = tmp_path
        assert run(drawn, "--size", size, "--out", str(folder)).exit_code == 0
    wide = WIDTHS[size] / MILLIMETRES
    with Image.open(folder / "charts" / "figure.png") as picture:
        assert picture.width == pytest.approx(600 * wide, abs=1)
    assert float(PdfReader(folder / "figure.pdf").pages[0].mediabox.width) == pytest.approx(
        72 * wide, abs=0.5
    )
    said = (folder / "caption.txt").read_text(encoding="utf-8")
    assert said.startswith("Weeks in care in Rutland in the year to 31 March: ")
    assert "mean of 4 pairs" in said
    assert "seed 1" in said


def test_what_is_unknown_is_told(drawn: Path) -> None:
    """A measure or a size that is none ends with code 2 and the nearest name."""
    for words, says in (
        (("--measure", "weeks_in_car"), "weeks_in_care"),
        (("--size", "poster"), "as wide as a column or as a page"),
    ):
        result = run(drawn, *words)
        assert result.exit_code == 2
        assert says in " ".join(result.stderr.split())


def test_a_caption_says_what_is_believed_and_in_which_prices(drawn: Path) -> None:
    """What stands beside a scenario's numbers everywhere stands below its figure, too."""
    request = CompareRequest("Rutland", years=2, replicates=4, calibration=None)
    found = frames(request, store=drawn / "runs.sqlite")
    plain = caption(found, MEASURES[BY_NAME[MEASURE]])
    assert "central" not in plain
    assert "Prices" not in plain
    arm = replace(found.comparison.arms[1], labels=("believes more than the evidence says",))
    comparison = replace(found.comparison, central=True, arms=(found.comparison.arms[0], arm))
    said = caption(replace(found, comparison=comparison), MEASURES[BY_NAME[MONEY]])
    assert "Believes more than the evidence says." in said
    assert "with all settings at their central values" in said
    assert f"Prices of {comparison.price_year}." in said
