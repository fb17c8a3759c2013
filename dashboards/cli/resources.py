"""`doorways resources`: posts, beds, carers, training, set-up and running, month by month and by payer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboards.cli.asked import Authority, ScenarioName, Years
from dashboards.cli.console import output
from dashboards.cli.tables import CsvFile, pounds, table_of, write_rows
from scenarios import usual
from simulation.numbers import lasting

if TYPE_CHECKING:
    from scenarios.adopting.resources import Resources


def resources(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    years: Years = 5,
    csv_file: CsvFile = None,
) -> None:
    """Show what a scenario takes month by month: posts, beds, carers, training, set-up and running.

    At central prices, by payer; the sums are what a run counts as the cost of services.
    """
    from scenarios.adopting.resources import resources as found_in
    from scenarios.request import CompareRequest

    found = found_in(CompareRequest(authority=authority, scenario=scenario, years=years))
    if write_rows(found.rows(), csv_file):
        return
    console = output()
    console.print(_months(found))
    console.print(_roles(found))
    each = {payer: sum(found.whole_pounds(payer).values()) for payer in found.payers()}
    whole = "; ".join(f"£{paid:,} by the {payer.replace('_', ' ')}" for payer, paid in each.items())
    console.print(
        f"In all over {lasting(years, 'year')}, as the lines add up: £{sum(each.values()):,} ({whole})."
    )
    console.print(
        "Set-up is spent evenly while a site is prepared; how it divides into steps, training among "
        "them, is a judgement (launch_cost_shares). `--csv FILE` has every month of every line."
    )


def _months(found: "Resources") -> object:
    """Return the months, those alike in a row on one line."""
    from scenarios.adopting.resources import BEDS, SET_UP
    from simulation.services.declaration import CARERS, POST

    counts = [found.number(POST), found.number(BEDS), found.number(CARERS)]
    training = sum(one.pounds for one in found.lines if (one.of, one.what) == (SET_UP, "training"))
    set_up = found.total(kind=SET_UP)
    money = [set_up, training + 0 * set_up]
    for payer in found.payers():
        once = sum(one.pounds for one in found.lines if (one.of, one.payer) == (SET_UP, payer))
        money.append(found.total(payer=payer) - once)
    rows = [
        (*(f"{one[k]:.3g}" if one[k] else "" for one in counts), *(pounds(one[k]) for one in money))
        for k in range(len(found.months))
    ]
    columns = {"Month": False, "Posts": True, "Beds": True, "Families": True, "Set-up": True}
    columns["of it training"] = True
    columns |= {f"Running, {payer.replace('_', ' ')}": True for payer in found.payers()}
    return table_of(columns, _runs(found.months, rows))


def _runs(months: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows with those that are alike in a row put on one line."""
    told: list[tuple[str, ...]] = []
    begins = 0
    for k in range(1, len(rows) + 1):
        if k < len(rows) and rows[k] == rows[begins]:
            continue
        last = f" to {months[k - 1]}, each" if k - 1 > begins else ""
        told.append((f"{months[begins]}{last}", *rows[begins]))
        begins = k
    return told


def _roles(found: "Resources") -> object:
    """Return the posts, carers and places at the end, by role, then setting up, with who pays."""
    from scenarios.adopting.resources import SET_UP

    paid = {
        line: money for payer in found.payers() for line, money in found.whole_pounds(payer).items()
    }
    rows = [
        (
            one.site,
            f"set-up: {one.what}" if one.of == SET_UP else one.what,
            f"{one.number[-1]:g}" if one.number[-1] else "",
            one.payer.replace("_", " "),
            f"£{paid[k]:,}" if one.payer else "",
        )
        for k, one in sorted(enumerate(found.lines), key=lambda row: row[1].of == SET_UP)
    ]
    names = {"Site": False, "What": False, "In the last month": True, "Paid by": False}
    return table_of(names | {"Over the period": True}, rows)
