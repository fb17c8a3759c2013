"""What a run shows in the detail that levels are fitted to: plain arrays that add up over councils."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from agents.codes import Placement, Route, Status
from agents.lengths import CARE_BAND_COUNT, CARE_EDGES, PLACEMENT_BAND_COUNT, PLACEMENT_EDGES, WEEK
from agents.synthesis.care import placed_groups, quarters, sooner, time_rows
from agents.synthesis.parameters import PLACED_GROUPS, QUARTERS_PAST_16, TIMED
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.kinds import FLOW_GROUPS, flow_groups
from calibration.fitting.england.coming import of_coming
from calibration.fitting.patterns import careers, flows, missing, moves, risk
from calibration.fitting.patterns.count import by_age
from calibration.fitting.patterns.record import (
    FOSTER,
    HOMES,
    SUPPORTED_OR_OTHER,
    Floats,
    Ints,
    Record,
)
from calibration.fitting.patterns.spells import placements
from simulation.outcomes.event_names import ENTRY_PROCESSES, MOVES, REQUESTED
from simulation.outcomes.logged import has, placement_of

type Counted = Mapping[str, Floats]

#: The year whose end is the start of a run.
_START: Final = -1

#: Kinds of placement that are published together; 2023-24 recoded supported into other and back.
GROUPS: Final[Mapping[str, tuple[Placement, ...]]] = {
    "foster": FOSTER,
    "homes": HOMES,
    "supported or other": SUPPORTED_OR_OTHER,
    "parents": (Placement.PARENTS,),
    "adoption": (Placement.ADOPTION,),
    "other residential": (Placement.OTHER_RESIDENTIAL,),
}
FIRST_GROUPS: Final[Mapping[str, tuple[Placement, ...]]] = {
    "kinship": (Placement.KINSHIP,),
    "unrelated": (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY),
    "homes": HOMES,
    "supported or other": SUPPORTED_OR_OTHER,
    "parents": (Placement.PARENTS,),
    "other residential": (Placement.OTHER_RESIDENTIAL,),
}
#: Ends of the published bands of placements that changed: 2 and 8 weeks, 6 months, years.
CHANGE_EDGES: Final = (2 * WEEK, 8 * WEEK, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
ROUTES: Final = {
    Route.HOME: "going_home",
    Route.KINSHIP_ORDER: "kinship_order",
    Route.ADOPTED: "adoption",
    Route.AGED_OUT: "ageing_out",
    Route.OTHER: "leaving_otherwise",
    Route.TRANSFERRED: "national_transfer",
}


def grouped(
    kinds: Ints, groups: Mapping[str, tuple[Placement, ...]], weights: Floats | None = None
) -> Floats:
    """Return how many are in each group of kinds, shape (groups,)."""
    ones = np.ones(kinds.size) if weights is None else weights
    return np.array([ones[np.isin(kinds, which)].sum() for which in groups.values()])


def banded_by_group(kinds: Ints, lasted: Floats, edges: tuple[float, ...]) -> Floats:
    """Return how many are in each group and band, shape (groups, bands)."""
    bands = np.searchsorted(np.array(edges), lasted, side="right")
    count = len(edges) + 1
    return np.array(
        [np.bincount(bands[np.isin(kinds, k)], minlength=count) for k in GROUPS.values()], float
    )


def of_placements(record: Record) -> dict[str, Floats]:
    """Return placements that ended: by group and band, asked for or planned."""
    ended = placements(record).in_year(0)
    asked = ended.where(ended.by(*REQUESTED))
    planned = ended.where(
        ended.by("placement_move", "adoption_placement", "placement_breakdown/carer_left")
    )
    edges = np.array(CHANGE_EDGES)

    def by_change(lasted: Floats) -> Floats:
        bands = np.searchsorted(edges, lasted, side="right")
        return np.bincount(bands, minlength=edges.size + 1).astype(float)

    return {
        "ended": banded_by_group(ended.kind, ended.lasted, PLACEMENT_EDGES),
        "requested": grouped(asked.kind, GROUPS),
        "planned": grouped(planned.kind, GROUPS),
        "requested_lasted": by_change(asked.lasted),
        "planned_lasted": by_change(planned.lasted),
        "requested_age": by_age(record.age(asked.rows, asked.ended)),
    }


def of_flows(record: Record) -> dict[str, Floats]:
    """Return starts of children with families by age and kind, exits by route and age, periods."""
    began = flows.starts(record, 0)
    family = record.people["uasc"][began.rows] == 0
    ended = flows.ceases(record, 0)
    exits = np.zeros((len(Route), 5))
    for route, process in ROUTES.items():
        own = ended.where(ended.by(process))
        exits[route] = by_age(record.age(own.rows, own.ended))
    bands = np.searchsorted(np.array(CARE_EDGES), ended.lasted, side="right")
    return {
        "starts": by_age(record.age(began.rows, began.times)[family]),
        "first": grouped(placement_of(began.after), FIRST_GROUPS),
        "exits": exits,
        "last": grouped(ended.kind, FIRST_GROUPS),
        "periods": np.bincount(bands, minlength=len(CARE_EDGES) + 1).astype(float),
    }


def flows_of(record: Record) -> Floats:
    """Return the counts behind `kind_flows` and child-years, over the run, shape (7, groups, kinds).

    Transfers are left out: how many there are is a council's own.
    """
    alone = record.people["uasc"]

    def by_group(rows: Ints, times: Floats, kinds: Ints) -> Floats:
        groups = flow_groups()[placed_groups(record.age(rows, times), alone[rows])]
        found = np.zeros((FLOW_GROUPS, len(Placement)))
        np.add.at(found, (groups, kinds), 1.0)
        return found

    def at(year: int) -> Floats:
        rows = record.cared(year)
        return by_group(
            rows, np.full(rows.size, year + 1.0), record.at(year, "placement").astype(np.int64)
        )

    own = record.children
    moved = own.of("placement_move", "placement_breakdown")
    ended = own.of("going_home", "kinship_order", "leaving_otherwise")
    dated = own.of("ageing_out", "adoption", "adoption_placement")
    began, came_from = own.of(*ENTRY_PROCESSES), placement_of(moved.before)
    home = came_from == Placement.CHILDRENS_HOME
    to = placement_of(moved.after)
    return np.array(
        [
            by_group(moved.rows, moved.times, came_from),
            by_group(ended.rows, ended.times, placement_of(ended.before)),
            by_group(dated.rows, dated.times, placement_of(dated.before)),
            by_group(began.rows, began.times, placement_of(began.after)),
            by_group(moved.rows[~home], moved.times[~home], to[~home]),
            by_group(moved.rows[home], moved.times[home], to[home]),
            sum((at(year - 1) + at(year)) / 2.0 for year in range(record.years)),
        ]
    )


def placed_for(record: Record) -> Floats:
    """Return how long those looked after at the end have been in their placement, by age, kind and band.

    Shape (2, rows, kinds, bands): those who moved there, and those who have been there for all their time in
    care. At the mean latent need: what it shortens is taken out.
    """
    last = record.years - 1
    rows, kinds = record.cared(last), record.at(last, "placement").astype(np.int64)
    entered, placed = (np.asarray(record.at(last, name)) for name in ("entered", "placed"))
    past = central(["synth_placed_frailty", "synth_placed_frailty_floor"])
    lasted = (record.years - placed) * sooner(record.people["frailty"][rows], past)
    found = np.zeros((2, TIMED, len(Placement), PLACEMENT_BAND_COUNT))
    bands = np.searchsorted(PLACEMENT_EDGES, lasted, side="right")
    group = time_rows(record.age(rows, float(record.years)), record.people["uasc"][rows])
    np.add.at(found, ((placed <= entered).astype(np.int64), group, kinds, bands), 1.0)
    return found


def leaning_of(record: Record, year: int) -> tuple[Floats, Floats]:
    """Return who lives in each kind at the end of a year by time in care, and by quarter past 16."""
    now, rows = year + 1.0, record.cared(year)
    kinds = record.at(year, "placement").astype(np.int64)
    ages, alone = record.age(rows, now), record.people["uasc"][rows]
    elapsed = np.searchsorted(CARE_EDGES, now - record.at(year, "entered"), side="right")
    by_time = np.zeros((TIMED, CARE_BAND_COUNT, len(Placement)))
    np.add.at(by_time, (time_rows(ages, alone), elapsed, kinds), 1.0)
    quarter = quarters(ages)
    older = quarter >= 0
    by_quarter = np.zeros((QUARTERS_PAST_16, len(Placement)))
    np.add.at(by_quarter, (quarter[older], kinds[older]), 1.0)
    return by_time, by_quarter


def of_kinds(record: Record) -> dict[str, Floats]:
    """Return who lives where on 31 March, and who came into each kind in the year before.

    Counts of children with families and of the unaccompanied stand apart; where they live is told
    by the groups that synthesis tells apart, at the end of the run; by time in care and by quarter
    past 16 at the start and at the end.
    """
    last = record.years - 1
    rows = record.cared(last)
    groups = placed_groups(record.age(rows, float(record.years)), record.people["uasc"][rows])
    placed = np.zeros((PLACED_GROUPS, len(Placement)))
    np.add.at(placed, (groups, record.at(last, "placement").astype(np.int64)), 1.0)
    by_time, by_quarter = (
        np.array(both)
        for both in zip(leaning_of(record, _START), leaning_of(record, last), strict=True)
    )
    came = record.children.of(*ENTRY_PROCESSES, *MOVES).in_year(0)
    kinds, alone = placement_of(came.after), record.people["uasc"][came.rows]
    now = record.at(0, "placement").astype(np.int64)
    here = record.people["uasc"][record.cared(0)]

    def by_kind(which: Ints, some: Ints) -> Floats:
        return np.array(
            [np.bincount(which[some == x], minlength=len(Placement)) for x in (0, 1)], float
        )

    return {
        "placed_for": placed_for(record),
        "flows": flows_of(record),
        "placed": placed,
        "by_time": by_time,
        "by_quarter": by_quarter,
        "came": by_kind(kinds, alone),
        "kinds": by_kind(now, here),
    }


def of_stock(record: Record) -> dict[str, Floats]:
    """Return numbers on 31 March by age and kind, and how many are outside or far."""
    kinds = record.at(0, "placement").astype(np.int64)
    status = record.snapshots[0]["status"]
    in_need = np.flatnonzero(np.isin(status, (Status.IN_NEED, Status.EDGE_OF_CARE)))
    in_need = in_need[record.people["arrives"][in_need] <= 1.0]
    return {
        "passed_homes": np.array([flows.passed(record, HOMES)]),
        "stock_age": by_age(record.age(record.cared(0), 1.0)),
        "mix": np.bincount(kinds, minlength=len(Placement)).astype(float),
        "outside": grouped(kinds, OUTSIDE_GROUPS, record.at(0, "outside").astype(float)),
        "inside": grouped(kinds, OUTSIDE_GROUPS, 1.0 - record.at(0, "outside")),
        "in_need": np.array([float(in_need.size)]),
        "need_age": by_age(record.age(in_need, 1.0)),
    }


#: Kinds whose share outside the authority is published.
OUTSIDE_GROUPS: Final[Mapping[str, tuple[Placement, ...]]] = {
    "kinship": (Placement.KINSHIP,),
    "unrelated": (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY),
    "homes": HOMES,
    "supported or other": SUPPORTED_OR_OTHER,
    "parents": (Placement.PARENTS,),
    "adoption": (Placement.ADOPTION,),
}


def of_missing(record: Record) -> dict[str, Floats]:
    """Return missing episodes by group and age, and the children they concern."""
    own = missing.episodes(record)
    children = np.unique(own.rows).size
    outside = float(has(own.before, "out_of_authority").sum())
    return {
        "missing_outside": np.array([own.rows.size - outside, outside]),
        "missing": grouped(placement_of(own.before), GROUPS),
        "missing_age": by_age(record.age(own.rows, own.times)),
        "missing_children": np.array([float(children)]),
    }


def of_lives(record: Record) -> dict[str, Floats]:
    """Return pairs of a count and what it is out of: justice, substances, returns, carers.

    Justice and substances are told by age, a pair a row.
    """
    names = {
        "back_3_months": "back/3_months",
        "back_1_year": "back/1_year",
    }
    lives = {one.name: one for one in careers.statistics()}
    placed = {one.name: one for one in moves.statistics()}
    pairs = {key: np.array(lives[name].count(record)) for key, name in names.items()}
    risks = {one.name: one for one in risk.statistics()}
    for what in ("convicted", "substance"):
        counts = [risks[f"{what}/{ages}"].count(record) for ages in risk.PUBLISHED]
        pairs[what] = np.array(counts)
    pairs["older_in_homes"] = np.array(risks["homes/14_17"].count(record))
    pairs["carers_left"] = np.array(placed["carers/left"].count(record))
    pairs["carers_joined"] = np.array(placed["carers/joined"].count(record))
    return pairs


def counted(record: Record) -> Counted:
    """Return everything a run shows that levels are fitted to."""
    parts = (of_flows, of_stock, of_kinds, of_coming, of_placements, of_missing, of_lives)
    return {name: value for part in parts for name, value in part(record).items()}


def together(many: list[Counted]) -> Counted:
    """Return the sum over councils."""
    return {name: np.sum([one[name] for one in many], axis=0) for name in many[0]}
