"""The shocks and policies that ship act in their direction, and of no size are the baseline."""

from pathlib import Path

import numpy as np
import pytest
from arms import arms_of, lives

from scenarios.parts import Part, shipped_parts
from scenarios.scenario import LIBRARY, list_scenarios, load_scenario
from scenarios.toml_text import toml_text
from simulation.files.toml_file import read_toml
from simulation.outcomes.measures import BY_NAME
from simulation.testing import first_difference

CONDITIONS = [part for part in shipped_parts() if part.type == "condition"]
#: Scenarios that open conditions of a built-in kind, with the key of their size.
SIZES = {
    "price-rise": "change",
    "shock-unaccompanied": "change",
    "shock-home-closes": "number",
    "reclaiming-homes": "number",
    "regional-care-cooperative": "number",
    "foster-places-10000": "england_places",
}


def with_ratio(folder: Path, file: str, ratio: float) -> None:
    """Write a shipped condition with every effect at one ratio."""
    data = read_toml(LIBRARY / file, "file")
    for effect in data["effects"]:
        effect.pop("figure", None)
        effect["ratio"] = ratio
    (folder / "part.toml").write_text(toml_text(data), encoding="utf-8")


@pytest.mark.parametrize("part", CONDITIONS, ids=lambda part: part.name)
def test_a_shock_makes_what_it_names_more_and_at_one_does_nothing(
    tmp_path: Path, part: Part
) -> None:
    """Three times the rate is more of it; a ratio of 1 is the baseline to the bit."""
    opened = '[[interventions]]\nfile = "part.toml"\n'
    with_ratio(tmp_path, part.file, 3.0)
    arms = arms_of(tmp_path, opened)
    counts = [
        sum(arms[arm].log.only(name).times.size for name in part.acts_on)
        for arm in ("baseline", "tried")
    ]
    assert counts[1] > counts[0]
    with_ratio(tmp_path, part.file, 1.0)
    arms = arms_of(tmp_path, opened)
    assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""


@pytest.mark.parametrize(("name", "key"), list(SIZES.items()))
def test_a_policy_of_no_size_is_the_baseline(tmp_path: Path, name: str, key: str) -> None:
    """With 0 homes, places or change nothing in anybody's life moves by a bit, and no money does."""
    opened = [{**one, key: 0} for one in load_scenario(name).interventions]
    text = toml_text({"interventions": opened})
    arms = arms_of(tmp_path, text)
    assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""
    money = BY_NAME["cost_council"]
    assert np.array_equal(arms["tried"].values[money], arms["baseline"].values[money])


def test_every_policy_beyond_the_source_ships() -> None:
    """Each that the issue names is a scenario by name."""
    names = {one.name for one in list_scenarios()}
    assert {*SIZES, "price-cap", "price-cap-relief", "price-cap-withdrawal"} <= names
    assert {f"shock-{name}" for name in ("poverty", "inspection", "staff-shortage")} <= names
    assert {f"{name}{twin}" for name in PROGRAMMES for twin in ("", "-null", "-recording")} <= names


PROGRAMMES = (
    "families-first",
    "family-group-conference",
    "family-safeguarding",
    "family-valued",
    "functional-family-therapy",
    "intensive-family-preservation",
    "lifelong-links",
    "multisystemic-therapy",
    "reunification-support",
    "staying-close",
    "treatment-foster-care",
)
