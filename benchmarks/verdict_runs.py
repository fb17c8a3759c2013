"""Run what benchmarks/verdicts.py judges: many councils, seeds and paired futures, kept on disk.

python benchmarks/verdict_runs.py FOLDER             # 20 councils, 10 seeds, 200 pairs of 2 years
python benchmarks/verdict_runs.py FOLDER --seeds 2

One file a council and seed; what is there is not run again, so it can be stopped and run on. The
first seed of every council comes first.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import all_profiles
from scenarios import usual
from scenarios.compare import make_plan, model_runner
from scenarios.gather import Gatherer
from scenarios.request import CompareRequest

COUNCILS: Final = 20
SEEDS: Final = 10
PAIRS: Final = 200
YEARS: Final = 2
SCENARIO: Final = usual.SCENARIO


def councils(how_many: int) -> list[AuthorityProfile]:
    """Return councils spread evenly over the order of children looked after, smallest first."""
    ordered = sorted(all_profiles(), key=lambda one: (one.counts["cla"], one.code))
    middles = ((2 * i + 1) * len(ordered) // (2 * how_many) for i in range(how_many))
    return [ordered[i] for i in middles]


def run_one(council: AuthorityProfile, seed: int, to: Path) -> None:
    """Run the pairs of one council and seed and keep their values.

    Shape (2 arms, pairs, measures, years), in the order of `MEASURES`.
    """
    request = CompareRequest(
        council.code, "baseline", SCENARIO, years=YEARS, replicates=PAIRS, seed=seed
    )
    run, made = model_runner(), make_plan(request)
    gatherer = Gatherer(made.tasks)
    for task in made.tasks:
        gatherer.take(task, run(task))
    whole = to.with_suffix(".part")
    with whole.open("wb") as file:
        np.savez_compressed(
            file, values=gatherer.gathered().values, looked_after=council.counts["cla"]
        )
    whole.replace(to)


def main(words: list[str] | None = None) -> None:
    """Run every council and seed that is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--councils", type=int, default=COUNCILS)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    chosen = parser.parse_args(words)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for seed in range(1, chosen.seeds + 1):
        for council in councils(chosen.councils):
            to = chosen.folder / f"{council.code}_{seed}.npz"
            if not to.exists():
                run_one(council, seed, to)
                print(f"{council.name}, seed {seed}", flush=True)


if __name__ == "__main__":
    main()
