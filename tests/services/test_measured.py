"""The scale of a dose: the average dose of a study counts as 1, whatever is believed of its parts."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.codes import TIE_TOP
from agents.lengths import QUARTER
from simulation.interventions.no_wrong_door.studied import STUDIES
from simulation.services.measured import DROPPED_OUT, DURING, Doses, doses_of, mean_stage

STILL = {
    "effect_ramp": 0.0,
    "strength": 1.0,
    "tie_weight": 0.0,
    "tie_growth": 8.0,
    "turnover": 0.15,
    "fading": math.log(2.0),
}


def doses(*rows: tuple[int, int, int, float], response: float = 1.0) -> Doses:
    """Return doses of one effect in these quarters and shares."""
    table = np.array([row[:3] for row in rows], np.int64)
    shares = np.array([row[3] for row in rows])
    return Doses(("one",), np.zeros(len(rows), np.int64), table, shares, np.array([response]))


def average(found: Doses, **site: float) -> float:
    """Return the average dose of the one effect at a site."""
    return found.averages({**STILL, **site})["one"]


def scale(found: Doses, **site: float) -> float:
    """Return what its dose is multiplied by."""
    return found.scales({**STILL, **site})["one"]


@pytest.mark.parametrize("age", [0.0, 0.05, 0.3, 1.0, 4.0])
def test_without_turnover_steps_are_a_poisson_number_up_to_the_top(age: float) -> None:
    """The closed form is the mean of the smaller of the top and a Poisson number."""
    expected = 8.0 * age
    chances = [math.exp(-expected) * expected**k / math.factorial(k) for k in range(TIE_TOP)]
    wanted = TIE_TOP - sum((TIE_TOP - k) * chance for k, chance in enumerate(chances))
    assert mean_stage(np.array([age]), 8.0, 0.0)[0] == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize(("growth", "turnover"), [(8.0, 0.15), (3.0, 2.0), (0.0, 1.0), (5.0, 0.0)])
def test_the_mean_step_solves_the_equations_of_the_chain(growth: float, turnover: float) -> None:
    """Small steps of the chain's forward equations come to the same mean (second order, 1e-4)."""
    steps, age = 20_000, 1.3
    chance = np.eye(TIE_TOP + 1)[0]
    dt = age / steps
    for _ in range(steps):
        up = growth * chance[:-1]
        flow = -turnover * chance
        flow[0] += turnover * chance.sum()
        flow[:-1] -= up
        flow[1:] += up
        chance = chance + dt * flow
    wanted = float(chance @ np.arange(TIE_TOP + 1))
    assert mean_stage(np.array([age]), growth, turnover)[0] == pytest.approx(wanted, abs=1e-3)


def test_a_service_that_grows_is_as_far_as_its_quarter_says() -> None:
    """Half the events in the second quarter of a year's growth, half in its fourth: three quarters."""
    found = doses((1, 0, DURING, 0.5), (3, 0, DURING, 0.5))
    assert average(found, effect_ramp=1.0) == pytest.approx(0.75)
    assert scale(found, effect_ramp=1.0) == pytest.approx(4.0 / 3.0)


def test_what_is_left_halves_with_the_half_life_and_is_nothing_after_dropping_out() -> None:
    """In the quarter after support a half-life of a year leaves what an eighth of a year leaves."""
    past = doses((8, 8, 0, 0.5), (8, 8, DROPPED_OUT, 0.5))
    assert average(past) == pytest.approx(0.5 * 0.5 ** (QUARTER / 2))


def test_without_growth_or_relationship_the_dose_is_one() -> None:
    """Nothing to scale by but the response."""
    assert average(doses((0, 0, DURING, 1.0))) == 1.0
    assert scale(doses((0, 0, DURING, 1.0), response=1.6)) == pytest.approx(1 / 1.6)


@settings(deadline=None, database=None)
@given(
    ramp=st.just(0.0) | st.floats(0.01, 3.0),
    weight=st.floats(0.0, 0.9),
    growth=st.floats(0.5, 30.0),
    turnover=st.floats(0.0, 2.0),
    response=st.floats(0.3, 3.0),
)
def test_the_average_dose_of_the_study_counts_as_one(
    ramp: float, weight: float, growth: float, turnover: float, response: float
) -> None:
    """Scaled, the study's own average times its response is 1, whatever is believed of the parts."""
    site: dict[str, Any] = {
        **STILL,
        "effect_ramp": ramp,
        "strength": 1.0 - weight,
        "tie_weight": weight,
        "tie_growth": growth,
        "turnover": turnover,
    }
    shipped = doses_of(STUDIES.doses, STUDIES.responses)
    own = replace(shipped, responses=np.full(len(shipped.figures), response))
    averages, scales = own.averages(site), own.scales(site)
    for name in own.figures:
        assert averages[name] * scales[name] * response == pytest.approx(1.0)
        assert 0.0 < averages[name] <= 1.0 + 1e-9
    assert np.bincount(own.of, own.weights) == pytest.approx(np.ones(len(own.figures)))


def test_effects_beside_one_another_are_as_each_alone() -> None:
    """Rows of two effects, mixed, give each its own average."""
    first, second = ((1, 0, DURING, 0.5), (3, 0, DURING, 0.5)), ((0, 0, DURING, 1.0),)
    both = Doses(
        ("one", "two"),
        np.array([0, 1, 0]),
        np.array([first[0][:3], second[0][:3], first[1][:3]]),
        np.array([0.5, 1.0, 0.5]),
        np.ones(2),
    )
    found = both.averages({**STILL, "effect_ramp": 1.0})
    assert found["one"] == average(doses(*first), effect_ramp=1.0)
    assert found["two"] == average(doses(*second), effect_ramp=1.0)
