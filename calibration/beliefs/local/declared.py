"""What a council's own rates are worked out from, and which parameters of the rules they are."""

from typing import Final

from agents.codes import Placement
from agents.lengths import AGE_BAND_COUNT, CARE_BAND_COUNT
from agents.parameter import Parameter
from calibration.beliefs.local.kinds import FLOW_GROUPS, FLOWS

#: Figures of the register that only `calibration.beliefs.local` reads.
PARAMETERS: Final = (
    Parameter(
        "fit_entry", "ratio", 0, 20, "Starts seen over starts the hazards give, by age.", (5,)
    ),
    Parameter(
        "local_entry_variance", "variance", 1e-6, 10, "Councils' true levels: starts by age.", (5,)
    ),
    Parameter(
        "local_variance",
        "variance",
        1e-6,
        10,
        "Councils' true levels: starts, exits, moves, missing.",
        (4,),
    ),
    Parameter(
        "local_clump",
        "events",
        1,
        1000,
        "Events that tell as much as one: starts, exits, starts of an age, moves, missing.",
        (5,),
    ),
    Parameter(
        "local_years_weight",
        "weight",
        0,
        1,
        "Weight of a year against the next: starts, exits, starts of an age, moves, missing.",
        (5,),
    ),
    Parameter(
        "local_scale",
        "ratio",
        0.5,
        2,
        "England's starts and exits over councils' shrunk ones.",
        (2,),
    ),
    Parameter(
        "synth_care_age_tilt",
        "tilt",
        -1,
        1,
        "England's looked after inside each age band: density at its end over its middle, less 1.",
        (5,),
    ),
    Parameter(
        "kind_flows",
        "per child-year, or share",
        0,
        1e3,
        "England's moves and ends of care by group and kind, and where those go who start or move.",
        (FLOWS, FLOW_GROUPS, len(Placement)),
    ),
    Parameter(
        "care_exits",
        "per child-year",
        0,
        1e3,
        "England's exits before 18, children with families, by age and time in care.",
        (AGE_BAND_COUNT, CARE_BAND_COUNT),
    ),
    Parameter(
        "entry_along",
        "children",
        0,
        100,
        "Brothers and sisters who come into care with each who does at an age, by their own age.",
        (AGE_BAND_COUNT, AGE_BAND_COUNT),
    ),
    Parameter(
        "exit_along",
        "children",
        0,
        100,
        "Brothers and sisters who leave care with each who does at an age, by their own age.",
        (AGE_BAND_COUNT, AGE_BAND_COUNT),
    ),
    Parameter(
        "entry_back", "share", 0, 1, "Of starts at an age, those who come back.", (AGE_BAND_COUNT,)
    ),
    Parameter(
        "rest_ages",
        "log ratio",
        -2,
        2,
        "Starts over exits by age beyond what the sums say, so that England without trends stands still.",
        (AGE_BAND_COUNT,),
    ),
    Parameter(
        "rest_kinds",
        "ratio",
        0.1,
        10,
        "The same of how often each kind is chosen; and the power at which councils' numbers follow it.",
        (2, len(Placement)),
    ),
    Parameter(
        "national_trend",
        "share",
        0,
        1,
        "England's own imbalance of starts, exits and choices in its year that goes on.",
    ),
    Parameter(
        "national_uasc_trend",
        "share",
        0,
        1,
        "England's surplus of unaccompanied arrivals over leavers in its year that goes on.",
    ),
    Parameter("local_mix_prior", "children", 0, 1000, "Weight of England's placement mix."),
    Parameter(
        "local_settling", "share", 0, 1, "Of what settles starts and exits, what falls on starts."
    ),
    Parameter(
        "local_drift", "share", 0, 1, "Of a council's gain beyond England's, what lasts a year on."
    ),
    Parameter(
        "local_pull",
        "per year",
        0,
        1,
        "Loss of children looked after per log of rate over England's.",
    ),
    Parameter(
        "local_drift_sd",
        "per year",
        0,
        1,
        "Councils' lasting gain or loss, spread around England's.",
    ),
    Parameter(
        "local_uasc_pull",
        "per year",
        0,
        1,
        "Of a gap to England's unaccompanied children per child, what closes.",
    ),
    Parameter(
        "missing_rate_by_setting",
        "per child-year",
        1e-6,
        20,
        "Foster, parents, homes, other.",
        (4,),
    ),
)
#: Parameters of the rules that are worked out for each council.
COMPUTED: Final = frozenset(
    {
        "edge_stock",
        "entry_hazard",
        "edge_entry_hazard",
        "escalation_hazard",
        "de_escalation_hazard",
        "transfer_hazard",
        "local_exit",
        "local_move",
        "local_missing",
        "local_placement",
        "synth_care_age_share",
        "synth_care_elapsed_share",
        "outside_share",
        "far_share",
    }
)
