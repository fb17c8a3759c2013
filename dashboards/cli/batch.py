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
from dashboards.cli.delivering import JsonFile, deliver_json, screen
from dashboards.cli.guard import BROKEN
from dashboards.cli.running import SIMULATING, stoppable
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution

if TYPE_CHECKING:
    from scenarios.batch.calibrations.study import Made
    from scenarios.batch.cells import Batch
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
TableName = Annotated[
    str | None,
    typer.Option(
        "--table",
        help="comparisons (a row each, with measure and window), runs (a row a run and year), weeks (a row a run and "
        "week), events (a row an event of a run), calibrations (a row each), or pairs (of calibrations of one place).",
    ),
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
    changed: Changed = False,
    db: Database = None,
    execution: Execution = USUAL,
    quiet: Quiet = False,
) -> None:
    """Run what is missing of a plan that has begun: as run does, however many runs are left."""
    _run(Started(plan, None, yes=True, changed=changed), db, execution, quiet=quiet)


@batch.command("status")
def status(plan: PlanName, db: Database = None, json: JsonFile = None) -> None:
    """Say how much of a plan is stored, council by council, and what failed. Nothing runs."""
    from dashboards.cli.batch_status import show_status
    from scenarios.batch.status import status_of

    with ExitStack() as stack:
        store, made = _opened(stack, plan, db)
        found = status_of(made, store)
    show_status(screen(json), found)
    deliver_json(json, found)


@batch.command("export")
def export(
    plan: PlanName,
    format_: Format = "csv",
    table: TableName = None,
    out: OutFile = None,
    db: Database = None,
    quiet: Quiet = False,
) -> None:
    """Write a plan's results as a table: its comparisons, where it has any, or another that is named."""
    from dashboards.report.frames import FORMATS, write_frames
    from scenarios.batch.written import TABLES, frames_of, usual_table
    from simulation.names import check_name

    check_name("format", format_, FORMATS, "There is no such format.")
    with ExitStack() as stack:
        store, made = _opened(stack, plan, db)
        usual = usual_table(made)
        name = table or usual
        check_name("table", name, TABLES, "There is no such table.")
        stem = made.plan.name if name == usual else f"{made.plan.name}-{name}"
        path = out or Path(f"{stem}.{format_}")
        rows = write_frames(path, frames_of(name, made, store), format_)
    if not quiet:
        output().print(f"{rows:,} rows: {path}", markup=False)


@batch.command("merge")
def merge(
    plan: PlanName,
    parts: Annotated[list[Path], typer.Argument(help="Databases of the parts.")],
    changed: Changed = False,
    db: Database = None,
    quiet: Quiet = False,
) -> None:
    """Join the databases of a plan's parts into one: each run once, whoever ran it."""
    from scenarios.batch.known import noted
    from scenarios.batch.merge import merge as join
    from simulation.store.store import open_store

    for part in parts:
        if not part.is_file():
            raise DoorwaysError("part", str(part), "There is no such file.", "Name a database.")
    with ExitStack() as stack:
        store, made = _opened(stack, plan, db)
        stores = [stack.enter_context(open_store(one)) for one in parts]
        noted(made.plan, store, changed=changed)
        copied, pieces = join(made, stores, store)
    if not quiet:
        output().print(f"{copied:,} runs were new.")
        if made.calibrations:
            output().print(f"{pieces:,} pieces of calibrations were new.")


def _opened(stack: ExitStack, plan: str, db: str | None) -> "tuple[Store, Batch]":
    """Open the store, and look up a plan by its file or its name."""
    from scenarios.batch.cells import batch_of
    from scenarios.batch.known import known
    from scenarios.batch.plan import read_plan
    from simulation.store.store import open_store

    read = read_plan(Path(plan)) if Path(plan).suffix else None
    store = stack.enter_context(open_store(db))
    return store, batch_of(read or known(plan, store), store)


def _ask_first(made: "Batch", part: tuple[int, int] | None, *, yes: bool) -> None:
    """Refuse more runs than anybody starts by accident."""
    from scenarios.batch.calibrations.simulations import jobs_asked, wanted_of
    from scenarios.batch.cells import MANY_RUNS, part_of

    cells = part_of(made, part) if part else made.cells
    many = 2 * len(cells) * made.plan.said.replicates
    many += len(wanted_of(jobs_asked(made.calibrations), part))
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
    from scenarios.batch.calibrations.study import Made, run_calibrations
    from scenarios.batch.cells import part_of
    from scenarios.batch.known import noted
    from scenarios.batch.study import Done, run_batch

    part = _part(asked.part) if asked.part else None
    done, calibrated = Done(), Made(0)
    with ExitStack() as stack:
        store, made = _opened(stack, asked.plan, db)
        _ask_first(made, part, yes=asked.yes)
        noted(made.plan, store, changed=asked.changed)
        stored = "futures" if made.cells else "simulations"
        with stoppable(SIMULATING, quiet=quiet, stored=stored) as bar, bar:
            watched = bar.watching(execution)
            if made.cells:
                cells = part_of(made, part) if part else made.cells
                done = run_batch(made, store, cells=cells, execution=watched)
            if made.calibrations:
                calibrated = run_calibrations(
                    made.calibrations, store, part=part, execution=watched, say=bar.name
                )
    _tell(made, done, calibrated, quiet=quiet)


def _tell(made: "Batch", done: "Done", calibrated: "Made", *, quiet: bool) -> None:
    """Say what ran, and name what failed; a failure makes the command fail."""
    said = [*_of_comparisons(made, done), *_of_calibrations(made, calibrated)]
    for line in () if quiet else said:
        output().print(line, markup=False)
    failed = [*done.aside, *calibrated.aside]
    for one in failed:
        messages().print(f"Failed: {one.task}: {one.why}", markup=False)
    if failed:
        were = "were" if len(failed) > 1 else "was"
        messages().print(f"{len(failed):,} failed and {were} left out; all else is stored.")
        raise typer.Exit(BROKEN)


def _of_comparisons(made: "Batch", done: "Done") -> list[str]:
    if not made.cells:
        return []
    counted = f"{done.ran:,} run now, {done.stored:,} stored before."
    return [f"{made.plan.name}: {done.replicates:,} futures; {counted}", *done.notes]


def _of_calibrations(made: "Batch", done: "Made") -> list[str]:
    if not made.calibrations:
        return []
    counted = f"{done.ran:,} made now, {done.stored:,} made before."
    ran = done.simulated
    simulated = f"{ran.total:,} simulations; {ran.ran:,} run now, {ran.stored:,} stored before."
    said = [f"{made.plan.name}: {done.calibrations:,} calibrations; {counted}", simulated]
    if done.part:
        said.append(
            "This is a part: where all parts are joined, 'doorways batch resume' makes them."
        )
    return said + ran.notes
