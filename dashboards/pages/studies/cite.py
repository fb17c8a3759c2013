"""Every work and figure that a scenario's numbers rest on, to be cited."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.pages.away import files_of
from dashboards.pages.options import scenarios
from dashboards.pages.studies.common import Named
from dashboards.pages.study import Answer, Group, Study, Table, Work
from dashboards.report.sheets import Sheet
from scenarios import usual

FILES: Final = {
    "All of them": "citations.txt",
    "For reference managers": "citations.bib",
    "Every figure": "figures.csv",
}


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from scenarios.cite import as_bibtex, as_csv, as_text, cite, opening
    from scenarios.scenario import load_scenario
    from simulation.files.writing import write_text

    asked = load_scenario(values["scenario"])
    works = cite(asked)
    texts = (f"{opening(asked)}\n\n{as_text(works)}", as_bibtex(works), as_csv(asked))
    for name, text in zip(FILES.values(), texts, strict=True):
        write_text(work.folder / name, text)
    rows = tuple(
        (one.title, one.author, one.year, f"{len(one.figures):,}", one.url) for one in works
    )
    heads = ("Work", "By", "Year", "Figures from it", "Address")
    return Answer(
        f"{asked.title} rests on {len(works):,} works.",
        (opening(asked),),
        tables=(Table("The works, most used first", Sheet(heads, rows, (1, -1))),),
        files=files_of(FILES),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "cite",
        Group.RESEARCH,
        "What do I cite?",
        "Every published work behind a scenario's figures, most used first, as text and for reference managers; and every "
        "figure with its range, grade and place.",
        (
            Named(
                name="scenario",
                label="Scenario",
                offered=scenarios,
                usual=usual.SCENARIO,
            ),
        ),
        _answer,
        quick=True,
    )
