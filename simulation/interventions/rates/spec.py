"""What the file of a condition on rates may say, and what a scenario may say of it."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from simulation.services.from_file import DatedFile
from simulation.services.wording import Month, OpenedCondition, Share


class ConditionFile(DatedFile):
    """Describe a condition: a change of the world that makes events more or less likely."""

    type: Literal["condition"]


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
    share: Share = 1.0
