"""What a practice's file may say, and what a scenario may say of the practice."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from simulation.services.file_words import (
    MOST_PARTS,
    CostSpec,
    EffectSpec,
    Line,
    MemberWord,
    Name,
    Sentence,
    Years,
)
from simulation.services.wording import Ages, Month, Opened, Share, Strict

Reach = Annotated[float, Field(ge=0, le=1)]


class PracticeFile(Strict):
    """Describe a practice: a change in how everybody of a kind is worked with."""

    type: Literal["practice"]
    name: Name
    title: Line
    description: str = Field("", max_length=4000)
    member: MemberWord = "family"
    acts_at_ages: Ages | None = None
    years_to_full_effect: Years = 0.0
    half_life_years: Years = 0.0
    effects: list[EffectSpec] = Field(min_length=1, max_length=MOST_PARTS)
    costs: list[CostSpec] = Field(default_factory=list, max_length=MOST_PARTS)
    sources: list[Sentence] = Field(default_factory=list, max_length=MOST_PARTS)


#: A scenario that opens a practice, as its file would have it.
EXAMPLE: Final[Mapping[str, Any]] = {
    "kind": "practice",
    "practice": {
        "type": "practice",
        "name": "example-practice",
        "title": "An example of a practice",
        "member": "family",
        "years_to_full_effect": 0.5,
        "half_life_years": 0.5,
        "effects": [
            {"acts_on": "escalation", "ratio": 0.6, "grade": "assumed", "source": "An example."}
        ],
        "costs": [{"what": "training", "pounds_a_year": 60000, "set_up": 100000}],
    },
    "from_month": 1,
    "until_month": 18,
}


class PracticeSpec(Opened):
    """Say from when to when a scenario has a practice, whom it reaches and how faithfully."""

    practice: PracticeFile
    from_month: Month = 0.0
    until_month: Month | None = None
    reach: Share = 1.0
    fidelity: Share = 1.0
