"""Which mix of services does best for a budget, and how surely."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.fields import Number, Option, Several
from dashboards.pages.options import choices
from dashboards.pages.studies.common import council, outcome, request, runs
from dashboards.pages.study import Answer, Group, Study, Table, Work
from scenarios import usual
from simulation.outcomes.measures import MEASURES


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import portfolio_sheets
    from dashboards.report.portfolio import STUDY
    from scenarios.portfolio.study import Asked, portfolio

    budget = values["budget"] * 1e6
    asked = Asked(values["members"], budget, values["outcome"], values["step_months"])
    made = portfolio(request(values), asked, execution=work.execution, on_stage=work.on_stage)
    found = made.to_dict()
    charts = STUDY.write(work.folder, found)
    return Answer(
        portfolio_sheets.headline(found),
        (portfolio_sheets.searched(found), portfolio_sheets.READING),
        tuple(f"{mix}: {says}" for mix, says in portfolio_sheets.together(found)),
        charts,
        (Table("Every mix within the budget", portfolio_sheets.mixes(found)),),
        tuple(found["notes"]),
        files_of(STUDY.files, *charts),
    )


def _measures() -> tuple[Option, ...]:
    """Return the measures a mix can be best for."""
    return tuple(Option(one.name, one.label) for one in MEASURES if one.better)


class Millions(Number):
    """Ask for millions of pounds."""

    def said(self, value: float) -> str:
        """Return it in words."""
        return f"at most £{value:g}m"

    def words(self, value: float) -> list[str]:
        """Return it as on the command line."""
        return [self.option, f"{value * 1e6:.0f}"]


def study() -> Study:
    """Declare the study."""
    return Study(
        "portfolio",
        Group.PLAN,
        "Which mix of services does most for the money?",
        "Every mix of the services you tick, on the same futures: what each does and costs, in how many futures it is "
        "the best, and whether services do more together than by themselves.",
        (
            Several(
                name="members",
                label="Services to choose among",
                offered=choices,
                usual=(usual.SCENARIO, "family-group-conference", "mockingbird"),
                most=6,
                hint="One to six; every further one doubles what has to be tried.",
            ),
            Millions(
                name="budget",
                label="Budget, £m",
                bounds=(0.1, 500),
                usual=20,
                step=0.1,
                hint="over the whole period",
                option="--budget",
            ),
            council(),
            outcome("weeks_in_care", "Best for", _measures),
            YEARS,
            runs(20),
            Number(
                name="step_months",
                label="Months apart",
                bounds=(0, 24),
                usual=0,
                hint="between openings; 0: each as its file says",
                option="--step-months",
                more=True,
            ),
        ),
        _answer,
    )
