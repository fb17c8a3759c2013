"""Count children, periods of care, entries, exits, moves, days and missing periods, by year."""

from typing import Any, Final

import pandas as pd

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.codes import codes, groups, with_role
from calibration.beliefs.returns.years import year_ends

Frames = dict[str, pd.DataFrame]
_DAY: Final = pd.Timedelta(days=1)
_UNKNOWN: Final = "unknown"
#: Months after leaving within which coming back is counted by itself.
_SOON: Final = pd.DateOffset(months=12)


def count(frames: Frames, years: list[int]) -> dict[str, Any]:
    """Return what the returns hold, over all their years together and by year.

    Series of short breaks are left out, as official counts leave them out. A day in care is one on which
    care starts or goes on; the day on which it ends is none.
    """
    every = frames["episodes"]
    episodes = marked(every[~every.short])
    missing = frames["missing"]
    uasc = frames["uasc"]
    first, last = _start(years[0]), year_ends(years[-1])
    whole = _flows(episodes, first, last)
    return {
        "children_in_header": len(frames["header"]),
        "children": int(episodes.child.nunique()),
        "episodes": len(episodes),
        "periods_of_care": int(episodes.begins.sum()),
        **whole,
        "exits_by_reason": _exits(episodes, first, last),
        "missing_periods": _missing(missing, first, last),
        "unaccompanied_children": int(uasc.child[uasc.child.isin(episodes.child)].nunique()),
        "short_breaks": {
            "episodes": int(every.short.sum()),
            "children": int(every.child[every.short].nunique()),
            "children_with_nothing_else": int(
                (~every.child.groupby(every.child).first().isin(episodes.child)).sum()
            ),
        },
        "by_year": [_year(year, episodes, missing, uasc) for year in years],
    }


def marked(episodes: pd.DataFrame) -> pd.DataFrame:
    """Return episodes with marks: begins and ends a period, comes back, moves to another carer."""
    frame = episodes.copy()
    frame["begins"] = ~chains.joined(frame)
    goes_on = frame.DEC.eq(chains.next_start(frame))
    frame["leaves"] = frame.DEC.notna() & ~goes_on
    frame["back"] = frame.begins & frame.child.eq(frame.child.shift(1))
    frame["soon"] = frame.back & (frame.DEC.shift(1) + _SOON >= frame.DECOM)
    carer = frame.RNE.isin(with_role("RNE", "carer"))
    was_away = frame.temporary.shift(1).eq(other=True)
    frame["moves"] = ~frame.begins & carer & ~frame.temporary & ~was_away & ~frame.relabelled
    return frame


def _start(year: int) -> pd.Timestamp:
    return year_ends(year - 1) + _DAY


def _flows(episodes: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, int]:
    began = episodes.DECOM.between(first, last)
    return {
        "entries": int((episodes.begins & began).sum()),
        "re_entries": int((episodes.back & began).sum()),
        "re_entries_within_12_months": int((episodes.soon & began).sum()),
        "exits": int((episodes.leaves & episodes.DEC.between(first, last)).sum()),
        "carer_moves": int((episodes.moves & began).sum()),
    }


def _exits(episodes: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, int]:
    left = episodes[episodes.leaves & episodes.DEC.between(first, last)]
    named = left.REC.map(groups("REC")).fillna(_UNKNOWN).replace("", _UNKNOWN)
    return {str(name): int(many) for name, many in named.value_counts().sort_index().items()}


def _missing(missing: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, int]:
    kinds = missing.MISSING.map(groups("MISSING")).fillna(_UNKNOWN)
    within = missing.MIS_START.between(first, last)
    found = {f"{one.group}": 0 for one in codes("MISSING").values()}
    found |= {str(name): int(many) for name, many in kinds[within].value_counts().items()}
    days = _days(missing.MIS_START, missing.MIS_END, first, last)
    return found | {"children": int(missing.child[within].nunique()), "days": days}


def _days(begin: pd.Series, end: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Return the days from each start up to each end that lie within a window, its last day too."""
    after = last + _DAY
    ends = end.fillna(after).where(lambda day: day < after, after)
    lasted = (ends - begin.where(begin > first, first)).dt.days
    return int(lasted.clip(lower=0).sum())


def _year(
    year: int, episodes: pd.DataFrame, missing: pd.DataFrame, uasc: pd.DataFrame
) -> dict[str, Any]:
    first, last = _start(year), year_ends(year)
    there = (last >= episodes.DECOM) & (episodes.DEC.isna() | (last < episodes.DEC))
    alone = uasc[uasc.DUC.isna() | (last < uasc.DUC)]
    return {
        "year_to_31_march": year,
        "looked_after_on_31_march": int(episodes.child[there].nunique()),
        "unaccompanied_on_31_march": int(episodes.child[there].isin(alone.child).sum()),
        "days_in_care": _days(episodes.DECOM, episodes.DEC, first, last),
        **_flows(episodes, first, last),
        "missing_periods": _missing(missing, first, last),
    }
