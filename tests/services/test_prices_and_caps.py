"""A change of prices is paid to the penny, a cap binds, and homes answer to both as they are believed to."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from arms import YEARS, Arm, arms_of, lives

from agents.codes import Placement
from agents.lengths import MOST_QUARTERS, MOST_YEARS
from agents.markets import no_markets
from simulation.interventions.prices.asked import cap_prices, change_prices, part_of_quarters
from simulation.outcomes.measures import BY_NAME
from simulation.testing import first_difference

HOMES, SUPPORTED = int(Placement.CHILDRENS_HOME), int(Placement.SUPPORTED)
#: Nothing answers: prices stay where they are put.
STILL = "market_response = 0\n"
PENNY = 0.01


def tried(folder: Path, text: str, parameters: str = STILL) -> Mapping[str, Arm]:
    """Return the arms with conditions, beliefs of both set first."""
    return arms_of(folder, f"[parameters]\n{parameters}\n{text}")


def price(change: float, provider: str = "all", from_month: float = 0) -> str:
    """Return a scenario's lines for a change of prices."""
    return (
        f'[[interventions]]\nkind = "price"\nprovider = "{provider}"\nchange = {change}\n'
        f"from_month = {from_month}\n"
    )


def cap(pounds: float, from_month: float = 0) -> str:
    """Return a scenario's lines for a cap."""
    return f'[[interventions]]\nkind = "price_cap"\npounds_a_week = {pounds}\nfrom_month = {from_month}\n'


def of(arms: Mapping[str, Arm], measure: str) -> list[np.ndarray]:
    """Return a measure by year of the baseline and of what is tried."""
    return [np.asarray(arms[name].values[BY_NAME[measure]]) for name in ("baseline", "tried")]


def more(arms: Mapping[str, Arm]) -> np.ndarray:
    """Return what placements cost more, by year."""
    before, after = of(arms, "cost_placements")
    return after - before


def test_a_tenth_more_is_a_tenth_of_what_those_placements_cost(tmp_path: Path) -> None:
    """Supported accommodation a tenth dearer costs, to the penny, what a tenth on its price in both arms does."""
    spent = [
        of(
            tried(tmp_path, "", f"{STILL}cost_supported_accommodation_week = {pounds}\n"),
            "cost_placements",
        )[0]
        for pounds in (1000.0, 1100.0)
    ]
    arms = tried(
        tmp_path, price(0.1, "supported"), f"{STILL}cost_supported_accommodation_week = 1000.0\n"
    )
    assert more(arms) == pytest.approx(spent[1] - spent[0], abs=PENNY)
    assert (more(arms) > 0).all()
    assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""


def test_kinds_of_provider_add_up_and_amounts_are_in_proportion(tmp_path: Path) -> None:
    """What each kind costs more is together what all do; twice the change costs twice as much; less gives it back."""
    kinds = ("foster_in_house", "foster_agency", "childrens_home", "supported", "lodgings")
    alone = sum(more(tried(tmp_path, price(0.1, kind))) for kind in kinds)
    every = more(tried(tmp_path, price(0.1)))
    assert alone == pytest.approx(every, abs=PENNY)
    assert more(tried(tmp_path, price(0.2))) == pytest.approx(2 * every, abs=PENNY)
    assert more(tried(tmp_path, price(-0.1))) == pytest.approx(-every, abs=PENNY)


def test_it_is_paid_from_its_month_on(tmp_path: Path) -> None:
    """From month 18 a half of the second year and all of the third are dearer, and nothing before."""
    whole, late = (
        more(tried(tmp_path, price(0.1))),
        more(tried(tmp_path, price(0.1, from_month=18))),
    )
    assert late == pytest.approx(whole * [0.0, 0.5, 1.0], abs=PENNY)


def test_no_change_and_a_cap_above_every_price_are_the_baseline(tmp_path: Path) -> None:
    """To the bit, with markets that answer."""
    for text in (price(0.0), cap(100_000.0)):
        arms = tried(tmp_path, text, "market_response = 1\n")
        assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""
        assert np.array_equal(arms["tried"].values, arms["baseline"].values, equal_nan=True)


@pytest.mark.parametrize("response", [0, 1])
def test_a_cap_binds(tmp_path: Path, response: int) -> None:
    """A week in a home never costs more than the cap from its month on, however scarce homes are."""
    here = f"market_response = {response}\n"
    free = of(tried(tmp_path, "", here), "homes_price")[0]
    most = 0.8 * free.min()
    before, after = of(tried(tmp_path, cap(most, 12), here), "homes_price")
    assert (after[1:] <= most * (1 + 1e-9)).all()
    assert after[0] == pytest.approx(before[0])
    assert (before[1:] > most).all()


@pytest.mark.parametrize(("scenario", "fewer"), [("relief", False), ("withdrawal", True)])
def test_homes_withdraw_as_far_as_they_answer_to_a_price(
    tmp_path: Path, scenario: str, fewer: bool
) -> None:
    """Where homes answer to no price a cap costs no home; where they do, fewer join and more leave."""
    size = (1.0 if fewer else 0.0, 0.5 if fewer else 0.0)
    beliefs = "".join(
        f"market_{way}_by_price = {[one * (k == HOMES) for k in range(len(Placement))]}\n"
        for way, one in zip(("join", "leave"), size, strict=True)
    )
    arms = tried(tmp_path, cap(3000.0), beliefs)
    markets = [arms[name].population.markets[HOMES] for name in ("baseline", "tried")]
    assert bool(markets[1].joins < markets[0].joins) is fewer
    assert bool(markets[1].leaves > markets[0].leaves) is fewer
    assert more(arms).sum() < 0


def test_conditions_on_prices_commute() -> None:
    """Two changes and two caps give the same prices in any order, and the lower cap holds."""
    steps = [
        lambda m: change_prices(m, [HOMES, SUPPORTED], 0.1, 0.0, 2.0),
        lambda m: change_prices(m, [HOMES], -0.2, 1.0, 3.0),
        lambda m: cap_prices(m, HOMES, np.full(MOST_QUARTERS, 0.05), 0.5, 9.0),
        lambda m: cap_prices(m, HOMES, np.full(MOST_QUARTERS, 0.02), 1.0, 9.0),
    ]
    found = []
    for order in (steps, steps[::-1]):
        markets = no_markets()
        markets.path[HOMES] = np.linspace(0.0, 0.5, MOST_YEARS)
        for step in order:
            step(markets)
        found.append(markets)
    assert np.allclose(found[0].premium, found[1].premium)
    assert found[0].premium[SUPPORTED][:2] == pytest.approx(1.1)
    paid = found[0].premium[HOMES] * np.exp(found[0].path[HOMES])
    assert (paid[1:9] <= np.exp(0.02) + 1e-12).all()


def test_part_of_quarters_is_the_time_between() -> None:
    """The parts of quarters add up to the time between two moments, whatever these are."""
    for begin, end in ((0.0, 1.0), (0.1, 0.15), (0.7, 3.33), (2.0, 2.0)):
        assert part_of_quarters(begin, end).sum() / 4 == pytest.approx(end - begin)
    assert YEARS > 2
