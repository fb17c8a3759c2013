"""How long a person waits before `doorways` answers: median of fresh starts, in seconds.

python benchmarks/startup.py            # help, measures, and a small compare
python benchmarks/startup.py --starts 9
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

START = "import sys; from dashboards.cli.app import main; sys.exit(main())"
LIMITS = {"--help": 1.0, "measures": 2.0, "compare": 4.0}


def seconds(words: list[str], folder: Path) -> float:
    """Wall time of one fresh start that must succeed."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", START, *words], cwd=folder, check=True, capture_output=True
    )
    return time.perf_counter() - began


def small_compare(folder: Path, number: int) -> list[str]:
    """Words of a comparison so small that starting is most of it, never one stored before."""
    return [
        *("compare", "--years", "1", "--replicates", "2", "--seed", str(number + 1)),
        *("--workers", "1", "--quiet", "--out", str(folder / f"out-{number}")),
    ]


def main() -> int:
    """Print the table; the exit status is 1 when a median is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=5)
    starts = parser.parse_args().starts
    slow = 0
    print(f"{'command':<10} {'median':>7} {'worst':>7} {'limit':>6}   seconds, {starts} starts")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds(small_compare(folder, starts), folder)  # compiles, so that later starts do not
        for command, limit in LIMITS.items():
            times = [
                seconds(small_compare(folder, n) if command == "compare" else [command], folder)
                for n in range(starts)
            ]
            median = statistics.median(times)
            slow += median > limit
            print(f"{command:<10} {median:>7.2f} {max(times):>7.2f} {limit:>6.1f}")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
