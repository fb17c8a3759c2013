"""The gate, predictions and identifiability: what is said of a calibration, good or bad."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from calibration.joint.inference.bank import Bank, Observed
from calibration.joint.inference.emulator import Emulator, fit_emulator
from calibration.joint.inference.identify import identify, target_pulls, verdict
from calibration.joint.inference.posterior import posterior
from calibration.joint.inference.predict import predict
from calibration.joint.inference.rescale import generator
from calibration.joint.inference.sbc import Coverage, Truths, check_coverage, power
from calibration.joint.inference.toy import design, simulate
from simulation.errors import DoorwaysError

NONE = Observed(np.zeros(5), np.zeros(5))


@cache
def toy_bank() -> Bank:
    """A bank of the toy."""
    return simulate(design(2048, 3, 1), 2).bank


@cache
def plain_emulator() -> Emulator:
    """Two parameters, of which four statistics say the first twice, the second once, and nothing."""
    u = design(2048, 2, 3)
    noise = 0.1 * generator(4).standard_normal((2048, 4))
    stats = np.column_stack([u[:, 0], u[:, 0], u[:, 1], np.zeros(2048)]) + noise
    return fit_emulator(Bank(("known", "hidden"), ("first", "twin", "second", "noise"), u, stats))


def seen(*values: float) -> Observed:
    """A place with a little discrepancy."""
    return Observed(np.array(values), np.full(4, 0.02))


@pytest.mark.slow
@pytest.mark.statistics
def test_the_gate_passes_a_good_calibration() -> None:
    """The toy's own bank passes; repeated, the ranks are the same to the byte.

    A perfect method fails with 5% by the rule, this one with its seed does not.
    """
    done: list[int] = []
    first = check_coverage(toy_bank(), NONE, 200, seed=5, draws=400, on_done=done.append)
    found = first.verdict()
    assert found.passed, found.why
    assert done == list(range(1, 201))
    assert first.histograms.sum(axis=1).tolist() == [200, 200, 200]
    assert (first.sd_ratio.mean(axis=0) < 0.6).all()
    few = [check_coverage(toy_bank(), NONE, 8, seed=5, draws=400).ranks for _ in range(2)]
    assert few[0].tobytes() == few[1].tobytes()


@pytest.mark.slow
@pytest.mark.statistics
def test_the_gate_fails_what_is_too_sure() -> None:
    """Truths noisier than claimed fail, by name: their 90% intervals cover about 60%.

    Power: against a coverage of 67% the binomial test alone fails in more than 99.9%.
    """
    truth = simulate(generator(6).uniform(size=(200, 3)), 7)
    noise = 0.15 * generator(8).standard_normal(truth.bank.stats.shape)
    external = Truths(truth.u, truth.bank.stats + noise)
    found = check_coverage(toy_bank(), NONE, seed=9, draws=400, external=external).verdict()
    assert not found.passed
    assert any(words.startswith("exit_hazard: 90% intervals") for words in found.why)


def test_truths_of_another_size_are_taken_at_their_scale() -> None:
    """Truths that add up four copies get posteriors about half as wide as single ones."""
    u = generator(10).uniform(0.2, 0.8, size=(20, 3))
    widths = [
        check_coverage(
            toy_bank(),
            NONE,
            draws=400,
            external=Truths(u, simulate(u, 11, copies).bank.stats, copies**-0.5),
        ).sd_ratio.mean()
        for copies in (1, 4)
    ]
    assert widths[1] / widths[0] == pytest.approx(0.52, abs=0.08)


def test_a_truth_without_a_number_is_inferred_from_the_others() -> None:
    """A share of nobody is left out where it is missing, as an observation would leave it out."""
    u = generator(10).uniform(0.2, 0.8, size=(3, 3))
    whole = simulate(u, 11).bank.stats
    missing = whole.copy()
    missing[1, 0] = np.nan
    found, known = (
        check_coverage(toy_bank(), NONE, draws=400, external=Truths(u, stats))
        for stats in (missing, whole)
    )
    assert np.isfinite(found.ranks).all()
    assert np.array_equal(found.ranks[[0, 2]], known.ranks[[0, 2]])
    assert (found.sd_ratio[1] != known.sd_ratio[1]).any()


def test_few_truths_never_pass() -> None:
    """Even ranks of fewer than 200 truths fail, and the reason is said."""
    even = (np.arange(100) + 0.5) / 100
    coverage = Coverage(("a",), even[:, np.newaxis], np.full((100, 1), 0.5))
    assert coverage.verdict().why == ("100 truths, at least 200 are needed",)
    assert coverage.verdict(least=100).passed


def test_coverage_is_counted_right() -> None:
    """Evenly spread ranks cover what they should, and the power is that of a binomial test."""
    even = (np.arange(200) + 0.5) / 200
    coverage = Coverage(("a",), even[:, np.newaxis], np.full((200, 1), 0.5))
    assert coverage.covered(0.9).tolist() == [0.9]
    assert coverage.error(0.9) == pytest.approx(0.0212, abs=1e-4)
    assert coverage.p_values[0] == 1.0
    assert power(200, 0.05 / 24) > 0.85
    assert power(200, 0.05 / 24, truth=0.9) < 0.05 / 24


def test_too_many_truths_are_refused() -> None:
    """More truths than half the bank are refused with the number there is."""
    with pytest.raises(DoorwaysError, match="2048 usable runs"):
        check_coverage(toy_bank(), NONE, 1500)


def test_an_unknown_parameter_keeps_its_prior() -> None:
    """What no observed statistic speaks of returns the prior and is called not informed."""
    emulator = plain_emulator()
    observed = seen(0.4, np.nan, np.nan, 0.0)
    draws = posterior(emulator, observed, 2000, seed=1).u
    found = identify(emulator, draws, observed)
    assert found.verdicts == ("informed", "not informed")
    assert draws[:, 1].mean() == pytest.approx(0.5, abs=0.03)
    assert draws[:, 1].std() * np.sqrt(12) == pytest.approx(1.0, abs=0.06)
    assert abs(found.correlation[0, 1]) < 0.1


def test_more_rounds_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """With too few effective draws rounds go on, and six of them say what three did."""
    emulator, observed = plain_emulator(), seen(0.4, 0.45, 0.7, 0.0)
    usual = posterior(emulator, observed, 4000, seed=7)
    monkeypatch.setattr("calibration.joint.inference.posterior.ENOUGH", 10**6)
    longer = posterior(emulator, observed, 4000, seed=7)
    assert longer.u.tobytes() != usual.u.tobytes()
    sd = usual.u.std(axis=0)
    assert (np.abs(longer.u.mean(axis=0) - usual.u.mean(axis=0)) < 0.2 * sd).all()
    np.testing.assert_allclose(longer.u.std(axis=0), sd, rtol=0.1)
    assert min(usual.effective, longer.effective) > 150


def test_verdicts_follow_their_thresholds() -> None:
    """Half the variance gone is informed, a tenth weakly, less is not unless shapes differ."""
    words = [verdict(0.5, 0.9), verdict(0.1, 0.9), verdict(0.05, 0.9), verdict(0.05, 0.8)]
    assert words == ["informed", "weakly informed", "not informed", "weakly informed"]


def test_targets_that_disagree_are_named() -> None:
    """Two targets of one parameter that say 0.3 and 0.6 pull against each other, and only they."""
    emulator = plain_emulator()
    observed = seen(0.6, 0.3, 0.5, 0.0)
    draws = posterior(emulator, observed, 1000, seed=2).u
    found = identify(emulator, draws, observed)
    assert [(t.parameter, t.up, t.down) for t in found.tensions] == [("known", "first", "twin")]
    assert predict(emulator, draws, observed).residual[[0, 1]] == pytest.approx(
        [1.4, -1.4], abs=0.4
    )
    agree = seen(0.45, 0.45, 0.5, 0.0)
    assert identify(emulator, posterior(emulator, agree, 1000).u, agree).tensions == ()


def test_a_pull_is_the_difference_a_target_makes() -> None:
    """The cheap pull of a target agrees with inferring without it, within a fifth of an sd."""
    emulator = plain_emulator()
    observed, without = seen(0.6, 0.4, 0.5, 0.0), seen(np.nan, 0.4, 0.5, 0.0)
    whole, rest = (posterior(emulator, o, 4000, seed=3).u for o in (observed, without))
    logits = [np.log(u / (1 - u))[:, 0] for u in (whole, rest)]
    moved = (logits[0].mean() - logits[1].mean()) / logits[0].std()
    assert target_pulls(emulator, whole, observed)[0, 0] == pytest.approx(moved, abs=0.2)


def test_predictions_tell_their_sources_apart() -> None:
    """Squares of the sources add up to the total, and each is what was put in."""
    emulator = plain_emulator()
    observed = Observed(np.array([0.5, 0.5, 0.5, 0.0]), np.full(4, 0.05), np.full(4, 0.03), 0.5)
    u = posterior(emulator, observed, 4000, seed=4).u
    found = predict(emulator, u, observed)
    np.testing.assert_allclose(found.sampling, 0.05, rtol=0.08)
    np.testing.assert_allclose(found.discrepancy, 0.05)
    np.testing.assert_allclose(found.spread, 0.03)
    sources = (found.parameter, found.sampling, found.discrepancy, found.spread, found.error)
    total = np.sqrt(sum(source**2 for source in sources))
    np.testing.assert_allclose((found.high - found.low) / 3.29, total, rtol=0.08)
    assert found.share_inside == 1.0
    assert found.surprise > 0.2


def test_a_held_out_value_the_model_cannot_give_is_outside() -> None:
    """A target at odds with the rest lies outside its interval, and the whole is surprising."""
    emulator = plain_emulator()
    u = posterior(emulator, seen(0.4, 0.4, 0.5, np.nan), 1000, seed=5).u
    found = predict(emulator, u, seen(0.4, 0.4, 0.5, 0.9))
    assert found.inside.tolist() == [True, True, True, False]
    assert found.share_inside == 0.75
    assert found.surprise < 0.001


def test_real_runs_can_stand_for_the_emulator() -> None:
    """Predictions from runs made at the draws hold what those runs show."""
    emulator = plain_emulator()
    observed = seen(0.4, 0.4, 0.5, 0.0)
    u = posterior(emulator, observed, 1000, seed=6).u
    runs = emulator(u).mean + 0.3
    found = predict(emulator, u, replace(observed, discrepancy=np.zeros(4)), runs=runs)
    np.testing.assert_allclose(found.mean, runs.mean(axis=0), atol=0.01)


def test_nothing_to_go_by_is_said() -> None:
    """No usable observation, too few rows kept and a value that is missing are each refused."""
    emulator = plain_emulator()
    with pytest.raises(DoorwaysError, match="None of the statistics"):
        posterior(emulator, seen(np.nan, np.nan, np.nan, np.nan))
    with pytest.raises(DoorwaysError, match="60 are needed"):
        posterior(emulator, seen(0.5, 0.5, 0.5, 0.0), keep=0.01)
