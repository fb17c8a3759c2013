"""What episodes say beyond their dates: need, age, provider, postcode, temporary and short stays."""

import re
from typing import Final

import numpy as np
import pandas as pd

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.codes import codes, with_role
from calibration.beliefs.returns.ledger import Ledger

_POSTCODE: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
#: A postcode without its last letters, as regional exports share it.
_SECTOR: Final = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d")
_POSTS: Final = ("HOME_POST", "PL_POST")


def check_meanings(frame: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return episodes with one need a period, providers that can be, and what counts marked.

    Adds the columns `short` (of a series of short breaks), `temporary` (an absence that is no move) and
    `relabelled` (another code for the same place).
    """
    frame["short"] = chains.is_short_break(frame)
    _one_need(frame, ledger)
    _ages(frame, ledger)
    _temporary(frame, ledger)
    _short_breaks(frame, ledger)
    _providers(frame, ledger)
    _postcodes(frame, ledger)
    _reasons(frame, ledger)
    _reasons_to_move(frame, ledger)
    return frame


def _one_need(frame: pd.DataFrame, ledger: Ledger) -> None:
    first = frame.groupby(chains.periods(frame)).CIN.transform("first")
    rows = frame.index[(first != frame.CIN) & (frame.CIN != "") & (first != "")]
    ledger.repair("need_changes", rows, "CIN", frame.loc[rows, "CIN"], first[rows])
    frame.loc[rows, "CIN"] = first[rows]


def _ages(frame: pd.DataFrame, ledger: Ledger) -> None:
    birthday = frame.DECOM.dt.month * 100 + frame.DECOM.dt.day
    born = frame.born.dt.month * 100 + frame.born.dt.day
    age = (frame.DECOM.dt.year - frame.born.dt.year - (birthday < born)).clip(lower=0)
    for name in ("PLACE", "LS"):
        least = frame[name].map({one.code: one.least_age for one in codes(name).values()})
        rows = frame.index[age < least.fillna(0)]
        ledger.tell("young_for", rows, name, frame.loc[rows, name])


def _temporary(frame: pd.DataFrame, ledger: Ledger) -> None:
    away = frame.PLACE.isin(with_role("PLACE", "temporary"))
    most = frame.PLACE.map({c.code: c.most_days or np.inf for c in codes("PLACE").values()})
    long = away & ((frame.DEC - frame.DECOM).dt.days > most)
    period = chains.periods(frame)
    first = period != period.shift(1)
    last = (period != period.shift(-1)) & frame.DEC.notna()
    home = (frame.PLACE + " " + frame.PL_POST).where(~away)
    before = home.groupby(period).ffill()
    after = home.groupby(period).bfill()
    gone = away & before.notna() & after.notna() & (before != after)
    for rule, which in (
        ("temporary_long", long),
        ("temporary_at_edge", away & (first | last)),
        ("temporary_no_return", gone),
    ):
        ledger.tell(rule, frame.index[which], "PLACE", frame.PLACE[which])
        away = away & ~which
    frame["temporary"] = away


def _short_breaks(frame: pd.DataFrame, ledger: Ledger) -> None:
    short = frame.short
    ledger.tell("short_breaks", frame.index[short], "LS", frame.LS[short])
    mixed = chains.joined(frame) & (short != short.shift(1))
    ledger.tell("short_mixed", frame.index[mixed], "LS", frame.LS[mixed])
    for name in _POSTS:
        given = short & (frame[name] != "")
        ledger.tell("short_postcode", frame.index[given], name)


def _providers(frame: pd.DataFrame, ledger: Ledger) -> None:
    allowed = {one.code: one.providers for one in codes("PLACE").values()}
    pairs = frame.PLACE + " " + frame.PLACE_PROVIDER
    met = pairs.map({pair: _provider(pair, allowed) for pair in pairs.unique()})
    for rule in ("provider_not_wanted", "provider_missing", "provider_impossible"):
        rows = frame.index[met == rule]
        ledger.repair(rule, rows, "PLACE_PROVIDER", frame.loc[rows, "PLACE_PROVIDER"], "")
        frame.loc[rows, "PLACE_PROVIDER"] = ""


def _provider(pair: str, allowed: dict[str, frozenset[str]]) -> str:
    """Return the rule that a placement and its provider break, if any."""
    place, _, provider = pair.partition(" ")
    if not place:
        return ""
    if not allowed[place]:
        return "provider_not_wanted" if provider else ""
    if not provider:
        return "provider_missing"
    return "" if provider in allowed[place] else "provider_impossible"


def _postcodes(frame: pd.DataFrame, ledger: Ledger) -> None:
    for name in _POSTS:
        met = frame[name].map({one: _postcode(one) for one in frame[name].unique()})
        for rule in ("postcode_invalid", "postcode_short"):
            rows = frame.index[met == rule]
            ledger.tell(rule, rows, name, frame.loc[rows, name])
        blank = frame.index[(frame[name] == "") & ~frame.short]
        ledger.tell("postcode_missing", blank, name)


def _postcode(text: str) -> str:
    """Return the rule that a postcode breaks, if any."""
    if not text or _POSTCODE.fullmatch(text):
        return ""
    return "postcode_short" if _SECTOR.fullmatch(text) else "postcode_invalid"


def _reasons(frame: pd.DataFrame, ledger: Ledger) -> None:
    """Compare the reason for a new episode with what changed; mark new codes for the same place."""
    within = chains.joined(frame) & (frame.RNE != "")
    roles = {name: code.roles for name, code in codes("RNE").items()}
    legal = frame.RNE.map({name: "legal" in one for name, one in roles.items()}).eq(other=True)
    placed = frame.RNE.map({name: "placement" in one for name, one in roles.items()}).eq(other=True)
    differs = (legal != chains.legal_changed(frame)) | (placed != chains.placement_changed(frame))
    rows = frame.index[within & differs]
    ledger.tell("reason_against_fields", rows, "RNE", frame.loc[rows, "RNE"])
    pairs = {(c.code, new) for c in codes("PLACE").values() for new in c.becomes}
    turned = pd.MultiIndex.from_arrays([frame.PLACE.shift(1), frame.PLACE]).isin(pairs)
    same = (frame.PL_POST.shift(1) == frame.PL_POST) & (frame.PL_POST != "")
    frame["relabelled"] = within & turned & same
    ledger.tell("relabelled", frame.index[frame.relabelled], "PLACE", frame.PLACE[frame.relabelled])


def _reasons_to_move(frame: pd.DataFrame, ledger: Ledger) -> None:
    """Look for reasons to change placement, which stand on the episode that ceases."""
    away = frame.PLACE.isin(with_role("PLACE", "temporary"))
    next_joined = frame.DEC.eq(chains.next_start(frame))
    moves = next_joined & frame.RNE.shift(-1).isin(with_role("RNE", "placement"))
    beside = away | (next_joined & away.shift(-1).eq(other=True))
    given = frame.REASON_PLACE_CHANGE != ""
    silent = frame.index[moves & ~beside & ~given & ~frame.short]
    ledger.tell("move_without_reason", silent, "REASON_PLACE_CHANGE")
    odd = frame.index[given & (frame.DEC.isna() | beside)]
    ledger.tell("reason_without_move", odd, "REASON_PLACE_CHANGE", frame.REASON_PLACE_CHANGE[odd])
