"""Who goes missing, how often, from where and for how long."""

from functools import partial
from typing import Final

import numpy as np

from agents.codes import Placement
from agents.lengths import MISSING_EDGES
from calibration.fitting.patterns.count import Count, Statistic, banded, by_age, of_count, of_share
from calibration.fitting.patterns.record import FOSTER, HOMES, SUPPORTED_OR_OTHER, Record
from simulation.outcomes.logged import Events, has, placement_of

SETTINGS: Final = {
    "foster": FOSTER,
    "homes": HOMES,
    "supported_or_other": SUPPORTED_OR_OTHER,
    "parents": (Placement.PARENTS,),
}
BANDS: Final = ("under_a_day", "1_2_days", "3_7_days", "longer")
_TEN_TO_FIFTEEN: Final = 3


def episodes(record: Record) -> Events:
    """Return the missing episodes of the first year."""
    return record.children.in_year(0).of("missing_start")


def _all(record: Record) -> float:
    return float(episodes(record).rows.size)


def _children(record: Record) -> float:
    return float(np.unique(episodes(record).rows).size)


def _more_than_once(record: Record) -> Count:
    _, often = np.unique(episodes(record).rows, return_counts=True)
    return float((often > 1).sum()), float(often.size)


def _from(kinds: tuple[Placement, ...], record: Record) -> Count:
    where = placement_of(episodes(record).before)
    return float(np.isin(where, kinds).sum()), float(where.size)


def _outside(record: Record) -> Count:
    before = episodes(record).before
    return float(has(before, "out_of_authority").sum()), float(before.size)


def _aged(record: Record) -> Count:
    own = episodes(record)
    ages = by_age(record.age(own.rows, own.times))
    return float(ages[_TEN_TO_FIFTEEN]), float(ages.sum())


def _lasted(band: int, record: Record) -> Count:
    """Count episodes that began in the year and ended by a return, by how long they lasted."""
    events = record.children.of("missing_start", "missing_end")
    order = np.lexsort((np.arange(events.rows.size), events.rows))
    own = events.where(order)
    began = own.are("missing_start")[:-1]
    back = own.are("missing_end")[1:] & (own.rows[1:] == own.rows[:-1])
    lasted = np.diff(own.times)[began & back & (own.times[:-1] < 1.0)]
    bands = banded(lasted, MISSING_EDGES)
    return float(bands[band]), float(bands.sum())


def _now(record: Record) -> float:
    """Count those missing on 31 March: gone by then and not yet back, still looked after."""
    events = record.children.where(record.children.times < 1.0)
    last = events.of(
        "missing_start",
        "missing_end",
        "going_home",
        "kinship_order",
        "ageing_out",
        "leaving_otherwise",
        "national_transfer",
    )
    _, latest = np.unique(last.rows[::-1], return_index=True)
    return float(last.where(last.rows.size - 1 - latest).are("missing_start").sum())


def statistics() -> tuple[Statistic, ...]:
    """Return the statistics of this file."""
    return (
        of_count("missing/incidents", "Missing incidents", _all),
        of_count("missing/children", "Children missing at least once", _children),
        of_count("missing/now", "Missing on 31 March", _now),
        of_share("missing/more_than_once", "Of those, more than once", _more_than_once),
        *(
            of_share(f"missing/{kind}", f"Missing incidents from: {kind}", partial(_from, which))
            for kind, which in SETTINGS.items()
        ),
        of_share("missing/outside", "Missing incidents outside the authority", _outside),
        of_share("missing/10_15", "Missing incidents at 10 to 15", _aged),
        *(
            of_share(f"missing_lasted/{band}", f"Missing for: {band}", partial(_lasted, i))
            for i, band in enumerate(BANDS)
        ),
    )
