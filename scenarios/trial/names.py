"""The designs of a trial, and where its authorities come from."""

from enum import StrEnum
from typing import Final


class Design(StrEnum):
    """How authorities come to have the service."""

    STEPPED_WEDGE = "stepped-wedge"
    PARALLEL = "parallel"
    MATCHED = "matched"
    BEFORE_AFTER = "before-after"


class Pool(StrEnum):
    """Where authorities come from: any of the nation, or those a programme would let in."""

    NATIONAL = "national"
    ENTRY_RULE = "entry-rule"


IN_WORDS: Final = {
    Design.STEPPED_WEDGE: "each authority begins one step after the other, in an order drawn by lot",
    Design.PARALLEL: "half of the authorities, drawn by lot, begin together; the others never do",
    Design.MATCHED: "authorities begin together, each compared with the one most like it that never does",
    Design.BEFORE_AFTER: "authorities begin together and are compared with their own past",
}
RANDOMISED: Final = (Design.STEPPED_WEDGE, Design.PARALLEL)
