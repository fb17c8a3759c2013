"""The Mesa model: the same run as a batch, week by week, with agents only when asked for."""

import gc
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mesa import DataCollector
from mesa.experimental.scenarios import Scenario

from agents.carer import Carer
from agents.codes import Opening, Status
from agents.family import Family
from agents.service_site import ServiceSite
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from agents.views import View
from agents.young_person import YoungPerson
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.discover import services
from simulation.errors import DoorwaysError
from simulation.model import CareSystem
from simulation.outcomes.measures import WEEKLY
from simulation.services.declaration import Sort
from simulation.simulate import run_years, start

ROOT = Path(__file__).resolve().parents[2]
#: A service whose figures are all in the register.
SERVICE = next(one for one in services() if one.parameters and one.sort is Sort.SERVICE)
EXAMPLE = SERVICE.example
SITES = SERVICE.site_count(EXAMPLE)
YEARS = 2


@cache
def council() -> AuthorityProfile:
    """Return a small council."""
    return profile("Rutland")


@cache
def values() -> dict[str, Any]:
    """Return its central parameters."""
    return parameters_for(council())


def system(**changes: Any) -> CareSystem:
    """Return a model of the council with a service."""
    given = {"interventions": [EXAMPLE], "years": YEARS, "rng": 5} | changes
    return CareSystem(profile=council(), parameters=values(), **given)


def test_weeks_add_up_to_the_batch() -> None:
    """Stepping by week gives every weekly count and every measure of a run in one go, exactly."""
    model = system()
    while model.running:
        model.step()
    assert model.time == YEARS * 52
    population = synthesise(council(), values(), 5, 0, float(YEARS))
    run = start(population, [EXAMPLE], values(), 5, 0, float(YEARS), place=council().code)
    measures, weekly = run_years(run, YEARS, 7.0)
    assert np.array_equal(model.weekly, weekly)
    assert np.array_equal(model.measures, measures)
    assert np.array_equal(model.population.young_people, population.young_people)
    assert weekly[:, WEEKLY.index("placement_moves")].sum() > 0


def needing(agent: YoungPerson) -> bool:
    """Return whether in need, on the edge of care included."""
    return agent.status in (Status.IN_NEED, Status.EDGE_OF_CARE)


def test_sets_agree_with_the_counts() -> None:
    """At any week the agents in a state are as many as the weekly count says."""
    model = system()
    for _ in range(8):
        model.run_for(9)
        assert len(model.looked_after) == model.this_week["children_looked_after"]
        outside = model.looked_after.where(outside_authority=True)
        assert len(outside) == model.this_week["out_of_authority"]
        assert len(model.agents.select(needing)) == model.this_week["children_in_need"]
        assert sum(model.carers.get("filled")) == sum(
            a.carer is not None and a.carer.status == Opening.OPEN for a in model.looked_after
        )


def test_the_clock_is_one_clock() -> None:
    """Mesa's time counts weeks, `now` years, and the date follows 31 March of the base year."""
    model = system()
    assert (model.time, model.now, str(model.today)) == (0.0, 0.0, "2024-03-31")
    model.run_until(52)
    assert (model.time, model.week, model.now) == (52.0, 52, 1.0)
    assert model.measures.shape[1] == 1
    assert model.today.year == 2025
    assert model.running


def test_two_models_in_one_process_never_mix() -> None:
    """Models stepped in turn do what each does alone, and a view stays with its own."""
    alone = system()
    alone.run_for(40)
    one, other = system(), system(rng=6)
    for _ in range(40):
        one.step()
        other.step()
    assert np.array_equal(one.weekly, alone.weekly)
    assert not np.array_equal(one.weekly, other.weekly)
    mine = one.looked_after.to_list()[0]
    before = (mine.status, mine.age, mine.moves)
    other.run_for(30)
    assert (mine.status, mine.age, mine.moves) == before
    assert mine not in other.agents


def test_a_mesa_scenario_brings_the_seed() -> None:
    """A scenario's rng is the seed, and the scenario is kept."""
    scenario = Scenario(rng=5)
    model, twin = system(scenario=scenario, rng=1), system()
    model.run_for(20)
    twin.run_for(20)
    assert model.scenario is scenario
    assert np.array_equal(model.weekly, twin.weekly)


def test_mesas_data_collection_works() -> None:
    """Reporters of the model, of agents and of kinds of agent report what the columns hold."""
    model = system()
    collector = DataCollector(
        model_reporters={"in care": lambda m: len(m.looked_after), "week": "week"},
        agent_reporters={"age": "age", "status": "status"},
        agenttype_reporters={Carer: {"free": "free"}, ServiceSite: {"supporting": "supporting"}},
    )
    for _ in range(3):
        model.step()
        collector.collect(model)
    counts = collector.get_model_vars_dataframe()
    assert counts["week"].tolist() == [1, 2, 3]
    assert (
        counts["in care"].tolist()
        == model.weekly[:, WEEKLY.index("children_looked_after")].tolist()
    )
    people = collector.get_agent_vars_dataframe().loc[3.0]
    assert people["age"].tolist() == model.agents.get("age")
    assert people.index.tolist() == model.agents.get("unique_id")
    carers = collector.get_agenttype_vars_dataframe(Carer).loc[3.0]
    assert carers["free"].tolist() == model.carers.get("free")
    assert len(collector.get_agenttype_vars_dataframe(ServiceSite)) == 3 * SITES


def test_its_own_collector_keeps_the_weekly_counts() -> None:
    """`model.datacollector` holds one row a week, equal to the weekly counts."""
    model = system()
    model.run_for(10)
    kept = model.datacollector.get_model_vars_dataframe()
    assert list(kept.columns) == list(WEEKLY)
    assert np.array_equal(kept.to_numpy(), model.weekly)


def test_stepping_makes_no_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is only stepped makes no view, and views that were made do not stay."""
    model = system()
    made: list[int] = []
    ordinary = View.__init__

    def counting(view: View, host: Any, row: int) -> None:
        made.append(row)
        ordinary(view, host, row)

    monkeypatch.setattr(View, "__init__", counting)
    model.run_for(30)
    model.agents.get("age")
    model.agents.groupby("status").count()
    model.agents.where(missing=True).agg("moves", sum)
    assert made == []
    assert len(model.agents.to_list()) == len(made) > 0
    gc.collect()
    assert not any(issubclass(type(thing), YoungPerson) for thing in gc.get_objects())


def test_random_order_is_the_models_own() -> None:
    """Shuffling twice differs, the same seed shuffles alike, and no event depends on it."""
    one, other, calm = system(), system(), system()
    first = one.agents.shuffle().rows.tolist()
    assert first == other.agents.shuffle().rows.tolist()
    assert first != one.agents.shuffle().rows.tolist()
    assert sorted(first) == one.agents.rows.tolist()
    one.run_for(30)
    calm.run_for(30)
    assert np.array_equal(one.weekly, calm.weekly)


def test_each_kind_of_agent_has_its_set() -> None:
    """Sets by kind hold who is in sight, and `agents` are the young people."""
    model = system()
    model.run_for(30)
    kinds = model.agents_by_type
    assert list(kinds) == model.agent_types == [YoungPerson, Family, Carer, ServiceSite]
    assert kinds[YoungPerson] == model.agents == model.young_people
    assert not set(model.agents.get("status")) & {Status.UNKNOWN, Status.GONE}
    assert set(model.carers.get("status")) == {Opening.OPEN}
    families = {agent.family for agent in model.agents if agent.family is not None}
    assert families == set(model.families)
    everybody = model.rows(YoungPerson, np.arange(model.population.young_people.size))
    assert len(everybody) > len(model.agents)
    assert len(model.service_sites) == SITES
    for site in model.service_sites:
        assert len(site.supported) == site.supporting
        assert len(site.waiting_list) == site.waiting
    assert any(site.supporting for site in model.service_sites)


def test_agents_of_a_run_speak_plainly() -> None:
    """Sentences of everybody in a run hold no code and no hole."""
    model = system()
    model.run_for(60)
    said = [str(agent) for kind in model.agents_by_type.values() for agent in kind]
    assert len(said) > 500
    assert [text for text in said if re.search(r"None|nan|inf\b|_|[A-Z]{2}|\d{3}", text)] == []


def test_a_step_beyond_the_horizon_is_refused() -> None:
    """The model stops at its horizon and says what to do, with nothing changed."""
    model = system(years=1)
    model.run_model()
    before = model.population.young_people.copy()
    with pytest.raises(DoorwaysError, match="longer horizon"):
        model.step()
    assert (model.week, model.now, model.running) == (52, 1.0, False)
    assert np.array_equal(before, model.population.young_people)


@pytest.mark.parametrize(
    "changes", [{"years": 0}, {"years": 2.5}, {"rng": None}, {"rng": -1}, {"rng": True}]
)
def test_what_cannot_be_run_is_refused(changes: dict[str, Any]) -> None:
    """A horizon or seed that is not a whole number is named."""
    with pytest.raises(DoorwaysError, match="whole number"):
        system(**changes)


def test_a_missing_parameter_is_named() -> None:
    """A parameter without a value stops the model before anything runs."""
    lacking = {name: value for name, value in values().items() if name != "closing_hazard"}
    with pytest.raises(DoorwaysError, match="closing_hazard"):
        CareSystem(profile=council(), parameters=lacking)


def test_packages_do_not_load_mesa() -> None:
    """Importing the packages, the command line included, leaves Mesa alone: it takes a second."""
    code = "import sys, agents, simulation, dashboards.cli.app; print('mesa' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_the_documented_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The code of docs/mesa.md runs as printed and reaches the end of its two years."""
    text = (ROOT / "docs" / "mesa.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(blocks) == 1
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(blocks[0], "docs/mesa.md", "exec"), names)
    printed = capsys.readouterr().out
    assert names["model"].time == 104
    assert re.search(r"-year-old (boy|girl), looked after for \d+ years", printed)
    assert printed.endswith(f"False {len(names['model'].looked_after)}\n")
