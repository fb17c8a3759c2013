"""What a hub changes by its beds and families alone: every ratio 1, every log odds 0, beds open.

python benchmarks/neutral_hub.py                                   # North Yorkshire and Norfolk, 200 pairs
python benchmarks/neutral_hub.py --authority Norfolk --pairs 400
python benchmarks/neutral_hub.py --set hub_bed_stay_months=12 --hub beds_planned=0

One hub opens in month 12. Central values, five years, the luck of the years held still. Moves, returns home
and weeks in care are to stay within half a percent, the 90% interval of the mean wholly inside.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.years import STILL
from scenarios.compare import plan
from scenarios.override import checked_override
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from simulation.interventions.no_wrong_door.spec import OWN_EFFECTS
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ArmResult
from simulation.runner.worker import run_replicate

#: Held to the bar, and what helps to see why it is missed.
HELD: Final = ("placement_moves", "exits_home", "weeks_in_care")
SHOWN: Final = (
    *HELD,
    "placement_breakdowns",
    "step_downs",
    "exits",
    "care_entries",
    "unregistered_weeks",
    "missing_episodes",
    "childrens_home_placements",
    "foster_placements",
    "parents_placements",
    "service_placements",
)
#: Half a percent of the baseline, and how many standard errors make a 90% interval.
BAR: Final = 0.5
NINETY: Final = 1.645

Floats = NDArray[np.float64]


def neutral(hub: Mapping[str, Any], values: Mapping[str, float]) -> Scenario:
    """Return one hub that acts by its places alone."""
    opened = {
        "kind": "no_wrong_door",
        "hubs": [{"opens_month": 12, **hub}],
        "effects": dict.fromkeys(OWN_EFFECTS, 1.0),
    }
    set_to = {name: checked_override(name, value, "--set") for name, value in values.items()}
    return Scenario("neutral-hub", "A hub with no effects", "", (opened,), set_to)


def totals(result: ArmResult) -> Floats:
    """Return what is shown of an arm, over the horizon."""
    return np.array([result.values[BY_NAME[name]].sum() for name in SHOWN], dtype=float)


def pairs(council: str, scenario: Scenario, count: int, years: int, workers: int) -> Floats:
    """Run the pairs; shape (pairs, 2 arms, measures)."""
    request = CompareRequest(
        council, "baseline", scenario, years=years, replicates=count, central=True
    )
    still = [replace(task, parameters={**task.parameters, **STILL}) for task in plan(request)]
    found = run_all(still, run_replicate, Execution(workers), what="neutral hub")
    return np.array([[totals(result) for result in results] for results in found])


def difference(arms: Floats) -> tuple[float, float, float]:
    """Return baseline, mean difference and half a 90% interval of one measure; `arms` is (pairs, 2)."""
    change = arms[:, 1] - arms[:, 0]
    return arms[:, 0].mean(), change.mean(), NINETY * change.std(ddof=1) / len(change) ** 0.5


def report(arms: Floats) -> int:
    """Print a row a measure; return how many bars are missed."""
    print("| measure, five years | baseline | difference | in % | 90% interval, % | |")
    print("|---|---|---|---|---|---|")
    missed = 0
    for i, name in enumerate(SHOWN):
        base, mean, half = difference(arms[:, :, i])
        percent = 100.0 / base if base else np.nan
        low, high = (mean - half) * percent, (mean + half) * percent
        inside = low > -BAR and high < BAR
        word = ("inside" if inside else "OUTSIDE") if name in HELD else ""
        missed += name in HELD and not inside
        print(
            f"| `{name}` | {base:,.1f} | {mean:+,.2f} | {mean * percent:+.2f} "
            f"| {low:+.2f} to {high:+.2f} | {word} |",
            flush=True,
        )
    return missed


def said(words: Sequence[str], kind: type) -> dict[str, Any]:
    """Return NAME=NUMBER as a table."""
    return {name: kind(number) for name, number in (word.split("=") for word in words)}


def main(words: list[str] | None = None) -> int:
    """Print a table a council; the exit status is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--authority", nargs="+", default=["North Yorkshire", "Norfolk"])
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--set", nargs="*", default=[], metavar="FIGURE=NUMBER")
    parser.add_argument("--hub", nargs="*", default=[], metavar="KEY=NUMBER")
    chosen = parser.parse_args(words)
    scenario = neutral(said(chosen.hub, int), said(chosen.set, float))
    missed = 0
    for council in chosen.authority:
        print(f"\n{council}, {chosen.pairs} pairs\n")
        arms = pairs(council, scenario, chosen.pairs, chosen.years, chosen.workers)
        missed += report(arms)
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
