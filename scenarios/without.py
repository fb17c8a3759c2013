"""A scenario with some of what it opens taken out, to see what that adds."""

from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.called import WITHOUT, called
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.names import hint


def without(scenario: Scenario, names: Iterable[str]) -> Scenario:
    """Return a scenario that does not open what is named; without any name, the scenario itself.

    Parameters
    ----------
    names
        What a file calls itself, or the kind of what is built in; a hyphen is as good as an underscore.

    Raises
    ------
    DoorwaysError
        When it opens nothing of the name.
    """
    wanted = {name.replace("_", "-"): None for name in names}
    if not wanted:
        return scenario
    opened = [_called(one) for one in scenario.interventions]
    for name in wanted:
        if name not in opened:
            rule = f"{scenario.name} opens nothing of this name."
            raise DoorwaysError("without", name, rule, hint(name, opened))
    left = [one for one in scenario.interventions if _called(one) not in wanted]
    suffix, words = f"-{WITHOUT}-{'-'.join(wanted)}", f" ({WITHOUT} {' and '.join(wanted)})"
    return called(scenario, suffix, words, interventions=tuple(left))


def _called(one: Mapping[str, Any]) -> str:
    return kinds()[one["kind"]].called(one).replace("_", "-")
