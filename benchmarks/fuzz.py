"""Fuzz what people hand over: scenario files, command lines, returns, and what was stored and damaged.

python benchmarks/fuzz.py texts --count 100000
python benchmarks/fuzz.py commands --count 10000
python benchmarks/fuzz.py damage --count 1000
python benchmarks/fuzz.py returns --count 5000 --workers 2
python benchmarks/fuzz.py tables --count 5000 --workers 2

Leaves with code 1 when a promise was broken, and keeps the smallest example of each kind of fault.
"""

import argparse
import importlib
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fuzzing.campaign import Tally, report

#: What can be fuzzed: the module whose `run(count, seed, folder, name)` returns a `Tally`.
WHAT = {
    "texts": "fuzzing.read_texts",
    "commands": "fuzzing.type_commands",
    "damage": "fuzzing.damage",
    "returns": "fuzzing.damaged_returns",
    "tables": "fuzzing.damaged_tables",
}


def share(what: str, count: int, seed: int, name: str) -> Tally:
    """Do one process's share, in a folder of its own that is gone afterwards."""
    module = importlib.import_module(WHAT[what])
    with tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as folder:
        tally: Tally = module.run(count, seed, Path(folder).resolve(), name)
    return tally


def main() -> None:
    """Fuzz one thing and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes that share the work")
    parser.add_argument("--keep", type=Path, default=Path("out") / "fuzz", help="for what fails")
    chosen = parser.parse_args()
    workers = max(1, min(chosen.workers, chosen.count))
    shares = [
        (
            chosen.what,
            chosen.count // workers + (i < chosen.count % workers),
            chosen.seed + i,
            f"{chosen.what} {i + 1}",
        )
        for i in range(workers)
    ]
    whole = Tally()
    if workers == 1:
        whole.add(share(*shares[0]))
    else:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            for tally in pool.map(share, *zip(*shares, strict=True)):
                whole.add(tally)
    sys.exit(report(chosen.what, whole, chosen.keep))


if __name__ == "__main__":
    main()
