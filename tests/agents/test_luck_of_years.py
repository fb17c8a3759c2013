"""The luck of the years: factors with a mean of 1, shared as declared, and the years held still."""

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.lengths import MOST_YEARS
from agents.luck import SERIES, STARTS, Series
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.columns import Columns
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL, arrival_dates, factors, ordinary_years, yearly_counts
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for

YEARS = 6
TIMES = 3_000


@pytest.fixture(scope="module")
def council() -> AuthorityProfile:
    """A council of middling size."""
    return profile("Wiltshire")


@pytest.fixture(scope="module")
def many(council: AuthorityProfile) -> NDArray[np.float64]:
    """The factors of many lucks, shape (times, years, series)."""
    p = parameters_for(council)
    return np.array([factors(council, p, 1, k, float(YEARS))[:YEARS] for k in range(TIMES)])


def test_factors_have_a_mean_of_one(many: NDArray[np.float64]) -> None:
    """In every year and series the mean is 1 within five standard errors, so nothing is moved."""
    error = many.std(axis=0) / np.sqrt(TIMES)
    assert (np.abs(many.mean(axis=0) - 1.0) < 5.0 * error).all()


def test_logs_spread_as_the_figures_say(
    council: AuthorityProfile, many: NDArray[np.float64]
) -> None:
    """The variance of a year's log is that of both walks begun at 0 and of clumps, within a tenth.

    3,000 draws give a variance a standard error of 2.6%: an error of a seventh would be seen.
    """
    p = {
        name: np.asarray(value, float)
        for name, value in parameters_for(council).items()
        if name.startswith("years_")
    }
    keep = np.exp(-p["years_reversion"])
    step = p["years_council_sd"] ** 2 * (1 - keep**2) + p["years_national_sd"] ** 2
    gathered = sum(keep ** (2 * k) for k in range(YEARS))
    wanted = step * gathered + p["years_clump"] / yearly_counts(council)
    seen = np.log(many[:, -1]).var(axis=0) * p["years_response"] ** 2
    assert seen == pytest.approx(wanted, rel=0.1)


def test_councils_share_england_and_nothing_else(council: AuthorityProfile) -> None:
    """With no luck of their own two councils have the same factors; with it alone they correlate not.

    500 lucks: a correlation of 0.2 would be seen (four and a half standard errors).
    """
    other, p = profile("Norfolk"), parameters_for(council)
    none = tuple(0.0 for _ in SERIES)
    england = p | {"years_council_sd": none, "years_clump": none}
    assert np.array_equal(*(factors(one, england, 1, 0, 5.0) for one in (council, other)))
    own = p | {"years_national_sd": none}
    both = [[factors(one, own, 1, k, 1.0)[0, 1] for k in range(500)] for one in (council, other)]
    assert abs(np.corrcoef(both)[0, 1]) < 0.2


def test_ages_share_a_part_and_exits_follow(council: AuthorityProfile) -> None:
    """Over 2,000 lucks of a council alone, two ages of starts correlate 0.4 and exits 0.3 of the root.

    The standard error is 0.02, the reach 0.1.
    """
    none = tuple(0.0 for _ in SERIES)
    p = parameters_for(council) | {"years_national_sd": none, "years_clump": none}
    logs = np.log([factors(council, p, 1, k, 1.0)[0] for k in range(2_000)])
    seen = np.corrcoef(logs.T)
    common, follow = p["years_common"][0], p["years_exits_follow"][0]
    assert seen[STARTS[0], STARTS[1]] == pytest.approx(common, abs=0.1)
    assert seen[STARTS[1], Series.EXITS] == pytest.approx(follow * common**0.5, abs=0.1)


def test_a_longer_horizon_begins_the_same(council: AuthorityProfile) -> None:
    """Ten years of luck begin with the five of a shorter run; what lies beyond them is 1."""
    p = parameters_for(council)
    short, long = (factors(council, p, 1, 0, years) for years in (5.0, 10.0))
    assert np.array_equal(short[:5], long[:5])
    assert (short[5:] == 1.0).all()
    assert long.shape == (MOST_YEARS, len(SERIES))


def test_still_years_have_no_luck(council: AuthorityProfile) -> None:
    """Held still, every factor is exactly 1, whatever the spreads."""
    assert (factors(council, parameters_for(council) | STILL, 1, 0, 5.0) == 1.0).all()


def test_replicates_share_years_when_told_to(council: AuthorityProfile) -> None:
    """The luck of the years is addressed apart from the people: the same years, other children."""
    p = parameters_for(council)
    one, same, other = (
        synthesise(council, p, 1, replicate, 3.0, year_luck=luck)
        for replicate, luck in ((0, 7), (1, 7), (1, None))
    )
    assert np.array_equal(one.luck, same.luck)
    assert not np.array_equal(one.luck, other.luck)
    assert not np.array_equal(one.young_people["born"][:50], same.young_people["born"][:50])


def test_arrivals_follow_the_factor() -> None:
    """A year of twice the rate takes two thirds of two years' arrivals; a whole is 3 ordinary years."""
    yearly = np.array([1.0, 2.0])
    dates = arrival_dates((np.arange(900) + 0.5) / 900, yearly, 2.0)
    assert (dates >= 1.0).mean() == pytest.approx(2 / 3)
    assert ordinary_years(yearly, 2.0) == 3.0
    assert ordinary_years(np.ones(MOST_YEARS), 2.5) == 2.5


def test_poisson_numbers_are_poisson() -> None:
    """2,000 addressed numbers of mean 30 have that mean and variance, within five standard errors.

    The mean's is 0.12, the variance's about 3.3%.
    """
    found = np.array([Columns(1, k, "here").poisson("alone/number", 30.0) for k in range(2_000)])
    assert found.mean() == pytest.approx(30.0, abs=5 * 0.12)
    assert found.var() == pytest.approx(30.0, rel=5 * 0.033)
