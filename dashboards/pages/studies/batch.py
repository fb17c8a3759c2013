"""Several scenarios in several councils, from one plan that a command can go on with."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.fields import Pick, Several
from dashboards.pages.options import everywhere, scenarios
from dashboards.pages.studies.batch_calibrations import FILES as CALIBRATED
from dashboards.pages.studies.batch_calibrations import calibrated
from dashboards.pages.studies.common import outcome, runs
from dashboards.pages.study import Answer, Group, Study, Table, Work
from dashboards.report.sheets import Sheet
from scenarios import usual, words
from scenarios.comparison import TOTAL

if TYPE_CHECKING:
    from scenarios.batch.cells import Batch
    from simulation.store.store import Store

#: Measures that tables hold besides the one that is shown; they change no run.
MEASURES: Final = (
    *("children_looked_after", "care_entries", "weeks_in_care", "placement_moves"),
    *("missing_episodes", "cost_council"),
)
PLAN: Final = "plan.toml"
FILES: Final = {
    "A row a comparison": "batch.csv",
    "A row a run and year": "batch-runs.parquet",
}


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    return answer_of(_batch(values, work.folder), values["outcome"], work)


def answer_of(made: "Batch", measure: str, work: Work) -> Answer:
    """Run what is missing of a batch and return its tables, one measure of the comparisons shown.

    Raises
    ------
    DoorwaysError
        When it was stopped, or a future failed however often it was tried.
    """
    from scenarios.batch.known import noted
    from simulation.store.store import open_store

    name = made.plan.name
    says = f"The plan is known as {name}: 'doorways batch status {name}' finds it."
    whole, files = Answer("", (says,)), {"The plan": PLAN}
    with open_store(work.db) as store:
        noted(made.plan, store, changed=True)
        if made.cells:
            whole = _compared(made, measure, store, work, whole)
            files |= FILES
        if made.calibrations:
            found = calibrated(made, store, work)
            whole = replace(
                whole,
                headline=f"{whole.headline} {found.says}".strip(),
                tables=(*whole.tables, found.table),
                notes=(*whole.notes, *found.notes),
            )
            files |= CALIBRATED
    return replace(whole, files=files_of(files))


def _compared(made: "Batch", measure: str, store: "Store", work: Work, whole: Answer) -> Answer:
    """Run what is missing of the comparisons and add what is told of them."""
    from dashboards.report.frames import write_frame
    from scenarios.batch import tables
    from scenarios.batch.api import failed, frame
    from scenarios.batch.study import run_batch

    done = run_batch(made, store, execution=work.execution)
    if done.aside:
        raise failed(done.aside)
    summary = frame(tables.summaries(made, store))
    each = frame(tables.runs(made, store))
    write_frame(work.folder / "batch.csv", summary, "csv")
    write_frame(work.folder / "batch-runs.parquet", each, "parquet")
    rows = summary[(summary.window == TOTAL) & (summary.measure == measure)]
    many = made.plan.said.replicates
    return replace(
        whole,
        headline=f"{len(made.cells):,} comparisons of {many:,} futures each: all are stored.",
        tables=(Table("The difference over the whole period", _sheet(rows, measure)),),
        notes=tuple(done.notes),
    )


def _batch(values: Mapping[str, Any], folder: Path) -> "Batch":
    """Write the plan of a choice into a folder, and return its batch.

    Raises
    ------
    DoorwaysError
        When it asks for more runs than anybody starts by accident.
    """
    from scenarios.batch.cells import MANY_RUNS, batch_of, runs_of
    from scenarios.batch.plan import read_plan
    from simulation.errors import DoorwaysError
    from simulation.files.writing import write_text

    write_text(folder / PLAN, plan_text(values))
    made = batch_of(read_plan(folder / PLAN))
    if runs_of(made) > MANY_RUNS:
        rule = f"A page starts no more than {MANY_RUNS:,} runs."
        step = "Take fewer, or download a smaller one's plan, edit it and run it with --yes."
        raise DoorwaysError("batch", f"{runs_of(made):,} runs", rule, step)
    return made


def plan_text(values: Mapping[str, Any]) -> str:
    """Return a choice as the file of a plan."""
    from scenarios.toml_text import toml_text

    measures = dict.fromkeys((values["outcome"], *MEASURES))
    return toml_text(
        {
            "name": _name(values),
            "authorities": [values["councils"]],
            "scenarios": list(values["scenarios"]),
            "years": values["years"],
            "replicates": values["runs"],
            "measures": list(measures),
        }
    )


def _name(values: Mapping[str, Any]) -> str:
    """Return a name that the same choice always has, and no other."""
    from simulation.runner.spec import digest

    asked = {name: one for name, one in values.items() if name != "outcome"}
    return f"page-{digest(asked)[:10]}"


def _sheet(rows: Any, measure: str) -> Sheet:
    """Return one measure's difference in every comparison."""
    from simulation.outcomes.measures import BY_NAME, MEASURES

    one = MEASURES[BY_NAME[measure]]
    heads = ("Council", "Scenario", f"{one.label}: average", "One future, 9 times in 10")
    return Sheet(heads, tuple(_row(row, one.kind) for row in rows.to_dict("records")), (1,))


def _row(row: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    ends = " to ".join(words.signed(row[f"difference_{end}"], kind) for end in ("low", "high"))
    return row["authority"], row["scenario"], words.signed(row["difference_mean"], kind), ends


def study() -> Study:
    """Declare the study: what is chosen stands in the plan, and the command takes that."""
    return Study(
        "batch",
        Group.RESEARCH,
        "How do several services do in several councils?",
        "Every scenario you tick in every council, run once each and stored. Take the plan away to add a design of figures, "
        "split it over machines or export everything.",
        (
            Pick(name="councils", label="Councils", offered=everywhere, usual="North East"),
            Several(
                name="scenarios",
                label="Scenarios",
                offered=scenarios,
                usual=(usual.SCENARIO, "mockingbird"),
                most=8,
                hint="One to eight.",
                silent=True,
            ),
            replace(outcome("weeks_in_care", "Shown here"), option=""),
            replace(YEARS, option=""),
            replace(runs(10), option=""),
        ),
        _answer,
        verb="batch run",
        more=(PLAN,),
    )
