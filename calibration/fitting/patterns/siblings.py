"""Brothers and sisters in care: how many have some, who is apart, and how starts clump."""

from functools import partial
from typing import Final

import numpy as np

from agents.codes import Placement
from agents.lengths import AGE_EDGES
from calibration.fitting.patterns.count import AGES, Count, Statistic, of_share
from calibration.fitting.patterns.record import FOSTER, HOMES, Bools, Floats, Ints, Record
from simulation.outcomes.event_names import ENTRY_PROCESSES
from simulation.outcomes.logged import Events, placement_of

#: Kinds of a first placement by which parting is published.
FIRST_KINDS: Final = {
    "foster": FOSTER,
    "homes": HOMES,
    "supported": (Placement.SUPPORTED, Placement.LODGINGS),
}
#: Brothers and sisters in care by whose number it is published.
NUMBERS: Final = {"one": 1, "five": 5}


def groups(record: Record) -> tuple[Ints, Ints, Ints]:
    """Return who is looked after after a year and has a family: row, family, children of it in care."""
    rows = record.cared(0)
    family = record.people["family"][rows].astype(np.int64)
    rows, family = rows[family >= 0], family[family >= 0]
    size = np.bincount(family, minlength=1)[family]
    return rows, family, size


def _in_group(record: Record) -> Count:
    _, _, size = groups(record)
    return float((size > 1).sum()), float(record.cared(0).size)


def _with_none(record: Record) -> Count:
    rows, _, size = groups(record)
    beside = record.snapshots[0]["beside"][rows]
    return float(((size > 1) & (beside == 0)).sum()), float((size > 1).sum())


def _groups_split(record: Record) -> Count:
    rows, family, size = groups(record)
    apart = (size > 1) & (record.snapshots[0]["beside"][rows] < size - 1)
    return float(np.unique(family[apart]).size), float(np.unique(family[size > 1]).size)


def _groups_per_child(record: Record) -> Count:
    _, family, size = groups(record)
    return float(np.unique(family[size > 1]).size), float((size > 1).sum())


def started(record: Record) -> tuple[Events, Ints, Ints]:
    """Return each child's last start of the year, and with how many siblings in care, placed together.

    A child who starts twice in a year is counted once: what the first placement was like is kept of
    the last period of care.
    """
    own = record.children.in_year(0).of(*ENTRY_PROCESSES)
    order = np.argsort(-own.times, kind="stable")
    _, last = np.unique(own.rows[order], return_index=True)
    own = own.where(np.sort(order[last]))
    kept = record.snapshots[0]
    return own, kept["first_siblings"][own.rows], kept["first_beside"][own.rows]


def _parted(chosen: Bools, beside: Ints, siblings: Ints) -> Count:
    among = chosen & (siblings > 0)
    return float((among & (beside < siblings)).sum()), float(among.sum())


def _first_parted(record: Record) -> Count:
    own, siblings, beside = started(record)
    return _parted(np.ones(own.rows.size, bool), beside, siblings)


def _first_parted_of(number: int, record: Record) -> Count:
    _, siblings, beside = started(record)
    return _parted(siblings == number, beside, siblings)


def _first_parted_in(kinds: tuple[Placement, ...], record: Record) -> Count:
    own, siblings, beside = started(record)
    return _parted(np.isin(placement_of(own.after), kinds), beside, siblings)


def together(families: Ints, times: Floats) -> Count:
    """Return starts, and starts each counted with all of the same family and moment.

    Their ratio is one over the variance to mean of counts of such starts: 1 where all start alone.
    """
    alone = float((families < 0).sum())
    with_family = families >= 0
    pairs = np.column_stack([families[with_family], times[with_family]])
    _, size = np.unique(pairs, axis=0, return_counts=True)
    return alone + float(size.sum()), alone + float((size.astype(float) ** 2).sum())


def _clumped(record: Record) -> Count:
    own = record.children.in_year(0).of(*ENTRY_PROCESSES)
    return together(record.people["family"][own.rows].astype(np.int64), own.times)


def _clumped_aged(band: int, record: Record) -> Count:
    own = record.children.in_year(0).of(*ENTRY_PROCESSES)
    ages = record.age(own.rows, own.times)
    own = own.where(np.searchsorted(AGE_EDGES, ages, side="right") == band)
    return together(record.people["family"][own.rows].astype(np.int64), own.times)


def statistics() -> tuple[Statistic, ...]:
    """Return the statistics of this file."""
    return (
        of_share("siblings/in_group", "Looked after with a brother or sister", _in_group),
        of_share("siblings/with_none", "Of those, living with none of them", _with_none),
        of_share("siblings/groups_split", "Sibling groups not all together", _groups_split),
        of_share("siblings/groups", "Sibling groups per child in one", _groups_per_child),
        of_share(
            "siblings_first/parted", "First placed apart from a brother or sister", _first_parted
        ),
        *(
            of_share(
                f"siblings_first/{name}",
                f"First placed apart: {name} in care",
                partial(_first_parted_of, number),
            )
            for name, number in NUMBERS.items()
        ),
        *(
            of_share(
                f"siblings_first/{kind}",
                f"First placed apart: {kind}",
                partial(_first_parted_in, which),
            )
            for kind, which in FIRST_KINDS.items()
        ),
        of_share("starts_alone/all", "Starts, over variance to mean", _clumped),
        *(
            of_share(
                f"starts_alone/{AGES[band]}",
                f"Starts, over variance to mean: {AGES[band]}",
                partial(_clumped_aged, band),
            )
            for band in (3, 4)
        ),
    )
