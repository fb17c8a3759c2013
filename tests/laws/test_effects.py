"""What several services do to one lever: known answers, and laws of how they go together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.codes import Enrolled, Member, Opening
from simulation.services.declaration import Programme, Site, Sort
from simulation.testing import (
    TOYS,
    EventLog,
    ToyHelp,
    all_supported,
    first_difference,
    play,
    rules_for,
    toy_population,
)

RULES = rules_for(*TOYS, services=(ToyHelp,))
SHOCKS = 8.0
CHILDREN = 60
VALUES = {
    "toy_leaving_hazard": 0.0,
    "toy_worry_hazard": 0.0,
    "toy_relief_hazard": 0.0,
    "toy_help_ratio": 1.0,
}
NEAR = 1e-9
RATIOS = st.floats(0.05, 3.0)


def helping(ratio: float, number: int = 0, **columns: Any) -> Programme:
    """Return a service that multiplies shocks by a ratio, told apart by its number."""
    dose = float(columns.pop("dose", 1.0))
    site = Site({"capacity": CHILDREN, **columns}, {"toy_shock": (ratio, dose)})
    name = f"help {number}"
    return Programme(name, name, Sort.SERVICE, 0, number + 1, Member.YOUNG_PERSON, [site])


def log_of(programmes: Sequence[Programme], shocks: float = SHOCKS, years: float = 1.0) -> EventLog:
    """Return what happens to children whom all of these support from the start."""
    people = toy_population(CHILDREN, frailty=np.linspace(0.5, 2.0, CHILDREN))
    all_supported(RULES, people, programmes, years)
    return play(RULES, people, VALUES | {"toy_shock_hazard": shocks}, years=years).log


def several(ratios: Sequence[float], **columns: Any) -> list[Programme]:
    """Return a service for each ratio."""
    return [helping(ratio, number, **columns) for number, ratio in enumerate(ratios)]


def by_rate(product: float) -> EventLog:
    """Return the log of children without services, at a rate times this."""
    return log_of((), SHOCKS * product)


def product_of(ratios: Sequence[float], overlap: float = 1.0, floor: float = 1e-9) -> float:
    """Return what several ratios come to, worked out here for itself.

    The strongest in full, the others to the power of the overlap factor; no nearer to 0, nor as far
    above 1, as the floor allows, unless the strongest alone is.
    """
    strongest = min(ratios, key=lambda ratio: (-max(ratio, 1 / ratio), ratio))
    rest = np.prod(ratios) / strongest
    together = strongest * rest**overlap
    if together < 1:
        return float(max(together, min(floor, strongest)))
    return float(min(together, max(1 / floor, strongest)))


@pytest.mark.parametrize(
    ("ratios", "columns", "product"),
    [
        ((0.5, 0.8), {}, 0.4),
        ((0.5, 0.8), {"overlap": 0.0}, 0.5),
        ((0.8, 0.5), {"overlap": 0.5}, 0.5 * 0.8**0.5),
        ((0.5, 0.5), {"overlap": 0.25}, 0.5**1.25),
        ((0.5, 0.8, 0.9), {}, 0.36),
        ((0.9, 0.8, 0.5), {"overlap": 0.5}, 0.5 * 0.72**0.5),
        ((0.5, 1.5, 0.9), {"overlap": 1.0}, 0.675),
        ((0.5, 3.0, 0.9), {"overlap": 0.5}, 3.0 * 0.45**0.5),
        ((0.5, 0.5, 0.5), {"floor": 0.2}, 0.2),
        ((0.1, 0.5, 0.5), {"floor": 0.2}, 0.1),
        ((2.0, 2.0, 2.0), {"floor": 0.2}, 5.0),
        ((6.0, 2.0), {"floor": 0.2}, 6.0),
        ((0.25, 0.25), {"dose": 0.5}, 0.25),
        ((0.25, 0.25), {"dose": 0.5, "overlap": 0.0}, 0.5),
    ],
)
def test_effects_go_together_as_worked_out_by_hand(
    ratios: Sequence[float], columns: dict[str, float], product: float
) -> None:
    """Two and three effects give the log of the rate that multiplying them out on paper gives."""
    found = log_of(several(ratios, **columns))
    assert found.times.size > 20
    assert first_difference(found, by_rate(product), NEAR) == ""


@settings(deadline=None, max_examples=settings().max_examples * 2 // 5, database=None)
@given(
    ratios=st.lists(RATIOS, min_size=2, max_size=4),
    overlap=st.floats(0.0, 1.0),
    floor=st.floats(0.05, 1.0),
)
def test_effects_go_together_as_they_are_said_to(
    ratios: list[float], overlap: float, floor: float
) -> None:
    """Whatever the ratios, overlap factor and floor, effects come to what their definition says."""
    found = log_of(several(ratios, overlap=overlap, floor=floor))
    assert first_difference(found, by_rate(product_of(ratios, overlap, floor)), NEAR) == ""


@settings(deadline=None, max_examples=settings().max_examples * 2 // 5, database=None)
@given(ratio=st.floats(0.001, 10.0), overlap=st.floats(0.0, 1.0), floor=st.floats(0.05, 1.0))
def test_one_effect_is_exact(ratio: float, overlap: float, floor: float) -> None:
    """One effect multiplies the rate by its ratio to the last bit: no overlap and no floor binds it.

    The rate is a power of 2 and children's need 1, so that no rounding differs.
    """
    people = toy_population(CHILDREN)
    all_supported(RULES, people, [helping(ratio, overlap=overlap, floor=floor)], 1.0)
    helped = play(RULES, people, VALUES | {"toy_shock_hazard": SHOCKS})
    plain = play(RULES, toy_population(CHILDREN), VALUES | {"toy_shock_hazard": SHOCKS * ratio})
    assert first_difference(helped.log, plain.log) == ""


@settings(deadline=None, max_examples=settings().max_examples // 4, database=None)
@given(ratios=st.lists(RATIOS, min_size=2, max_size=4), data=st.data(), overlap=st.floats(0, 1))
def test_the_order_of_effects_does_not_matter(
    ratios: list[float], data: st.DataObject, overlap: float
) -> None:
    """Services named in another order give the same log to the bit.

    And which of them has which ratio makes no difference but in rounding.
    """
    named = several(ratios, overlap=overlap)
    turned = data.draw(st.permutations(named))
    assert first_difference(log_of(named), log_of(turned)) == ""
    swapped = several(data.draw(st.permutations(ratios)), overlap=overlap)
    assert first_difference(log_of(named), log_of(swapped), NEAR) == ""


@settings(deadline=None, max_examples=settings().max_examples // 4, database=None)
@given(ratios=st.lists(RATIOS, min_size=1, max_size=3), overlap=st.floats(0, 1))
def test_a_ratio_of_1_is_no_effect(ratios: list[float], overlap: float) -> None:
    """One more service with a ratio of 1 changes nothing, however many there are."""
    without = several(ratios, overlap=overlap)
    also = [*without, helping(1.0, len(ratios), overlap=overlap)]
    assert first_difference(log_of(without), log_of(also)) == ""


def test_the_dose_grows_by_quarters_and_the_row_is_planned_again() -> None:
    """A ratio that takes a year to grow acts in steps of a quarter, the first one included.

    A ratio of 1/16 leaves 1/2, 1/4 and 1/8 of shocks before it is whole, so that each child's first
    comes at the moment worked out by hand from when it would have come.
    """
    grown = log_of([helping(1 / 16, effect_ramp=1.0)], shocks=2.0, years=2.0)
    usual = log_of((), shocks=2.0, years=2.0)
    for uid in range(CHILDREN):
        first = [log.times[log.uids == uid][:1] for log in (usual, grown)]
        later = stretched(float(first[0][0])) if first[0].size else np.inf
        assert first[1].size == (later < 2.0)
        assert later > 2.0 or first[1] == pytest.approx(later, abs=NEAR)


def stretched(moment: float) -> float:
    """Return when a threshold used up at this moment is used up at 1/2, 1/4, 1/8, then 1/16."""
    left, now = moment, 0.0
    for rate in (0.5, 0.25, 0.125):
        if left <= 0.25 * rate:
            return now + left / rate
        left, now = left - 0.25 * rate, now + 0.25
    return now + left * 16


@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_strength_scales_the_dose_and_lasts_after_support(strength: float) -> None:
    """At half strength a ratio of a quarter halves shocks, during support and as long as it lasts."""
    people = toy_population(CHILDREN)
    all_supported(RULES, people, [helping(0.25)], 1.0)
    people.enrolments.strength = strength
    people.enrolments.status[::2] = int(Enrolled.AFTER)
    people.young_people.supported[::2] = 0
    found = play(RULES, people, VALUES | {"toy_shock_hazard": SHOCKS}).log
    plain = play(
        RULES, toy_population(CHILDREN), VALUES | {"toy_shock_hazard": SHOCKS * 0.25**strength}
    )
    assert first_difference(found, plain.log) == ""


@pytest.mark.parametrize("state", [Enrolled.NONE, Enrolled.WAITING])
def test_who_is_not_supported_is_not_helped(state: Enrolled) -> None:
    """Those who wait, or never came, live as without the service."""
    people = toy_population(CHILDREN)
    all_supported(RULES, people, [helping(0.25)], 1.0)
    people.enrolments.status = int(state)
    people.services.status = int(Opening.OPEN)
    found = play(RULES, people, VALUES | {"toy_shock_hazard": SHOCKS}).log
    plain = play(RULES, toy_population(CHILDREN), VALUES | {"toy_shock_hazard": SHOCKS})
    assert first_difference(found, plain.log) == ""
