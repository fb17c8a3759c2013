"""The sensitivity study on the terminal: what matters in words, then the tables."""

from rich.console import Console

from dashboards.cli.delivering import tell_notes
from dashboards.cli.sheet_table import sheet_table
from dashboards.report import sensitivity_sheets as sheets
from dashboards.report import sensitivity_words as say
from scenarios import words
from scenarios.sensitivity.result import Sensitivity


def show(console: Console, result: Sensitivity) -> None:
    """Print the answers in words, the strongest figures, and the decision."""
    console.print(
        f"{say.subject(result)}, {result.authority}, {words.period(result.years)}",
        style="bold",
        markup=False,
    )
    for sentence in (*say.deciding(result), say.driving(result)):
        console.print(sentence, style="bold", markup=False)
    console.print(sheets.READING)
    console.print(sheet_table(sheets.drivers(result), whole=True))
    if result.decision is not None:
        console.print(sheet_table(sheets.thresholds(result.decision), whole=True))
        console.print(sheet_table(sheets.known(result.decision), whole=True))
    tell_notes(console, result.notes)
