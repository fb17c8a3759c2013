"""Stored runs are used only while they are sound, and what was made again is said."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from scenarios.compare import compare, plan
from scenarios.comparison import Comparison
from scenarios.gather import Gatherer
from scenarios.override import Override, settable
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from scenarios.sensitivity.runs import Bench
from simulation.discover import services
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.execution import Execution
from simulation.runner.held import Held
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.store.store import Store, open_store

REQUEST = CompareRequest(authority="Rutland", years=2, replicates=10)
#: Arms the toy ran.
RAN: list[tuple[int, str]] = []


def toy(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Give numbers that depend on the task and the arm alone."""
    results = []
    for arm in task.arms:
        RAN.append((task.replicate, arm.name))
        rng = np.random.default_rng([task.seed, task.replicate, len(arm.interventions)])
        values = rng.normal(1000.0, 20.0, (len(MEASURES), task.years))
        weekly = rng.normal(9.0, 1.0, (task.years * 52, len(WEEKLY))).astype(np.float32)
        results.append(ArmResult(arm.name, weekly, values, 0.01))
    return tuple(results)


@pytest.fixture(scope="module")
def council() -> AuthorityProfile:
    """A small council."""
    return profile("Rutland")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where runs are kept."""
    return tmp_path / "runs.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    """An open store, and a clean record of what ran."""
    with open_store(file) as opened:
        yield opened


@pytest.fixture
def run(council: AuthorityProfile, store: Store) -> Callable[[], Comparison]:
    """Compare with the toy, noting only what this comparison runs."""

    def go() -> Comparison:
        RAN.clear()
        return compare(REQUEST, store=store, runner=toy, council=council, execution=Execution(1))

    return go


def told(comparison: Comparison) -> dict[str, Any]:
    """What a comparison says, its times and notes aside."""
    plain = comparison.to_dict()
    return {key: value for key, value in plain.items() if key not in ("timings", "notes")}


DAMAGES = {
    "values deleted": "DELETE FROM run_value WHERE run_id < 8 AND measure < 'd'",
    "a value altered": "UPDATE run_value SET value = 1e9 WHERE run_id < 8 AND measure < 'd'",
    "values lost": "UPDATE run_value SET value = NULL WHERE run_id < 8",
    "values are text": "UPDATE run_value SET value = 'much' WHERE run_id < 8",
    "weeks deleted": "DELETE FROM run_week WHERE run_id < 8 AND week > 50",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_comparison_over_damaged_runs_is_the_undamaged_one(
    damage: str, run: Callable[[], Comparison], file: Path
) -> None:
    """Seven damaged runs of twenty: every figure is the same, seven ran, and a sentence says so once."""
    whole = run()
    assert len(RAN) == 20
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(DAMAGES[damage])
    again = run()
    assert told(again) == told(whole)
    assert len(RAN) == 7
    assert again.notes[0] == (
        "7 of 20 stored runs could not be used and were made again: damaged or incomplete."
    )
    assert again.notes[1:] == whole.notes
    third = run()
    assert (told(third), third.notes, RAN) == (told(whole), whole.notes, [])


class Forgetful:
    """A store that says everything is held and gives nothing."""

    def experiment(self, name: str, config: Any) -> str:
        """Forget."""
        return ""

    def add(self, task: Any, results: Any, experiment: str | None = None) -> int:
        """Forget."""
        return 0

    def held(self, tasks: Sequence[ReplicateTask]) -> Held:
        """Say that nothing has yet to run."""
        return Held([], {}, Counter())


def test_a_comparison_without_all_its_runs_is_refused(council: AuthorityProfile) -> None:
    """The number of runs printed is the number used: without one of them there is no result."""
    with pytest.raises(DoorwaysError, match="They are missing") as caught:
        compare(REQUEST, store=Forgetful(), runner=toy, council=council, execution=Execution(1))
    assert caught.value.value == "20 of 20 runs"


def test_a_study_without_all_its_runs_is_refused(council: AuthorityProfile) -> None:
    """The same of the runs of a sensitivity study."""
    bench = Bench(Forgetful(), lambda: toy, Execution(1))
    with pytest.raises(DoorwaysError, match="They are missing"):
        bench.outcomes(plan(REQUEST, council), "study", {})


def test_a_study_over_damaged_runs_is_the_undamaged_one(
    council: AuthorityProfile, store: Store, file: Path
) -> None:
    """A study's numbers are the same after damage, and it counts what it made again."""
    tasks = plan(REQUEST, council)
    whole = Bench(store, lambda: toy, Execution(1)).outcomes(tasks, "study", {})
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(DAMAGES["values deleted"])
    bench = Bench(store, lambda: toy, Execution(1))
    assert np.array_equal(bench.outcomes(tasks, "study", {}), whole)
    # Both arms of three replicates and one of a fourth.
    assert (bench.unsound.total(), bench.ran, bench.done) == (7, 4, 10)


def test_a_result_of_another_shape_is_refused(council: AuthorityProfile) -> None:
    """One year's values are not spread over two years."""
    task = plan(REQUEST, council)[0]
    one, _ = toy(task)
    short = ArmResult(one.arm, one.weekly, one.values[:, :1], one.seconds)
    with pytest.raises(DoorwaysError, match=f"{len(MEASURES)} measures of 1 years"):
        Gatherer([task]).take(task, (short,))


@pytest.mark.parametrize(
    "name",
    [
        p.name
        for s in services()
        if s.name in {one["kind"] for one in load_scenario(REQUEST.scenario).interventions}
        for p in s.parameters
        if not p.shape
    ][::9],
)
def test_another_belief_about_a_service_runs_no_baseline_again(
    name: str, council: AuthorityProfile, store: Store
) -> None:
    """Stored baselines serve every belief about a service: the scenario's arm alone runs anew."""
    usual = load_scenario(REQUEST.scenario)
    compare(
        replace(REQUEST, scenario=usual),
        store=store,
        runner=toy,
        council=council,
        execution=Execution(1),
    )
    RAN.clear()
    low, high = settable()[name]
    mine = replace(usual, parameters={name: Override((low + high) / 2)})
    again = compare(
        replace(REQUEST, scenario=mine),
        store=store,
        runner=toy,
        council=council,
        execution=Execution(1),
    )
    assert sorted(RAN) == [(k, usual.name) for k in range(REQUEST.replicates)]
    assert again.timings["runs_reused"] == {"baseline": REQUEST.replicates, usual.name: 0}
