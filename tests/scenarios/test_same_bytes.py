"""Numbers do not depend on where, in what order, or how many at once they are made: the bytes are the same."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from local_cluster import local_cluster

from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from simulation.runner.batch import prepare_worker
from simulation.runner.cluster import connected
from simulation.runner.execution import Execution
from simulation.runner.run import run_tasks
from simulation.runner.spec import ArmResult, ReplicateTask, run_keys
from simulation.runner.worker import run_replicate

pytestmark = pytest.mark.slow

TASKS: Sequence[ReplicateTask] = [
    task
    for council in ("Rutland", "Kingston upon Thames")
    for task in make_plan(CompareRequest(authority=council, years=1, replicates=4)).tasks
]

type Bytes = dict[str, tuple[bytes, bytes]]


@dataclass(frozen=True)
class Setting:
    """One way to run: where, how many at once, how many sent together, in which order, arms together or not."""

    place: str
    workers: int
    batch: int | None
    order: tuple[int, ...]
    apart: bool = False


def bytes_of(done: Sequence[tuple[ReplicateTask, tuple[ArmResult, ...]]]) -> Bytes:
    """Every number of every run, by its key."""
    return {
        key: (one.weekly.tobytes(), one.values.tobytes())
        for task, results in done
        for key, one in zip(run_keys(task), results, strict=True)
    }


@pytest.fixture(scope="module")
def plainly() -> Bytes:
    """What one task after the other gives, in this process."""
    return bytes_of([(task, run_replicate(task)) for task in TASKS])


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Executor | None]]:
    """Executors of every kind: none, threads, spawned processes, and a real cluster of two workers."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("dask")
        dask = stack.enter_context(local_cluster(folder))
        context: Any = get_context("spawn")
        bell = context.RawValue("b", 0)
        pool = ProcessPoolExecutor(2, context, prepare_worker, (bell,))
        yield {
            "here": None,
            "threads": stack.enter_context(ThreadPoolExecutor(3)),
            "pool": stack.enter_context(pool),
            "dask": stack.enter_context(connected(dask.address)).executor,
        }


USUAL_ORDER = tuple(range(len(TASKS)))


@given(
    setting=st.builds(
        Setting,
        place=st.sampled_from(["here", "threads", "pool", "dask"]),
        workers=st.integers(1, 5),
        batch=st.sampled_from([None, 1, 2, 5, 20]),
        order=st.permutations(USUAL_ORDER).map(tuple),
        apart=st.booleans(),
    )
)
@example(setting=Setting("here", 1, None, USUAL_ORDER[::-1]))
@example(setting=Setting("here", 2, 1, USUAL_ORDER))
@example(setting=Setting("here", 3, 4, USUAL_ORDER, apart=True))
@example(setting=Setting("threads", 2, 1, USUAL_ORDER[::-1]))
@example(setting=Setting("threads", 5, 3, USUAL_ORDER))
@example(setting=Setting("pool", 1, None, USUAL_ORDER))
@example(setting=Setting("pool", 2, 1, USUAL_ORDER[::-1]))
@example(setting=Setting("pool", 5, 20, USUAL_ORDER, apart=True))
@example(setting=Setting("dask", 1, None, USUAL_ORDER))
@example(setting=Setting("dask", 2, 1, USUAL_ORDER[::-1], apart=True))
@example(setting=Setting("dask", 5, 3, USUAL_ORDER))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_bytes_are_the_same_however_it_runs(
    setting: Setting, places: Mapping[str, Executor | None], plainly: Bytes
) -> None:
    """Eleven settings that are named, and a dozen that are not."""
    wanted = [TASKS[place] for place in setting.order]
    if setting.apart:
        wanted = [replace(task, arms=(arm,)) for task in wanted for arm in task.arms]
    execution = Execution(setting.workers, places[setting.place])
    done: list[tuple[ReplicateTask, tuple[ArmResult, ...]]] = []
    run_tasks(
        wanted,
        run_replicate,
        execution,
        on_result=lambda task, results: done.append((task, results)),
        batch=setting.batch,
    )
    assert bytes_of(done) == plainly


def test_processes_of_its_own_give_the_same(plainly: Bytes) -> None:
    """The pools that the program starts for long work, without beginning in threads."""
    done: list[tuple[ReplicateTask, tuple[ArmResult, ...]]] = []
    run_tasks(
        TASKS,
        run_replicate,
        Execution(2),
        on_result=lambda task, results: done.append((task, results)),
        threads=False,
    )
    assert bytes_of(done) == plainly
