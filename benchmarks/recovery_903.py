"""Simulate, write, read: levels and rates estimated of a return, beside the known ones, and whether 90% intervals hold them.

python benchmarks/recovery_903.py
python benchmarks/recovery_903.py --returns 100 --replicates 100 --workers 2

Each return is of another council, another draw of what is not known and other luck of the years. The known level
of a factor is what happened in all replicates of these over what England's rates give in the same child-years, the
known rate of a band what happened over its child-years; the estimates rest on one of them. Printed by factor and by
what children are told apart by.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.local.counts import FACTORS
from calibration.beliefs.local.factors import pooled_counts, posteriors
from calibration.beliefs.own.kept import of_year
from calibration.beliefs.own.made import Asked, make_profile
from calibration.beliefs.own.rates import EVENTS, Rate, rates_of
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

#: What was estimated, and whether its interval held what is known.
type Held = Iterator[tuple[str, bool]]
type Numbered = tuple[int, AuthorityProfile]


def read(task: ReplicateTask, name: str) -> tuple[PrivateProfile, list[Rate]]:
    """Return the private profile of one replicate's return, and the rates of its bands."""
    with tempfile.TemporaryDirectory() as folder:
        write_return(Path(folder), tables_of(lives_of(task, FIRST)))
        kept, found = make_profile(import_returns(Path(folder)), Asked("made", (name,)))
        own = of_year(kept, kept.start)
        return own, rates_of(found, [one.year for one in own.reference])


def levels_held(own: list[PrivateProfile]) -> Held:
    """Yield each factor of the first, beside what all replicates give."""
    values = parameters_for(own[0])
    counts = [pooled_counts(one, values) for one in own]
    found = posteriors(own[0], values)
    for name in FACTORS:
        known = sum(c[name].middle for c in counts) / sum(c[name].expected for c in counts)
        yield name, found[name].at(LOW) <= known <= found[name].at(HIGH)


def rates_held(replicates: list[list[Rate]]) -> Held:
    """Yield both rates of each band in which somebody was, beside what all replicates give."""
    for band in zip(*replicates, strict=True):
        years = sum(one.years for one in band)
        for what in EVENTS:
            seen = [getattr(one, what) for one in band]
            if band[0].years and sum(seen):
                low, high = band[0].interval(what)
                yield f"{what}, {band[0].by}: {band[0].band}", low <= sum(seen) / years <= high


def council_held(numbered: Numbered, said: argparse.Namespace) -> list[tuple[str, bool]]:
    """Return what one council's return gave."""
    number, council = numbered
    request = CompareRequest(council.code, years=said.years, replicates=2, seed=number)
    first = plan(request)[0]
    # The luck of the years is part of what a council's rates were in them.
    tasks = [
        replace(first, replicate=k, year_luck=k if said.other_luck else 0)
        for k in range(said.replicates)
    ]
    own, rates = zip(*(read(task, council.name) for task in tasks), strict=True)
    return [*levels_held(list(own)), *rates_held(list(rates))]


def told(what: str, held: Iterable[bool]) -> None:
    """Print a share."""
    every = list(held)
    print(f"{what}: {sum(every)} of {len(every)}, {sum(every) / len(every):.0%}", flush=True)


def main() -> None:
    """Print coverage by factor, by kind of rate, and in all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--returns", type=int, default=12)
    asked.add_argument("--replicates", type=int, default=6)
    asked.add_argument("--years", type=int, default=2)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--other-luck", action="store_true", help="replicates differ in it too")
    said = asked.parse_args()
    councils = [one for one in all_profiles() if not one.imputed & {"cla", "starts", "ceases"}]
    step = max(len(councils) // said.returns, 1)
    chosen = list(enumerate(councils[::step][: said.returns], start=1))
    every: dict[str, list[bool]] = defaultdict(list)
    with ProcessPoolExecutor(said.workers, get_context("spawn")) as pool:
        work = pool.map(partial(council_held, said=said), chosen)
        for (number, council), found in zip(chosen, work, strict=True):
            told(f"{number}: {council.name}", (one for _, one in found))
            for name, held in found:
                every[name].append(held)
    for name, seen in every.items():
        told(name, seen)
    for part in EVENTS:
        told(part, (one for name, seen in every.items() for one in seen if name.startswith(part)))
    told("levels", (one for name in FACTORS for one in every[name]))
    told(f"all {len(every)} rates", (one for seen in every.values() for one in seen))


if __name__ == "__main__":
    main()
