"""Counts of what was supplied, before anything was repaired: what another program would count."""

from typing import Any

import pandas as pd

from calibration.beliefs.returns import chains
from calibration.beliefs.returns.codes import with_role
from calibration.beliefs.returns.open_ends import stale

Frames = dict[str, pd.DataFrame]


def as_supplied(tables: Frames, merged: pd.DataFrame) -> dict[str, Any]:
    """Return counts of rows and of episodes as they came.

    Parameters
    ----------
    tables
        Rows of every module and return whose dates could be read.
    merged
        Episodes, each once, as the latest return has it.
    """
    rows, header = tables["episodes"], tables["header"]
    numbers = merged.groupby(["LA", "CHILD"]).ngroup()
    frame = chains.in_order(merged.assign(child=numbers))
    begins = chains.next_start(frame)
    joined = chains.joined(frame)
    alone = stale(frame)
    new_carer = frame.RNE.isin(with_role("RNE", "carer"))
    same_carer = frame.RNE.isin(with_role("RNE", "placement") - with_role("RNE", "carer"))
    open_rows = rows[rows.DEC.isna()]
    last = frame.year == frame.year.max()
    periods = int((~joined).sum())
    return {
        "episode_rows": len(rows),
        "children": int(frame.child.nunique()),
        "header_children": int(header.groupby(["LA", "CHILD"]).ngroups),
        "episodes": len(frame),
        "open_rows": len(open_rows),
        "open_rows_with_a_reason": int((open_rows.REC.str.strip() != "").sum()),
        "open_in_last_return": int((frame.DEC.isna() & last).sum()),
        "open_in_an_older_return": int(alone.sum()),
        "of_these_last_of_child": int((alone & begins.isna()).sum()),
        "overlaps": int((begins < frame.DEC).sum()),
        "periods_of_care": periods,
        "re_entries": periods - int(frame.child.nunique()),
        "steps_to_another_carer": int((joined & new_carer).sum()),
        "steps_with_the_same_carer": int((joined & same_carer).sum()),
        "missing_rows": len(tables["missing"]),
        "header_children_by_year": _by_year(header),
        "episode_children_by_year": _by_year(rows),
    }


def _by_year(rows: pd.DataFrame) -> dict[str, int]:
    children = rows[["year", "LA", "CHILD"]].drop_duplicates()
    return {str(year): int(many) for year, many in children.groupby("year").size().items()}
