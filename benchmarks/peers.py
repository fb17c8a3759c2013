"""Our engine beside other frameworks on one workload, in one run, and whether their laws agree.

python benchmarks/peers.py --peers FOLDER [--venvs FOLDER] [--repeats 3] [--engines simpy,mesa-do]

FOLDER holds the peers' own scripts: `one.py ENGINE CHILDREN WEEKS SEED` prints a line of JSON with
`ns`, CPU nanoseconds per child-week, and the events per child. Each peer lives in a virtual
environment of its own, made on first use; LASER (`laser-core`), the fastest of them, takes one
thread as all do. Runs are interleaved, ours beside each peer's, and what
is compared is the CPU time of the run itself: planning the first events counts for us and not for
the peers, and compiling counts for nobody.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OURS = "doorways"
CONTINUOUS = "doorways, continuous time"
WEEKS = 260
#: Nanoseconds per child-week, by number of children.
LIMITS = {10_000: 5.0, 100_000: 10.0}
#: Idle threads of linear algebra spin and would be counted as work.
QUIET = {
    **os.environ,
    "OPENBLAS_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
ENVIRONMENTS = {
    "main": ("mesa[network]==3.5.1", "numpy", "pandas", "numba", "simpy"),
    "starsim": ("starsim==3.7.2",),
    "vivarium": ("vivarium==4.1.6",),
    "frames": ("mesa-frames==0.1.0a0",),
    "laser": ("laser-core==1.0.5",),
}


@dataclass(frozen=True)
class Peer:
    """Say where a peer runs, how many child-weeks at most, and by what factor we should win.

    `large` is that factor at 100,000 children, where it is judged there too.
    """

    environment: str
    most: float
    bar: float
    large: float | None = None

    def bar_at(self, children: int) -> float | None:
        """Return the factor wanted at one size; None: it is shown and not judged."""
        return {min(LIMITS): self.bar, max(LIMITS): self.large}.get(children)


PEERS = {
    "laser": Peer("laser", 260e6, 6, 4),
    "simpy": Peer("main", 130e6, 15),
    "mesa-events": Peer("main", 130e6, 15),
    "starsim": Peer("starsim", 260e6, 15),
    "starsim-nocrn": Peer("starsim", 260e6, 10),
    "mesa-frames": Peer("frames", 52e6, 15),
    "vivarium-smallmap": Peer("vivarium", 20e6, 15),
    "vivarium": Peer("vivarium", 0.52e6, 15),
    "mesa-do": Peer("main", 2.6e6, 100),
    "mesa-shuffle_do": Peer("main", 2.6e6, 200),
}
LAW = ("entry", "move", "miss", "exit", "care")
#: Our names of the same: events by process, and the share of children in care.
OUR_LAW = {"miss": "missing_start", "care": "in_care"}


@dataclass
class Measured:
    """Collect an engine's runs of one size, and how many times slower than ours each was."""

    runs: list[dict[str, Any]] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def ns(self) -> float:
        """Median CPU nanoseconds per child-week."""
        return statistics.median(run["ns"] for run in self.runs)


def python_of(folder: Path) -> str:
    """Return the interpreter of a virtual environment."""
    return str(
        next(p for p in (folder / "bin/python", folder / "Scripts/python.exe") if p.exists())
    )


def make_environments(venvs: Path, names: set[str]) -> None:
    """Make the virtual environments that are not there yet."""
    for name in sorted(names):
        if not (venvs / name).exists():
            print(f"making the environment {name} ...", file=sys.stderr, flush=True)
            venv.create(venvs / name, with_pip=True)
            pip = [python_of(venvs / name), "-m", "pip", "install", "-q", *ENVIRONMENTS[name]]
            subprocess.run(pip, check=True)


def run_json(command: list[str], folder: Path) -> dict[str, Any]:
    """Run a command and return the JSON of its last line."""
    done = subprocess.run(  # noqa: PLW1510 - the message below says more
        command, cwd=folder, capture_output=True, text=True, env=QUIET, encoding="utf-8"
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def run_ours(children: int, seed: int, *words: str) -> dict[str, Any]:
    """Run our engine once."""
    script = str(HERE / "reference" / "run.py")
    return run_json([sys.executable, script, str(children), str(WEEKS), str(seed), *words], HERE)


def run_peer(name: str, children: int, seed: int, scripts: Path, venvs: Path) -> dict[str, Any]:
    """Run a peer once, for fewer weeks where it is slow: the start is near its stationary mix."""
    peer = PEERS[name]
    weeks = max(13, min(WEEKS, int(peer.most / children)))
    python = python_of(venvs / peer.environment)
    return run_json([python, "one.py", name, str(children), str(weeks), str(seed)], scripts)


def measure(
    children: int, engines: list[str], repeats: int, scripts: Path, venvs: Path
) -> dict[str, Measured]:
    """Run ours and each peer in turn, `repeats` times."""
    found = {name: Measured() for name in (OURS, CONTINUOUS, *engines)}
    for seed in range(1, repeats + 1):
        found[CONTINUOUS].runs.append(run_ours(children, seed, "--continuous"))
        for name in engines or [OURS]:
            ours = run_ours(children, seed)
            found[OURS].runs.append(ours)
            if name != OURS:
                theirs = run_peer(name, children, seed, scripts, venvs)
                found[name].runs.append(theirs)
                found[name].ratios.append(theirs["ns"] / ours["ns"])
                print(f"{name} {theirs['ns']:.1f} ns, ours {ours['ns']:.2f} ns", file=sys.stderr)
    return found


def print_speed(children: int, found: dict[str, Measured]) -> int:
    """Print the table of speed and return how many bars are missed."""
    missed = 0
    print(f"\n{children:,} children: CPU nanoseconds per child-week, median (best); times ours\n")
    print("| engine | ns | times ours | bar | |")
    print("|---|---|---|---|---|")
    for name, measured in found.items():
        best = min(run["ns"] for run in measured.runs)
        cells = ["", "", ""]
        if name == OURS and children in LIMITS:
            good = measured.ns <= LIMITS[children]
            cells = ["", f"at most {LIMITS[children]:g} ns", "met" if good else "MISSED"]
            missed += not good
        elif measured.ratios:
            ratio, bar = statistics.median(measured.ratios), PEERS[name].bar_at(children)
            cells = [f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}", "", ""]
            if bar is not None:
                cells[1] = f"{bar:g}"
                cells[2] = "met" if ratio >= bar else "MISSED"
                missed += ratio < bar
        print(f"| {name} | {measured.ns:.3g} ({best:.3g}) | " + " | ".join(cells) + " |")
    whole = statistics.median(run["ns_all"] for run in found[OURS].runs)
    print(
        f"\nOurs with making the population and planning everybody's first event: {whole:.3g} ns."
    )
    return missed


def print_law(children: int, found: dict[str, Measured]) -> None:
    """Print what happened per child in full runs, with its standard error over seeds."""
    print(f"\n{children:,} children: events per child over {WEEKS} weeks; share in care\n")
    print("| engine | " + " | ".join(LAW) + " |")
    print("|---" * (len(LAW) + 1) + "|")
    for name, measured in found.items():
        by_seed = {run["seed"]: run for run in measured.runs if run["weeks"] == WEEKS}
        if not by_seed:
            continue
        cells = []
        for what in LAW:
            key = OUR_LAW.get(what, what) if name in (OURS, CONTINUOUS) else what
            values = [run[key] for run in by_seed.values()]
            if what == "care" and name not in (OURS, CONTINUOUS):
                values = [value if value < 1 else value / children for value in values]
            spread = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0
            cells.append(f"{statistics.mean(values):.4f} ± {spread:.4f}")
        print(f"| {name} | " + " | ".join(cells) + " |")


def main() -> int:
    """Print the tables; the exit status is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", type=Path, help="folder of the peers' scripts; none: ours alone")
    parser.add_argument("--venvs", type=Path, help="folder of the peers' environments")
    parser.add_argument("--engines", default=",".join(PEERS))
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    engines = [name for name in chosen.engines.split(",") if name] if chosen.peers else []
    missed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        venvs = chosen.venvs or Path(folder)
        make_environments(venvs, {PEERS[name].environment for name in engines})
        run_ours(200, 1)  # compiles, or reads what was compiled before
        for children in (int(size) for size in chosen.sizes.split(",")):
            found = measure(children, engines, chosen.repeats, chosen.peers, venvs)
            missed += print_speed(children, found)
            print_law(children, found)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
