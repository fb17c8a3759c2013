"""`doorways calibrate --authority`: a council's local factors, and its own posterior."""

import time
from typing import TYPE_CHECKING

from rich.table import Table

from dashboards.cli.console import messages, output

if TYPE_CHECKING:
    from calibration.joint.result import Calibration


def calibrate_council(authority: str, rows: int, seed: int, db: str | None, *, quiet: bool) -> None:
    """Work out a council's factors and posterior from England's stored bank, and store them.

    Raises
    ------
    DoorwaysError
        When there is no such council, or England was calibrated here with another bank or model.
    """
    from calibration.beliefs.authorities.load import profile
    from calibration.joint.council import as_england
    from calibration.joint.council import calibrate_council as run
    from calibration.joint.england import fitted_from
    from calibration.joint.store import add_calibration, find
    from simulation.store.store import open_store

    council = profile(authority)
    began = time.perf_counter()
    with open_store(db) as store:
        bank = fitted_from(store, rows, seed, None if quiet else messages().print)
        if bank is None:
            status, result = as_england(council, find("England", store))
        else:
            status, result = run(council, *bank)
        took = time.perf_counter() - began
        found = add_calibration(store, council.name, status, result)
    if not quiet:
        show(found)
        if bank is None:
            messages().print(
                "No bank is stored here, so what no table gives is England's, as it ships: "
                "'doorways calibrate england' lets the council's own numbers weigh it."
            )
        messages().print(f"It took {took:.1f} seconds, reading the stored bank included.")


def compared(found: "Calibration") -> str:
    """Say how many of the council's own numbers lie where its posterior says."""
    inside = [one["inside"] for one in found.result["targets"]]
    if not inside:
        return "Nothing the council publishes of itself was compared with the model."
    return (
        f"Of {len(inside)} numbers the council publishes of itself, {sum(inside)} lie inside their "
        "90% interval."
    )


def show(found: "Calibration") -> None:
    """Print a council's factors, its own posterior beside England's, and what to do next."""
    from calibration.beliefs.local.counts import LABELS

    console = output()
    table = Table(title=f"{found.place}: local factors, England 1", title_justify="left")
    for heading in ("Factor", "Seen", "Expected", "Factor and 90% interval"):
        table.add_column(heading, justify="left" if heading == "Factor" else "right")
    for one in found.result["factors"]:
        table.add_row(
            LABELS.get(one["name"], one["name"]),
            f"{one['seen']:,.0f}",
            f"{one['expected']:,.0f}",
            f"{one['mean']:.2f} ({one['low']:.2f} to {one['high']:.2f})",
        )
    console.print(table)
    posterior = Table(title="What no table gives", title_justify="left")
    for heading in ("Parameter", "England, 90% range", f"{found.place}, 90% range"):
        posterior.add_column(heading, justify="left" if heading == "Parameter" else "right")
    for one in found.result["parameters"]:
        before = one["prior"]
        posterior.add_row(
            one["label"],
            f"{before['median']:.3g} ({before['low']:.3g} to {before['high']:.3g})",
            f"{one['median']:.3g} ({one['low']:.3g} to {one['high']:.3g})",
        )
    console.print(posterior)
    console.print(compared(found), markup=False)
    console.print(f"{found.status.capitalize()}.", style="bold", markup=False)
    for reason in found.result["gate"]["why"]:
        console.print(f"  {reason}", markup=False)
    console.print(
        f"Use it: doorways compare --authority {found.place!r} --calibration {found.short}",
        markup=False,
    )
