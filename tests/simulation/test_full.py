"""What is full says so: an event that has too much looked at again, and a run beyond its horizon."""

from typing import Any

import numpy as np
import pytest

from agents.codes import Placement, Status
from agents.parameter import Parameter
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.errors import DoorwaysError
from simulation.links import touch
from simulation.process import Process
from simulation.simulate import start
from simulation.testing import Played, first_difference, play, rules_for, toy_population
from simulation.testing.toys import ToyShock
from simulation.world import SPARE

CHILDREN = 3


class ToyFlood(Process):
    """Have everybody's first row looked at again, as often as a parameter says."""

    name = "toy_flood"
    statuses = (Status.IN_NEED,)
    parameters = (Parameter("toy_flood_touches", "touches", 0, 1e9, "By one event."),)

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the middle of the year, once."""
        return 0.5 if now < 0.5 else np.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Touch."""
        for _ in range(int(p.toy_flood_touches)):
            touch(world, 0, 0)
        return 0


def flooded(touches: int, children: int = CHILDREN, hazard: float = 4.0) -> Played:
    """Run a year of shocks and one flood of this many looks a child."""
    values = {"toy_shock_hazard": hazard, "toy_flood_touches": float(touches)}
    return play(rules_for(ToyFlood, ToyShock), toy_population(children), values)


@pytest.mark.slow
def test_as_many_looks_as_there_is_room_for_change_nothing() -> None:
    """An event may have a row looked at again as often as the queue holds, and nothing happens by it."""
    usual, most = flooded(0).log, flooded(2 * CHILDREN + SPARE).log
    assert usual.counts("toy_flood") == dict.fromkeys(range(CHILDREN), 1)
    assert first_difference(usual, most) == ""


@pytest.mark.slow
@pytest.mark.parametrize(("children", "hazard"), [(CHILDREN, 4.0), (1, 0.0)])
def test_one_look_more_stops_the_run(children: int, hazard: float) -> None:
    """One more than that and the run fails, also where nothing would have happened after it."""
    room = 2 * (children + len(Placement)) + SPARE
    with pytest.raises(DoorwaysError, match=f"may have {room:,} rows looked at again") as told:
        flooded(room + 1, children, hazard)
    assert f"{room + 1:,} rows" in str(told.value)


@pytest.mark.slow
def test_a_run_that_dropped_a_look_cannot_go_on() -> None:
    """Asking a stopped run for more fails again: its plans are not made good by being asked twice."""
    values = {"toy_shock_hazard": 4.0, "toy_flood_touches": 5000.0}
    played = play(rules_for(ToyFlood, ToyShock), toy_population(CHILDREN), values, step_days=None)
    for _ in range(2):
        with pytest.raises(DoorwaysError, match="looked at again"):
            played.advance(1.0)


def test_a_run_does_not_pass_its_horizon() -> None:
    """Beyond the years a run was made for there is no room to count in: it says so and does not start."""
    council = profile("Rutland")
    values = parameters_for(council)
    population = synthesise(council, values, 1, 0, 1.0)
    run = start(population, (), values, 1, 0, 1.0)
    with pytest.raises(DoorwaysError, match="made for 1 years"):
        run.advance(1.5)
    run.advance(1.0)
    with pytest.raises(DoorwaysError, match="longer horizon"):
        run.advance(1.0 + 1 / 52)
