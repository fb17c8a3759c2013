"""Which events of which processes are what the tables call an entry, an exit, a move."""

from typing import Final

ENTRY_PROCESSES: Final = ("care_entry", "unaccompanied_arrival", "re_entry")
EXIT_PROCESSES: Final = (
    "going_home",
    "kinship_order",
    "adoption",
    "ageing_out",
    "leaving_otherwise",
    "national_transfer",
)
STARTS: Final = tuple(
    f"{process}/{outcome}"
    for process in ENTRY_PROCESSES
    for outcome in ("first", "within_12_months", "later")
)
SOON: Final = tuple(
    f"{process}/{outcome}"
    for process in ENTRY_PROCESSES
    for outcome in ("within_12_months", "back_in_year")
)
INDEPENDENT: Final = "leaving_otherwise/independence_first_in_year"
OTHERWISE: Final = "leaving_otherwise/other_first_in_year"
CEASES: Final = (
    *(f"{process}/first_in_year" for process in EXIT_PROCESSES if process != "leaving_otherwise"),
    OTHERWISE,
    INDEPENDENT,
)
MOVES: Final = (
    "placement_move",
    "placement_breakdown",
    "adoption_placement",
    "service_stay/stepped_down",
    "service_stay/moved_on",
)
#: Placements that ended at somebody's request: the carer's or the young person's.
REQUESTED: Final = ("placement_breakdown/broke_down", "placement_breakdown/asked_to_leave")
#: Services' own beds are homes.
STEP_DOWN: Final = ("placement_move/step_down", "service_stay/stepped_down")
EXPLOITATION: Final = "exploitation_start"
MISSING: Final = "missing_start"
FIRST_ARREST: Final = "arrest/first_charge"
CHARGES: Final = (FIRST_ARREST, "arrest/further_charge")
