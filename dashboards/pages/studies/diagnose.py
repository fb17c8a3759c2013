"""Whether a calibration can be relied on for what is asked, and how another differs from it."""

from collections.abc import Mapping
from typing import Any, Final

from calibration.joint.store import shipped
from dashboards.pages.away import files_of
from dashboards.pages.fields import Option, Pick
from dashboards.pages.options import calibrations, measures
from dashboards.pages.studies.common import Named
from dashboards.pages.study import Answer, Group, Study, Table, Work

NOTHING: Final = "nothing"
FILES: Final = {
    "Report": "report.html",
    "Calibration": "calibration.json",
    "Targets": "targets.csv",
}


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from calibration.joint.at_hand import england_of, named
    from dashboards.report import diagnose_beside as beside
    from dashboards.report import diagnose_sheets as sheets
    from dashboards.report import diagnose_words as say
    from dashboards.report.diagnose import write_all
    from dashboards.report.diagnose_read import diagnosis_of

    touching = "" if values["touching"] == NOTHING else values["touching"]
    found = named(values["calibration"], work.db)
    of = diagnosis_of(found, england_of(found, work.db), touching)
    work.on_stage("Drawing its charts")
    charts = write_all(work.folder, of)
    shown = {
        "Published patterns it misses, those first that touch your question": sheets.outside(of),
        "Parameters: median and 90% range": sheets.parameters(of),
        "How often ranges held known truths": sheets.coverage(of),
    }
    shown |= {f"{name}, inside": sheets.inside(of, name) for name, _ in of.groups()}
    points = [*say.reasons(of), *say.meaning(of), say.counted(of), say.informed(of)]
    if values["beside"] != NOTHING:
        second = named(values["beside"], work.db)
        other = diagnosis_of(second, england_of(second, work.db))
        points = [*beside.sentences(of, other), *points]
        both = {beside.PARAMETERS: beside.parameters(of, other)}
        shown = both | {beside.TARGETS: beside.targets(of, other)} | shown
    return Answer(
        say.verdict(of),
        (say.subject(of),),
        tuple(points),
        charts,
        tuple(Table(title, sheet) for title, sheet in shown.items() if sheet is not None),
        tuple(filter(None, (say.widths(of), say.tested(of), *say.tensions(of), say.screened(of)))),
        files_of(FILES, *charts),
    )


class Optional(Pick):
    """Choose one of a list or nothing, of which the command is not told."""

    def said(self, value: str) -> str:
        """Return it in words where there is anything to say."""
        return "" if value == NOTHING else f"{self.label.lower()} {self.called(value)}"

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return [] if value == NOTHING else [self.option, value]


def study() -> Study:
    """Declare the study."""
    return Study(
        "diagnose",
        Group.RESEARCH,
        "Can the calibration be relied on?",
        "What was believed before and after, its fit to patterns it was fitted to and to those held out, its checks, and "
        "what it misses, those first that touch your question; two calibrations side by side.",
        (
            Named(
                name="calibration",
                label="Calibration",
                offered=calibrations,
                usual=shipped()[0].short,
            ),
            Optional(
                name="touching",
                label="Your question is about",
                offered=lambda: (Option(NOTHING, "Nothing in particular"), *measures()),
                usual=NOTHING,
                option="--touching",
            ),
            Optional(
                name="beside",
                label="Beside",
                offered=lambda: (Option(NOTHING, "No other"), *calibrations()),
                usual=NOTHING,
                option="--beside",
            ),
        ),
        _answer,
        quick=True,
    )
