"""What has to be done before a site opens, in tables: the same on the terminal and on a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dashboards.report.sheets import Sheet, pounds

if TYPE_CHECKING:
    from scenarios.adopting.launch import Launch

READING: Final = (
    "Lengths and shares of the cost are judgements with ranges that add up to what councils "
    "published (6 to 18 months in all: I01-I03, A21, A37, C19): figures launch_... of the register, "
    "which [parameters] of a scenario can set."
)


def steps(one: "Launch", year: int) -> Sheet:
    """Return the steps of a site in their order."""
    rows = []
    for step in one.steps:
        row = one.row(step, year)
        slips = "moves the opening" if step.critical else f"{step.slack:g} months"
        span = f"{step.months:g} ({row['months_low']:g}-{row['months_high']:g})"
        cost = pounds(step.cost)
        rows.append((row["what"], span, row["begins"], row["ends"], slips, cost))
    heads = ("Step", "Months", "Begins", "Ends", "Can slip", "Cost")
    return Sheet(heads, tuple(rows), worded=(2, 3))


def title(one: "Launch") -> str:
    """Name the site."""
    return f"{one.site.name} of {one.site.service}"


def rows_of(found: "Sequence[Launch]", year: int) -> list[dict[str, Any]]:
    """Return a row for each step of each site."""
    return [one.row(step, year) for one in found for step in one.steps]
