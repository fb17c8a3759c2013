"""The workbook of a case: recalculated elsewhere it says the same, and a changed input changes the answer."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboards.report.case_book.write import write_book
from scenarios.case.appraise import Corrections, View
from scenarios.case.result import Case
from scenarios.case.study import Asked, case
from scenarios.request import CompareRequest
from simulation.runner.execution import Execution

HOME = "placement:childrens_home:council"
SHEETS = [
    *("Read me", "Inputs", "Unit costs", "Costs by year", "Benefits by year"),
    *("Results", "Sensitivity", "Futures"),
]
#: Two offices add up in another order.
CLOSE = {"rel_tol": 1e-9, "abs_tol": 1e-4}


def made_of(asked: Asked, scenario: str = "no-wrong-door") -> Case:
    """A case of a few futures."""
    request = CompareRequest("Kingston upon Thames", scenario=scenario, years=3, replicates=4)
    return case(request, asked, execution=Execution(1))


@pytest.fixture(scope="module")
def made() -> Case:
    """A case with every kind of correction and a price of its own."""
    return made_of(Asked(corrections=Corrections(0.24, 0.05, 0.1), prices={HOME: 9000.0}))


@pytest.fixture(scope="module")
def written(made: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook."""
    path = tmp_path_factory.mktemp("book") / "case.xlsx"
    write_book(path, made)
    return path


def formulas(path: Path) -> Iterator[tuple[str, str]]:
    """Sheet and cell of every formula."""
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            yield from (
                (sheet.title, cell.coordinate)
                for cell in row
                if isinstance(cell.value, str) and cell.value.startswith("=")
            )


def same(one: Any, other: Any) -> bool:
    """Tell whether two cells say the same."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, **CLOSE)
    return bool(one == other)


def result(path: Path, says: str) -> list[Any]:
    """The row of the sheet of results that begins with these words, one value a view."""
    for row in openpyxl.load_workbook(path, data_only=True)["Results"].iter_rows(values_only=True):
        if row[0] == says:
            return list(row[1 : 1 + len(View)])
    raise LookupError(says)


@pytest.mark.office
def test_recalculated_it_says_what_the_library_says(
    written: Path, recalculated: Callable[[Path], Path]
) -> None:
    """Every formula, worked out by LibreOffice from the inputs alone, is what the library wrote."""
    elsewhere = openpyxl.load_workbook(recalculated(written), data_only=True)
    here = openpyxl.load_workbook(written, data_only=True)
    seen = list(formulas(written))
    differing = [
        (sheet, cell, here[sheet][cell].value, elsewhere[sheet][cell].value)
        for sheet, cell in seen
        if not same(here[sheet][cell].value, elsewhere[sheet][cell].value)
    ]
    assert not differing
    assert len(seen) > 500


@pytest.mark.slow
@pytest.mark.office
def test_a_unit_cost_changed_there_changes_the_net_present_value(
    made: Case, written: Path, recalculated: Callable[[Path], Path]
) -> None:
    """To what the library finds with that price: and so do a discount rate and a correction."""
    dearer = made_of(Asked(corrections=Corrections(0.24, 0.05, 0.3), prices={HOME: 20_000.0}))
    book = openpyxl.load_workbook(written)
    prices = book["Unit costs"]
    row = next(r for r in range(1, 99) if prices.cell(r, 1).value == "Children's home")
    assert prices.cell(row, 5).value == 9000.0
    prices.cell(row, 5).value = 20_000.0
    inputs = book["Inputs"]
    off = next(r for r in range(1, 9) if "optimism" in str(inputs.cell(r, 1).value))
    inputs.cell(off, 2).value = 0.3
    changed = written.with_name("changed.xlsx")
    book.save(changed)
    seen = result(recalculated(changed), "Net present value, mean of all futures")
    wanted = [dearer.content["views"][view.value]["net"]["mean"] for view in View]
    assert seen == pytest.approx(wanted, rel=1e-9)
    assert result(written, "Net present value, mean of all futures") != pytest.approx(wanted)


@pytest.mark.office
@pytest.mark.parametrize(
    "scenario",
    ["no-wrong-door-null", pytest.param("multisystemic-therapy", marks=pytest.mark.slow)],
)
def test_a_case_that_saves_nothing_reads_the_same_elsewhere(
    scenario: str, tmp_path: Path, recalculated: Callable[[Path], Path]
) -> None:
    """Words stand where no number does, and no cell holds an error."""
    path = tmp_path / "case.xlsx"
    write_book(path, made_of(Asked(), scenario))
    elsewhere = openpyxl.load_workbook(recalculated(path), data_only=True)
    here = openpyxl.load_workbook(path, data_only=True)
    for sheet, cell in formulas(path):
        assert same(here[sheet][cell].value, elsewhere[sheet][cell].value), (sheet, cell)
        assert not str(elsewhere[sheet][cell].value).startswith("#")


def test_its_sheets_say_whose_case_it_is(made: Case, written: Path) -> None:
    """The sheets asked for, in order; council, scenario, runs and prices in words; every note."""
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == SHEETS
    said = " ".join(str(cell.value) for row in book["Read me"].iter_rows() for cell in row)
    for word in ("Kingston upon Thames", made.about["scenario"], "4 paired futures", "Baseline"):
        assert word in said
    assert all(note in said for note in made.content["notes"])
    assert made.about["price_year"] in book["Unit costs"]["A1"].value


def test_every_future_stands_in_it(made: Case, written: Path) -> None:
    """As many rows of futures as there are, and the values of the sheet are the library's."""
    rows = list(
        openpyxl.load_workbook(written, data_only=True)["Futures"].iter_rows(values_only=True)
    )
    futures = [row for row in rows if isinstance(row[0], int)]
    assert len(futures) == made.about["replicates"]
    heads = next(row for row in rows if row[0] == "Future")
    net = heads.index("council: net present value")
    assert [row[net] for row in futures] == pytest.approx(made.books.net(View.COUNCIL).tolist())
