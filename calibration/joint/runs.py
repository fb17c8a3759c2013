"""The runs a joint calibration needs: the bank, and how England's councils differ from its sample."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from calibration.beliefs.authorities.load import all_profiles
from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.patterns.england import shown
from calibration.fitting.patterns.record import Floats
from calibration.joint.bank.design import LEAST, design
from calibration.joint.bank.jobs import run_job
from calibration.joint.bank.row import RowTask, run_row
from calibration.joint.inference.bank import Bank
from calibration.joint.inference.sbc import Truths
from calibration.joint.prior import values_at
from calibration.joint.spec import Spec, row_values
from simulation.runner.execution import USUAL, Execution
from simulation.runner.shelf import JobStore

#: Kinds of job in the store.
BANK, COUNCILS, TRUTHS = "bank", "councils", "truths"
#: Runs as large as England whose parameters are known.
ENGLAND_TRUTHS: Final = 32
#: Seeds over which all councils and the sample are compared at central values.
_REPEATS: Final = 2
#: Draws of chance of the rows, the councils and the sample must not meet.
_COUNCIL_SEED, _SAMPLE_SEED, _TRUTH_SEED = 101, 202, 404


@dataclass(frozen=True)
class JobRunner:
    """Run jobs where and as said, keeping their pieces in a store.

    `say` is told what stored pieces had to be made again.
    """

    store: JobStore
    execution: Execution = USUAL
    say: Callable[[str], None] | None = None

    def job(self, kind: str, config: Mapping[str, Any], tasks: list[RowTask]) -> Floats:
        """Return what the tasks' runs show, shape (tasks, statistics, 2)."""
        pieces = run_job(
            kind,
            config,
            tasks,
            run_row,
            self.store,
            self.execution,
            say=self.say,
        )
        return np.array([pieces[task.name] for task in tasks], dtype=float)


def bank_of(spec: Spec, runner: JobRunner) -> Bank:
    """Return the bank, running what is missing of it."""
    u = design(spec.rows, len(spec.priors), spec.seed)
    values = values_at(spec.priors, u)
    tasks = [
        RowTask(str(i), row_values(spec.priors, row), spec.year, spec.sample, spec.seed, i)
        for i, row in enumerate(values)
    ]
    counted = runner.job(BANK, spec.bank(), tasks)
    names = tuple(prior.name for prior in spec.priors)
    logs = ("log",) * len(statistics())
    return Bank(names, tuple(statistics()), u, shown(counted, spec.size), logs)


def copies_of(spec: Spec) -> int:
    """Return how many samples are as large as England."""
    return round(1.0 / spec.size)


def england_truths(spec: Spec, runner: JobRunner) -> Truths:
    """Return runs as large as England with known parameters: many samples at one point, summed.

    The bank can only show that places of its own size are inferred well.
    """
    copies = copies_of(spec)
    u = design(LEAST, len(spec.priors), spec.seed + 1)[:ENGLAND_TRUTHS]
    tasks = [
        RowTask(
            f"{i} {copy}",
            row_values(spec.priors, row),
            spec.year,
            spec.sample,
            _TRUTH_SEED,
            i * copies + copy,
        )
        for i, row in enumerate(values_at(spec.priors, u))
        for copy in range(copies)
    ]
    config = spec.bank() | {"truths": ENGLAND_TRUTHS, "copies": copies}
    counted = runner.job(TRUTHS, config, tasks).reshape(ENGLAND_TRUTHS, copies, -1, 2).sum(axis=1)
    return Truths(u, shown(counted, copies * spec.size), float(np.sqrt(1.0 / copies)))


def councils_at(spec: Spec, runner: JobRunner, values: Mapping[str, float], seed: int) -> Floats:
    """Return what all councils together show at some values, on the log scale, (statistics,)."""
    config = {"values": values, "seed": seed, "year": spec.year, "beliefs": spec.beliefs}
    tasks = [
        RowTask(council.code, values, spec.year, 0.0, seed, 0, council.code)
        for council in all_profiles(spec.year)
    ]
    return shown(runner.job(COUNCILS, config, tasks).sum(axis=0))


def difference(spec: Spec, runner: JobRunner) -> Floats:
    """Return how all councils together differ from the sample, on the log scale, (statistics,).

    A council is not a small England: what differs at central values is taken to differ elsewhere.
    """
    pooled = [councils_at(spec, runner, {}, _COUNCIL_SEED + repeat) for repeat in range(_REPEATS)]
    rows = _REPEATS * copies_of(spec)
    tasks = [
        RowTask(f"sample {i}", {}, spec.year, spec.sample, _SAMPLE_SEED, i) for i in range(rows)
    ]
    config = {"sample": spec.sample, "rows": rows, "year": spec.year, "beliefs": spec.beliefs}
    sample = runner.job(COUNCILS, config, tasks).sum(axis=0)
    return np.asarray(np.mean(pooled, axis=0) - shown(sample, rows * spec.size))
