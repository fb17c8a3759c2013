"""The figures a No Wrong Door service needs; their values come from the evidence register."""

from typing import Final

from agents.parameter import Parameter
from simulation.interventions.no_wrong_door.effects import (
    ENTRY,
    EXIT,
    JUSTICE,
    MISSING,
    MOVES,
    OUTCOMES,
    STRAIN,
)

#: Mechanisms by name, and what each is in words.
CARRIED: Final = {
    ENTRY: "entering care",
    EXIT: "going home and stepping down",
    MOVES: "moves and breakdowns",
    STRAIN: "the strain of families and carers",
    MISSING: "going missing",
    JUSTICE: "arrests and charges",
    OUTCOMES: "substances, education and work",
}


def _carried(name: str, what: str) -> Parameter:
    meaning = f"Weight of each distinguisher in {what}."
    return Parameter(f"hub_mechanism_{name}", "weight", 0, 10, meaning, (10,))


def _posts(name: str, meaning: str) -> Parameter:
    return Parameter(f"hub_staff_{name}", "posts", 0, 200, meaning)


def _pay(name: str, meaning: str) -> Parameter:
    return Parameter(f"cost_post_{name}", "£ per post-year", 0.0, 1e6, meaning)


PARAMETERS: Final = (
    Parameter("nwd_entry_ratio", "ratio", 0.01, 5, "Care entry while supported."),
    Parameter("nwd_exit_ratio", "ratio", 0.01, 5, "Going home or to kin while supported."),
    Parameter("nwd_move_ratio", "ratio", 0.01, 5, "Placement moves while supported."),
    Parameter("nwd_missing_ratio", "ratio", 0.01, 5, "Missing episodes while supported."),
    Parameter("nwd_arrest_ratio", "ratio", 0.01, 5, "Arrests while supported."),
    Parameter("nwd_charge_ratio", "ratio", 0.01, 5, "Charges while supported."),
    Parameter("nwd_substance_ratio", "ratio", 0.01, 50, "Stopping or reducing substance use."),
    Parameter("nwd_escalation_ratio", "ratio", 0.01, 5, "Coming to the edge of care."),
    Parameter("nwd_case_closing_ratio", "ratio", 0.01, 5, "An episode of need ending."),
    Parameter(
        "nwd_family_strain_ratio",
        "ratio",
        0.01,
        5,
        "Strain easing in the family of whoever it helps.",
    ),
    Parameter("nwd_carer_recovery_ratio", "ratio", 0.01, 5, "A tired carer of theirs recovering."),
    Parameter("nwd_exploitation_ratio", "ratio", 0.01, 5, "Coming to be at risk of exploitation."),
    Parameter("nwd_home_log_odds", "log odds", -5, 5, "A children's home, when placed."),
    Parameter(
        "hub_recorded_share", "share", 0, 1, "Missing episodes written down while supported."
    ),
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
    *(_carried(name, what) for name, what in CARRIED.items()),
    Parameter(
        "hub_specialist_share", "share", 0, 1, "Of a distinguisher, lost without its specialists."
    ),
    Parameter(
        "hub_least_promptness", "share", 0.01, 1, "Of its pace, in a hub with appointments only."
    ),
    Parameter(
        "hub_referral_hazard",
        "per year",
        0,
        50,
        "Referral to each open hub, on the edge of care and in a crisis.",
    ),
    Parameter(
        "hub_referral_placement_ratio",
        "ratio",
        0,
        10,
        "Looked after and under 16 in a family, in a crisis, against the edge of care in one.",
    ),
    Parameter(
        "hub_referral_step_down_ratio",
        "ratio",
        0,
        10,
        "In a children's home, to step down, crisis or none, against the edge of care in a crisis.",
    ),
    Parameter(
        "hub_referral_independence_ratio",
        "ratio",
        0,
        10,
        "Looked after from 16, to become independent, crisis or none, against the same.",
    ),
    Parameter(
        "hub_referral_leaver_ratio",
        "ratio",
        0,
        10,
        "Care leavers, crisis or none, against the same.",
    ),
    Parameter(
        "hub_priority_after_crisis",
        "ratio",
        1,
        1000,
        "Those in a crisis are started with, against others who wait.",
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
    Parameter("hub_eligible_age_high", "years", 16, 25, "Age from which a hub takes nobody on."),
    Parameter(
        "hub_outreach_share", "share", 0.01, 0.99, "Supported outside homes and its own places."
    ),
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
    _posts("manager", "Managers of a hub."),
    _posts("deputies", "Deputy managers of a hub."),
    _posts("residential", "Residential workers of a hub."),
    _posts("leads", "Portfolio leads of a hub."),
    _posts("psychologist", "Clinical psychologists of a hub."),
    _posts("speech", "Speech and language therapists of a hub."),
    _posts("police", "Police officers of a hub."),
    _pay("manager", "A hub's or home's manager for a year, on-costs included."),
    _pay("deputy", "A deputy manager."),
    _pay("residential", "A residential worker."),
    _pay("social_worker", "A children's social worker; a hub's portfolio lead too."),
    _pay("psychologist", "A clinical psychologist."),
    _pay("therapist", "A therapist or mental health practitioner."),
    _pay("police_officer", "A police constable."),
    Parameter(
        "cost_hub_other_share",
        "share of pay",
        0.0,
        2.0,
        "What a hub costs to run besides its posts and families.",
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
    Parameter(
        "nwd_step_down_log_odds",
        "log odds",
        -10,
        10,
        "A planned move that leads out of a home: follows from the ratios of exits and of moves.",
    ),
)
