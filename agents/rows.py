"""What editors and type checkers know of a row: its columns as attributes, as in `agents.schema`.

Rules are handed records of numpy, which have these attributes; nothing makes objects of these
classes. A test holds them to the columns, both ways.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int32]


class Rows[Row](Protocol):
    """A table as rules see it: rows by number."""

    @property
    def size(self) -> int:
        """How many rows there are."""
        ...

    def __getitem__(self, number: int) -> Row:
        """Return a row, which can be written to."""
        ...


class YoungPersonRow:
    """A young person."""

    uid: int
    practices: int
    born: float
    arrives: float
    frailty: float
    roaming: float
    risk: float
    since: float
    entered: float
    placed: float
    left: float
    follow: float
    displaced: float
    stay_ends: float
    gone_since: float
    crisis: float
    number: int
    family: int
    next_sibling: int
    leader: int
    carer: int
    next_resident: int
    last_resident: int
    first_enrolment: int
    entry_year: int
    exit_year: int
    missing_year: int
    placement_year: int
    year_placements: int
    moves: int
    periods: int
    status: int
    female: int
    uasc: int
    emotional: int
    offending: int
    exploitation: int
    send: int
    substance: int
    behaviour: int
    placement: int
    outside: int
    far: int
    unregistered: int
    mismatch: int
    legal: int
    route: int
    missing: int
    recent: int
    activity: int
    follows: int
    beside: int
    first_siblings: int
    first_beside: int
    waiting: int
    supported: int
    helped: int


class FamilyRow:
    """A family."""

    uid: int
    practices: int
    kin_needs: float
    first_child: int
    kin_carer: int
    first_enrolment: int
    known: int
    cared: int
    helped: int
    status: int
    strain: int


class CarerRow:
    """A carer, a home or another provider of places."""

    uid: int
    practices: int
    opens: float
    mark: float
    restless: float
    first_resident: int
    first_enrolment: int
    site: int
    helped: int
    status: int
    placement: int
    places: int
    beyond: int
    filled: int
    skill: int
    strain: int
    outside: int
    far: int
    missing: int
    shut: int


class MarketRow:
    """All providers of one kind of placement together."""

    uid: int
    next_review: float
    usual: float
    began: float
    rest: float
    scarcity: float
    answer: float
    joins: float
    leaves: float
    path: Floats
    premium: Floats
    given: Floats
    most: Floats
    places: int
    filled: int
    placement: int
    status: int


class SiteRow:
    """A site of a service, a practice or a condition; what services declare of their own comes on top."""

    uid: int
    opens: float
    closes: float
    opened: float
    closed: float
    reopens: float
    age_low: float
    age_high: float
    care_low: float
    care_high: float
    referral: float
    referral_by_reason: Floats
    crisis_years: float
    calm: Floats
    acceptance: Floats
    waiting_limit: float
    ramp: float
    start: float
    priority: float
    end: float
    end_long: float
    long_share: float
    length: float
    dropout: float
    fading: float
    outage_rate: float
    outage_years: float
    effect_ramp: float
    half_life: float
    strength: float
    tie_weight: float
    tie_growth: float
    turnover: float
    recording: float
    place_log_odds: float
    place_by_need: float
    bed_years: float
    family_years: float
    kept_beds: int
    capacity: int
    active: int
    waiting: int
    first_waiting: int
    number: int
    first_site: int
    sites: int
    first_member: int
    members: int
    first_place: int
    places: int
    acts_from: float
    acts_to: float
    overlap: float
    floor: float
    needs: int
    placements: int
    referred: int
    accepted: int
    started: int
    dropped: int
    kind: int
    status: int
    outage: int
    shuts: int
    shuts_kind: int
    converts: int
    strain_low: int
    strain_high: int
    steadiest: float
    next_low: float
    next_high: float
    stay_rate: float
    stay_calm: float
    stay_least: float
    stay_most: float
    stay_beds: int
    stay_taken: int
    stays: int
    of: int
    by_young: int
    stage: int
    stages: int
    stage_at: Floats
    stage_shut: Floats
    stage_turnover: Floats
    stage_capacity: Ints
    # By lever or by option of a choice: what it does there, and how much of that there is.
    ratio: Floats
    dose: Floats
    stay_ratio: Floats
    stay_dose: Floats
    stage_dose: Floats
    log_odds: Floats
    odds_dose: Floats
    stage_odds_dose: Floats


class EnrolmentRow:
    """One member's way through one service."""

    uid: int
    since: float
    strength: float
    stay_ends: float
    member: int
    number: int
    next_enrolment: int
    programme: int
    site: int
    next_waiting: int
    kind: int
    of: int
    status: int
    long: int
    stage: int
