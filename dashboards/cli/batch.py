"""`doorways batch`: many comparisons from one plan, run once each, resumed, split, joined, read as tables."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.asked import Quiet
from dashboards.cli.clusters import anywhere
from dashboards.cli.console import messages, output
from dashboards.cli.database import Database
from dashboards.cli.guard import BROKEN
from dashboards.cli.running import SIMULATING, stoppable
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution

if TYPE_CHECKING:
    from scenarios.batch.cells import Batch, Cell
    from scenarios.batch.study import Done
    from simulation.store.store import Store

batch = typer.Typer(help="Run many comparisons from one plan.", no_args_is_help=True)

PlanName = Annotated[
    str, typer.Argument(metavar="PLAN", help="The plan's .toml file, or the name of one that ran.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Run however many runs the plan has.")]
Changed = Annotated[
    bool, typer.Option("--changed", help="Go on although the plan was edited since it ran.")
]
Part = Annotated[
    str | None,
    typer.Option(
        metavar="K/N",
        help="Only the K-th of N parts, for machines without a network between them: each with a --db of its own, "
        "joined by 'doorways batch merge'.",
    ),
]
Format = Annotated[str, typer.Option("--format", help="csv or parquet.")]
PerRun = Annotated[bool, typer.Option("--runs", help="A row a run and year, not a comparison.")]
PerWeek = Annotated[
    bool, typer.Option("--weeks", help="A row a run and week, with all that is kept by week.")
]
OutFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Default: NAME.csv or NAME.parquet.")
]


@dataclass(frozen=True)
class Started:
    """Say which plan is to run, which part of it, and what about it was settled beforehand."""

    plan: str
    part: str | None
    yes: bool
    changed: bool


@batch.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Its name: lower-case words joined by hyphens.")],
) -> None:
    """Write NAME.toml into this folder: a commented plan to edit. Nothing is overwritten."""
    from scenarios.new_file import BATCH, new_file

    path = new_file(BATCH, name, Path.cwd())
    output().print(f"Wrote {path.name}. Edit it, then: doorways batch run {path.name}")


@batch.command("run")
@anywhere
def run(
    plan: PlanName,
    yes: Yes = False,
    changed: Changed = False,
    part: Part = None,
    db: Database = None,
    execution: Execution = USUAL,
    quiet: Quiet = False,
) -> None:
    """Run what is missing of a plan. Ctrl-C loses nothing; the same command, or resume, does the rest."""
    _run(Started(plan, part, yes=yes, changed=changed), db, execution, quiet=quiet)


@batch.command("resume")
@anywhere
def resume(
    plan: PlanName,
    db: Database = None,
    execution: Execution = USUAL,
    quiet: Quiet = False,
) -> None:
    """Run what is missing of a plan that has begun: as run does, however many runs are left."""
    _run(Started(plan, None, yes=True, changed=False), db, execution, quiet=quiet)


@batch.command("status")
def status(plan: PlanName, db: Database = None) -> None:
    """Say how much of a plan is stored, council by council. Nothing runs."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report.sheets import Sheet
    from scenarios.batch.study import missing

    with ExitStack() as stack:
        store, made = _opened(stack, plan, db)
        left = missing(made, store)
    per = made.plan.said.replicates
    lacking: dict[str, int] = {}
    for cell in made.cells:
        lacking[cell.council.name] = lacking.get(cell.council.name, 0) + left[cell.number]
    each = len(made.cells) // len(lacking) * per
    console = output()
    gone = sum(lacking.values())
    console.print(
        f"{made.plan.name}: {made.replicates - gone:,} of {made.replicates:,} futures are stored, of "
        f"{len(made.cells):,} comparisons.",
        style="bold",
        markup=False,
    )
    rows = tuple((name, f"{each - many:,}", f"{many:,}") for name, many in lacking.items() if many)
    if rows:
        console.print(sheet_table(Sheet(("Council", "Stored", "Missing"), rows)))


@batch.command("export")
def export(
    plan: PlanName,
    format_: Format = "csv",
    runs: PerRun = False,
    weeks: PerWeek = False,
    out: OutFile = None,
    db: Database = None,
    quiet: Quiet = False,
) -> None:
    """Write a plan's results as a table: a row a comparison, measure and window, a run and year, or a run and week."""
    from dashboards.report.frames import FORMATS, write_frame
    from scenarios.batch import tables
    from scenarios.batch.api import frame
    from simulation.names import check_name

    check_name("format", format_, FORMATS, "There is no such format.")
    if runs and weeks:
        rule = "A table has a row a year, or a row a week."
        raise DoorwaysError("batch export", "--runs --weeks", rule, "Say one of them.")
    with ExitStack() as stack:
        store, made = _opened(stack, plan, db)
        kind, rows = "", tables.summaries
        if runs or weeks:
            kind, rows = ("-runs", tables.runs) if runs else ("-weeks", tables.weeks)
        found = frame(rows(made, store))
    stem = f"{made.plan.name}{kind}"
    path = out or Path(f"{stem}.{format_}")
    write_frame(path, found, format_)
    if not quiet:
        output().print(f"{len(found):,} rows: {path}", markup=False)


@batch.command("merge")
def merge(
    plan: PlanName,
    parts: Annotated[list[Path], typer.Argument(help="Databases of the parts.")],
    db: Database = None,
    quiet: Quiet = False,
) -> None:
    """Join the databases of a plan's parts into one: each run once, whoever ran it."""
    from scenarios.batch.merge import merge as join
    from simulation.store.store import open_store

    for part in parts:
        if not part.is_file():
            raise DoorwaysError("part", str(part), "There is no such file.", "Name a database.")
    with ExitStack() as stack:
        store, made = _opened(stack, plan, db)
        copied = join(made, [stack.enter_context(open_store(one)) for one in parts], store)
    if not quiet:
        output().print(f"{copied:,} runs were new.")


def _opened(stack: ExitStack, plan: str, db: str | None) -> "tuple[Store, Batch]":
    """Open the store, and look up a plan by its file or its name."""
    from scenarios.batch.cells import batch_of
    from scenarios.batch.known import known
    from scenarios.batch.plan import read_plan
    from simulation.store.store import open_store

    read = read_plan(Path(plan)) if Path(plan).suffix else None
    store = stack.enter_context(open_store(db))
    return store, batch_of(read or known(plan, store))


def _ask_first(made: "Batch", cells: "tuple[Cell, ...]", *, yes: bool) -> None:
    """Refuse more runs than anybody starts by accident."""
    from scenarios.batch.cells import MANY_RUNS

    many = 2 * len(cells) * made.plan.said.replicates
    if many > MANY_RUNS and not yes:
        rule = f"More than {MANY_RUNS:,} runs are asked about first."
        raise DoorwaysError("batch", f"{many:,} runs", rule, "Say --yes to run them all.")


def _part(text: str) -> tuple[int, int]:
    """Read K/N.

    Raises
    ------
    DoorwaysError
        When it is no part.
    """
    which, _, many = text.partition("/")
    if which.isdecimal() and many.isdecimal() and 1 <= int(which) <= int(many):
        return int(which), int(many)
    raise DoorwaysError("part", text, "It is the K-th of N parts.", "Write for example 3/20.")


def _run(asked: Started, db: str | None, execution: Execution, *, quiet: bool) -> None:
    """Run what is missing of a plan, or of a part of it, behind a progress bar."""
    from scenarios.batch.cells import part_of
    from scenarios.batch.known import noted
    from scenarios.batch.study import run_batch

    with ExitStack() as stack:
        store, made = _opened(stack, asked.plan, db)
        cells = part_of(made, _part(asked.part)) if asked.part else made.cells
        _ask_first(made, cells, yes=asked.yes)
        noted(made.plan, store, changed=asked.changed)
        with stoppable(SIMULATING, quiet=quiet, stored="futures") as bar, bar:
            done = run_batch(made, store, cells=cells, execution=bar.watching(execution))
    _tell(made, done, quiet=quiet)


def _tell(made: "Batch", done: "Done", *, quiet: bool) -> None:
    """Say what ran, and name what failed; a failure makes the command fail."""
    if not quiet:
        console = output()
        console.print(
            f"{made.plan.name}: {done.replicates:,} futures; {done.ran:,} run now, {done.stored:,} stored before.",
            markup=False,
        )
        for note in done.notes:
            console.print(note, markup=False)
    if done.aside:
        console = messages()
        for one in done.aside:
            console.print(f"Failed: {one.task}: {one.why}", markup=False)
        console.print(
            f"{len(done.aside):,} futures failed and were left out; all others are stored."
        )
        raise typer.Exit(BROKEN)
