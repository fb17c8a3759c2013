"""Which values belong to what an arm opens: they travel with it, and no other arm's runs feel them."""

from collections.abc import Mapping, Sequence
from typing import Any

from calibration.beliefs.evidence.claims import as_published
from scenarios.intervention_schema import kinds
from simulation.parameters import service_parameters
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.services.figures import PARAMETERS as SHARED
from simulation.services.opened import VALUES
from simulation.services.opened_sites import read_by
from simulation.services.wording import felt


def arm_of(
    name: str, interventions: Sequence[Mapping[str, Any]], values: Mapping[str, Any]
) -> ArmSpec:
    """Return an arm whose services carry their own values.

    Parameters
    ----------
    interventions
        What the arm opens, as plain data.
    values
        Every value by name: the council's, and those of services.
    """
    carried = ({**felt(spec), VALUES: values_of(spec, values)} for spec in interventions)
    return ArmSpec(name, tuple(carried))


def values_of(spec: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values one service has in an arm: its own figures, and claims as published."""
    kind = kinds()[spec["kind"]]
    names = [one.name for one in (*SHARED, *kind.parameters, *read_by(spec))]
    own = {name: values[name] for name in (*names, *(one.name for one in kind.own(spec)))}
    if spec.get("claims") == "published":
        own |= {name: value for name, value in as_published().items() if name in own}
    return own


def without_services(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that every arm shares: all but those of services."""
    own = {parameter.name for parameter in service_parameters()}
    return {name: value for name, value in values.items() if name not in own and "/" not in name}


def value_in(task: ReplicateTask, name: str) -> Any:
    """Return a value as a task has it, whether shared or of a service in one of its arms.

    Raises
    ------
    KeyError
        When it has no such value.
    """
    opened = (spec[VALUES] for arm in task.arms for spec in arm.interventions)
    for own in opened:
        if name in own:
            return own[name]
    return task.parameters[name]
