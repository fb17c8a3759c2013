"""What the file of a condition on rates may say, and what a scenario may say of it."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from simulation.services.file_words import (
    MOST_PARTS,
    EffectSpec,
    Line,
    MemberWord,
    Name,
    Sentence,
    Years,
)
from simulation.services.wording import Ages, Month, OpenedCondition, Strict


class ConditionFile(Strict):
    """Describe a condition: a change of the world that makes events more or less likely."""

    type: Literal["condition"]
    name: Name
    title: Line
    description: str = Field("", max_length=4000)
    member: MemberWord = "young_person"
    acts_at_ages: Ages | None = None
    years_to_full_effect: Years = 0.0
    half_life_years: Years = 0.0
    effects: list[EffectSpec] = Field(min_length=1, max_length=MOST_PARTS)
    sources: list[Sentence] = Field(default_factory=list, max_length=MOST_PARTS)


#: A scenario that opens a condition, as its file would have it.
EXAMPLE: Final[Mapping[str, Any]] = {
    "kind": "condition",
    "condition": {
        "type": "condition",
        "name": "example-condition",
        "title": "An example of a condition",
        "member": "family",
        "effects": [
            {
                "acts_on": "family_strain_rise",
                "ratio": 1.5,
                "grade": "assumed",
                "source": "An example.",
            }
        ],
    },
    "from_month": 1,
    "until_month": 18,
}


class RatesSpec(OpenedCondition):
    """Say from when to when the condition holds, and on how many it acts."""

    condition: ConditionFile
    from_month: Month = 0.0
    until_month: Month | None = None
    share: Annotated[float, Field(ge=0, le=1)] = 1.0
