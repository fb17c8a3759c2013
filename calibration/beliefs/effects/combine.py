"""From rows of studies to the prior a scenario uses: for a service that starts in a new place."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp
from statistics import NormalDist
from typing import Final

from calibration.beliefs.effects.bias import Assumptions, assumptions, bias_of
from calibration.beliefs.effects.load import studies
from calibration.beliefs.effects.outcomes import INTERVENTIONS, StudiedEffect, effect
from calibration.beliefs.effects.study import Study
from calibration.beliefs.effects.synthesis import Belief, EffectPosterior, Evidence, synthesise
from calibration.beliefs.evidence.figure import INTERVALS

_RANGE: Final = INTERVALS["90% range"]
#: A range whose high end is this many times its low end tells nobody anything.
_NOTHING: Final = 100.0
#: Decimal places of a ratio in the register and in scenarios.
_PLACES: Final = 2
_REACH: Final = NormalDist().inv_cdf(_RANGE[1])


@dataclass(frozen=True, slots=True)
class Ratio:
    """Hold a ratio and its 90% range."""

    central: float
    low: float
    high: float

    @property
    def says_something(self) -> bool:
        """Tell whether the range is narrow enough to inform anybody."""
        return self.high < self.low * _NOTHING


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one study in a combined answer.

    Parameters
    ----------
    study
        The row.
    as_found
        Its ratio with the published (or assumed) error only, regression to the mean corrected.
    allowed
        Its ratio after allowance for bias, and for how much of the effect it could show.
    weight
        Its share of the answer's precision, 0 to 1.
    without
        The answer's ratio when this study is left out.
    is_indirect
        Whether it is a study of another service.
    """

    study: Study
    as_found: Ratio
    allowed: Ratio
    weight: float
    without: float
    is_indirect: bool


@dataclass(frozen=True, slots=True)
class Combined:
    """Hold the answer about one effect.

    Parameters
    ----------
    effect
        Which effect.
    mean_effect
        The mean over places.
    new_place
        A place that starts now: what scenarios use.
    benefit
        Probability that the effect in a new place is a benefit.
    prior_weight
        Share of the answer's precision that the sceptical prior supplies.
    parts
        The studies used.
    told
        Rows shown but not used.
    """

    effect: StudiedEffect
    mean_effect: Ratio
    new_place: Ratio
    benefit: float
    prior_weight: float
    parts: tuple[Part, ...]
    told: tuple[Study, ...]

    @property
    def service(self) -> str:
        """Return the service's name in words."""
        return INTERVENTIONS[self.effect.intervention]

    @property
    def override(self) -> dict[str, float]:
        """Return the effect in a new place as a scenario file takes it."""
        new = self.new_place
        ends = {"central": new.central, "low": new.low, "high": new.high}
        return {name: round(value, _PLACES) for name, value in ends.items()}


def combine(
    intervention: str,
    outcome: str,
    rows: Iterable[Study] | None = None,
    assumed: Assumptions | None = None,
) -> Combined:
    """Combine what studies say of one effect.

    Parameters
    ----------
    intervention, outcome
        The effect.
    rows
        Studies; those of the project when left out.
    assumed
        Assumptions about bias; those of the register when left out.

    Raises
    ------
    DoorwaysError
        When there is no such effect or the table of studies is unsound.
    """
    about = effect(intervention, outcome)
    settled = assumed or assumptions()
    relevant = [row for row in (studies() if rows is None else rows) if _speaks(row, about)]
    used = [row for row in relevant if row.is_used]
    given = _given(used, about, settled)
    answer = _answer(given, settled)
    return Combined(
        effect=about,
        mean_effect=_ratio(answer.mean_effect),
        new_place=_ratio(answer.new_place),
        benefit=_benefit(answer.new_place, about),
        prior_weight=answer.prior_weight,
        parts=tuple(
            Part(
                study=row,
                as_found=_around(one.log_ratio, one.se),
                allowed=_allowed(one),
                weight=weight,
                without=_without(i, used, about, settled),
                is_indirect=row.intervention != intervention,
            )
            for i, (row, one, weight) in enumerate(zip(used, given, answer.weights, strict=True))
        ),
        told=tuple(row for row in relevant if not row.is_used),
    )


def _speaks(row: Study, about: StudiedEffect) -> bool:
    services = (row.intervention, *row.lends_to)
    return row.outcome == about.outcome and about.intervention in services


def _given(used: Sequence[Study], about: StudiedEffect, assumed: Assumptions) -> list[Evidence]:
    speakers = Counter(row.intervention for row in used)
    return [_evidence(row, about, assumed, speakers[row.intervention]) for row in used]


def _without(
    place: int, used: Sequence[Study], about: StudiedEffect, assumed: Assumptions
) -> float:
    """Return the answer's ratio without the study at a place of the list."""
    others = [*used[:place], *used[place + 1 :]]
    return exp(_answer(_given(others, about, assumed), assumed).new_place.quantile(0.5))


def _evidence(row: Study, about: StudiedEffect, assumed: Assumptions, beside: int) -> Evidence:
    bias_sd = bias_of(row, about.intervention, assumed, beside=beside)
    log_ratio, se = row.log_ratio, row.se
    if row.correction is not None:
        from calibration.beliefs.effects.rtm_history import corrected_by_history

        found, fitted = corrected_by_history(log_ratio, row.correction)
        log_ratio = found.log_ratio
        # The published error already holds chance; only that of the expected change is added.
        chance = fitted.spread**2 / len(row.correction.adopters)
        se = (se**2 + max(found.se**2 - chance, 0.0)) ** 0.5
    return Evidence(log_ratio, se, row.exposure, bias_sd)


def _answer(given: Sequence[Evidence], assumed: Assumptions) -> EffectPosterior:
    return synthesise(given, assumed.prior_sd, assumed.tau_scale)


def _allowed(one: Evidence) -> Ratio:
    spread = (one.se**2 + one.bias_sd**2) ** 0.5 / one.exposure
    return _around(one.log_ratio / one.exposure, spread)


def _benefit(belief: Belief, about: StudiedEffect) -> float:
    below = belief.below(0.0)
    return below if about.lower_is_better else 1.0 - below


def _ratio(belief: Belief) -> Ratio:
    low, high = (exp(belief.quantile(p)) for p in _RANGE)
    return Ratio(exp(belief.quantile(0.5)), low, high)


def _around(log_ratio: float, sd: float) -> Ratio:
    reach = _REACH * sd
    return Ratio(_exp(log_ratio), _exp(log_ratio - reach), _exp(log_ratio + reach))


def _exp(value: float) -> float:
    """Return e to a power, without overflow: grade D allows any size at all."""
    return exp(value) if value < 700.0 else float("inf")
