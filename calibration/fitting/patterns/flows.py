"""Numbers looked after, starts, and ways and times of leaving care."""

from functools import partial
from typing import Final

import numpy as np

from agents.codes import Placement
from agents.lengths import MONTH, WEEK
from calibration.fitting.patterns.count import (
    AGES,
    Count,
    Statistic,
    banded,
    by_age,
    of_count,
    of_share,
)
from calibration.fitting.patterns.record import FOSTER, HOMES, SUPPORTED_OR_OTHER, UNRELATED, Record
from calibration.fitting.patterns.spells import Spells, periods
from simulation.outcomes.logged import Events, placement_of

#: Ends of the bands of the last period of care: 8 weeks, 6 and 12 months, 2, 5 years.
PERIOD_EDGES: Final = (8 * WEEK, 6 * MONTH, 1.0, 2.0, 5.0)
PERIOD_BANDS: Final = (
    "to_8_weeks",
    "to_6_months",
    "to_1_year",
    "to_2_years",
    "to_5_years",
    "longer",
)
#: Leaving care but not England's: nobody whose care another council took over.
STAYED: Final = "Ceased before 18, not moved on"
EXIT_AGES: Final = ("under_1", "1_4", "5_9", "10_15", "16_17")
ROUTES: Final = {
    "home": ("going_home",),
    "kinship_order": ("kinship_order",),
    "adopted": ("adoption",),
    "aged_out": ("ageing_out",),
    "other": ("leaving_otherwise", "national_transfer"),
}
KINDS: Final = {
    "foster": FOSTER,
    "kinship": (Placement.KINSHIP,),
    "homes": HOMES,
    "supported_or_other": SUPPORTED_OR_OTHER,
    "parents": (Placement.PARENTS,),
    "adoption": (Placement.ADOPTION,),
    "other_residential": (Placement.OTHER_RESIDENTIAL,),
}
#: Kinds in which a first placement is compared.
FIRST_KINDS: Final = {
    "kinship": (Placement.KINSHIP,),
    "unrelated": UNRELATED,
    "homes": HOMES,
    "supported_or_other": SUPPORTED_OR_OTHER,
    "parents": (Placement.PARENTS,),
}


def starts(record: Record, year: int) -> Events:
    """Return each child's first start of care in a year, as the tables count."""
    own = record.children.in_year(year)
    outcomes = ("first", "within_12_months", "later")
    processes = ("care_entry", "unaccompanied_arrival", "re_entry")
    return own.of(*(f"{p}/{o}" for p in processes for o in outcomes))


def ceases(record: Record, year: int) -> Spells:
    """Return each child's last period of care that ended in a year."""
    ended = periods(record).in_year(year)
    order = np.argsort(-ended.ended, kind="stable")
    _, last = np.unique(ended.rows[order], return_index=True)
    return ended.where(np.sort(order[last]))


def _stock(year: int, record: Record) -> float:
    return float(record.cared(year).size)


def _stock_aged(year: int, band: int, record: Record) -> float:
    return float(by_age(record.age(record.cared(year), year + 1.0))[band])


def _stock_in(year: int, kinds: tuple[Placement, ...], record: Record) -> float:
    return float(np.isin(record.at(year, "placement"), kinds).sum())


def _stock_with(year: int, column: str, record: Record) -> float:
    return float(record.at(year, column).sum())


def _started(year: int, record: Record) -> float:
    return float(starts(record, year).rows.size)


def _started_aged(year: int, band: int, record: Record) -> float:
    own = starts(record, year)
    return float(by_age(record.age(own.rows, own.times))[band])


def _started_in(kinds: tuple[Placement, ...], record: Record) -> Count:
    first = placement_of(starts(record, 0).after)
    return float(np.isin(first, kinds).sum()), float(first.size)


def _ceased(year: int, record: Record) -> float:
    return float(ceases(record, year).rows.size)


def _ceased_by(year: int, processes: tuple[str, ...], record: Record) -> float:
    return float(ceases(record, year).by(*processes).sum())


def _ceased_aged(band: int, record: Record) -> float:
    own = ceases(record, 0)
    young = own.where(~own.by("ageing_out", "national_transfer"))
    return float(by_age(record.age(young.rows, young.ended))[band])


def _lasted(band: int, record: Record) -> Count:
    bands = banded(ceases(record, 0).lasted, PERIOD_EDGES)
    return float(bands[band]), float(bands.sum())


def _in_year(record: Record) -> float:
    return float(np.union1d(record.cared(-1), starts(record, 0).rows).size)


def passed(record: Record, kinds: tuple[Placement, ...]) -> float:
    """Return the children who lived in some kinds of placement at any time in the year."""
    before = record.cared(-1)
    there = before[np.isin(record.at(-1, "placement"), kinds)]
    own = record.children.in_year(0)
    came = own.rows[np.isin(placement_of(own.after), kinds)]
    return float(np.union1d(there, came).size)


def _passed(kinds: tuple[Placement, ...], record: Record) -> float:
    return passed(record, kinds)


def _last_in(kinds: tuple[Placement, ...], record: Record) -> Count:
    last = ceases(record, 0).kind
    return float(np.isin(last, kinds).sum()), float(last.size)


def second_year() -> tuple[Statistic, ...]:
    """Return what the second year shows, which no calibration sees."""
    later = "a year later"
    return (
        *(
            of_count(
                f"stock_second/{band}",
                f"Looked after {later}, aged {band}",
                partial(_stock_aged, 1, i),
            )
            for i, band in enumerate(AGES)
        ),
        *(
            of_count(
                f"stock_second/{kind}",
                f"Looked after {later}, placement: {kind}",
                partial(_stock_in, 1, which),
            )
            for kind, which in KINDS.items()
        ),
        of_count(
            "stock_second/outside",
            f"Placed outside the authority {later}",
            partial(_stock_with, 1, "outside"),
        ),
        of_count(
            "stock_second/far",
            f"Placed over 20 miles from home {later}",
            partial(_stock_with, 1, "far"),
        ),
        *(
            of_count(
                f"starts_second/{band}",
                f"Started {later}, aged {band}",
                partial(_started_aged, 1, i),
            )
            for i, band in enumerate(AGES)
        ),
        *(
            of_count(
                f"ceases_second/{route}",
                f"Ceased {later}: {route}",
                partial(_ceased_by, 1, which),
            )
            for route, which in ROUTES.items()
        ),
    )


def statistics() -> tuple[Statistic, ...]:
    """Return the statistics of this file."""
    return (
        of_count("stock/all", "Looked after on 31 March", partial(_stock, 0)),
        of_count("stock/all_second", "Looked after a year later", partial(_stock, 1)),
        *(
            of_count(f"stock/{band}", f"Looked after, aged {band}", partial(_stock_aged, 0, i))
            for i, band in enumerate(AGES)
        ),
        *(
            of_count(
                f"stock/{kind}", f"Looked after, placement: {kind}", partial(_stock_in, 0, which)
            )
            for kind, which in KINDS.items()
        ),
        of_count(
            "stock/outside", "Placed outside the authority", partial(_stock_with, 0, "outside")
        ),
        of_count(
            "stock/unregistered",
            "With unregistered providers",
            partial(_stock_with, 0, "unregistered"),
        ),
        of_count("stock/far", "Placed over 20 miles from home", partial(_stock_with, 0, "far")),
        of_count("in_year/all", "Looked after at any time in the year", _in_year),
        *(
            of_count(f"passed/{kind}", f"Lived there in the year: {kind}", partial(_passed, which))
            for kind, which in KINDS.items()
        ),
        of_count("starts/all", "Started to be looked after", partial(_started, 0)),
        of_count("starts/all_second", "Started in the year after", partial(_started, 1)),
        *(
            of_count(f"starts/{band}", f"Started, aged {band}", partial(_started_aged, 0, i))
            for i, band in enumerate(AGES)
        ),
        *(
            of_share(f"first/{kind}", f"First placement: {kind}", partial(_started_in, which))
            for kind, which in FIRST_KINDS.items()
        ),
        of_count("ceases/all", "Ceased to be looked after", partial(_ceased, 0)),
        of_count("ceases/all_second", "Ceased in the year after", partial(_ceased, 1)),
        *(
            of_count(f"ceases/{route}", f"Ceased: {route}", partial(_ceased_by, 0, which))
            for route, which in ROUTES.items()
        ),
        *(
            of_count(f"ceases/{age}", f"{STAYED}, aged {age}", partial(_ceased_aged, i))
            for i, age in enumerate(EXIT_AGES)
        ),
        *(
            of_share(f"last/{kind}", f"Last placement: {kind}", partial(_last_in, which))
            for kind, which in FIRST_KINDS.items()
        ),
        *(
            of_share(f"period/{band}", f"Last period of care: {band}", partial(_lasted, i))
            for i, band in enumerate(PERIOD_BANDS)
        ),
        *second_year(),
    )
