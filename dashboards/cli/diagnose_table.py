"""A calibration's diagnosis on the terminal: the verdict first, then the tables."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboards.cli.delivering import tell_notes
from dashboards.report import diagnose_words as say
from dashboards.report.diagnose_content import Diagnosis, Shown


def show(console: Console, of: Diagnosis) -> None:
    """Print verdict and reasons, parameters, coverage, targets and what pulls which way."""
    for line in (say.verdict(of), *say.reasons(of)):
        console.print(line, style="bold", markup=False)
    for line in (say.subject(of), *say.meaning(of), say.informed(of)):
        console.print(line, markup=False)
    console.print(_parameters(of))
    if of.coverage:
        console.print(_coverage(of))
        console.print(say.tested(of), markup=False)
        console.print()
    console.print(_targets(of))
    console.print(say.counted(of), style="bold", markup=False)
    for last in (say.widths(of), *say.tensions(of), say.screened(of)):
        if last is not None:
            console.print(last, markup=False)
    tell_notes(console)


def _parameters(of: Diagnosis) -> Table:
    table = _table(of, "Parameters: median and 90% range", "Parameter")
    for name in ("Prior", "Posterior", "Targets say"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in of.parameters:
        label = Text.assemble(one.label, " ", (one.unit, "dim"))
        table.add_row(label, say.belief(one.prior), say.belief(one.posterior), say.learned(one))
    return table


def _coverage(of: Diagnosis) -> Table:
    gate = of.gate
    table = _table(
        of, f"Coverage: how often ranges held {gate['truths']} known truths", "Parameter"
    )
    for level in ("50%", "90%"):
        table.add_column(f"{level} range (± {100 * gate['error'][level]:.1f})", justify="right")
    for name in ("Even ranks, p", "Posterior/prior sd", "Test"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in of.coverage:
        table.add_row(
            one.label,
            f"{one.inside50:.1%}",
            f"{one.inside90:.1%}",
            f"{one.p:.2f}",
            f"{one.sd_ratio:.2f}",
            "passed" if one.passed else "FAILED",
            style=None if one.passed else "bold",
        )
    return table


def _targets(of: Diagnosis) -> Table:
    """List the targets: those outside their interval first, then the others by group."""
    table = _table(of, "Targets: published beside simulated", "Pattern")
    table.add_column("Role", no_wrap=True)
    for name in ("Published", "Simulated", "90% interval", "Par./chance/allow."):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Verdict", no_wrap=True)
    if of.missed:
        table.add_row(f"Outside ({len(of.missed)})", style="bold")
        for one in of.missed:
            table.add_row(*_row(one), style="bold")
    for name, own in of.groups():
        inside = [one for one in own if one.inside]
        if inside:
            table.add_row()
            table.add_row(f"{name}, inside ({len(inside)})", style="bold")
            for one in inside:
                table.add_row(*_row(one))
    return table


def _row(one: Shown) -> tuple[str, ...]:
    return (
        f"  {one.label}",
        say.ROLES[one.role],
        say.value(one.published, one.kind),
        say.value(one.simulated, one.kind),
        say.interval(one),
        say.parts(one),
        say.judged(one),
    )


def _table(of: Diagnosis, title: str, first: str) -> Table:
    table = Table(
        title=say.headed(of, title),
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    table.add_column(first)
    return table
