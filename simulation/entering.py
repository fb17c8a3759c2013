"""Starting and ending a period of care: what every way in and every way out has in common."""

import math
from enum import auto
from typing import Any

from agents.codes import Activity, Legal, Placement, Route, Status
from agents.lengths import AGE_BAND_COUNT, ONE_YEAR, SIXTEEN
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.assessing import assess
from simulation.bands import age_band, aged, year_of
from simulation.draws import Address, stream, uniform
from simulation.placing import IS_HOME, place
from simulation.placing_options import FIRST
from simulation.process import Outcome
from simulation.rule import part, rule
from simulation.services.enrolling import leave_services
from simulation.siblings import count_in_care, give_up_place, note_first_placement
from simulation.tables import World
from simulation.years import EXITS, luck


class Entry(Outcome):
    """How an entry is counted: the first start of the year by its past, or a further one in it.

    `BACK_IN_YEAR` follows the first period ever, begun this year, so that no return of this child
    has been counted yet: it adds to re-entries, though not to the year's children starting.
    """

    FIRST = auto()
    WITHIN_12_MONTHS = auto()
    LATER = auto()
    AGAIN_IN_YEAR = auto()
    BACK_IN_YEAR = auto()


class Exit(Outcome):
    """Whether an exit is the child's first of the year; the national tables count the last only."""

    FIRST_IN_YEAR = auto()
    AGAIN_IN_YEAR = auto()


FIRST_EVER, BACK_SOON, BACK_LATER = (
    int(Entry.FIRST),
    int(Entry.WITHIN_12_MONTHS),
    int(Entry.LATER),
)
STARTED_AGAIN, BACK_IN_YEAR = int(Entry.AGAIN_IN_YEAR), int(Entry.BACK_IN_YEAR)
FIRST_IN_YEAR, AGAIN_IN_YEAR = int(Exit.FIRST_IN_YEAR), int(Exit.AGAIN_IN_YEAR)
IN_NEED, LOOKED_AFTER, GONE = int(Status.IN_NEED), int(Status.LOOKED_AFTER), int(Status.GONE)
LEGALS = len(Legal)
TOO_YOUNG, IN_EET, NEET = int(Activity.TOO_YOUNG), int(Activity.IN_EET), int(Activity.NEET)
#: The choice of a way out of care before 18: one option for each process that is one.
ROUTE = "route"
NO_ROUTE, NO_PLACEMENT = int(Route.NONE), int(Placement.NONE)
_LEGAL = stream("entering/legal")
_ACTIVITY = stream("entering/activity")

PARAMETERS = (
    Parameter(
        "legal_share",
        "share",
        0,
        1,
        "Legal basis of starts by age band; rows sum to 1.",
        (AGE_BAND_COUNT, LEGALS),
    ),
    Parameter(
        "exit_home_ratio", "ratio", 0, 10, "Leaving care before 18, out of a children's home."
    ),
    Parameter(
        "neet_share_16", "share", 0, 1, "Not in education, employment or training on turning 16."
    ),
)


@rule
def choose_legal(now: float, row: YoungPersonRow, p: Any, draw: Address) -> int:
    """Return the legal basis of a start."""
    u = uniform(draw, _LEGAL)
    total = 0.0
    chosen = LEGALS - 1
    for legal in range(LEGALS):
        total += p.legal_share[age_band(now, row), legal]
        if u < total:
            chosen = legal
            break
    return chosen


@rule
def leaving(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
    """Return what every way out of care before 18 is multiplied by: place, council and year."""
    here = p.exit_home_ratio if IS_HOME[row.placement] else 1.0
    # Unaccompanied children are a stream of their own, which is balanced without local practice.
    if not row.uasc:
        here *= p.local_exit[age_band(now, row)]
    return here * luck(now, world, EXITS)


@rule
def set_activity(row: YoungPersonRow, p: Any, draw: Address) -> None:
    """Draw what a young person does on turning 16."""
    if row.activity == TOO_YOUNG:
        row.activity = NEET if uniform(draw, _ACTIVITY) < p.neet_share_16 else IN_EET


@part
def enter_care(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
    """Start a period of care and find the first placement; return how the start is counted."""
    outcome = FIRST_EVER
    if row.entry_year == year_of(now):
        outcome = BACK_IN_YEAR if row.periods == 1 else STARTED_AGAIN
    elif row.periods > 0:
        outcome = BACK_SOON if now - row.left < ONE_YEAR else BACK_LATER
    row.entry_year = year_of(now)
    if row.status == IN_NEED:
        assess(now, row, p, draw)
    row.status = LOOKED_AFTER
    count_in_care(row, world, 1)
    row.since = now
    row.entered = now
    row.periods += 1
    row.moves = 0
    row.route = NO_ROUTE
    row.legal = choose_legal(now, row, p, draw)
    if aged(now, row, SIXTEEN):
        set_activity(row, p, draw)
    place(now, row, world, p, FIRST, draw)
    note_first_placement(now, row, world)
    return outcome


@part
def leave_care(now: float, row: YoungPersonRow, world: World, status: int, route: int) -> int:
    """End the period of care; return how the exit is counted."""
    give_up_place(row, world)
    count_in_care(row, world, -1)
    row.missing = 0
    row.placement = NO_PLACEMENT
    row.unregistered = 0
    row.outside = 0
    row.far = 0
    row.displaced = math.inf
    row.stay_ends = math.inf
    row.follow = math.inf
    row.follows = 0
    row.leader = -1
    row.status = status
    row.since = now
    row.left = now
    row.route = route
    leave_services(world, row.first_enrolment, now, status == GONE)
    outcome = AGAIN_IN_YEAR if row.exit_year == year_of(now) else FIRST_IN_YEAR
    row.exit_year = year_of(now)
    return outcome
