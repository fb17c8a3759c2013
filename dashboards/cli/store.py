"""`doorways store`: what a database of runs holds, what it takes, and what of it may go."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dashboards.cli.asked import Quiet
from dashboards.cli.console import output
from dashboards.cli.database import Database
from simulation.errors import DoorwaysError

if TYPE_CHECKING:
    from simulation.store.retention import OfVersion

store = typer.Typer(help="Look after a database of runs.", no_args_is_help=True)

_MEGABYTE: Final = 1_000_000
#: Letters of a key that are shown, which are enough to name it.
_LETTERS: Final = 16
_MOST: Final = 10_000

Version = Annotated[
    int | None,
    typer.Option(
        "--version",
        metavar="N",
        min=1,
        max=_MOST,
        help="Made under results version N or an earlier one.",
    ),
]
OlderThan = Annotated[
    float | None,
    typer.Option("--older-than", metavar="DAYS", min=0, help="Stored more than so many days ago."),
]
Unused = Annotated[
    bool, typer.Option("--unused", help="Runs that no batch of this database asks for.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Take them away; without it they are counted.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only count them, as without --yes.")]


@store.command("size")
def size(db: Database = None) -> None:
    """Say what is stored, by results version, and how much room it takes."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report.sheets import Sheet
    from simulation.store.store import open_store

    with open_store(db) as kept:
        versions, many = kept.size()
        address = kept.address
    console = output()
    console.print(f"{address}: {many / _MEGABYTE:,.1f} MB", style="bold", markup=False)
    if versions:
        rows = tuple(map(_row, versions))
        heads = ("Results version", "Runs", "Numbers", "Pieces of jobs", "First stored", "Last")
        console.print(sheet_table(Sheet(heads, rows)))


def _row(one: "OfVersion") -> tuple[str, ...]:
    from simulation.version import RESULTS_VERSION

    used = " (this one)" if one.version == RESULTS_VERSION else ""
    counts = (f"{number:,}" for number in (one.runs, one.numbers, one.pieces))
    days = (f"{day:%d %b %Y}" if day else "" for day in (one.oldest, one.newest))
    return f"{one.version}{used}", *counts, *days


@store.command("runs")
def runs(
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, max=_MOST, help="How many, newest first.")
    ] = 20,
    db: Database = None,
) -> None:
    """List the newest runs, with the keys that doorways replay takes."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report.sheets import Sheet
    from simulation.store.store import open_store

    with open_store(db) as kept:
        found = kept.newest(most)
    rows = tuple(
        (
            one.run_key[:_LETTERS],
            one.authority,
            one.arm,
            f"{one.replicate}",
            f"{one.years}",
            f"{one.seed}",
            f"{one.results_version}",
            f"{one.created:%d %b %Y %H:%M}" if one.created else "not known",
        )
        for one in found
    )
    heads = ("Key", "Council", "Arm", "Replicate", "Years", "Seed", "Results version", "Stored")
    output().print(sheet_table(Sheet(heads, rows, worded=(1, 2))))


@store.command("prune")
def prune(
    version: Version = None,
    older_than: OlderThan = None,
    unused: Unused = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    db: Database = None,
    quiet: Quiet = False,
) -> None:
    """Take away runs, and pieces of long jobs, that meet every condition given; without --yes count them.

    Calibrations and the plans of batches stay. What is pruned is run again when something asks for it.
    """
    from scenarios.batch.used import used_keys
    from simulation.store.retention import Wanted
    from simulation.store.store import open_store

    if version is None and older_than is None and not unused:
        rule = "It takes away nothing without a condition."
        step = "Name --version, --older-than or --unused; several must all hold."
        raise DoorwaysError("store prune", "no condition", rule, step)
    if yes and dry_run:
        rule = "One takes away, the other only counts."
        raise DoorwaysError("store prune", "--yes --dry-run", rule, "Say one of them.")
    before = None if older_than is None else datetime.now(UTC) - _days(older_than)
    with open_store(db) as kept:
        wanted = Wanted(version, before, used_keys(kept) if unused else None)
        took = kept.size()[1]
        found = kept.prune(wanted, really=yes)
        left = kept.size()[1]
    if quiet:
        return
    console = output()
    what = f"{found.runs:,} runs and {found.pieces:,} pieces of jobs"
    if not yes:
        console.print(f"{what} would go. Say --yes to take them away.")
        return
    console.print(f"{what} went: {took / _MEGABYTE:,.1f} MB before, {left / _MEGABYTE:,.1f} now.")
    if not found.given_back:
        console.print(
            "The file keeps its size: another program uses it, or the disk has no room for a copy. Repeat it later."
        )


def _days(number: float) -> timedelta:
    """Return a length of time that reaches back no further than there are dates.

    Raises
    ------
    DoorwaysError
        When it reaches further.
    """
    try:
        length = timedelta(days=number)
        datetime.now(UTC) - length
    except (OverflowError, ValueError):
        rule = "That is before all dates."
        raise DoorwaysError("--older-than", number, rule, "Name fewer days.") from None
    return length
