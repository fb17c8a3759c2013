"""The comparison on the terminal: one table a group, and the sentence to remember."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from dashboards.cli.delivering import tell_notes
from dashboards.report.content import Content, Line
from dashboards.report.html import grouped
from scenarios import words

#: Narrower screens do without the last column, which the report shows too.
_WIDE = 100


def show(console: Console, content: Content) -> None:
    """Print every measure over the whole period, grouped, then the headline."""
    console.print(
        f"{content.scenario_title} in {content.authority}, {words.period(content.years)}, {content.replicates} runs",
        style="bold",
        markup=False,
    )
    if content.labels:
        console.print(content.label.strip(), style="bold", markup=False)
    console.print(
        "Difference: average over the runs, each run paired with its own baseline. "
        "In brackets: where one more run would lie 9 times in 10. In words: what the average is, luck taken "
        "out and what is not known left in, against a size that matters (`doorways measures`). Luck: its share of the spread between runs; the "
        "rest is settings not known exactly."
    )
    console.print(_table(content, wide=console.width >= _WIDE))
    console.print(content.headline, style="bold", markup=False)
    tell_notes(console, content.notes)


def _table(content: Content, *, wide: bool) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("Measure")
    table.add_column(content.baseline_label, justify="right")
    table.add_column(content.scenario_label, justify="right", max_width=14)
    table.add_column("Difference", justify="right")
    table.add_column("In words")
    if wide:
        table.add_column("Luck", justify="right", no_wrap=True)
    for title, lines in grouped(content.lines):
        if table.rows:
            table.add_row()
        table.add_row(title, style="bold")
        for line in lines:
            table.add_row(*_row(line)[: len(table.columns)])
    return table


def _row(line: Line) -> tuple[str, ...]:
    d, kind = line.difference, line.kind
    return (
        f"  {line.label}",
        words.number(line.baseline.mean, kind),
        words.number(line.scenario.mean, kind),
        f"{words.signed(d.mean, kind)} ({words.signed_range(d.low, d.high, kind)})",
        line.said,
        words.percent(line.luck),
    )
