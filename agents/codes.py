"""Every code of the model, with its plain-English label and its SSDA903 codes: the only place.

Source of the SSDA903 codes: the children looked-after return's published code sets.
"""

from enum import IntEnum


class Status(IntEnum):
    """Where a young person stands with children's social care."""

    UNKNOWN = 0
    CLOSED = 1
    IN_NEED = 2
    EDGE_OF_CARE = 3
    LOOKED_AFTER = 4
    CARE_LEAVER = 5
    LEFT_CARE = 6
    GONE = 7


class Reason(IntEnum):
    """Why a young person is referred: where they stand, and of those looked after what for."""

    UNKNOWN = 0
    CLOSED = 1
    EDGING_TO_CARE = 2
    EDGE_OF_CARE = 3
    PLACEMENT_SUPPORT = 4
    CARE_LEAVER = 5
    LEFT_CARE = 6
    GONE = 7
    STEP_DOWN = 8
    INDEPENDENCE = 9


#: Reasons of those looked after; everybody else's is numbered as their status.
IN_CARE_REASONS = (Reason.PLACEMENT_SUPPORT, Reason.STEP_DOWN, Reason.INDEPENDENCE)


class Placement(IntEnum):
    """Kinds of placement, in the fixed order of every choice."""

    NONE = 0
    FOSTER_IN_HOUSE = 1
    FOSTER_AGENCY = 2
    KINSHIP = 3
    CHILDRENS_HOME = 4
    SUPPORTED = 5
    LODGINGS = 6
    PARENTS = 7
    ADOPTION = 8
    OTHER_RESIDENTIAL = 9
    OTHER = 10
    SERVICE_BED = 11
    SERVICE_FAMILY = 12


#: How many kinds of placement there are, none included.
KINDS = len(Placement)


class Route(IntEnum):
    """Ways of leaving care."""

    NONE = 0
    HOME = 1
    KINSHIP_ORDER = 2
    ADOPTED = 3
    AGED_OUT = 4
    INDEPENDENCE = 5
    OTHER = 6
    TRANSFERRED = 7


class Following(IntEnum):
    """What a child does at the moment a brother or sister did it."""

    NOBODY = 0
    ENTERING = 1
    MOVING = 2
    BREAKING_DOWN = 3
    GOING_HOME = 4
    TO_KIN = 5


class Legal(IntEnum):
    """Legal basis on which a period of care began."""

    NONE = 0
    SECTION_20 = 1
    INTERIM_ORDER = 2
    POLICE_PROTECTION = 3
    EMERGENCY_ORDER = 4
    REMAND = 5
    OTHER = 6


class Opening(IntEnum):
    """Whether a carer, home or service takes young people; a prospect has yet to decide to."""

    FUTURE = 0
    OPEN = 1
    CLOSED = 2
    PROSPECT = 3


class Enrolled(IntEnum):
    """Where a member stands with a service."""

    NONE = 0
    WAITING = 1
    SUPPORTED = 2
    AFTER = 3


class Member(IntEnum):
    """Kinds of member a service has."""

    YOUNG_PERSON = 0
    FAMILY = 1
    MOTHER = 2
    CARER = 3
    HOME = 4


class Activity(IntEnum):
    """What a young person of 16 or over does."""

    TOO_YOUNG = 0
    IN_EET = 1
    NEET = 2


#: SSDA903 PLACE codes a kind of placement covers.
PLACE_CODES = {
    Placement.FOSTER_IN_HOUSE: ("U4", "U5", "U6"),
    Placement.FOSTER_AGENCY: ("U4", "U5", "U6"),
    Placement.KINSHIP: ("U1", "U2", "U3"),
    Placement.CHILDRENS_HOME: ("K1", "K2"),
    Placement.SUPPORTED: ("H5", "K3", "P2"),
    Placement.LODGINGS: ("H5",),
    Placement.PARENTS: ("P1",),
    Placement.ADOPTION: ("A3", "A4", "A5", "A6"),
    Placement.OTHER_RESIDENTIAL: ("R1", "R2", "R3", "R5", "S1"),
    Placement.OTHER: ("Z1", "P3"),
    Placement.SERVICE_BED: ("K2",),
    Placement.SERVICE_FAMILY: ("U4", "U5", "U6"),
}

STATUS_LABELS = {
    Status.UNKNOWN: "not yet known to services",
    Status.CLOSED: "known in the past, not open now",
    Status.IN_NEED: "in need",
    Status.EDGE_OF_CARE: "on the edge of care",
    Status.LOOKED_AFTER: "looked after",
    Status.CARE_LEAVER: "a care leaver",
    Status.LEFT_CARE: "out of care before 18",
    Status.GONE: "no longer followed",
}

ADULT = 18

#: Highest level of each scale that starts at 0.
BEHAVIOUR_TOP, STRAIN_TOP, SKILL_TOP = 4, 3, 3
#: More recent missing episodes than anybody has: from there on none is added.
RECENT_TOP = 100
#: Steps in which the relationship with a worker forms.
TIE_TOP = 3

#: Rows of each kind of table are numbered from here, so that no two rows share a uid.
#: Kin whom services may find have their family's number.
FAMILY_UID, CARER_UID, SERVICE_UID, KIN_UID, MARKET_UID = (k << 40 for k in range(1, 6))
