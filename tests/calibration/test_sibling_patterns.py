"""How starts clump, counted by hand."""

import numpy as np

from calibration.fitting.patterns.siblings import together


def test_starts_of_one_family_and_moment_are_one_clump() -> None:
    """Two siblings together, one later and one child without family: 4 starts, 4 + 1 + 1 squared."""
    families, times = np.array([7, 7, 7, -1]), np.array([0.1, 0.1, 0.4, 0.4])
    assert together(families, times) == (4.0, 6.0)
