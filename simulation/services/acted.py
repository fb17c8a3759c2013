"""From the effects of a file to what a site acts on, and whether there is such a lever at all."""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.codes import Member
from simulation.errors import DoorwaysError
from simulation.kinds import Kind
from simulation.names import check_name
from simulation.services.file_words import effect_name

type Acts = dict[str, tuple[float, float]]

#: Rows whose processes a member's practices reach: its own, and the young people it cares for.
REACHED = {
    Member.YOUNG_PERSON: (Kind.YOUNG_PERSON,),
    Member.FAMILY: (Kind.FAMILY, Kind.YOUNG_PERSON),
    Member.MOTHER: (Kind.FAMILY, Kind.YOUNG_PERSON),
    Member.CARER: (Kind.CARER, Kind.YOUNG_PERSON),
    Member.HOME: (Kind.CARER, Kind.YOUNG_PERSON),
}
#: A young person's services reach their family and their carer, too.
REACHED_BY_SERVICE = {**REACHED, Member.YOUNG_PERSON: (Kind.YOUNG_PERSON, Kind.FAMILY, Kind.CARER)}


def acted_on(
    name: str, effects: Sequence[Mapping[str, Any]], values: Mapping[str, Any], fidelity: float
) -> tuple[Acts, Acts, Acts]:
    """Return ratios by lever, log odds by option, and ratios during short stays.

    Each comes with the share that reaches anybody.
    """
    ratios: Acts = {}
    odds: Acts = {}
    staying: Acts = {}
    for effect in effects:
        acts_on = effect["acts_on"]
        size = float(values[effect_name(name, effect)])
        usual = odds if "/" in acts_on else ratios
        (staying if effect.get("while_staying") else usual)[acts_on] = size, fidelity
    return ratios, odds, staying


def check_levers(
    name: str, member: Member, effects: Sequence[Mapping[str, Any]], *, enrols: bool
) -> None:
    """Check that effects act, each once, on levers that their members meet.

    `enrols` says whether it is a service, which has members, or a practice or condition.

    Raises
    ------
    DoorwaysError
        When there is no such process or option, or nobody the programme has as members meets it.
    """
    # Imported here: the rules are made of what is being checked.
    from simulation.discover import model_rules

    rules = model_rules()
    kinds = {process.name: process.kind for process in rules.every}
    thing = f"effect of {name}"
    reached = (REACHED_BY_SERVICE if enrols else REACHED)[member]
    for effect in effects:
        acts_on = effect["acts_on"]
        known = rules.options if "/" in acts_on else rules.levers
        rule = (
            "There is no such option of a choice."
            if "/" in acts_on
            else "There is no such process."
        )
        check_name(
            thing, acts_on, known, rule, "'doorways services' lists what effects can act on."
        )
        if [effect_name(name, one) for one in effects].count(effect_name(name, effect)) > 1:
            raise DoorwaysError(thing, acts_on, "It is listed twice.", "Keep one of them.")
        if "/" not in acts_on and kinds[acts_on] not in reached:
            raise DoorwaysError(
                thing,
                acts_on,
                f"It happens to a {kinds[acts_on].name.lower().replace('_', ' ')}, whom a "
                f"{member.name.lower().replace('_', ' ')}'s service does not reach.",
                "Name another process, or other members.",
            )
