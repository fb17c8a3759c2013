"""One scenario in many councils, all at once or in waves."""

from collections.abc import Mapping
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.choice import YEARS
from dashboards.pages.fields import Number, Pick
from dashboards.pages.options import everywhere, scenarios
from dashboards.pages.studies.common import request, runs, scenario, worded
from dashboards.pages.study import Answer, Group, Study, Table, Work
from scenarios.many.design import IN_WORDS, Design


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import many_sheets
    from dashboards.report.many import STUDY
    from scenarios.many.rollout import Rollout
    from scenarios.many.study import compare_many
    from scenarios.many.which import councils_of

    asked = request(values)
    who = councils_of(values["councils"], asked.base_year)
    rollout = Rollout(Design(values["rollout"]), values["waves"], values["step_months"])
    made = compare_many(asked, who, rollout, execution=work.execution, store=work.db)
    found = made.to_dict()
    charts = STUDY.write(work.folder, found)
    return Answer(
        many_sheets.headline(found),
        (many_sheets.READING,),
        charts=charts,
        tables=(
            Table("All together", many_sheets.total(found)),
            Table("Who gains", many_sheets.gains(found)),
            Table("Regions and fifths of poverty", many_sheets.groups(found)),
            Table("Each council", many_sheets.councils(found)),
        ),
        notes=tuple(found["notes"]),
        files=files_of(STUDY.files, *charts),
    )


def study() -> Study:
    """Declare the study."""
    return Study(
        "councils",
        Group.PLAN,
        "What would it change in a region, or in all of England?",
        "The same scenario in many councils, together or in waves: all of them added up, who gains, and each council.",
        (
            Pick(
                name="councils",
                label="Councils",
                offered=everywhere,
                usual="North East",
                option="--authorities",
            ),
            scenario(scenarios),
            Pick(
                name="rollout",
                label="Who begins when",
                offered=lambda: worded(IN_WORDS),
                usual=Design.AT_ONCE.value,
                option="--rollout",
                more=True,
            ),
            Number(
                name="waves",
                label="Waves",
                bounds=(1, 60),
                usual=4,
                hint="where there are waves",
                option="--waves",
                unit="waves",
                more=True,
            ),
            Number(
                name="step_months",
                label="Months apart",
                bounds=(1, 60),
                usual=6,
                hint="from wave to wave",
                option="--step-months",
                more=True,
            ),
            YEARS,
            runs(10),
        ),
        _answer,
        verb="compare",
        of="runs",
    )
