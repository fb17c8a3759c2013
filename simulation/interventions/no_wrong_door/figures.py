"""The figures a No Wrong Door service needs; their values come from the evidence register."""

from typing import Final

from agents.parameter import Parameter

PARAMETERS: Final = (
    Parameter("nwd_entry_ratio", "ratio", 0.01, 5, "Care entry while supported."),
    Parameter("nwd_exit_ratio", "ratio", 0.01, 5, "Going home or to kin while supported."),
    Parameter("nwd_move_ratio", "ratio", 0.01, 5, "Placement moves while supported."),
    Parameter("nwd_missing_ratio", "ratio", 0.01, 5, "Missing episodes while supported."),
    Parameter("nwd_arrest_ratio", "ratio", 0.01, 5, "Arrests while supported."),
    Parameter("nwd_charge_ratio", "ratio", 0.01, 5, "Charges while supported."),
    Parameter("nwd_substance_ratio", "ratio", 0.01, 50, "Stopping or reducing substance use."),
    Parameter("nwd_eet_ratio", "ratio", 0.01, 50, "Finding education, employment or training."),
    Parameter("hub_fidelity_adopter", "share", 0, 1, "Fidelity of an adopting council."),
    Parameter("hub_fidelity_north_yorkshire", "share", 0, 1, "Fidelity of the founding council."),
    Parameter("hub_fidelity_wigan", "share", 0, 1, "Fidelity of an adapted service."),
    Parameter("hub_caseload", "young people", 1, 1000, "Active young people of a hub."),
    Parameter("hub_beds_planned", "beds", 0, 50, "Planned beds of a hub."),
    Parameter("hub_beds_emergency", "beds", 0, 50, "Emergency beds of a hub."),
    Parameter("hub_bed_stay_months", "months", 0.1, 240, "Longest stay in a bed of a hub."),
    Parameter("hub_family_stay_months", "months", 0.1, 240, "Longest stay with a hub's family."),
    Parameter("hub_community_families", "families", 0, 50, "Community foster families of a hub."),
    Parameter(
        "hub_young_people_per_worker", "young people", 0.1, 50, "A direct worker's caseload."
    ),
    Parameter("hub_mobilise_months", "months", 0, 60, "From decision to opening."),
    Parameter("distinguisher_weight", "weight", 0, 1, "Weight of the ten distinguishers.", (10,)),
    Parameter(
        "hub_referral_hazard",
        "per year",
        0,
        50,
        "Referral to each open hub, on the edge of care and in a crisis.",
    ),
    Parameter(
        "hub_referral_care_ratio",
        "ratio",
        0,
        10,
        "Those looked after, against the edge of care.",
    ),
    Parameter(
        "hub_referral_need_ratio",
        "ratio",
        0,
        10,
        "Those in need but not on the edge of care, against the edge of care.",
    ),
    Parameter("hub_referral_calm_ratio", "ratio", 0, 1, "Those with no recent crisis."),
    Parameter("hub_crisis_months", "months", 0, 24, "How long a crisis counts as recent."),
    Parameter("hub_eligible_age_low", "years", 5, 18, "Youngest age a hub takes."),
    Parameter("hub_outreach_share", "share", 0.01, 0.99, "Supported where they live."),
    Parameter("hub_acceptance", "share", 0, 1, "Referrals taken on."),
    Parameter(
        "hub_waiting_limit",
        "share of caseload",
        0,
        5,
        "Waiting list beyond which the gate closes.",
    ),
    Parameter("hub_start_hazard", "per year", 0, 365, "Support starts, once there is room."),
    Parameter("hub_ramp_years", "years", 0, 10, "Time from opening to full capacity."),
    Parameter("hub_support_tail_share", "share", 0, 1, "Young people supported for the long term."),
    Parameter("hub_support_months", "months", 0.1, 60, "Mean support, without the long tail."),
    Parameter("hub_support_tail_years", "years", 0.1, 15, "Mean support in the long tail."),
    Parameter("hub_outcome_ramp_years", "years", 0, 10, "Time from opening to full effect."),
    Parameter("hub_dropout_hazard", "per year", 0, 20, "Drops out of support."),
    Parameter(
        "nwd_persistence_half_life_years",
        "years",
        0.01,
        50,
        "Half-life of effects after support.",
    ),
    Parameter("hub_outage_rate", "per year", 0, 2, "A hub stops admissions."),
    Parameter("hub_outage_months", "months", 0, 36, "How long an outage lasts."),
    Parameter(
        "hub_bed_log_odds",
        "log odds",
        0,
        10,
        "A free hub bed or family, against the home or foster family it stands in for.",
    ),
    Parameter(
        "bond_growth_hazard",
        "per year",
        0,
        100,
        "The relationship grows by one of three steps.",
    ),
    Parameter(
        "bond_weight", "share", 0, 1, "Share of a hub's effect that rests on the relationship."
    ),
    Parameter("key_worker_turnover", "per year", 0, 5, "A key worker leaves."),
    Parameter(
        "cost_hub_year",
        "£ per hub-year",
        0.0,
        1e8,
        "Running one hub for a year, everything included.",
    ),
    Parameter(
        "cost_hub_opening",
        "£ per hub",
        0.0,
        1e8,
        "Opening one hub: conversion, recruitment, training.",
    ),
    Parameter(
        "cost_hub_replaced_share",
        "share",
        0.0,
        1.0,
        "Part of a hub's running cost met by homes and budgets it replaces.",
    ),
)
#: Worked out from the others.
DERIVED: Final = (
    Parameter(
        "nwd_charge_log_odds",
        "log odds",
        -5,
        5,
        "Charge given arrest: follows from the two ratios.",
    ),
)
