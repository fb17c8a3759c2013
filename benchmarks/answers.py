"""How soon answers come: a warm process, the command, a changed scenario; beside an earlier build.

python benchmarks/answers.py --before FOLDER       # a checkout of the build to compare with
python benchmarks/answers.py --only warm,overhead

Both builds run in turn with this interpreter, Wiltshire over five years, each time with a new seed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
COUNCIL = "Wiltshire"
FIRST_LIMIT, TWENTY_LIMIT, HUNDRED_LIMIT = 0.5, 0.55, 0.75
CHANGED_LIMIT, OVERHEAD_LIMIT = 0.60, 1.15

#: A process that has compared before answers again: seconds to the first pair, and to the end.
#: Builds before `Execution` took how to run, and where to store, as arguments of their own.
WARM = """
import json, sys, time
from scenarios.compare import compare
from scenarios.request import CompareRequest

def asked(seed, folder, progress):
    request = CompareRequest(authority="{council}", replicates=20, seed=seed)
    store = f"sqlite:///{{folder}}/warm-{{seed}}.sqlite"
    try:
        from simulation.runner.execution import Execution
    except ModuleNotFoundError:
        return lambda: compare(request, progress=progress, db=store)
    return lambda: compare(request, execution=Execution(progress=progress), store=store)

def timed(seed, folder):
    first = []
    began = time.perf_counter()
    asked(
        seed, folder, lambda done, _: first.append(time.perf_counter() - began) if done else None
    )()
    return first[0], time.perf_counter() - began

if __name__ == "__main__":
    seed, folder = int(sys.argv[1]), sys.argv[2]
    timed(seed + 5000, folder)
    print(json.dumps(timed(seed, folder)))
"""

#: Wall time times threads, over the CPU time of synthesis and both arms.
OVERHEAD = """
import json, sys, time
from scenarios.compare import compare, model_runner
from scenarios.request import CompareRequest
from simulation.runner.execution import Execution

spent = []
run = model_runner()

def counted(task):
    began = time.thread_time()
    results = run(task)
    spent.append(time.thread_time() - began)
    return results

if __name__ == "__main__":
    seed, folder, workers = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for replicates, number in ((4, seed + 5000), (100, seed)):
        spent.clear()
        request = CompareRequest(authority="{council}", replicates=replicates, seed=number)
        began = time.perf_counter()
        compare(
            request,
            execution=Execution(workers),
            store=f"sqlite:///{{folder}}/o-{{number}}-{{workers}}.sqlite",
            runner=counted,
        )
        wall = time.perf_counter() - began
    print(json.dumps(wall * workers / sum(spent)))
"""
#: The shipped scenario with another month, another size and another staff.
CHANGED = """
name = "changed"
title = "Changed"
[[interventions]]
kind = "no_wrong_door"
[[interventions.hubs]]
opens_month = 18
beds_planned = 4
[[interventions.hubs]]
opens_month = 30
"""


def python(build: Path, *words: str, folder: Path) -> str:
    """Run this interpreter on a build and return what it printed."""
    env = {**os.environ, "PYTHONPATH": str(build), "OPENBLAS_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, "-P", *words],
        cwd=folder,
        env=env,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return ran.stdout


def script(build: Path, text: str, *words: str, folder: Path) -> object:
    """Run one of the scripts above, from a file as spawned processes need it."""
    path = folder / "script.py"
    path.write_text(text.format(council=COUNCIL), encoding="utf-8")
    return json.loads(python(build, str(path), *words, folder=folder).splitlines()[-1])


def command(build: Path, folder: Path, seed: int, *more: str) -> float:
    """Seconds of a whole `doorways compare`, charts and report included."""
    words = ["compare", "--authority", COUNCIL, "--seed", str(seed), "--quiet", *more]
    words += [
        "--out",
        str(folder / "out"),
        "--db",
        f"sqlite:///{(folder / 'cli.sqlite').as_posix()}",
    ]
    timer = f"import time; t = time.perf_counter(); import sys; sys.argv[1:] = {words!r}\n"
    timer += "from dashboards.cli.app import main\n"
    timer += "try: main()\nexcept SystemExit: pass\n"
    timer += "print(time.perf_counter() - t)\n"
    path = folder / "command.py"
    guarded = "if __name__ == '__main__':\n" + "".join(f"    {x}\n" for x in timer.splitlines())
    path.write_text(guarded, encoding="utf-8")
    return float(python(build, str(path), folder=folder).splitlines()[-1])


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that goes away."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        yield Path(name)


def verdict(what: str, value: float, limit: float) -> int:
    """Print a measured value beside its limit; return 1 if it is above."""
    word = "met" if value <= limit else "MISSED"
    print(f"{what:<64} {value:6.2f}  at most {limit:g}: {word}")
    return int(value > limit)


def paired(before: Path | None, rounds: int, measure: object) -> tuple[list[float], list[float]]:
    """Measure the build before and this one in turn."""
    old, new = [], []
    for seed in range(1, rounds + 1):
        for build, seen in ((before, old), (HERE, new)):
            if build is not None:
                with scratch() as folder:
                    seen.append(measure(build, folder, seed))
    return old, new


def report(what: str, old: Sequence[float], new: Sequence[float], limit: float) -> int:
    """Print both builds' medians and the median of the paired ratios beside its limit."""
    line = f"{what}: {statistics.median(new):.2f} s ({min(new):.2f} to {max(new):.2f})"
    if not old:
        print(line)
        return 0
    print(f"{line}; before {statistics.median(old):.2f} s ({min(old):.2f} to {max(old):.2f})")
    ratio = statistics.median(n / o for n, o in zip(new, old, strict=True))
    return verdict(f"  share of the time before, {len(new)} pairs", ratio, limit)


def bench_warm(before: Path | None, rounds: int) -> int:
    """20 pairs asked of a process that has answered before."""
    firsts = []

    def measure(build: Path, folder: Path, seed: int) -> float:
        first, whole = script(build, WARM, str(seed), folder.as_posix(), folder=folder)
        if build == HERE:
            firsts.append(first)
        return whole

    missed = report("20 pairs in a warm process", *paired(before, rounds, measure), TWENTY_LIMIT)
    return missed + verdict("  seconds to its first pair", statistics.median(firsts), FIRST_LIMIT)


def bench_command(before: Path | None, rounds: int) -> int:
    """100 pairs by the command, from nothing to the report."""

    def measure(build: Path, folder: Path, seed: int) -> float:
        return command(build, folder, seed)

    return report(
        "100 pairs of `doorways compare`", *paired(before, rounds, measure), HUNDRED_LIMIT
    )


def bench_changed(rounds: int) -> int:
    """The command again, the scenario changed, its baseline from the store."""
    shares = []
    for seed in range(1, rounds + 1):
        with scratch() as folder:
            (folder / "changed.toml").write_text(CHANGED, encoding="utf-8")
            whole = command(HERE, folder, seed)
            changed = command(HERE, folder, seed, "--scenario", "changed.toml")
            shares.append(changed / whole)
            print(f"  100 pairs {whole:.2f} s, the scenario changed {changed:.2f} s")
    return verdict(
        "share of the time, the scenario changed", statistics.median(shares), CHANGED_LIMIT
    )


def bench_overhead(rounds: int) -> int:
    """Wall time times threads over CPU time of synthesis and arms, 100 pairs in a warm process."""
    missed = 0
    for workers in ("1", "2"):
        with scratch() as folder:
            seen = [
                script(HERE, OVERHEAD, str(seed), folder.as_posix(), workers, folder=folder)
                for seed in range(1, rounds + 1)
            ]
        said = f"wall x threads over CPU of synthesis and arms, {workers} thread(s)"
        missed += verdict(said, statistics.median(seen), OVERHEAD_LIMIT)
    return missed


def main() -> int:
    """Print each figure beside its limit; the exit status is 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, help="checkout of the build to compare with")
    parser.add_argument("--only", default="warm,command,changed,overhead")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    before = chosen.before.resolve() if chosen.before else None
    benches = {
        "warm": lambda: bench_warm(before, chosen.rounds),
        "command": lambda: bench_command(before, chosen.rounds),
        "changed": lambda: bench_changed(chosen.rounds),
        "overhead": lambda: bench_overhead(chosen.rounds),
    }
    return int(sum(benches[name]() for name in chosen.only.split(",")) > 0)


if __name__ == "__main__":
    sys.exit(main())
