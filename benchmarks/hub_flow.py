"""How many young people a hub takes on, beside what was published; and how far extreme beliefs go.

python benchmarks/hub_flow.py                                    # North Yorkshire's two hubs, and the extremes
python benchmarks/hub_flow.py --authority Norfolk --scenario no-wrong-door --pairs 100

Published, of North Yorkshire's two hubs: 40 young people at a time each (N03); 178 starts a year and 5.4 months
of support (N19); 66 children in care at one moment (N04); about two thirds supported by outreach, in families
or supported accommodation (evidence note, section 3). Other councils are shown and were tuned to nothing.

Extremes: entry at 0.2 and exits at 3, every young person in reach supported in full from the first day. Entries
for each week of support are to fall by 70% at least, exits for each week of support in care to double at least.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import exp
from typing import Any, Final

from agents.lengths import MONTHS_PER_YEAR
from calibration.joint.store import usual
from scenarios.compare import make_plan
from scenarios.funnel.replicate import played
from scenarios.override import checked_override
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.studies.flow import Flow, flow_of, mean_of
from scenarios.studies.met import Reader
from scenarios.studies.simulated import Seen, seen_of
from simulation.interventions.no_wrong_door.studied import STUDIED
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of
from simulation.simulate import warm_up

YEARS: Final = 5
#: Years from the opening in which a hub fills up: the flow is looked at afterwards.
FILLING: Final = 1.0
PUBLISHED: Final = {
    "active at each hub": ("N03", 40.0),
    "starts a year, all hubs": ("N19", 178.0),
    "months of support": ("N19", 5.4),
    "looked after, of those active": ("N04", 66.0),
    "by outreach": ("note 3", 0.67),
}
#: Nothing holds a belief back: at once, for as long as wanted, whoever it is, in full.
IN_FULL: Final = {
    "hub_outcome_ramp_years": 0.0,
    "hub_ramp_years": 0.0,
    "bond_weight": 0.0,
    "hub_acceptance": 1.0,
    "hub_referral_hazard": 50.0,
    "hub_referral_calm_ratio": 1.0,
    "hub_dropout_hazard": 0.0,
}
EXTREME: Final = {"nwd_entry_ratio": 0.2, "nwd_exit_ratio": 3.0}
ROOM: Final = 1_000


def flow(task: ReplicateTask) -> Flow:
    """Return the flow of a task's scenario once its hubs have filled up."""
    years = float(task.years)
    reader = Reader(played(task, task.arms[1], population_of(task)), years)
    return flow_of(reader, reader.opened + FILLING, years)


def met(task: ReplicateTask) -> tuple[Any, ...]:
    """Return what both arms show of entries and exits while supported, over the whole run."""
    population, years = population_of(task), float(task.years)
    readers = [Reader(played(task, arm, population), years) for arm in task.arms]
    exits = STUDIED["nwd_exit_ratio"]
    entries = replace(exits, counts=("care_entry", "re_entry"), among=("not looked_after",))
    whole = (0.0, MONTHS_PER_YEAR * years)
    return tuple([reader.met(one, whole) for one in (entries, exits)] for reader in readers)


def run(tasks: tuple[ReplicateTask, ...], each: Callable[[ReplicateTask], Any]) -> list[Any]:
    """Return what each task shows, in order."""
    warm_up()
    return run_all(tasks, each, what="flow of hubs")


def show_flow(authority: str, scenario: str, pairs: int, *, central: bool) -> None:
    """Print the flow beside what was published."""
    request = CompareRequest(
        authority,
        scenario=scenario,
        years=YEARS,
        replicates=pairs,
        central=central,
        calibration=usual(),
    )
    mean = mean_of(run(make_plan(request).tasks, flow))
    rows = {
        "active at each hub": mean.active,
        "starts a year, all hubs": mean.starts_a_year,
        "months of support": mean.months,
        "looked after, of those active": mean.in_care * mean.active * mean.sites,
        "by outreach": mean.outreach,
    }
    print(f"\n{authority}, {scenario}, {'central values' if central else 'drawn'}, {pairs} runs")
    for name, value in rows.items():
        row, published = PUBLISHED[name]
        print(
            f"  {name:<32}{value:8.2f}   published {published:g} ({row}): {value / published - 1:+.0%}"
        )
    print(f"  {'referrals for each taken on':<32}{mean.referrals / mean.accepted:8.2f}   at most 3")


def show_extremes(authority: str, pairs: int) -> None:
    """Print how far entries and exits move when nothing holds a belief back."""
    spec = {
        "kind": "no_wrong_door",
        "fidelity": "full",
        "effects": EXTREME,
        "hubs": [{"opens_month": 0.0, "caseload": float(ROOM)}],
    }
    values = {name: checked_override(name, value, "extremes") for name, value in IN_FULL.items()}
    real = Scenario("extremes", "Extremes", interventions=(spec,), parameters=values)
    request = CompareRequest(
        authority,
        real.twin("null"),
        real,
        years=3,
        replicates=pairs,
        central=True,
        calibration=usual(),
    )
    found = run(make_plan(request).tasks, met)
    print(f"\n{authority}, extremes, {pairs} pairs")
    for k, (name, bar) in enumerate((("entries", "at most 0.30"), ("exits", "at least 2"))):
        seen: Seen = seen_of([one[0][k] for one in found], [one[1][k] for one in found])
        low, high = (exp(seen.log_ratio + sign * 1.645 * seen.error) for sign in (-1, 1))
        print(
            f"  {name} for each week: times {exp(seen.log_ratio):.2f} ({low:.2f} to {high:.2f}); {bar}"
        )


def main() -> None:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--authority", default="North Yorkshire")
    asked.add_argument("--scenario", default="no-wrong-door-north-yorkshire")
    asked.add_argument("--pairs", type=int, default=100)
    given = asked.parse_args()
    show = partial(show_flow, given.authority, given.scenario, given.pairs)
    show(central=True)
    show(central=False)
    show_extremes(given.authority, given.pairs)


if __name__ == "__main__":
    main()
