"""Episodes that are open and should not be: never ended in a later return, or another one begins."""

from typing import Final

import pandas as pd

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.episode_rows import without_zero_length
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.recognise import AUTHORITY

_ALIKE: Final = ("RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "PL_POST")
_DAY: Final = pd.Timedelta(days=1)


def close(episodes: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return episodes of which only the last of a child in the last return is open."""
    frame = _without_replaced(episodes, ledger)
    frame = _impute(frame, ledger)
    frame = without_zero_length(frame, ledger)
    rows = frame.index[frame.DEC.isna() & chains.next_start(frame).notna()]
    ends = chains.next_start(frame)[rows]
    ledger.repair("open_not_last", rows, "DEC", "", ends)
    frame.loc[rows, "DEC"] = ends
    frame.loc[rows, "REC"] = chains.goes_on()
    return frame


def stale(frame: pd.DataFrame) -> pd.Series:
    """Whether an episode is open in a return that is not its authority's last."""
    last = frame.groupby(AUTHORITY).year.transform("max")
    return frame.DEC.isna() & (frame.year < last)


def _without_replaced(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Reject what a later return has under another start: the start was corrected."""
    left = stale(frame)
    replaced = pd.Series(data=False, index=frame.index)
    for step in (-1, 1):
        beside = frame.shift(step)
        alike = (frame[list(_ALIKE)] == beside[list(_ALIKE)]).all(axis=1)
        later = frame.child.eq(beside.child) & (beside.year > frame.year)
        replaced |= left & alike & later
    before = frame.shift(1)
    covers = before.DEC.isna() | (before.DEC > frame.DECOM)
    replaced |= left & frame.child.eq(before.child) & (before.year > frame.year) & covers
    return ledger.reject("corrected_start", frame, frame.index[replaced], "DECOM")


def _impute(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Give an end to what is open in an older return and in no later one."""
    left = stale(frame)
    begins = chains.next_start(frame)
    anew = frame.RNE.shift(-1).eq(chains.starts())
    goes_on = left & begins.notna() & ~anew
    ends = frame.ends.where(
        begins.isna(), pd.concat([frame.ends, begins - _DAY], axis=1).min(axis=1)
    )
    ends = ends.where(~goes_on, begins)[left].astype("datetime64[s]")
    ledger.repair("stale_open", ends.index, "DEC", "", ends)
    frame.loc[ends.index, "DEC"] = ends
    frame.loc[goes_on[goes_on].index, "REC"] = chains.goes_on()
    return frame
