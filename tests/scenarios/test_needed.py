"""What would have to be true: read from declarations, turned wherever it is said, told in words."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.beliefs.evidence.draw import at, below
from calibration.beliefs.evidence.load import figures
from scenarios.compare import make_plan
from scenarios.needed.levers import Lever, levers_of
from scenarios.needed.result import answer_of, chances
from scenarios.needed.search import Reading, Verdict, search
from scenarios.needed.study import needed
from scenarios.needed.target import target_of
from scenarios.new_file import PLACEHOLDER, new_file
from scenarios.request import CompareRequest
from simulation.discover import model_rules, services
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution
from simulation.services.declaration import Sort
from simulation.services.opened import VALUES, programmes

HERE = Execution(1)


def asked(scenario: str, **more: Any) -> CompareRequest:
    """A small request in a small council."""
    return CompareRequest("Rutland", scenario=scenario, years=2, replicates=2, central=True, **more)


def opened_by(scenario: str) -> Any:
    """What an arm opens, with its values."""
    return make_plan(asked(scenario)).tasks[0].arms[1].interventions


def by_name(scenario: str) -> dict[str, Lever]:
    """The levers of a scenario."""
    return {one.declared.name: one for one in levers_of(opened_by(scenario))}


@pytest.fixture
def team(tmp_path: Path) -> str:
    """A scenario that opens the programme of the template."""
    file = new_file("programme", "team", tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace(PLACEHOLDER, "A test."), "utf-8")
    path = tmp_path / "teams.toml"
    path.write_text(
        'name = "teams"\ntitle = "A team"\n[[interventions]]\nfile = "team.toml"\nopens_month = 0\n'
    )
    return str(path)


def hub(tmp_path: Path, service: str = "", site: str = "") -> str:
    """A scenario of one hub that says something."""
    path = tmp_path / "hub.toml"
    path.write_text(
        f'name = "hub"\ntitle = "Hub"\n[[interventions]]\nkind = "no_wrong_door"\n{service}\n'
        f"[[interventions.hubs]]\nopens_month = 1\n{site}\n"
    )
    return str(path)


def sites_of(specs: Any) -> str:
    """What an arm opens, written out."""
    common = make_plan(asked("no-wrong-door")).tasks[0].parameters
    opened = programmes(model_rules(), specs, common)
    return repr([(one.reach, list(one.sites)) for one in opened])


def test_every_lever_is_read_where_it_is_turned(team: str) -> None:
    """Turned to its present value it changes nothing; turned elsewhere it is found there, and only there."""
    for scenario in ("no-wrong-door", team):
        specs = opened_by(scenario)
        for lever in levers_of(specs):
            value = lever.scale.value(lever.scale.place(lever.scale.high) * 0.5)
            again = {one.declared.name: one.now for one in levers_of(lever.turned(specs, value))}
            before = {one.declared.name: one.now for one in levers_of(specs)}
            assert again == {**before, lever.declared.name: pytest.approx(value)}


def test_every_lever_moves_what_is_opened(team: str, tmp_path: Path) -> None:
    """Turned elsewhere, the sites that open are others, also where the scenario says the very thing."""
    every = "gate = { per_year = 2.0, accepted = 0.4, support_months = 4.0 }"
    for scenario in ("no-wrong-door", hub(tmp_path, every, "caseload = 25"), team):
        specs = opened_by(scenario)
        before = sites_of(specs)
        for lever in levers_of(specs):
            value = lever.scale.value(lever.scale.place(lever.scale.high) * 0.9)
            assert sites_of(lever.turned(specs, value)) != before, lever.declared.name
        assert sites_of(specs) == before


@pytest.mark.parametrize("service", services(), ids=lambda one: one.name)
def test_whatever_a_service_declares_exists(service: Any) -> None:
    """Its figures are its own, and what a scenario says of them has limits."""
    own = {one.name for one in service.parameters}
    for lever in service.needed_levers:
        assert service.sort is not Sort.CONDITION
        assert lever.figure or lever.keys
        assert not lever.figure or lever.figure in own


def test_a_belief_of_ones_own_and_a_claim_are_turned_too(tmp_path: Path) -> None:
    """What a file sets stands above the register; a lever turns what is read, wherever that is."""
    scenario = hub(
        tmp_path, 'claims = "published"\neffects = { nwd_entry_ratio = 0.8 }', "caseload = 25"
    )
    levers, specs = by_name(scenario), opened_by(scenario)
    assert levers["nwd_entry_ratio"].now == 0.8
    assert levers["nwd_missing_ratio"].now == figures()["claim_missing_dfe"].value
    assert levers["hub_caseload"].now == 25
    assert levers["nwd_entry_ratio"].believed == figures()["nwd_entry_ratio"]
    (turned,) = levers["nwd_entry_ratio"].turned(specs, 0.3)
    assert turned["effects"]["nwd_entry_ratio"] == turned[VALUES]["nwd_entry_ratio"] == 0.3
    assert specs[0]["effects"]["nwd_entry_ratio"] == 0.8


def test_more_hubs_are_copies_of_the_last_without_its_name(tmp_path: Path) -> None:
    """Three hubs instead of one are that one three times over; its name is not said twice."""
    scenario = hub(tmp_path, site='name = "First"')
    (turned,) = by_name(scenario)["hubs"].turned(opened_by(scenario), 3)
    assert [one.get("name") for one in turned["hubs"]] == ["First", None, None]
    assert {one["opens_month"] for one in turned["hubs"]} == {1}


def test_a_target_is_a_measure_and_an_amount() -> None:
    """A name or its only ending, a number or a share; the direction is that of the amount."""
    paid = target_of("cost_council")
    assert (paid.amount, paid.way, paid.relative) == (0.0, -1, False)
    fewer = target_of("entries=-10%")
    assert (fewer.measure.name, fewer.amount, fewer.relative) == ("care_entries", -0.1, True)
    assert target_of("cost_council=-£1.5m").amount == -1.5e6
    lacking = fewer.lacking(np.array([-20.0, 5.0]), np.array([100.0, 100.0]))
    assert lacking == pytest.approx([-10.0, 15.0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("care_entrys=-10%", "Did you mean care_entries"),
        ("banana", "doorways measures"),
        ("entries=-ten", "Write for example"),
        ("exits", "Say how much"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(text: str, said: str) -> None:
    """An unknown measure, an amount that is none, and no amount where neither way is better."""
    with pytest.raises(DoorwaysError, match=said):
        target_of(text)


def test_how_much_is_believed_follows_the_figures_distribution() -> None:
    """The probability below a quantile is that of the quantile, and in words one in so many."""
    entry = figures()["nwd_entry_ratio"]
    for share in (0.02, 0.3, 0.95):
        value = at(entry, share)
        assert isinstance(value, float)
        assert below(entry, value) == pytest.approx(share, abs=1e-9)
    assert below(figures()["hub_beds_planned"], 4.0) is None
    assert chances(0.019, 0.021) == "about 1 in 50 of what is believed lies there"
    assert chances(0.0, 0.5) == "fewer than 1 in 1,000 to 50% of what is believed lies there"


def test_a_sentence_says_the_value_its_interval_and_the_evidence() -> None:
    """One line holds what would do, between which values it lies, what is believed and how rarely."""
    lever = by_name("no-wrong-door")["nwd_entry_ratio"]

    def read(value: float) -> Reading:
        mean = np.log(value / 0.45)
        return Reading(value, mean, mean - 0.1, mean + 0.1)

    central = figures()["nwd_entry_ratio"].value
    said = answer_of(lever, target_of("care_entries=-5%"), search(read, central, lever.scale))
    assert said.sentence.startswith("Care entry while supported: 0.45 or less (0.41 to 0.5). ")
    assert f"The evidence says {central} (0.63 to 1.38); fewer than 1 in 1,000 to" in said.sentence
    assert said.to_dict()["verdict"] == Verdict.CROSSING


@pytest.mark.slow
def test_it_is_asked_of_the_model_on_the_same_futures(team: str) -> None:
    """A service that costs and saves little never pays; the same request gives the same numbers."""
    found = [
        needed(asked(team), target_of("cost_council"), execution=HERE, pairs=4).to_dict()
        for _ in range(2)
    ]
    assert found[0] == found[1]
    by = {one["name"]: one for one in found[0]["levers"]}
    assert by["team/missing_start"]["verdict"] == "never"
    assert by["sites"]["verdict"] == "never"
    assert found[0]["lacking"]["low"] > 0
    assert found[0]["opening"].startswith("For it to pay for itself for the council")


def test_nothing_is_asked_of_what_cannot_be_otherwise() -> None:
    """A twin does nothing whatever its size, and the baseline opens nothing."""
    for scenario in ("no-wrong-door-null", "baseline"):
        with pytest.raises(DoorwaysError, match="could be otherwise"):
            needed(asked(scenario, baseline="no-wrong-door"), target_of("cost_council"))


def test_nothing_is_asked_of_what_begins_after_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No run is made for it; one year more, in which it begins, and it is asked."""
    late = hub(tmp_path)
    Path(late).write_text(
        Path(late).read_text(encoding="utf-8").replace("opens_month = 1", "opens_month = 30"),
        "utf-8",
    )

    def ran(*_: Any, **__: Any) -> None:
        raise AssertionError("it ran")

    monkeypatch.setattr("scenarios.needed.trial.measured", ran)
    with pytest.raises(DoorwaysError, match="begins after the end of the run"):
        needed(asked(late), target_of("cost_council"))
    with pytest.raises(AssertionError, match="it ran"):
        needed(replace(asked(late), years=3), target_of("cost_council"))
