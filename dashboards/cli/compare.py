"""`doorways compare`: what would change, for whom, at what cost and how surely."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.asked import (
    STDOUT,
    Authority,
    BaselineName,
    Calibrated,
    Central,
    Quiet,
    Replicates,
    ScenarioName,
    Seed,
    StepDays,
    Workers,
    Years,
)
from dashboards.cli.console import messages, output, write_out
from dashboards.cli.database import DatabaseOrOut
from dashboards.cli.folder import RESULTS, Folder
from dashboards.cli.guard import STOPPED
from dashboards.cli.progress import Bar
from scenarios import usual
from simulation.runner.execution import Execution, StoppedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.report.content import Source
    from scenarios.comparison import Comparison
    from scenarios.request import CompareRequest


@dataclass(frozen=True)
class Places:
    """Say where a comparison reads and writes."""

    folder: Path
    json: str | None
    db: str | Path | None


JsonFile = Annotated[
    str | None,
    typer.Option(
        "--json", metavar="FILE", help="Also write comparison.json there; - is standard output."
    ),
]


NoFunnel = Annotated[
    bool,
    typer.Option(
        "--no-funnel", help="Do not follow those who come into care through the services."
    ),
]


Without = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Take what is so named out of the scenario, to see what it adds; may be repeated.",
    ),
]


NeededOption = Annotated[
    str | None,
    typer.Option(
        metavar="[MEASURE[=AMOUNT]]",
        help="Also say what would have to be true for the service to pay for itself, or for a measure "
        "to change by an amount, such as care_entries=-10%.",
    ),
]


def compare(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
    without: Without = None,
    years: Years = 5,
    replicates: Replicates = 100,
    seed: Seed = 1,
    out: Folder = None,
    json_file: JsonFile = None,
    db: DatabaseOrOut = None,
    workers: Workers = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
    no_funnel: NoFunnel = False,
    needed: NeededOption = None,
) -> None:
    """Compare a baseline with a scenario in one council, future by future.

    Prints a table and writes a report, charts and every number into a folder. Finished runs are
    stored: Ctrl-C loses none, and asking again runs only what is missing.
    """
    from dashboards.cli.beside import asked_for, show_beside, with_funnel, with_needed
    from dashboards.cli.calibrations import chosen
    from dashboards.cli.table import show
    from dashboards.report.from_comparison import content_of
    from dashboards.report.works import works
    from scenarios.request import CompareRequest

    target = None if needed is None else asked_for(needed, scenario)
    request = CompareRequest(
        authority=authority,
        baseline=baseline,
        scenario=scenario,
        years=years,
        replicates=replicates,
        seed=seed,
        step_days=step_days,
        central=central,
        calibration=chosen(calibration, db),
        without=tuple(without or ()),
    )
    execution = Execution(workers)
    places = _places(request, out, json_file, db)
    comparison = _run(request, places, execution, quiet=quiet)
    console = messages() if places.json == STDOUT else output()
    if not quiet:
        # The answer first: what is found out beside it takes longer.
        show(console, content_of(comparison))
    if not no_funnel:
        comparison = with_funnel(request, comparison, execution, quiet=quiet)
    if target is not None:
        comparison = with_needed(request, comparison, target, execution, quiet=quiet)
    if not quiet:
        show_beside(console, comparison)
    _deliver(comparison, works(request.arms()), places, quiet=quiet)


def _places(
    request: "CompareRequest", out: Path | None, json_file: str | None, db: str | None
) -> Places:
    """Check everything that can be checked before a long run."""
    from calibration.beliefs.authorities.load import profile
    from dashboards.report.folder import prepare, prepare_file
    from simulation.store.address import FILE_NAME

    baseline, scenario = request.arms()
    council = profile(request.authority, request.base_year).name
    folder = prepare(out or RESULTS / _folder_name(council, baseline.name, scenario.name, request))
    if json_file not in (None, STDOUT):
        prepare_file(Path(str(json_file)))
    own = folder / FILE_NAME if db is None and out is not None else db
    return Places(folder, json_file, own)


def _folder_name(council: str, baseline: str, scenario: str, request: "CompareRequest") -> str:
    """Name a folder after what makes the comparison, so that another one does not replace it."""
    from dashboards.cli.calibrations import in_words
    from simulation.runner.spec import digest

    words = [council, scenario]
    words += [f"against {baseline}"] if baseline != "baseline" else []
    words += [f"{request.years}y", f"{request.replicates}r", f"seed{request.seed}"]
    words += ["central"] if request.central else []
    words += in_words(request.calibration)
    # Two files of one's own may share a name, or that of a shipped scenario.
    own = [one for one in (request.baseline, request.scenario) if Path(str(one)).suffix]
    if own:
        words.append(digest([arm.to_toml() for arm in request.arms()])[:6])
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")


def _run(
    request: "CompareRequest", places: Places, execution: Execution, *, quiet: bool
) -> "Comparison":
    """Run it behind a progress bar; say how to go on when it is stopped."""
    from dashboards.cli.compiling import announce
    from scenarios.compare import compare as run

    bar = Bar("Simulating", quiet=quiet)
    # Runs leave much of the interpreter's time to others.
    loading = Thread(target=_load, name="loading", daemon=True)

    def progress(done: int, total: int) -> None:
        if loading.ident is None:
            loading.start()
        bar.update(done, total)

    try:
        announce(quiet=quiet)
        with bar:
            return run(request, execution=replace(execution, progress=progress), store=places.db)
    except (KeyboardInterrupt, StoppedError):
        messages().print(
            f"Stopped. {bar.done:,} of {request.replicates:,} runs are finished and stored; "
            "the same command runs the rest."
        )
        raise typer.Exit(STOPPED) from None


def _load() -> None:
    """Load what the report needs; whoever draws it meets the same fault, and tells it."""
    from dashboards.report.charts import load

    with suppress(Exception):
        load()


def reused(comparison: "Comparison") -> str:
    """Say how many runs of each future were not run again because they were stored."""
    stored = comparison.timings["runs_reused"]
    if not any(stored.values()):
        return ""
    counts = [f"{stored[arm.name]:,} of {arm.title}" for arm in comparison.arms]
    return f"Taken from the results database, of {comparison.replicates:,} runs each: {', '.join(counts)}."


def _deliver(
    comparison: "Comparison", sources: "Sequence[Source]", places: Places, *, quiet: bool
) -> None:
    from dashboards.report.folder import to_json, write_all, write_json
    from dashboards.report.from_comparison import content_of

    content = content_of(comparison, sources)
    plain = comparison.to_dict()
    charts = write_all(places.folder, plain, content)
    if places.json == STDOUT:
        write_out(to_json(plain))
    elif places.json is not None:
        write_json(Path(places.json), plain)
    if quiet:
        return
    console = messages() if places.json == STDOUT else output()
    console.print()
    if told := reused(comparison):
        console.print(told, markup=False)
    for what, path in (
        ("Report", places.folder / "report.html"),
        ("Numbers", places.folder / "comparison.json"),
        ("As a table", places.folder / "comparison.csv"),
        (f"{len(charts)} charts", places.folder / "charts"),
    ):
        console.print(f"{what:<12}{path}", markup=False, soft_wrap=True)
