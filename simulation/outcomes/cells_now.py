"""The cells of everybody in a table at once: what the engine's own rule says of them one by one."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Activity, Status
from simulation.outcomes.cells import INDEX

type Ints = NDArray[np.int64]


def cells_now(people: Any) -> Ints:
    """Return the cells each young person is in, one bit a cell, shape (young people,).

    `simulation.outcomes.cells.occupied` is the rule; here it is read for whole columns.
    """
    status = people["status"].copy()
    cared, leaver = status == Status.LOOKED_AFTER, status == Status.CARE_LEAVER
    neet = people["activity"] == Activity.NEET
    placed = people["placement"].astype(np.int64)
    held = {
        "in_need": status == Status.IN_NEED,
        "edge_of_care": status == Status.EDGE_OF_CARE,
        "looked_after": cared,
        "care_leaver": leaver,
        "left_care": status == Status.LEFT_CARE,
        "unregistered": cared & (people["unregistered"] != 0),
        "out_of_authority": cared & (people["outside"] != 0),
        "over_20_miles": cared & (people["far"] != 0),
        "missing": cared & (people["missing"] != 0),
        "neet_in_care": cared & neet,
        "neet_care_leaver": leaver & neet,
        "substance_problem": (cared | (status == Status.EDGE_OF_CARE)) & (people["substance"] != 0),
        "waiting_for_support": people["waiting"] > 0,
        "supported": people["supported"] > 0,
    }
    cells = np.where(cared & (placed > 0), 1 << (placed - 1).clip(0), 0)
    for name, here in held.items():
        cells |= np.where(here, 1 << INDEX[name], 0)
    return np.asarray(cells, np.int64)
