"""What each published label is called here.

A name with ``#`` is one part of the column before the sign; its parts are summed once no part is
missing. A name that starts with ``_`` only completes its group and is not written.
"""

from collections.abc import Mapping

Labels = Mapping[str, Mapping[str, str]]

TOTAL = "total"

STOCK: Labels = {
    "Age group": {
        TOTAL: "cla",
        "under 1 year": "cla_under_1",
        "1 to 4 years": "cla_1_4",
        "5 to 9 years": "cla_5_9",
        "10 to 15 years": "cla_10_15",
        "16 years and over": "cla_16_plus",
    },
    "Sex": {TOTAL: "", "male": "cla_male", "female": "_cla_female"},
    "Unaccompanied asylum-seeking children": {
        TOTAL: "",
        "uasc": "cla_uasc",
        "non-uasc": "_cla_not_uasc",
    },
    "Category of need": {
        TOTAL: "",
        "n1. abuse or neglect": "cla_need_abuse",
        "n2. child's disability": "cla_need_disability",
        "n3. parental illness or disability": "cla_need_parental_illness",
        "n4. family in acute stress": "cla_need_acute_stress",
        "n5. family dysfunction": "cla_need_dysfunction",
        "n6. socially unacceptable behaviour": "cla_need_behaviour",
        "n7. low income": "cla_need_low_income",
        "n8. absent parenting": "cla_need_absent_parenting",
    },
    "Legal status": {
        TOTAL: "",
        "full care order": "cla_legal_full",
        "interim care order": "cla_legal_interim",
        "placement order granted": "cla_legal_placement_order",
        "voluntary agreements under s20 ca 1989": "cla_legal_section20",
        "youth justice legal statuses": "cla_legal_youth_justice",
        "detained for child protection": "cla_legal_detained",
    },
    "Placement": {
        TOTAL: "",
        "foster placements": "cla_foster",
        "secure homes and children's homes": "cla_homes",
        "independent and semi-independent living arrangements/supported accommodation": "cla_supported",
        "placed with parents or other person with parental responsibility": "cla_parents",
        "placed for adoption": "cla_adoption",
        "other residential settings": "cla_other_residential",
        "residential schools": "cla_schools",
        "other placements": "cla_other",
    },
    "Locality of placement": {
        TOTAL: "",
        "placed inside the local authority boundary": "cla_inside",
        "placed outside the local authority boundary": "cla_outside",
    },
    "Distance between home and placement": {
        TOTAL: "",
        "placed 20 miles or less from home": "cla_near",
        "placed more than 20 miles from home": "cla_far",
        "distance not known or not recorded": "cla_distance_unknown",
    },
    "Place providers": {
        TOTAL: "",
        "own provision (by the la)": "cla_own_provision",
        "private provision": "cla_private",
        "voluntary/third sector provision": "cla_voluntary",
        "other la provision": "cla_other_la",
        "other public provision (e.g. by a pct etc)": "cla_other_public",
        "parents or other person with parental responsibility": "cla_provider_parents",
        "placement provider not reported": "cla_provider_unknown",
    },
}

STARTED: Labels = {
    "Age on starting": {
        TOTAL: "starts",
        "under 1 year": "starts_under_1",
        "1 to 4 years": "starts_1_4",
        "5 to 9 years": "starts_5_9",
        "10 to 15 years": "starts_10_15",
        "16 years and over": "starts_16_plus",
    },
    "Unaccompanied asylum-seeking children": {
        TOTAL: "",
        "uasc": "starts_uasc",
        "non-uasc": "_starts_not_uasc",
    },
    "Legal status": {
        TOTAL: "",
        "voluntary agreement under s20": "starts_section20",
        "interim care order": "starts_interim",
        "police protection in la accommodation": "starts_police_protection",
        "emergency protection order": "starts_emergency_order",
        "remand": "starts_remand",
        "full care order": "starts_other_legal#full",
        "placement order granted": "starts_other_legal#placement_order",
        "child assessment order and in la accommodation": "starts_other_legal#assessment",
        "la accommodation under pace 1989": "starts_other_legal#pace",
        "sentenced to youth rehabilitation order": "starts_other_legal#rehabilitation",
    },
}

_RETURNED = "returned home to live with parents or other person with parental responsibility "

CEASED: Labels = {
    "Age on ceasing": {
        TOTAL: "ceases",
        "under 1 year": "ceases_under_1",
        "1 to 4 years": "ceases_1_4",
        "5 to 9 years": "ceases_5_9",
        "10 to 15 years": "ceases_10_15",
        "16 years": "ceases_16",
        "17 years": "ceases_17",
        "18 years and over": "ceases_18_plus",
    },
    "Unaccompanied asylum-seeking children": {
        TOTAL: "",
        "unaccompanied asylum-seeking children": "ceases_uasc",
        "children excluding unaccompanied asylum-seeking children": "_ceases_not_uasc",
    },
    "Reason episode ceased": {
        TOTAL: "",
        _RETURNED + "which was part of the care planning process": "ceases_home_planned",
        _RETURNED + "which was not part of the care planning process": "ceases_home_unplanned",
        "left care to live with parents, relatives or other person with no parental responsibility": "ceases_relatives",
        "special guardianship order": "ceases_sgo",
        "residence order or child arrangement order granted": "ceases_cao",
        "adopted": "ceases_adopted",
        "moved into independent living (with supportive accommodation)": "ceases_independent_supported",
        "moved into independent living (with no formalised support)": "ceases_independent_unsupported",
        "aged 18 (or over) and remained with current carers": "ceases_aged_18_stayed",
        "care taken by another local authority": "ceases_other_la",
        "age assessment determined child aged 18 or over": "ceases_age_assessed",
        "sentenced to custody": "ceases_custody",
        "accommodation on remand ended": "ceases_remand_ended",
        "child moved abroad": "ceases_abroad",
        "died": "ceases_died",
        "transferred to residential care funded by adult social services": "ceases_adult_residential",
        "care ceased for any other reason": "ceases_other",
    },
}

NEW_PLACEMENTS: Labels = {
    "Reason for placement change during the year": {
        "total placements changing": "changes_total",
        "change in the status of a placement only": "changes_status_only",
        "change to/implementation of care plan": "changes_care_plan",
        "carer requests placement ends due to child's behaviour": "changes_carer_behaviour",
        "carer requests placement end other than due to child's behaviour": "changes_carer_other",
        "child requests placement to end": "changes_child_request",
        "other": "changes_other#other",
        "allegation (s47)": "changes_other#allegation",
        "approval removed": "changes_other#approval",
        "custody arrangement": "changes_other#custody",
        "resignation or closure of provision": "changes_other#closure",
        "responsible/area authority requests placement ends": "changes_other#authority",
        "standards of care concern": "changes_other#standards",
    },
    "Location of new placements during the year": {"total new placements": "new_placements"},
}

STABILITY: Labels = {
    "CLA on 31 March": {"with 3 or more placements during the year": "cla_three_plus"},
}

OUTCOMES: Labels = {
    "Convictions: Children looked after Ages 10 to 17 years": {
        "total ages 10 to 17 years": "cla_12m_10_17",
        "convicted or subject to youth cautions, or youth conditional cautions during the year": "convicted",
    },
    "Substance misuse: Children looked after all ages": {
        "total all ages": "substance_base",
        "identified as having a substance misuse problem": "substance_identified",
    },
}

MISSING: Labels = {
    "": {
        "children looked after during the year": "looked_after_in_year",
        "children who had a missing incident during the year": "children_missing",
        "children who went missing more than once during the year": "children_missing_twice",
        "number of missing incidents during the year": "missing_incidents",
        "children missing at 31 march": "missing_31_march",
    },
}

SUITABILITY: Labels = {"17 to 18 years": {"suitability total": "_leavers_17_18"}}

LEAVER_ACTIVITY: Labels = {
    f"{age} years": {
        "total activity of care leavers": f"_leavers_17_18#{age}",
        "total not in education, training or employment": f"leavers_17_18_neet#{age}",
        "total information not known": f"leavers_17_18_unknown#{age}",
    }
    for age in (17, 18)
}

LAIT: Mapping[str, str] = {
    "Number_Foster_Places(New)": "foster_places_approved",
    "Number_Foster_Places_Filled(New)": "foster_places_filled",
    "RescareFinance": "cost_residential_week",
    "FosteringFinance": "cost_foster_week",
    "SWFinance": "cost_cin_week",
    "ChildPov": "low_income_percent",
    "NoCareLeavers": "_leavers_19_21",
    "CareLeaverEET": "_leavers_19_21_eet_percent",
    "CareLeaversNEET": "_leavers_19_21_neet_percent",
}

_DURATIONS = {
    "3_months_or_less": "le_3m",
    "more_than_3_months_6_months": "3_6m",
    "more_than_6_months_less_than_1_year": "6_12m",
    "1_year_less_than_2_years": "1_2y",
    "2years+": "2y_plus",
}
CIN_ENDED = {name: f"cin_ended_{band}" for name, band in _DURATIONS.items()}
CIN_OPEN = {name: f"cin_open_{band}" for name, band in _DURATIONS.items()}
CIN = {"At31_episodes": "cin", "Started_episodes": "cin_started", "Ended_episodes": "cin_ended"}
REFERRALS = {"referral_count": "referrals", "rereferral_percent": "rereferral_percent"}
PLANS = {"CPP_At31": "cpp"}
ENQUIRIES = {"Section47": "s47"}
POPULATION = {"population_estimate": "children_0_17"}
FACTORS = {
    "Going_missing": "factor_missing",
    "Child_sexual_exploitation": "factor_cse",
    "Child_criminal_exploitation": "factor_cce",
    "Gangs": "factor_gangs",
    "Mental_Health_child": "factor_child_mental_health",
    "Drug_Misuse_child": "factor_child_drugs",
}
