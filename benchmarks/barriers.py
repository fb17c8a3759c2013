"""What each barrier does to what it names, and how much of it its mitigation gives back.

python benchmarks/barriers.py                                  # Norfolk, 200 pairs
python benchmarks/barriers.py --authority Norfolk --pairs 400 --only turnover

One hub opens in month 6. Central values, five years. Each arm is set beside the same hub without a barrier, on the same
luck; 95% intervals of the mean. Opening, accepted referrals and support begun go down; missing episodes and relationships
begun again go up.
"""

import argparse
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.arms import arm_of
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from simulation.discover import model_rules
from simulation.interventions.no_wrong_door.service import NoWrongDoor
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import run_years
from simulation.testing import log_of

YEARS: Final = 5
ROOM: Final = 1 << 18
NINETY_FIVE: Final = 1.96
#: Events that are counted besides measures.
EVENTS: Final = ("support_start", "key_worker_change")
#: Each barrier as a scenario writes it, what it names, and which way that is to go.
BARRIERS: Final[Mapping[str, tuple[Mapping[str, Any], str, int]]] = {
    "building_late": ({}, "support_start", -1),
    # For three years: what one post carries for nine months is lost in the luck of a whole council.
    "partner_withdraws": (
        {"month": 12.0, "months": 36.0, "post": "police_officer"},
        "missing_episodes",
        1,
    ),
    "regulator_restricts": ({"month": 18.0}, "service_accepted", -1),
    "recruitment_slips": ({}, "support_start", -1),
    "turnover": ({"month": 18.0}, "key_worker_change", 1),
}
SHOWN: Final = (
    "support_start",
    "service_accepted",
    "key_worker_change",
    "missing_episodes",
    "charges",
)

type Floats = NDArray[np.float64]


def opened(**more: Any) -> dict[str, Any]:
    """Return the hub as a scenario opens it."""
    return {"kind": NoWrongDoor.name, "twin": "real", "hubs": [{"opens_month": 6.0}], **more}


def arms(only: str | None) -> dict[str, dict[str, Any]]:
    """Return the plain hub, and with each barrier, not mitigated and mitigated."""
    found = {"plain": opened()}
    for name, (said, _, _) in BARRIERS.items():
        if only not in (None, name):
            continue
        for done in (False, True):
            barrier = {"barrier": name, "mitigated": done, **said}
            found[f"{name}{' mitigated' if done else ''}"] = opened(barriers=[barrier])
    return found


def counted(task: ReplicateTask) -> dict[str, Floats]:
    """Run all arms of a task and return what is shown of each."""
    population, found = population_of(task), {}
    for arm in task.arms:
        run = started(task, arm, population, ROOM)
        values, _ = run_years(run, task.years, task.step_days)
        log = log_of(model_rules(), run.population, run.state)
        found[arm.name] = np.array(
            [
                log.only(one).times.size if one in EVENTS else values[BY_NAME[one]].sum()
                for one in SHOWN
            ],
            dtype=float,
        )
    return found


def tasks(authority: str, pairs: int, only: str | None) -> list[ReplicateTask]:
    """Return one task for each pair, with all arms in it."""
    beset = Scenario(
        "beset",
        "Beset",
        interventions=(opened(barriers=[{"barrier": "building_late", "mitigated": False}]),),
    )
    request = CompareRequest(authority, scenario=beset, years=YEARS, replicates=pairs, central=True)
    made = []
    for task in make_plan(request).tasks:
        values = {**task.parameters, **task.arms[1].interventions[0]["values"]}
        every = tuple(arm_of(name, (one,), values) for name, one in arms(only).items())
        made.append(
            ReplicateTask(
                task.profile,
                task.parameters,
                every,
                task.seed,
                task.replicate,
                task.years,
                task.step_days,
                task.year_luck,
            )
        )
    return made


def interval(values: Floats) -> str:
    """Write the mean of paired differences with its interval."""
    mean, half = values.mean(), NINETY_FIVE * values.std(ddof=1) / np.sqrt(values.size)
    return f"{mean:+.2f} ({mean - half:+.2f} to {mean + half:+.2f})"


def main() -> None:
    """Print what each barrier changes, and what its mitigation gives back."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument("--authority", default="Norfolk")
    asked.add_argument("--pairs", type=int, default=200)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--only", choices=sorted(BARRIERS))
    told = asked.parse_args()
    asked_for = tasks(told.authority, told.pairs, told.only)
    found = run_all(asked_for, counted, Execution(told.workers), what="barriers")
    each = {name: np.array([one[name] for one in found]) for name in arms(told.only)}
    for name, (_, named, way) in BARRIERS.items():
        if name not in each:
            continue
        print(f"{name}: names {named}, to go {'up' if way > 0 else 'down'}")
        k = SHOWN.index(named)
        bare, lessened = each[name] - each["plain"], each[f"{name} mitigated"] - each["plain"]
        print(f"  not mitigated   {interval(bare[:, k])}")
        print(f"  mitigated       {interval(lessened[:, k])}")
        print(f"  given back      {interval((lessened - bare)[:, k])}")
        for other, one in enumerate(SHOWN):
            if one != named:
                print(
                    f"    {one:<20}{interval(bare[:, other])}; mitigated {interval(lessened[:, other])}"
                )
    print(f"plain: {dict(zip(SHOWN, each['plain'].mean(axis=0).round(1), strict=True))}")


if __name__ == "__main__":
    main()
