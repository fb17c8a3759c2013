"""Child-years looked after within a year: by age, by setting, by time in care, by moves so far.

What happened can only be set against the time in which it could have been seen: an episode counts from
the first day of the year or its own, to the end of the year or its own, cut where a band ends.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from agents.lengths import (
    ADULTHOOD,
    AGE_BANDS,
    AGE_EDGES,
    CARE_EDGES,
    DAYS_PER_YEAR,
    MONTHS_PER_YEAR,
)
from calibration.beliefs.local.counts import ELSEWHERE, SETTINGS
from calibration.beliefs.own.histories import groups_of
from calibration.beliefs.returns.years import year_ends

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
_DAY: Final = pd.Timedelta(days=1)
#: Age bands in words.
AGES: Final = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17")
_PER_DAY: Final = np.timedelta64(1, "D")
#: Moves in a period of care, the last band open.
MOVES: Final = ("0", "1", "2", "3 or more")
#: Time in this period of care: to half a year, 1, 2, 5 years, longer.
_TIME_EDGES: Final = (CARE_EDGES[2], CARE_EDGES[3], CARE_EDGES[4], CARE_EDGES[6])
TIMES: Final = (
    "to 6 months",
    "6 to 12 months",
    "1 to 2 years",
    "2 to 5 years",
    "5 years and longer",
)


def window(year: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first day of a year to 31 March, and the day after its last."""
    return year_ends(year - 1) + _DAY, year_ends(year) + _DAY


def in_year(days: pd.Series, year: int) -> pd.Series:
    """Whether each day lies in a year to 31 March."""
    first, after = window(year)
    return days.between(first, after - _DAY)


def in_care_in(frame: pd.DataFrame, year: int) -> pd.Series:
    """Whether each episode has a day in a year."""
    first, after = window(year)
    return frame.DECOM.lt(after) & (frame.DEC.isna() | frame.DEC.gt(first))


def child_days(frame: pd.DataFrame, year: int) -> Floats:
    """Return the days of a year that each episode fills; the day on which it ends is none."""
    return _between(frame, year, None, None)


def _between(frame: pd.DataFrame, year: int, low: Days | None, high: Days | None) -> Floats:
    first, after = (np.datetime64(day, "s") for day in window(year))
    begins, ends = frame.DECOM.to_numpy(), frame.DEC.to_numpy()
    # Who has not left is there to the end; so is who leaves later.
    begins, ends = np.fmax(begins, first), np.fmin(ends, after)
    begins = begins if low is None else np.maximum(begins, low)
    ends = ends if high is None else np.minimum(ends, high)
    return np.asarray(np.maximum((ends - begins) / _PER_DAY, 0.0), dtype=float)


def _cut_at(frame: pd.DataFrame, year: int, since: pd.Series, edges: Sequence[float]) -> Floats:
    """Return days by episode and by band of the time since a day, shape (episodes, bands)."""
    months = [round(MONTHS_PER_YEAR * edge) for edge in edges]
    passed = ((since + pd.DateOffset(months=m)).to_numpy("datetime64[s]") for m in months)
    pairs = pairwise([None, *passed, None])
    return np.stack([_between(frame, year, *pair) for pair in pairs], axis=1)


def by_age(frame: pd.DataFrame, year: int) -> Floats:
    """Return days by episode and age band, shape (episodes, 5)."""
    return _cut_at(frame, year, frame.born, AGE_EDGES)


def by_time(frame: pd.DataFrame, year: int) -> Floats:
    """Return days by episode and time in this period of care, shape (episodes, times)."""
    return _cut_at(frame, year, frame.entered, _TIME_EDGES)


def by_moves(frame: pd.DataFrame, year: int) -> Floats:
    """Return days by episode and moves so far in this period of care, shape (episodes, moves)."""
    at = np.minimum(frame.so_far.to_numpy(), len(MOVES) - 1)
    return np.asarray(child_days(frame, year)[:, None] * np.eye(len(MOVES))[at])


def settings_of(frame: pd.DataFrame) -> pd.Series:
    """Return the setting of each episode, as missing episodes are told apart; other names have no rate."""
    return groups_of(frame, "PLACE").replace(dict.fromkeys(ELSEWHERE, SETTINGS[-1]))


def years_at_risk(frame: pd.DataFrame, year: int) -> dict[str, float]:
    """Return the year's child-years as columns of a profile: in all, by age band, by setting."""
    days = child_days(frame, year)
    settings = settings_of(frame).to_numpy()
    found = {"all": days.sum()}
    found |= dict(zip(AGE_BANDS, by_age(frame, year).sum(axis=0), strict=True))
    found |= {name: days[settings == name].sum() for name in SETTINGS}
    return {f"years_{name}": float(many) / DAYS_PER_YEAR for name, many in found.items()}


def age_on(born: pd.Series, days: pd.Series | pd.Timestamp) -> NDArray[np.int64]:
    """Return whole months of age on a day."""
    on = pd.Series(days, index=born.index) if isinstance(days, pd.Timestamp) else days
    months = (on.dt.year - born.dt.year) * MONTHS_PER_YEAR + on.dt.month - born.dt.month
    return np.asarray((months - (on.dt.day < born.dt.day)).clip(lower=0), dtype=np.int64)


def band_of(months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of the age band of ages in months; who is 18 has a number beyond the last."""
    edges = [round(MONTHS_PER_YEAR * edge) for edge in (*AGE_EDGES, ADULTHOOD)]
    return np.asarray(np.searchsorted(edges, months, side="right"), dtype=np.int64)


def time_band_of(months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of the band of each time in care in months."""
    edges = [round(MONTHS_PER_YEAR * edge) for edge in _TIME_EDGES]
    return np.asarray(np.searchsorted(edges, months, side="right"), dtype=np.int64)
