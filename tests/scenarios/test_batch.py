"""Batches: planned as said, run once each, resumed, split and joined, and read back as comparisons are."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.lengths import BINS_PER_YEAR
from calibration.joint.store import add_calibration, usual
from scenarios.batch import tables
from scenarios.batch.api import events, run
from scenarios.batch.aside import Aside
from scenarios.batch.cells import Batch, batch_of, part_of
from scenarios.batch.known import known, noted
from scenarios.batch.merge import merge
from scenarios.batch.plan import plan_of, read_plan
from scenarios.batch.points import points_of
from scenarios.batch.study import attempted, missing, run_batch
from scenarios.compare import compare
from scenarios.frames import frames
from scenarios.new_file import new_file
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import WEEKLY
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.store.store import Store, open_store

HERE = Execution(1)
SAID: dict[str, Any] = {
    "name": "small",
    "authorities": ["Kingston upon Thames", "Rutland"],
    "scenarios": ["no-wrong-door"],
    "years": 1,
    "replicates": 2,
    "calibration": "none",
    "measures": ["care_entries", "cost_council"],
    "design": {"kind": "grid", "figures": {"overlap_factor": [0.5, 1.0]}},
}


def made_of(**changed: Any) -> Batch:
    """A small batch, some of it otherwise."""
    return batch_of(plan_of({**SAID, **changed}, "plan", Path.cwd()))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the small batch, all of it run."""
    path = tmp_path_factory.mktemp("batch") / "whole.sqlite"
    with open_store(path) as store:
        run_batch(made_of(), store, execution=HERE)
    return path


def rows(path: Path, batch: Batch) -> list[dict[str, Any]]:
    """Every run of a batch in a database."""
    with open_store(path) as store:
        return list(tables.runs(batch, store))


# Designs ------------------------------------------------------------------------------------


@given(a=st.integers(1, 4), b=st.integers(1, 4))
def test_a_grid_is_every_combination(a: int, b: int) -> None:
    """As many points as the product of its lists, each once."""
    figures = {
        "overlap_factor": [k / 4 for k in range(a)],
        "market_response": [k / 4 for k in range(b)],
    }
    plan = plan_of({**SAID, "design": {"kind": "grid", "figures": figures}}, "plan", Path.cwd())
    points = points_of(plan)
    assert len({tuple(point.items()) for point in points}) == len(points) == a * b


@given(
    size=st.integers(1, 40),
    kind=st.sampled_from(["latin-hypercube", "sobol"]),
    seed=st.integers(0, 9),
)
def test_a_sample_lies_within_its_ends_and_is_the_same_again(
    size: int, kind: str, seed: int
) -> None:
    """Of the size asked for; a Latin hypercube has one point in each of so many slices."""
    design = {
        "kind": kind,
        "size": size,
        "seed": seed,
        "figures": {"overlap_factor": {"low": 0.2, "high": 0.7}},
    }
    plan = plan_of({**SAID, "design": design}, "plan", Path.cwd())
    first, again = points_of(plan), points_of(plan)
    values = np.array([point["overlap_factor"] for point in first])
    assert len(first) == size
    assert first == again
    assert ((values >= 0.2) & (values <= 0.7)).all()
    if kind == "latin-hypercube":
        assert sorted(((values - 0.2) / 0.5 * size).astype(int)) == list(range(size))


def test_a_table_of_ones_own_is_its_rows(tmp_path: Path) -> None:
    """A column a figure; relative to the plan's own folder."""
    (tmp_path / "d.csv").write_text("overlap_factor\n0.1\n0.9\n", encoding="utf-8")
    plan = plan_of({**SAID, "design": {"kind": "table", "file": "d.csv"}}, "plan", tmp_path)
    assert points_of(plan) == ({"overlap_factor": 0.1}, {"overlap_factor": 0.9})


def test_a_posterior_is_the_draws_of_its_calibration(tmp_path: Path) -> None:
    """A point sets all that was calibrated to one draw, in both arms; of the usual calibration, or a stored one."""
    whole = usual()
    assert whole is not None
    said = {"design": {"kind": "posterior", "size": 3}, "calibration": "usual"}
    batch = made_of(**said)
    assert [cell.sets for cell in batch.cells[:3]] == [whole.values(draw) for draw in range(3)]
    for cell in batch.cells[:3]:
        for task in batch.planned(cell).tasks:
            assert {name: task.parameters[name] for name in whole.names} == cell.sets
    result = dict(whole.result) | {"draws": [list(whole.result["draws"][7])]}
    with open_store(tmp_path / "c.sqlite") as store:
        kept = add_calibration(store, "Mine", whole.status, result)
        own = SAID | {"design": {"kind": "posterior", "size": 1}, "calibration": kept.short}
        found = batch_of(plan_of(own, "plan", Path.cwd()), store)
        assert found.calibration == kept
        assert found.cells[0].sets == whole.values(7)
        with pytest.raises(DoorwaysError, match="no such calibration"):
            batch_of(plan_of(own | {"calibration": "Atlantis"}, "plan", Path.cwd()), store)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"authorities": ["Atlantis"]}, "Atlantis"),
        ({"authorities": ["Rutland", "Rutland"]}, "named twice"),
        ({"scenarios": ["nothing-like-it"]}, "nothing-like-it"),
        ({"scenarios": ["no-wrong-door", "no-wrong-door"]}, "named twice"),
        ({"measures": ["happiness"]}, "happiness"),
        ({"replicates": 1}, "replicates"),
        ({"colour": "blue"}, "colour"),
        ({"design": {"kind": "grid"}}, "at least one figure"),
        ({"design": {"kind": "grid", "figures": {"nonsense": [1.0]}}}, "no such parameter"),
        ({"design": {"kind": "grid", "figures": {"overlap_factor": [7.0]}}}, "between"),
        (
            {"design": {"kind": "grid", "figures": {"overlap_factor": {"low": 0.0, "high": 1.0}}}},
            "list",
        ),
        ({"design": {"kind": "sobol", "figures": {"overlap_factor": [0.5]}}}, "low and high"),
        ({"design": {"kind": "table", "file": "nowhere.csv"}}, "nowhere.csv"),
        ({"design": {"kind": "posterior"}}, "draws from none"),
        ({"design": {"kind": "posterior", "size": 9999}, "calibration": "usual"}, "has 512 draws"),
        (
            {
                "design": {"kind": "posterior", "figures": {"overlap_factor": [0.5]}},
                "calibration": "usual",
            },
            "nothing else",
        ),
        ({"calibration": "somebody's"}, "looked up in a results database"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changed: dict[str, Any], says: str) -> None:
    """In a sentence, before anything runs."""
    with pytest.raises(DoorwaysError, match=says):
        made_of(**changed)


def test_the_template_is_a_plan(tmp_path: Path) -> None:
    """What 'batch new' writes can be read as it is."""
    batch = batch_of(read_plan(new_file("batch", "mine", tmp_path)))
    assert batch.plan.name == "mine"
    assert len(batch.cells) == 4


def test_all_that_the_template_offers_can_be_taken(tmp_path: Path) -> None:
    """With the sign taken away from its calibrations and one design, it is still a plan."""
    path = new_file("batch", "mine", tmp_path)
    before, _, after = path.read_text(encoding="utf-8").partition("# [design]")
    design, _, after = after.partition("#\n")
    _, _, calibrations = after.partition("# [calibrations]")
    offered = f"[design]{design}[calibrations]{calibrations}".replace("\n# ", "\n")
    path.write_text(before + offered, encoding="utf-8")
    batch = batch_of(read_plan(path))
    assert (len(batch.cells), len(batch.calibrations)) == (12, 4)


# Running ------------------------------------------------------------------------------------


def test_a_batch_is_what_comparisons_of_its_cells_are(whole: Path) -> None:
    """Where a point sets what is believed anyway, the numbers are those of doorways compare."""
    batch = made_of()
    with open_store(whole) as store:
        table = [row for row in tables.summaries(batch, store) if row["authority"] == "Rutland"]
    for row in table:
        cell = next(
            one
            for one in batch.cells
            if one.council.name == "Rutland" and one.point == row["point"]
        )
        found = compare(batch.request(cell), execution=HERE, store=whole, council=cell.council)
        wanted = found.row(row["measure"], row["window"])
        assert row["difference_mean"] == wanted["difference"]["mean"]
        assert row["baseline_low"] == wanted["baseline"]["low"]
    assert {row["overlap_factor"] for row in table} == {0.5, 1.0}


def test_nothing_runs_twice(whole: Path, tmp_path: Path) -> None:
    """Asked again, all of it is stored; and a plan with one council more runs that one alone."""
    path = Path(shutil.copy(whole, tmp_path / "copy.sqlite"))
    with open_store(path) as store:
        again = run_batch(made_of(), store, execution=HERE)
        assert (again.ran, again.stored) == (0, made_of().replicates)
        more = made_of(authorities=["Kingston upon Thames", "Rutland", "Hartlepool"])
        done = run_batch(more, store, execution=HERE)
        assert (done.ran, done.stored) == (4, 8)


def test_stopped_and_resumed_it_is_the_undisturbed_batch(whole: Path, tmp_path: Path) -> None:
    """What was finished is kept, the rest runs, and every run is the same to the bit."""
    path = tmp_path / "stopped.sqlite"
    seen = 0

    def enough() -> bool:
        return seen >= 3

    def count(done: int, total: int) -> None:
        nonlocal seen
        seen = done

    with open_store(path) as store:
        with pytest.raises(StoppedError):
            run_batch(made_of(), store, execution=Execution(1, progress=count, cancelled=enough))
        left = sum(missing(made_of(), store).values())
        assert 0 < left < made_of().replicates
        done = run_batch(made_of(), store, execution=HERE)
        assert done.ran == left
    assert rows(path, made_of()) == rows(whole, made_of())


@pytest.mark.parametrize("parts", [2, 3])
def test_parts_joined_are_the_whole(parts: int, whole: Path, tmp_path: Path) -> None:
    """Run apart in databases of their own, in any order, and joined twice: each run once, the same to the bit."""
    batch, stores = made_of(), []
    for k in range(parts, 0, -1):
        path = tmp_path / f"part{k}.sqlite"
        with open_store(path) as store:
            run_batch(batch, store, cells=part_of(batch, (k, parts)), execution=HERE)
        stores.append(path)
    joined = tmp_path / "joined.sqlite"
    with open_store(joined) as store:
        opened: list[Store] = [open_store(one) for one in stores]
        first, _ = merge(batch, opened, store)
        assert merge(batch, opened, store) == (0, 0)
        for one in opened:
            one.close()
        assert sum(missing(batch, store).values()) == 0
    with open_store(whole) as store:
        runs = {
            (row["code"], row["point"], row["arm"], row["replicate"])
            for row in tables.runs(batch, store)
        }
    assert first <= len(runs)
    assert rows(joined, batch) == rows(whole, batch)


def test_what_fails_is_kept_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Tried three times, named with its reason; all others are stored, and a resume asks for it alone."""
    batch = made_of()
    doomed = str(batch.planned(batch.cells[1]).tasks[1])
    with open_store(tmp_path / "a.sqlite") as store:
        done = run_batch(batch, store, execution=HERE, runner=_failing(doomed))
        assert [one.task for one in done.aside] == [doomed] * len(done.aside)
        assert done.aside[0].why == "RuntimeError: it never works"
        assert done.ran == batch.replicates - len(done.aside)
        assert run_batch(batch, store, execution=HERE).ran == len(done.aside)


def _failing(doomed: str) -> Any:
    def runner(task: ReplicateTask) -> tuple[ArmResult, ...] | Aside:
        if str(task) == doomed:
            return Aside(doomed, "RuntimeError: it never works")
        return attempted(task)

    return runner


def test_a_task_that_never_works_is_tried_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is told is its last fault."""
    tries = []

    def never(task: ReplicateTask) -> tuple[ArmResult, ...]:
        tries.append(task)
        raise RuntimeError("it never works")

    monkeypatch.setattr("simulation.runner.worker.run_replicate", never)
    task = made_of().planned(made_of().cells[0]).tasks[0]
    assert attempted(task) == Aside(str(task), "RuntimeError: it never works")
    assert len(tries) == 3


@pytest.fixture(scope="module")
def with_logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a smaller batch that keeps the logs of its runs."""
    path = tmp_path_factory.mktemp("batch") / "logs.sqlite"
    with open_store(path) as store:
        run_batch(logging_events(), store, execution=HERE)
    return path


def logging_events(**changed: Any) -> Batch:
    """The batch of one council and no design, with its logs."""
    return made_of(**{"authorities": ["Rutland"], "design": None, "events": True} | changed)


def logs_in(path: Path, batch: Batch) -> pd.DataFrame:
    """Every event that is stored of a batch."""
    with open_store(path) as store:
        return pd.concat(map(pd.DataFrame, tables.events(batch, store)), ignore_index=True)


def test_logs_change_no_number_and_are_those_of_the_runs(with_logs: Path) -> None:
    """Runs with a log are, bit for bit, those without; each log is what its run gives when it is run again."""
    batch = logging_events()
    logs = logs_in(with_logs, batch)
    request = batch.request(batch.cells[0])
    council = batch.cells[0].council
    again = frames(request, store=with_logs, execution=HERE, council=council)
    for arm in ("baseline", "scenario"):
        own = logs[(logs.arm == arm) & (logs.replicate == 1)]
        assert (
            own[list(again.events(1, arm).columns)]
            .reset_index(drop=True)
            .equals(again.events(1, arm))
        )
    assert sum(again.comparison.timings["runs_reused"].values()) == 4
    plainly = frames(request, execution=HERE, council=council)
    assert plainly.runs().equals(again.runs())
    assert plainly.weeks().equals(again.weeks())


def test_logs_are_kept_once_resumed_and_joined(with_logs: Path, tmp_path: Path) -> None:
    """Of runs that are stored without a log it is made; nothing twice; and joined parts have them all."""
    batch, path = logging_events(), tmp_path / "later.sqlite"
    with open_store(path) as store:
        run_batch(logging_events(events=False), store, execution=HERE)
        assert sum(missing(batch, store).values()) == 2
        with pytest.raises(DoorwaysError, match="log of events is not stored"):
            list(tables.events(batch, store))
        assert run_batch(batch, store, execution=HERE).ran == 2
        assert run_batch(batch, store, execution=HERE).ran == 0
        with open_store(tmp_path / "joined.sqlite") as joined:
            merge(batch, [store], joined)
            assert sum(missing(batch, joined).values()) == 0
    said = {key: one for key, one in batch.plan.plain().items() if one is not None}
    called = pd.concat(events(said, store=path), ignore_index=True)
    assert called.equals(logs_in(with_logs, batch))
    for one in (path, tmp_path / "joined.sqlite"):
        assert logs_in(one, batch).equals(logs_in(with_logs, batch))


def test_a_plan_without_logs_says_how_to_have_them(whole: Path) -> None:
    """None is made up, and none is made again in secret."""
    with open_store(whole) as store, pytest.raises(DoorwaysError, match="events = true"):
        list(tables.events(made_of(), store))


def test_a_table_of_a_part_is_not_given(tmp_path: Path) -> None:
    """Something is missing: it is said, with how to go on."""
    batch = made_of()
    with open_store(tmp_path / "a.sqlite") as store:
        run_batch(batch, store, cells=batch.cells[:1], execution=HERE)
        with pytest.raises(DoorwaysError, match="not stored"):
            list(tables.summaries(batch, store))


def test_from_python_frames_come_back(whole: Path) -> None:
    """Two frames; values by year add up to the difference of the whole period."""
    summary, runs = run(SAID, store=whole, execution=HERE)
    entries = summary[(summary.measure == "care_entries") & (summary.window == "total")]
    one = entries[(entries.authority == "Rutland") & (entries.point == 0)]
    own = runs[(runs.measure == "care_entries") & (runs.authority == "Rutland") & (runs.point == 0)]
    by_arm = own.groupby(["arm", "replicate"])["value"].sum().groupby("arm").mean()
    assert by_arm["scenario"] - by_arm["baseline"] == pytest.approx(one["difference_mean"].item())


# Names --------------------------------------------------------------------------------------


def test_an_edited_plan_is_noticed(tmp_path: Path) -> None:
    """Under one name another plan: refused until it is said to be meant; the last one noted is the one known."""
    first, other = (plan_of({**SAID, **more}, "plan", tmp_path) for more in ({}, {"replicates": 3}))
    with open_store(tmp_path / "a.sqlite") as store:
        noted(first, store, changed=False)
        noted(first, store, changed=False)
        with pytest.raises(DoorwaysError, match="said something else"):
            noted(other, store, changed=False)
        noted(other, store, changed=True)
        assert known("small", store).said.replicates == 3
        noted(first, store, changed=True)
        assert known("small", store).said.replicates == 2
        with pytest.raises(DoorwaysError, match="No plan of this name"):
            known("smell", store)


def test_other_measures_are_no_other_plan(tmp_path: Path) -> None:
    """What is read of the results is not what was run."""
    with open_store(tmp_path / "a.sqlite") as store:
        noted(plan_of(SAID, "plan", tmp_path), store, changed=False)
        noted(plan_of({**SAID, "measures": []}, "plan", tmp_path), store, changed=False)


def test_a_request_of_a_cell_is_a_comparison_anybody_could_ask_for() -> None:
    """Council by code, the point among the scenario's own figures."""
    batch = made_of()
    request = batch.request(batch.cells[0])
    assert isinstance(request, CompareRequest)
    assert request.arms()[1].parameters["overlap_factor"].central == 0.5


def test_the_table_of_weeks_is_what_the_runs_reported(whole: Path) -> None:
    """A row for each run and week, in order, each number the one that is stored, under the run's own key."""
    batch = made_of()
    with open_store(whole) as store:
        table = pd.DataFrame(tables.weeks(batch, store))
        assert set(table.week) == set(range(1, BINS_PER_YEAR + 1))
        assert len(table) == batch.replicates * 2 * BINS_PER_YEAR
        for key, some in table.groupby("run_key"):
            kept = store.arrays([str(key)]).weekly[0]
            # Comparisons that share a run each have its weeks.
            times = len(some) // BINS_PER_YEAR
            assert (some[list(WEEKLY)].to_numpy() == np.tile(kept, (times, 1))).all()
