"""Simulate, write, read: do levels estimated of a return hold the known ones in their 90% intervals? Printed by factor.

python benchmarks/recovery_903.py
python benchmarks/recovery_903.py --returns 100 --replicates 100

Each return is of another council, another draw of what is not known and other luck of the years. The known level
of a factor is what happened in all replicates of these over what England's rates give in the same child-years;
the estimate rests on one of them.
"""

import argparse
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from agents.synthesis.authority import PrivateProfile
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.local.counts import FACTORS
from calibration.beliefs.local.factors import pooled_counts, posteriors
from calibration.beliefs.own.kept import Kept, of_year
from calibration.beliefs.own.made import Asked, make_profile
from calibration.beliefs.parameters import parameters_for
from calibration.beliefs.returns.importing import import_returns
from scenarios.compare import plan
from scenarios.exporting.lives import lives_of
from scenarios.exporting.written import tables_of, write_return
from scenarios.request import CompareRequest
from simulation.runner.spec import ReplicateTask

#: Codes of the years after are in one list, and national tables are there for each.
FIRST = 2022
LOW, HIGH = 0.05, 0.95


def read(task: ReplicateTask, name: str) -> PrivateProfile:
    """Return the private profile of one replicate's return."""
    with tempfile.TemporaryDirectory() as folder:
        write_return(Path(folder), tables_of(lives_of(task, FIRST)))
        kept: Kept = make_profile(import_returns(Path(folder)), Asked("made", (name,)))[0]
    return of_year(kept, kept.start)


def main() -> None:
    """Print coverage by factor and in all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--returns", type=int, default=12)
    asked.add_argument("--replicates", type=int, default=6)
    asked.add_argument("--years", type=int, default=2)
    asked.add_argument("--other-luck", action="store_true", help="replicates differ in it too")
    said = asked.parse_args()
    councils = [one for one in all_profiles() if not one.imputed & {"cla", "starts", "ceases"}]
    step = max(len(councils) // said.returns, 1)
    held: dict[str, list[bool]] = defaultdict(list)
    for number, council in enumerate(councils[::step][: said.returns], start=1):
        request = CompareRequest(council.code, years=said.years, replicates=2, seed=number)
        first = plan(request)[0]
        # The luck of the years is part of what a council's rates were in them.
        tasks = [
            replace(first, replicate=k, year_luck=k if said.other_luck else 0)
            for k in range(said.replicates)
        ]
        own = [read(task, council.name) for task in tasks]
        values = parameters_for(own[0])
        counts = [pooled_counts(one, values) for one in own]
        found = posteriors(own[0], values)
        for name in FACTORS:
            known = sum(c[name].middle for c in counts) / sum(c[name].expected for c in counts)
            held[name].append(found[name].at(LOW) <= known <= found[name].at(HIGH))
        print(
            f"{number}: {council.name}, {sum(held[name][-1] for name in FACTORS)} of {len(FACTORS)}"
        )
    for name in FACTORS:
        print(f"{name:24}{sum(held[name])} of {len(held[name])}")
    every = [one for many in held.values() for one in many]
    print(
        f"{sum(every)} of {len(every)} intervals hold the known level: {sum(every) / len(every):.0%}"
    )


if __name__ == "__main__":
    main()
