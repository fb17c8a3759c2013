"""What a scenario believes instead of the evidence: published claims, or a belief of one's own."""

from collections.abc import Mapping
from typing import Any, Final

from calibration.beliefs.evidence.claims import HEADLINES, as_published
from calibration.beliefs.evidence.figure import Figure, Value, bounds
from calibration.beliefs.evidence.load import figure
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario
from simulation.names import some
from simulation.numbers import written
from simulation.services.opened_sites import STRENGTH

PUBLISHED: Final = "published claims"
OWN: Final = "own belief"
#: What stands where a scenario believes what the evidence says.
AS_EVIDENCE: Final = "as the evidence has it"
#: More beliefs than these are counted in a label, not named.
_NAMED: Final = 3


def labels_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the labels that stand wherever a scenario's numbers do; none when it believes the evidence."""
    own = _own(scenario)
    named = some([f"{name} = {_value(value)}" for name, value in own.items()], _NAMED)
    published = (PUBLISHED,) if taken(scenario) else ()
    return (*published, *((f"{OWN}: {named}",) if own else ()))


def sentences_of(scenario: Scenario) -> tuple[str, ...]:
    """Return what a reader has to know of beliefs that are not those of the evidence."""
    told = [_published(scenario)] if taken(scenario) else []
    if own := _own_effects(scenario):
        told.append(
            f"{scenario.title} has effects that are its writer's own belief, not what the evidence "
            f"says: {_against(own)}."
        )
    if strengths := _strengths(scenario):
        told.append(
            f"{scenario.title} takes effects as stronger or weaker than the evidence has them, its writer's "
            f"own belief: {', '.join(f'{name} {_value(value)} times' for name, value in strengths.items())}, on the log scale."
        )
    if scenario.parameters:
        set_here = {name: one.central for name, one in scenario.parameters.items()}
        told.append(
            f"{scenario.title} sets beliefs of its writer's own, in both arms: {_against(set_here)}."
        )
    return tuple(told)


def taken(scenario: Scenario) -> dict[str, Value]:
    """Return the effects a scenario takes at face value, by figure; its own beliefs stand above them."""
    own = _own_effects(scenario)
    found: dict[str, Value] = {}
    for one in scenario.interventions:
        if one.get("claims") == "published":
            names = {parameter.name for parameter in kinds()[one["kind"]].parameters}
            found |= {n: v for n, v in as_published().items() if n in names and n not in own}
    return found


def _own_effects(scenario: Scenario) -> dict[str, Any]:
    return {
        name: value
        for one in scenario.interventions
        for name, value in one.get("effects", {}).items()
    }


def _strengths(scenario: Scenario) -> dict[str, float]:
    """Return how strong effects are against what is believed, by what has them."""
    return {
        kinds()[one["kind"]].called(one): one[STRENGTH]
        for one in scenario.interventions
        if STRENGTH in one
    }


def _own(scenario: Scenario) -> dict[str, Any]:
    """Return every figure that a scenario sets, for its services and for both arms."""
    return {
        **_own_effects(scenario),
        **{f"effects of {name}": value for name, value in _strengths(scenario).items()},
        **{name: one.central for name, one in scenario.parameters.items()},
    }


def _published(scenario: Scenario) -> str:
    """Say what is taken at face value, what that supposes, and what kind of studies claim it."""
    values = taken(scenario)
    named = "; ".join(
        f"“{figure(one.claim).says}” ({one.parameter} {_value(values[one.parameter])}: {one.supposes})"
        for one in HEADLINES
        if one.parameter in values
    )
    said = (
        f"{scenario.title} takes published claims at face value: {named}. They come from studies without a comparison, so whatever would have happened anyway counts "
        "as an effect: expect less"
    )
    rest = [one for one in HEADLINES if not one.parameter]
    if rest:
        said += (
            f". {len(rest)} more headlines are of another window of the same study, or of no one "
            "effect, and are not used"
        )
    return f"{said.rstrip('.')}."


def _against(own: Mapping[str, Any]) -> str:
    """Write beliefs beside what the evidence says."""
    return "; ".join(
        f"{name} = {_value(value)} (the evidence: {_evidence(figure(name))})"
        for name, value in own.items()
    )


def _evidence(one: Figure) -> str:
    ends = bounds(one)
    if not isinstance(one.value, float | int):
        return "a table"
    if ends is None:
        return written(one.value)
    return f"{written(one.value)}, {written(ends[0])} to {written(ends[1])}"


def _value(value: Any) -> str:
    return written(value) if isinstance(value, float | int) else "a table"
