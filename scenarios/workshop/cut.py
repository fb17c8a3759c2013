"""What a link of a loop does: the same futures with it and without it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from agents.words import count
from scenarios import usual
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.shared import shared_by
from scenarios.statistics import paired, told
from scenarios.words import signed, signed_range
from scenarios.workshop.loops import Link, Loop
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.services.opened import VALUES

#: Enough to see what a strong link does while a room waits.
FUTURES: Final = 20
_EVENTS: Final = ("flow", "money", "time")


def cut(
    loop: Loop,
    link: Link,
    request: CompareRequest,
    *,
    to: float | None = None,
    execution: Execution = USUAL,
) -> dict[str, Any]:
    """Run futures with a link and without it, on the same luck, and say what it did.

    Parameters
    ----------
    request
        Council, years, futures and seed; its scenarios are not read: the loop names its own.
    to
        Value the figure has without the link; by default the one at which the link does nothing.

    Returns
    -------
    dict
        `measure` and `label`; `with` and `without` the link, means over the futures, events added up over
        the years; `difference` it makes (`mean`, `low`, `high`: where one future lies 9 times in 10;
        `mean_low`, `mean_high`: the 95% interval of the average); `futures`, each one's difference; and `text`.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When the link cannot be cut, or a future fails.
    """
    from simulation.runner.worker import yearly_values
    from simulation.simulate import warm_up

    if not link.figure or link.neutral is None:
        step = "Choose a link with a figure."
        raise DoorwaysError("link", f"{link.from_} to {link.to}", link.not_cut, step)
    asked = replace(request, baseline=usual.BASELINE, scenario=loop.scenario or usual.SCENARIO)
    arm = 1 if loop.scenario else 0
    whole = [replace(one, arms=(one.arms[arm],)) for one in make_plan(asked).tasks]
    value = link.neutral if to is None else to
    without = [without_link(one, link.figure, value) for one in whole]
    warm_up()
    values = run_all([*whole, *without], yearly_values, execution, what="loop")
    kind = MEASURES[BY_NAME[link.measure]].kind
    each = np.array([_of(one[0][BY_NAME[link.measure]], kind) for one in values])
    there, gone = each[: len(whole)], each[len(whole) :]
    made = paired(gone, there)
    groups = shared_by(np.arange(made.size), central=request.central).clusters
    found = told(made, groups)
    label = MEASURES[BY_NAME[link.measure]].label
    why = "of this link" if to is None else f"it is as believed and not at {to:.3g}"
    return {
        "measure": link.measure,
        "label": label,
        "with": float(there.mean()),
        "without": float(gone.mean()),
        "difference": found,
        "futures": made.tolist(),
        "text": _said(label, kind, found, request.years, why),
    }


def without_link(task: ReplicateTask, figure: str, neutral: float) -> ReplicateTask:
    """Return a task in which a figure has the value at which its link does nothing, wherever it stands."""
    parameters = dict(task.parameters)
    if figure in parameters:
        parameters[figure] = _filled(parameters[figure], neutral)
    arms = tuple(
        ArmSpec(arm.name, _opened(arm.interventions, figure, neutral)) for arm in task.arms
    )
    return replace(task, parameters=parameters, arms=arms)


def _opened(
    interventions: Sequence[Mapping[str, Any]], figure: str, neutral: float
) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {**one, VALUES: {**one[VALUES], figure: _filled(one[VALUES][figure], neutral)}}
        if figure in one[VALUES]
        else one
        for one in interventions
    )


def _filled(value: Any, neutral: float) -> Any:
    """Return a value of the same shape with one number everywhere."""
    if isinstance(value, float | int):
        return neutral
    return tuple(_filled(one, neutral) for one in value)


def _of(by_year: Any, kind: str) -> float:
    """Return what happened over all years, or of stocks and shares how it is at the end."""
    return float(by_year.sum() if kind in _EVENTS else by_year[-1])


def _said(label: str, kind: str, found: Mapping[str, Any], years: int, why: str) -> str:
    ends = signed_range(found["low"], found["high"], kind)
    when = f"{'over' if kind in _EVENTS else 'after'} {count(years, 'year')}"
    what = f"{label}, {when}: {signed(found['mean'], kind)} because {why}"
    surely = found["mean_low"] is not None and (found["mean_low"] > 0 or found["mean_high"] < 0)
    doubt = "" if surely else " These futures cannot tell it from nothing."
    return f"{what}; in nine futures of ten {ends}.{doubt}"
