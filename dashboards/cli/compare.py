"""`doorways compare`: what would change, for whom, at what cost and how surely."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.compare_many import (
    USUAL_RUNS,
    Asked,
    Authorities,
    RolloutOption,
    StepMonths,
    Waves,
    compare_many,
    refuse_with_one,
)
from dashboards.cli.database import DatabaseOrOut
from dashboards.cli.delivering import JsonFile, check_file, deliver_json, screen, tell_where
from dashboards.cli.folder import Folder, called, of_runs, results_in, store_beside
from dashboards.cli.loading import loading_meanwhile
from dashboards.cli.running import SIMULATING, behind_a_bar, shelved
from dashboards.cli.simulated import Simulated, simulates
from scenarios.many.design import Design
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.report.content import Source
    from scenarios.comparison import Comparison
    from scenarios.funnel.beside import Following
    from scenarios.needed.target import Target
    from scenarios.request import CompareRequest


@dataclass(frozen=True)
class Places:
    """Say where a comparison reads and writes."""

    folder: Path
    json: str | None
    db: str | Path | None


@dataclass(frozen=True)
class Beside:
    """Say what is found out once the answer is there."""

    funnel: bool
    whom: bool
    needed: "Target | None"


NoFunnel = Annotated[
    bool,
    typer.Option(
        "--no-funnel", help="Do not follow those who come into care through the services."
    ),
]


ForWhom = Annotated[
    bool,
    typer.Option(
        "--for-whom",
        help="Also say for whom it differs: by age, sex, need and where they stood, and how many of "
        "those supported live in a family afterwards.",
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


@simulates()
def compare(
    said: Simulated,
    ctx: typer.Context,
    without: Without = None,
    out: Folder = None,
    json_file: JsonFile = None,
    db: DatabaseOrOut = None,
    no_funnel: NoFunnel = False,
    for_whom: ForWhom = False,
    needed: NeededOption = None,
    authorities: Authorities = None,
    rollout: RolloutOption = Design.AT_ONCE,
    waves: Waves = 4,
    step_months: StepMonths = 6,
) -> None:
    """Compare a baseline with a scenario in one council, future by future.

    Prints a table and writes a report, charts and every number into a folder. Finished runs are
    stored: Ctrl-C loses none, and asking again runs only what is missing. With --authorities: in
    many councils, each, their total, and who gains.
    """
    from dashboards.cli.beside import asked_for

    _refuse(ctx, many=authorities is not None)
    request = replace(said.request, without=tuple(without or ()))
    if authorities is not None and not _was_said(ctx, "replicates"):
        request = replace(request, replicates=USUAL_RUNS)
    target = None if needed is None else asked_for(needed, request)
    if authorities is not None:
        from scenarios.many.rollout import Rollout

        plan = Rollout(rollout, waves, step_months, request.seed)
        asked = Asked(authorities, plan, out, json_file, db)
        compare_many(request, asked, said.execution, quiet=said.quiet)
        return
    places = _places(request, out, json_file, db)
    beside = Beside(funnel=not no_funnel, whom=for_whom, needed=target)
    _one(request, places, beside, said.execution, quiet=said.quiet)


def _one(
    request: "CompareRequest",
    places: Places,
    beside: Beside,
    execution: Execution,
    *,
    quiet: bool,
) -> None:
    """Compare in one council, then find out beside it what was asked for."""
    from dashboards.cli.beside import following_of, show_beside, with_funnel, with_needed, with_whom
    from dashboards.cli.table import show
    from dashboards.report.from_comparison import content_of
    from dashboards.report.works import works

    following = following_of(request, execution, places.db) if beside.funnel else None
    comparison = _run(request, places, execution, following, quiet=quiet)
    console = screen(places.json)
    if not quiet:
        # The answer first: what is found out beside it takes longer.
        show(console, content_of(comparison))
    with shelved(execution, places.db) as kept:
        if beside.funnel:
            comparison = with_funnel(request, comparison, kept, following, quiet=quiet)
        if beside.whom:
            comparison = with_whom(request, comparison, kept, quiet=quiet)
        if beside.needed is not None:
            comparison = with_needed(request, comparison, beside.needed, kept, quiet=quiet)
    if not quiet:
        show_beside(console, comparison)
    _deliver(comparison, works(request.arms()), places, quiet=quiet)


#: Options that only one council can have, and those that only many can.
_OF_ONE = ("authority", "for_whom", "needed", "no_funnel")
_OF_MANY = ("rollout", "waves", "step_months")


def _refuse(ctx: typer.Context, *, many: bool) -> None:
    """Check that no option was said that what was asked for cannot have."""
    names = _OF_ONE if many else _OF_MANY
    refuse_with_one({f"--{name.replace('_', '-')}": _was_said(ctx, name) for name in names})


def _was_said(ctx: typer.Context, name: str) -> bool:
    """Tell whether an option stands on the command line."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _places(
    request: "CompareRequest", out: Path | None, json_file: str | None, db: str | None
) -> Places:
    """Check everything that can be checked before a long run."""
    from calibration.beliefs.authorities.load import profile

    baseline, scenario = request.arms()
    council = profile(request.authority, request.base_year).name
    folder = results_in(out, _folder_name(council, baseline.name, scenario.name, request))
    check_file(json_file)
    return Places(folder, json_file, store_beside(folder, out, db))


def _folder_name(council: str, baseline: str, scenario: str, request: "CompareRequest") -> str:
    """Name a folder after what makes the comparison, so that another one does not replace it."""
    from simulation.runner.spec import digest

    words = [council, scenario]
    words += [f"against {baseline}"] if baseline != "baseline" else []
    words += [f"{request.years}y", *of_runs(request)]
    # Two files of one's own may share a name, or that of a shipped scenario.
    named = (request.baseline, request.scenario)
    own = [one for one in named if isinstance(one, str) and Path(one).suffix]
    if own:
        words.append(digest([arm.to_toml() for arm in request.arms()])[:6])
    return called(words)


def _run(
    request: "CompareRequest",
    places: Places,
    execution: Execution,
    following: "Following | None",
    *,
    quiet: bool,
) -> "Comparison":
    """Run it behind a progress bar; say how to go on when it is stopped."""
    from scenarios.compare import compare as run

    with behind_a_bar(SIMULATING, execution, quiet=quiet, stored="runs") as told:
        try:
            return run(
                request, execution=loading_meanwhile(told), store=places.db, follower=following
            )
        finally:
            if following is not None:
                following.flush()


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
    from dashboards.report.captions import today
    from dashboards.report.comparison import write_all
    from dashboards.report.from_comparison import content_of
    from scenarios.again import FOLDER

    content = content_of(comparison, sources, made=today())
    plain = comparison.to_dict()
    charts = write_all(places.folder, plain, content)
    deliver_json(places.json, plain)
    if quiet:
        return
    console = screen(places.json)
    if told := reused(comparison):
        console.print(f"\n{told}", markup=False)
    files = {
        "Report": "report.html",
        "Briefing": "briefing.pdf, .docx and .html",
        "Numbers": "comparison.xlsx, .csv, .parquet and .json",
        **({"By group": "whom.csv"} if comparison.whom else {}),
        f"{len(charts)} charts": "charts",
        "Run again": FOLDER,
    }
    tell_where(console, places.folder, files)
