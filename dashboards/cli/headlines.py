"""`doorways headlines`: each published headline measured again, with no service, its recording, its effect."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.asked import (
    STDOUT,
    Authority,
    Calibrated,
    Central,
    Quiet,
    Replicates,
    ScenarioName,
    Seed,
    StepDays,
    Workers,
)
from dashboards.cli.console import messages, output, write_out
from dashboards.cli.database import Database
from dashboards.cli.folder import RESULTS, Folder
from dashboards.cli.guard import STOPPED
from dashboards.cli.progress import Bar
from scenarios import usual
from simulation.runner.execution import Execution, StoppedError

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.headlines.published import Windows
    from scenarios.headlines.result import Bench
    from scenarios.request import CompareRequest

JsonFile = Annotated[
    str | None,
    typer.Option(
        "--json", metavar="FILE", help="Also write every number there; - is standard output."
    ),
]
Cohort = Annotated[
    float, typer.Option(help="Whose support began within this many months of the opening; 6 to 24.")
]
Window = Annotated[
    float, typer.Option(help="Months each is followed before and after support began; 6 to 24.")
]


def headlines(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    cohort_months: Cohort = 18,
    window_months: Window = 18,
    replicates: Replicates = 40,
    seed: Seed = 1,
    out: Folder = None,
    json_file: JsonFile = None,
    db: Database = None,
    workers: Workers = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
) -> None:
    """Measure every published headline again, exactly as an uncontrolled study would.

    On the null twin, the recording twin and the service, beside the true effect in the same young people: how
    much of each would have been seen with no service at all. Nothing is stored.
    """
    from dashboards.cli.calibrations import chosen
    from dashboards.report.folder import prepare, prepare_file
    from dashboards.report.headlines import write_all
    from scenarios.headlines.published import Windows
    from scenarios.request import CompareRequest

    windows = Windows(cohort_months, window_months)
    request = CompareRequest(
        authority=authority,
        scenario=scenario,
        replicates=replicates,
        seed=seed,
        step_days=step_days,
        central=central,
        calibration=chosen(calibration, db),
    )
    folder = prepare(out or RESULTS / _folder_name(request, windows))
    if json_file not in (None, STDOUT):
        prepare_file(Path(str(json_file)))
    found = _run(request, windows, Execution(workers), quiet=quiet).to_dict()
    console = messages() if json_file == STDOUT else output()
    if not quiet:
        show(console, found)
    write_all(folder, found)
    _tell(console, folder, found, json_file, quiet=quiet)


def _folder_name(request: "CompareRequest", windows: "Windows") -> str:
    """Name a folder after what makes the bench; check the council on the way."""
    from calibration.beliefs.authorities.load import profile

    council = profile(request.authority, request.base_year).name
    words = [council, request.arms()[1].name, "headlines"]
    words += [f"{windows.cohort_months:g}m {windows.window_months:g}m"]
    words += [f"{request.replicates}r", f"seed{request.seed}"]
    words += ["central"] if request.central else []
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")


def _run(
    request: "CompareRequest", windows: "Windows", execution: Execution, *, quiet: bool
) -> "Bench":
    """Run it behind a progress bar."""
    from dashboards.cli.compiling import announce
    from scenarios.headlines.study import bench

    bar = Bar("Simulating", quiet=quiet)
    try:
        announce(quiet=quiet)
        with bar:
            return bench(request, windows, execution=replace(execution, progress=bar.update))
    except (KeyboardInterrupt, StoppedError):
        messages().print("Stopped. Nothing of it is stored; the same command begins again.")
        raise typer.Exit(STOPPED) from None


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print every headline in numbers and in a sentence."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import headlines_sheets

    console.print(
        f"{found['scenario_title']} in {found['authority']}, {found['replicates']} runs",
        style="bold",
        markup=False,
    )
    console.print(headlines_sheets.READING, markup=False)
    for sheet in (headlines_sheets.headlines(found), headlines_sheets.by_window(found)):
        console.print()
        console.print(sheet_table(sheet))
    for name, sentence, circular in headlines_sheets.sentences(found):
        console.print(f"{name}. {sentence} {circular}".rstrip(), markup=False)
    for one in headlines_sheets.contradictions(found):
        console.print(f"Against each other: {one}", markup=False)
    for note in found["notes"]:
        console.print(f"Note: {note}", markup=False)
    console.print("Synthetic data: not a prediction of any child.")


def _tell(
    console: "Console", folder: Path, found: Mapping[str, Any], json: str | None, *, quiet: bool
) -> None:
    """Write what else was asked for, and say where everything is."""
    from dashboards.report.folder import to_json, write_json
    from dashboards.report.headlines import CSV_FILE, JSON_FILE

    if json == STDOUT:
        write_out(to_json(found))
    elif json is not None:
        write_json(Path(json), found)
    if quiet:
        return
    console.print()
    for what, path in (
        ("Report", folder / "report.html"),
        ("Numbers", folder / JSON_FILE),
        ("As a table", folder / CSV_FILE),
        ("Chart", folder / "charts"),
    ):
        console.print(f"{what:<12}{path}", markup=False, soft_wrap=True)
