"""Direct estimates: shrinkage, withheld counts, balance, England kept, draws with an address."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.lengths import AGE_BANDS
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.unaccompanied import stream
from calibration.beliefs.authorities.history import history
from calibration.beliefs.authorities.load import all_profiles, england, profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.balance import expected_gain, gain_of_england
from calibration.beliefs.local.coming import own_level, without_returns
from calibration.beliefs.local.counts import (
    FACTORS,
    exits_before_18,
    starts_by_age,
    with_families,
)
from calibration.beliefs.local.factors import local_factors
from calibration.beliefs.local.gamma import (
    CouncilCount,
    fit_overdispersion,
    fit_variance,
    gamma_posterior,
    log_likelihood,
    marginal,
)
from calibration.beliefs.local.mix import fit_prior, own_mix
from calibration.beliefs.local.rates import DRAWN, exits_of, local_levels, local_rates, whole_of
from calibration.beliefs.local.unaccompanied import expecting, intake, transfer_hazard
from calibration.beliefs.parameters import national
from calibration.fitting import councils as fit

YEAR = 2024


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def _count(seen: float, expected: float) -> CouncilCount:
    return CouncilCount(seen, seen, expected, expected)


def test_small_counts_are_shrunk_more_and_known_less() -> None:
    """The same ratio of 2 is believed more of a large council, and with a narrower interval."""
    small, large = gamma_posterior(_count(4, 2), 0.05), gamma_posterior(_count(400, 200), 0.05)
    assert 1.0 < small.mean < 1.1
    assert 1.8 < large.mean < 2.0
    narrow, wide = (b - a for a, b in (large.interval(), small.interval()))
    assert narrow < wide


def test_events_that_come_in_runs_tell_less() -> None:
    """With a overdispersion of ten, forty incidents shrink as four do."""
    assert gamma_posterior(_count(40, 20), 0.05, 10).mean == pytest.approx(
        gamma_posterior(_count(4, 2), 0.05).mean
    )


def test_a_withheld_count_is_the_mixture_over_its_bounds() -> None:
    """Its mean lies between those of the bounds and its interval holds more than a known count's."""
    hidden = gamma_posterior(CouncilCount(0, 5, 3, 3), 0.3)
    ends = [gamma_posterior(_count(n, 3), 0.3).mean for n in (0, 5)]
    known = gamma_posterior(_count(2.5, 3), 0.3)
    assert ends[0] < hidden.mean < ends[1]
    assert hidden.shape / hidden.rate**2 > known.shape / known.rate**2


def test_the_marginal_chance_adds_up() -> None:
    """Over all counts the negative-binomial chance is 1, and a withheld one is the sum of its own."""
    chances = [np.exp(log_likelihood(n, 6.0, 4.0)) for n in range(200)]
    assert sum(chances) == pytest.approx(1.0)
    hidden = np.exp(marginal(CouncilCount(0, 5, 6.0, 6.0), 4.0, 1.0))
    assert hidden == pytest.approx(sum(chances[:6]))


@pytest.mark.slow
@pytest.mark.statistics
def test_the_variance_of_levels_is_found_again() -> None:
    """Of 60 made-up countries of 150 councils the 90% interval holds the truth in at least 47.

    With true coverage of 0.9 this fails by chance once in 500 times.
    """
    rng = np.random.default_rng(np.random.SeedSequence([20, 3]))
    held = 0
    for _ in range(60):
        expected = rng.uniform(20, 300, 150)
        level = rng.gamma(1 / 0.08, 0.08, 150)
        seen = rng.poisson(expected * level)
        counts = [_count(float(n), float(e)) for n, e in zip(seen, expected, strict=True)]
        _, low, high = fit_variance(counts, 1.0)
        held += low <= 0.08 <= high
    assert held >= 47


@pytest.mark.statistics
def test_clumping_is_found_again() -> None:
    """Counts of families of three tell three times less than events of their own, within a tenth.

    Over 3,000 pairs the estimate's standard error is below 3%.
    """
    rng = np.random.default_rng(np.random.SeedSequence([20, 4]))
    years = 3.0 * rng.poisson(40, (3000, 2))
    pairs = [(_count(a, 120.0), _count(b, 120.0)) for a, b in years]
    assert fit_overdispersion(pairs) == pytest.approx(3.0, rel=0.1)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_councils_expected_starts_and_exits_add_up_to_england(year: int, p: dict[str, Any]) -> None:
    """Shrinking and settling councils leaves England's published totals within one per cent."""
    whole = england(year)
    rate = exits_before_18(whole) / with_families(whole, p)
    starts, exits = 0.0, 0.0
    rest = whole_of(whole, p)
    for council in all_profiles(year):
        level, own = local_levels(council, whole, p, rest)
        starts += own.sum()
        exits += float((rate * level["local_exit"] * with_families(council, p)).sum())
    assert starts == pytest.approx(starts_by_age(whole, p).sum(), rel=0.01)
    assert exits == pytest.approx(exits_before_18(whole).sum(), rel=0.01)


def test_no_council_is_sent_off_on_the_drift_of_one_year(p: dict[str, Any]) -> None:
    """Expected gains lie within two points of England's, while a year's own are spread over six."""
    whole = england(YEAR)
    centre = gain_of_england(whole, p)
    councils = all_profiles(YEAR)
    expected = [expected_gain(c, whole, p, None) - centre for c in councils]
    own = [(c["starts"] - c["ceases"]) / c["cla"] for c in councils]
    assert max(map(abs, expected)) < 0.03
    assert np.std(expected) < 0.2 * np.std(own)


def test_exits_give_way_more_than_starts(p: dict[str, Any]) -> None:
    """Where too few start at an age to hold its number, exits fall by more than starts rise."""
    council, whole = profile("North Yorkshire", YEAR), england(YEAR)
    fewer = replace(council, counts={**council.counts, "cla_5_9": council["cla_5_9"] * 1.1})
    level, starts = local_levels(council, whole, p, whole_of(whole, p))
    other, more = local_levels(fewer, whole, p, whole_of(whole, p))
    assert more[2] > starts[2]
    assert other["local_exit"][2] / level["local_exit"][2] < starts[2] / more[2]
    still = {**p, "local_settling": 0.0}
    assert local_levels(council, whole, still, whole_of(whole, still))[1] == pytest.approx(
        local_levels(council, whole, {**still, "national_trend": 0.0}, whole_of(whole, still))[1]
    )


def test_every_factor_says_what_it_rests_on(p: dict[str, Any]) -> None:
    """Each has its count, expectation and exposure, and a mean inside its interval."""
    for name in ("Rutland", "North Yorkshire", "Kent"):
        found = local_factors(profile(name, YEAR), p)
        assert [one.name for one in found] == list(FACTORS)
        for one in found:
            assert one.exposure > 0
            assert one.expected > 0
            assert one.low < one.mean < one.high
            assert one.mean == pytest.approx(one.shape / one.rate)


def test_a_draw_moves_its_own_factor_only(p: dict[str, Any]) -> None:
    """Raising the number of moves raises it and leaves care, missing and starts alone."""
    council, whole = profile("Wigan", YEAR), england(YEAR)
    middle = dict.fromkeys(DRAWN, 0.5)
    (low, few), (high, many) = (
        local_levels(council, whole, p, whole_of(whole, p), {**middle, "local_move": u})
        for u in (0.1, 0.9)
    )
    assert low["local_move"] < high["local_move"]
    assert low["local_missing"] == high["local_missing"]
    assert np.array_equal(low["local_exit"], high["local_exit"])
    assert np.array_equal(few, many)


def test_without_numbers_the_means_are_taken(p: dict[str, Any]) -> None:
    """Central rates are repeatable and differ from a drawn one."""
    council, whole = profile("Wigan", YEAR), england(YEAR)
    once, again = (local_rates(council, whole, p) for _ in range(2))
    drawn = local_rates(council, whole, p, dict.fromkeys(DRAWN, 0.9))
    assert once["local_missing"] == again["local_missing"] != drawn["local_missing"]


def test_drawn_mixes_are_mixes(p: dict[str, Any]) -> None:
    """A drawn mix adds up to 1 and is none that another draw gives."""
    council, whole = profile("Norfolk", YEAR), england(YEAR)
    drawn = [own_mix(council, whole, p, dict.fromkeys(DRAWN, u)) for u in (0.3, 0.6)]
    assert all(float(one.sum()) == pytest.approx(1.0) for one in drawn)
    assert not np.allclose(*drawn)


def test_withheld_kinds_of_placement_do_not_invent_knowledge() -> None:
    """Hiding two kinds of every council widens the interval of how much England's mix weighs."""
    councils, whole = all_profiles(YEAR), england(YEAR)
    blind = frozenset({"cla_homes", "cla_parents"})
    hidden = [replace(c, imputed=c.imputed | blind) for c in councils]
    _, low, high = fit_prior(councils, whole)
    _, low_hidden, high_hidden = fit_prior(hidden, whole)
    assert high / low < high_hidden / low_hidden


def test_entries_stand_in_the_hazards(p: dict[str, Any]) -> None:
    """Entry hazards by the edge of care give back the starts by age of those who come on their own account."""
    council, whole = profile("Wiltshire", YEAR), england(YEAR)
    rates = local_rates(council, whole, p)
    level, starts = local_levels(council, whole, p, whole_of(whole, p))
    by_edge = np.asarray(rates["edge_stock"]) * np.asarray(rates["edge_entry_hazard"])
    # England's hazards give its starts, brothers and sisters and returns included; here they give as
    # many times England's as more come here on their own account.
    leaving = exits_of(council, whole, level["local_exit"], p)
    new = without_returns(starts, starts_by_age(whole, p), leaving, p)
    wanted = starts_by_age(whole, p) * own_level(new, whole_of(whole, p).new, p["entry_along"])
    wanted = wanted * np.asarray(p["fit_entry"]) * np.asarray(p["synth_edge_path_share"])
    assert len(starts) == len(AGE_BANDS)
    assert np.allclose(by_edge, wanted)


def test_unaccompanied_children_even_out_and_england_keeps_its_number(p: dict[str, Any]) -> None:
    """Councils with few expect more than leave, and over years as many as came; Kent keeps its own."""
    expected = sum(
        intake(c, england(year), p) for year in (2021, 2022, 2023, 2024) for c in all_profiles(year)
    )
    came = sum(england(year)["starts_uasc"] for year in (2021, 2022, 2023, 2024))
    assert expected == pytest.approx(came, rel=0.05)
    whole, councils = england(YEAR), all_profiles(YEAR)
    few = min(councils, key=lambda c: c["cla_uasc"] / c["children_0_17"])
    stay = stream(p, transfer_hazard(few, p)).stay
    assert intake(few, whole, p) > few["cla_uasc"] / stay
    kent = profile("Kent", YEAR)
    both = (kent["starts_uasc"] + kent["ceases_uasc"]) / 2
    assert expecting(kent, whole, p)["starts_uasc"] == pytest.approx(both, rel=0.01)


def test_a_council_without_history_or_earlier_years_can_be_reckoned(p: dict[str, Any]) -> None:
    """A made-up council has its own year only, and no drift of its own."""
    base = profile("Wigan", YEAR)
    made_up = AuthorityProfile("X1", "Erewhon", base.region, YEAR, base.counts)
    gain = expected_gain(made_up, england(YEAR), {**p, "local_pull": 0.0}, None)
    assert gain == gain_of_england(england(YEAR), p)
    assert len(local_factors(made_up, p)) == len(FACTORS)


def test_fits_of_an_earlier_year_do_not_read_later_ones() -> None:
    """Drift fitted up to 2022 is the same whether or not later years are there."""
    from calibration.beliefs.authorities.asof import nothing_after

    free = fit.drift(2022)
    with nothing_after(2022):
        assert fit.drift(2022) == free
    assert max(year for series in history("cla").values() for year in series) > 2022
