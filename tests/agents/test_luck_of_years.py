"""The luck of the years: factors with a mean of 1, shared as declared, and the years held still."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.lengths import MOST_YEARS
from agents.luck import PRACTICE, SERIES, STARTS, Series
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.columns import Columns
from agents.synthesis.synthesise import synthesise
from agents.synthesis.wandering import COUNCIL, ENGLAND, Wandering
from agents.synthesis.years import STILL, arrival_dates, factors, ordinary_years, yearly_counts
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for

YEARS = 6
TIMES = 3_000
#: Series that say how readily a kind of placement is chosen.
IS_CHOICE = np.isin(np.arange(len(SERIES)), list(PRACTICE.values()))


@pytest.fixture(scope="module")
def council() -> AuthorityProfile:
    """A council of middling size."""
    return profile("Wiltshire")


@pytest.fixture(scope="module")
def many(council: AuthorityProfile) -> NDArray[np.float64]:
    """The factors of many lucks, shape (times, years, series)."""
    p = parameters_for(council)
    return np.array([factors(council, p, 1, k, float(YEARS))[:YEARS] for k in range(TIMES)])


def test_factors_of_rates_have_a_mean_of_one(many: NDArray[np.float64]) -> None:
    """In every year and series of rates the mean is 1 within five standard errors, so nothing is moved."""
    rates = many[..., ~IS_CHOICE]
    error = rates.std(axis=0) / np.sqrt(TIMES)
    assert (np.abs(rates.mean(axis=0) - 1.0) < 5.0 * error).all()


def test_shares_that_follow_choices_have_a_mean_of_one(
    council: AuthorityProfile, many: NDArray[np.float64]
) -> None:
    """A share moves by its choice's factor to the power of the response: by nothing on average, within five errors."""
    response = np.asarray(parameters_for(council)["years_response"])
    shares = (many**response)[..., IS_CHOICE]
    error = shares.std(axis=0) / np.sqrt(TIMES)
    assert (np.abs(shares.mean(axis=0) - 1.0) < 5.0 * error).all()


def test_logs_spread_as_the_figures_say(
    council: AuthorityProfile, many: NDArray[np.float64]
) -> None:
    """The variance of a year's log is that of both walks, where they began, and clumps, within a tenth.

    Of all series but exits, which follow starts. 3,000 draws give a variance a standard error of 2.6%: an
    error of a seventh would be seen.
    """
    p = {
        name: np.asarray(value, float)
        for name, value in parameters_for(council).items()
        if name.startswith("years_")
    }
    wanted = p["years_clump"] / yearly_counts(council)
    for row, name in enumerate(("years_council_sd", "years_national_sd")):
        keep = np.exp(-p["years_reversion"][row])
        lasting = p[name] ** 2 / (1.0 if row == COUNCIL else 1 - keep**2)
        gathered = 1 - keep ** (2 * YEARS)
        wanted += lasting * (gathered + (p["years_begun"] * keep**YEARS) ** 2)
    seen = np.log(many[:, -1]).var(axis=0) * p["years_response"] ** 2
    apart = np.arange(len(SERIES)) != Series.EXITS
    assert seen[apart] == pytest.approx(wanted[apart], rel=0.1)


@pytest.mark.parametrize("row", [COUNCIL, ENGLAND])
def test_walks_spread_as_they_are_centred_by(council: AuthorityProfile, row: int) -> None:
    """3,000 walks have the variance that means of 1 rest on, exits that follow starts too, within a tenth (error 2.6%)."""
    p = parameters_for(council) | {"years_exits_follow": (0.6, 0.9)}
    own = Wandering.of(p, row)
    seen = np.array([own.logs(Columns(1, k, "anywhere"), YEARS) for k in range(TIMES)]).var(axis=0)
    assert seen == pytest.approx(own.variance(YEARS), rel=0.1)


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


def logs_of(p: Mapping[str, object], row: int, years: int = 1) -> NDArray[np.float64]:
    """The logs of 2,000 lucks in the last of some years, shape (lucks, series)."""
    own = Wandering.of(p, row)
    return np.array([own.logs(Columns(1, k, "anywhere"), years)[-1] for k in range(2_000)])


def test_ages_share_a_part(council: AuthorityProfile) -> None:
    """Starts of all ages correlate as declared in a council; in England those under 10 do with none.

    Over 2,000 lucks; the standard error is 0.02, the reach 0.1.
    """
    p = parameters_for(council)
    for row in (COUNCIL, ENGLAND):
        seen = np.corrcoef(logs_of(p, row)[:, list(STARTS)].T)
        common = np.sqrt(np.asarray(p["years_common"])[row])
        wanted = np.outer(common, common)
        np.fill_diagonal(wanted, 1.0)
        assert seen == pytest.approx(wanted, abs=0.1)


@pytest.mark.parametrize("years", [1, 6])
def test_exits_follow_where_starts_are(council: AuthorityProfile, years: int) -> None:
    """Exits that follow starts in full are where all starts are, in the first year and in the sixth.

    Steps alone would part in time, since starts are drawn back faster than exits. Followed to six tenths, they
    correlate with starts by that in the first year (standard error 0.02, reach 0.1).
    """
    p = parameters_for(council)
    share = np.asarray(p["years_starts_share"])
    for follow, least in ((1.0, 0.999), (0.6, 0.5)):
        logs = logs_of(p | {"years_exits_follow": (follow, follow)}, ENGLAND, years)
        seen = np.corrcoef(logs[:, list(STARTS)] @ share, logs[:, Series.EXITS])[0, 1]
        assert seen > least
        assert years > 1 or seen == pytest.approx(follow, abs=0.1)


def test_practice_is_off_at_the_start_and_rates_are_not(council: AuthorityProfile) -> None:
    """Without steps a walk of practice is where it began less what it was drawn back; one of rates is nowhere."""
    p = parameters_for(council)
    own = replace(Wandering.of(p, COUNCIL), step=np.zeros(len(SERIES)))
    found = own.logs(Columns(1, 0, "anywhere"), 2)
    assert (found[:, : Series.EXITS + 1] == 0.0).all()
    assert (found[:, IS_CHOICE] != 0.0).all()
    assert found[1, IS_CHOICE] == pytest.approx((found[0] * own.keep)[IS_CHOICE])


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
