"""What would be believed otherwise if what a stored run answered were asked for today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import future_of
from calibration.joint.result import Calibration
from calibration.joint.store import shipped
from scenarios.arms import arm_of, without_services
from scenarios.beliefs import shared_beliefs
from scenarios.scenario import from_toml
from scenarios.shared import shared_by
from simulation.errors import DoorwaysError
from simulation.runner.spec import ArmSpec, ReplicateTask, plain
from simulation.services.opened import VALUES


@dataclass(frozen=True)
class Moved:
    """Say what a run was given and what it would be given today; None where there is none."""

    name: str
    then: Any
    now: Any


def moved_since(experiment: Mapping[str, Any], task: ReplicateTask) -> tuple[Moved, ...] | None:
    """Return each value of a stored run that the register, the profiles or a file give otherwise today.

    None where what was asked for then cannot be asked for again: it was no comparison, drew from a
    calibration that is not shipped, or names what is no longer there.
    """
    said = experiment.get("config", {})
    try:
        today = _today(said, task)
    except (DoorwaysError, KeyError, TypeError, ValueError, StopIteration):
        return None
    before = dict(_values(task))
    now = dict(_values(today))
    names = [name for name in (*before, *now) if before.get(name) != now.get(name)]
    return tuple(Moved(name, before.get(name), now.get(name)) for name in dict.fromkeys(names))


def _today(said: Mapping[str, Any], task: ReplicateTask) -> ReplicateTask:
    """Return the task that what was asked for then gives today."""
    arms = from_toml(said["baseline"]), from_toml(said["scenario"])
    arm = next(one for one in arms if one.name == task.arms[0].name)
    council = profile(said["authority"], said["base_year"])
    central = bool(said["central"])
    beliefs = shared_beliefs(arms, central=central, calibration=_calibration(said["calibration"]))
    shared = shared_by(np.array([task.replicate]), central=central)
    values = beliefs.values(council, task.seed, 0 if central else int(shared.draws[0]))
    spec: ArmSpec = arm_of(arm.name, arm.interventions, values)
    return ReplicateTask(
        future_of(council),
        without_services(values),
        (spec,),
        task.seed,
        task.replicate,
        task.years,
        task.step_days,
    )


def _calibration(key: str | None) -> Calibration | None:
    return None if key is None else next(one for one in shipped() if one.key == key)


def _values(task: ReplicateTask) -> Iterator[tuple[str, Any]]:
    """Yield every value of a task by a name of its own, as plain data."""
    yield from ((name, plain(one)) for name, one in task.parameters.items())
    yield from ((f"council: {name}", plain(one)) for name, one in task.profile.counts.items())
    for place, spec in enumerate(task.arms[0].interventions, start=1):
        for name, one in spec.items():
            if name != VALUES:
                yield f"service {place}: {name}", plain(one)
        for name, one in spec.get(VALUES, {}).items():
            yield f"service {place}: {name}", plain(one)
