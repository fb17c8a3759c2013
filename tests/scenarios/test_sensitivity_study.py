"""A sensitivity study from request to result, with a toy in place of the model."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.evidence.draw import uniform
from calibration.beliefs.parameters import local_uniforms
from calibration.joint.result import Calibration
from scenarios.arms import value_in
from scenarios.compare import Plan, RunStore, compare, make_plan
from scenarios.override import Override
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, from_toml, load_scenario
from scenarios.sensitivity.inputs import HIGH, LOW, inputs_of, probabilities, uncertain, values_at
from scenarios.sensitivity.request import SensitivityRequest
from scenarios.sensitivity.result import Sensitivity
from scenarios.sensitivity.study import study
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES, WEEKLY
from simulation.parameters import service_parameters
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.spec import ArmResult, ReplicateTask, plain
from simulation.store.store import open_store

#: What drives the toy: the baseline's entries, and what its hub takes off them.
DRIVER, EFFECT = "strain_log_hazard", "nwd_entry_ratio"
#: What the toy ran.
RAN: list[ReplicateTask] = []
#: One replicate after the other, in this process.
ALONE = Execution(1)


def toy(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Give 1,000 entries, more with family strain, fewer with a hub; the hub costs money."""
    RAN.append(task)
    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate]))
    luck = rng.normal(0.0, 5.0, (len(MEASURES), task.years))
    results = []
    for arm in task.arms:
        values = 1000.0 + luck
        values[BY_NAME["care_entries"]] += 100.0 * float(task.parameters[DRIVER])  # type: ignore[arg-type]
        values[BY_NAME["service_referrals"]] = 0.0
        if any(one["twin"] == "real" for one in arm.interventions):
            taken = 40.0 * (1.0 - float(value_in(task, EFFECT)))
            own = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate, 1]))
            values[BY_NAME["care_entries"]] -= taken + own.normal(0.0, 0.5, task.years)
            values[BY_NAME["weeks_in_care"]] -= 10.0 * taken
            values[BY_NAME["cost_total"]] += 100_000.0
        weekly = np.zeros((52 * task.years, len(WEEKLY)), dtype=np.float32)
        results.append(ArmResult(arm.name, weekly, values, 0.01))
    return tuple(results)


@pytest.fixture(scope="module")
def council() -> AuthorityProfile:
    """A small council."""
    return profile("Rutland")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    """A real SQLite store, and a clean record of what the toy ran."""
    RAN.clear()
    with open_store(f"sqlite:///{(tmp_path / 'runs.sqlite').as_posix()}") as opened:
        yield opened


def asking(council: AuthorityProfile, store: RunStore) -> Callable[..., Sensitivity]:
    """Study the toy, here and now."""

    def go(**asked: object) -> Sensitivity:
        return study(wanted(**asked), store=store, runner=toy, council=council, execution=ALONE)

    return go


@pytest.fixture
def run(council: AuthorityProfile, store: RunStore) -> Callable[..., Sensitivity]:
    """Study the toy in a store of its own."""
    return asking(council, store)


@pytest.fixture(scope="module")
def again() -> Iterator[RunStore]:
    """A store that several tests use: they ask different things of the same runs."""
    with open_store("sqlite://") as opened:
        yield opened


def wanted(**asked: object) -> SensitivityRequest:
    """Ask for a small study."""
    settings = {"authority": "Rutland", "measure": "care_entries", "years": 1}
    return SensitivityRequest(**({"runs": 200} | settings | asked))  # type: ignore[arg-type]


def few(request: SensitivityRequest, council: AuthorityProfile) -> Plan:
    """The plan of its comparison for six futures: what is believed is the same however many are drawn."""
    return make_plan(replace(request.comparison(), replicates=6), council)


@pytest.fixture(scope="module")
def settled(council: AuthorityProfile) -> Scenario:
    """A hub whose scenario sets every figure but the driver, so that a design has few rows."""
    made = few(wanted(of="difference", measure="cost_total"), council)
    sure = {name: one for name, one in uncertain(made.beliefs).items() if name != DRIVER}
    set_here = {name: Override(one.value) for name, one in sure.items()}
    return replace(load_scenario("no-wrong-door"), parameters=set_here)


def test_values_at_the_numbers_of_a_draw_are_that_draw(council: AuthorityProfile) -> None:
    """The design's parameters and an ordinary draw's are the same function of the numbers."""
    made = make_plan(CompareRequest(authority="Rutland", replicates=2), council)
    figures = made.beliefs.figures()
    u = {name: uniform(name, 1, 7) for name in figures} | local_uniforms(council, 1, 7)
    unread = {one.name for one in service_parameters()} - figures.keys()
    found, drawn = values_at(made.beliefs, council, u), made.beliefs.values(council, 1, 7)
    assert found.keys() == drawn.keys()
    # What no run reads stays at its middle.
    kept = found.keys() - unread
    assert plain({name: found[name] for name in kept}) == plain(
        {name: drawn[name] for name in kept}
    )


def test_what_a_scenario_sets_stands(council: AuthorityProfile) -> None:
    """A figure a scenario fixes is no input; one it gives a range is drawn from that range."""
    text = f"""
name = "mine"
title = "Mine"
description = "Sets two beliefs."
[parameters]
{DRIVER} = 0.2
{EFFECT} = {{ central = 0.5, low = 0.4, high = 0.6 }}
"""
    scenario = from_toml(text, "mine.toml")
    request = wanted(scenario=scenario)
    made = few(request, council)
    names = {one.name for one in inputs_of(made.beliefs, council, request)}
    assert DRIVER not in names
    assert EFFECT in names
    for u, value in ((LOW, 0.4), (HIGH, 0.6)):
        values = values_at(made.beliefs, council, {EFFECT: u})
        assert values[EFFECT] == pytest.approx(value)
        assert values[DRIVER] == 0.2


def test_a_calibration_is_moved_along_its_posterior(council: AuthorityProfile) -> None:
    """A calibrated figure is an input whose ends are those of its draws, unless a scenario sets it."""
    draws = [[0.1 + 0.001 * i] for i in range(101)]
    result = {"parameters": [{"name": DRIVER, "median": 0.15}], "draws": draws}
    found = Calibration("k" * 20, "England", "calibrated", 1, {**result, "gate": {"why": []}})
    request = wanted(calibration=found)
    made = few(request, council)
    assert DRIVER in {one.name for one in inputs_of(made.beliefs, council, request)}
    for u, value in ((LOW, 0.105), (0.5, 0.15), (HIGH, 0.195)):
        values = values_at(made.beliefs, council, {DRIVER: u})
        assert values[DRIVER] == pytest.approx(value)
    u = probabilities(made.tasks[::2], [DRIVER])[:, 0]
    assert u[0] < u[1] < u[2]
    mine = replace(load_scenario("no-wrong-door"), parameters={DRIVER: Override(0.3)})
    set_here = wanted(calibration=found, scenario=mine)
    made = few(set_here, council)
    assert values_at(made.beliefs, council, {DRIVER: HIGH})[DRIVER] == 0.3
    assert DRIVER not in {one.name for one in inputs_of(made.beliefs, council, set_here)}


def test_only_figures_that_can_reach_a_measure_are_inputs(council: AuthorityProfile) -> None:
    """Prices are inputs of money alone; what only hubs read is none of a baseline without any."""
    found = {}
    for of, measure in (
        ("baseline", "care_entries"),
        ("difference", "care_entries"),
        ("difference", "cost_total"),
    ):
        request = wanted(of=of, measure=measure)
        made = few(request, council)
        found[of, measure] = {one.name for one in inputs_of(made.beliefs, council, request)}
    bare, gap, money = found.values()
    assert bare < gap < money
    assert DRIVER in bare
    assert not {name for name in gap if name.startswith("cost_")}
    assert not {name for name in bare if name.startswith(("nwd_", "hub_"))}
    assert {EFFECT, "hub_support_months"} <= gap
    assert "cost_post_residential" in money
    assert {"local_exit", "local_missing"} <= bare
    assert "local_mix_hub_bed" not in bare


def test_probabilities_are_ranks(council: AuthorityProfile) -> None:
    """Each varying figure is spread evenly in the order of its values; a fixed one stays at half."""
    tasks = make_plan(CompareRequest(authority="Rutland", replicates=40), council).tasks[::2]
    u = probabilities(tasks, [EFFECT, DRIVER])
    assert sorted(u[:, 0]) == pytest.approx((np.arange(20) + 0.5) / 20)
    values = [float(value_in(task, EFFECT)) for task in tasks]
    assert np.argsort(u[:, 0]).tolist() == np.argsort(values).tolist()
    still = [replace(task, parameters={EFFECT: 1.0}, arms=()) for task in tasks]
    assert probabilities(still, [EFFECT]) == pytest.approx(0.5)


@pytest.mark.slow
def test_pawn_finds_the_driver_with_its_sign(council: AuthorityProfile, again: RunStore) -> None:
    """The hub's ratio drives the difference, upwards, strain the baseline; JSON can hold it all."""
    run = asking(council, again)
    found = run()
    assert found.influences[0].name == EFFECT
    assert found.influences[0].low > 0
    assert found.influences[0].clear
    assert len(found.clear) <= 3
    assert found.decision is not None
    assert found.runs == {"comparison": 200}
    told = found.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == json.loads(json.dumps(told))
    assert told["influences"][0]["name"] == EFFECT
    assert told["decision"]["known"][0]["worth"]
    baseline = run(of="baseline")
    assert baseline.ran == 0
    assert baseline.influences[0].name == DRIVER
    assert baseline.influences[0].low > 0
    assert baseline.average > 1000


@pytest.mark.slow
def test_morris_finds_the_driver_and_nothing_else(run: Callable[..., Sensitivity]) -> None:
    """Rows of a trajectory share two replicates, the next has two others: only the driver acts."""
    found = run(method="morris", of="baseline", runs=744, bank=0)
    assert [one.name for one in found.clear] == [DRIVER]
    assert found.decision is None
    assert {len(task.arms) for task in RAN} == {1}
    rows = len(found.influences) + 1
    replicates = [task.replicate for task in RAN]
    assert replicates[: 4 * rows] == [0, 1] * rows + [2, 3] * rows
    made = make_plan(CompareRequest(authority="Rutland"), profile("Rutland"))
    ends = [float(values_at(made.beliefs, made.council, {DRIVER: u})[DRIVER]) for u in (LOW, HIGH)]
    assert found.influences[0].effect == pytest.approx(100.0 * (ends[1] - ends[0]), rel=0.15)
    assert all(one.strength == pytest.approx(0.0, abs=1e-6) for one in found.influences[1:])


@pytest.mark.slow
def test_sobol_splits_the_variance_of_the_strongest(
    run: Callable[..., Sensitivity], settled: Scenario
) -> None:
    """After the screen the driver has all of the variance, and the screen is told."""
    found = run(method="sobol", of="baseline", runs=160, top=2, bank=200, scenario=settled)
    assert len(found.influences) == 2
    assert found.influences[0].name == DRIVER
    assert found.influences[0].strength == pytest.approx(1.0, abs=0.3)
    assert found.influences[1].strength == pytest.approx(0.0, abs=0.01)
    assert len(found.screened) > 10
    assert set(found.runs) == {"comparison", "morris", "sobol"}
    assert sum(found.runs.values()) == len(RAN) == found.ran


@pytest.mark.slow
def test_a_study_that_was_stopped_goes_on(
    run: Callable[..., Sensitivity],
    council: AuthorityProfile,
    store: RunStore,
    settled: Scenario,
) -> None:
    """It says how far it came; the next one runs the rest and no more, and the result is the same."""
    asked = {"method": "morris", "of": "baseline", "runs": 240, "bank": 200, "scenario": settled}
    request = wanted(**asked)
    with pytest.raises(StoppedError, match="250 of"):
        study(
            request,
            store=store,
            runner=toy,
            council=council,
            execution=Execution(1, cancelled=lambda: len(RAN) >= 250),
        )
    seen: list[tuple[int, int]] = []
    found = study(
        request,
        store=store,
        runner=toy,
        council=council,
        execution=Execution(1, progress=lambda done, total: seen.append((done, total))),
    )
    total = sum(found.runs.values())
    assert len(RAN) == total
    assert seen[0][1] == total
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    RAN.clear()
    again = run(**asked)
    assert RAN == []
    assert again.ran == 0
    assert again.to_dict() | {"ran": 0} == found.to_dict() | {"ran": 0}


@pytest.mark.slow
def test_the_runs_of_a_comparison_are_used_again(
    run: Callable[..., Sensitivity], council: AuthorityProfile, store: RunStore
) -> None:
    """After an ordinary comparison with the same seed PAWN costs nothing."""
    request = CompareRequest(authority="Rutland", years=1, replicates=200)
    compare(request, store=store, runner=toy, council=council, execution=ALONE)
    RAN.clear()
    assert run().ran == 0
    assert RAN == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"measure": "care_entrys"}, "Did you mean care_entries.*doorways measures"),
        ({"method": "moris"}, "Did you mean morris"),
        ({"of": "gap"}, "Known names: difference, baseline"),
        ({"runs": 100}, "--runs 200"),
        ({"method": "morris", "bank": 10}, "--bank 200"),
        ({"method": "sobol", "top": 0}, "1 to 20"),
        ({"value_of_care_week": -1.0}, "0 or more"),
        ({"value_of_care_week": float("nan")}, "0 or more"),
        ({"years": 0}, "years"),
    ],
)
def test_wrong_requests_are_told_at_once(asked: dict[str, object], says: str) -> None:
    """Each mistake has one clear message before anything is planned."""
    with pytest.raises(DoorwaysError, match=says):
        wanted(**asked)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"authority": "Rutlnd"}, "Rutl"),
        ({"method": "morris", "runs": 50, "bank": 0}, "at least"),
        ({"method": "sobol", "runs": 50, "bank": 0}, "at least"),
    ],
)
def test_what_cannot_work_is_told_before_anything_runs(
    asked: dict[str, object], says: str, store: RunStore
) -> None:
    """An unknown council and too few runs for a design are refused with nothing run."""
    with pytest.raises(DoorwaysError, match=says):
        study(wanted(**asked), store=store, runner=toy, execution=ALONE)
    assert RAN == []


@pytest.mark.slow
def test_a_measure_that_never_varies_is_told(council: AuthorityProfile, again: RunStore) -> None:
    """Hub referrals of a baseline without hubs are 0 in every run: nothing drives them."""
    with pytest.raises(DoorwaysError, match="nothing drives it"):
        asking(council, again)(measure="service_referrals", of="baseline")
