"""What a No Wrong Door hub acts on: each effect with its figure and the mechanism that carries it."""

from typing import Final

from simulation.services.declaration import Effect

ENTRY, EXIT, MOVES, MISSING, JUSTICE, OUTCOMES = (
    "entry",
    "exit",
    "moves",
    "missing",
    "justice",
    "outcomes",
)

EFFECTS: Final = (
    Effect("care_entry", "nwd_entry_ratio", mechanism=ENTRY),
    Effect("re_entry", "nwd_entry_ratio", mechanism=ENTRY),
    Effect("going_home", "nwd_exit_ratio", mechanism=EXIT),
    Effect("kinship_order", "nwd_exit_ratio", mechanism=EXIT),
    Effect("placement_move", "nwd_move_ratio", mechanism=MOVES),
    Effect("placement_breakdown", "nwd_move_ratio", mechanism=MOVES),
    Effect("missing_start", "nwd_missing_ratio", mechanism=MISSING),
    Effect("arrest", "nwd_arrest_ratio", mechanism=JUSTICE),
    Effect("arrest", "nwd_charge_log_odds", option="charge", mechanism=JUSTICE),
    Effect("substance_stop", "nwd_substance_ratio", mechanism=OUTCOMES),
    Effect("leaving_neet", "nwd_eet_ratio", mechanism=OUTCOMES),
)
