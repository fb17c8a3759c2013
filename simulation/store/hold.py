"""Find what is stored of tasks, and what of that may be used."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from simulation.runner.held import Held, Unsound
from simulation.runner.spec import ArmResult, ReplicateTask, run_keys
from simulation.store.read import existing_keys, read_runs
from simulation.version import RESULTS_VERSION


def hold(connection: Connection, tasks: Sequence[ReplicateTask]) -> Held:
    """Read what is stored of tasks and still is what was stored."""
    keys = [run_keys(task) for task in tasks]
    found = read_runs(connection, (key for some in keys for key in some))
    held = Held([], {}, Counter())
    for place, (task, some) in enumerate(zip(tasks, keys, strict=True)):
        arms = []
        for arm, key in zip(task.arms, some, strict=True):
            run = found.get(key)
            if isinstance(run, ArmResult):
                held.results.append((place, replace(run, arm=arm.name)))
                continue
            arms.append(arm)
            if run is not None:
                held.unsound[run] += 1
        if arms:
            held.left[place] = replace(task, arms=tuple(arms))
    _count_older(connection, held)
    return held


def _count_older(connection: Connection, held: Held) -> None:
    """Count runs of just these arms that were made under an earlier results version."""
    keys = (
        key
        for task in held.left.values()
        for version in range(1, RESULTS_VERSION)
        for key in run_keys(task, version)
    )
    older = len(existing_keys(connection, keys))
    if older:
        held.unsound[Unsound.OLD] += older
