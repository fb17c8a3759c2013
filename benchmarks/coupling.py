"""How much sharing every draw between two arms sharpens their difference.

python benchmarks/coupling.py            # North Yorkshire, central figures, 200 pairs
python benchmarks/coupling.py --scenario no-wrong-door-north-yorkshire --pairs 400
python benchmarks/coupling.py --effects nwd_entry_ratio=0.89 nwd_move_ratio=0.91

The luck of the years is held still: it moves both arms alike and would flatter the pairing.

The variance ratio of a measure is the variance its difference would have between two arms with
seeds of their own, over the variance it has between paired arms: how many times fewer pairs are
needed. A count whose rate is multiplied by c in everybody cannot do better than (1 + c) / |1 - c|:
the bound. An effect on a few young people moves the total little, so its bound is high.
"""

import argparse
import sys
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.years import STILL
from scenarios import usual
from scenarios.compare import plan
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, load_scenario
from simulation.outcomes.measures import MEASURES
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ArmResult
from simulation.runner.worker import run_replicate

LIMITS = {"care_entries": 10.0, "weeks_in_care": 20.0, "missing_episodes": 3.0}
SUMMED = ("flow", "money", "time")


def totals(result: ArmResult) -> NDArray[np.float64]:
    """Return each measure over the horizon: its sum, or its last value for stocks and shares."""
    values = [
        result.values[i].sum() if measure.kind in SUMMED else result.values[i, -1]
        for i, measure in enumerate(MEASURES)
    ]
    return np.array(values, dtype=float)


def pairs(request: CompareRequest, execution: Execution) -> NDArray[np.float64]:
    """Run the pairs; shape (pairs, 2 arms, measures)."""
    still = [replace(task, parameters={**task.parameters, **STILL}) for task in plan(request)]
    found = run_all(still, run_replicate, execution, what="coupling")
    return np.array([[totals(result) for result in results] for results in found])


def believing(name: str, effects: list[str]) -> Scenario:
    """Return a scenario whose services have these effects of their own."""
    scenario = load_scenario(name)
    own = {figure: float(number) for figure, number in (word.split("=") for word in effects)}
    opened = ({**one, "effects": own} if own else one for one in scenario.interventions)
    return replace(scenario, interventions=tuple(opened))


def line(name: str, kind: str, arms: NDArray[np.float64]) -> tuple[str, float, float]:
    """Return a row of the table, the variance ratio and its bound; `arms` is (pairs, 2)."""
    baseline, scenario = arms[:, 0], arms[:, 1]
    difference = scenario - baseline
    independent = baseline.var(ddof=1) + scenario.var(ddof=1)
    paired = difference.var(ddof=1)
    if paired == 0.0:
        says = "the same in every pair" if not difference.any() else "the same difference"
        return (
            f"| `{name}` | {baseline.mean():,.1f} | {difference.mean():,.2f} | {says} | |",
            np.inf,
            np.inf,
        )
    ratio = independent / paired
    c = scenario.mean() / baseline.mean() if baseline.mean() else np.inf
    bound = (1 + c) / abs(1 - c) if c not in (1.0, np.inf) else np.inf
    shown = f"{bound:,.0f}" if kind == "flow" and np.isfinite(bound) else ""
    return (
        f"| `{name}` | {baseline.mean():,.1f} | {difference.mean():,.2f} | {ratio:,.1f} | {shown} |",
        ratio,
        bound,
    )


def report(arms: NDArray[np.float64]) -> int:
    """Print the table and the verdicts; return how many bars are missed."""
    print("| measure, over the horizon | baseline | difference | variance ratio | bound |")
    print("|---|---|---|---|---|")
    ratios: dict[str, tuple[float, float]] = {}
    for i, measure in enumerate(MEASURES):
        text, ratio, bound = line(measure.name, measure.kind, arms[:, :, i])
        ratios[measure.name] = (ratio, bound)
        print(text)
    missed = 0
    print()
    for name, limit in LIMITS.items():
        ratio, bound = ratios[name]
        word = "met" if ratio >= limit else "MISSED"
        if ratio < limit and bound < limit:
            word = f"missed: no coupling can beat the bound, {bound:.1f}"
        missed += ratio < limit
        print(f"{name}: {ratio:.1f}, at least {limit:g}: {word}")
    return missed


def main(words: list[str] | None = None) -> Any:
    """Print the table; the exit status is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--authority", default="North Yorkshire")
    parser.add_argument("--scenario", default=usual.SCENARIO)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--effects", nargs="*", default=[], metavar="FIGURE=NUMBER")
    chosen = parser.parse_args(words)
    request = CompareRequest(
        chosen.authority,
        "baseline",
        believing(chosen.scenario, chosen.effects),
        years=chosen.years,
        replicates=chosen.pairs,
        central=True,
    )
    arms = pairs(request, Execution(chosen.workers))
    print(f"{chosen.authority}, {chosen.scenario} against baseline, {chosen.years} years, ", end="")
    print(f"{chosen.pairs} pairs, central figures\n")
    return int(report(arms) > 0)


if __name__ == "__main__":
    sys.exit(main())
