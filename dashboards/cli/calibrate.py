"""`doorways calibrate`: from published patterns to a posterior, for England or one council."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dashboards.cli.clusters import anywhere
from dashboards.cli.console import messages, output
from dashboards.cli.database import Database
from dashboards.cli.running import stoppable
from scenarios.words import percent
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution

if TYPE_CHECKING:
    from calibration.joint.result import Calibration


class Whole(StrEnum):
    """Say what is calibrated as a whole."""

    ENGLAND = "england"


@anywhere
def calibrate(
    place: Annotated[
        Whole | None, typer.Argument(help="england: national patterns to a posterior.")
    ] = None,
    authority: Annotated[
        str | None, typer.Option(help="Council, by name or ONS code: its local factors.")
    ] = None,
    bank: Annotated[
        int, typer.Option(metavar="N", help="Simulations in the bank, a power of two.")
    ] = 4096,
    seed: Annotated[int, typer.Option(help="The same seed gives the same numbers.")] = 1,
    execution: Execution = USUAL,
    targets: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Targets of your own, as a .toml file.")
    ] = None,
    priors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Priors of your own, as a .toml file.")
    ] = None,
    db: Database = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Calibrate what no table gives, or work out a council's own factors.

    'calibrate england' simulates a bank, which Ctrl-C interrupts without loss, and stores a
    posterior with its checks. 'calibrate --authority' takes seconds.
    """
    if (place is None) == (authority is None):
        raise DoorwaysError(
            "calibrate",
            authority or "nothing",
            "Name either england or a council.",
            "Try 'doorways calibrate england' or 'doorways calibrate --authority Norfolk'.",
        )
    if authority is not None:
        from dashboards.cli.calibrate_council import calibrate_council

        if execution.executor is not None:
            rule = "A council's own factors take seconds, and are worked out here."
            raise DoorwaysError("calibrate", authority, rule, "Leave out --cluster.")
        calibrate_council(authority, bank, seed, db, quiet=quiet)
        return
    found = _england(bank, seed, execution, targets, priors, db, quiet=quiet)
    if not quiet:
        show(found)


def _england(
    bank: int,
    seed: int,
    execution: Execution,
    targets: Path | None,
    priors: Path | None,
    db: str | None,
    *,
    quiet: bool,
) -> "Calibration":
    """Run what is missing behind a progress bar, and store what is found."""
    from calibration.fitting.targets import load
    from calibration.joint import prior
    from calibration.joint.calibrate import calibrate as run
    from calibration.joint.runs import JobRunner
    from calibration.joint.spec import england_spec
    from calibration.joint.store import add_calibration
    from simulation.store.store import open_store

    spec = england_spec(
        bank,
        seed,
        load.read(targets) if targets else None,
        prior.read(priors) if priors else None,
    )
    again = list[str]()
    try:
        with stoppable("Simulating the bank", quiet=quiet, stored="simulations") as bar:
            _compiled()
            with open_store(db) as store, bar:
                runner = JobRunner(store, bar.watching(execution), again.append)
                status, result = run(spec, runner, bar.name)
                return add_calibration(store, "England", status, result)
    finally:
        for told in () if quiet else again:
            messages().print(told)


def _compiled() -> None:
    """Compile once, before workers start, so that they all read it back."""
    from simulation.simulate import is_ready, warm_up

    if not is_ready():
        warm_up()


def show(found: "Calibration") -> None:
    """Print prior and posterior of each parameter, and whether the gate was passed."""
    console = output()
    table = Table(title=f"Calibration {found.short} of {found.place}", title_justify="left")
    for heading in ("Parameter", "Prior, 90% range", "Posterior, 90% range", "Targets say"):
        table.add_column(heading, justify="left" if heading in ("Parameter",) else "right")
    for one in found.result["parameters"]:
        before = one["prior"]
        table.add_row(
            one["label"],
            f"{before['median']:.3g} ({before['low']:.3g} to {before['high']:.3g})",
            f"{one['median']:.3g} ({one['low']:.3g} to {one['high']:.3g})",
            one["informed"],
        )
    console.print(table)
    gate = found.result["gate"]
    shares = {role: percent(share) for role, share in gate["shares"].items()}
    console.print(
        f"Targets inside their 90% interval: {shares['fit']} of those fitted, "
        f"{shares['hold']} of those held out."
    )
    console.print(verdict(found), style="bold", markup=False)
    for reason in gate["why"]:
        console.print(f"  {reason}", markup=False)
    console.print(f"Look closer: doorways diagnose {found.short}", markup=False)
    console.print(f"Use it: doorways compare --calibration {found.short}", markup=False)


def verdict(found: "Calibration") -> str:
    """Return in one sentence whether the calibration may be relied on."""
    from calibration.joint.result import CALIBRATED

    if found.status == CALIBRATED:
        return "Calibrated: coverage and targets passed the checks."
    return "Not calibrated: it did not pass its checks."
