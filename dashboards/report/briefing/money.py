"""The money of a briefing: what services cost, what is avoided, who pays, and for each young person."""

from collections.abc import Mapping
from math import floor, log10
from typing import Any, Final

from dashboards.report.briefing.shape import Section
from dashboards.report.chart_costs import PAYERS
from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.comparison import SERVICE_MONEY
from scenarios.futures import break_even
from scenarios.prediction import LEVEL
from scenarios.usual import HELPED
from simulation.numbers import counted

#: Why the council's difference is not what services cost beyond what they replace, less what is avoided.
GROSS: Final = "The council's difference counts services gross: homes and budgets they replace are not taken off it."
#: What the four sums are called, in the order of `SERVICE_MONEY`.
_SUMS: Final = (
    "Services, gross",
    "Services, incremental: less what they replace",
    "Avoided: placement spending, services aside",
    "Cashable: the part of it a budget could give up",
)
#: What is shown year by year.
_YEARLY: Final = {
    "cost_services_gross": "Services, gross",
    "cost_services_incremental": "Services, incremental",
    "cost_placements": "Placements, services aside",
    "cost_placements_cashable": "Of it, cashable",
    "cost_council": "Council, all in all",
}
#: Money of which is told what it comes to for each young person.
_EACH: Final = {"cost_services_gross": "services, gross", "cost_council": "council, all in all"}


def money(found: Mapping[str, Any], rows: Mapping[str, Any]) -> Section:
    """Return the table of money, each sum with its range and verdict."""
    over = f"over {counted(found['years'], 'year')}"
    sums = zip(_SUMS, (measure for measure, _ in SERVICE_MONEY.values()), strict=True)
    lines = [*((label, rows[name]) for label, name in sums)]
    lines += [(rows[name]["label"], rows[name]) for name in PAYERS]
    prices = (
        f"Differences {over} in pounds of {found['price_year']}: + more is spent, − less. Not discounted, "
        "but for all payers together: discounted to the first year at the Green Book's rates."
    )
    return Section(
        "Money",
        tuple(filter(None, (prices, GROSS, pays(found)))),
        Sheet(
            (f"Difference {over}", "On average", "One future, 9 times in 10", "In words"),
            (*(_line(label, row) for label, row in lines), *_each(rows)),
            worded=(-1,),
        ),
    )


def pays(found: Mapping[str, Any]) -> str:
    """Say by when the scenario has paid for itself for the council; empty where that is not known."""
    shares = dict(enumerate(found["futures"].get("paid_back", ()), start=1))
    if not shares:
        return ""
    years, share = found["years"], words.percent(shares[found["years"]])
    early, late = break_even(shares, (1.0 - LEVEL) / 2.0)
    if early is None:
        when = f"not within {counted(years, 'year')}"
    elif early == late:
        when = f"in year {early}"
    else:
        when = f"between year {early} and {f'year {late}' if late else f'later than year {years}'}"
    return (
        f"Break-even for the council, 9 times in 10: {when}. In {share} of futures it has spent no more in all by "
        "the end than it would have."
    )


def by_year(found: Mapping[str, Any]) -> Sheet:
    """Return what services cost and what is avoided in each year, on average, and by when it has paid."""
    first = found["authority"]["year"]
    rows = {(row["name"], row["window"]): row for row in found["measures"]}
    back = found["futures"].get("paid_back", ())
    heads = (
        "Year to 31 March",
        *_YEARLY.values(),
        "Council, 9 times in 10",
        "Paid for itself by then",
    )
    return Sheet(
        heads,
        tuple(
            (
                f"{first + year}",
                *(_mean(rows[name, f"year {year}"]) for name in _YEARLY),
                _line("", rows["cost_council", f"year {year}"])[2],
                words.percent(share),
            )
            for year, share in enumerate(back, start=1)
        ),
    )


def _mean(row: Mapping[str, Any]) -> str:
    return _line("", row)[1]


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
    many = rows[HELPED]["difference"]["mean"]
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
