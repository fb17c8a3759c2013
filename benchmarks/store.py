"""How fast runs are written and read: 100 replicates of two arms over five years."""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios import usual
from scenarios.scenario import load_scenario
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.provenance import here
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask, run_keys
from simulation.store.store import open_store

YEARS, WEEKS = 5, 261
ARMS = (
    ArmSpec(usual.BASELINE),
    ArmSpec(usual.SCENARIO, load_scenario(usual.SCENARIO).interventions),
)

type Pair = tuple[ReplicateTask, tuple[ArmResult, ...]]


def make_pairs(replicates: int) -> list[Pair]:
    """Make tasks of the size of real ones, with made-up results."""
    rng = np.random.default_rng(1)
    council = AuthorityProfile(
        "E00000000", "Toytown", "North", 2024, {f"column_{i}": i / 7 for i in range(200)}
    )
    pairs: list[Pair] = []
    for replicate in range(replicates):
        parameters = {f"parameter_{i}": float(rng.random()) for i in range(200)}
        task = ReplicateTask(council, parameters, ARMS, 1, replicate, YEARS, 7.0)
        results = tuple(
            ArmResult(
                arm.name,
                rng.poisson(300, (WEEKS, len(WEEKLY))).astype(np.float32),
                rng.random((len(MEASURES), YEARS)) * 1000,
                0.05,
                here(),
            )
            for arm in ARMS
        )
        pairs.append((task, results))
    return pairs


def timed(what: str, runs: int, work: Callable[[], object], weekly: int = 0) -> None:
    """Do it and print how long it took, by the clock and of this process; weekly values a second, too."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    rate = f" {weekly / seconds:9,.0f} weekly values a second" if weekly else ""
    print(
        f"{what:42} {seconds:7.2f} s {1000 * seconds / runs:7.2f} ms a run, {busy:.2f} s of a core{rate}"
    )


def main() -> None:
    """Print the figures for a fresh SQLite file, or the database given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--db", help="an SQLAlchemy URL; default a new SQLite file")
    chosen = parser.parse_args()
    pairs = make_pairs(chosen.replicates)
    tasks = [task for task, _ in pairs]
    runs = len(ARMS) * len(pairs)
    numbers = runs * (WEEKS * len(WEEKLY) + len(MEASURES) * YEARS)
    print(f"{runs} runs, {numbers:,} numbers")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "runs.sqlite"
        timed("open, tables made", runs, lambda: open_store(chosen.db or file).close())
        timed("open again", runs, lambda: open_store(chosen.db or file).close())
        with open_store(chosen.db or file) as store:
            weekly, write = runs * WEEKS * len(WEEKLY), "write, a transaction a replicate"
            timed(write, runs, lambda: [store.add(*p) for p in pairs], weekly)
            timed("write again (nothing new)", runs, lambda: [store.add(*p) for p in pairs])
            absent = [replace(task, seed=2) for task in tasks]
            timed("see that nothing is there", runs, lambda: store.held(absent))
            timed("read as results", runs, lambda: store.held(tasks))
            keys = [key for task in tasks for key in run_keys(task)]
            timed("read as arrays", runs, lambda: store.arrays(keys))
        if file.exists():
            print(f"file: {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
