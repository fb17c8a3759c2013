"""What compiled rules can see of a run: the tables, what they share, and where what begins."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.lengths import MOST_YEARS
from agents.luck import SERIES
from agents.rows import (
    CarerRow,
    EnrolmentRow,
    FamilyRow,
    Floats,
    MarketRow,
    Rows,
    SiteRow,
    YoungPersonRow,
)
from simulation.process import MOST_OPTIONS

SHARED = np.dtype(
    [
        ("touched", "i8"),
        ("dropped", "i8"),
        ("acting", "i8"),  # flags of `simulation.services.acting`
        ("levers", "i8"),  # bits: on which services act
        ("choices", "i8"),  # flags of `simulation.services.acting`: which choices services lean on
        ("by_young", "i8"),  # bits: levers of theirs that services of young people act on
        ("practices", "i8"),  # they are the first rows of services
        (
            "decided_for",
            "i8",
        ),  # number of the young person whose place a person chose, and 1; 0: none
        ("decided", "i8"),  # the carer they chose
        ("tilt", "f8", (MOST_OPTIONS,)),
        ("luck", "f8", (MOST_YEARS, len(SERIES))),  # factors of `agents.synthesis.years`
    ],
    align=True,
)


class SharedRow:
    """What the rows of a run share; there is one."""

    touched: int
    dropped: int
    acting: int
    levers: int
    choices: int
    by_young: int
    practices: int
    decided_for: int
    decided: int
    tilt: Floats
    luck: Floats


class World(NamedTuple):
    """What rules can see: the tables, who has to be looked at again, and where what begins.

    Every compiled call hands all of it on, so it is kept to nine arrays. `layout` holds, one
    after the other, the first row of each kind of table, the first of `places` of each kind of
    placement, and `places`: carers' row numbers sorted by kind.
    """

    young_people: Rows[YoungPersonRow]
    families: Rows[FamilyRow]
    carers: Rows[CarerRow]
    services: Rows[SiteRow]
    markets: Rows[MarketRow]
    enrolments: Rows[EnrolmentRow]
    shared: Rows[SharedRow]
    queue: NDArray[np.int64]
    layout: NDArray[np.int64]
