"""The sensitivity study on the terminal: what matters in words, then the tables."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboards.cli.delivering import tell_notes
from dashboards.report import sensitivity_words as say
from scenarios import words
from scenarios.sensitivity.decision import Decision
from scenarios.sensitivity.result import Sensitivity

#: Lines of each table; the report has all.
MOST = 12


def show(console: Console, result: Sensitivity) -> None:
    """Print the answers in words, the strongest figures, and the decision."""
    console.print(
        f"{say.subject(result)}, {result.authority}, {words.period(result.years)}",
        style="bold",
        markup=False,
    )
    for sentence in (*say.deciding(result), say.driving(result)):
        console.print(sentence, style="bold", markup=False)
    console.print(
        "Low to high end: what the result gains as the figure crosses its 90% range, with the 95% "
        "interval. By chance: the strength that a figure without any effect seems to have."
    )
    console.print(_drivers(result))
    if result.decision is not None:
        console.print(_thresholds(result.decision))
        console.print(_known(result.decision))
    tell_notes(console, result.notes)


def _drivers(result: Sensitivity) -> Table:
    table = _table("Figure", "Low to high end", "Strength", "By chance", "In words", wide=1)
    for one in result.influences[:MOST]:
        table.add_row(
            Text.assemble(one.says, " ", (one.name, "dim")),
            say.change(one, result),
            say.strength(one.strength, result),
            say.strength(one.floor, result),
            say.verdict(one),
        )
    return table


def _thresholds(decision: Decision) -> Table:
    table = _table(
        "A week avoided is worth", "Net benefit (95%)", "Better on average", "In single runs"
    )
    for one in sorted(decision.thresholds, key=lambda one: one.pounds):
        table.add_row(
            say.pounds(one.pounds),
            say.net(one),
            words.percent(one.probability),
            words.percent(one.futures),
        )
    return table


def _known(decision: Decision) -> Table:
    at = [f"at {say.pounds(one.pounds)}" for one in decision.thresholds]
    table = _table("Worth of knowing exactly", *at)
    places = range(len(at))
    telling = [one for one in decision.known if one.ever_clear]
    for one in (*decision.topics, *telling[:MOST]):
        name = one.name if one.says else f"{one.name}, {one.figures} figures"
        table.add_row(name, *(say.worth(one, place) for place in places))
    return table


def _table(first: str, *others: str, wide: int = 0) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(first, ratio=wide or None)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table
