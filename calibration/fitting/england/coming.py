"""Who comes into care with whom, and when children leave it again: counts of a run."""

from typing import Final

import numpy as np

from agents.lengths import (
    AGE_BAND_COUNT,
    AGE_EDGES,
    CARE_BAND_COUNT,
    CARE_EDGES,
)
from agents.synthesis.care import CARE_ENDS
from agents.synthesis.children import AGE_ENDS
from calibration.fitting.patterns.count import by_age
from calibration.fitting.patterns.record import Floats, Record
from calibration.fitting.patterns.spells import Spells, periods
from simulation.outcomes.event_names import ENTRY_PROCESSES
from simulation.outcomes.logged import Events

#: Ways of leaving care before 18 that belong to children with families.
BEFORE_18: Final = ("going_home", "kinship_order", "leaving_otherwise", "adoption")


def of_coming(record: Record) -> dict[str, Floats]:
    """Return exits before 18 by time in care, and starts by whether on a child's own account.

    Of children with families, over all years run: exits and child-years by age and time in care,
    shape (2, 5, 9); starts, those on their own account and returns by age, shape (3, 5); brothers
    and sisters who came along by the age of the child they came with and their own, shape (5, 5).
    """
    began = record.children.of(*ENTRY_PROCESSES)
    began = began.where(record.people["uasc"][began.rows] == 0)
    back = began.of("re_entry")
    alone, along = together(record, began.of("care_entry"))
    ended = record.children.of(*BEFORE_18[:-1])
    left, with_them = together(record, ended.where(record.people["uasc"][ended.rows] == 0))
    ages = [by_age(record.age(one.rows, one.times)) for one in (began, back)]
    return {
        "time": np.array([*exits_and_years(record)]),
        "began": np.array([ages[0], alone, ages[1]]),
        "along": along,
        "left": left,
        "left_along": with_them,
    }


def exits_and_years(record: Record) -> tuple[Floats, Floats]:
    """Return exits before 18 and child-years by age and time in care, shape (5, 9) each."""
    ended = periods(record)
    ended = ended.where(record.people["uasc"][ended.rows] == 0)
    left = ended.where(ended.by(*BEFORE_18))
    exits = np.zeros((AGE_BAND_COUNT, CARE_BAND_COUNT))
    ages = np.searchsorted(AGE_EDGES, record.age(left.rows, left.ended), side="right")
    np.add.at(exits, (ages, np.searchsorted(CARE_EDGES, left.lasted, side="right")), 1.0)
    return exits, years_by_time(record, ended)


def years_by_time(record: Record, ended: Spells) -> Floats:
    """Return child-years of a run by age and time in care, shape (5, 9).

    Those of periods that ended, and of periods that had not when the run did.
    """
    last = record.years - 1
    still = record.cared(last)
    families = record.people["uasc"][still] == 0
    still, since = still[families], record.at(last, "entered")[families]
    rows = np.concatenate([ended.rows, still])
    came = np.concatenate([ended.began, since])
    until = np.concatenate([ended.ended, np.full(still.size, float(record.years))])
    born = record.people["born"][rows]
    years = np.zeros((AGE_BAND_COUNT, CARE_BAND_COUNT))
    for b in range(AGE_BAND_COUNT):
        for d in range(CARE_BAND_COUNT):
            first = np.maximum.reduce(
                [np.zeros(rows.size), came + CARE_ENDS[d], born + AGE_ENDS[b]]
            )
            end = np.minimum.reduce([until, came + CARE_ENDS[d + 1], born + AGE_ENDS[b + 1]])
            years[b, d] = np.maximum(end - first, 0.0).sum()
    return years


def together(record: Record, began: Events) -> tuple[Floats, Floats]:
    """Return who came or left on their own account by age, and who did along with them.

    Children of a family whose events are of the same moment came or left together; the first of them led.
    """
    family = record.people["family"][began.rows]
    order = np.lexsort((np.arange(family.size), began.times, family))
    family, times = family[order], began.times[order]
    ages = np.searchsorted(AGE_EDGES, record.age(began.rows[order], times), side="right")
    first = np.ones(family.size, bool)
    first[1:] = (family[1:] != family[:-1]) | (times[1:] > times[:-1])
    leader = np.maximum.accumulate(np.where(first, np.arange(family.size), 0))
    along = np.zeros((AGE_BAND_COUNT, AGE_BAND_COUNT))
    np.add.at(along, (ages[leader[~first]], ages[~first]), 1.0)
    return np.bincount(ages[first], minlength=AGE_BAND_COUNT).astype(float), along
