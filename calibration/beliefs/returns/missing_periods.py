"""Missing periods: each within a time in care, none over another."""

from typing import Final

import pandas as pd

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.years import ends_of

#: Fewer missing rows to a hundred children with episodes than this cannot be all there were.
_ALL_BUT_EMPTY: Final = 0.02
_DAY: Final = pd.Timedelta(days=1)
_SECOND: Final = "datetime64[s]"
#: Stands for the end of what is open.
_FAR: Final = pd.Timestamp(2200, 1, 1)


def check_missing(missing: pd.DataFrame, episodes: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return missing periods, clipped to the time in care each belongs to."""
    children = episodes.child.nunique()
    if children and len(missing) < _ALL_BUT_EMPTY * children:
        said = f"{len(missing)} rows to {children} children: do not calibrate on them."
        ledger.tell_file("missing_empty", "", said)
    ledger.tell("missing_no_kind", missing.index[missing.MISSING == ""], "MISSING")
    frame = ledger.reject(
        "missing_negative", missing, missing.index[missing.MIS_END < missing.MIS_START], "MIS_END"
    )
    if frame.empty:
        return frame
    frame = _end_stale(frame, int(episodes.year.max()) if len(episodes) else 0, ledger)
    frame = _within_care(frame, episodes, ledger)
    return _apart(frame, ledger)


def _end_stale(frame: pd.DataFrame, last: int, ledger: Ledger) -> pd.DataFrame:
    rows = frame.index[frame.MIS_END.isna() & (frame.year < last)]
    ends = ends_of(frame.loc[rows, "year"])
    ends = ends.where(ends > frame.loc[rows, "MIS_START"], frame.loc[rows, "MIS_START"])
    ledger.repair("missing_stale", rows, "MIS_END", "", ends)
    frame.loc[rows, "MIS_END"] = ends
    return frame


def _within_care(frame: pd.DataFrame, episodes: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    period = chains.periods(episodes)
    care = episodes.loc[period != period.shift(1), ["child", "DECOM"]].rename(
        columns={"DECOM": "began"}
    )
    care["ended"] = episodes.DEC[period != period.shift(-1)].to_numpy()
    care["until"] = care.ended.fillna(_FAR).astype(_SECOND)
    both = frame[["child", "MIS_START", "MIS_END"]].reset_index(names="row").merge(care, on="child")
    stays = both.MIS_END.fillna(_FAR)
    meets = (both.until > both.MIS_START) & ((stays > both.began) | (both.began <= both.MIS_START))
    met = both[meets].drop_duplicates("row", keep="last").set_index("row")
    frame = ledger.reject("missing_outside", frame, frame.index.difference(met.index), "MIS_START")
    met = met.loc[frame.index]
    early = frame.index[met.began > frame.MIS_START]
    ledger.repair(
        "missing_before", early, "MIS_START", frame.loc[early, "MIS_START"], met.began[early]
    )
    frame.loc[early, "MIS_START"] = met.began[early]
    late = frame.index[met.ended.notna() & (frame.MIS_END.isna() | (met.ended < frame.MIS_END))]
    ledger.repair("missing_after", late, "MIS_END", frame.loc[late, "MIS_END"], met.ended[late])
    frame.loc[late, "MIS_END"] = met.ended[late].astype(_SECOND)
    return frame


def _apart(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Make one of missing periods of one kind that overlap."""
    frame = frame.sort_values(["child", "MISSING", "MIS_START"], kind="stable")
    until = frame.MIS_END.fillna(_FAR)
    group = [frame.child, frame.MISSING]
    reach = until.groupby(group).cummax()
    before = reach.groupby(group).shift(1)
    over = before > frame.MIS_START
    if not over.any():
        return frame
    block = (~over).cumsum()
    whole = until.groupby(block).transform("max")
    ends = whole.where(whole < _FAR).astype(_SECOND)
    grown = frame.index[~over & (whole > until)]
    ledger.repair("missing_overlap", grown, "MIS_END", frame.loc[grown, "MIS_END"], ends[grown])
    frame["MIS_END"] = ends
    return ledger.reject("missing_overlap", frame, frame.index[over], "MIS_START")
