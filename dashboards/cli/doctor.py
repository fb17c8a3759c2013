"""`doorways doctor`: whether everything is in place to run."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

import typer
from rich.table import Table

from dashboards.cli.console import messages, output
from dashboards.cli.database import Database
from dashboards.cli.guard import BROKEN
from dashboards.cli.health import Finding, parts
from dashboards.cli.packages import packages
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

#: What one worker process needs at most, in megabytes.
WORKER_MEMORY = 500
_LIBRARIES = ("numba", "mesa", "numpy", "sqlalchemy", "solara")
_MEGABYTE = 1024**2


def doctor(
    db: Database = None,
) -> None:
    """Check the installation by using it: packages, database, councils, calibration, rules, page.

    Leaves with code 1 when something has to be mended.
    """
    findings = list(examine(db))
    table = Table(expand=True)
    table.add_column("What", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("How it stands", ratio=1)
    for one in findings:
        table.add_row(one.what, {True: "good", False: "mend", None: ""}[one.ok], one.says)
    output().print(table)
    wrong = [one for one in findings if one.ok is False]
    if wrong:
        console = messages()
        for one in wrong:
            console.print(f"{one.what}: {one.says}", style="bold red", markup=False)
        raise typer.Exit(BROKEN)
    output().print("Everything is in place.")


def examine(db: str | None) -> Iterator[Finding]:
    """Look at each thing in turn; nothing is changed but an empty database that is made."""
    yield Finding("doorways", f"{PRODUCT_VERSION}, results version {RESULTS_VERSION}")
    yield Finding("Python", f"{platform.python_version()} on {platform.platform(terse=True)}")
    yield from _libraries()
    yield from _packages()
    yield from parts(db)
    yield _memory()


def _libraries() -> Iterator[Finding]:
    for name in _LIBRARIES:
        try:
            yield Finding(name, installed(name))
        except PackageNotFoundError:
            yield Finding(
                name, "is not installed; run the set-up command of the README again", False
            )


def _packages() -> Iterator[Finding]:
    for one in packages():
        if one.ours and not one.intruder:
            yield Finding(f"package {one.name}", one.place, True)
        elif one.ours:
            says = f"{one.place}, but {one.intruder} installs files under the same name"
            yield Finding(
                f"package {one.name}", f"{says}. Give Doorways its own environment.", False
            )
        else:
            says = f"is imported from {one.place}: {one.intruder} stands in the way"
            yield Finding(
                f"package {one.name}", f"{says}. Give Doorways its own environment.", False
            )


def _memory() -> Finding:
    import psutil

    free = psutil.virtual_memory().available // _MEGABYTE
    says = f"{free:,} MB free; a worker takes up to {WORKER_MEMORY}"
    return Finding("memory", says, free >= WORKER_MEMORY)
