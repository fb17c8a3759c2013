"""The published headlines of No Wrong Door, unshrunk, and what each would mean at face value.

A headline is a number without a comparison. To put it into a model something has to be supposed of
what would have happened without the service; that is said beside it wherever it is used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from typing import Final

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure

_OWN_PAST: Final = "their own past is what would have been"


@dataclass(frozen=True)
class Headline:
    """Name one published claim, and what it means when it is believed in full.

    Attributes
    ----------
    claim
        The figure's id.
    parameter
        The effect it speaks of; "" when it speaks of none, or of one that another claim speaks of.
    supposes
        What is supposed of what would have happened without the service; "" when it is not used.
    ratio
        Returns the effect's ratio from the claim's value.
    """

    claim: str
    parameter: str = ""
    supposes: str = ""
    ratio: Callable[[float], float] | None = None


def _as_it_is(value: float) -> float:
    return value


def _all_prevented(stayed_out: float) -> float:
    return 1.0 - stayed_out


def _of_pairs(sooner: float) -> float:
    """Return the ratio of hazards that makes one of a pair the sooner with a probability."""
    return sooner / (1.0 - sooner)


def _besides(natural: str) -> Callable[[float], float]:
    """Return how a share becomes a ratio of hazards when it comes on top of those who change anyway."""

    def ratio(share: float) -> float:
        anyway = float(next(leaves(figure(natural).value)))
        return log(1.0 - anyway - share) / log(1.0 - anyway)

    return ratio


_ANYWAY: Final = "those who would have changed anyway come on top"

HEADLINES: Final = (
    Headline(
        "claim_stayed_out",
        "nwd_entry_ratio",
        "without it every one of them would have come into care",
        _all_prevented,
    ),
    Headline("claim_moves_cost", "nwd_move_ratio", f"cost is number, and {_OWN_PAST}", _as_it_is),
    Headline(
        "claim_less_time",
        "nwd_exit_ratio",
        "those not referred are what would have been",
        _of_pairs,
    ),
    Headline("claim_neet_to_eet", "nwd_eet_ratio", _ANYWAY, _besides("claim_natural_eet")),
    Headline(
        "claim_substance", "nwd_substance_ratio", _ANYWAY, _besides("claim_natural_substance")
    ),
    Headline("claim_missing"),
    Headline("claim_missing_dfe", "nwd_missing_ratio", _OWN_PAST, _as_it_is),
    Headline("claim_charges", "nwd_charge_ratio", _OWN_PAST, _as_it_is),
    Headline("claim_arrests", "nwd_arrest_ratio", _OWN_PAST, _as_it_is),
    Headline("claim_hospital"),
    Headline("claim_residential"),
    Headline("claim_looked_after"),
    Headline("claim_saving_council"),
    Headline("claim_saving_evaluation"),
)


def as_published() -> Mapping[str, float]:
    """Return the effects that replace the shrunk ones when a user wants the claims at face value."""
    return {
        one.parameter: one.ratio(float(next(leaves(figure(one.claim).value))))
        for one in HEADLINES
        if one.ratio is not None
    }
