"""Every scenario that ships: what its null twin changes, and that each effect acts where it says."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from arms import arms_of, lives

from scenarios.parts import shipped_parts
from scenarios.scenario import Scenario, has_twin, list_scenarios
from simulation.discover import model_rules
from simulation.files.toml_file import read_toml
from simulation.kinds import Kind
from simulation.outcomes.measures import MEASURES
from simulation.testing import first_difference

TWINNED = [
    one
    for one in list_scenarios()
    if not one.twin_of and any(map(has_twin, one.interventions))
]


def marked(one: Scenario) -> Any:
    """Return a scenario as a parameter: those of more than parts take longer."""
    parts = all(i["kind"] in i for i in one.interventions)
    slow = not parts or len(one.interventions) > 2
    return pytest.param(one, id=one.name, marks=[pytest.mark.slow] if slow else [])


def without_conditions(one: Scenario) -> str:
    """Return what a scenario opens as text, conditions left out: the world has no twin."""
    kept = Scenario(
        "kept", "Kept", interventions=tuple(i for i in one.interventions if has_twin(i))
    ).to_toml()
    return kept[kept.index("[[interventions]]") :]


@pytest.mark.parametrize("one", [marked(one) for one in TWINNED])
def test_the_null_twin_differs_in_cost_and_service_counts_alone(
    tmp_path: Path, one: Scenario
) -> None:
    """It opens, enrols and costs; nobody's life changes by a bit, and no other measure moves."""
    arms = arms_of(tmp_path, without_conditions(one), twin="null")
    base, null = arms["baseline"], arms["tried"]
    assert first_difference(lives(null.log), base.log) == ""
    moved = {
        measure.name
        for i, measure in enumerate(MEASURES)
        if not np.array_equal(base.values[i], null.values[i])
    }
    assert all("service" in name or name.startswith("cost_") for name in moved), moved


def effects_of(kind: str) -> list[Any]:
    """Return each effect of the parts of a type on a process, as parameters."""
    found = []
    for part in shipped_parts():
        data = read_toml(Path("scenarios/library") / part.file, "file")
        for effect in data["effects"]:
            if part.type == kind and "/" not in effect["acts_on"]:
                slow = [pytest.mark.slow] if len(found) else []
                name = f"{part.name}-{effect['acts_on']}"
                found.append(pytest.param(part.file, effect["acts_on"], id=name, marks=slow))
    return found
