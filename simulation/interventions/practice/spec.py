"""What a practice's file may say, and what a scenario may say of the practice."""

from typing import Annotated, Literal

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


class PracticeSpec(Opened):
    """Say from when to when a scenario has a practice, whom it reaches and how faithfully."""

    practice: PracticeFile
    from_month: Month = 0.0
    until_month: Month | None = None
    reach: Share = 1.0
    fidelity: Share = 1.0
