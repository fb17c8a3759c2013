"""`doorways effects SERVICE --check`: what studies found is put in, and what comes out is counted."""

from collections.abc import Sequence
from math import exp
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from dashboards.cli.console import output
from dashboards.cli.running import SIMULATING, behind_a_bar
from simulation.errors import DoorwaysError
from simulation.names import check_name
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from scenarios.studies.check import Checked
    from scenarios.studies.simulated import Seen
    from simulation.services.declaration import Service
    from simulation.services.measured import Measured


def check_effects(name: str | None, asked: int | None, execution: Execution) -> None:
    """Simulate a service's studies behind a progress bar, and print the table.

    Raises
    ------
    DoorwaysError
        When no service is named, there is none of that name, or no study of it is declared.
    """
    from scenarios.studies.check import PAIRS, check
    from scenarios.studies.simulated import studies_of

    service, pairs = _service(name), asked or PAIRS
    studied = studies_of(service)
    with behind_a_bar(SIMULATING, execution, quiet=False) as told:
        rows = check(service, pairs=pairs, execution=told)
    console = output()
    console.print(
        f"{studied.place}, the service as it was studied, {pairs:,} pairs of futures at "
        "central values. Every finding is put in at face value, all at once; the rate of the same "
        "young people's events with it is held against that beside a service that changes nothing."
    )
    console.print(_table(rows))
    for row in rows:
        if row.study.lacking:
            console.print(f"{row.figure}: {row.study.lacking}.", markup=False)
    console.print(
        "Out: ratio, in brackets the Monte Carlo error of its logarithm. It comes out where the "
        "logarithm lies within 0.02, or a tenth of it, of what was put in. Later: predicted for a "
        "window that nothing was fitted to, and what was published of it."
    )


def _service(name: str | None) -> "type[Service]":
    from simulation.discover import model_rules

    if name is None:
        rule = "--check simulates the studies of one service."
        raise DoorwaysError("service", "none", rule, "Name one: 'doorways effects' lists them.")
    known = {one.name: one for one in model_rules().services}
    check_name("service", name, known, "Nothing of that name can be opened, so nothing is checked.")
    return known[name]


def _table(rows: "Sequence[Checked]") -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("Effect", "Study", "Whose time", "Against"):
        table.add_column(heading)
    table.add_column("In", justify="right")
    table.add_column("Out", justify="right")
    table.add_column("Later", justify="right")
    table.add_column("So")
    for row in rows:
        table.add_row(
            row.figure,
            row.study.study,
            whose(row.study),
            row.study.comparison,
            f"{row.put_in:.2f}",
            _out(row.seen),
            _later(row),
            row.verdict,
        )
    return table


def whose(study: "Measured") -> str:
    """Say whose time a study counts, and in which window."""
    first, last = study.months
    cells = " or ".join(cell.replace("_", " ") for cell in study.among)
    where = f", {cells}" if cells else ""
    if study.follow:
        return f"{study.people.value} in months {first:g} to {last:g}, for {study.follow:g} months{where}"
    return f"{study.people.value}{where}, months {first:g} to {last:g}"


def _out(seen: "Seen") -> str:
    return f"{exp(seen.log_ratio):.3f} ({seen.error:.3f})"


def _later(row: "Checked") -> str:
    if row.later is None or row.study.later is None:
        return ""
    first, last = row.study.later
    told = f"months {first:g} to {last:g}: {_out(row.later)}"
    if row.published_later is not None:
        told += f", published {row.published_later:.2f}"
    return told
