"""A funnel on the terminal: each service's steps, whom it supports, how that ends, and the sentences."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from dashboards.cli.delivering import tell_notes
from dashboards.cli.sheet_table import sheet_table
from dashboards.report.funnel_sheets import READING, entered, parts, sentences
from scenarios import words


def show(console: Console, found: Mapping[str, Any]) -> None:
    """Print the funnels, the sentences that sum them up, and the notes."""
    console.print(
        f"{found['scenario_title']} in {found['authority']}, {words.period(found['years'])}, {found['replicates']} runs",
        style="bold",
    )
    console.print(READING)
    console.print(entered(found))
    for part in parts(found):
        console.print(f"\n{part.title}", style="bold")
        for sheet in part.sheets:
            console.print(sheet_table(sheet))
        for beside in part.beside:
            console.print(beside)
    console.print()
    show_sentences(console, found)
    tell_notes(console, found["notes"])


def show_sentences(console: Console, found: Mapping[str, Any]) -> None:
    """Print where most are lost, why differences surprise, and how well that is known."""
    for sentence in sentences(found):
        console.print(sentence, style="bold", markup=False)
    for surprise in found["surprises"]:
        console.print(f"Surprise: {surprise['sentence']}", markup=False)
    console.print(found["followed"], markup=False)
