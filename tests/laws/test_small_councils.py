"""The small council that authors of processes and services test with."""

from typing import Any

import numpy as np

from agents.codes import Status
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.parameters import parameters_for
from simulation.discover import model_rules
from simulation.testing import broken_balances, play, small_council


def test_a_share_of_a_council_is_a_council(bench: Any) -> None:
    """A tenth of a council has a tenth of its children, rounded up, and lives through a year."""
    small = small_council(bench.profile, 0.1)
    values = parameters_for(small)
    people = synthesise(small, values, 1, 0, 1.0)
    cared = np.count_nonzero(people.young_people["status"] == Status.LOOKED_AFTER)
    assert cared == np.ceil(bench.profile["cla"] / 10)
    played = play(model_rules(), people, values)
    assert played.log.times.size > 50
    assert broken_balances(played.population) == []
