"""A bank of real paired runs of one scenario in one council, each future played at many settings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.arms import arm_of
from scenarios.compare import Plan, make_plan
from scenarios.estimate.design import points, scaled
from scenarios.estimate.seen import Seen, seen_of
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.settings.find import HOME_WEEK, settings_of
from scenarios.settings.setting import Setting, turned
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.services.opened import VALUES

type Floats = NDArray[np.float64]

#: Futures that a bank plays at most, settings it plays them at, and how many of these at a time.
FUTURES: Final = 20
POINTS: Final = 49
AT_ONCE: Final = 8
#: A setting that changes no future, only what homes cost in it.
PRICE: Final = "home_week"


@dataclass(frozen=True, eq=False)
class Bank:
    """Hold what runs at some settings gave.

    Attributes
    ----------
    request
        What it is a bank of; as many replicates as futures are played.
    settings
        What can be turned; `turning` are those that change futures, all but the price of homes.
    at
        Settings run at, on their own scales, shape (points, turning settings).
    values, curves, homes
        Of the scenario at each of them and in each future: measures by year, shape (points, futures,
        measures, years); children looked after every four weeks; pounds for homes by year.
    baseline
        The same of the baseline, each with one point.
    prices
        What a week in a home costs in each future, shape (futures,).
    """

    request: CompareRequest
    settings: tuple[Setting, ...]
    at: Floats
    values: Floats
    curves: Floats
    homes: Floats
    baseline: Mapping[str, Floats]
    prices: Floats

    @cached_property
    def scaled(self) -> Floats:
        """Return where it has been run, on the scale of the design."""
        return scaled(turning(self.settings), self.at)


def turning(settings: Sequence[Setting]) -> tuple[Setting, ...]:
    """Return the settings that change futures."""
    return tuple(one for one in settings if one.name != PRICE)


def banks(
    request: CompareRequest, execution: Execution = USUAL, *, many: int = POINTS
) -> Iterator[Bank]:
    """Yield a bank that grows, each time with some more settings run, until it has all of them.

    Parameters
    ----------
    request
        The scenario and council; at most `FUTURES` of its replicates are played, the first.
    execution
        How runs are made, who may stop it, and where what they give is kept.
    many
        At how many settings it ends.

    Raises
    ------
    StoppedError
        When it was stopped before its end; with a shelf what was run is kept.
    DoorwaysError
        When nothing of the scenario can be turned, or a run fails.
    """
    from simulation.simulate import warm_up

    request = replace(request, replicates=min(request.replicates, FUTURES))
    plan = make_plan(request)
    settings = settings_of(plan.arms[1], plan.council)
    if not turning(settings):
        rule = "It opens nothing that could be turned."
        raise DoorwaysError("first estimates", plan.arms[1].name, rule, "Run it in full.")
    at, names = points(turning(settings), many), [one.name for one in turning(settings)]
    warm_up()
    seen: list[list[Seen]] = []
    baseline: list[Seen] = []
    for begin in range(0, many, AT_ONCE):
        some = [
            turned(plan.arms[1], settings, dict(zip(names, row, strict=True)))
            for row in at[begin : begin + AT_ONCE].tolist()
        ]
        tasks = [_task(task, some, first=begin == 0) for task in plan.tasks]
        ran = run_all(tasks, seen_of, execution, what="first estimates", each="futures")
        if begin == 0:
            baseline = [one[0] for one in ran]
            ran = [one[1:] for one in ran]
        seen += [list(column) for column in zip(*ran, strict=True)]
        yield _bank(request, plan, settings, at[: len(seen)], seen, baseline)


def _task(task: ReplicateTask, some: Sequence[Scenario], *, first: bool) -> ReplicateTask:
    """Return a future played with some scenarios, and as the baseline the first time."""
    values = values_of(task)
    arms = [replace(arm_with(one, values), name=f"{k}") for k, one in enumerate(some)]
    return replace(task, arms=(*task.arms[:1], *arms) if first else tuple(arms))


def values_of(task: ReplicateTask) -> dict[str, Any]:
    """Return every value that was drawn for a future, the scenario's services' among them."""
    drawn = dict(task.parameters)
    for spec in task.arms[1].interventions:
        drawn |= spec[VALUES]
    return drawn


def arm_with(scenario: Scenario, values: Mapping[str, Any]) -> ArmSpec:
    """Return the arm of one future in which something of the scenario is turned, as a full run would have it."""
    own = {name: one.central for name, one in scenario.parameters.items() if one.low is None}
    return arm_of(scenario.name, scenario.interventions, {**values, **own})


def _bank(
    request: CompareRequest,
    plan: Plan,
    settings: tuple[Setting, ...],
    at: Floats,
    seen: Sequence[Sequence[Seen]],
    baseline: Sequence[Seen],
) -> Bank:
    prices = np.array([float(np.asarray(task.parameters[HOME_WEEK])) for task in plan.tasks])
    return Bank(request, settings, at, *_stacked(seen), _named([baseline]), prices)


def _stacked(seen: Sequence[Sequence[Seen]]) -> tuple[Floats, Floats, Floats]:
    """Return values, curves and pounds for homes, each with one row a point and one column a future."""

    def all_of(read: Callable[[Seen], Any]) -> Floats:
        return np.array([[read(one) for one in row] for row in seen], dtype=np.float64)

    return all_of(lambda s: s.values), all_of(lambda s: s.curve), all_of(lambda s: s.homes)


def _named(seen: Sequence[Sequence[Seen]]) -> dict[str, Floats]:
    return dict(zip(("values", "curves", "homes"), _stacked(seen), strict=True))
