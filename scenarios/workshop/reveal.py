"""What answers a story's questions: every future of its comparison, and the one that was stepped."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.compare import Plan, make_plan
from scenarios.statistics import paired
from scenarios.workshop.before_after import BEFORE_AFTER, WINDOWS, Sides, SidesTask, sides_of
from scenarios.workshop.story import Question, Story
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask

type Floats = NDArray[np.float64]

#: Points of the futures that are shown: the middle, and the ends of nine in ten.
POINTS: Final = {"low": 0.05, "middle": 0.5, "high": 0.95}
_ARM: Final = {"baseline": 0, "scenario": 1}
_EVERY: Final = 100.0


def reveal(story: Story, *, execution: Execution = USUAL) -> list[dict[str, Any]]:
    """Return what the simulation says to each question of a story.

    Returns
    -------
    list of dict
        A question's `ask`, `label`, `unit`, `form`, scale (`from`, `to`) and `missed`; `futures`, a
        number each, or of a line a number a year; `middle`, `low` and `high` of them; `live`, the
        future that is stepped in front of the room (None where it has nobody before). Of a level with
        the service also `beside`: the middle without it. Of a question before and after also
        `windows`: what other windows would have said, and `without`: the same young people without
        the service.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, or a future fails.
    """
    from simulation.runner.worker import yearly_values
    from simulation.simulate import warm_up

    made = make_plan(story.request())
    warm_up()
    around = [one for one in story.questions if one.measure in BEFORE_AFTER]
    plain = len(around) < len(story.questions)
    values = run_all(made.tasks, yearly_values, execution, what="story") if plain else ()
    sides = _sides(around, made.tasks, execution)
    return [
        _told(one, _around(one, sides) if one in around else _yearly(one, values, made))
        for one in story.questions
    ]


def _sides(
    around: Sequence[Question], tasks: Sequence[ReplicateTask], execution: Execution
) -> Sequence[Sides]:
    asked = {one.months for one in around if one.months is not None}
    if not asked:
        return ()
    windows = tuple(sorted({*asked, *WINDOWS}))
    wanted = [SidesTask(task, windows) for task in tasks]
    return run_all(wanted, sides_of, execution, what="before and after")


def _yearly(question: Question, values: Sequence[Any], made: Plan) -> dict[str, Any]:
    """Return a measure's futures: one number each, or one a year."""
    place = BY_NAME[question.measure]
    arms = [np.array([one[k][place] for one in values]) for k in range(len(_ARM))]
    if question.form == "number":
        arms = [one[:, (question.year or made.request.years) - 1] for one in arms]
    found = paired(*arms) if question.of == "difference" else arms[_ARM[question.of]]
    if question.of != "scenario":
        return {"futures": found}
    # A change in both arms is not the service's doing: the other arm is said beside it.
    beside = np.quantile(arms[_ARM["baseline"]], POINTS["middle"], axis=0)
    return {"futures": found, "beside": beside.tolist()}


def _around(question: Question, sides: Sequence[Sides]) -> dict[str, Any]:
    """Return before and after of each future, for every 100 before, and what else was to be seen."""
    name, asked = question.measure, question.months or WINDOWS[0]
    windows = {
        str(months): _for_every([one.seen[name, months] for one in sides])
        for months in dict.fromkeys((asked, *WINDOWS))
    }
    without, real = np.array([one.same[name, asked] for one in sides]).sum(axis=0)
    each = np.array([one.seen[name, asked] for one in sides])
    known = each[:, 1] > 0
    if not known.any():
        rule = "Nobody went missing before support began, in any of its futures."
        step = "Ask over more months, or of a service that opens earlier."
        raise DoorwaysError("question", question.ask, rule, step)
    futures = _EVERY * each[known, 0] / each[known, 1]
    return {
        "futures": futures,
        "live": float(futures[0]) if known[0] else None,
        "windows": windows,
        "without": {"after_without": float(without), "after_with": float(real)},
    }


def _for_every(each: Sequence[tuple[float, float]]) -> float | None:
    after, before = np.array(each).sum(axis=0)
    return float(_EVERY * after / before) if before else None


def _told(question: Question, found: dict[str, Any]) -> dict[str, Any]:
    futures: Floats = found["futures"]
    points = {name: np.quantile(futures, point, axis=0).tolist() for name, point in POINTS.items()}
    return {
        **question.model_dump(include={"ask", "form", "missed"}),
        "label": question.label,
        "unit": question.unit,
        "from": question.low,
        "to": question.high,
        "live": futures[0].tolist(),
        **found,
        "futures": futures.tolist(),
        **points,
    }
