"""Event logs of a batch's runs: taken as they run, stored under the runs' keys, and read as frames."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any, Final

from scenarios.batch.aside import Aside, tried
from scenarios.event_log import EventLog, in_words
from simulation.errors import DoorwaysError
from simulation.outcomes.logged import events_of, room_for
from simulation.runner.packed import packed, unpacked
from simulation.runner.shelf import JobStore
from simulation.runner.spec import ArmResult, ReplicateTask, run_keys
from simulation.store.jobs import job_key

JOB: Final = "event logs"
#: Tasks whose logs are read together: they are large.
TOGETHER: Final = 10


@dataclass(frozen=True, eq=False)
class Logged:
    """Hold what the arms of a task reported, and the log of each, packed."""

    results: tuple[ArmResult, ...]
    logs: tuple[str, ...]


def logged(task: ReplicateTask) -> Logged | Aside:
    """Run a task with its logs, again and again if it fails."""
    return tried(str(task), lambda: _logged(task))


def _logged(task: ReplicateTask) -> Logged:
    from simulation.runner.worker import population_of, run_arm

    population, room = population_of(task), room_for(task.profile["cla"], task.years)
    results, logs = [], []
    for arm in task.arms:
        result, run = run_arm(task, arm, population, room)
        results.append(result)
        logs.append(packed(in_words(events_of(run.state), run.population)))
    return Logged(tuple(results), tuple(logs))


def keep(task: ReplicateTask, logs: Sequence[str], store: JobStore) -> None:
    """Store the logs of a task's arms."""
    store.add_pieces(store.job(JOB, _about(task)), dict(zip(run_keys(task), logs, strict=True)))


def lacking(tasks: Sequence[ReplicateTask], store: JobStore) -> dict[int, ReplicateTask]:
    """Return by place the tasks of which a log is not stored, with just those arms."""
    found = {}
    for places in batched(range(len(tasks)), TOGETHER):
        there = _stored([tasks[place] for place in places], store)
        for place in places:
            task = tasks[place]
            pairs = zip(task.arms, run_keys(task), strict=True)
            if arms := tuple(arm for arm, key in pairs if key not in there):
                found[place] = replace(task, arms=arms)
    return found


def copy(tasks: Sequence[ReplicateTask], part: JobStore, whole: JobStore) -> None:
    """Copy the logs of some tasks that a part holds and the whole does not."""
    for some in batched(lacking(tasks, whole).values(), TOGETHER):
        there = _stored(some, part)
        for task in some:
            if left := {key: there[key] for key in run_keys(task) if key in there}:
                whole.add_pieces(whole.job(JOB, _about(task)), left)


def logs_of(task: ReplicateTask, store: JobStore) -> list[EventLog]:
    """Return the stored log of each arm of a task.

    Raises
    ------
    DoorwaysError
        When one is not stored.
    """
    there = _stored([task], store)
    try:
        return [unpacked(there[key]) for key in run_keys(task)]
    except (KeyError, ValueError):
        rule = "Its log of events is not stored, and a table of the rest would pass for the whole."
        raise DoorwaysError("batch", str(task), rule, "Resume the batch, then ask again.") from None


def _stored(tasks: Sequence[ReplicateTask], store: JobStore) -> dict[str, Any]:
    """Return the stored logs of some tasks by the key of their run."""
    jobs: dict[str, list[str]] = {}
    for task in tasks:
        jobs.setdefault(job_key(JOB, _about(task)), []).extend(run_keys(task))
    return {
        k: one for job, keys in jobs.items() for k, one in store.pieces(job, keys).sound.items()
    }


def _about(task: ReplicateTask) -> dict[str, Any]:
    # By council, so that what is known of a private profile can be forgotten with it.
    return {"council": task.profile.code}
