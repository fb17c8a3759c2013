"""A back-test's scorecard on the terminal: the answer in words, then the tables."""

from rich.console import Console

from calibration.checks.backtest.scorecard import Scorecard
from dashboards.cli.delivering import tell_notes
from dashboards.cli.sheet_table import sheet_table
from dashboards.report import backtest_sheets as sheets
from dashboards.report import backtest_words as say


def show(console: Console, card: Scorecard) -> None:
    """Print what was known, how the model did in words, every method's scores, and the aims."""
    console.print(say.title(card), style="bold", markup=False)
    for line in say.known(card):
        console.print(line, markup=False)
    for line in say.headline(card):
        console.print(line, style="bold", markup=False)
    if level := sheets.level(card):
        title = "All origins together, against the best rival"
        console.print(sheet_table(level, title, whole=True))
    console.print(sheet_table(sheets.skill(card), "The model against the best rival", whole=True))
    for title, sheet in sheets.methods(card).items():
        console.print(sheet_table(sheet, title, whole=True))
    for line in say.fell_back(card):
        console.print(line, markup=False)
    console.print(sheet_table(sheets.aims(card), "Aims", whole=True))
    console.print(say.met(card), style="bold", markup=False)
    tell_notes(console)
