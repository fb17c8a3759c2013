"""What a practice's file may say, and what a scenario may say of the practice."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import Field

from simulation.services.file_words import Costs, MemberWord
from simulation.services.from_file import DatedFile
from simulation.services.wording import Month, Opened, Share


class PracticeFile(DatedFile):
    """Describe a practice: a change in how everybody of a kind is worked with."""

    type: Literal["practice"]
    member: MemberWord = "family"
    costs: Costs = Field([])


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
