"""What a No Wrong Door hub acts on: each effect with its figure and the mechanism that carries it."""

from typing import Final

from simulation.services.declaration import Effect

ENTRY, EXIT, MOVES, STRAIN, MISSING, JUSTICE, OUTCOMES = (
    "entry",
    "exit",
    "moves",
    "strain",
    "missing",
    "justice",
    "outcomes",
)
#: Carried by no mechanism: what comes with being supported at all, wherever and by whom.
ALWAYS = ""

EFFECTS: Final = (
    Effect("care_entry", "nwd_entry_ratio", mechanism=ENTRY),
    Effect("re_entry", "nwd_entry_ratio", mechanism=ENTRY),
    Effect("escalation", "nwd_escalation_ratio", mechanism=ENTRY),
    Effect("case_closing", "nwd_case_closing_ratio", mechanism=ALWAYS),
    Effect("going_home", "nwd_exit_ratio", mechanism=EXIT),
    Effect("kinship_order", "nwd_exit_ratio", mechanism=EXIT),
    Effect("placement_move", "nwd_move_ratio", mechanism=MOVES),
    Effect("placement_move", "nwd_step_down_log_odds", option="step_down", mechanism=EXIT),
    Effect("placement", "nwd_home_log_odds", option="childrens_home", mechanism=EXIT),
    Effect("placement_breakdown", "nwd_move_ratio", mechanism=MOVES),
    Effect("family_strain_ease", "nwd_family_strain_ratio", mechanism=STRAIN),
    Effect("carer_recovery", "nwd_carer_recovery_ratio", mechanism=STRAIN),
    Effect("missing_start", "nwd_missing_ratio", mechanism=MISSING),
    Effect("exploitation_start", "nwd_exploitation_ratio", mechanism=MISSING),
    Effect("arrest", "nwd_arrest_ratio", mechanism=JUSTICE),
    Effect("arrest", "nwd_charge_log_odds", option="charge", mechanism=JUSTICE),
    Effect("substance_stop", "nwd_substance_ratio", mechanism=OUTCOMES),
    Effect("leaving_neet", "nwd_eet_ratio", mechanism=OUTCOMES),
)
