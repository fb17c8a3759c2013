"""Levels that are held while what shapes them is drawn."""

from math import exp, isclose

import numpy as np
import pytest

from calibration.beliefs.evidence.draw import central, draw
from calibration.beliefs.evidence.load import figure
from calibration.beliefs.held_levels import HELD, SHIFTS, ends, held_levels, shift
from calibration.beliefs.parameters import national

NAMES = [d.name for d in national()]


def test_central_values_change_nothing() -> None:
    """With every figure at its central value each level is the fitted one, to the bit."""
    values = dict(central(NAMES))
    for level, held in held_levels(values).items():
        assert np.array_equal(held, np.asarray(values[level], dtype=float))


@pytest.mark.parametrize(("level", "name"), [(v, n) for v, names in HELD.items() for n in names])
def test_a_level_is_divided_by_what_was_measured_at_each_end(level: str, name: str) -> None:
    """A figure at either end divides its level by the measured ratio, and no other level.

    Beyond an end the ratio stays what it is there.
    """
    plain = dict(central(NAMES))
    table = np.asarray(figure(SHIFTS[level]).value)[HELD[level].index(name)]
    low, high = ends(name)
    for value, log_ratio in ((low, table[0]), (high, table[1]), (high * 2, table[1])):
        found = held_levels(plain | {name: value})
        expected = np.asarray(plain[level]) * exp(-log_ratio)
        assert np.allclose(found[level], expected, rtol=1e-9)
        for other in HELD.keys() - {level}:
            assert np.array_equal(found[other], np.asarray(plain[other], dtype=float))
    assert isclose(shift(name, low, table), table[0], rel_tol=1e-9)


def test_every_shape_is_drawn_and_every_level_is_not() -> None:
    """What shapes a level varies between draws; the level itself is fixed, or it would vary twice."""
    for level, shapes in HELD.items():
        assert not figure(level).is_drawn
        assert all(figure(name).is_drawn for name in shapes)


def test_a_draw_moves_the_levels() -> None:
    """In a draw, levels are not the fitted ones: they answer for the shapes drawn with them."""
    values = draw(NAMES, 1, 3)
    held = held_levels(values)
    assert any(not np.allclose(held[level], np.asarray(values[level])) for level in HELD)
