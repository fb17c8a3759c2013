"""What of a scenario can be turned is found in what services declare, and a scenario with it turned is what its file would say."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.beliefs.authorities.load import profile
from scenarios.believed import OWN, labels_of, sentences_of
from scenarios.compare import make_plan
from scenarios.describe import describe
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, from_toml, list_scenarios, load_scenario
from scenarios.settings.find import HOME_WEEK, MOST, settings_of
from scenarios.settings.said import numbers_of, scenario_set
from scenarios.settings.setting import Setting, texts_of, turned
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES
from simulation.runner.worker import yearly_values
from simulation.services.opened_sites import LATER, STRENGTH

EVERY = [one for one in list_scenarios() if settings_of(one)]
HUB = load_scenario("no-wrong-door")


def ran(scenario: Scenario, **more: Any) -> np.ndarray:
    """Return every measure of one future of a scenario in a small council."""
    request = CompareRequest(authority="Rutland", scenario=scenario, years=2, replicates=2, **more)
    values: np.ndarray = yearly_values(make_plan(request).tasks[1])[1]
    return values


def test_most_of_the_library_can_be_turned_and_the_world_cannot() -> None:
    """Whatever opens a service or practice has settings, at most six; conditions and twins have none."""
    assert len(EVERY) >= 20
    for one in list_scenarios():
        found = settings_of(one)
        assert len(found) <= MOST
        assert len({each.name for each in found}) == len(found)
        if one.twin_of:
            assert not found


@pytest.mark.parametrize("scenario", EVERY, ids=lambda one: one.name)
def test_each_end_of_each_setting_is_a_scenario(scenario: Scenario) -> None:
    """A scenario with one thing turned to either end is read back from its own file unchanged, and says so by name."""
    for one in settings_of(scenario):
        assert one.low < one.high
        assert min(one.low, one.now) <= one.now <= max(one.high, one.now)
        for value in {one.low, one.high}:
            made = turned(scenario, settings_of(scenario), {one.name: value})
            if one.is_now(value):
                assert made is scenario
                continue
            assert made.name != scenario.name
            assert one.name.replace("_", " ") in made.title
            assert from_toml(made.to_toml()) == made
            again = {each.name: each.now for each in settings_of(made)}
            # What is put off, or stronger, or faithful is told of the new scenario from there on.
            if one.name not in ("later", "fidelity", "home_week"):
                assert again[one.name] == pytest.approx(value)


def test_turned_to_what_it_is_it_is_the_scenario_itself() -> None:
    """Neither nothing nor everything at its own value makes another scenario."""
    found = settings_of(HUB)
    assert turned(HUB, found, {}) is HUB
    assert turned(HUB, found, {one.name: one.now for one in found}) is HUB


def test_the_same_turned_in_another_order_is_one_scenario() -> None:
    """Names tell what is turned, not in which order it was said."""
    found = settings_of(HUB)
    one, other = {"hubs": 2.0, "later": 3.0}, {"later": 3.0, "hubs": 2.0}
    assert turned(HUB, found, one) == turned(HUB, found, other)
    assert turned(HUB, found, one).name != turned(HUB, found, {"hubs": 3.0, "later": 3.0}).name


def test_hubs_later_and_price_say_what_a_file_would() -> None:
    """Two more hubs like the last, all of it six months later, and a price of one's own in both arms."""
    made = turned(HUB, settings_of(HUB), {"hubs": 3.0, "later": 6.0, "home_week": 5000.0})
    (one,) = made.interventions
    assert len(one["hubs"]) == 3
    assert one["hubs"][1] == {k: v for k, v in one["hubs"][0].items() if k != "name"}
    assert one[LATER] == 6.0
    assert made.parameters[HOME_WEEK].central == 5000.0
    later = from_toml(made.to_toml().replace("later_months = 6.0", "later_months = 2.0"))
    again = turned(later, settings_of(later), {"later": 6.0})
    assert again.interventions[0][LATER] == 8.0


def test_the_price_of_a_home_is_the_councils_own() -> None:
    """Where a council publishes its own, turning begins there."""
    prices = {
        name: next(one.now for one in settings_of(HUB, profile(name)) if one.name == "home_week")
        for name in ("Norfolk", "North Yorkshire")
    }
    assert len(set(prices.values())) == 2


def test_without_strength_it_is_the_null_twin_and_with_one_it_is_itself() -> None:
    """Effects of strength 0 are no effects, and of strength 1 those believed, both to the bit.

    A hub's beds and families are no effects of it, and come all the same; nor is how many missing episodes it
    writes down, of which a share is drawn.
    """
    places = dict.fromkeys(("beds_planned", "beds_emergency", "community_families"), 0)
    one = HUB.interventions[0]
    hubs = [{**hub, **places} for hub in one["hubs"]]
    bare = replace(HUB, interventions=({**one, "hubs": hubs},))
    none = ran(turned(bare, settings_of(bare), {"strength": 0.0}), seed=3)
    differ = (none != ran(bare.twin("null"), seed=3)).any(axis=1)
    assert {MEASURES[k].name for k in np.flatnonzero(differ)} <= {"missing_episodes_recorded"}
    plain = ran(HUB, seed=3)
    as_is = {**one, STRENGTH: 1.0}
    assert (ran(Scenario("same", "Same", interventions=(as_is,)), seed=3) == plain).all()
    assert (ran(turned(HUB, settings_of(HUB), {"strength": 2.0}), seed=3) != plain).any()


def test_the_price_of_a_home_changes_no_future() -> None:
    """Only money differs, in both arms."""
    dear = ran(turned(HUB, settings_of(HUB), {"home_week": 9000.0}))
    differ = (dear != ran(HUB)).any(axis=1)
    assert {MEASURES[k].kind for k in np.flatnonzero(differ)} == {"money"}


def test_a_condition_has_no_strength() -> None:
    """The world is as large as it says itself, and the file is told so by its key."""
    text = (
        load_scenario("shock-poverty")
        .to_toml()
        .replace("[[interventions]]", f"[[interventions]]\n{STRENGTH} = 2.0")
    )
    with pytest.raises(DoorwaysError, match=STRENGTH):
        from_toml(text)


def test_strength_is_labelled_as_an_own_belief() -> None:
    """Wherever its numbers stand, the label stands, and the sentence and the description say it too."""
    made = turned(HUB, settings_of(HUB), {"strength": 1.5})
    assert any(OWN in label and "1.5" in label for label in labels_of(made))
    assert any("1.5 times" in said for said in sentences_of(made))
    assert "1.5 times as strong as believed" in describe(made)


def test_describe_lists_what_can_be_turned() -> None:
    """By the names the command line takes, with bounds and what each is."""
    said = describe(HUB)
    for one in settings_of(HUB):
        assert f"  {one.name}: {one.says}" in said


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (["hubs"], "an equals sign"),
        (["hubs=two"], "an equals sign"),
        (["hubs=2", "hubs=3"], "set twice"),
        (["huubs=2"], "hubs"),
        (["hubs=2.5"], "whole number"),
        (["hubs=0"], "from 1 to 5"),
        (["hubs=99"], "from 1 to 5"),
        (["strength=nan"], "from 0 to 2"),
        (["home_week=inf"], "from"),
    ],
)
def test_what_cannot_be_turned_is_refused(texts: list[str], says: str) -> None:
    """With the thing, the value and the rule."""
    with pytest.raises(DoorwaysError, match=says):
        scenario_set("no-wrong-door", texts, "Norfolk")


@given(
    st.dictionaries(
        st.sampled_from([one.name for one in settings_of(HUB)]),
        st.floats(0.1, 1e4).map(lambda v: float(f"{v:.6g}")),
    )
)
def test_texts_go_round(values: dict[str, float]) -> None:
    """Numbers by name are the same after being written and read."""
    assert numbers_of(texts_of(values)) == values


def test_a_hyphen_is_as_good_as_an_underscore() -> None:
    """As on the command line elsewhere."""
    assert numbers_of(["hub-caseload=20"]) == {"hub_caseload": 20.0}


def test_a_number_beyond_where_one_would_turn_it_stays() -> None:
    """What a file says already may lie beyond a slider's end, and is no error."""

    def as_it_is(scenario: Scenario, value: float) -> Scenario:
        return scenario

    one = Setting("n", "Number", "", 1.0, 5.0, 1.0, 9.0, as_it_is)
    assert one.checked(9.0) == 9.0
    with pytest.raises(DoorwaysError):
        one.checked(10.0)
