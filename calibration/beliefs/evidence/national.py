"""National figures to compare a simulated England with: one look-up by name and year."""

from collections.abc import Mapping
from typing import Final

from calibration.beliefs.evidence.figure import Figure, leaves
from calibration.beliefs.evidence.load import figure

NATIONAL_TABLES: Final = (
    "published_cla_",
    "published_cla_by_age_",
    "published_cla_by_sex_",
    "published_cla_by_need_",
    "published_cla_by_legal_",
    "published_cla_by_placement_",
    "published_cla_by_provider_",
    "published_cla_by_location_",
    "published_cla_by_distance_",
    "published_cla_by_uasc_",
    "published_foster_by_provider_",
    "published_homes_by_provider_",
    "published_cla_in_year_",
    "published_cla_in_year_by_placement_",
    "published_starts_",
    "published_starts_by_age_",
    "published_starts_by_need_",
    "published_starts_by_legal_",
    "published_starts_by_uasc_",
    "published_first_placement_",
    "published_ceases_",
    "published_ceases_by_age_",
    "published_ceases_by_uasc_",
    "published_exits_",
    "published_last_placement_",
    "published_last_period_",
    "published_last_period_mean_",
    "published_periods_of_care_",
    "published_new_placements_",
    "published_move_reasons_",
    "published_requested_by_placement_",
    "published_planned_by_placement_",
    "published_requested_by_duration_",
    "published_planned_by_duration_",
    "published_requested_by_age_",
    "published_planned_by_age_",
    "published_status_only_by_placement_",
    "published_status_only_by_duration_",
    "published_far_inside_by_placement_",
    "published_far_outside_by_placement_",
    "published_near_inside_by_placement_",
    "published_near_outside_by_placement_",
    "published_placements_in_year_",
    "published_three_placements_",
    "published_three_in_two_years_",
    "published_same_carer_",
    "published_duration_",
    "published_duration_foster_",
    "published_duration_adoption_",
    "published_duration_parents_",
    "published_duration_homes_",
    "published_duration_supported_",
    "published_duration_other_residential_",
    "published_duration_residential_schools_",
    "published_duration_other_",
    "published_duration_median_",
    "published_duration_mean_",
    "published_missing_incidents_",
    "published_missing_children_",
    "published_missing_on_31_march_",
    "published_missing_per_child_",
    "published_missing_by_age_",
    "published_missing_duration_",
    "published_missing_by_placement_",
    "published_missing_by_location_",
    "published_convicted_",
    "published_substance_",
    "published_convicted_by_age_",
    "published_aged_10_to_17_",
    "published_substance_by_age_",
    "published_sdq_",
    "published_activity_17_18_",
    "published_activity_19_21_",
    "published_neet_19_21_",
    "published_cin_",
    "published_cin_by_age_",
    "published_cin_starts_",
    "published_cin_ends_",
    "published_cin_ended_duration_",
    "published_cin_open_duration_",
    "published_referrals_",
    "published_re_referrals_",
    "published_cpp_starts_",
    "published_foster_households_",
    "published_kinship_households_",
    "published_foster_places_",
    "published_foster_places_filled_",
    "published_foster_approvals_",
    "published_foster_deregistrations_",
    "published_homes_",
    "published_home_places_",
    "published_secure_places_",
    "published_supported_places_",
)
"""Stems of the published figures; the year they end in completes an id."""


def national_table(name: str, year: int) -> Mapping[str, float]:
    """Return a published figure as numbers by item ("all" when it is a single number).

    Parameters
    ----------
    name
        Stem without "published_", such as ``exits`` or ``cla_by_age``.
    year
        Year whose March ends the period.

    Raises
    ------
    DoorwaysError
        When nothing of that name was published for that year; names the nearest.
    """
    found: Figure = figure(f"published_{name}_{year}")
    return dict(zip(found.items or ("all",), leaves(found.value), strict=True))
