"""Beliefs that are not those of the evidence: labelled, and said with what the evidence has."""

from pathlib import Path

import pytest

from calibration.beliefs.evidence.claims import HEADLINES, as_published
from calibration.beliefs.evidence.load import figure
from scenarios.beliefs import own_beliefs
from scenarios.believed import labels_of, sentences_of, taken
from scenarios.cautions import cautions_of
from scenarios.describe import describe
from scenarios.scenario import Scenario, load_scenario


def hub(tmp_path: Path, line: str, parameters: str = "") -> Scenario:
    """A hub of a file with one more line."""
    path = tmp_path / "mine.toml"
    path.write_text(
        f'name = "mine"\ntitle = "Mine"\n{parameters}\n[[interventions]]\nkind = "no_wrong_door"\n'
        f"{line}\n[[interventions.hubs]]\nopens_month = 1\n"
    )
    return load_scenario(str(path))


def test_a_scenario_that_believes_the_evidence_has_no_label() -> None:
    """Those that ship are labelled nowhere."""
    assert labels_of(load_scenario("no-wrong-door")) == ()
    assert sentences_of(load_scenario("no-wrong-door")) == ()


def test_published_claims_are_named_one_by_one(tmp_path: Path) -> None:
    """What is taken at face value, that no study compared, and each headline no number stands in for."""
    scenario = hub(tmp_path, 'claims = "published"')
    assert labels_of(scenario) == ("published claims",)
    assert taken(scenario) == dict(as_published())
    (said,) = sentences_of(scenario)
    assert "studies without a comparison" in said
    first, _, second = said.partition("no number can stand in")
    for one in HEADLINES:
        says = figure(one.claim).says
        assert (says in first) == (one.parameter in as_published())
        assert (says in second) == (bool(one.parameter) and one.parameter not in as_published())
    assert said in cautions_of(scenario)
    assert said in describe(scenario)


def test_a_belief_of_ones_own_is_one_line(tmp_path: Path) -> None:
    """It is read from a file, stands above the evidence, is labelled, and said beside the evidence."""
    scenario = hub(tmp_path, "effects = { nwd_entry_ratio = 0.8 }")
    assert own_beliefs(scenario)["nwd_entry_ratio"].central == 0.8
    assert labels_of(scenario) == ("own belief: nwd_entry_ratio = 0.8",)
    (said,) = sentences_of(scenario)
    assert "nwd_entry_ratio = 0.8 (the evidence: 0.93, 0.63 to 1.38)" in said
    assert "Own belief: nwd_entry_ratio = 0.8" in describe(scenario)


def test_ones_own_belief_stands_above_a_claim(tmp_path: Path) -> None:
    """Who takes claims at face value but for one of them is not said to take that one."""
    scenario = hub(tmp_path, 'claims = "published"\neffects = { nwd_missing_ratio = 0.9 }')
    assert "nwd_missing_ratio" not in taken(scenario)
    assert labels_of(scenario) == ("published claims", "own belief: nwd_missing_ratio = 0.9")


@pytest.mark.parametrize("name", ["years_luck", "nwd_exit_ratio"])
def test_beliefs_of_both_arms_are_labelled(tmp_path: Path, name: str) -> None:
    """What a scenario sets for both arms is its writer's own too."""
    scenario = hub(tmp_path, "", f"[parameters]\n{name} = 0.5")
    assert labels_of(scenario) == (f"own belief: {name} = 0.5",)
    assert any("in both arms" in one for one in sentences_of(scenario))
