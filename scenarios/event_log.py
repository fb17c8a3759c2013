"""The log of one run as rows of words: who, when, what, and where young people were before and after."""

from typing import Any, Final

import numpy as np

from agents.population import Population
from simulation.discover import model_rules
from simulation.kinds import TABLES, Kind
from simulation.outcomes.cells import CELLS
from simulation.outcomes.logged import Events, events_of, room_for
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import warm_up

#: Columns of what `event_rows` returns.
COLUMNS: Final = ("time", "member", "uid", "process", "outcome", "before", "after")


def event_rows(task: ReplicateTask, arm: int) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Run one arm of a task with its log and return the columns and a row for each event, in true order."""
    warm_up()
    run = started(
        task, task.arms[arm], population_of(task), room_for(task.profile["cla"], task.years)
    )
    run.advance(float(task.years), task.step_days)
    return COLUMNS, _rows(events_of(run.state), run.population)


def _rows(events: Events, population: Population) -> list[tuple[Any, ...]]:
    rules = model_rules()
    names = [one.partition("/") for one in rules.outcome_names]
    kinds = {process.name: process.kind for process in rules.every}
    uids = np.concatenate([getattr(population, name)["uid"] for name in TABLES])
    cells = {value: _cells(value) for value in np.union1d(events.before, events.after).tolist()}
    rows = []
    for time, uid, what, before, after in zip(
        events.times.tolist(),
        uids[events.rows].tolist(),
        events.what.tolist(),
        events.before.tolist(),
        events.after.tolist(),
        strict=True,
    ):
        process, _, outcome = names[what]
        kind = kinds[process]
        told = (cells[before], cells[after]) if kind is Kind.YOUNG_PERSON else ("", "")
        rows.append((time, kind.name.lower(), uid, process, outcome, *told))
    return rows


def _cells(bits: int) -> str:
    """Return the names of some cells, in their order, between spaces."""
    return " ".join(name for place, name in enumerate(CELLS) if bits >> place & 1)
