"""Which values belong to what an arm opens: they travel with it, and no other arm's runs feel them."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.discover import services
from simulation.parameters import service_parameters
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.services.opened import VALUES


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
    kinds = {service.name: service for service in services()}
    opened = []
    for spec in interventions:
        kind = kinds[spec["kind"]]
        names = [one.name for one in kind.parameters]
        names += [one.name for one in kind.own(spec)]
        opened.append({**spec, VALUES: {name: values[name] for name in names}})
    return ArmSpec(name, tuple(opened))


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
