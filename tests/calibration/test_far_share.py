"""How far away young people are placed: a council's own share over the placements it has."""

import numpy as np
import pytest

from agents.codes import Placement
from agents.synthesis.care import placement_counts
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.local.distances import far_share
from calibration.beliefs.parameters import parameters_for

COUNCILS = ("Norfolk", "Leeds", "Rutland", "Kingston upon Thames")


@pytest.mark.parametrize("name", COUNCILS)
def test_the_councils_own_share_comes_out(name: str) -> None:
    """Over its placements, inside and outside, the shares add up to the published number."""
    council = profile(name)
    values = parameters_for(council)
    far, outside = np.asarray(values["far_share"]), np.asarray(values["outside_share"])
    counts = placement_counts(council, values)
    expected = sum(
        n * ((1 - outside[kind]) * far[kind, 0] + outside[kind] * far[kind, 1])
        for kind, n in counts.items()
    )
    assert expected == pytest.approx(council["cla_far"] / council["cla"] * sum(counts.values()))


@pytest.mark.parametrize("name", COUNCILS)
def test_outside_is_farther_than_inside(name: str) -> None:
    """Whoever is placed outside the authority is more often far from home, as published."""
    far = np.asarray(parameters_for(profile(name))["far_share"])
    kinds = [int(kind) for kind in Placement if kind != Placement.NONE]
    assert (far[kinds, 1] > far[kinds, 0]).all()


def test_weights_of_distance_decide_it() -> None:
    """The odds of being outside the authority play no part in who of those outside is far."""
    council = profile("Norfolk")
    values = dict(parameters_for(council))
    outside = np.asarray(values["outside_share"])
    values["synth_outside_weight"] = tuple(7.0 for _ in Placement)
    same = far_share(council, values, outside)
    assert np.array_equal(same, np.asarray(values["far_share"]))
    values["synth_far_weight"] = tuple((0.1, 0.1) for _ in Placement)
    assert np.ptp(far_share(council, values, outside)) == pytest.approx(0.0)


def test_nobody_is_far_where_no_kind_has_a_weight() -> None:
    """Weights of 0 say that nobody is far; one kind's alone gives as many as it holds."""
    council = profile("Norfolk")
    values = dict(parameters_for(council))
    outside, lodgings = np.asarray(values["outside_share"]), int(Placement.LODGINGS)
    weights = np.zeros((len(Placement), 2))
    assert (far_share(council, {**values, "synth_far_weight": weights}, outside) == 0).all()
    weights[lodgings] = 1.0
    far = far_share(council, {**values, "synth_far_weight": weights}, outside)
    assert far[lodgings] == pytest.approx(1.0)
    assert (np.delete(far, lodgings, axis=0) == 0).all()
