"""A back-test's scorecard on the terminal: the answer in words, then the tables."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from calibration.checks.backtest.scorecard import Scorecard
from dashboards.cli.delivering import tell_notes
from dashboards.report import backtest_words as say


def show(console: Console, card: Scorecard) -> None:
    """Print what was known, how the model did in words, every method's scores, and the aims."""
    console.print(say.title(card), style="bold", markup=False)
    for line in say.known(card):
        console.print(line, markup=False)
    for line in say.headline(card):
        console.print(line, style="bold", markup=False)
    if card.level:
        console.print(_level(card))
    console.print(_skill(card))
    for quantity, name in say.QUANTITIES.items():
        if any(one.quantity == quantity for one in card.methods):
            console.print(_methods(card, quantity, name))
    for line in say.fell_back(card):
        console.print(line, markup=False)
    console.print(_bars(card))
    console.print(say.met(card), style="bold", markup=False)
    tell_notes(console)


def _level(card: Scorecard) -> Table:
    table = _table("All origins together, against the best rival", "What", "From", "Best rival")
    for heading in ("CRPS", "Rival's", "Less the rival's (90%)"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("In words", no_wrap=True)
    for one in card.level:
        table.add_row(
            say.QUANTITIES[one.quantity],
            say.together(one),
            one.rival,
            f"{one.ours:.2f}",
            f"{one.theirs:.2f}",
            say.level_difference(one),
            say.standing(one),
        )
    return table


def _skill(card: Scorecard) -> Table:
    table = _table("The model against the best rival", "What", "From and to", "Best rival")
    for heading in ("CRPS less the rival's (90%)", "Skill"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("In words", no_wrap=True)
    for one in say.contests(card):
        table.add_row(
            say.QUANTITIES[one.quantity],
            say.when(one),
            one.rival,
            say.difference(one),
            say.skill(one),
            say.verdict(one),
        )
    return table


def _methods(card: Scorecard, quantity: str, name: str) -> Table:
    unit = say.UNITS[quantity]
    table = _table(f"{name}: every method, {unit}", "From and to", "Method")
    for heading in ("Scored", "Mean abs. error", "CRPS", "Per 100", "In 50%", "In 90%"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in card.methods:
        if one.quantity == quantity:
            table.add_row(
                say.when(one),
                one.method,
                f"{one.councils:,}",
                f"{one.error:.2f}",
                f"{one.crps:.2f}",
                f"{one.relative:.2f}",
                f"{one.inside50:.0%}",
                f"{one.inside90:.0%}",
                style="bold" if one.method == say.SIMULATION else None,
            )
    return table


def _bars(card: Scorecard) -> Table:
    table = _table("Aims", "Aim")
    table.add_column("Measured", justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    for aim, measured, verdict in say.bars(card):
        missed = verdict == say.MISSED
        table.add_row(
            aim, measured, verdict.upper() if missed else verdict, style="bold" if missed else None
        )
    return table


def _table(title: str, *left: str) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    for name in left:
        table.add_column(name)
    return table
