"""A scenario with some of what it opens taken out, to see what that adds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.names import hint

#: Letters a scenario's name and title may have.
_LONGEST_NAME: Final = 60
_LONGEST_TITLE: Final = 120


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
    opened = {_called(one): kinds()[one["kind"]].titled(one) for one in scenario.interventions}
    for name in wanted:
        if name not in opened:
            rule = f"{scenario.name} opens nothing of this name."
            raise DoorwaysError("without", name, rule, hint(name, opened))
    left = [one for one in scenario.interventions if _called(one) not in wanted]
    titles = " and ".join(opened[name] for name in wanted)
    return replace(
        scenario,
        name=f"{scenario.name}-without-{'-'.join(wanted)}"[:_LONGEST_NAME].rstrip("-"),
        title=f"{scenario.title}, without {titles}"[:_LONGEST_TITLE],
        interventions=tuple(left),
    )


def _called(one: Mapping[str, Any]) -> str:
    return kinds()[one["kind"]].called(one).replace("_", "-")
