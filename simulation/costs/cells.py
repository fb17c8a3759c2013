"""What is counted before it is priced: child-weeks by cell, events by name; and who pays."""

from typing import Final

#: Cells of the exposure table, exact child-weeks each.
CELLS: Final = (
    "foster_in_house",
    "foster_agency",
    "kinship",
    "childrens_home",
    "secure_or_other_residential",
    "supported_accommodation",
    "supported_lodgings",
    "with_parents",
    "placed_for_adoption",
    "other_placement",
    "service_bed",
    "service_family",
    "in_need",
    "edge_of_care",
    "care_leaver",
    "unregistered",
)

#: What comes on top of another cell: an unregistered placement is one of the other placements.
ON_TOP: Final = ("unregistered",)
#: Cells in which nobody pays for a placement, and those in which a child is looked after.
AT_HOME: Final = ("in_need", "edge_of_care", "care_leaver")
LOOKED_AFTER: Final = frozenset(CELLS) - frozenset(AT_HOME) - frozenset(ON_TOP)

#: Events counted a year.
EVENTS: Final = (
    "care_entries",
    "placement_moves",
    "exits",
    "missing_episodes",
    "arrests",
    "charges",
    "first_time_entrants",
    "care_proceedings",
)

#: Who pays, in the order of every table of weights.
PAYERS: Final = ("council", "police", "nhs", "youth_justice")
