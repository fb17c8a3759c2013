"""Episodes one after another: overlaps, gaps, ends after which care goes on, and starts of care."""

from typing import Final

import numpy as np
import pandas as pd

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.codes import codes
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.recognise import AUTHORITY
from calibration.beliefs.returns.years import ends_of

#: Days between two episodes of one period of care that pass for a slip of the pen.
SMALL_GAP: Final = 7
_DAY: Final = pd.Timedelta(days=1)


def join(episodes: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return episodes of which none overlap, and whose reasons agree with their dates."""
    _cut_overlaps(episodes, ledger)
    _close_gaps(episodes, ledger)
    _agree_ends(episodes, ledger)
    _agree_starts(episodes, ledger)
    return episodes


def _cut_overlaps(frame: pd.DataFrame, ledger: Ledger) -> None:
    begins = chains.next_start(frame)
    rows = frame.index[begins < frame.DEC]
    ledger.repair("overlap", rows, "DEC", frame.loc[rows, "DEC"], begins[rows])
    frame.loc[rows, "DEC"] = begins[rows]
    other = rows[(frame.loc[rows, "REC"] != chains.goes_on()).to_numpy()]
    ledger.repair("overlap", other, "REC", frame.loc[other, "REC"], chains.goes_on())
    frame.loc[rows, "REC"] = chains.goes_on()


def _close_gaps(frame: pd.DataFrame, ledger: Ledger) -> None:
    begins = chains.next_start(frame)
    gap = (begins - frame.DEC).dt.days
    apart = (chains.goes_on() == frame.REC) & (gap > 0)
    small = frame.index[apart & (gap <= SMALL_GAP)]
    ledger.repair("gap_closed", small, "DEC", frame.loc[small, "DEC"], begins[small])
    frame.loc[small, "DEC"] = begins[small]
    _leave("gap_open", frame, apart & (gap > SMALL_GAP), ledger)


def _agree_ends(frame: pd.DataFrame, ledger: Ledger) -> None:
    begins = chains.next_start(frame)
    nothing = (chains.goes_on() == frame.REC) & frame.DEC.notna() & begins.isna()
    _leave("goes_on_to_nothing", frame, nothing, ledger)
    stayed = frame.DEC.eq(begins) & (chains.goes_on() != frame.REC)
    rows = frame.index[stayed & (frame.REC != "")]
    ledger.repair("left_and_stayed", rows, "REC", frame.loc[rows, "REC"], chains.goes_on())
    frame.loc[stayed, "REC"] = chains.goes_on()


def _leave(rule: str, frame: pd.DataFrame, which: pd.Series, ledger: Ledger) -> None:
    rows = frame.index[which]
    ledger.repair(rule, rows, "REC", frame.loc[rows, "REC"], "")
    frame.loc[rows, "REC"] = ""


def _agree_starts(frame: pd.DataFrame, ledger: Ledger) -> None:
    """Trust dates: care starts where there was none the day before, and nowhere else."""
    within = chains.joined(frame)
    start = frame.RNE.eq(chains.starts())
    first = ~frame.child.eq(frame.child.shift(1))
    window = ends_of(frame.groupby(AUTHORITY).year.transform("min") - 1) + _DAY
    edge = first & (window > frame.DECOM) & ~start
    ledger.tell("left_edge", frame.index[edge], "RNE", frame.RNE[edge])
    late = frame.index[~within & ~start & ~edge]
    ledger.repair("no_start", late, "RNE", frame.loc[late, "RNE"], chains.starts())
    frame.loc[late, "RNE"] = chains.starts()
    meant = _from_fields(frame)
    for rule, which in (
        ("start_within", within & start),
        ("reason_from_fields", within & (frame.RNE == "")),
    ):
        rows = frame.index[which]
        ledger.repair(rule, rows, "RNE", frame.loc[rows, "RNE"], meant[rows])
        frame.loc[rows, "RNE"] = meant[rows]


def _from_fields(frame: pd.DataFrame) -> pd.Series:
    """Return the reason for a new episode that what changed would give; blank when nothing did."""
    by_roles = {code.roles: name for name, code in codes("RNE").items()}
    legal, placed = chains.legal_changed(frame), chains.placement_changed(frame)
    only_legal = by_roles[frozenset({"legal"})]
    both = by_roles[frozenset({"legal", "placement", "carer"})]
    only_placed = by_roles[frozenset({"placement", "carer"})]
    meant = np.select([legal & placed, legal, placed], [both, only_legal, only_placed], "")
    return pd.Series(meant, index=frame.index, dtype=object)
