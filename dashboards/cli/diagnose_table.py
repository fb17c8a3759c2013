"""A calibration's diagnosis on the terminal: the verdict first, then the tables."""

from rich.console import Console

from dashboards.cli.delivering import tell_notes
from dashboards.cli.sheet_table import sheet_table
from dashboards.report import diagnose_beside as beside
from dashboards.report import diagnose_sheets as sheets
from dashboards.report import diagnose_words as say
from dashboards.report.diagnose_content import Diagnosis
from dashboards.report.sheets import Sheet


def show(console: Console, of: Diagnosis, other: Diagnosis | None = None) -> None:
    """Print verdict and reasons, parameters, coverage, targets, what pulls which way, and another beside it."""
    for line in (say.verdict(of), *say.reasons(of)):
        console.print(line, style="bold", markup=False)
    for line in (say.subject(of), *say.meaning(of), say.informed(of)):
        console.print(line, markup=False)
    _print(console, say.headed(of, "Parameters: median and 90% range"), sheets.parameters(of))
    truths = of.gate.get("truths")
    title = say.headed(of, f"Coverage: how often ranges held {truths} known truths")
    if _print(console, title, sheets.coverage(of)):
        console.print(say.tested(of), markup=False)
        console.print()
    _targets(console, of)
    console.print(say.counted(of), style="bold", markup=False)
    for last in (say.widths(of), *say.tensions(of), say.screened(of)):
        if last is not None:
            console.print(last, markup=False)
    if other is not None:
        _beside(console, of, other)
    tell_notes(console)


def _targets(console: Console, of: Diagnosis) -> None:
    """Print the targets: those outside first, then the others by group."""
    title = say.headed(of, "Targets: published beside simulated")
    console.print(title, style="bold", markup=False)
    _print(console, f"Outside ({len(of.missed)})", sheets.outside(of))
    for name, _ in of.groups():
        _print(console, f"{name}, inside", sheets.inside(of, name))


def _beside(console: Console, of: Diagnosis, other: Diagnosis) -> None:
    for line in beside.sentences(of, other):
        console.print(line, style="bold", markup=False)
    _print(console, beside.PARAMETERS, beside.parameters(of, other))
    _print(console, beside.TARGETS, beside.targets(of, other))


def _print(console: Console, title: str, sheet: Sheet | None) -> bool:
    """Print a table if there is one."""
    if sheet is not None:
        console.print(sheet_table(sheet, title, whole=True))
    return sheet is not None
