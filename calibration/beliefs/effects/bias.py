"""How far a study may be off: additive biases on the log scale, by design, grade and relevance.

After Turner, Spiegelhalter, Smith and Thompson (2009): a bias is not removed but added to what is
uncertain, so that a finding keeps the weight of its grade. That weight already says how far
before-and-after figures flatter; nothing else is taken off. The numbers are figures of the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from calibration.beliefs.effects.outcomes import ages_of
from calibration.beliefs.effects.study import Study
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure

#: Grade of what is only described: however it is read, it says nothing of an effect.
TELLS_NOTHING: Final = "D"
#: A study speaks for a service's ages when at least this share of its own ages are among them.
_SAME_AGES: Final = 0.5


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Hold what the synthesis assumes, all on the log scale.

    Parameters
    ----------
    prior_sd
        Spread of the sceptical prior about no effect.
    tau_scale
        Scale of the half-normal prior of the spread between places.
    sd
        Spread of the bias by grade.
    relevance_sd
        Spread added when a study of one service speaks for another.
    age_sd
        Spread added besides when most of the study's ages are not those of the other service.
    """

    prior_sd: float
    tau_scale: float
    sd: Mapping[str, float]
    relevance_sd: float
    age_sd: float


def assumptions() -> Assumptions:
    """Return the register's assumptions.

    Raises
    ------
    DoorwaysError
        When the register lacks one.
    """
    spreads = figure("effect_bias_sd")
    return Assumptions(
        prior_sd=_number("effect_prior_sd"),
        tau_scale=_number("effect_tau_scale"),
        sd=dict(zip(spreads.items, leaves(spreads.value), strict=True)),
        relevance_sd=_number("effect_relevance_sd"),
        age_sd=_number("effect_relevance_age_sd"),
    )


def bias_of(study: Study, intervention: str, assumed: Assumptions, *, beside: int = 1) -> float:
    """Return the spread of a study's bias when it speaks for a service.

    Grade D tells nothing: its bias has no bounds.

    Parameters
    ----------
    study
        The study.
    intervention
        The service it speaks for; another than its own adds the spread of relevance.
    assumed
        What is assumed of biases.
    beside
        How many studies of the same other service speak, this one among them. How far that
        service differs is one thing however many studied it, so each carries that many times its
        variance: together they know it no better than one.
    """
    variance = (inf if study.grade == TELLS_NOTHING else assumed.sd[study.grade]) ** 2
    if study.intervention != intervention:
        variance += beside * assumed.relevance_sd**2
        if not _same_ages(study, intervention):
            variance += beside * assumed.age_sd**2
    return float(variance**0.5)


def _same_ages(study: Study, intervention: str) -> bool:
    """Tell whether at least half of a study's ages are those of another service."""
    youngest, oldest = study.ages
    low, high = ages_of(intervention)
    shared = max(min(oldest, high) - max(youngest, low) + 1, 0)
    return shared >= _SAME_AGES * (oldest - youngest + 1)


def _number(name: str) -> float:
    return float(next(leaves(figure(name).value)))
