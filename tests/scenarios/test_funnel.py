"""The funnel: known answers, what must add up, and that it reads runs without changing them."""

from collections.abc import Callable, Mapping
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents.codes import Enrolled, Status
from dashboards.report.funnel_sheets import parts
from scenarios.compare import make_plan
from scenarios.funnel.events_met import Aim, aims_of
from scenarios.funnel.lives import STATUS_CELLS, lives_of, standing_of
from scenarios.funnel.reading import ways_of
from scenarios.funnel.replicate import funnel_of
from scenarios.funnel.result import Funnel
from scenarios.funnel.study import funnel
from scenarios.request import CompareRequest
from scenarios.statistics import windowed
from simulation.errors import DoorwaysError
from simulation.outcomes.cells_now import cells_now
from simulation.outcomes.logged import events_of
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import Execution
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, run_replicate, started
from simulation.simulate import run_years

COUNCIL, YEARS, ROOM = "Kingston upon Thames", 3, 1 << 15
HERE = Execution(1)
#: A programme of which every setting that matters here can be given.
PROGRAMME = """type = "programme"
name = "{name}"
title = "a programme called {name}"
member = "{member}"
{who}
[referral]
per_year = {per_year}
accepted = {accepted}
waiting_limit = {waiting_limit}

[support]
places = {places}
months = {months}
fixed_length = true
weeks_to_start = {weeks_to_start}
dropout_per_year = {dropout}
half_life_years = 25.0
{outage}

[[effects]]
acts_on = "{acts_on}"
ratio = {ratio}
grade = "assumed"
source = "A test."
"""
USUAL: Mapping[str, Any] = {
    "name": "tried",
    "member": "young_person",
    "who": "[who]\nages = [0, 18]\n",
    "per_year": 2.0,
    "accepted": 0.7,
    "waiting_limit": 1.0,
    "places": 40,
    "months": 6,
    "weeks_to_start": 2.0,
    "dropout": 0.3,
    "outage": "",
    "acts_on": "care_entry",
    "ratio": 1.0,
}
#: Takes on everybody as soon as they are known, keeps them, and has room for all.
AT_ONCE: Mapping[str, Any] = {
    "per_year": 365.0,
    "accepted": 1.0,
    "waiting_limit": 100.0,
    "places": 5000,
    "months": 240,
    "weeks_to_start": 0.01,
    "dropout": 0.0,
    "who": """[who]
ages = [0, 18]
status = ["closed", "in_need", "edge_of_care", "looked_after", "left_care"]
""",
}


@pytest.fixture
def tried(tmp_path: Path) -> Callable[..., str]:
    """What writes a scenario of one or more programmes and returns its path."""

    def written(*programmes: Mapping[str, Any], opened: str = "") -> str:
        text = 'name = "tried"\ntitle = "Tried"\n'
        for one in programmes:
            said = {**USUAL, **one}
            file = tmp_path / f"{said['name']}.toml"
            file.write_text(PROGRAMME.format(**said), encoding="utf-8")
            text += f'\n[[interventions]]\nfile = "{file.name}"\n{opened}\n'
        path = tmp_path / "scenario.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def asked(scenario: str, **more: Any) -> CompareRequest:
    """A small request in a small council."""
    return CompareRequest(
        COUNCIL, scenario=scenario, years=YEARS, replicates=2, central=True, **more
    )


def found_in(scenario: str) -> Funnel:
    """The funnel of a scenario."""
    return funnel(asked(scenario), execution=HERE)


def steps_of(entrants: Mapping[str, Any]) -> dict[str, float]:
    """Average counts by step."""
    return {one["step"]: one["count"]["mean"] for one in entrants["steps"]}


def task_of(scenario: str) -> ReplicateTask:
    """The first replicate of a request."""
    return make_plan(asked(scenario)).tasks[0]


def test_a_service_without_places_loses_everybody_at_its_gate(tried: Callable[..., str]) -> None:
    """With room for nobody all are turned away, nobody is referred or supported, and it says so."""
    found = found_in(tried({"places": 0}))
    (service,) = found.services
    for group in ("baseline", "scenario"):
        steps = steps_of(service["entrants"][group])
        assert steps["referred"] > 0
        assert [steps[one] for one in ("accepted", "supported", "in_time", "full")] == [0.0] * 4
    support = service["support"]
    assert support["turned_away"]["list_full"]["mean"] > 0.0
    assert support["declined"]["mean"] == support["referrals"]["mean"] == 0.0
    assert support["started"]["mean"] == support["weeks"]["mean"] == 0.0
    assert support["mean_weeks"] is None
    assert "who are declined, or turned away at a full list" in service["sentence"]


@pytest.mark.slow
def test_a_service_that_takes_all_at_once_loses_hardly_anybody(tried: Callable[..., str]) -> None:
    """Room for all, no wait and no end: who is known before care is supported in time and in full."""
    found = found_in(tried(AT_ONCE))
    steps = steps_of(found.services[0]["entrants"]["baseline"])
    assert steps["could_come"] == steps["entered"]
    assert steps["referred"] == steps["accepted"]
    assert steps["in_time"] > 0.9 * steps["entered"]
    assert steps["full"] == steps["acting"] == steps["in_time"]
    assert found.services[0]["entrants"]["baseline"]["mean_dose_in_time"] == 1.0
    assert found.services[0]["support"]["endings"]["completed"]["mean"] == 0.0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "opened", "why"),
    [
        ({"accepted": 0.5}, "", "gate"),
        ({"waiting_limit": 0.0}, "", "list_full"),
        ({"outage": "[outage]\nper_year = 365.0\nmonths = 60\n"}, "sites = 2", "outage"),
    ],
)
def test_why_referrals_are_refused_is_told(
    tried: Callable[..., str], settings: Mapping[str, Any], opened: str, why: str
) -> None:
    """Half accepted, no list at all, or nobody taken on for years: each refusal has its reason."""
    found = found_in(tried({**AT_ONCE, "per_year": 6.0, **settings}, opened=opened))
    support = found.services[0]["support"]
    by = {name: one["mean"] for name, one in support["turned_away"].items()}
    by["gate"] = support["declined"]["mean"]
    assert by[why] > 0.95 * sum(by.values()) > 0


def test_a_service_for_families_is_for_the_ages_it_acts_on(tried: Callable[..., str]) -> None:
    """A family's child beyond those ages is none that the service could keep from care."""
    infants = {"member": "family", "who": "[who]\nacts_at_ages = [0, 2]\n"}
    found = found_in(tried({**AT_ONCE, **infants}))
    steps = steps_of(found.services[0]["entrants"]["baseline"])
    assert 0 < steps["full"] <= steps["could_come"] < 0.6 * steps["entered"]


def test_what_does_nothing_leaves_both_groups_alike(tried: Callable[..., str]) -> None:
    """At a ratio of 1 those who would have entered are those who enter, step by step."""
    found = found_in(tried({}))
    baseline, scenario = (
        found.services[0]["entrants"][group]["steps"] for group in ("baseline", "scenario")
    )
    assert baseline == scenario
    assert found.entered["baseline_only"]["mean"] == found.entered["scenario_only"]["mean"] == 0.0
    assert all(one["did_not_enter"]["mean"] == 0.0 for one in baseline)


@pytest.mark.slow
def test_a_strong_effect_spares_those_it_reaches(tried: Callable[..., str]) -> None:
    """Where support all but ends coming into care, most of those reached in full do not enter."""
    found = found_in(tried({**AT_ONCE, "ratio": 0.02}))
    last = found.services[0]["entrants"]["baseline"]["steps"][-1]
    assert last["did_not_enter"]["mean"] > 0.8 * last["count"]["mean"] > 0.0
    assert found.entered["scenario"]["mean"] < 0.4 * found.entered["baseline"]["mean"]


def law_of_entrants(entrants: Mapping[str, Any]) -> None:
    """No step holds more than the one before, and all that is lost adds up."""
    steps = entrants["steps"]
    counts = [one["count"]["mean"] for one in steps]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] - sum(one["lost"]["mean"] for one in steps[1:]) == pytest.approx(counts[-1])
    by_name = {one["step"]: one for one in steps}
    late = sum(one["mean"] for one in entrants["late"].values())
    assert late == pytest.approx(by_name["in_time"]["lost"]["mean"])
    refused = sum(one["mean"] for one in entrants["refused"].values())
    assert refused == pytest.approx(by_name["accepted"]["lost"]["mean"])
    never = sum(one["mean"] for one in entrants["never_referred"].values())
    assert never == pytest.approx(by_name["referred"]["lost"]["mean"])
    assert all(one["did_not_enter"]["mean"] <= one["count"]["mean"] for one in steps)


def _is_spread(one: Any) -> bool:
    return isinstance(one, dict) and "mean" in one


def law_of_support(support: Mapping[str, Any]) -> None:
    """Referrals, waiting, support and its endings add up, and shares are shares."""
    mean = {name: one["mean"] for name, one in support.items() if _is_spread(one)}
    assert mean["referrals"] == mean["declined"] + mean["accepted"]
    assert mean["accepted"] == pytest.approx(
        mean["waited_in_vain"] + mean["still_waiting"] + mean["started"]
    )
    assert sum(one["mean"] for one in support["endings"].values()) == pytest.approx(mean["started"])
    assert sum(one["mean"] for one in support["weeks_by_ending"].values()) == pytest.approx(
        mean["weeks"]
    )
    assert mean["members_supported"] <= mean["started"]
    assert mean["weeks_dose"] <= mean["weeks_strength"] + 1e-9 <= mean["weeks"] + 2e-9
    if "at_start" in support:
        for part in ("age", "standing"):
            at_start = sum(one["mean"] for one in support["at_start"][part].values())
            assert at_start == pytest.approx(mean["started"])
            in_weeks = sum(one["mean"] for one in support["in_weeks"][part].values())
            assert in_weeks == pytest.approx(mean["weeks"])
        for when in ("at_start", "in_weeks"):
            placed = sum(one["mean"] for one in support[when]["placement"].values())
            assert placed == pytest.approx(support[when]["standing"]["looked_after"]["mean"])


@pytest.mark.parametrize("member", ["young_person", "family", "mother"])
def test_counts_never_rise_and_add_up(tried: Callable[..., str], member: str) -> None:
    """Whoever the members are: each step is within the one before, and every loss is told once."""
    who = "[who]\nages = [5, 17]\n" if member == "young_person" else ""
    found = found_in(tried({"member": member, "who": who}, opened="closes_month = 30\nsites = 2"))
    (service,) = found.services
    assert found.every["entrants"] == service["entrants"]
    for group in ("baseline", "scenario"):
        law_of_entrants(service["entrants"][group])
        entered = steps_of(service["entrants"][group])["entered"]
        assert entered == found.entered[group]["mean"]
    law_of_support(service["support"])
    assert service["support"]["endings"]["service_closed"]["mean"] > 0
    assert service["support"]["endings"]["going_on"]["mean"] == 0


def test_the_shipped_scenario_adds_up_too() -> None:
    """What ships follows the same laws, and support of young people is told by age and place."""
    found = found_in("no-wrong-door")
    for service in found.services:
        law_of_entrants(service["entrants"]["baseline"])
        law_of_entrants(service["entrants"]["scenario"])
        law_of_support(service["support"])
        assert service["support"]["endings"]["aged_out"]["mean"] > 0


def test_it_says_what_a_council_runs_already_as_a_comparison_does() -> None:
    """Norfolk has run hubs since 2021; a funnel of one more says so."""
    request = CompareRequest("Norfolk", years=1, replicates=2)
    assert any(note.startswith("Norfolk has run New Roads") for note in funnel(request).notes)


def test_several_services_have_a_funnel_each_and_one_together(tried: Callable[..., str]) -> None:
    """Together they reach at least as many as the best of them and no more than all of them."""
    found = found_in(
        tried({"name": "one"}, {"name": "two", "per_year": 0.5, "who": "[who]\nages = [10, 18]\n"})
    )
    assert [one["title"] for one in found.services] == [
        "a programme called one",
        "a programme called two",
    ]
    together = steps_of(found.every["entrants"]["baseline"])
    each = [steps_of(one["entrants"]["baseline"]) for one in found.services]
    for step, many in together.items():
        assert max(one[step] for one in each) <= many <= sum(one[step] for one in each)
    law_of_entrants(found.every["entrants"]["baseline"])
    assert "these services" in found.every["sentence"]


def test_members_who_are_carers_have_no_funnel_before_care(tried: Callable[..., str]) -> None:
    """Nobody is a foster carer's charge before care: it says so, and shows how members fare."""
    found = found_in(tried({"member": "carer", "who": "", "acts_on": "carer_exit"}))
    (service,) = found.services
    assert service["entrants"] is None
    assert found.every == {"entrants": None, "sentence": ""}
    assert "nobody can be one before coming into care" in service["notes"][0]
    law_of_support(service["support"])
    assert service["support"]["started"]["mean"] > 0
    assert service["support"]["endings"]["left"]["mean"] > 0
    # What the terminal and every report show of it.
    (shown,) = parts(found.to_dict())
    assert len(shown.sheets) == 2
    assert service["notes"][0] in shown.beside


def test_a_scenario_without_a_service_is_one_clear_error(tmp_path: Path) -> None:
    """Neither a scenario that opens nothing nor one with a practice alone has a funnel."""
    with pytest.raises(DoorwaysError, match="opens no service") as caught:
        found_in("baseline")
    assert "doorways scenarios" in str(caught.value)
    (tmp_path / "mine.toml").write_text(
        'type = "practice"\nname = "mine"\ntitle = "a practice"\nmember = "family"\n'
        '[[effects]]\nacts_on = "escalation"\nratio = 0.9\ngrade = "assumed"\nsource = "A test."\n',
        encoding="utf-8",
    )
    path = tmp_path / "scenario.toml"
    path.write_text(
        'name = "tried"\ntitle = "Tried"\n[[interventions]]\nfile = "mine.toml"\n', encoding="utf-8"
    )
    with pytest.raises(DoorwaysError, match="opens no service"):
        found_in(str(path))


@pytest.mark.parametrize("scenario", ["no-wrong-door", "tried"])
def test_the_log_says_what_the_tables_say(tried: Callable[..., str], scenario: str) -> None:
    """Site, state, strength of every enrolment and where everybody stands, as the run left them."""
    if scenario == "tried":
        scenario = tried({"months": 9}, {"name": "two"}, opened="sites = 3\nopens_month = 2")
    task = task_of(scenario)
    run = started(task, task.arms[1], population_of(task), ROOM)
    first = cells_now(run.population.young_people)
    run_years(run, YEARS, 7.0)
    events, population = events_of(run.state), run.population
    ways = ways_of(population, run.state, events)
    rows, services = population.enrolments, population.services
    last = {one.enrolment: one for one in ways.spells}
    for e, row in enumerate(rows):
        spell = last.get(e)
        if row.status == Enrolled.NONE:
            assert spell is None or spell.ended < inf
            continue
        assert spell is not None
        assert spell.site == row.site
        assert (spell.started == inf) == (row.status == Enrolled.WAITING)
        assert (spell.ended < inf) == (row.status == Enrolled.AFTER)
        if row.status != Enrolled.WAITING:
            assert spell.strength_at(inf) == pytest.approx(row.strength)
    for name, many in (("accepted", len(ways.spells)), ("started", 0)):
        of_sites = int(services[name].sum())
        assert of_sites == (many or sum(one.was_supported for one in ways.spells))
    lives = lives_of(population, first, events)
    people = population.young_people
    ends = np.concatenate([lives.cells_at(i, np.array([inf])) for i in range(people.size)])
    stands = standing_of(ends)
    for k, name in enumerate(STATUS_CELLS):
        assert ((stands == k) == (people.status == Status[name.upper()])).all()


def test_its_futures_are_those_of_the_comparison(tried: Callable[..., str]) -> None:
    """With a log, both arms report to the bit what a comparison reports; groups add up to its measures."""
    task = task_of(tried({}))
    pair = funnel_of(task)
    for one, other in zip(pair.results, run_replicate(task), strict=True):
        assert (one.values == other.values).all()
        assert (one.weekly == other.weekly).all()
    values = pair.results[1].values.sum(axis=1)
    support = pair.services[0]["support"]
    assert support["referrals"] == values[BY_NAME["service_referrals"]]
    assert support["accepted"] == values[BY_NAME["service_accepted"]]
    assert support["endings"]["dropped_out"] == values[BY_NAME["service_dropouts"]]
    for arm, result in zip(("baseline", "scenario"), pair.results, strict=True):
        for name, many in pair.met[arm].items():
            measure = MEASURES[BY_NAME[name]]
            if measure.kind != "share":
                total = windowed(result.values[BY_NAME[name]][None], measure.kind)[0, -1]
                parts_of_it = many["supported"] + many["others"] + many.get("services", 0.0)
                assert parts_of_it == pytest.approx(total, rel=1e-9, abs=1e-9), name
    assert pair.met["scenario"]["cost_council"]["services"] > 0
    assert pair.met["baseline"]["cost_council"]["services"] == pytest.approx(0.0, abs=1e-3)


def test_what_services_push_which_way_is_read_from_their_effects(tried: Callable[..., str]) -> None:
    """A ratio below 1 pushes what it counts down, one above 1 up, and 1 or both ways nowhere."""
    down = aims_of(task_of(tried({"acts_on": "missing_start", "ratio": 0.5})))
    assert down["missing_episodes"] == Aim(-1, frozenset({"missing_start"}))
    assert "placement_moves" not in down
    assert aims_of(task_of(tried({"acts_on": "going_home", "ratio": 1.5})))["exits_home"].way == 1
    assert aims_of(task_of(tried({"ratio": 1.0}))) == {}
    both = tried(
        {"name": "one", "acts_on": "arrest", "ratio": 0.5},
        {"name": "two", "acts_on": "arrest", "ratio": 2.0},
    )
    assert aims_of(task_of(both)) == {}
    fewer = {"acts_on": "placement_move", "ratio": 0.8}
    assert aims_of(task_of(tried(fewer)))["step_downs"].way == -1


def test_what_comes_of_an_event_may_be_pushed_otherwise_than_whether_it_happens() -> None:
    """A hub slows moves and has more of them step down: which of both wins is nobody's aim."""
    aims = aims_of(task_of("no-wrong-door"))
    assert "step_downs" not in aims
    assert aims["placement_moves"].way == -1
