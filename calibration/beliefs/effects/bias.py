"""How far a study may be off: additive biases on the log scale, by design, grade and relevance.

After Turner, Spiegelhalter, Smith and Thompson (2009): a bias is not removed but added to what is
uncertain, with a mean where its direction is known. The numbers are figures of the register.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from calibration.beliefs.effects.study import Study
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure

#: Grade of what is only described: however it is read, it says nothing of an effect.
TELLS_NOTHING: Final = "D"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Hold what the synthesis assumes, all on the log scale.

    Parameters
    ----------
    prior_sd
        Spread of the sceptical prior about no effect.
    tau_scale
        Scale of the half-normal prior of the spread between places.
    before_after
        Mean bias of a before-and-after figure, towards a benefit.
    sd
        Spread of the bias by grade.
    relevance_sd
        Spread added when a study of one service speaks for another.
    """

    prior_sd: float
    tau_scale: float
    before_after: float
    sd: Mapping[str, float]
    relevance_sd: float


@dataclass(frozen=True, slots=True)
class Bias:
    """Hold one study's bias: mean (signed as the log ratio) and standard deviation."""

    mean: float
    sd: float


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
        before_after=_number("effect_bias_before_after"),
        sd=dict(zip(spreads.items, leaves(spreads.value), strict=True)),
        relevance_sd=_number("effect_relevance_sd"),
    )


def bias_of(
    study: Study, intervention: str, assumed: Assumptions, *, lower_is_better: bool
) -> Bias:
    """Return a study's bias when it speaks for a service.

    A before-and-after figure is expected to flatter, unless it was corrected for regression to
    the mean. Grade D tells nothing: its bias has no bounds.

    Parameters
    ----------
    study
        The study.
    intervention
        The service it speaks for; another than its own adds the spread of relevance.
    assumed
        What is assumed of biases.
    lower_is_better
        Whether a flattering bias lowers the ratio.
    """
    flatters = study.design == "before_after" and study.rtm != "by history"
    size = assumed.before_after if flatters else 0.0
    spread = inf if study.grade == TELLS_NOTHING else assumed.sd[study.grade]
    if study.intervention != intervention:
        spread = (spread**2 + assumed.relevance_sd**2) ** 0.5
    return Bias(mean=-size if lower_is_better else size, sd=spread)


def _number(name: str) -> float:
    return float(next(leaves(figure(name).value)))
