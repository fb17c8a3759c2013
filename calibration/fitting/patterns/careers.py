"""Coming back into care, and what becomes of care leavers."""

from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np

from agents.codes import ADULT, Activity, Route, Status
from agents.lengths import QUARTER
from calibration.fitting.patterns.count import Count, Statistic, of_share
from calibration.fitting.patterns.record import Floats, Ints, Record
from simulation.outcomes.event_names import ENTRY_PROCESSES

#: Bands of the life table of returns: 3 months, 1 and 6 years after going home.
AFTER: Final = (0.0, QUARTER, 1.0, 6.0)
#: Ages of care leavers whose activity is published, as far as the model follows them.
LEAVERS: Final = {"18": (18.0, 19.0), "19_20": (19.0, 21.0)}


def returned_home(record: Record) -> tuple[Ints, Floats, Floats]:
    """Return rows of those who went home, when, and when they came back (infinity if they did not)."""
    home = record.children.of("going_home")
    again = record.children.of(*ENTRY_PROCESSES)
    order = np.lexsort((again.times, again.rows))
    rows, times = again.rows[order], again.times[order]
    # One key for (row, time): times stay far below a thousand years.
    keys = rows * 1000.0 + times
    at = np.searchsorted(keys, home.rows * 1000.0 + home.times, side="right")
    inside = np.minimum(at, max(rows.size - 1, 0))
    came = (at < rows.size) & (rows[inside] == home.rows) if rows.size else np.zeros(0, bool)
    back = np.where(came, times[inside], np.inf) if rows.size else np.full(home.rows.size, np.inf)
    return home.rows, home.times, back


def _back_within(years: float, record: Record) -> Count:
    """Count returns home that can be followed long enough, and those that ended in care again."""
    rows, left, back = returned_home(record)
    young = record.age(rows, left + years) < ADULT
    followed = young & (left + years <= record.years)
    return float((back[followed] - left[followed] <= years).sum()), float(followed.sum())


def _back_in_six(record: Record) -> Count:
    """Count by a life table of the years run: returns per child-year by time since going home."""
    rows, left, back = returned_home(record)
    earlier = np.flatnonzero(
        (record.first["status"] == Status.LEFT_CARE) & (record.first_route == Route.HOME)
    )
    again = record.children.of("re_entry")
    first_back = np.full(record.people.size, np.inf)
    np.minimum.at(first_back, again.rows, again.times)
    rows = np.concatenate([rows, earlier])
    left = np.concatenate([left, record.first["left"][earlier]])
    back = np.concatenate([back, first_back[earlier]])
    end = np.minimum(record.people["born"][rows] + ADULT, float(record.years))
    survived = 1.0
    for low, high in pairwise(AFTER):
        begin, stop = np.maximum(left + low, 0.0), np.minimum(left + high, np.minimum(end, back))
        at_risk = np.maximum(stop - begin, 0.0).sum()
        events = ((back >= left + low) & (back < left + high) & (back <= end)).sum()
        survived *= np.exp(-events / at_risk * (high - low)) if at_risk > 0 else 1.0
    return float((1.0 - survived) * rows.size), float(rows.size)


def long_in_care(record: Record, low: float = 0.0, high: float = 25.0) -> Ints:
    """Return rows of those looked after for twelve months on 31 March, in an age range."""
    rows = record.cared(0)
    age = record.age(rows, 1.0)
    long = record.snapshots[0]["entered"][rows] <= 0.0
    return np.asarray(rows[long & (age >= low) & (age < high)])


def _neet(age: tuple[float, float], record: Record) -> Count:
    last = record.snapshots[0]
    rows = np.flatnonzero(last["status"] == Status.CARE_LEAVER)
    years = record.age(rows, 1.0)
    rows = rows[(years >= age[0]) & (years < age[1])]
    return float((last["activity"][rows] == Activity.NEET).sum()), float(rows.size)


def _left_at_18(record: Record) -> Count:
    """Count those leaving a first period of care who were 18."""
    exits = record.children.in_year(0).of(
        "going_home",
        "kinship_order",
        "adoption",
        "leaving_otherwise",
        "national_transfer",
        "ageing_out",
    )
    first = exits.where(record.people["periods"][exits.rows] == 1)
    return float(first.are("ageing_out").sum()), float(first.rows.size)


def statistics() -> tuple[Statistic, ...]:
    """Return the statistics of this file."""
    return (
        of_share(
            "back/3_months",
            "Back in care 3 months after going home",
            partial(_back_within, QUARTER),
        ),
        of_share("back/1_year", "Back in care a year after going home", partial(_back_within, 1.0)),
        of_share("back/6_years", "Back in care within 6 years (life table)", _back_in_six),
        *(
            of_share(f"neet/{age}", f"Care leavers of {age} not in EET", partial(_neet, years))
            for age, years in LEAVERS.items()
        ),
        of_share("first_period/left_at_18", "Leavers of a first period who were 18", _left_at_18),
    )
