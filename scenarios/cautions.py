"""What a reader has to know of a scenario: what nobody knows of what it opens, and its own notes."""

from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario


def cautions_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the cautions of everything a scenario opens, then its own notes, each once."""
    opened = dict.fromkeys(str(one["kind"]) for one in scenario.interventions)
    cautions = (one for kind in opened for one in kinds()[kind].cautions)
    return tuple(dict.fromkeys((*cautions, *scenario.notes)))
