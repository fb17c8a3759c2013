"""The ways a scenario reaches many councils."""

from enum import StrEnum
from typing import Final


class Design(StrEnum):
    """How a scenario reaches many councils."""

    AT_ONCE = "at-once"
    PHASED = "phased"
    STEPPED_WEDGE = "stepped-wedge"
    MATCHED = "matched"


IN_WORDS: Final = {
    Design.AT_ONCE: "all councils begin together",
    Design.PHASED: "councils begin in waves, in the order in which they were named",
    Design.STEPPED_WEDGE: "councils begin in waves that were drawn by lot",
    Design.MATCHED: "of each two like councils one, drawn by lot, begins and the other never does",
}
