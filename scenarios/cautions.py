"""What a reader has to know of a scenario: its own beliefs, what nobody knows of it, its own notes."""

from scenarios.believed import sentences_of
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario


def cautions_of(scenario: Scenario) -> tuple[str, ...]:
    """Return what it believes otherwise, the cautions of all it opens, and its own notes, each once."""
    opened = dict.fromkeys(str(one["kind"]) for one in scenario.interventions)
    cautions = (one for kind in opened for one in kinds()[kind].cautions)
    return tuple(dict.fromkeys((*sentences_of(scenario), *cautions, *scenario.notes)))
