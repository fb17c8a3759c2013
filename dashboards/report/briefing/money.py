"""The money of a briefing: what services cost, what is avoided, who pays, and for each young person."""

from collections.abc import Mapping
from math import floor, log10
from typing import Any, Final

from dashboards.report.briefing.shape import Section
from dashboards.report.chart_costs import PAYERS
from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.comparison import SERVICE_MONEY
from simulation.numbers import counted

#: Young people taken on by services.
SUPPORTED: Final = "service_accepted"
#: What the four sums are called, in the order of `SERVICE_MONEY`.
_SUMS: Final = (
    "Services, gross",
    "Services, incremental: less what they replace",
    "Avoided: placement spending, services aside",
    "Cashable: the part of it a budget could give up",
)
#: Money of which is told what it comes to for each young person.
_EACH: Final = {"cost_services_gross": "services, gross", "cost_council": "council, all in all"}


def money(found: Mapping[str, Any], rows: Mapping[str, Any]) -> Section:
    """Return the table of money, each sum with its range and verdict."""
    over = f"over {counted(found['years'], 'year')}"
    sums = zip(_SUMS, (measure for measure, _ in SERVICE_MONEY.values()), strict=True)
    lines = [*((label, rows[name]) for label, name in sums)]
    lines += [(rows[name]["label"], rows[name]) for name in PAYERS]
    return Section(
        "Money",
        (
            f"Differences {over} in pounds of {found['price_year']}: + more is spent, − less. Not discounted, "
            "but for all payers together: discounted to the first year at the Green Book's rates.",
        ),
        Sheet(
            (f"Difference {over}", "On average", "One future, 9 times in 10", "In words"),
            (*(_line(label, row) for label, row in lines), *_each(rows)),
            worded=(-1,),
        ),
    )


def _line(label: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    gap = row["difference"]
    said = words.verdict(row["verdict"], row["kind"], row["judgement"])
    if gap["mean"] is None:
        return label, "not known", "–", said
    step = words.step_for(gap["low"], gap["high"], "money")
    mean, low, high = (_signed(gap[end], step) for end in ("mean", "low", "high"))
    return label, mean, f"{low} to {high}", said


def _signed(pounds: float, step: float) -> str:
    """Write pounds with their sign, no finer than a range supports."""
    size = words.amount(pounds, "money", step)
    return words.signed_as(pounds, size)


def _each(rows: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return money for each young person taken on, a ratio of averages; none where nobody is."""
    many = rows[SUPPORTED]["difference"]["mean"]
    if not many or many < 0:
        return []
    sums = {label: rows[name]["difference"]["mean"] for name, label in _EACH.items()}
    return [
        (
            f"For each young person taken on: {label}",
            _signed(pounds / many, _two_figures(pounds / many)),
            "–",
            "average only",
        )
        for label, pounds in sums.items()
        if pounds is not None
    ]


def _two_figures(pounds: float) -> float:
    """Return the rounding to two figures: what a ratio of averages supports."""
    return 10.0 ** (floor(log10(abs(pounds))) - 1) if pounds else 0.0
