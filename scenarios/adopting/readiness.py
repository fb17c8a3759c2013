"""How ready a council is: fidelity, months to open and risks, each traced to the answer it comes from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from calibration.beliefs.evidence.figure import Figure, bounds, leaves
from calibration.beliefs.evidence.load import figure
from scenarios.adopting.questions import ANSWERS, Question, questions
from scenarios.adopting.sites import OpenedSite
from scenarios.called import AS_READY, LONGEST_NAME, called
from scenarios.intervention_schema import kinds, plain
from scenarios.scenario import Scenario, list_scenarios
from simulation.errors import DoorwaysError
from simulation.numbers import lasting
from simulation.services.declaration import Sort
from simulation.services.launch.path import months_to_open
from simulation.services.launch.steps import STEPS, by_figure
from simulation.services.opened_sites import DECIDED, STEP_MONTHS

#: Figures: what an answer counts, what each question weighs, and the range of a service without one.
SCORES: Final = "readiness_answer_scores"
WEIGHTS: Final = "readiness_fidelity_weights"
ANY_SERVICE: Final = "readiness_fidelity"
#: What a scenario made from answers is called, after the one it is made from.
SUFFIX: Final = "-as-ready"
#: How what it says of its answers begins: a scenario that says so was made of some.
_ANSWERED: Final = "Answers on readiness: "
_MIDDLE: Final = 1 / 2
_DIGITS: Final = 4


@dataclass(frozen=True)
class Traced:
    """Hold what one answer does, all other answers left as they are.

    Attributes
    ----------
    fidelity
        How much more there would be if it were yes.
    months
        How much sooner the first site would open.
    """

    question: Question
    answer: str
    fidelity: float
    months: float

    @property
    def is_risk(self) -> bool:
        """Return whether something is to be feared."""
        return self.answer != ANSWERS[-1]


@dataclass(frozen=True)
class Readiness:
    """Hold what follows from answers for one scenario.

    Attributes
    ----------
    fidelity
        By kind of service: the value, and the figure whose range it lies in.
    months
        From the decision to the opening of the scenario's first site, and those of steps by name.
    traced
        What each answer does.
    """

    fidelity: Mapping[str, tuple[float, str]]
    months: float
    steps: Mapping[str, float]
    traced: tuple[Traced, ...]


def readiness(answers: Mapping[str, str], sites: tuple[OpenedSite, ...]) -> Readiness:
    """Return what follows from answers for the sites of a scenario.

    Parameters
    ----------
    answers
        One of `ANSWERS` for each question.
    """
    services = {str(one.said["kind"]): _range_of(str(one.said["kind"])) for one in sites}
    found = {kind: (fidelity_of(answers, figure(name)), name) for kind, name in services.items()}
    steps, months = steps_of(answers), _months(answers, sites)
    first = figure(next(iter(services.values())))
    now = fidelity_of(answers, first)
    traced = []
    for one in questions():
        best = {**answers, one.key: ANSWERS[-1]}
        gain, sooner = fidelity_of(best, first) - now, months - _months(best, sites)
        traced.append(Traced(one, answers[one.key], gain, sooner))
    return Readiness(found, months, steps, tuple(traced))


def fidelity_of(answers: Mapping[str, str], adopted: Figure) -> float:
    """Return how faithful a service becomes: along the range of those who adopted it, by the answers."""
    weights = dict(
        zip((one.key for one in questions()), leaves(figure(WEIGHTS).value), strict=True)
    )
    reached = sum(weights[key] * _score(answer) for key, answer in answers.items())
    return round(_along(adopted, reached / sum(weights.values()), rising=True), _DIGITS)


def steps_of(answers: Mapping[str, str]) -> dict[str, float]:
    """Return the months of each step that answers move, by its name."""
    found = {}
    for step in STEPS:
        about = [_score(answers[one.key]) for one in questions() if step.name in one.steps]
        if about:
            share = sum(about) / len(about)
            months = _along(figure(step.figure), share, rising=False)
            found[step.name] = round(months, _DIGITS)
    return found


def as_ready(
    scenario: Scenario,
    found: Readiness,
    answers: Mapping[str, str],
    decided: float = 0.0,
    named: str = "",
) -> Scenario:
    """Return a scenario as ready as the answers say: its fidelity, and when it opens.

    Parameters
    ----------
    decided
        Month in which the decision begins.
    named
        What its file is called, which tells it from that of other answers; "" for none.

    Raises
    ------
    DoorwaysError
        When the scenario is a twin, or has been made ready before.
    """
    if scenario.twin_of or any(note.startswith(_ANSWERED) for note in scenario.notes):
        rule = "It is a twin, or was made of answers before."
        raise DoorwaysError("scenario", scenario.name, rule, "Name the scenario it was made from.")
    interventions = []
    for one in scenario.interventions:
        service = kinds()[one["kind"]]
        if service.sort is Sort.SERVICE:
            own, _ = found.fidelity[str(one["kind"])]
            one = service.as_faithful(one, own)
            if DECIDED in service.spec.model_fields:
                one[DECIDED] = float(decided)
                one[STEP_MONTHS] = {**one.get(STEP_MONTHS, {}), **found.steps}
            one = plain(one, f"scenario {scenario.name}{SUFFIX}")
        interventions.append(one)
    name = _name_of(named)
    made = called(
        scenario,
        SUFFIX,
        f" ({AS_READY} {f'in {name}' if name else 'the council is'})",
        # What the original says of its fidelity and its opening holds no longer.
        description=f"{scenario.title}, as faithful and as soon as the answers in the notes make it.",
        interventions=tuple(interventions),
        notes=(*scenario.notes, *_notes(found, answers)),
        origin="",
    )
    return replace(made, name=name or made.name)


def _name_of(file: str) -> str:
    """Return a scenario's name from that of its file; empty where there are no letters for one."""
    name = re.sub(r"[^a-z0-9]+", "-", file.lower())[:LONGEST_NAME].strip("-")
    return f"{name}{SUFFIX}" if name in {one.name for one in list_scenarios()} else name


def _notes(found: Readiness, answers: Mapping[str, str]) -> list[str]:
    """Return what the scenario says of where its numbers come from."""
    said = ", ".join(f"{key} {answer}" for key, answer in answers.items())
    fidelity = "; ".join(
        f"{own:.0%} of the service in full (judged within {name})"
        for own, name in found.fidelity.values()
    )
    return [
        f"{_ANSWERED}{said}.",
        f"They give a fidelity of {fidelity}, and {lasting(round(found.months, 2), 'month')} from the "
        "decision to the first opening. What answers are worth is a judgement (readiness_...).",
    ]


def _months(answers: Mapping[str, str], sites: tuple[OpenedSite, ...]) -> float:
    """Return the months until the first of a scenario's sites is ready."""
    steps = by_figure(steps_of(answers))
    return min(months_to_open(one.real, {**one.values, **steps}) for one in sites)


def _range_of(kind: str) -> str:
    """Name the figure of how faithful those who adopt a service are."""
    return kinds()[kind].adopted or ANY_SERVICE


def _score(answer: str) -> float:
    return list(leaves(figure(SCORES).value))[ANSWERS.index(answer)]


def _along(one: Figure, share: float, *, rising: bool) -> float:
    """Return the value of a figure so far along its range, its central value half-way."""
    ends = bounds(one) or (one.value, one.value)
    low, middle, high = (next(leaves(each)) for each in (ends[0], one.value, ends[1]))
    worst, best = (low, high) if rising else (high, low)
    if share < _MIDDLE:
        return worst + (middle - worst) * share / _MIDDLE
    return middle + (best - middle) * (share - _MIDDLE) / _MIDDLE


def rows(found: Readiness) -> list[dict[str, Any]]:
    """Return each answer as a row of a table: what it does, what is to be feared, what lessens it."""
    return [
        {
            "domain": one.question.domain,
            "question": one.question.key,
            "asks": one.question.asks,
            "answer": one.answer,
            "fidelity_lost": round(one.fidelity, _DIGITS),
            "months_lost": round(one.months, 2),
            "risk": one.question.risk if one.is_risk else "",
            "mitigation": one.question.mitigation if one.is_risk else "",
            "source": one.question.source,
        }
        for one in found.traced
    ]
