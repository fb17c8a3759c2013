"""What the luck of the years does in a run: it moves what it names, when it says, for both arms."""

import numpy as np
import pytest

from agents.lengths import MOST_YEARS
from agents.luck import SERIES, Series
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.outcomes.measures import BY_NAME
from simulation.simulate import run_years, start

YEARS = 3


def starts_and_ends(luck: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends of care by year in a large council, with some factors or the years still."""
    council = profile("Lancashire")
    p = parameters_for(council) | STILL
    people = synthesise(council, p, 1, 0, float(YEARS))
    if luck is not None:
        people.luck = luck
    values, _ = run_years(start(people, (), p, 1, 0, float(YEARS), place=council.code), YEARS, 7.0)
    return tuple(values[BY_NAME[name]] for name in ("care_entries", "exits"))


def factors_of(series: tuple[Series, ...], year: int, factor: float) -> np.ndarray:
    """Factors of 1 but for some series in one year."""
    found = np.ones((MOST_YEARS, len(SERIES)))
    found[year, list(series)] = factor
    return found


def test_ones_change_nothing() -> None:
    """Factors of 1 are the years held still, to the bit."""
    still, ones = starts_and_ends(None), starts_and_ends(np.ones((MOST_YEARS, len(SERIES))))
    assert all(np.array_equal(a, b) for a, b in zip(still, ones, strict=True))


@pytest.mark.parametrize("year", [0, 1, 2])
def test_a_year_is_moved_and_those_before_are_not(year: int) -> None:
    """Twice the rates of starting in one year leave the years before as they were, to the bit.

    The year itself has at least a fifth more starts: about 800 a year vary by 4%.
    """
    still, _ = starts_and_ends(None)
    moved, _ = starts_and_ends(
        factors_of((Series.STARTS_UNDER_10, Series.STARTS_10_15, Series.STARTS_16_PLUS), year, 2.0)
    )
    assert np.array_equal(moved[:year], still[:year])
    assert moved[year] > 1.2 * still[year]


def test_exits_have_a_luck_of_their_own() -> None:
    """Half the rates of leaving in the first year end fewer periods of care, and start no more."""
    still, moved = starts_and_ends(None), starts_and_ends(factors_of((Series.EXITS,), 0, 0.5))
    assert moved[1][0] < 0.9 * still[1][0]
    assert moved[0][0] == pytest.approx(still[0][0], rel=0.03)
