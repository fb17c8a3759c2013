"""One year's figures of a council from its own return, under the names of published columns."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from agents.codes import ADULT, Placement
from agents.lengths import AGE_BANDS, MONTHS_PER_YEAR, SIXTEEN
from calibration.beliefs.own.counted_as import columns_of
from calibration.beliefs.own.exposure import (
    age_on,
    band_of,
    in_care_in,
    in_year,
    window,
    years_at_risk,
)
from calibration.beliefs.own.histories import Histories, alone_on, groups_of, on
from calibration.beliefs.returns.years import year_ends

Counts = dict[str, float]
#: Fields whose codes have a column each of those looked after, and what a code that has none counts as.
_STOCK: Final = (
    ("PLACE", "other"),
    ("LS", "legal_unknown"),
    ("CIN", "need_unknown"),
    ("PLACE_PROVIDER", "provider_unknown"),
)
#: What the column of a code of each field begins with.
_PREFIXES: Final = {
    "PLACE": "cla",
    "LS": "cla",
    "CIN": "cla",
    "PLACE_PROVIDER": "cla",
    "LS_START": "starts",
    "REC": "ceases",
    "REASON_PLACE_CHANGE": "changes",
}
#: Placements that count as many in a year.
_MANY: Final = 3
_TWICE: Final = 2
_CEASED: Final = ("under_1", "1_4", "5_9", "10_15")
_STATUS_ONLY: Final = "status_only"


def figures_of(found: Histories, year: int) -> Counts:
    """Return every column that a return tells of one year, and the child-years rates are set against."""
    frame = found.episodes
    counts = dict.fromkeys(told_columns(), 0.0)
    counts |= stock(frame, year) | starts(frame, year) | ceases(frame, year)
    counts |= changes(frame, year) | years_at_risk(frame, year)
    if found.has_missing:
        counts |= missing(found, year)
    return counts


def told_columns() -> list[str]:
    """Return the columns that a return tells by its codes."""
    return [
        f"{prefix}_{end}"
        for field, prefix in _PREFIXES.items()
        for end in sorted(set(columns_of(field).values()))
    ]


def _zeros(prefix: str, names: Mapping[str, object] | tuple[str, ...]) -> Counts:
    return {f"{prefix}_{name}": 0.0 for name in names}


def _tally(prefix: str, values: pd.Series) -> Counts:
    return {f"{prefix}_{name}": float(many) for name, many in values.value_counts().items()}


def _ages(prefix: str, frame: pd.DataFrame, days: pd.Series | pd.Timestamp) -> Counts:
    """Return those of each age band, and the unaccompanied among them."""
    band = np.minimum(band_of(age_on(frame.born, days)), len(AGE_BANDS) - 1)
    alone = alone_on(frame, days).to_numpy()
    names = pd.Series([AGE_BANDS[b] for b in band], dtype=object)
    counts = _zeros(prefix, AGE_BANDS) | _tally(prefix, names)
    counts[f"{prefix}_uasc"] = float(alone.sum())
    counts |= _zeros(f"{prefix}_uasc", AGE_BANDS) | _tally(f"{prefix}_uasc", names[alone])
    return counts


def stock(frame: pd.DataFrame, year: int) -> Counts:
    """Return those looked after on 31 March: by age, sex, need, legal status, placement, provider."""
    there, day = on(frame, year), year_ends(year)
    counts: Counts = {"cla": float(len(there)), "cla_male": float((~there.female).sum())}
    counts |= _ages("cla", there, day)
    for field, unknown in _STOCK:
        counts |= _tally("cla", groups_of(there, field, unknown))
    counts |= {
        f"cla_kind_{kind.name.lower()}": float((there.kind == kind.value).sum())
        for kind in Placement
    }
    first, _ = window(year)
    placed = frame[(frame.begins | frame.moves) & in_year(frame.DECOM, year)]
    began_there = frame[frame.DECOM.lt(first) & in_care_in(frame, year)]
    many = placed.child.value_counts().add(
        began_there.child.value_counts().clip(upper=1), fill_value=0
    )
    counts["cla_three_plus"] = float((many.reindex(there.child).fillna(0) >= _MANY).sum())
    return counts


def starts(frame: pd.DataFrame, year: int) -> Counts:
    """Return children who started to be looked after in the year, each at the first start."""
    began = frame[frame.begins & in_year(frame.DECOM, year)]
    began = began.drop_duplicates("child")
    return {
        "starts": float(len(began)),
        **_ages("starts", began, began.DECOM),
        **_tally("starts", groups_of(began.assign(LS_START=began.LS), "LS_START", "other_legal")),
    }


def ceases(frame: pd.DataFrame, year: int) -> Counts:
    """Return children who ceased to be looked after in the year, each at the last end, by reason and age."""
    left = frame[frame.leaves & in_year(frame.DEC, year)]
    left = left.drop_duplicates("child", keep="last")
    months = age_on(left.born, left.DEC)
    years = months // MONTHS_PER_YEAR
    band = band_of(months)
    names = np.where(band < len(_CEASED), np.array([*_CEASED, "", ""])[band], "17")
    names = np.where(years == int(SIXTEEN), "16", names)
    names = np.where(years >= ADULT, "18_plus", names)
    return {
        "ceases": float(len(left)),
        "ceases_uasc": float(alone_on(left, left.DEC - pd.Timedelta(days=1)).sum()),
        **_zeros("ceases", (*_CEASED, "16", "17", "18_plus")),
        **_tally("ceases", pd.Series(names, dtype=object)),
        **_tally("ceases", groups_of(left, "REC", "other")),
    }


def changes(frame: pd.DataFrame, year: int) -> Counts:
    """Return placements that began and changed in the year, by reason; and who was looked after in it."""
    within = in_year(frame.DECOM, year)
    # The reason stands on the episode before, which the change ends.
    reason = groups_of(frame, "REASON_PLACE_CHANGE").groupby(frame.child).shift(1).fillna("other")
    moved, status = frame.moves & within, frame.status_only & within
    return {
        "new_placements": float(((frame.begins & within) | moved).sum()),
        "changes_total": float(moved.sum() + status.sum()),
        f"changes_{_STATUS_ONLY}": float(status.sum()),
        **_tally("changes", reason[moved]),
        "looked_after_in_year": float(frame.child[in_care_in(frame, year)].nunique()),
    }


def missing(found: Histories, year: int) -> Counts:
    """Return missing incidents that began in the year, and the children missing."""
    _, after = window(year)
    frame = found.missing
    began = frame[in_year(frame.MIS_START, year)]
    often = began.child.value_counts()
    now = frame.MIS_START.lt(after) & (frame.MIS_END.isna() | frame.MIS_END.ge(after))
    return {
        "missing_incidents": float(len(began)),
        "children_missing": float(len(often)),
        "children_missing_twice": float((often >= _TWICE).sum()),
        "missing_31_march": float(frame.child[now].nunique()),
    }
