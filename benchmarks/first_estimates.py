"""How good first estimates are: random settings of random scenarios, each estimated, then run in full.

Run as ``python benchmarks/first_estimates.py [--settings N] [--workers N] [--db FILE]``. For each council and scenario a
bank of real runs is made, then at random settings the estimate is taken, timed, and set beside the full run: how often
the full run's number lies in the estimate's range (wanted: 85 to 95%), how wide that range is beside the full
run's own (at most twice), whether verdicts are ever opposite (never), how far off the number is, and how long it
takes from a moved slider to numbers and curve.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from calibration.beliefs.authorities.load import profile
from calibration.joint.store import usual
from scenarios.compare import compare
from scenarios.comparison import TOTAL
from scenarios.estimate.bank import FUTURES, banks
from scenarios.estimate.estimate import TOLD, Estimator, Guess
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from scenarios.settings.setting import Setting, turned
from scenarios.verdict import UNKNOWN
from simulation.runner.execution import Execution
from simulation.runner.shelf import Shelf
from simulation.store.store import Store, open_store

#: Councils of every size and scenarios of every kind of service.
PAIRS = (
    ("Hartlepool", "no-wrong-door"),
    ("Bath and North East Somerset", "family-safeguarding"),
    ("York", "mockingbird"),
    ("Darlington", "share"),
    ("Torbay", "pause"),
    ("Wiltshire", "no-wrong-door"),
    ("Wigan", "wigan-adaptation"),
    ("Solihull", "lifelong-links"),
    ("Shropshire", "no-wrong-door-rollout"),
    ("North Yorkshire", "no-wrong-door"),
)
YEARS = 5


@dataclass(frozen=True)
class Tried:
    """Hold one estimate beside its full run."""

    guess: Guess
    full: dict[str, Any]

    @property
    def inside(self) -> bool:
        """Whether the full run's number lies in the estimate's range."""
        return bool(self.guess.low <= self.full["difference"]["mean"] <= self.guess.high)

    @property
    def width(self) -> float:
        """Return the estimate's range over the full run's; not a number where that has none."""
        gap = self.full["difference"]
        wide = gap["high"] - gap["low"]
        return (self.guess.high - self.guess.low) / wide if wide else np.nan

    @property
    def unsure(self) -> bool:
        """Whether the full run has no range, all its futures being alike, and the estimate has one."""
        return bool(np.isnan(self.width)) and self.guess.high > self.guess.low

    @property
    def of_mean(self) -> float:
        """Return the estimate's range over that of the full run's average."""
        gap = self.full["difference"]
        wide = gap["mean_high"] - gap["mean_low"]
        return (self.guess.high - self.guess.low) / wide if wide else np.nan

    @property
    def opposite(self) -> bool:
        """Whether both name a verdict, and not the same."""
        said = {self.guess.verdict, self.full["verdict"]} - {UNKNOWN}
        return len(said) == 2


def tried(
    council: str, scenario: str, many: int, store: Store, workers: int
) -> Iterator[tuple[float, list[Tried]]]:
    """Yield of each random setting how long the estimate took, and all measures of it."""
    asked = {"scenario": load_scenario(scenario), "years": YEARS, "replicates": FUTURES}
    request = CompareRequest(profile(council).code, calibration=usual(), **asked)
    execution = Execution(workers, shelf=Shelf(store, print))
    *_, bank = banks(request, execution)
    estimator = Estimator(bank, FUTURES)
    random = np.random.default_rng([7, *map(ord, council + scenario)])
    for _ in range(many):
        at = {one.name: _random(one, random) for one in bank.settings}
        began = time.perf_counter()
        guesses = [estimator.guess(name, at) for name in TOLD]
        estimator.curve(at)
        seconds = time.perf_counter() - began
        rows = _in_full(request, bank.settings, at, execution, store)
        yield seconds, [Tried(guess, rows[guess.name]) for guess in guesses]


def _random(one: Setting, random: np.random.Generator) -> float:
    steps = round((one.high - one.low) / one.step)
    return min(one.high, round(one.low + one.step * int(random.integers(0, steps + 1)), 6))


def _in_full(
    request: CompareRequest,
    settings: tuple[Setting, ...],
    at: dict[str, float],
    execution: Execution,
    store: Store,
) -> dict[str, dict[str, Any]]:
    scenario = request.scenario
    assert not isinstance(scenario, str)
    asked = replace(request, scenario=turned(scenario, settings, at))
    found = compare(asked, execution=replace(execution, shelf=None), store=store)
    return {row["name"]: row for row in found.measures if row["window"] == TOTAL}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=int, default=20, help="of each council and scenario")
    parser.add_argument("--pairs", type=int, default=len(PAIRS), help="how many of them")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--db", type=Path, help="keep runs there")
    options = parser.parse_args()
    seconds: list[float] = []
    every: list[Tried] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(options.db or Path(folder) / "runs.sqlite") as store,
    ):
        for council, scenario in PAIRS[: options.pairs]:
            mine: list[Tried] = []
            for took, some in tried(council, scenario, options.settings, store, options.workers):
                seconds.append(took)
                mine += some
            print(f"{council}, {scenario}:", _told(mine), flush=True)
            every += mine
    for name in TOLD:
        print(f"{name}:", _told([one for one in every if one.guess.name == name]))
    print("All:", _told(every))
    middle, high = np.percentile(seconds, [50, 95]) * 1000
    print(f"Slider to numbers and curve: median {middle:.0f} ms, 95% within {high:.0f} ms")


def _told(some: list[Tried]) -> str:
    inside = np.mean([one.inside for one in some])
    width, of_mean = (
        np.nanmedian([getattr(one, name) for one in some]) for name in ("width", "of_mean")
    )
    most = np.nanmax([one.width for one in some])
    wider = sum(one.width > 2 for one in some)
    none = sum(bool(np.isnan(one.width)) for one in some)
    unsure = sum(one.unsure for one in some)
    opposite = sum(one.opposite for one in some)
    named = np.mean([one.guess.verdict != UNKNOWN for one in some])
    full = np.mean([one.full["verdict"] != UNKNOWN for one in some])
    return (
        f"{len(some)} numbers, {inside:.0%} inside; range {width:.2f} (at most {most:.2f}, over twice {wider} times; {none} full runs have none, and {unsure} of these estimates do) of one future's, {of_mean:.2f} of the "
        f"average's; verdict named {named:.0%} (full {full:.0%}), opposite {opposite}"
    )


if __name__ == "__main__":
    main()
