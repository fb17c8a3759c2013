"""Published patterns a believable simulation reproduces together, beside the national totals."""

from collections.abc import Mapping
from typing import Final

from calibration.beliefs.evidence.figure import Figure
from calibration.beliefs.evidence.load import figure

PATTERNS: Final = (
    "pattern_frailty_variance",
    "pattern_two_moves_in_year",
    "pattern_two_moves_both_years",
    "pattern_late_moves",
    "pattern_teen_foster_breakdown",
    "pattern_re_entry",
    "pattern_missing_once",
    "pattern_career_classes",
    "pattern_ever_in_care",
    "pattern_leavers_at_18",
    "pattern_vacant_foster_places",
    "pattern_carer_exit",
    "pattern_homes_outside",
    "pattern_deprivation_r2",
    "hub_outreach_share",
)


def patterns() -> Mapping[str, Figure]:
    """Return the figures of the patterns by id, in the order of `PATTERNS`."""
    return {name: figure(name) for name in PATTERNS}
