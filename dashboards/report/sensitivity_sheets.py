"""A sensitivity study in tables, the same on the terminal and on a page."""

from dashboards.report import sensitivity_words as say
from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.sensitivity.decision import Decision
from scenarios.sensitivity.influence import Influence
from scenarios.sensitivity.result import Sensitivity

#: Lines of each table; the report has all.
MOST = 12
READING = (
    "Low to high end: what the result gains as the figure crosses its 90% range, with the 95% "
    "interval. By chance: the strength that a figure without any effect seems to have."
)


def drivers(result: Sensitivity) -> Sheet:
    """Return the strongest figures, by the register's own sentences."""
    heads = ("Figure", "Low to high end", "Strength", "By chance", "In words")
    rows = tuple(_driver(one, result) for one in result.influences[:MOST])
    return Sheet(heads, rows, (-1,))


def _driver(one: Influence, result: Sensitivity) -> tuple[str, ...]:
    return (
        f"{one.says} ({one.name})",
        say.change(one, result),
        say.strength(one.strength, result),
        say.strength(one.floor, result),
        say.verdict(one),
    )


def thresholds(decision: Decision) -> Sheet:
    """Return the decision at each value of a week of care avoided."""
    heads = (
        "A week avoided is worth",
        "Net benefit (95%)",
        "Better on average",
        "In single runs",
    )
    rows = (
        (
            say.pounds(one.pounds),
            say.net(one),
            words.percent(one.probability),
            words.percent(one.futures),
        )
        for one in sorted(decision.thresholds, key=lambda one: one.pounds)
    )
    return Sheet(heads, tuple(rows))


def known(decision: Decision) -> Sheet:
    """Return what knowing groups of figures, and those that tell, would be worth."""
    at = [f"at {say.pounds(one.pounds)}" for one in decision.thresholds]
    telling = [one for one in decision.known if one.ever_clear]
    rows = (
        (
            one.name if one.says else f"{one.name}, {one.figures} figures",
            *(say.worth(one, place) for place in range(len(at))),
        )
        for one in (*decision.topics, *telling[:MOST])
    )
    return Sheet(("Worth of knowing exactly", *at), tuple(rows))
