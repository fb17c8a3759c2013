"""What nobody knows of a service is said with whatever opens it, not only with what ships."""

from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.cautions import cautions_of
from scenarios.describe import describe
from scenarios.new_file import new_file
from scenarios.scenario import Scenario, checked_intervention, list_scenarios, load_scenario
from simulation.discover import services
from simulation.services.declaration import Service

CAREFUL = [one for one in services() if one.cautions]


def opened(service: type[Service], *notes: str) -> Scenario:
    """A scenario that opens a service twice, with notes of its own."""
    said = checked_intervention(service.example, None, "mine")
    return Scenario("mine", "Mine", interventions=(said, said), notes=notes)


@pytest.mark.parametrize("service", CAREFUL, ids=lambda one: one.name)
def test_cautions_come_first_and_once(service: type[Service]) -> None:
    """Whatever a scenario says of itself, and if it says the same; one that opens nothing has none."""
    (*_, last) = service.cautions
    scenario = opened(service, "My own.", last)
    assert cautions_of(scenario) == (*service.cautions, "My own.")
    assert all(one in describe(scenario) for one in service.cautions)
    assert cautions_of(replace(scenario, interventions=())) == ("My own.", last)


def test_one_of_ones_own_and_all_that_ship_say_so(tmp_path: Path) -> None:
    """Every scenario that opens hubs says that no causal estimate exists: a new file does, twins do."""
    mine = load_scenario(str(new_file("scenario", "mine", tmp_path)))
    careful = {one.name: one.cautions for one in CAREFUL}
    opening = [one for one in (mine, *list_scenarios()) if one.interventions]
    assert len(opening) > 5
    for one in opening:
        for kind in {str(said["kind"]) for said in one.interventions} & careful.keys():
            assert set(careful[kind]) <= set(cautions_of(one)), one.name
    assert "No causal estimate" in cautions_of(mine)[0]
