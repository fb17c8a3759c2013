"""A simulated trial: nothing put in is nothing found, and nearness to care and effects act in their direction."""

import numpy as np
import pytest

from scenarios.intervention_schema import plain
from scenarios.scenario import LIBRARY
from scenarios.studies.simulated import SET_ON
from scenarios.studies.trial import Followed, Trial, outcome_of, run_trial, with_ratio
from simulation.files.toml_file import read_toml
from simulation.runner.execution import Execution, StoppedError


@pytest.fixture(scope="module")
def trial() -> Trial:
    """Family group conferences in a council of the middle size."""
    file = read_toml(LIBRARY / "parts" / "family_group_conference.toml", "part")
    spec = plain({"kind": "programme", "programme": file}, "part")
    return Trial(spec, "Norfolk", 0.448, 0.362, 12.0, 6.0, 21.0)


def test_a_programme_without_effect_finds_nothing(trial: Trial) -> None:
    """At a ratio of 1 both arms are one: the same young people in care, for as many days."""
    found = outcome_of(run_trial(with_ratio(trial, 1.0), 2, SET_ON, 1.0))
    assert found.young_people > 50
    assert found.difference == 0.0
    assert found.days_ratio == 1.0


def test_nearer_to_care_is_more_care_and_an_effect_less(trial: Trial) -> None:
    """Without the programme more are looked after the nearer they are; with a strong one far fewer."""
    strong = with_ratio(trial, 0.2)
    far, near = (outcome_of(run_trial(strong, 2, SET_ON, nearness)) for nearness in (1.0, 4.0))
    assert near.looked_after[0] > far.looked_after[0] + 0.1
    assert near.difference < -0.1
    assert near.days_ratio < 0.7


def test_shares_and_days_are_means_over_everybody() -> None:
    """Two futures of one and three young people: means over four, not over two futures."""
    one = Followed(np.array([[1.0, 0.0]]), np.array([[100.0, 50.0]]))
    three = Followed(np.zeros((3, 2)), np.zeros((3, 2)))
    found = outcome_of([one, three])
    assert found.young_people == 4
    assert found.looked_after == (0.25, 0.0)
    assert found.days == (25.0, 12.5)
    assert found.difference == -0.25
    assert found.days_ratio == 0.5


def test_a_stopped_trial_gives_no_numbers(trial: Trial) -> None:
    """Stopped after its first future of three, it says so: what a part of them shows is not what was asked for."""
    done = 0

    def told(finished: int, _: int) -> None:
        nonlocal done
        done = finished

    stopped = Execution(1, progress=told, cancelled=lambda: done > 0)
    with pytest.raises(StoppedError, match="1 of 3 replicates"):
        run_trial(trial, 3, SET_ON, 1.0, stopped)
