"""Episodes one by one: dates that cannot be, and ends without reasons."""

from typing import Final

import pandas as pd

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.years import ends_of

#: The Children Act 1989 came into force.
_ACT: Final = pd.Timestamp(1991, 10, 14)
_ADULT: Final = pd.DateOffset(years=18)
#: The day that stands for a day of birth that is not known or not shared.
_MIDDLE: Final = 15
_DAY: Final = pd.Timedelta(days=1)


def check_rows(episodes: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return episodes whose own dates can be true."""
    frame = _reasons_without_ends(episodes, ledger)
    frame["ends"] = ends_of(frame.year)
    frame["adult"] = (frame.born + _ADULT).astype("datetime64[s]")
    early, rounded = frame.born > frame.DECOM, _rounded_birth(frame)
    ledger.tell(
        "birth_rounded", frame.index[early & rounded], "DECOM", frame.DECOM[early & rounded]
    )
    for rule, wrong in (
        ("before_birth", early & ~rounded),
        ("before_act", frame.DECOM < _ACT),
        ("after_year", frame.ends < frame.DECOM),
        ("adult_at_start", frame.adult <= frame.DECOM),
    ):
        rows = frame.index.intersection(wrong.index[wrong])
        frame = ledger.reject(rule, frame, rows, "DECOM")
    frame = ledger.reject("negative", frame, frame.index[frame.DEC < frame.DECOM], "DEC")
    frame = _ends_after_year(frame, ledger)
    frame = _adults(frame, ledger)
    return without_zero_length(chains.in_order(frame), ledger)


def without_zero_length(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Reject episodes of no length; what ended with one ends with the one before it."""
    none = frame.DEC.eq(frame.DECOM)
    zero, rest = frame[none], ledger.reject("zero_length", frame, frame.index[none], "DEC")
    if zero.empty:
        return rest
    left = zero[~zero.REC.isin(["", chains.goes_on()])]
    begins = pd.MultiIndex.from_frame(rest[["child", "DECOM"]])
    day = pd.MultiIndex.from_frame(left[["child", "DECOM"]])
    left = left[~day.isin(begins)].drop_duplicates(["child", "DECOM"], keep="last")
    last = rest.reset_index(names="row").merge(
        left[["child", "DECOM", "REC"]].rename(columns={"DECOM": "DEC", "REC": "left"}),
        on=["child", "DEC"],
    )
    last = last[chains.goes_on() == last.REC].set_index("row")
    ledger.repair("zero_length", last.index, "REC", last.REC, last.left)
    rest.loc[last.index, "REC"] = last.left
    return rest


def _rounded_birth(frame: pd.DataFrame) -> pd.Series:
    """Whether a birth may stand for its whole month, the month in which the episode begins."""
    born, begins = frame.born.dt, frame.DECOM.dt
    same = (born.year == begins.year) & (born.month == begins.month)
    rounded: pd.Series = same & (born.day == _MIDDLE)
    return rounded


def _reasons_without_ends(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    rows = frame.index[frame.DEC.isna() & (frame.REC != "")]
    ledger.repair("reason_without_end", rows, "REC", frame.loc[rows, "REC"], "")
    frame.loc[rows, "REC"] = ""
    rows = frame.index[frame.DEC.notna() & (frame.REC == "")]
    ledger.repair("end_without_reason", rows, "REC", "", "")
    return frame


def _ends_after_year(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Open what ends after its year; an end on the day after is that of another way to count."""
    after = frame.ends < frame.DEC
    next_day = after & frame.DEC.eq(frame.ends + _DAY)
    ledger.tell("end_day_after", frame.index[next_day], "DEC", frame.DEC[next_day])
    rows = frame.index[after & ~next_day]
    ledger.repair("end_after_year", rows, "DEC", frame.loc[rows, "DEC"], "")
    frame.loc[rows, "DEC"] = pd.NaT
    frame.loc[rows, "REC"] = ""
    return frame


def _adults(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """End at the 18th birthday what goes on beyond it."""
    rows = frame.index[frame.DEC.fillna(frame.ends + _DAY) > frame.adult]
    birthdays = frame.loc[rows, "adult"]
    ledger.repair("turned_18", rows, "DEC", frame.loc[rows, "DEC"], birthdays)
    frame.loc[rows, "DEC"] = birthdays
    return frame
