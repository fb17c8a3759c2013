"""How fast the real model is: one run, a comparison, growth with size, first start, memory.

python benchmarks/model.py                 # everything
python benchmarks/model.py --only run,growth
"""

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.parameters import parameters_for
from scenarios import usual
from scenarios.compare import compare, plan
from scenarios.request import CompareRequest
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.runner.worker import run_replicate
from simulation.simulate import start, warm_up

YEARS, STEP_DAYS = 5, 7.0
RUN_LIMIT, COMPARE_LIMIT, MEMORY_LIMIT, GROWTH_LIMIT = 0.1, 15.0, 500.0, 1.1
COMPILE_LIMIT, START_LIMIT = 40.0, 4.0
BASELINE = (ArmSpec("baseline"),)
START = "import sys; from dashboards.cli.app import main; sys.exit(main())"
#: The command up to where replicates would start, the compiled engine in hand.
TO_FIRST_RUN = """
import os, sys
import scenarios.compare
from simulation.simulate import warm_up

def stop_here(*tasks, **options):
    warm_up()
    os._exit(0)

scenarios.compare.run_rest = stop_here
from dashboards.cli.app import main
main()
sys.exit("no replicate was about to start")
"""


def verdict(what: str, value: float, limit: float, unit: str) -> int:
    """Print a measured value beside its limit; return 1 if it is above."""
    word = "met" if value <= limit else "MISSED"
    print(f"{what:<58} {value:8.2f} {unit:<4} at most {limit:g}: {word}")
    return int(value > limit)


def median_council() -> AuthorityProfile:
    """Return the council in the middle by number of children looked after."""
    ordered = sorted(all_profiles(), key=lambda council: council["cla"])
    return ordered[len(ordered) // 2]


def cpu_seconds(work: Callable[[], Any]) -> float:
    """CPU time of a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def one_run(council: AuthorityProfile, replicate: int) -> float:
    """CPU time of one arm over five years, population synthesis included."""
    values = parameters_for(council)
    task = ReplicateTask(council, values, BASELINE, 1, replicate, YEARS, STEP_DAYS)
    return cpu_seconds(lambda: run_replicate(task))


def bench_run(repeats: int) -> int:
    """Time a run of the median council and say what it consists of."""
    council = median_council()
    warm_up()
    one_run(council, 0)
    whole = statistics.median(one_run(council, k) for k in range(1, repeats + 1))
    values = parameters_for(council)
    made = statistics.median(
        cpu_seconds(lambda k=k: synthesise(council, values, 1, k, YEARS)) for k in range(repeats)
    )
    population = synthesise(council, values, 1, 0, YEARS)
    ran = start(population, (), values, 1, 0, YEARS, place=council.code)
    moved = cpu_seconds(lambda: ran.advance(float(YEARS), STEP_DAYS))
    events = int(ran.state.events.sum())
    rows = ran.state.due.size
    print(
        f"{council.name}: {council['cla']:.0f} looked after, {population.young_people.size:,} "
        f"young people ever, {rows:,} rows, {events:,} events; synthesis {1000 * made:.0f} ms, "
        f"events {1000 * moved:.0f} ms ({1e9 * moved / events:.0f} ns each)"
    )
    return verdict("one arm, 5 years, synthesis included", 1000 * whole, 1000 * RUN_LIMIT, "ms")


class MemoryWatch:
    """Note the most memory any process of ours has held, a few times a second."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.2):
            for process in (me, *me.children(recursive=True)):
                try:
                    self.most = max(self.most, process.memory_info().rss / 2**20)
                except psutil.Error:
                    continue


def bench_compare(workers: int) -> int:
    """Time 100 replicates of two arms: the runs alone, and a whole comparison with its store."""
    warm_up()
    execution = Execution(workers)
    request = CompareRequest(median_council().name, usual.BASELINE, usual.SCENARIO, replicates=100)
    tasks = plan(request)
    with MemoryWatch() as memory:
        began = time.perf_counter()
        run_all(tasks, run_replicate, execution, what="bench")
        ran = time.perf_counter() - began
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            began = time.perf_counter()
            compare(request, execution=execution, store=Path(folder, "runs.sqlite"))
            compared = time.perf_counter() - began
    print(f"runs alone, without drawing, storing and summing up: {ran:.1f} s")
    missed = verdict(
        f"100 replicates of two arms, {workers} processes", compared, COMPARE_LIMIT, "s"
    )
    return missed + verdict("most memory of a process", memory.most, MEMORY_LIMIT, "MB")


def bench_growth(repeats: int) -> int:
    """Fit log time on log size over councils from a small one to the largest."""
    warm_up()
    ordered = sorted(all_profiles(), key=lambda council: council["cla"])
    last = len(ordered) - 1
    chosen = [ordered[i] for i in (1, last // 8, last // 4, last // 2, 3 * last // 4, last)]
    # In turn, so that whoever else uses the machine slows all of them alike.
    times = [[one_run(council, k) for council in chosen] for k in range(repeats + 1)]
    points = []
    for council, seen in zip(chosen, zip(*times[1:], strict=True), strict=True):
        values = parameters_for(council)
        size = synthesise(council, values, 1, 1, YEARS).young_people.size
        points.append((size, statistics.median(seen)))
        print(f"{council.name:<28} {size:>7,} young people {1000 * points[-1][1]:8.1f} ms")
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    slope = statistics.linear_regression(*zip(*logs, strict=True)).slope
    ends = (logs[-1][1] - logs[0][1]) / (logs[-1][0] - logs[0][0])
    print(f"from the smallest to the largest alone: exponent {ends:.2f}")
    return verdict("exponent of time by number of young people", slope, GROWTH_LIMIT, "")


def bench_start(starts: int) -> int:
    """Time the first start on a machine, which compiles, and later ones."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        words = ["compare", "--years", "1", "--replicates", "2", "--workers", "1", "--quiet"]

        def seconds(script: str, seed: int) -> float:
            out = ["--seed", str(seed), "--out", str(folder / f"out-{seed}")]
            command = [sys.executable, "-c", script, *words, *out]
            began = time.perf_counter()
            subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
            return time.perf_counter() - began

        first = seconds(TO_FIRST_RUN, 0)
        later = statistics.median(seconds(TO_FIRST_RUN, n) for n in range(1, starts + 1))
        whole = statistics.median(seconds(START, 100 + n) for n in range(starts))
    missed = verdict("compiling on first use", first - later, COMPILE_LIMIT, "s")
    missed += verdict("a later `doorways compare`, to its first run", later, START_LIMIT, "s")
    print(f"the same to its end, two replicates, charts and report written: {whole:.1f} s")
    return missed


def main() -> int:
    """Print each figure beside its limit; the exit status is 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="run,compare,growth,start")
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--starts", type=int, default=3)
    chosen = parser.parse_args()
    benches = {
        "run": lambda: bench_run(chosen.repeats),
        "compare": lambda: bench_compare(chosen.workers),
        "growth": lambda: bench_growth(chosen.repeats),
        "start": lambda: bench_start(chosen.starts),
    }
    return int(sum(benches[name]() for name in chosen.only.split(",")) > 0)


if __name__ == "__main__":
    sys.exit(main())
