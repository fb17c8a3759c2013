"""Every future in a row: its pounds by line and year as delivered, and what they come to, live."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from dashboards.report.case_book.book import POUNDS, WHOLE, Book, Page
from dashboards.report.case_book.inputs import CASHABLE, Inputs
from scenarios.case.appraise import Books, View
from scenarios.case.result import Case
from simulation.costs.bill import Group

#: Rows above the futures: payer, line, year, weight, cashable weight, mean over all futures.
PAYER, LINE, YEAR, WEIGHT, CASH, MEAN, HEAD = range(2, 9)
FIRST: Final = HEAD + 1
#: Columns before the amounts.
_FUTURE, BETTER = 0, 1
#: Running, set-up and savings of the council and of all payers; savings that can be cashed.
PARTS: Final = (
    ("council", Group.RUNNING),
    ("council", Group.SET_UP),
    ("council", None),
    ("cashable", None),
    ("public", Group.RUNNING),
    ("public", Group.SET_UP),
    ("public", None),
)
_SAYS: Final = {
    Group.RUNNING: "running services",
    Group.SET_UP: "setting them up",
    None: "saved",
}
_PARTS_AT: Final = BETTER + 1
_NETS_AT: Final = _PARTS_AT + len(PARTS)
_AMOUNTS_AT: Final = _NETS_AT + len(View)


@dataclass(frozen=True)
class Futures:
    """Say where the columns of the futures stand, as ranges that formulas use.

    Attributes
    ----------
    parts
        Discounted pounds by view and group, uncorrected.
    nets
        Net present value by view, corrected.
    better
        How much better the outcome is.
    means
        By line: the ranges of its means and of its weights by year.
    """

    parts: dict[tuple[str, Group | None], str]
    nets: dict[View, str]
    better: str
    means: tuple[tuple[str, str], ...]
    page: Page
    years: int

    def mean(self, line: int, year: int) -> str:
        """Return the cell of a line's mean in a year."""
        return self.page.at(MEAN, _AMOUNTS_AT + line * self.years + year)


def parts_of(view: View) -> tuple[tuple[str, Group | None], ...]:
    """Return the columns of running, setting up and savings that a view uses."""
    costs = "public" if view is View.PUBLIC else "council"
    return (costs, Group.RUNNING), (costs, Group.SET_UP), (view.value, None)


def write_futures(book: Book, case: Case, inputs: Inputs) -> Futures:
    """Write the sheet of all futures."""
    page = book.sheet("Futures", (10, 14, *[16.0] * (len(PARTS) + len(View))))
    page.text(0, 0, "Every simulated future: the scenario less the baseline", "title")
    many, years = case.books.apart.shape[0], case.books.factors.size
    last = FIRST + many - 1
    columns = {part: _column(page, _PARTS_AT + k, last) for k, part in enumerate(PARTS)}
    nets = {view: _column(page, _NETS_AT + k, last) for k, view in enumerate(View)}
    spans = tuple(
        (_row(page, MEAN, line, years), _row(page, WEIGHT, line, years))
        for line in range(len(case.books.lines))
    )
    made = Futures(columns, nets, _column(page, BETTER, last), spans, page, years)
    _heads(page, case)
    _weights(page, case, inputs)
    _amounts(page, case)
    _sums(page, case)
    _nets(page, case, columns)
    page.sheet.freeze_panes(FIRST, 1)
    return made


def _column(page: Page, column: int, last: int) -> str:
    return page.span((FIRST, column), (last, column))


def _row(page: Page, row: int, line: int, years: int) -> str:
    start = _AMOUNTS_AT + line * years
    return page.span((row, start), (row, start + years - 1))


def _heads(page: Page, case: Case) -> None:
    page.texts(HEAD, 0, ("Future", f"{case.content['outcome']}, better by"), "head")
    for k, (view, group) in enumerate(PARTS):
        page.text(HEAD, _PARTS_AT + k, f"{view}: {_SAYS[group]}, discounted", "head")
    for k, view in enumerate(View):
        page.text(HEAD, _NETS_AT + k, f"{view.value}: net present value", "head")
    for row, says in ((WEIGHT, "price ratio x factor"), (CASH, "x what can be cashed")):
        page.text(row, 0, says)
    page.text(MEAN, 0, "Mean of all")


def _weights(page: Page, case: Case, inputs: Inputs) -> None:
    """Write over each column its line, year, weight and cashable weight."""
    books = case.books
    for k, one in enumerate(books.lines):
        for year, factor in enumerate(books.factors):
            at = _AMOUNTS_AT + k * books.factors.size + year
            page.text(PAYER, at, one.line.payer)
            page.text(LINE, at, one.label)
            page.number(YEAR, at, year + 1, WHOLE)
            said = f"{inputs.ratios[k]}*{inputs.factors[year]}"
            weight = one.ratio * float(factor)
            cell = page.formula(WEIGHT, at, said, weight, "0.0000")
            cash = f"{cell}*{inputs.external[k]}*{CASHABLE}"
            page.formula(CASH, at, cash, weight * one.external * books.cashable, "0.0000")


def _amounts(page: Page, case: Case) -> None:
    apart = case.books.apart
    flat = apart.reshape(len(apart), -1)
    for k, column in enumerate(flat.T):
        at = _AMOUNTS_AT + k
        page.sheet.write_column(FIRST, at, column.tolist(), page.book.form("", POUNDS))
        span = _column(page, at, FIRST + len(column) - 1)
        page.formula(MEAN, at, f"AVERAGE({span})", float(column.mean()), POUNDS)
    page.sheet.write_column(FIRST, _FUTURE, list(range(1, len(apart) + 1)))
    page.sheet.write_column(FIRST, BETTER, case.better.tolist())


def _sums(page: Page, case: Case) -> None:
    """Write for every future the discounted sums of its lines, in blocks that stand side by side."""
    books = case.books
    for k, (view, group) in enumerate(PARTS):
        blocks = _blocks(books, View(view), group)
        values = books.benefits(View(view)) if group is None else books.costs(View(view), group)
        over = CASH if (view, group) == ("cashable", None) else WEIGHT
        for future, value in enumerate(values):
            row = FIRST + future
            terms = [f"SUMPRODUCT({_cells(row, block)},{_cells(over, block)})" for block in blocks]
            sign = "-" if group is None else ""
            said = f"{sign}({'+'.join(terms) or '0'})"
            page.formula(row, _PARTS_AT + k, said, float(value), POUNDS)


def _blocks(books: Books, view: View, group: Group | None) -> list[tuple[int, int]]:
    """Return first and last column of each run of lines that count in a view and group."""
    years = books.factors.size
    counts = np.flatnonzero(books.mask(view, group))
    if not counts.size:
        return []
    runs = np.split(counts, np.flatnonzero(np.diff(counts) > 1) + 1)
    return [
        (_AMOUNTS_AT + int(run[0]) * years, _AMOUNTS_AT + (int(run[-1]) + 1) * years - 1)
        for run in runs
    ]


def _cells(row: int, block: tuple[int, int]) -> str:
    return ":".join(xl_rowcol_to_cell(row, at, row_abs=True) for at in block)


def _nets(page: Page, case: Case, columns: dict[tuple[str, Group | None], str]) -> None:
    """Write the net present value of every future in each view, corrected as the inputs say."""
    places = {part: _PARTS_AT + k for k, part in enumerate(PARTS)}
    for k, view in enumerate(View):
        run, once, saved = parts_of(view)
        kept = f"IF(AVERAGE({columns[saved]})>0,1-Off_savings,1)"
        for future, value in enumerate(case.books.net(view)):
            row = FIRST + future
            a, b, c = (xl_rowcol_to_cell(row, places[one]) for one in (run, once, saved))
            said = f"{c}*{kept}-{a}*(1+Running_dearer)-{b}*(1+Setting_up_dearer)"
            page.formula(row, _NETS_AT + k, said, float(value), POUNDS)
