"""What may be changed in a case's workbook: discount rates, corrections, and the price of every line."""

from dataclasses import dataclass
from typing import Final

from dashboards.report.case_book.book import PENCE, PLAIN, SHARE, Book, Page
from scenarios.case.result import Case

_CALLED: Final = {
    "Setting_up_dearer": ("Setting up costs so much more than planned", "set_up"),
    "Running_dearer": ("Running costs so much more than planned", "running"),
    "Off_savings": ("Taken off everything saved, for optimism", "benefits"),
}
CASHABLE: Final = "Cashable_share"


@dataclass(frozen=True)
class Inputs:
    """Say where inputs stand.

    Attributes
    ----------
    factors
        Cells of the discount factor of each year.
    ratios, external
        Cells of each line's price over the delivered one, and of its share bought outside.
    prices
        Cells of each line's price in use.
    """

    factors: tuple[str, ...]
    ratios: tuple[str, ...]
    external: tuple[str, ...]
    prices: tuple[str, ...]


def write_inputs(book: Book, case: Case) -> Inputs:
    """Write the sheets of inputs and of unit costs; give what formulas use a name."""
    factors = _general(book, case)
    return Inputs(factors, *_unit_costs(book, case))


def _general(book: Book, case: Case) -> tuple[str, ...]:
    page = book.sheet("Inputs", (52, 16, 60))
    page.text(0, 0, "Inputs: change what stands on yellow", "title")
    how = case.books.corrections
    for row, (name, (says, key)) in enumerate(_CALLED.items(), start=2):
        page.text(row, 0, says)
        book.name(name, page.number(row, 1, getattr(how, key), SHARE, "input"))
    row = 2 + len(_CALLED)
    page.text(row, 0, "Of what is saved with external providers, a budget can give up")
    book.name(CASHABLE, page.number(row, 1, case.books.cashable, SHARE, "input"))
    page.text(row, 2, "Figure cost_cashable_share of the register", "words")
    page.texts(row + 2, 0, ("Year", "Discount rate into it", "Factor"), "head")
    return _factors(page, row + 3, [float(one) for one in case.books.factors])


def _factors(page: Page, first: int, factors: list[float]) -> tuple[str, ...]:
    """Write the discount rate into each year and the factors they come to."""
    cells: list[str] = []
    for k, factor in enumerate(factors):
        page.number(first + k, 0, k + 1, "0")
        before = factors[k - 1] if k else 1.0
        rate = page.number(first + k, 1, before / factor - 1.0, SHARE, "input")
        said = f"{cells[-1] if cells else '1'}/(1+{rate})"
        cells.append(page.formula(first + k, 2, said, factor, "0.0000"))
    return tuple(cells)


def _unit_costs(book: Book, case: Case) -> tuple[tuple[str, ...], ...]:
    page = book.sheet("Unit costs", (44, 16, 16, 14, 14, 10, 12, 60))
    page.text(0, 0, f"Unit costs by payer, prices of {case.about['price_year']}", "title")
    headings = (
        *("Line", "Payer", "Pounds for one", "Delivered", "Price in use"),
        *("Ratio", "Bought outside", "Figures or source"),
    )
    page.texts(2, 0, headings, "head")
    ratios, external, prices = [], [], []
    for row, one in enumerate(case.books.lines, start=3):
        page.texts(row, 0, (one.label, one.line.payer.replace("_", " "), one.unit))
        delivered = page.number(row, 3, one.delivered, PENCE)
        prices.append(page.number(row, 4, one.price, PENCE, "input"))
        ratios.append(page.formula(row, 5, f"{prices[-1]}/{delivered}", one.ratio, PLAIN))
        external.append(page.number(row, 6, one.external, SHARE))
        page.text(row, 7, one.source)
    page.sheet.freeze_panes(3, 1)
    return tuple(ratios), tuple(external), tuple(prices)
