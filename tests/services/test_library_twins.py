"""Every scenario that ships: what its null twin changes, and that each effect acts where it says."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from arms import Arm, arms_of, lives

from scenarios.parts import Part, shipped_parts
from scenarios.scenario import LIBRARY, Scenario, has_twin, list_scenarios
from scenarios.toml_text import toml_text
from simulation.files.toml_file import read_toml
from simulation.outcomes.measures import MEASURES
from simulation.services.file_words import PLACEMENTS
from simulation.testing import first_difference

TWINNED = [
    one for one in list_scenarios() if not one.twin_of and any(map(has_twin, one.interventions))
]


def without_conditions(one: Scenario) -> str:
    """Return what a scenario opens as text, conditions left out: the world has no twin."""
    kept = Scenario(
        "kept", "Kept", interventions=tuple(i for i in one.interventions if has_twin(i))
    ).to_toml()
    return kept[kept.index("[[interventions]]") :]


@pytest.mark.parametrize("one", TWINNED, ids=lambda one: one.name)
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


#: Seen in one small council: everybody who may come is referred at once, and there is room for all.
ROOM = 400
STRONG_RATIO, STRONG_ODDS = 0.1, -3.0
PARTS = [part for part in shipped_parts() if part.type in ("programme", "practice")]


def at_full_strength(data: dict[str, Any]) -> dict[str, Any]:
    """Return a part whose every effect is strong and reaches as many as may come."""
    for effect in data["effects"]:
        effect.pop("figure", None)
        effect.pop("ratio", None)
        effect.pop("log_odds", None)
        choice = "/" in effect["acts_on"]
        effect["log_odds" if choice else "ratio"] = STRONG_ODDS if choice else STRONG_RATIO
    for key in ("years_to_full_effect", "years_to_fill"):
        for table in (data, data.get("support", {})):
            table.pop(key, None)
    if data["type"] == "programme":
        data["referral"] = {"per_year": 50.0}
        data["support"] |= {"places": ROOM, "months": 48, "dropout_per_year": 0.0}
        data["support"].pop("workers", None)
        data["support"].pop("members_per_worker", None)
        data.pop("key_worker", None)
    return data


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_acts_on_what_it_names_in_its_direction(tmp_path: Path, part: Part) -> None:
    """With its sizes strong and low, what a part acts on happens less than in its null twin.

    Not each effect of a part by itself: fewer of one thing may leave more people to meet another.
    """
    data = at_full_strength(read_toml(LIBRARY / part.file, "file"))
    (tmp_path / "part.toml").write_text(toml_text(data), encoding="utf-8")
    opened = '[[interventions]]\nfile = "part.toml"\n'
    arms = {twin: arms_of(tmp_path, opened, twin=twin)["tried"] for twin in ("", "null")}
    acted = {name.split("/")[0] for name in part.acts_on}
    happened = {
        twin: sum(counted(arm, name) for name in dict.fromkeys(part.acts_on))
        for twin, arm in arms.items()
    }
    assert happened[""] < happened["null"], acted


def counted(arm: Arm, acts_on: str) -> int:
    """Return how often what an effect acts on has happened."""
    process, _, option = acts_on.partition("/")
    if not option:
        return arm.log.only(process).times.size
    if process == "arrival":
        return arm.log.only("arrival/happened").times.size
    if process in ("placement", "first_placement", "kin"):
        kind = PLACEMENTS["kinship" if process == "kin" else option]
        return int((arm.population.young_people.placement == kind).sum())
    # A way of leaving care is a process of its own; any other option is an outcome of its name.
    named = option if process == "route" else acts_on
    return int(np.char.startswith(arm.log.names, named).sum())
