"""The published headlines of No Wrong Door, unshrunk, and what they would mean for the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from calibration.beliefs.evidence.figure import Value
from calibration.beliefs.evidence.load import figure


@dataclass(frozen=True)
class Headline:
    """Name one published claim.

    `claim` is the figure's id; `parameter` the effect it speaks of ("" when it speaks of none
    directly); `is_ratio` says whether its value can stand in for that parameter as it is.
    """

    claim: str
    parameter: str = ""
    is_ratio: bool = False


HEADLINES: Final = (
    Headline("claim_stayed_out", "nwd_entry_ratio"),
    Headline("claim_moves_cost", "nwd_move_ratio", is_ratio=True),
    Headline("claim_less_time", "nwd_exit_ratio"),
    Headline("claim_neet_to_eet", "nwd_eet_ratio"),
    Headline("claim_substance", "nwd_substance_ratio"),
    Headline("claim_missing", "nwd_missing_ratio", is_ratio=True),
    Headline("claim_missing_dfe"),
    Headline("claim_charges", "nwd_charge_ratio", is_ratio=True),
    Headline("claim_arrests", "nwd_arrest_ratio", is_ratio=True),
    Headline("claim_hospital"),
    Headline("claim_residential"),
    Headline("claim_looked_after"),
    Headline("claim_saving_council"),
    Headline("claim_saving_evaluation"),
)


def as_published() -> Mapping[str, Value]:
    """Return the effects that replace the shrunk ones when a user wants the claims as published.

    Only claims that are ratios before and after can stand in; the others need what would have
    happened anyway, which was not published.
    """
    return {one.parameter: figure(one.claim).value for one in HEADLINES if one.is_ratio}
