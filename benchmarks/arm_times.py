"""What an arm costs beside an earlier build: paired futures, population included, in processor time.

python benchmarks/arm_times.py --before FOLDER       # a checkout of the build to compare with
python benchmarks/arm_times.py --before FOLDER --rounds 20 --councils "Norfolk,Rutland"

Both builds run in turn with this interpreter, who begins changing from round to round. A future is a
baseline and a scenario that opens one hub, as every comparison runs them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent.parent
COUNCILS: Final = "Wiltshire,North Yorkshire,Kingston upon Thames,Norfolk"
LIMIT: Final = 1.3
PAIRS: Final = 8

#: Processor seconds of each pair of a council, the first of a process left out.
SCRIPT: Final = """
import json, sys, time
from scenarios.compare import plan
from scenarios.request import CompareRequest
from simulation.runner.worker import run_replicate

tasks = plan(CompareRequest(authority=sys.argv[1], replicates=int(sys.argv[2]), seed=11))
run_replicate(tasks[0])
seconds = []
for task in tasks:
    began = time.process_time()
    run_replicate(task)
    seconds.append(time.process_time() - began)
print(json.dumps(seconds))
"""


def seconds_of(build: Path, council: str) -> float:
    """Return the median processor seconds of a pair of futures of a council."""
    ran = subprocess.run(
        [sys.executable, "-P", "-c", SCRIPT, council, str(PAIRS)],
        env={**os.environ, "PYTHONPATH": str(build)},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return statistics.median(json.loads(ran.stdout.splitlines()[-1]))


def ratio_of(council: str, before: Path, rounds: int) -> float:
    """Return the median over rounds of this build's time over the other's, and print both."""
    ratios, old, new = [], [], []
    for number in range(rounds):
        both = (before, HERE) if number % 2 else (HERE, before)
        took = {build: seconds_of(build, council) for build in both}
        ratios.append(took[HERE] / took[before])
        old.append(took[before])
        new.append(took[HERE])
    ratio = statistics.median(ratios)
    word = "met" if ratio <= LIMIT else "MISSED"
    print(
        f"{council}: {1e3 * statistics.median(new):.0f} ms a pair, {1e3 * statistics.median(old):.0f} before; "
        f"{ratio:.2f} times ({min(ratios):.2f} to {max(ratios):.2f}), at most {LIMIT}: {word}",
        flush=True,
    )
    return ratio


def main() -> int:
    """Print each council's ratio beside the limit; the exit status is 1 when one is above."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, required=True, help="checkout of the earlier build")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--councils", default=COUNCILS)
    chosen = parser.parse_args()
    councils = [one.strip() for one in chosen.councils.split(",")]
    ratios = [ratio_of(one, chosen.before.resolve(), chosen.rounds) for one in councils]
    return int(max(ratios) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
