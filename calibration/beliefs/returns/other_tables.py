"""Tables beside episodes: orders, decisions and social workers, each with a start and an end."""

from typing import Final

import pandas as pd

from calibration.beliefs.returns.codes import with_role
from calibration.beliefs.returns.ledger import Ledger

Frames = dict[str, pd.DataFrame]
#: Tables with a start and an end, and their columns.
_SPANS: Final = {
    "deprivation_of_liberty": ("DOLO_START", "DOLO_END"),
    "placed_adoption": ("DATE_PLACED", "DATE_PLACED_CEASED"),
    "social_worker": ("SW_DECOM", "SW_DEC"),
}
_ORDERS: Final = "deprivation_of_liberty"
_WORKERS: Final = "social_worker"
#: From here on a social-worker episode says why it began.
_REASONS_FROM: Final = pd.Timestamp(2023, 4, 1)
_FAR: Final = pd.Timestamp(2200, 1, 1)


def check_others(frames: Frames, ledger: Ledger) -> None:
    """Reject rows whose dates cannot be, and tell what national rules ask of orders."""
    for name, (start, end) in _SPANS.items():
        frame = frames[name]
        wrong = frame.index[frame[end] < frame[start]]
        frame = ledger.reject("others_negative", frame, wrong, end)
        frames[name] = ledger.reject(
            "before_born", frame, frame.index[frame[start] < frame.born], start
        )
    workers = frames[_WORKERS]
    silent = workers.index[(workers.SW_DECOM >= _REASONS_FROM) & (workers.SW_REASON == "")]
    ledger.tell("worker_no_reason", silent, "SW_REASON")
    _orders(frames[_ORDERS], frames["episodes"], ledger)


def _orders(orders: pd.DataFrame, episodes: pd.DataFrame, ledger: Ledger) -> None:
    if orders.empty:
        return
    ordered = orders.sort_values(["child", "DOLO_START"], kind="stable")
    same = ordered.child.eq(ordered.child.shift(1))
    before = ordered.DOLO_END.shift(1)
    early = same & (before.isna() | (before > ordered.DOLO_START))
    ledger.tell("liberty_overlap", ordered.index[early], "DOLO_START", ordered.DOLO_START[early])
    last = int(episodes.year.max()) if len(episodes) else 0
    stale = orders.index[orders.DOLO_END.isna() & (orders.year < last)]
    ledger.tell("liberty_stale", stale, "DOLO_START", orders.loc[stale, "DOLO_START"])
    both = orders.reset_index(names="row").merge(
        episodes[["child", "DECOM", "DEC", "PLACE"]], on="child"
    )
    meets = (both.DOLO_END.fillna(_FAR) > both.DECOM) & (both.DEC.fillna(_FAR) > both.DOLO_START)
    odd = both[meets & ~both.PLACE.isin(with_role("PLACE", "liberty"))].row.unique()
    ledger.tell("liberty_place", pd.Index(odd), "DOLO_START")
