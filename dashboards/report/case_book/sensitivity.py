"""What would have to be otherwise: steps of doubt, prices that tip it, and what one would have to pay; live."""

from typing import Any, Final

from dashboards.report.case_book.book import PENCE, POUNDS, SHARE, Book, Page
from dashboards.report.case_book.futures import Futures, parts_of
from dashboards.report.case_book.inputs import CASHABLE, Inputs
from scenarios.case.appraise import View
from scenarios.case.otherwise import weight_of
from scenarios.case.result import Case
from simulation.costs.bill import Group

_VIEWS: Final = {
    View.COUNCIL: "council",
    View.CASHABLE: "council, cashable",
    View.PUBLIC: "all payers",
}


def write_sensitivity(book: Book, case: Case, inputs: Inputs, futures: Futures) -> None:
    """Write the steps, then the curve with its chart, then each line's switching value."""
    page = book.sheet("Sensitivity", (58, 18, 18, *[20.0] * (2 * len(View))))
    page.text(0, 0, "What would have to be otherwise", "title")
    row = _steps(page, 2, case, futures)
    row = _curve(book, page, row + 2, case, futures)
    _switching(page, row + 2, case, inputs, futures)


def _steps(page: Page, first: int, case: Case, futures: Futures) -> int:
    heads = (
        "Studies at face value; as simulated; then one doubt more each",
        "Setting up dearer",
        "Off savings",
    )
    views = [f"{what}, {name}" for name in _VIEWS.values() for what in ("Net", "Saves")]
    page.texts(first, 0, (*heads, *views), "head")
    for row, step in enumerate(case.content["steps"], start=first + 1):
        page.text(row, 0, step["says"])
        if step["name"] == "face_value":
            _fixed(page, row, step)
            continue
        up = page.number(row, 1, step["set_up"], SHARE, "input")
        off = page.number(row, 2, step["benefits"], SHARE, "input")
        for k, view in enumerate(View):
            _step(
                page, row, 3 + 2 * k, (up, off), parts_of(view), futures, step["views"][view.value]
            )
    return first + len(case.content["steps"]) + 1


def _fixed(page: Page, row: int, step: dict[str, Any]) -> None:
    """Write what needs other runs, as it was delivered."""
    page.text(row, 1, "as delivered")
    for k, view in enumerate(View):
        page.number(row, 3 + 2 * k, step["views"][view.value]["net"]["mean"], POUNDS)
        page.number(row, 4 + 2 * k, step["views"][view.value]["saves"]["mean"], SHARE)


def _step(
    page: Page,
    row: int,
    column: int,
    inputs: tuple[str, str],
    parts: tuple[tuple[str, Group | None], ...],
    futures: Futures,
    found: dict[str, Any],
) -> None:
    """Write the mean net present value under a correction, and in how many futures it is above 0."""
    run, once, saved = (futures.parts[one] for one in parts)
    up, off = inputs
    kept = f"IF(AVERAGE({saved})>0,1-{off},1)"
    mean = f"AVERAGE({saved})*{kept}-AVERAGE({run})-AVERAGE({once})*(1+{up})"
    page.formula(row, column, mean, found["net"]["mean"], POUNDS)
    each = f"({saved}*{kept}-{run}-{once}*(1+{up}))>0"
    said = f"SUMPRODUCT(--({each}))/COUNT({run})"
    page.formula(row, column + 1, said, found["saves"]["mean"], SHARE)


def _curve(book: Book, page: Page, first: int, case: Case, futures: Futures) -> int:
    """Write how likely it is worth its money, by what one pays for one of the outcome."""
    curves = [case.content["views"][view.value]["acceptability"] for view in View]
    page.text(first, 0, f"What one would pay for {case.content['outcome']}, better by one", "head")
    for k, view in enumerate(View):
        page.text(first, 1 + k, f"Worth it, {_VIEWS[view]}", "head")
    points = len(curves[0]["curve"])
    for p in range(points):
        row = first + 1 + p
        pays = page.number(row, 0, curves[0]["curve"][p]["pays"], POUNDS, "input")
        for k, view in enumerate(View):
            said = f"SUMPRODUCT(--(({pays}*{futures.better}+{futures.nets[view]})>0))/COUNT({futures.better})"
            page.formula(row, 1 + k, said, curves[k]["curve"][p]["mean"], SHARE)
    _chart(book, page, first, points)
    return first + points + 1


def _chart(book: Book, page: Page, first: int, points: int) -> None:
    chart = book.line_chart()
    for k, view in enumerate(View):
        chart.add_series(
            {
                "name": _VIEWS[view],
                "categories": f"={page.span((first + 1, 0), (first + points, 0))}",
                "values": f"={page.span((first + 1, 1 + k), (first + points, 1 + k))}",
            }
        )
    chart.set_title({"name": "How likely it is worth its money"})
    chart.set_x_axis({"name": "Pounds one would pay for one", "num_format": "£#,##0"})
    chart.set_y_axis({"name": "Share of futures", "min": 0, "max": 1, "num_format": "0%"})
    page.sheet.insert_chart(first, 5, chart)


def _switching(page: Page, first: int, case: Case, inputs: Inputs, futures: Futures) -> None:
    """Write for each line the price at which the mean net present value is 0, or that none is."""
    views = [f"Tips it at, {name}" for name in _VIEWS.values()]
    page.texts(first, 0, ("Price of one, all else as it is", "In use", "For one", *views), "head")
    found = {
        view: {
            one["name"]: one["switches_at"]
            for one in case.content["views"][view.value]["switching"]
        }
        for view in View
    }
    for row, (k, one) in enumerate(enumerate(case.books.lines), start=first + 1):
        page.texts(row, 0, (f"{one.label} ({one.line.payer.replace('_', ' ')})",))
        page.formula(row, 1, inputs.prices[k], one.price, PENCE)
        page.text(row, 2, one.unit)
        for at, view in enumerate(View, start=3):
            weight = _weight(case, view, k, futures, inputs)
            if weight is None:
                page.text(row, at, "not counted")
                continue
            price = f"{inputs.prices[k]}*(1-AVERAGE({futures.nets[view]})/({weight}))"
            said = f'IFERROR(IF({price}>0,{price},"no price does"),"no price does")'
            value = found[view].get(one.name, "no price does")
            page.formula(row, at, said, value, PENCE)


def _weight(case: Case, view: View, k: int, futures: Futures, inputs: Inputs) -> str | None:
    """Return the formula of what a line adds to the mean net present value; None if not counted."""
    one = case.books.lines[k]
    group = one.line.group if one.is_cost else None
    if not case.books.mask(view, group)[k] or not weight_of(case.books, view, k):
        return None
    mean, weights = futures.means[k]
    found = f"-SUMPRODUCT({mean},{weights})"
    if one.is_cost:
        name = "Setting_up_dearer" if one.line.group is Group.SET_UP else "Running_dearer"
        return f"{found}*(1+{name})"
    saved = futures.parts[parts_of(view)[2]]
    kept = f"*IF(AVERAGE({saved})>0,1-Off_savings,1)"
    cash = f"*{inputs.external[k]}*{CASHABLE}" if view is View.CASHABLE else ""
    return f"{found}{cash}{kept}"
