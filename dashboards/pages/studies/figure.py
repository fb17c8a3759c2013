"""Any measure as a figure for a paper, with its numbers, caption and every work it rests on."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.fields import Option, Pick
from dashboards.pages.options import measures, scenarios
from dashboards.pages.studies.common import council, request, runs, scenario
from dashboards.pages.study import Answer, Group, Study, Table, Work
from dashboards.report.sheets import Sheet

_SIZES: Final = (Option("column", "One column (89 mm)"), Option("page", "Two columns (183 mm)"))


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import journal
    from scenarios.frames import frames
    from simulation.outcomes.measures import BY_NAME, MEASURES
    from simulation.store.store import open_store

    measure = MEASURES[BY_NAME[values["measure"]]]
    with open_store(work.db) as store:
        found = frames(request(values), store=store, execution=work.execution)
    charts = journal.write_all(work.folder, found, measure, values["size"])
    return Answer(
        journal.title(found, measure),
        (journal.caption(found, measure),),
        charts=charts,
        tables=(Table(measure.label, _sheet(journal.rows_of(found, measure), measure.kind)),),
        notes=tuple(found.comparison.notes),
        files=files_of(journal.FILES, *charts),
    )


def _sheet(rows: list[dict[str, Any]], kind: str) -> Sheet:
    from scenarios import words

    def row(one: Mapping[str, Any]) -> tuple[str, ...]:
        both = (words.number(one[f"{arm}_mean"], kind) for arm in ("baseline", "scenario"))
        ends = words.signed_range(one["difference_low"], one["difference_high"], kind)
        year, mean = f"{one['year_to_31_march']}", words.signed(one["difference_mean"], kind)
        return (year, *both, mean, ends)

    heads = ("31 March", "Without it", "With it", "Difference", "9 futures in 10")
    return Sheet(heads, tuple(map(row, rows)))


def study() -> Study:
    """Declare the study."""
    return Study(
        "figure",
        Group.RESEARCH,
        "What does a figure for a paper look like?",
        "Any measure by year, with the scenario and without, and the difference in the same futures: at a journal's size as "
        "PDF, SVG and PNG, with its numbers, its caption, and every work it rests on as BibTeX.",
        (
            council(),
            scenario(scenarios),
            Pick(
                name="measure",
                label="Measure",
                offered=measures,
                usual="children_looked_after",
                option="--measure",
            ),
            YEARS,
            runs(20),
            Pick(
                name="size",
                label="Width",
                offered=lambda: _SIZES,
                usual="column",
                option="--size",
            ),
        ),
        _answer,
        of="runs",
    )
