"""Those looked after on a 31 March with nothing by which a return could be looked up: months and weeks."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from agents.codes import ADULT
from agents.lengths import MONTHS_PER_YEAR
from agents.synthesis.own_start import COLUMNS
from calibration.beliefs.own.exposure import age_on
from calibration.beliefs.own.histories import alone_on, on
from calibration.beliefs.returns.years import year_ends

_WEEK: Final = 7
#: What somebody knows of a child without having seen the return.
PLAIN: Final = ("age_months", "female")
_OLDEST: Final = ADULT * MONTHS_PER_YEAR - 1


def starting(frame: pd.DataFrame, year: int) -> dict[str, list[int]]:
    """Return those looked after on 31 March, column by column, ordered by what is held of them alone."""
    there, day = on(frame, year), year_ends(year)
    table = pd.DataFrame(
        {
            # Who turns 18 on the day after is still there, as one just under it.
            "age_months": np.minimum(age_on(there.born, day), _OLDEST),
            "female": there.female.to_numpy(),
            "alone": alone_on(there, day).to_numpy(),
            "care_weeks": _weeks(there.entered, day),
            "placed_weeks": _weeks(there.placed, day),
            "moves": there.so_far.to_numpy(),
            "periods": there.period.to_numpy(),
            "placement": there.kind.to_numpy(),
            "cut": there.cut.to_numpy(),
        }
    ).astype("int64")
    # The order of the return is lost: equal entries cannot be told apart, others by their values alone.
    table = table.sort_values(list(COLUMNS), kind="stable")
    return {name: [int(value) for value in table[name]] for name in COLUMNS}


def _weeks(since: pd.Series, day: pd.Timestamp) -> np.ndarray:
    return np.asarray((day - since).dt.days // _WEEK)


def told_apart(start: dict[str, list[int]], names: Sequence[str] = COLUMNS) -> int:
    """Return how many children nobody else shares these columns with: who knows them can find the child."""
    table = pd.DataFrame({name: start[name] for name in names})
    return int((~table.duplicated(keep=False)).sum())
