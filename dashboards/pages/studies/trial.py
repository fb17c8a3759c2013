"""How often an evaluation of some design finds what is there, and what is not."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboards.pages.away import files_of
from dashboards.pages.fields import Number, Option, Pick
from dashboards.pages.options import services_and_twins
from dashboards.pages.studies.common import (
    outcome,
    request,
    scenario,
    worded,
)
from dashboards.pages.study import Answer, Group, Study, Table, Work
from scenarios.trial.names import IN_WORDS, Design, Pool
from simulation.outcomes.measures import BY_NAME, MEASURES, WEEKLY


def _answer(values: Mapping[str, Any], work: Work) -> Answer:
    from dashboards.report import trial_sheets
    from dashboards.report.folder import write_json
    from scenarios.trial.design import Trial
    from scenarios.trial.study import run_trials

    asked = Trial(
        Design(values["design"]),
        Pool(values["pool"]),
        values["authorities"],
        values["outcome"],
        float(values["step_months"]),
    )
    found = run_trials(request(values), asked, values["replications"], work.execution).to_dict()
    write_json(work.folder / "trial.json", found)
    return Answer(
        trial_sheets.truth(found),
        (trial_sheets.about(found),),
        tables=(Table("What each analysis finds", trial_sheets.analyses(found)),),
        notes=tuple(found["notes"]),
        files=files_of({"Numbers": "trial.json"}),
    )


def _pools() -> tuple[Option, ...]:
    return (
        Option(Pool.NATIONAL.value, "Any authorities"),
        Option(Pool.ENTRY_RULE.value, "Those whose number of children in care rose most"),
    )


def _counted() -> tuple[Option, ...]:
    known = (name for name in WEEKLY if name in BY_NAME)
    return tuple(Option(name, MEASURES[BY_NAME[name]].label) for name in known)


def _steps() -> tuple[Option, ...]:
    return tuple(Option(f"{months}", f"{months} months apart") for months in (3, 6, 9, 12))


def _pick(
    name: str, label: str, offered: Callable[[], Sequence[Option]], usual: str, hint: str = ""
) -> Pick:
    option = f"--{name.replace('_', '-')}"
    return Pick(name=name, label=label, offered=offered, usual=usual, hint=hint, option=option)


def study() -> Study:
    """Declare the study."""
    return Study(
        "trial",
        Group.RESEARCH,
        "Would an evaluation find what is there?",
        "An evaluation run many times on simulated authorities, where the truth is known: how often each analysis says that "
        "there is an effect, how far it is off, and how many authorities it would take. A null twin gives the false alarms.",
        (
            _pick("design", "Design", lambda: worded(IN_WORDS), Design.STEPPED_WEDGE.value),
            _pick("pool", "Which authorities", _pools, Pool.NATIONAL.value),
            Number(
                name="authorities",
                label="Authorities",
                bounds=(2, 30),
                usual=5,
                option="--authorities",
                unit="authorities",
            ),
            outcome("care_entries", "What is counted", _counted),
            scenario(services_and_twins),
            _pick("step_months", "Steps", _steps, "6", "of a stepped wedge"),
            Number(
                name="replications",
                label="Trials",
                bounds=(2, 1000),
                usual=50,
                hint="more is surer and slower",
                option="--replications",
                unit="trials",
            ),
        ),
        _answer,
        of="trials",
    )
