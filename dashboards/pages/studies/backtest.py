"""How well forecasts of past years did, beside simple rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.fields import Number, Option, Pick, Several
from dashboards.pages.options import councils
from dashboards.pages.study import Answer, Group, Study, Table, Work

EVERY = "all"
FILES = {
    "Report": "report.html",
    "Scorecard": "scorecard.csv",
    "Councils": "councils.csv",
    "Numbers": "backtest.json",
}


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from calibration.checks.backtest.run import backtest
    from dashboards.report import backtest_sheets as sheets
    from dashboards.report import backtest_words as say
    from dashboards.report.backtest import write_all

    card = backtest(
        [int(one) for one in values["origins"]],
        range(1, values["horizon"] + 1),
        None if values["councils"] == EVERY else [values["councils"]],
        values["futures"],
        execution=work.execution,
    )
    charts = write_all(work.folder, card)
    shown = {
        "All origins together, against the best rival": sheets.level(card),
        "The model against the best rival": sheets.skill(card),
        "Aims": sheets.aims(card),
        **sheets.methods(card),
    }
    return Answer(
        say.met(card),
        tuple(say.known(card)),
        tuple(say.headline(card)),
        charts,
        tuple(Table(title, sheet) for title, sheet in shown.items() if sheet is not None),
        tuple(say.fell_back(card)),
        files_of(FILES, *charts),
    )


class Origins(Several):
    """Choose years that forecasts start from."""

    def said(self, value: Sequence[str]) -> str:
        """Return them in words."""
        return f"from {', '.join(value)}"

    def words(self, value: Sequence[str]) -> list[str]:
        """Return them as on the command line."""
        return [word for one in value for word in ("--origin", one)]


class Scored(Pick):
    """Choose a council or all of them."""

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return ["--all"] if value == EVERY else ["--authority", self.called(value)]


def _years() -> tuple[Option, ...]:
    from calibration.checks.backtest.run import settled_origins

    return tuple(Option(f"{year}", f"{year}") for year in settled_origins())


def study() -> Study:
    """Declare the study."""
    from calibration.checks.backtest.run import HORIZONS, REPLICATES

    years = tuple(one.value for one in _years())
    return Study(
        "backtest",
        Group.RESEARCH,
        "How well did forecasts of past years do?",
        "Past years forecast with nothing published later, and scored beside what simple rules would have said. All "
        "councils take some minutes; finished forecasts are kept.",
        (
            Scored(
                name="councils",
                label="Councils",
                offered=lambda: (Option(EVERY, "All councils of England"), *councils()),
                usual=EVERY,
            ),
            Origins(
                name="origins",
                label="From 31 March",
                offered=_years,
                usual=years,
                most=len(years),
            ),
            Number(
                name="horizon",
                label="Years on",
                bounds=(1, len(HORIZONS)),
                usual=len(HORIZONS),
                option="--horizon",
                unit="years on",
            ),
            Number(
                name="futures",
                label="Futures of each",
                bounds=(2, 200),
                usual=REPLICATES,
                option="--replicates",
                unit="futures",
            ),
        ),
        _answer,
        of="forecasts",
    )
