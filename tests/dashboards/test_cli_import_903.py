"""`doorways import-903` from outside: printed, written, stopped, and mistakes told in a sentence."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from calibration.beliefs.returns.rules import rules
from dashboards.cli.app import app
from dashboards.documentation.return_rules import PAGE, page
from fuzzing.made_returns import lives, returns, write
from fuzzing.small_returns import episode, year_of

YEARS = (2018, 2019)


def run(*words: str) -> Result:
    """Run `doorways import-903` with these words."""
    return CliRunner().invoke(app, ["import-903", *words])


def said(result: Result) -> str:
    """What stands on the screen, on one line."""
    return " ".join(result.output.split())


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A made-up return of two years with nothing wrong in it."""
    return write(tmp_path / "clean", returns(lives(60, YEARS), YEARS))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A return of one year with a reason without an end, and an unknown place."""
    tables = year_of(
        episode("KEEPSECRET", "01/06/2017", "", "X1"), episode("B2", "01/06/2017", PLACE="Q9")
    )
    return write(tmp_path / "faulty", {2018: tables})


def test_a_clean_return_is_accounted_for(clean: Path) -> None:
    """The account adds up on the screen, years stand in a table, and it says that nothing was stored."""
    result = run(str(clean))
    assert result.exit_code == 0, result.output
    for words in (
        "rows read =",
        "2018",
        "Days in care",
        "Nothing was stored",
    ):
        assert words in said(result)
    assert "Traceback" not in result.output


def test_strict_stops_after_listing_everything(faulty: Path, tmp_path: Path) -> None:
    """Exit code 2, every problem named, both files written all the same."""
    book, file = tmp_path / "f.xlsx", tmp_path / "a.json"
    result = run(str(faulty), "--json", str(file), "--findings", str(book))
    assert result.exit_code == 2
    for words in ("reason_without_end", "code_invalid", "--lenient", "148", "146", "row 2"):
        assert words in said(result)
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["stopped"]
    assert found["stopped_by"] == ["code_invalid", "reason_without_end"]
    assert book.exists()


def test_lenient_goes_on_and_lists_each_repair(faulty: Path, tmp_path: Path) -> None:
    """Exit code 0; the account has the repairs by reason, the workbook a sheet for each, marked."""
    book, file = tmp_path / "f.xlsx", tmp_path / "a.json"
    words = ("--lenient", "--json", str(file), "--findings", str(book))
    result = run(str(faulty), *words)
    assert result.exit_code == 0, result.output
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["rows"] == {"read": 4, "used": 2, "repaired": 2, "rejected": 0}
    (episodes,) = [one for one in found["files"] if one["table"] == "Episodes"]
    assert {one["rule"] for one in episodes["repaired_by_rule"]} == {
        "code_invalid",
        "reason_without_end",
    }
    sheets = openpyxl.load_workbook(book)
    assert {"Summary", "code_invalid", "reason_without_end"} <= set(sheets.sheetnames)
    sheet = sheets["code_invalid"]
    head = [cell.value for cell in sheet[3]]
    row = [cell.value for cell in sheet[4]]
    assert row[:4] == ["2017-18/episodes.csv", 3, "Episodes", "repaired"]
    assert [name for name, mark in zip(head, row, strict=True) if mark == "●"] == ["PLACE"]
    assert sheet.cell(4, head.index("PLACE") + 1).fill.fgColor.rgb == "FFFFD9D9"


def test_no_child_is_named_unless_asked(faulty: Path, tmp_path: Path) -> None:
    """Screen, JSON and workbook hold no identifier; with --show-children the files do."""
    book, file = tmp_path / "f.xlsx", tmp_path / "a.json"
    words = (str(faulty), "--lenient", "--json", str(file), "--findings", str(book))

    def written() -> str:
        sheets = openpyxl.load_workbook(book)
        cells = (str(cell.value) for sheet in sheets for row in sheet.rows for cell in row)
        return file.read_text(encoding="utf-8") + " ".join(cells)

    result = run(*words)
    assert "KEEPSECRET" not in result.output + written()
    result = run(*words, "--show-children")
    assert "KEEPSECRET" not in result.output
    assert written().count("KEEPSECRET") >= 2


def test_json_to_standard_output_is_json_alone(clean: Path) -> None:
    """With --json - what other programs read stands alone on standard output."""
    result = run(str(clean), "--json", "-")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["mode"] == "strict"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere",), "no such folder"),
        ((".", "--years", "two"), "no list of years"),
        ((".", "--years", "2019-2018"), "from the first to the last"),
        ((".", "--findings", "f.csv"), ".xlsx"),
        ((".", "--json", "nowhere/a.json"), "cannot be written"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong, which rule, what to do; exit code 2."""
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 2
    assert told in said(result)
    assert "Traceback" not in result.output


def test_years_are_read_as_lists_and_spans(clean: Path) -> None:
    """Only the years that are asked for are used."""
    result = run(str(clean), "--years", "2019")
    assert result.exit_code == 0, result.output
    assert "year to 31 March 2019:" in said(result)
    assert "year_left_out" in said(result)


def test_the_page_of_rules_is_what_the_table_says() -> None:
    """docs/import-903-rules.md equals the table: `python -m dashboards.documentation.return_rules` renews it."""
    assert PAGE.read_text(encoding="utf-8") == page()
    assert all(f"`{name}`" in page() for name in rules())
