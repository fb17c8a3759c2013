"""The cells a young person can be in at a moment: stocks and time spent are counted by them."""

from typing import Any

from agents.codes import Activity, Placement, Status
from simulation.rule import rule

_BY_PLACEMENT = {
    Placement.FOSTER_IN_HOUSE: "foster_in_house",
    Placement.FOSTER_AGENCY: "foster_agency",
    Placement.KINSHIP: "kinship",
    Placement.CHILDRENS_HOME: "childrens_home",
    Placement.SUPPORTED: "supported_accommodation",
    Placement.LODGINGS: "supported_lodgings",
    Placement.PARENTS: "with_parents",
    Placement.ADOPTION: "placed_for_adoption",
    Placement.OTHER_RESIDENTIAL: "secure_or_other_residential",
    Placement.OTHER: "other_placement",
    Placement.SERVICE_BED: "service_bed",
    Placement.SERVICE_FAMILY: "service_family",
}
PLACEMENT_CELLS = tuple(_BY_PLACEMENT[kind] for kind in Placement if kind != Placement.NONE)
OTHER_CELLS = (
    "looked_after",
    "out_of_authority",
    "over_20_miles",
    "missing",
    "in_need",
    "edge_of_care",
    "care_leaver",
    "left_care",
    "neet_in_care",
    "neet_care_leaver",
    "substance_problem",
    "waiting_for_support",
    "supported",
    "unregistered",
)
#: Names in the order of the bits.
CELLS = PLACEMENT_CELLS + OTHER_CELLS
INDEX = {name: i for i, name in enumerate(CELLS)}

_LOOKED_AFTER, _OUTSIDE, _FAR, _MISSING, _IN_NEED, _EDGE, _LEAVER, _LEFT = (
    1 << INDEX[name]
    for name in (
        "looked_after",
        "out_of_authority",
        "over_20_miles",
        "missing",
        "in_need",
        "edge_of_care",
        "care_leaver",
        "left_care",
    )
)
_NEET_CARE, _NEET_LEAVER, _SUBSTANCE, _WAITING, _SUPPORTED, _UNREGISTERED = (
    1 << INDEX[name]
    for name in (
        "neet_in_care",
        "neet_care_leaver",
        "substance_problem",
        "waiting_for_support",
        "supported",
        "unregistered",
    )
)
_S_NEED, _S_EDGE, _S_CARE = int(Status.IN_NEED), int(Status.EDGE_OF_CARE), int(Status.LOOKED_AFTER)
_S_LEAVER, _S_LEFT = int(Status.CARE_LEAVER), int(Status.LEFT_CARE)
_NEET = int(Activity.NEET)


@rule
def in_care_cells(row: Any) -> Any:
    """Return the cells of a looked-after young person."""
    bits = _LOOKED_AFTER
    if row.placement > 0:
        bits |= 1 << (int(row.placement) - 1)
    if row.unregistered:
        bits |= _UNREGISTERED
    if row.outside:
        bits |= _OUTSIDE
    if row.far:
        bits |= _FAR
    if row.missing:
        bits |= _MISSING
    if row.activity == _NEET:
        bits |= _NEET_CARE
    return bits


@rule
def service_cells(row: Any) -> Any:
    """Return the cells of those who wait for a service or are supported by one."""
    bits = 0
    if row.waiting > 0:
        bits |= _WAITING
    if row.supported > 0:
        bits |= _SUPPORTED
    return bits


def occupied(now: Any, row: Any, world: Any) -> Any:
    """Return the cells a young person is in, one bit a cell.

    Nothing here depends on `now`: what changes with age is counted at snapshots instead.
    """
    bits = 0
    if row.status == _S_CARE:
        bits = in_care_cells(row)
    elif row.status == _S_NEED:
        bits = _IN_NEED
    elif row.status == _S_EDGE:
        bits = _EDGE
    elif row.status == _S_LEAVER:
        bits = _LEAVER | (_NEET_LEAVER if row.activity == _NEET else 0)
    elif row.status == _S_LEFT:
        bits = _LEFT
    if row.substance and (row.status == _S_CARE or row.status == _S_EDGE):
        bits |= _SUBSTANCE
    return bits | service_cells(row)
