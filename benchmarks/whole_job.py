"""What the second core brings to a whole job: all councils of England, confined to one core and on two, in turns.

Run as ``python benchmarks/whole_job.py [--replicates 2] [--years 5] [--rounds 2]``. Each job is the command itself with a
database of its own, start, populations, runs, keys, commits and report included, with as many workers as it has cores.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

START = "from dashboards.cli.app import main; main()"
LIMIT = 1.8


def job(cores: list[int], years: int, replicates: int) -> float:
    """Return how many seconds the command took by the clock on these cores."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        db = f"sqlite:///{(Path(folder) / 'runs.sqlite').as_posix()}"
        asked = [("years", years), ("replicates", replicates), ("workers", len(cores))]
        numbers = [word for name, value in asked for word in (f"--{name}", str(value))]
        places = ["--db", db, "--out", str(Path(folder) / "out"), "--quiet"]
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", START, "england", *numbers, *places],
            stdout=subprocess.DEVNULL,
        )
        # Processes that it starts have the same cores.
        psutil.Process(process.pid).cpu_affinity(cores)
        if process.wait():
            raise SystemExit("the command failed")
        return time.perf_counter() - began


def main() -> None:
    """Print both times of each round and how many times as fast two cores were; exit 1 below the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--replicates", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    usable = psutil.Process().cpu_affinity()
    gains = []
    for number in range(chosen.rounds):
        one, two = (job(usable[:k], chosen.years, chosen.replicates) for k in (1, 2))
        gains.append(one / two)
        print(f"round {number}: {one:.1f} s on one core, {two:.1f} s on two, {one / two:.2f} times")
    middle = statistics.median(gains)
    print(f"median {middle:.2f} times (wanted: {LIMIT})")
    sys.exit(middle < LIMIT)


if __name__ == "__main__":
    main()
