"""Find rows that are the same row again: within a return, and in a later one that replaces it."""

from typing import Final

import pandas as pd

from calibration.beliefs.returns.layout import Module
from calibration.beliefs.returns.ledger import Ledger
from calibration.beliefs.returns.reading import Table
from calibration.beliefs.returns.recognise import AUTHORITY, YEAR

#: What a later return may not change without a word (national rules 503A to 503J).
_FIXED: Final = ("RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "URN")
_END: Final = "DEC"


def together(tables: list[Table], module: Module, ledger: Ledger) -> pd.DataFrame:
    """Return the rows of one module of all returns, each row once, with the latest values."""
    frames = [table.frame for table in tables if table.module is module]
    if not frames:
        return nothing(module)
    frame = pd.concat([nothing(module), *frames])
    key = [AUTHORITY, *module.key]
    frame = _once_a_return(frame, module, ["year", *key], ledger)
    if module.repeats != "latest":
        return frame
    frame = frame.sort_values("year", kind="stable")
    older = frame.duplicated(key, keep="last")
    _tell_corrections(frame, module, key, ledger)
    return ledger.reject("replaced", frame, frame.index[older], "")


def nothing(module: Module) -> pd.DataFrame:
    """Return a table of a module with no rows."""
    kept = [name for name in module.columns if name not in module.of_kind("dropped")]
    empty = pd.DataFrame(columns=[*kept, AUTHORITY, YEAR], dtype=object)
    for name in module.of_kind("date"):
        empty[name] = pd.Series(dtype="datetime64[s]")
    empty["year"] = pd.Series(dtype="int64")
    empty.index = pd.Index([], dtype="int64")
    return empty


def _once_a_return(
    frame: pd.DataFrame, module: Module, key: list[str], ledger: Ledger
) -> pd.DataFrame:
    whole = [name for name in (*key, *module.columns) if name in frame]
    whole = list(dict.fromkeys(whole))
    twice = frame.duplicated(key, keep=False)
    if not twice.any():
        return frame
    some = frame[twice]
    same = some.index[some.duplicated(whole, keep="first")]
    frame = ledger.reject("same_row", frame, same, module.key[-1])
    some = frame[frame.duplicated(key, keep=False)]
    if _END in some:
        some = some.assign(_ended=some[_END].notna()).sort_values("_ended", kind="stable")
    other = some.index[some.duplicated(key, keep="last")]
    rule = "header_twice" if module.key == ("CHILD",) else "same_key"
    return ledger.reject(rule, frame, other, module.key[-1])


def _tell_corrections(frame: pd.DataFrame, module: Module, key: list[str], ledger: Ledger) -> None:
    """Tell where a later return gives other values than the one before it."""
    watched = {"episodes": _FIXED, "header": ("DOB",)}.get(module.name, ())
    rule = "born_changed" if module.name == "header" else "corrected"
    if not watched or frame.empty:
        return
    ordered = frame.sort_values([*key, "year"], kind="stable")
    number = ordered.groupby(key, sort=False, dropna=False).ngroup()
    again = (number == number.shift(-1)).to_numpy()
    for name in watched:
        later = ordered[name].shift(-1)
        differs = again & (ordered[name] != later).to_numpy()
        if name != "DOB":
            differs &= ((ordered[name] != "") | (later != "")).to_numpy()
        rows = ordered.index[differs]
        ledger.tell(rule, rows, name, ordered.loc[rows, name], later[rows])
