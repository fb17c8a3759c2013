"""What the case comes to: fiscal for the council, what it can cash, and public value; payback; live."""

from typing import Any, Final

import numpy as np

from dashboards.report.case_book.book import PLAIN, POUNDS, SHARE, WHOLE, Book, Page
from dashboards.report.case_book.futures import Futures, parts_of
from dashboards.report.case_book.inputs import CASHABLE, Inputs
from scenarios.case.appraise import VIEWS, View
from scenarios.case.result import Case
from simulation.costs.bill import Group

_HEADS: Final = {
    View.COUNCIL: "Fiscal: council",
    View.CASHABLE: "Council, cashable",
    View.PUBLIC: "Public value: all payers",
}
_FIRST: Final = 4
#: Ends of the range of futures.
_ENDS: Final = (0.05, 0.95)


def write_results(book: Book, case: Case, futures: Futures, inputs: Inputs) -> None:
    """Write one column a view, then payback by year."""
    page = book.sheet("Results", (58, 24, 24, 24))
    page.text(0, 0, f"{case.about['scenario']} in {case.about['authority']}", "title")
    page.text(
        1, 0, f"Present values of {case.about['years']} years, prices of {case.about['price_year']}"
    )
    page.texts(3, 0, ("", *_HEADS.values()), "head")
    for k, view in enumerate(View):
        _column(page, 1 + k, case, view, futures)
    last = _FIRST + len(_LABELS)
    for row, says in enumerate(_LABELS, start=_FIRST):
        page.text(row, 0, says)
    _delivered(page, last + 1, case)
    _payback(page, last + 5, case, futures, inputs)
    for row, (view, says) in enumerate(VIEWS.items(), start=last + 10 + case.books.factors.size):
        page.text(row, 0, f"{_HEADS[view]}: {says}")


_LABELS: Final = (
    "Running services",
    "Setting them up",
    "Costs, with what is added for optimism",
    "Saved, as simulated",
    "Saved, with what is taken off for optimism",
    "Net present value, mean of all futures",
    "5% of futures lie below",
    "95% of futures lie below",
    "Futures in which it saves",
    "Benefit-cost ratio",
    "Break-even: share of the savings that would have to come true",
    "Break-even: times as much as services could cost",
    "Net present value for each young person taken on",
)


def _column(page: Page, column: int, case: Case, view: View, futures: Futures) -> None:
    """Write everything of one view, each sum over the column of all futures."""
    run, once, saved = (futures.parts[one] for one in parts_of(view))
    net = futures.nets[view]
    rows = range(_FIRST, _FIRST + len(_LABELS))
    cell = [page.at(row, column) for row in rows]
    values = _values(case, view)
    supported = case.content["per_supported"]
    many = supported["supported"]["mean"] if supported else 0.0
    said = (
        (f"AVERAGE({run})", POUNDS),
        (f"AVERAGE({once})", POUNDS),
        (f"{cell[0]}*(1+Running_dearer)+{cell[1]}*(1+Setting_up_dearer)", POUNDS),
        (f"AVERAGE({saved})", POUNDS),
        (f"{cell[3]}*IF({cell[3]}>0,1-Off_savings,1)", POUNDS),
        (f"AVERAGE({net})", POUNDS),
        (f"PERCENTILE({net},{_ENDS[0]})", POUNDS),
        (f"PERCENTILE({net},{_ENDS[1]})", POUNDS),
        (f'COUNTIF({net},">0")/COUNT({net})', SHARE),
        (f'IF({cell[2]}>0,{cell[4]}/{cell[2]},"none")', PLAIN),
        (f'IF(AND({cell[4]}>0,{cell[2]}>0),{cell[2]}/{cell[4]},"none")', SHARE),
        (f'IF(AND({cell[4]}>0,{cell[2]}>0),{cell[4]}/{cell[2]},"none")', PLAIN),
        (f"{cell[5]}/{many!r}" if many else '"nobody is taken on"', POUNDS),
    )
    for row, (formula, form), value in zip(rows, said, values, strict=True):
        page.formula(row, column, formula, value, form)


def _values(case: Case, view: View) -> tuple[Any, ...]:
    """Return what the formulas of a column come to."""
    books, found = case.books, case.content["views"][view.value]
    net = books.net(view)
    supported = case.content["per_supported"]
    even = found["break_even"]
    low, high = (float(q) for q in np.quantile(net, _ENDS))
    return (
        float(books.costs(view, Group.RUNNING).mean()),
        float(books.costs(view, Group.SET_UP).mean()),
        found["spent"]["mean"],
        float(books.benefits(view).mean()),
        found["saved"]["mean"],
        found["net"]["mean"],
        low,
        high,
        found["saves"]["mean"],
        found["ratio"]["mean"] if found["ratio"] else "none",
        even["benefits"] if even["benefits"] is not None else "none",
        even["costs"] if even["costs"] is not None else "none",
        supported["views"][view.value]["net"] if supported else "nobody is taken on",
    )


def _delivered(page: Page, row: int, case: Case) -> None:
    """Write what was worked out once and does not change with the inputs."""
    page.text(row, 0, "As delivered, not live: 95% interval of the mean net present value", "words")
    page.text(
        row + 1, 0, "As delivered, not live: where one more future would lie, 9 in 10", "words"
    )
    for k, view in enumerate(View):
        net = case.content["views"][view.value]["net"]
        for down, ends in enumerate((("mean_low", "mean_high"), ("low", "high"))):
            low, high = (net[end] for end in ends)
            said = "not known" if low is None else f"£{low:,.0f} to £{high:,.0f}"
            page.text(row + down, 1 + k, said)


def _payback(page: Page, first: int, case: Case, futures: Futures, inputs: Inputs) -> None:
    """Write what has come back by each year, and the first from which on all has."""
    page.text(first, 0, "Payback: net present value so far", "head")
    years = case.books.factors.size
    for k, view in enumerate(View):
        cells: list[str] = []
        values = case.content["views"][view.value]["payback"]["cumulative"]
        for year, value in enumerate(values):
            row = first + 1 + year
            page.text(row, 0, f"By the end of year {year + 1}")
            terms = _net_of_year(case, view, futures, inputs, year)
            before = f"{cells[-1]}+" if cells else ""
            cells.append(page.formula(row, 1 + k, f"{before}{terms}", value, POUNDS))
        span = page.span((first + 1, 1 + k), (first + years, 1 + k))
        numbers = "{" + ";".join(str(one) for one in range(1, years + 1)) + "}"
        last = f"SUMPRODUCT(MAX(({span}<0)*{numbers}))"
        said = f'IF({last}={years},"not within {years} years",{last}+1)'
        year = case.content["views"][view.value]["payback"]["year"]
        shown = f"not within {years} years" if year is None else year
        page.formula(first + 1 + years, 1 + k, said, shown, WHOLE, "total")
    page.text(first + 1 + years, 0, "All is back from this year on", "total")


def _net_of_year(case: Case, view: View, futures: Futures, inputs: Inputs, year: int) -> str:
    """Return the formula of one year's discounted net: saved less spent, corrected."""
    saved = futures.parts[parts_of(view)[2]]
    terms: dict[Group | None, list[str]] = {Group.RUNNING: [], Group.SET_UP: [], None: []}
    for k, one in enumerate(case.books.lines):
        group = one.line.group if one.is_cost else None
        if not case.books.mask(view, group)[k]:
            continue
        more = (
            f"*{inputs.external[k]}*{CASHABLE}" if view is View.CASHABLE and not one.is_cost else ""
        )
        terms[group].append(f"{futures.mean(k, year)}*{inputs.ratios[k]}{more}")
    run, once, rest = ("+".join(terms[g]) or "0" for g in (Group.RUNNING, Group.SET_UP, None))
    kept = f"IF(AVERAGE({saved})>0,1-Off_savings,1)"
    net = f"-({rest})*{kept}-({run})*(1+Running_dearer)-({once})*(1+Setting_up_dearer)"
    return f"({net})*{inputs.factors[year]}"
