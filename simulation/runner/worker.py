"""Run all arms of one replicate: a pure function of its task."""

import time

from agents.synthesis.synthesise import synthesise
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.simulate import run_years, start


def run_replicate(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Return one result an arm, all arms on one shared population and the same draws."""
    population = synthesise(
        task.profile, task.parameters, task.seed, task.replicate, float(task.years)
    )
    results = []
    for arm in task.arms:
        began = time.perf_counter()
        run = start(
            population.fork(),
            arm.interventions,
            task.parameters,
            task.seed,
            task.replicate,
            float(task.years),
            place=task.profile.code,
        )
        values, weekly = run_years(run, task.years, task.step_days)
        results.append(ArmResult(arm.name, weekly, values, time.perf_counter() - began))
    return tuple(results)
