"""What more workers bring, and what a cluster costs beside a pool: the same futures, run in each way in turns."""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
from local_cluster import local_cluster

from calibration.beliefs.authorities.load import all_profiles
from scenarios.compare import make_plan, model_runner
from scenarios.request import CompareRequest
from simulation.runner.batch import prepare_worker
from simulation.runner.cluster import connected
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask

type Way = Callable[[Sequence[ReplicateTask]], None]


def tasks_of(councils: int, replicates: int, years: int) -> list[ReplicateTask]:
    """Return the futures of the first councils of the list, both arms of each."""
    names = [one.code for one in all_profiles()][:councils]
    requests = (CompareRequest(name, years=years, replicates=replicates) for name in names)
    return [task for request in requests for task in make_plan(request).tasks]


def here(workers: int) -> Way:
    """Run in this process, or in processes of a pool."""
    run_one = model_runner()

    def run(tasks: Sequence[ReplicateTask]) -> None:
        if workers == 1:
            run_all(tasks, run_one, Execution(1), what="measurement")
            return
        context = get_context("spawn")
        bell: Any = context.RawValue("b", 0)
        with ProcessPoolExecutor(workers, context, prepare_worker, (bell,)) as pool:
            run_all(tasks, run_one, Execution(workers, pool), what="measurement")

    return run


def there(address: str) -> Way:
    """Run on a cluster."""
    run_one = model_runner()

    def run(tasks: Sequence[ReplicateTask]) -> None:
        with connected(address) as execution:
            run_all(tasks, run_one, execution, what="measurement")

    return run


def core_seconds() -> float:
    """Return the processor time of this process and of every one it started, those that ended too."""
    me = psutil.Process()
    times = [one.cpu_times() for one in (me, *me.children(recursive=True))]
    ended = me.cpu_times()
    return sum(one.user + one.system for one in times) + ended.children_user + ended.children_system


def main() -> None:
    """Print, for each way, the time by the clock and of processors, the first round apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--councils", type=int, default=12)
    parser.add_argument("--replicates", type=int, default=4)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    tasks = tasks_of(chosen.councils, chosen.replicates, chosen.years)
    print(f"{len(tasks)} futures of two arms, {chosen.years} years")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        local_cluster(Path(folder)) as dask,
    ):
        ways = {
            "1 worker": here(1),
            "2 workers, a pool": here(2),
            "2 workers, Dask": there(dask.address),
        }
        for number in range(chosen.rounds):
            for name, way in ways.items():
                began, busy = time.perf_counter(), core_seconds()
                way(tasks)
                clock, busy = time.perf_counter() - began, core_seconds() - busy
                print(
                    f"round {number}: {name:20} {clock:7.1f} s, {busy:7.1f} s of cores, "
                    f"{clock / len(tasks):.3f} s a future"
                )


if __name__ == "__main__":
    main()
