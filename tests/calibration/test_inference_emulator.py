"""The emulator, what a place of any size would have shown, and what cannot be used."""

import numpy as np
import pytest

from calibration.joint.inference.bank import Bank, Floats, Observed, usable
from calibration.joint.inference.basis import orthonormal
from calibration.joint.inference.emulator import fit_emulator
from calibration.joint.inference.rescale import generator, place_response, place_runs
from calibration.joint.inference.screen import screen
from calibration.joint.inference.toy import design
from simulation.errors import DoorwaysError

ROWS = 2048


def bank_of(*columns: Floats, u: Floats, transforms: tuple[str, ...] = ()) -> Bank:
    """A bank of the given statistics."""
    names = tuple(f"p{i}" for i in range(u.shape[1])), tuple(f"s{i}" for i in range(len(columns)))
    return Bank(*names, u, np.column_stack(columns), transforms)


def test_the_basis_is_orthonormal_over_the_bank() -> None:
    """Over the rows it was made for, terms on either coordinate have unit square and no product."""
    u = design(512, 3, 1)
    terms = orthonormal(u, (False, True, False), 3)(u)
    assert terms.shape == (512, 20)
    np.testing.assert_allclose(terms.T @ terms / 512, np.eye(20), atol=1e-10)


def test_each_parameter_gets_its_coordinate() -> None:
    """A response linear in a normal quantile, or in u, is found to be so and predicted exactly."""
    from scipy.stats import norm

    u = design(ROWS, 2, 2)
    noise = 0.1 * generator(1).standard_normal(ROWS)
    emulator = fit_emulator(bank_of(norm.ppf(u[:, 0]) + 2 * u[:, 1] + noise, u=u))
    assert emulator.basis.normal == (True, False)
    at = np.array([[0.1, 0.9], [0.5, 0.2]])
    np.testing.assert_allclose(
        emulator(at).mean[:, 0], norm.ppf(at[:, 0]) + 2 * at[:, 1], atol=0.02
    )


def test_scatter_follows_the_parameters() -> None:
    """A standard deviation that doubles over a parameter's range is found within 10%."""
    u = design(ROWS, 2, 3)
    sd = 0.1 * 2 ** u[:, 0]
    emulator = fit_emulator(bank_of(u[:, 1] + sd * generator(2).standard_normal(ROWS), u=u))
    ends = emulator(np.array([[0.05, 0.5], [0.95, 0.5]])).sampling[:, 0]
    np.testing.assert_allclose(ends, 0.1 * 2 ** np.array([0.05, 0.95]), rtol=0.1)


def test_lack_of_fit_is_told_from_noise() -> None:
    """A wave no polynomial follows is found as lack of fit, and pure noise is not."""
    u = design(4096, 2, 4)
    rng = generator(3)
    wave = 0.2 * np.sin(60 * u[:, 0])
    smooth = u[:, 0] + 0.3 * rng.standard_normal(4096)
    emulator = fit_emulator(bank_of(smooth + wave, smooth, u=u))
    assert emulator.lack[0] == pytest.approx(0.02, rel=0.25)
    assert emulator.lack[1] < 0.02 * emulator.variance[1]


@pytest.mark.parametrize("scale", [0.2, 1.0, 2.0])
def test_a_place_has_its_own_noise(scale: float) -> None:
    """Replicas of a place scatter by its sampling noise, discrepancy and spread together."""
    u = design(ROWS, 2, 5)
    emulator = fit_emulator(bank_of(u[:, 0] + 0.5 * generator(4).standard_normal(ROWS), u=u))
    observed = Observed(np.zeros(1), np.full(1, 0.1), np.full(1, 0.2), scale)
    shown = place_runs(emulator, np.full((20_000, 2), 0.5), observed, 1)
    assert shown.std() == pytest.approx(np.sqrt((0.5 * scale) ** 2 + 0.05), rel=0.05)


def test_correlations_between_statistics_are_kept() -> None:
    """Two statistics with a common shock stay as correlated in a place of any size."""
    u = design(ROWS, 1, 6)
    common, own = generator(5).standard_normal((2, ROWS))
    emulator = fit_emulator(bank_of(u[:, 0] + common, common + 0.5 * own, u=u))
    shown = place_runs(
        emulator, np.full((20_000, 1), 0.5), Observed(np.zeros(2), np.zeros(2), scale=0.3), 1
    )
    assert np.corrcoef(shown.T)[0, 1] == pytest.approx(1 / np.sqrt(1.25), abs=0.03)


@pytest.mark.parametrize(("transform", "size"), [("log", 40), ("logit", 80)])
def test_means_of_logs_are_corrected_for_size(transform: str, size: int) -> None:
    """The mean of the log of a count, or logit of a share, is that of the large place asked for."""
    u = design(8192, 1, 7)
    rng = generator(6)
    if transform == "log":
        truth = np.log(size * (1 + u[:, 0]))
        shown = np.log(rng.poisson(np.exp(truth)))
    else:
        share = 0.1 + 0.2 * u[:, 0]
        truth = np.log(share / (1 - share))
        hits = np.clip(rng.binomial(size, share), 0.5, size - 0.5)
        shown = np.log(hits / (size - hits))
    emulator = fit_emulator(bank_of(shown, u=u, transforms=(transform,)))
    large = Observed(np.zeros(1), np.zeros(1), scale=0.0)
    found = place_response(emulator, u, large).mean[:, 0]
    # Left alone, these logs lie 0.010 too low and these logits 0.030.
    assert abs((emulator(u).mean[:, 0] - truth).mean()) > 0.006
    assert abs((found - truth).mean()) < 0.004


def test_what_cannot_be_used_is_said() -> None:
    """Constant and often missing statistics are left out by name; rows with a rare gap are dropped."""
    u = design(ROWS, 2, 8)
    good = u[:, 0] + generator(7).standard_normal(ROWS)
    gaps, often = good.copy(), good.copy()
    gaps[:10] = np.nan
    often[: ROWS // 4] = -np.inf
    bank = bank_of(good, gaps, often, np.full(ROWS, 3.0), u=u)
    rows, columns, left_out = usable(bank)
    assert columns.tolist() == [True, True, False, False]
    assert left_out.rows == 10
    assert rows.sum() == ROWS - 10
    assert left_out.statistics == {
        "s2": "not finite in 25% of the runs",
        "s3": "the same in every run",
    }
    assert np.isfinite(fit_emulator(bank)(u).mean).all()


def test_too_small_a_bank_is_refused() -> None:
    """A bank with fewer than 20 runs for each straight line's term says how many it needs."""
    u = design(64, 5, 9)
    with pytest.raises(DoorwaysError, match="at least 120 runs"):
        fit_emulator(bank_of(u[:, 0], u=u))


def test_malformed_banks_and_observations_are_refused() -> None:
    """Wrong shapes, repeated names, values outside the prior and negative noise are named."""
    u = design(16, 1, 10)
    with pytest.raises(DoorwaysError, match="row per run"):
        Bank(("a",), ("s", "t"), u, u)
    with pytest.raises(DoorwaysError, match="differ"):
        Bank(("a",), ("s", "s"), u, np.column_stack([u, u]))
    with pytest.raises(DoorwaysError, match="strictly between"):
        Bank(("a",), ("s",), u + 1, u)
    with pytest.raises(DoorwaysError, match="Choose from plain"):
        Bank(("a",), ("s",), u, u, ("sqrt",))
    with pytest.raises(DoorwaysError, match="not below 0"):
        Observed(np.zeros(2), np.array([0.1, -0.1]))
    with pytest.raises(DoorwaysError, match="one for each statistic"):
        Observed(np.zeros(2), np.zeros(3))


def test_the_screen_keeps_the_truth_and_drops_the_impossible() -> None:
    """Rows near the truth pass, rows 4 standard deviations away do not, gaps do not count."""
    u = design(ROWS, 2, 11)
    rng = generator(8)
    noisy = [u[:, 0] + 0.05 * rng.standard_normal(ROWS) for _ in range(3)]
    emulator = fit_emulator(bank_of(*noisy, u=u))
    observed = Observed(np.array([0.5, 0.5, np.nan]), np.full(3, 0.02))
    found = screen(emulator, observed)
    away = np.abs(u[:, 0] - 0.5)
    assert found.retained[away < 0.1].all()
    assert not found.retained[away > 0.25].any()
    assert np.isnan(found.implausibility[:, 2]).all()
    assert 0.3 < found.share < 0.5
    impossible = screen(emulator, Observed(np.array([0.2, 0.8, np.nan]), np.full(3, 0.02)))
    assert impossible.share == 0.0
