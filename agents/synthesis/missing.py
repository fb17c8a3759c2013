"""How lately those looked after went missing, at the start.

An episode makes another likely for some weeks. Were nobody to begin with one in mind, fewer would
go missing in the first months than ever after.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import RECENT_TOP
from agents.lengths import TEEN_EDGES
from agents.synthesis.columns import Columns
from agents.synthesis.inverse import negative_binomial_quantile

Floats = NDArray[np.float64]


def going_missing(people: Any, p: Mapping[str, Any]) -> Floats:
    """Return the rate a year at which young people go missing, recent episodes left out.

    As `simulation.processes.missing_start` has it, while no housemate is missing.
    """
    years = np.searchsorted(TEEN_EDGES, -people.born, side="right")
    rate = (
        np.asarray(p["missing_hazard"])[years]
        * np.asarray(p["missing_kind_ratio"])[people.placement]
    )
    rate = rate * people.roaming * float(p["local_missing"])
    rate *= np.exp(float(p["missing_behaviour"]) * people.behaviour)
    rate *= np.where(people.exploitation == 1, float(p["missing_exploited_ratio"]), 1.0)
    rate *= np.where(people.outside == 1, float(p["missing_outside_ratio"]), 1.0)
    return np.asarray(rate, dtype=float)


def give_recent(people: Any, p: Mapping[str, Any], care: slice, draws: Columns) -> None:
    """Give those looked after as many recent missing episodes as they have once that stands still.

    Episodes that come at one rate, each of which leads to others and fades by itself, are a birth
    and death process with immigration: in the long run a negative binomial number is remembered.
    """
    often, further = going_missing(people[care], p), float(p["missing_excitation"])
    forgotten = often / float(p["missing_calming_hazard"])
    u = draws.uniform("care/recent", often.size)
    people.recent[care] = negative_binomial_quantile(u, forgotten, further, RECENT_TOP)
