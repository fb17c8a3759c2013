"""Costs by year, and benefits by year with and without what is taken off for optimism: means, live."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from dashboards.report.case_book.book import POUNDS, Book, Page
from dashboards.report.case_book.futures import Futures
from dashboards.report.case_book.inputs import Inputs
from scenarios.case.appraise import View
from scenarios.case.result import Case
from simulation.costs.bill import Group
from simulation.costs.cells import PAYERS

_WORDS: Final = 2


def write_costs(book: Book, case: Case, inputs: Inputs, futures: Futures) -> None:
    """Write what services cost by line and year, and by payer with what is added for optimism."""
    page = _page(book, case, "Costs by year", "What services cost, undiscounted means")
    costs = [k for k, one in enumerate(case.books.lines) if one.is_cost]
    rows = _lines(page, case, inputs, futures, costs, 1.0)
    row = rows.stop + 1
    for payer in PAYERS:
        own = [k for k in costs if case.books.lines[k].line.payer == payer]
        if own:
            _total(page, case, row, f"{payer.replace('_', ' ')}, as planned", rows, costs, own)
            row += 1
    _dearer(page, case, row, rows, costs)


def write_benefits(book: Book, case: Case, inputs: Inputs, futures: Futures) -> None:
    """Write what is saved by line and year, by payer, and with what is taken off for optimism."""
    page = _page(book, case, "Benefits by year", "What is saved, undiscounted means; - is lost")
    saved = [k for k, one in enumerate(case.books.lines) if not one.is_cost]
    rows = _lines(page, case, inputs, futures, saved, -1.0)
    row = rows.stop + 1
    for payer in PAYERS:
        own = [k for k in saved if case.books.lines[k].line.payer == payer]
        if own:
            _total(page, case, row, payer.replace("_", " "), rows, saved, own)
            row += 1
    for view in (View.COUNCIL, View.PUBLIC):
        own = [
            k for k in saved if view is View.PUBLIC or case.books.lines[k].line.payer == PAYERS[0]
        ]
        _corrected(page, case, futures, row, view, rows, saved, own)
        row += 1


def _page(book: Book, case: Case, name: str, title: str) -> Page:
    years = case.books.factors.size
    page = book.sheet(name, (48, 16, *[16.0] * (years + 1)))
    page.text(0, 0, f"{title}, prices of {case.about['price_year']}", "title")
    heads = ("Line", "Payer", *(f"Year {k}" for k in range(1, years + 1)), "All years")
    page.texts(2, 0, heads, "head")
    page.sheet.freeze_panes(3, 1)
    return page


def _lines(
    page: Page, case: Case, inputs: Inputs, futures: Futures, which: Sequence[int], sign: float
) -> range:
    """Write a row a line: its mean in each year at the price in use. Return the rows."""
    years = case.books.factors.size
    for row, k in enumerate(which, start=3):
        one = case.books.lines[k]
        page.texts(row, 0, (one.label, one.line.payer.replace("_", " ")))
        means = _means(case, [k], sign)
        for year, mean in enumerate(means):
            said = f"{'-' if sign < 0 else ''}{futures.mean(k, year)}*{inputs.ratios[k]}"
            page.formula(row, _WORDS + year, said, mean, POUNDS)
        across = page.span((row, _WORDS), (row, _WORDS + years - 1))
        page.formula(row, _WORDS + years, f"SUM({across})", float(sum(means)), POUNDS)
    return range(3, 3 + len(which))


def _means(case: Case, which: Sequence[int], sign: float) -> list[float]:
    """Return the mean of some lines together in each year, at prices in use."""
    ratios = np.array([case.books.lines[k].ratio for k in which])
    return [float(x) for x in sign * (ratios @ case.books.apart[:, which].mean(axis=0))]


def _total(
    page: Page,
    case: Case,
    row: int,
    says: str,
    rows: range,
    shown: Sequence[int],
    own: Sequence[int],
) -> None:
    """Write the sum of some of the rows in each year and in all."""
    sign = 1.0 if case.books.lines[own[0]].is_cost else -1.0
    means = _means(case, own, sign)
    page.text(row, 0, f"All of it: {says}", "total")
    for at, mean in enumerate([*means, sum(means)]):
        cells = ",".join(page.at(rows[shown.index(k)], _WORDS + at) for k in own)
        page.formula(row, _WORDS + at, f"SUM({cells})", mean, POUNDS, "total")


def _dearer(page: Page, case: Case, row: int, rows: range, shown: Sequence[int]) -> None:
    """Write all costs with what is added for optimism."""
    how = case.books.corrections
    groups = {
        Group.RUNNING: ("Running_dearer", how.running),
        Group.SET_UP: ("Setting_up_dearer", how.set_up),
    }
    page.text(row, 0, "All payers, with what is added for optimism", "total")
    own = {g: [k for k in shown if case.books.lines[k].line.group is g] for g in groups}
    means = np.sum(
        [np.array(_means(case, own[g], 1.0)) * (1 + more) for g, (_, more) in groups.items()],
        axis=0,
    )
    for at, mean in enumerate([*means, means.sum()]):
        terms = [
            f"SUM({','.join(page.at(rows[shown.index(k)], _WORDS + at) for k in own[g])})*(1+{name})"
            for g, (name, _) in groups.items()
            if own[g]
        ]
        page.formula(row, _WORDS + at, "+".join(terms), float(mean), POUNDS, "total")


def _corrected(
    page: Page,
    case: Case,
    futures: Futures,
    row: int,
    view: View,
    rows: range,
    shown: Sequence[int],
    own: Sequence[int],
) -> None:
    """Write what is saved in a view with what is taken off for optimism."""
    whose = "Council" if view is View.COUNCIL else "All payers"
    page.text(row, 0, f"{whose}, with what is taken off for optimism", "total")
    kept = f"IF(AVERAGE({futures.parts[view.value, None]})>0,1-Off_savings,1)"
    means = [one * case.books.kept(view) for one in _means(case, own, -1.0)]
    for at, mean in enumerate([*means, sum(means)]):
        cells = ",".join(page.at(rows[shown.index(k)], _WORDS + at) for k in own)
        page.formula(row, _WORDS + at, f"SUM({cells})*{kept}", mean, POUNDS, "total")
