"""Whom risks fall on: how unequally children go missing, how soon again, and which flags go with it."""

from functools import partial
from typing import Final

import numpy as np

from agents.lengths import WEEK
from calibration.fitting.patterns.careers import long_in_care
from calibration.fitting.patterns.count import Count, Statistic, of_share
from calibration.fitting.patterns.missing import episodes
from calibration.fitting.patterns.record import HOMES, Ints, Record

#: The most repeated children of the studies, and within how long a first repeat is soon.
MOST: Final = 0.05
SOON: Final = 4 * WEEK
#: Ages at which convictions and substance problems are published.
PUBLISHED: Final = {"10_12": (10.0, 13.0), "13_15": (13.0, 16.0), "16_17": (16.0, 18.0)}
#: Ages at which homes are looked at.
AT_HOME: Final = {"10_13": (10.0, 14.0), "14_17": (14.0, 18.0)}


def _each(record: Record) -> Ints:
    """Return how often each child who went missing in the year did so, fewest first."""
    return np.sort(np.unique(episodes(record).rows, return_counts=True)[1])


def _by_the_most(record: Record) -> Count:
    """Count the episodes of the most repeated children; a part of a child counts in part."""
    each = _each(record)[::-1].astype(float)
    reached = np.concatenate([[0.0], np.cumsum(each)])
    return float(np.interp(MOST * each.size, np.arange(each.size + 1), reached)), float(each.sum())


def _repeats(record: Record) -> Count:
    each = _each(record)
    return float((each - 1).sum()), float(each.sum())


def _soon(record: Record) -> Count:
    """Count first repeats that came soon, of children whose first episode left them time."""
    events = record.children.of("missing_start")
    order = np.lexsort((events.times, events.rows))
    rows, times = events.rows[order], events.times[order]
    first = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    first = first[(times[first] < 1.0) & (first + 1 < rows.size)]
    again = first[(rows[first + 1] == rows[first]) & (times[first + 1] < times[first] + 1.0)]
    return float((times[again + 1] - times[again] <= SOON).sum()), float(again.size)


def _went(exploited: bool, record: Record) -> Count:
    """Count those who went missing, of those with or without a risk of exploitation in the year.

    Of all ages, as councils were asked: those without one are mostly children.
    """
    rows = np.intersect1d(record.cared(-1), record.cared(0))
    flagged = record.first["exploitation"][rows] | record.snapshots[0]["exploitation"][rows]
    rows = rows[flagged.astype(bool) == exploited]
    return float(np.isin(rows, episodes(record).rows).sum()), float(rows.size)


def _charged(ages: tuple[float, float], record: Record) -> Count:
    rows = long_in_care(record, *ages)
    charged = record.children.in_year(0).of("arrest/first_charge", "arrest/further_charge")
    return float(np.isin(rows, charged.rows).sum()), float(rows.size)


def _substance(ages: tuple[float, float], record: Record) -> Count:
    rows = long_in_care(record, *ages)
    now = record.snapshots[0]["substance"][rows] == 1
    stopped = record.children.in_year(0).of("substance_stop")
    return float((now | np.isin(rows, stopped.rows)).sum()), float(rows.size)


def _in_homes(ages: tuple[float, float], record: Record) -> Count:
    """Count those of an age who live in a children's home, of all who live in one."""
    rows = record.cared(0)
    rows = rows[np.isin(record.snapshots[0]["placement"][rows], HOMES)]
    age = record.age(rows, 1.0)
    return float(((age >= ages[0]) & (age < ages[1])).sum()), float(rows.size)


def statistics() -> tuple[Statistic, ...]:
    """Return the statistics of this file."""
    return (
        of_share("missing/repeats", "Missing incidents that were repeats", _repeats),
        of_share("missing/by_most", "Missing incidents of the most repeated 5%", _by_the_most),
        of_share("missing/soon", "First repeats within four weeks", _soon),
        of_share(
            "missing/exploited", "Went missing, at risk of exploitation", partial(_went, True)
        ),
        of_share(
            "missing/not_exploited",
            "Went missing, not at risk of exploitation",
            partial(_went, False),
        ),
        *(
            of_share(f"convicted/{age}", f"Charged in the year, aged {age}", partial(_charged, of))
            for age, of in PUBLISHED.items()
        ),
        *(
            of_share(f"substance/{age}", f"Substance problem, aged {age}", partial(_substance, of))
            for age, of in PUBLISHED.items()
        ),
        *(
            of_share(f"homes/{age}", f"Children's homes: aged {age}", partial(_in_homes, of))
            for age, of in AT_HOME.items()
        ),
    )
