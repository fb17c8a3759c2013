"""What a scenario takes month by month, in tables: the same on the terminal and on a page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dashboards.report.sheets import Sheet, pounds
from simulation.numbers import lasting

if TYPE_CHECKING:
    from scenarios.adopting.resources import Resources

READING: Final = (
    "Set-up is spent evenly while a site is prepared; how it divides into steps, training among "
    "them, is a judgement (launch_cost_shares). The table as a file has every month of every line."
)


def headline(found: "Resources", years: int) -> str:
    """Say what it takes in all, and who pays."""
    each = {payer: sum(found.whole_pounds(payer).values()) for payer in found.payers()}
    whole = "; ".join(f"£{paid:,} by the {payer.replace('_', ' ')}" for payer, paid in each.items())
    return f"In all over {lasting(years, 'year')}, as the lines add up: £{sum(each.values()):,} ({whole})."


def months(found: "Resources") -> Sheet:
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
    heads = ("Month", "Posts", "Beds", "Families", "Set-up", "of it training")
    running = (f"Running, {payer.replace('_', ' ')}" for payer in found.payers())
    return Sheet((*heads, *running), tuple(_runs(found.months, rows)))


def roles(found: "Resources") -> Sheet:
    """Return the posts, carers and places at the end, by role, then setting up, with who pays."""
    from scenarios.adopting.resources import SET_UP

    paid = {
        line: money for payer in found.payers() for line, money in found.whole_pounds(payer).items()
    }
    rows = tuple(
        (
            one.site,
            f"set-up: {one.what}" if one.of == SET_UP else one.what,
            f"{one.number[-1]:g}" if one.number[-1] else "",
            one.payer.replace("_", " "),
            f"£{paid[k]:,}" if one.payer else "",
        )
        for k, one in sorted(enumerate(found.lines), key=lambda row: row[1].of == SET_UP)
    )
    heads = ("Site", "What", "In the last month", "Paid by", "Over the period")
    return Sheet(heads, rows, worded=(1, 3))


def _runs(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows with those that are alike in a row put on one line."""
    told: list[tuple[str, ...]] = []
    begins = 0
    for k in range(1, len(rows) + 1):
        if k < len(rows) and rows[k] == rows[begins]:
            continue
        last = f" to {names[k - 1]}, each" if k - 1 > begins else ""
        told.append((f"{names[begins]}{last}", *rows[begins]))
        begins = k
    return told
