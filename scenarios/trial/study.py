"""Run many virtual trials of one service, and say how well their design would find what is there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.parameters import future_of
from scenarios.arms import arm_of, without_services
from scenarios.beliefs import Beliefs, shared_beliefs
from scenarios.funnel.study import refuse_without_services
from scenarios.many.rollout import later
from scenarios.opening import first_month
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.shared import PAIR
from scenarios.trial.design import LEAD, Trial, between
from scenarios.trial.replication import TrialTask, trial_of
from scenarios.trial.result import Found, summed_up
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask, digest

#: Twins do nothing that a trial could measure.
_NULL: Final = "null"
_MOST: Final = 100_000


def run_trials(
    request: CompareRequest,
    trial: Trial,
    replications: int,
    execution: Execution = USUAL,
) -> Found:
    """Run a trial as often as is asked, each with authorities, lots and luck of its own.

    Parameters
    ----------
    request
        The service, the seed, and what is believed; its authority, years and replicates are not read.
    trial
        The design.
    replications
        How many trials are run.
    execution
        How trials run, who is told how many are there, and who may stop it.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, or a trial fails.
    """
    from simulation.simulate import warm_up

    tasks = planned(request, trial, replications)
    warm_up()
    seen = run_all(tasks, trial_of, execution, what="trial", each="replications")
    return summed_up(about_of(request, trial, replications), trial, seen, request.seed)


def planned(request: CompareRequest, trial: Trial, replications: int) -> list[TrialTask]:
    """Return the trials to run: each draws its authorities, its beliefs and its lots by its number."""
    between("replications", replications, 2, _MOST)
    refuse_without_services(request.scenario)
    baseline, scenario = request.arms()
    pool = [one for one in all_profiles(request.base_year) if "cla" not in one.imputed]
    if trial.candidates > len(pool):
        rule = f"It needs {trial.candidates} authorities to choose from; there are {len(pool)}."
        raise DoorwaysError("authorities of a trial", trial.authorities, rule, "Take fewer.")
    first = first_month(replace(request, years=trial.years))
    if first > LEAD:
        rule = f"A service of a trial opens within {LEAD:g} months."
        raise DoorwaysError("scenario", scenario.name, rule, "Name one that opens sooner.")
    months = sorted(
        {float(m) for m in trial.begins(np.arange(trial.authorities)) if np.isfinite(m)}
    )
    openings = {month: later(scenario, month - first) for month in months}
    beliefs = shared_beliefs(
        (baseline, scenario), central=request.central, calibration=request.calibration
    )
    return [
        _task(request, trial, number, pool, baseline, openings, beliefs)
        for number in range(replications)
    ]


def _task(
    request: CompareRequest,
    trial: Trial,
    number: int,
    pool: list[AuthorityProfile],
    baseline: Scenario,
    openings: Mapping[float, Scenario],
    beliefs: Beliefs,
) -> TrialTask:
    """Return one trial."""
    random = np.random.default_rng([request.seed, number, len(pool)])
    who = random.permutation(len(pool))[: trial.candidates]
    candidates, services = [], []
    for k in who.tolist():
        values = beliefs.values(pool[k], request.seed, number)
        arm = arm_of(baseline.name, baseline.interventions, values)
        candidates.append(
            ReplicateTask(
                future_of(pool[k]),
                without_services(values),
                (arm,),
                request.seed,
                PAIR * number,
                trial.years,
                request.step_days,
                year_luck=PAIR * number,
            )
        )
        services.append(
            {month: arm_of(one.name, one.interventions, values) for month, one in openings.items()}
        )
    nothing = next(iter(openings.values())).twin_of != "" and all(
        one.get("twin") == _NULL for one in request.arms()[1].interventions
    )
    return TrialTask(trial, request.seed, number, tuple(candidates), tuple(services), nothing)


def about_of(request: CompareRequest, trial: Trial, replications: int) -> dict[str, Any]:
    """Return what was asked for, and everything else that decides what trials see."""
    baseline, scenario = request.arms()
    beliefs = shared_beliefs(
        (baseline, scenario), central=request.central, calibration=request.calibration
    )
    return {
        "scenario": scenario.name,
        "scenario_title": scenario.title,
        "baseline": baseline.name,
        "base_year": request.base_year,
        "design": trial.design.value,
        "pool": trial.pool.value,
        "authorities": trial.authorities,
        "outcome": trial.outcome,
        "step_months": trial.step_months,
        "replications": replications,
        "years": trial.years,
        "seed": request.seed,
        "step_days": request.step_days,
        "central": request.central,
        "calibration": request.calibration.key if request.calibration else None,
        "parameter_digest": beliefs.digest(),
        "files": digest([baseline.to_toml(), scenario.to_toml()]),
    }
