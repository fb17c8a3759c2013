"""What is found out about a young person who comes to the edge of care or into it.

Offending and problems with drugs or alcohol are followed from then on. Until then they begin and
end as for everybody of the same age and latent risk, so that those who come have as many as those
who are there.
"""

import math
from typing import Any

from agents.lengths import TEEN_EDGES
from agents.rows import YoungPersonRow
from simulation.draws import Address, stream, two_uniforms
from simulation.rule import part

_FOUND = stream("assessing/found")


@part
def lasting(age: float, risk: float, rates: Any, stop: float) -> float:
    """Return the chance that what starts and stops in adolescence is there at an age.

    Parameters
    ----------
    age
        Years.
    risk
        Multiplies the rates.
    rates
        Starts per year, under 10 and by year of age from 10, shape (9,); those under 10 are not
        counted.
    stop
        Ends per year.
    """
    share = 0.0
    for year, since in enumerate(TEEN_EDGES):
        if age <= since:
            break
        start = rates[year + 1] * risk
        settles = start / (start + stop)
        share = settles + (share - settles) * math.exp(-(start + stop) * min(age - since, 1.0))
    return share


@part
def assess(now: float, row: YoungPersonRow, p: Any, draw: Address) -> None:
    """Find out about offending and about drugs and alcohol."""
    age = now - row.born
    first, second = two_uniforms(draw, _FOUND)
    charged = lasting(age, row.risk * p.charge_share, p.arrest_hazard, p.offending_stop_hazard)
    row.offending = 1 if first < charged else 0
    using = lasting(age, row.risk, p.substance_hazard, p.substance_stop_hazard)
    row.substance = 1 if second < using else 0
