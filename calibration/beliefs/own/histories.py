"""Episodes of a return as histories: who, how old, where, since when, after how many moves."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from calibration.beliefs.own.counted_as import counted, kinds
from calibration.beliefs.returns import chains
from calibration.beliefs.returns.children import sexes
from calibration.beliefs.returns.codes import groups, with_role
from calibration.beliefs.returns.counts import marked
from calibration.beliefs.returns.importing import Imported
from calibration.beliefs.returns.recognise import AUTHORITY
from calibration.beliefs.returns.years import ends_of, year_ends

_DAY: Final = pd.Timedelta(days=1)
#: Whether somebody counts as unaccompanied on a day needs a day to compare with.
_FAR: Final = pd.Timestamp(2200, 1, 1)
_GIRL: Final = "female"


@dataclass(frozen=True)
class Histories:
    """Hold what profiles are counted from.

    Attributes
    ----------
    episodes
        One row an episode, child by child in their order. Beside the return's columns: `begins`,
        `leaves`, `moves` as `calibration.beliefs.returns.counts` marks them; `status_only` where the
        placement changed and the carer did not; `kind` of placement; `entered` and `placed`, when the
        period of care and the placement began; `so_far`, moves in the period up to it; `period`, how
        many the child has had by then; `cut` where care began before the returns did; `until`, up to
        when the child counts as unaccompanied; `female`.
    missing
        Missing periods, those away without authorisation left out.
    years
        Years to 31 March of the returns.
    has_missing
        Whether the table of missing periods is there and more than all but empty.
    """

    episodes: pd.DataFrame
    missing: pd.DataFrame
    years: tuple[int, ...]
    has_missing: bool


def histories(
    imported: Imported, *, short_breaks: bool = False, unaccompanied: bool = True
) -> Histories:
    """Return the histories of the children of one or several returns.

    Parameters
    ----------
    short_breaks
        Whether series of short breaks count as care; official counts leave them out.
    unaccompanied
        Whether children who came alone are part of it; else they are left out of everything.
    """
    tables = imported.tables
    every, header, alone = tables["episodes"], tables["header"], tables["uasc"]
    if not short_breaks:
        every = every[~every.short]
    if not unaccompanied:
        every = every[~every.child.isin(alone.child)]
    frame = _with_past(marked(every))
    until = alone.assign(until=alone.DUC.fillna(_FAR)).set_index("child").until
    frame["until"] = until.groupby(level=0).max().reindex(frame.child).to_numpy()
    girl = pd.Series(counted(sexes(header), "SEX").eq(_GIRL).to_numpy(), index=header.child)
    frame["female"] = frame.child.map(girl).eq(other=True)
    frame["kind"] = kinds(_usual(frame, "PLACE"), _usual(frame, "PLACE_PROVIDER"))
    missing = tables["missing"]
    told = {one.rule for one in imported.ledger.of_files}
    return Histories(
        frame,
        missing[missing.MISSING.ne(_away()) & missing.child.isin(frame.child)],
        tuple(int(one["year_to_31_march"]) for one in imported.counts.get("by_year", ())),
        "missing_empty" not in told and len(missing) > 0,
    )


def _away() -> str:
    return next(code for code, group in groups("MISSING").items() if group == "away")


def _usual(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return where a child lives when not away for a time: of a temporary absence the place before it."""
    own = frame[name].where(~frame.temporary)
    return own.groupby(frame.begins.cumsum()).ffill().fillna(frame[name])


def _with_past(frame: pd.DataFrame) -> pd.DataFrame:
    """Give each episode when its period and its placement began, and what came before it."""
    period = frame.begins.cumsum()
    frame["status_only"] = (
        ~frame.begins
        & ~frame.moves
        & ~frame.temporary
        & frame.RNE.isin(with_role("RNE", "placement"))
        & ~frame.RNE.isin(with_role("RNE", "carer"))
    )
    frame["entered"] = frame.DECOM.groupby(period).transform("first")
    new = frame.begins | frame.moves
    frame["placed"] = frame.DECOM.where(new).groupby(period).ffill()
    frame["so_far"] = frame.moves.groupby(period).cumsum().astype("int64")
    frame["period"] = frame.begins.groupby(frame.child).cumsum().astype("int64")
    window = ends_of(frame.groupby(AUTHORITY).year.transform("min") - 1) + _DAY
    cut = frame.begins & (window > frame.DECOM) & ~frame.RNE.eq(chains.starts())
    frame["cut"] = cut.groupby(period).transform("first")
    return frame


def on(episodes: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the episodes that are open at the end of 31 March of a year, one a child."""
    day = year_ends(year)
    there = (day >= episodes.DECOM) & (episodes.DEC.isna() | (day < episodes.DEC))
    return episodes[there].drop_duplicates("child", keep="last")


def alone_on(frame: pd.DataFrame, days: pd.Series | pd.Timestamp) -> pd.Series:
    """Whether each child counts as unaccompanied on a day."""
    return frame.until.notna() & (frame.until > days)


def groups_of(frame: pd.DataFrame, field: str, unknown: str = "other") -> pd.Series:
    """Return under which end of a column each episode counts, by one of its codes."""
    values = _usual(frame, field) if field in ("PLACE", "PLACE_PROVIDER") else frame[field]
    return counted(values, field, unknown)
