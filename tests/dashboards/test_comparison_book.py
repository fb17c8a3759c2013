"""The workbook of a comparison: opened elsewhere it has the numbers of comparison.json, as numbers."""

from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from dashboards.report.briefing.content import briefing_of
from dashboards.report.briefing.shape import Briefing
from dashboards.report.comparison_book import SHEETS, write_comparison_book
from dashboards.report.content import Source
from scenarios.compare import compare
from scenarios.request import CompareRequest
from simulation.runner.execution import Execution

SOURCE = Source("=A study", "@Somebody", "2020", "https://example.org/study")
#: Columns of the sheets of measures that hold numbers, by where they stand in the JSON.
NUMBERS = {
    "Baseline": ("baseline", "mean"),
    "Scenario": ("scenario", "mean"),
    "Difference": ("difference", "mean"),
    "One future, from": ("difference", "low"),
    "Average, from": ("difference", "mean_low"),
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What a small comparison's JSON holds."""
    request = CompareRequest("Rutland", years=2, replicates=4)
    return compare(request, execution=Execution(1)).to_dict()


@pytest.fixture(scope="module")
def briefing(found: dict[str, Any]) -> Briefing:
    """Its briefing."""
    return briefing_of(found, (SOURCE,), date(2026, 5, 3))


@pytest.fixture(scope="module")
def book(
    found: dict[str, Any], briefing: Briefing, tmp_path_factory: pytest.TempPathFactory
) -> Workbook:
    """Its workbook, opened."""
    path = tmp_path_factory.mktemp("book") / "comparison.xlsx"
    write_comparison_book(path, found, briefing, (SOURCE,))
    return openpyxl.load_workbook(path)


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows, each by its headings; of two headings alike the first."""
    heads, *below = book[sheet].iter_rows()
    names = [cell.value for cell in heads]
    return [dict(reversed(list(zip(names, row, strict=True)))) for row in below]


def as_written(value: float | None) -> Any:
    """A number to the sixteen figures that workbooks hold."""
    return None if value is None else pytest.approx(value, rel=1e-15)


def test_the_sheets_are_there_and_their_headings_stay(book: Workbook) -> None:
    """Five sheets; each first row is frozen and bold."""
    assert tuple(book.sheetnames) == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet["A1"].font.bold


def test_every_number_is_that_of_the_json(book: Workbook, found: dict[str, Any]) -> None:
    """Measures hold the whole period, By year every other window, unrounded; what is not known is empty."""
    whole = [one for one in found["measures"] if one["window"] == "total"]
    yearly = [one for one in found["measures"] if one["window"] != "total"]
    for sheet, expected in (("Measures", whole), ("By year", yearly)):
        for row, one in zip(rows(book, sheet), expected, strict=True):
            assert (row["Name"].value, row["Window"].value) == (one["name"], one["window"])
            for column, (part, end) in NUMBERS.items():
                assert row[column].value == as_written(one[part][end])
            assert row["Size that matters"].value == as_written(one["size_that_matters"])
            assert row["In words"].value == one["verdict"]
            share = one["variance_split"]["difference"]["share_children"]
            assert row["Luck of children"].value == as_written(share)


def test_numbers_have_the_format_of_their_kind(book: Workbook, found: dict[str, Any]) -> None:
    """Pounds have a pound sign, shares are per cent."""
    kinds = {one["name"]: one["kind"] for one in found["measures"]}
    for row in rows(book, "Measures"):
        form, kind = row["Difference"].number_format, kinds[row["Name"].value]
        assert ("£" in form, "%" in form) == (kind == "money", kind == "share")


def test_the_sheet_of_money_has_every_sum_of_every_window(
    book: Workbook, found: dict[str, Any]
) -> None:
    """Every measure of money is there once a window, and nothing else."""
    expected = {(m["name"], m["window"]) for m in found["measures"] if m["kind"] == "money"}
    said = [(row["Name"].value, row["Window"].value) for row in rows(book, "Money")]
    assert len(said) == len(set(said))
    assert set(said) == expected


def test_it_says_whose_it_is_and_what_to_bear_in_mind(
    book: Workbook, found: dict[str, Any], briefing: Briefing
) -> None:
    """Answers, headline and stamp come first; notes and works come last, never as formulas."""
    summary = [cell.value for row in book["Summary"].iter_rows() for cell in row if cell.value]
    said = [part for tile in briefing.tiles for part in vars(tile).values()]
    said += [part for line in briefing.stamp for part in line]
    assert set(said) <= set(summary)
    assert briefing.headline in summary
    last = [cell for row in book["Notes and sources"].iter_rows() for cell in row if cell.value]
    assert {*found["notes"], SOURCE.title, SOURCE.url} <= {cell.value for cell in last}
    assert {cell.data_type for cell in last} == {"s"}
