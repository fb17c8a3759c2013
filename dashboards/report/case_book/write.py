"""Write the workbook of a case."""

from pathlib import Path
from typing import Final

from dashboards.report.case_book.book import Book
from dashboards.report.case_book.futures import write_futures
from dashboards.report.case_book.inputs import write_inputs
from dashboards.report.case_book.results import write_results
from dashboards.report.case_book.sensitivity import write_sensitivity
from dashboards.report.case_book.years import write_benefits, write_costs
from scenarios.case.result import Case
from simulation.files.writing import whole

_HOW: Final = (
    "Every sum in this workbook is a formula over the sheet Futures: change a cell on yellow and all of it "
    "follows. Nothing is locked.",
    "Inputs: discount rates, what is corrected for optimism, how much of a saving a budget can give up.",
    "Unit costs: put a price of your own into 'Price in use'.",
    "Futures: pounds of the scenario less the baseline, by line and year, at delivered prices. Each future "
    "has its own prices, drawn where they are not known; a price in use scales all of them.",
    "Costs, Benefits: undiscounted means. Results: present values. Sensitivity: steps of doubt, what one "
    "would have to pay for an outcome, and the price at which each line tips the mean.",
)
#: In the order of the tabs: what is worked out comes before what it is worked out of.
_SHEETS: Final = (
    *("Read me", "Inputs", "Unit costs", "Costs by year", "Benefits by year"),
    *("Results", "Sensitivity", "Futures"),
)


def write_book(path: Path, case: Case) -> None:
    """Write the .xlsx file; its formulas hold what they come to, so that it reads the same unopened."""
    with whole(path) as fresh:
        _write(fresh, case)


def _write(path: Path, case: Case) -> None:
    about = case.about
    title = f"The case for {about['scenario']} in {about['authority']}"
    book = Book(path, title, _SHEETS)
    page = book.sheet("Read me", (110,))
    page.text(0, 0, title, "title")
    runs = f"{about['replicates']:,} paired futures of {about['years']} years, seed {about['seed']}"
    page.text(
        1,
        0,
        f"Against {about['baseline']}. {runs}. Doorways results version {about['results_version']}.",
    )
    for row, says in enumerate((*_HOW, *about["labels"], *case.content["notes"]), start=3):
        page.text(row, 0, says, "words")
    inputs = write_inputs(book, case)
    futures = write_futures(book, case, inputs)
    write_costs(book, case, inputs, futures)
    write_benefits(book, case, inputs, futures)
    write_results(book, case, futures, inputs)
    write_sensitivity(book, case, inputs, futures)
    book.close()
