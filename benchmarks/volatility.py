"""How far councils and England wander from year to year, beside what was published.

python benchmarks/volatility.py [--englands 20] [--years 13]
python benchmarks/volatility.py --response      # what a change of hazards does to counts

Simulates every council, without services, and measures the changes of its yearly counts by the
estimator that the published series were measured by: squared log changes less England's, less what
Poisson counts would give.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from agents.codes import Placement, Status
from agents.lengths import AGE_EDGES
from agents.luck import STARTS as STARTS_OF_CARE
from agents.luck import Series
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL
from calibration.beliefs.authorities.base_year import FITTED
from calibration.beliefs.authorities.load import all_profiles, profile
from calibration.beliefs.parameters import future_of, parameters_for
from calibration.beliefs.volatility import (
    FLOOR,
    SHARES,
    beyond,
    changes,
    published_wandering,
    wandering,
)
from calibration.checks.backtest.luck import PRACTICES
from simulation.discover import model_rules
from simulation.outcomes.chosen import chosen
from simulation.outcomes.event_names import CEASES, STARTS
from simulation.runner.run_all import run_all
from simulation.simulate import start

type Floats = NDArray[np.float64]

#: Left out of the published estimates: most unaccompanied children arrive there.
LEFT_OUT: Final = "Kent"
#: Smallest counts whose logarithm is taken: of all ages, of one band.
FLOORS: Final = {"starts": 20.0, "starts_10_15": 15.0, "starts_16_plus": 15.0, "ceases": 20.0}
#: What was published, sd of yearly log changes beyond Poisson (additions X2-F001, 011, 013, 015, 050).
BEYOND: Final = {
    "starts": 0.165,
    "starts_10_15": 0.162,
    "starts_16_plus": 0.190,
    "ceases": 0.124,
    "stock": 0.055,
}
#: The same in two parts: free of size, and over a count (X2-F028, 029, 038 to 041, 042, 043).
TWO_PARTS: Final = {
    "starts": (0.109, 2.11),
    "starts_10_15": (0.137, 1.23),
    "starts_16_plus": (0.216, 1.01),
    "ceases": (0.072, 1.73),
}
#: Stock net of England, Poisson included, after so many years (X2-F054, 056, 057).
SPREADING: Final = {1: 0.076, 3: 0.141, 5: 0.184}
#: England's yearly log changes (X2-F078, 093, 107, 121, 146).
NATIONAL: Final = {
    "starts": 0.042,
    "starts_10_15": 0.062,
    "starts_16_plus": 0.104,
    "ceases": 0.040,
    "stock": 0.008,
}
#: Kinds of placement each published share is of, and the years over which shares are compared.
KINDS: Final = {
    "homes": (Placement.CHILDRENS_HOME,),
    "supported": (Placement.SUPPORTED, Placement.LODGINGS, Placement.OTHER),
    "parents": (Placement.PARENTS,),
    "other_residential": (Placement.OTHER_RESIDENTIAL,),
    "adoption": (Placement.ADOPTION,),
}
SHARE_LAGS: Final = (1, 3)
#: How near is near enough.
WITHIN: Final = 0.2
#: Log of what hazards are multiplied by, either way, to see what counts do.
SHIFT: Final = 0.2
_EVERY, _RESPONSE_RUNS, _RESPONSE_YEARS, _CHOICE_YEARS = 3, 4, 5, 9
YEAR: Final = FITTED
_TEENS: Final = 3
_LOG: Final = 40_000


@dataclass(frozen=True)
class Council:
    """Name a council of one simulated England.

    With some series `moved`, the years are held still but for these, multiplied from the second on.
    """

    code: str
    england: int
    years: int
    moved: tuple[int, ...] = ()
    by: float = 1.0


def series(task: Council) -> dict[str, list[float]]:
    """Return a council's yearly counts by name; of the stock one more, the first."""
    council = profile(task.code)
    p = parameters_for(council) | (STILL if task.moved else {})
    people = synthesise(future_of(council), p, 1, task.england, float(task.years))
    if task.moved:
        people.luck[1:, list(task.moved)] = task.by
    run = start(people, (), p, 1, task.england, float(task.years), place=task.code, log=_LOG)
    seen = [on_31_march(people)]
    for year in range(1, task.years + 1):
        run.advance(float(year), 28.0)
        seen.append(on_31_march(people))
    return yearly(run, task.years) | {name: [one[name] for one in seen] for name in seen[0]}


def on_31_march(people: object) -> dict[str, float]:
    """Return how many young people are looked after now, and shares of placements in percent."""
    cared = people.young_people["status"] == Status.LOOKED_AFTER
    many, placed = float(cared.sum()), people.young_people["placement"][cared]
    shares = {name: 100.0 * np.isin(placed, kinds).mean() for name, kinds in KINDS.items()}
    return {"stock": many} | {name: float(share) for name, share in shares.items()}


def yearly(run: object, years: int) -> dict[str, list[float]]:
    """Return starts, all and of the two older bands, and ends by year, from a run's log."""
    people, state = run.population.young_people, run.state
    rows = state.log_rows[: int(state.counters[1])]
    child = rows < people.size
    times, what = (column[: rows.size][child] for column in (state.log_times, state.log_outcomes))
    age = np.searchsorted(AGE_EDGES, times - people["born"][rows[child]], side="right")
    started, ended = (chosen(model_rules(), names)[what] for names in (STARTS, CEASES))

    def counts(some: NDArray[np.bool_]) -> list[float]:
        return np.bincount(times[some].astype(int), minlength=years)[:years].astype(float).tolist()

    return {
        "starts": counts(started),
        "starts_10_15": counts(started & (age == _TEENS)),
        "starts_16_plus": counts(started & (age > _TEENS)),
        "ceases": counts(ended),
    }


def flow_beyond(one: Mapping[str, Floats]) -> float:
    """Return the sd of the stock's yearly log changes beyond Poisson flows into and out of it."""
    stock = one["stock"]
    net, _ = changes(stock)
    large = (stock[:, :-1] >= FLOOR) & (stock[:, 1:] >= FLOOR)
    poisson = ((one["starts"] + one["ceases"]) / stock[:, :-1] ** 2)[large]
    return float(np.sqrt(max(0.0, float(np.mean(net**2) - np.mean(poisson)))))


def two_parts(counts: Floats, floor: float) -> tuple[float, float]:
    """Return sd and phi of variance = sd^2 + phi (1/n + 1/m), by weighted least squares."""
    net, poisson = changes(counts, floor=floor)
    design, weights = np.column_stack([np.ones(net.size), poisson]), np.ones(net.size)
    for _ in range(3):
        found, _ = nnls(design * weights[:, None], net**2 * weights)
        weights = 1.0 / np.maximum(design @ found, 1e-6)
    return float(np.sqrt(found[0])), float(found[1])


def responses() -> None:
    """Print how far a year's counts follow hazards: log ratio of counts over that of the hazards."""
    codes = [one.code for one in all_profiles(YEAR) if one.name != LEFT_OUT][::_EVERY]
    for said, moved in (("starts", STARTS_OF_CARE), ("exits", (Series.EXITS,))):
        sums: dict[float, dict[str, Floats]] = {}
        for by in (np.exp(-SHIFT), np.exp(SHIFT)):
            tasks = several(codes, _RESPONSE_YEARS, moved, float(by))
            sums[by] = {}
            for one in run_all(tasks, series, what="responses", each="councils"):
                add(sums[by], one)
        low, high = sums.values()
        for name in low:
            seen = np.log(high[name][1:] / low[name][1:]) / (2 * SHIFT)
            print(f"hazards of {said}, {name:<15} by year {np.round(seen, 2).tolist()}")
    for moved, name in PRACTICES.items():
        low, high = (
            share_when(codes, moved, name, float(by)) for by in (np.exp(-SHIFT), np.exp(SHIFT))
        )
        seen = np.log(high[2:] / low[2:]) / (2 * SHIFT)
        print(f"choice of {name:<26} share by year {np.round(seen, 2).tolist()}")


def several(codes: Sequence[str], years: int, moved: tuple[int, ...], by: float) -> list[Council]:
    """Return the runs of some councils in which series are moved."""
    return [Council(code, k, years, moved, by) for k in range(_RESPONSE_RUNS) for code in codes]


def share_when(codes: Sequence[str], moved: Series, name: str, by: float) -> Floats:
    """Return the share of a kind of placement in all councils by year, its choice multiplied from the second on."""
    tasks = several(codes, _CHOICE_YEARS, (int(moved),), by)
    found = run_all(tasks, series, what="responses", each="councils")
    stock = np.array([one["stock"] for one in found])
    return np.asarray(
        (stock * np.array([one[name] for one in found])).sum(axis=0) / stock.sum(axis=0)
    )


def add(to: dict[str, Floats], one: Mapping[str, list[float]]) -> None:
    """Add a council's counts to those of all."""
    for name, counts in one.items():
        to[name] = to.get(name, 0.0) + np.array(counts)


def report(what: str, seen: float, published: float) -> int:
    """Print a figure beside the published one; return 1 if it is not near enough."""
    near = abs(seen / published - 1.0) <= WITHIN
    print(f"{what:<48} {seen:6.3f}  published {published:.3f}: {'met' if near else 'MISSED'}")
    return int(not near)


def of_councils(englands: list[dict[str, Floats]]) -> int:
    """Report how councils' yearly counts change; return how many figures are missed."""
    missed = 0
    for name, published in BEYOND.items():
        stock = name == "stock"
        seen = [flow_beyond(o) if stock else beyond(o[name], FLOORS[name]) for o in englands]
        missed += report(
            f"{name}, councils' changes beyond Poisson", float(np.mean(seen)), published
        )
    for name, (sd, phi) in TWO_PARTS.items():
        both = np.mean([two_parts(one[name], FLOORS[name]) for one in englands], axis=0)
        print(f"{name}, size-free sd {both[0]:.3f} (published {sd}), phi {both[1]:.2f} ({phi})")
    return missed


def over_the_years(englands: list[dict[str, Floats]]) -> int:
    """Report how stock and shares spread, and England's own changes; return how many are missed."""
    missed = 0
    for lag, published in SPREADING.items():
        spread = [float(np.std(changes(one["stock"], lag)[0])) for one in englands]
        missed += report(f"stock net of England, {lag} year(s)", float(np.mean(spread)), published)
    for name in SHARES:
        for lag in SHARE_LAGS:
            # Published in whole percent.
            spread = [wandering(np.round(one[name]), one["stock"], lag) for one in englands]
            published = published_wandering(name, YEAR, lag)
            what = f"{name}, points of the share, {lag} year(s)"
            missed += report(what, float(np.mean(spread)), published)
    for name, published in NATIONAL.items():
        logs = np.concatenate([np.diff(np.log(one[name].sum(axis=0))) for one in englands])
        missed += report(f"{name}, England's yearly changes", float(logs.std(ddof=1)), published)
    return missed


def main() -> int:
    """Print each figure beside the published one; the exit status is 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--englands", type=int, default=20)
    parser.add_argument("--years", type=int, default=13)
    parser.add_argument("--response", action="store_true")
    asked = parser.parse_args()
    if asked.response:
        responses()
        return 0
    codes = [one.code for one in all_profiles(YEAR) if one.name != LEFT_OUT]
    tasks = [Council(code, k, asked.years) for k in range(asked.englands) for code in codes]
    found = run_all(tasks, series, what="volatility", each="councils")
    englands = [
        {name: np.array([one[name] for one in england]) for name in england[0]}
        for england in batched(found, len(codes))
    ]
    missed = of_councils(englands) + over_the_years(englands)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
