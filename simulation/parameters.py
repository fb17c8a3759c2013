"""The parameters everything in the model declares, and the check of a set of values for them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from agents.parameter import Parameter
from agents.synthesis.parameters import PARAMETERS as SYNTHESIS
from simulation.checks import SHARED, merged
from simulation.costs import PARAMETERS as COSTS
from simulation.discover import processes, services
from simulation.errors import DoorwaysError
from simulation.services.figures import PARAMETERS as SERVICES
from simulation.services.opened_sites import SOMETIMES


@cache
def rule_parameters() -> tuple[Parameter, ...]:
    """Return what the compiled rules read, sorted by name.

    Raises
    ------
    DoorwaysError
        When two declarations of one name differ.
    """
    own = [p.parameters for p in processes()]
    return tuple(sorted(merged([SHARED, *own]).values(), key=lambda p: p.name))


@cache
def service_parameters() -> tuple[Parameter, ...]:
    """Return what services declare of their own, and what they share, sorted by name.

    Raises
    ------
    DoorwaysError
        When two declarations of one name differ.
    """
    own = [SERVICES, SOMETIMES, *(s.parameters for s in services())]
    return tuple(sorted(merged(own).values(), key=lambda p: p.name))


@cache
def declared() -> tuple[Parameter, ...]:
    """Return every parameter of rules, services, synthesis and costs, sorted by name.

    Raises
    ------
    DoorwaysError
        When two declarations of one name differ.
    """
    every = merged([rule_parameters(), service_parameters(), SYNTHESIS, COSTS])
    return tuple(sorted(every.values(), key=lambda p: p.name))


def check_values(values: Mapping[str, Any]) -> None:
    """Check that there is a value inside its support for each declared parameter.

    Raises
    ------
    DoorwaysError
        When a value is missing, not of the declared shape, or outside the support.
    """
    for parameter in declared():
        if parameter.name not in values:
            raise DoorwaysError(
                "parameter", parameter.name, "It has no value.", "Add a figure to the register."
            )
        array = np.asarray(values[parameter.name], dtype=float)
        if array.size != int(np.prod(parameter.shape)):
            raise DoorwaysError(
                f"parameter {parameter.name}",
                array.shape,
                f"It has the shape {parameter.shape}.",
                "Give a value for each cell.",
            )
        if not np.all((array >= parameter.low) & (array <= parameter.high)):
            raise DoorwaysError(
                f"parameter {parameter.name}",
                values[parameter.name],
                f"It lies from {parameter.low} to {parameter.high} {parameter.unit}.",
                "Correct the figure or the scenario.",
            )
