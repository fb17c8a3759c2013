"""`doorways figure`: a figure at a journal's size, whose numbers, caption and works are the library's."""

import csv
import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from dashboards.report.journal import WIDTHS
from scenarios.frames import frames
from scenarios.request import CompareRequest

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
def test_it_is_as_wide_as_the_journal_says(drawn: Path, size: str) -> None:
    """Bitmap at 600 dots an inch and PDF have the width of a column or a page; the caption says whose numbers."""
    assert run(drawn, "--size", size).exit_code == 0
    wide = WIDTHS[size] / MILLIMETRES
    with Image.open(drawn / "charts" / "figure.png") as picture:
        assert picture.width == pytest.approx(600 * wide, abs=1)
    assert float(PdfReader(drawn / "figure.pdf").pages[0].mediabox.width) == pytest.approx(
        72 * wide, abs=0.5
    )
    said = (drawn / "caption.txt").read_text(encoding="utf-8")
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
