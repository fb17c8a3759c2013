"""Combining studies: closed forms, a brute-force integral, and what each kind of study can do."""

from math import inf, log

import numpy as np
import pytest

from calibration.beliefs.effects.synthesis import EffectPosterior, Evidence, synthesise

PRIOR_SD, TAU = 0.35, 0.15
Z90 = 1.6448536269514722


def test_no_study_returns_the_prior() -> None:
    """Without a study the mean effect has the sceptical prior, and a new place adds the spread."""
    answer = synthesise([], PRIOR_SD, TAU)
    assert answer.prior_weight == pytest.approx(1.0)
    assert answer.mean_effect.mean == 0.0
    assert answer.mean_effect.quantile(0.95) == pytest.approx(Z90 * PRIOR_SD, abs=1e-9)
    assert answer.mean_effect.below(0.0) == pytest.approx(0.5)
    assert answer.tau == pytest.approx(TAU * np.sqrt(2 / np.pi), rel=1e-3)
    assert answer.new_place.sd == pytest.approx(np.hypot(PRIOR_SD, TAU), rel=1e-3)


def test_one_study_has_its_closed_form() -> None:
    """With one effect everywhere the answer is the conjugate normal, bias and dilution included."""
    study = Evidence(log_ratio=-0.6, se=0.2, exposure=0.5, bias_sd=0.3)
    answer = synthesise([study], PRIOR_SD, 0.0)
    noise = 0.2**2 + 0.3**2
    precision = 1 / PRIOR_SD**2 + 0.5**2 / noise
    mean = 0.5 * -0.6 / noise / precision
    assert answer.mean_effect.mean == pytest.approx(mean, abs=1e-12)
    assert answer.mean_effect.sd == pytest.approx(precision**-0.5, abs=1e-12)
    assert answer.mean_effect.quantile(0.05) == pytest.approx(
        mean - Z90 * precision**-0.5, abs=1e-9
    )
    assert answer.weights[0] == pytest.approx(0.5**2 / noise / precision)
    assert answer.new_place.sd == pytest.approx(answer.mean_effect.sd)


def test_the_grid_agrees_with_brute_force() -> None:
    """Summing over effect and spread point by point gives the same mean, spread and probability."""
    studies = [Evidence(-0.7, 0.25, 1.0, 0.3), Evidence(0.2, 0.1), Evidence(-0.1, 0.1, 0.4)]
    mu = np.linspace(-2.5, 2.5, 1000)[:, None]
    tau = np.linspace(0.0, 6 * TAU, 601)[None, :]
    logs = -0.5 * (mu / PRIOR_SD) ** 2 - 0.5 * (tau / TAU) ** 2
    for one in studies:
        variance = one.se**2 + one.bias_sd**2 + (one.exposure * tau) ** 2
        miss = one.log_ratio - one.exposure * mu
        logs = logs - 0.5 * np.log(variance) - 0.5 * miss**2 / variance
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    answer = synthesise(studies, PRIOR_SD, TAU)
    mean = float((weights * mu).sum())
    assert answer.mean_effect.mean == pytest.approx(mean, abs=2e-4)
    assert answer.mean_effect.sd == pytest.approx(
        float((weights * (mu - mean) ** 2).sum()) ** 0.5, abs=2e-4
    )
    assert answer.mean_effect.below(0.0) == pytest.approx(
        float((weights * (mu < 0)).sum()), abs=1e-3
    )
    assert answer.tau == pytest.approx(float((weights * tau).sum()), abs=1e-3)
    predicted = float((weights * (tau**2 + (mu - mean) ** 2)).sum()) ** 0.5
    assert answer.new_place.sd == pytest.approx(predicted, abs=5e-4)


def test_a_large_trial_dominates_a_before_and_after_report() -> None:
    """A trial of se 0.04 without bias outweighs a report of -52% and settles the mean effect."""
    report = Evidence(log(0.48), 0.27, bias_sd=0.35)
    trial = Evidence(log(0.97), 0.04, bias_sd=0.05)
    alone, both = synthesise([report], PRIOR_SD, TAU), synthesise([report, trial], PRIOR_SD, TAU)
    assert alone.mean_effect.mean < log(0.8)
    assert both.weights[1] > 3 * (both.weights[0] + both.prior_weight)
    assert both.mean_effect.mean == pytest.approx(log(0.97), abs=0.05)


@pytest.mark.parametrize("log_ratio", [-5.0, 0.0, 3.0])
def test_an_unbounded_bias_tells_nothing(log_ratio: float) -> None:
    """A study whose bias has no bounds changes nothing, whatever it claims."""
    others = [Evidence(-0.3, 0.1)]
    told = synthesise([*others, Evidence(log_ratio, 0.05, bias_sd=inf)], PRIOR_SD, TAU)
    alone = synthesise(others, PRIOR_SD, TAU)
    assert told.weights[1] == 0.0
    assert told.new_place.quantile(0.05) == pytest.approx(alone.new_place.quantile(0.05))


def test_weights_share_out_the_answer_in_any_order() -> None:
    """Weights and the prior's add up to 1; order changes nothing; more bias means less weight."""
    studies = [Evidence(-0.5, 0.1, bias_sd=b) for b in (0.0, 0.2, 0.5)]
    answer = synthesise(studies, PRIOR_SD, TAU)
    assert sum(answer.weights) + answer.prior_weight == pytest.approx(1.0)
    assert list(answer.weights) == sorted(answer.weights, reverse=True)
    turned = synthesise(studies[::-1], PRIOR_SD, TAU)
    assert turned.weights[::-1] == pytest.approx(answer.weights)
    assert turned.mean_effect.mean == pytest.approx(answer.mean_effect.mean)


def test_disagreeing_studies_widen_a_new_place() -> None:
    """Places that differ more than their errors allow make the next place less certain."""

    def spread(gap: float) -> EffectPosterior:
        return synthesise([Evidence(-gap, 0.05), Evidence(gap, 0.05)], PRIOR_SD, TAU)

    near, far = spread(0.02), spread(0.4)
    assert far.tau > near.tau + 0.05
    assert far.new_place.sd > near.new_place.sd + 0.05
