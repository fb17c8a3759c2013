"""`doorways evidence check`: whether every figure the model uses is sound and sourced."""

import typer

from dashboards.cli.console import messages, output
from dashboards.cli.guard import BROKEN

evidence = typer.Typer(help="Look after the evidence register.", no_args_is_help=True)


@evidence.command("check")
def check() -> None:
    """Fail when a figure is unused, missing, unsourced or outside its support."""
    from calibration.beliefs.evidence.check import problems
    from calibration.beliefs.evidence.load import figures, sources

    found = problems()
    if found:
        console = messages()
        for line in found:
            console.print(f"- {line}", markup=False)
        console.print(f"{len(found)} to mend in calibration/beliefs/evidence.", style="bold red")
        raise typer.Exit(BROKEN)
    output().print(
        f"The evidence register is sound: {len(figures())} figures from {len(sources())} sources."
    )
