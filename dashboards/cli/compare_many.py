"""`doorways compare --authorities`: one scenario in many councils, all at once or in waves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.asked import STDOUT
from dashboards.cli.console import messages, output, write_out
from dashboards.cli.folder import RESULTS
from dashboards.cli.guard import STOPPED
from dashboards.cli.progress import Bar
from scenarios.many.design import Design
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.many.result import Many
    from scenarios.many.rollout import Rollout
    from scenarios.request import CompareRequest

#: Runs of each council when nobody says how many: there are many councils.
USUAL_RUNS = 20

Authorities = Annotated[
    str | None,
    typer.Option(
        metavar="WHICH",
        help="In many councils instead of one: all, a region, 'neighbours of NAME', names between "
        "commas, or a .csv or .txt file.",
    ),
]
RolloutOption = Annotated[
    Design, typer.Option("--rollout", help="With --authorities: who begins when.")
]
Waves = Annotated[int, typer.Option(help="With --rollout phased or stepped-wedge: how many waves.")]
StepMonths = Annotated[float, typer.Option(help="Months from one wave to the next.")]


@dataclass(frozen=True)
class Asked:
    """Hold what was asked for of many councils."""

    authorities: str
    rollout: "Rollout"
    out: Path | None
    json: str | None
    db: str | None


def compare_many(
    request: "CompareRequest", asked: Asked, execution: Execution, *, quiet: bool
) -> None:
    """Compare in many councils, and print and write what comes of it."""
    from dashboards.report.folder import prepare, prepare_file
    from dashboards.report.many import write_all
    from scenarios.many.which import councils_of
    from simulation.store.address import FILE_NAME

    councils = councils_of(asked.authorities, request.base_year)
    asked.rollout.delays(councils)
    folder = prepare(asked.out or RESULTS / _folder_name(request, asked, len(councils)))
    if asked.json not in (None, STDOUT):
        prepare_file(Path(str(asked.json)))
    own = folder / FILE_NAME if asked.db is None and asked.out is not None else asked.db
    found = _run(request, councils, asked, own, execution, quiet=quiet).to_dict()
    console = messages() if asked.json == STDOUT else output()
    if not quiet:
        show(console, found)
    write_all(folder, found)
    _tell(console, folder, found, asked.json, quiet=quiet)


def refuse_with_one(asked: Mapping[str, bool]) -> None:
    """Check that nothing was asked for that only one council can have, or only many.

    Parameters
    ----------
    asked
        By option: whether it was said.

    Raises
    ------
    DoorwaysError
        When something was.
    """
    for option, said in asked.items():
        if said:
            raise DoorwaysError(
                "option",
                option,
                "It cannot be said together with, or without, --authorities.",
                "Leave it out, or see 'doorways compare --help'.",
            )


def _run(
    request: "CompareRequest",
    councils: Any,
    asked: Asked,
    store: str | Path | None,
    execution: Execution,
    *,
    quiet: bool,
) -> "Many":
    """Run it behind a progress bar; say how to go on when it is stopped."""
    from dashboards.cli.compiling import announce
    from scenarios.many.study import compare_many as run

    bar = Bar("Simulating", quiet=quiet)
    try:
        announce(quiet=quiet)
        with bar:
            told = replace(execution, progress=bar.update)
            return run(request, councils, asked.rollout, execution=told, store=store)
    except (KeyboardInterrupt, StoppedError):
        messages().print(
            f"Stopped. {bar.done:,} of {bar.total:,} runs are finished and stored; "
            "the same command runs the rest."
        )
        raise typer.Exit(STOPPED) from None


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print all together, who gains, and each council."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import many_sheets

    console.print(many_sheets.headline(found), style="bold", markup=False)
    console.print(many_sheets.READING, markup=False)
    for sheet in (
        many_sheets.total(found),
        many_sheets.gains(found),
        many_sheets.groups(found),
        many_sheets.councils(found),
    ):
        console.print()
        console.print(sheet_table(sheet))
    for note in found["notes"]:
        console.print(f"Note: {note}", markup=False)
    console.print("Synthetic data: not a prediction of any child.")


def _tell(
    console: "Console", folder: Path, found: Mapping[str, Any], json: str | None, *, quiet: bool
) -> None:
    """Write what else was asked for, and say where everything is."""
    from dashboards.report.folder import to_json, write_json
    from dashboards.report.many import CSV_FILE, JSON_FILE

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


def _folder_name(request: "CompareRequest", asked: Asked, many: int) -> str:
    """Name a folder after what makes the comparison, so that another one does not replace it."""
    from dashboards.cli.calibrations import in_words
    from simulation.runner.spec import digest

    baseline, scenario = request.arms()
    words = [f"{many} councils", digest([asked.authorities])[:6], scenario.name]
    words += [f"against {baseline.name}"] if baseline.name != "baseline" else []
    rollout = asked.rollout
    if rollout.design is not Design.AT_ONCE:
        words.append(f"{rollout.design.value} {rollout.waves} by {rollout.step_months:g}")
    words += [f"{request.years}y", f"{request.replicates}r", f"seed{request.seed}"]
    words += ["central"] if request.central else []
    words += in_words(request.calibration)
    words.append(digest([arm.to_toml() for arm in (baseline, scenario)])[:6])
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
