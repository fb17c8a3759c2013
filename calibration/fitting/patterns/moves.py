"""Placements that ended, moves in a year, breakdowns, and carers who left and joined."""

from functools import partial
from typing import Final

import numpy as np

from agents.codes import Opening, Placement
from agents.lengths import DAY, MONTH, TEEN
from calibration.fitting.patterns.count import Count, Statistic, banded, of_count, of_share
from calibration.fitting.patterns.record import FOSTER, HOMES, UNRELATED, Floats, Ints, Record
from calibration.fitting.patterns.spells import Spells, placements
from simulation.outcomes.event_names import ENTRY_PROCESSES, MOVES, REQUESTED
from simulation.outcomes.logged import placement_of

PLACEMENT_EDGES: Final = (8 * DAY, MONTH, 3 * MONTH, 6 * MONTH, 1.0, 2.0)
PLACEMENT_BANDS: Final = (
    "1_7_days",
    "to_1_month",
    "to_3_months",
    "to_6_months",
    "to_1_year",
    "to_2_years",
    "longer",
)
#: Wider bands for one kind of placement: to 1 and 6 months, a year, two years, longer.
KIND_EDGES: Final = (MONTH, 6 * MONTH, 1.0, 2.0)
KIND_BANDS: Final = ("to_1_month", "to_6_months", "to_1_year", "to_2_years", "longer")
BY_KIND: Final = {"foster": FOSTER, "homes": HOMES, "parents": (Placement.PARENTS,)}
#: Bands in which the tables give changes of placement by reason: 2 and 8 weeks, 6 months, years.
CHANGE_EDGES: Final = (14 * DAY, 56 * DAY, 6 * MONTH, 1.0, 2.0)
CHANGE_BANDS: Final = (
    "under_2_weeks",
    "to_8_weeks",
    "to_6_months",
    "to_1_year",
    "to_2_years",
    "longer",
)
PLANNED: Final = ("placement_move", "adoption_placement", "placement_breakdown/carer_left")
LATE: Final = 6 * MONTH
#: Adolescents in the study of foster placements that broke down: 11 to 17, with difficulties.
STUDIED: Final = (11.0, 17.0)


def _ended(record: Record) -> Spells:
    return placements(record).in_year(0)


def _lasted(band: int, record: Record) -> Count:
    bands = banded(_ended(record).lasted, PLACEMENT_EDGES)
    return float(bands[band]), float(bands.sum())


def _lasted_in(kinds: tuple[Placement, ...], band: int, record: Record) -> Count:
    ended = _ended(record)
    bands = banded(ended.where(np.isin(ended.kind, kinds)).lasted, KIND_EDGES)
    return float(bands[band]), float(bands.sum())


def _changed(outcomes: tuple[str, ...], band: int, record: Record) -> Count:
    ended = _ended(record)
    bands = banded(ended.where(ended.by(*outcomes)).lasted, CHANGE_EDGES)
    return float(bands[band]), float(bands.sum())


def _started(record: Record) -> float:
    own = record.children.in_year(0)
    return float(own.are(*ENTRY_PROCESSES, *MOVES).sum())


def _moves(record: Record) -> float:
    return float(record.children.in_year(0).are(*MOVES).sum())


def _breakdowns(record: Record) -> Spells:
    ended = _ended(record)
    return ended.where(ended.by(*REQUESTED))


def _broke_down(record: Record) -> float:
    return float(_breakdowns(record).rows.size)


def _broke_down_in(kinds: tuple[Placement, ...], record: Record) -> Count:
    broke = float(np.isin(_breakdowns(record).kind, kinds).sum())
    return broke, float(np.isin(record.at(0, "placement"), kinds).sum())


def _teens_broke_down(record: Record) -> Count:
    broke = _breakdowns(record)
    old = record.age(broke.rows, broke.ended) >= TEEN
    return float(old.sum()), float(broke.rows.size)


def in_year(record: Record, year: int) -> Ints:
    """Return placements in the year of those looked after at its end, shape (children,)."""
    counted = record.at(year, "placement_year") == year
    return np.where(counted, record.at(year, "year_placements"), 1)


def _placements(low: int, high: int, record: Record) -> Count:
    count = in_year(record, 0)
    return float(((count >= low) & (count <= high)).sum()), float(count.size)


def moved(record: Record, year: int) -> Floats:
    """Return moves in a year by row, shape (people,)."""
    own = record.children.in_year(year).of(*MOVES)
    return np.bincount(own.rows, minlength=record.people.size).astype(float)


def _two_moves(record: Record) -> Count:
    cared = record.cared(0)
    return float((moved(record, 0)[cared] >= 2).sum()), float(cared.size)


def _two_moves_both(record: Record) -> Count:
    both = np.intersect1d(record.cared(0), record.cared(1))
    often = (moved(record, 0)[both] >= 2) & (moved(record, 1)[both] >= 2)
    return float(often.sum()), float(both.size)


def _three_in_two_years(record: Record) -> Count:
    """Count three or more placements in two years among those looked after throughout."""
    rows = np.intersect1d(record.cared(-1), record.cared(1))
    rows = rows[record.snapshots[1]["entered"][rows] <= 0.0]
    held = 1 + moved(record, 0)[rows] + moved(record, 1)[rows]
    return float((held > 2).sum()), float(rows.size)


def _late_moves(record: Record) -> Count:
    ended = _ended(record)
    changes = ended.where(ended.by(*MOVES))
    return float((changes.lasted >= LATE).sum()), float(changes.rows.size)


def _teen_foster(record: Record) -> Count:
    """Count foster placements of adolescents with emotional needs that broke down within a year."""
    events = record.children.in_year(0)
    began = events.of(*ENTRY_PROCESSES, *MOVES)
    age = record.age(began.rows, began.times)
    chosen = np.isin(placement_of(began.after), UNRELATED)
    chosen &= (age >= STUDIED[0]) & (age < STUDIED[1])
    chosen &= record.people["emotional"][began.rows] == 1
    ended = placements(record)
    broke = ended.where(ended.by(*REQUESTED) & (ended.lasted <= 1.0))
    pairs = set(zip(broke.rows.tolist(), broke.began.tolist(), strict=True))
    at_risk = list(zip(began.rows[chosen].tolist(), began.times[chosen].tolist(), strict=True))
    return float(sum(one in pairs for one in at_risk)), float(len(at_risk))


def _open(record: Record, kinds: tuple[Placement, ...]) -> float:
    carers = record.carers
    own = np.isin(carers["placement"], kinds) & (carers["status"] == Opening.OPEN)
    return float(own.sum())


def _carers(process: str, record: Record) -> Count:
    own = record.of_carers.in_year(0).of(process)
    left = np.isin(record.carers["placement"][own.rows], UNRELATED)
    return float(left.sum()), _open(record, UNRELATED)


def _outside_homes(column: str, record: Record) -> Count:
    homes = np.isin(record.at(0, "placement"), HOMES)
    return float(record.at(0, column)[homes].sum()), float(homes.sum())


def statistics() -> tuple[Statistic, ...]:
    """Return the statistics of this file."""
    return (
        of_count("placements/started", "Placements started", _started),
        of_count("moves/all", "Placement changes", _moves),
        of_count("breakdowns/all", "Placements ended unplanned", _broke_down),
        *(
            of_share(
                f"breakdowns/{kind}",
                f"Ended unplanned per child placed: {kind}",
                partial(_broke_down_in, which),
            )
            for kind, which in (("foster", FOSTER), ("homes", HOMES))
        ),
        of_share("breakdowns/aged_10_plus", "Of those, aged 10 or over", _teens_broke_down),
        *(
            of_share(f"lasted/{band}", f"Ended placement lasted: {band}", partial(_lasted, i))
            for i, band in enumerate(PLACEMENT_BANDS)
        ),
        *(
            of_share(
                f"lasted_{kind}/{band}",
                f"Ended placement, {kind}: {band}",
                partial(_lasted_in, which, i),
            )
            for kind, which in BY_KIND.items()
            for i, band in enumerate(KIND_BANDS)
        ),
        *(
            of_share(
                f"{what}_lasted/{band}",
                f"Placement changes, {what}: {band}",
                partial(_changed, outcomes, i),
            )
            for what, outcomes in (("planned", PLANNED), ("requested", REQUESTED))
            for i, band in enumerate(CHANGE_BANDS)
        ),
        of_share("in_year/one", "One placement in the year", partial(_placements, 0, 1)),
        of_share("in_year/two", "Two placements in the year", partial(_placements, 2, 2)),
        of_share("in_year/three_plus", "Three or more in the year", partial(_placements, 3, 9999)),
        of_share("in_two_years/three_plus", "Three or more in two years", _three_in_two_years),
        of_share("two_moves/year", "Two or more moves in a year", _two_moves),
        of_share("two_moves/both_years", "Two or more in each of two years", _two_moves_both),
        of_share("moves/late", "Moves after six months in the placement", _late_moves),
        of_share("teen_foster/broke_down", "Foster placements of adolescents", _teen_foster),
        of_share(
            "carers/left", "Fostering households leaving in a year", partial(_carers, "carer_exit")
        ),
        of_share(
            "carers/joined", "Fostering households joining", partial(_carers, "carer_opening")
        ),
        of_share("homes/outside", "Children's homes: outside", partial(_outside_homes, "outside")),
        of_share("homes/far", "Children's homes: over 20 miles", partial(_outside_homes, "far")),
    )
