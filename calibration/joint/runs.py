"""The runs a joint calibration needs: the bank, and how England's councils differ from its sample."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import all_profiles, england
from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.patterns.england import shown
from calibration.fitting.patterns.record import Floats
from calibration.joint import rehearsal
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
#: Draws of chance of the rows, the councils and the sample must not meet; all councils and the sample are
#: compared at central values over several seeds.
_CENTRAL_SEEDS: Final = (101, 102)
_SAMPLE_SEED, _TRUTH_SEED = 202, 404


@dataclass(frozen=True)
class Job:
    """Name a job and its tasks: what comes of it depends on nothing else."""

    kind: str
    config: Mapping[str, Any]
    tasks: tuple[RowTask, ...]


@dataclass(frozen=True)
class JobRunner:
    """Run jobs where and as said, keeping their pieces in a store.

    `say` is told what stored pieces had to be made again.
    """

    store: JobStore
    execution: Execution = USUAL
    say: Callable[[str], None] | None = None

    def job(self, job: Job) -> Floats:
        """Return what the tasks' runs show, shape (tasks, statistics, 2)."""
        pieces = run_job(
            job.kind,
            job.config,
            job.tasks,
            run_row,
            self.store,
            self.execution,
            say=self.say,
        )
        return np.array([pieces[task.name] for task in job.tasks], dtype=float)


def jobs_of(spec: Spec) -> tuple[Job, ...]:
    """Return every job that can run before anything is inferred."""
    central = [_councils(spec, {}, seed) for seed in _CENTRAL_SEEDS]
    return (_bank(spec), *central, _samples(spec), _truths(spec))


def bank_of(spec: Spec, runner: JobRunner) -> Bank:
    """Return the bank, running what is missing of it."""
    names = tuple(prior.name for prior in spec.priors)
    logs = ("log",) * len(statistics())
    counted = runner.job(_bank(spec))
    return Bank(names, tuple(statistics()), _rows(spec), shown(counted, spec.size), logs)


def _bank(spec: Spec) -> Job:
    tasks = tuple(
        RowTask(str(i), row_values(spec.priors, row), spec.year, spec.sample, spec.seed, i)
        for i, row in enumerate(values_at(spec.priors, _rows(spec)))
    )
    return Job(BANK, spec.bank(), tasks)


def _rows(spec: Spec) -> Floats:
    return design(spec.rows, len(spec.priors), spec.seed)


def copies_of(spec: Spec) -> int:
    """Return how many samples are as large as England; of a rehearsal, how many are made do with."""
    return rehearsal.COPIES if spec.rehearsal else round(1.0 / spec.size)


def _countries(spec: Spec) -> int:
    return rehearsal.COUNTRIES if spec.rehearsal else ENGLAND_TRUTHS


def _profiles(spec: Spec) -> Sequence[AuthorityProfile]:
    """Return every council; of a rehearsal, one in so many."""
    return all_profiles(spec.year)[:: rehearsal.EVERY if spec.rehearsal else 1]


def england_truths(spec: Spec, runner: JobRunner) -> Truths:
    """Return runs as large as England with known parameters: many samples at one point, summed.

    The bank can only show that places of its own size are inferred well.
    """
    copies = copies_of(spec)
    counted = runner.job(_truths(spec)).reshape(_countries(spec), copies, -1, 2).sum(axis=1)
    wide = shown(counted, copies * spec.size)
    return Truths(_known(spec), wide, float(np.sqrt(1.0 / copies)))


def _known(spec: Spec) -> Floats:
    return design(LEAST, len(spec.priors), spec.seed + 1)[: _countries(spec)]


def _truths(spec: Spec) -> Job:
    copies = copies_of(spec)
    tasks = tuple(
        RowTask(
            f"{i} {copy}",
            row_values(spec.priors, row),
            spec.year,
            spec.sample,
            _TRUTH_SEED,
            i * copies + copy,
        )
        for i, row in enumerate(values_at(spec.priors, _known(spec)))
        for copy in range(copies)
    )
    return Job(TRUTHS, spec.bank() | {"truths": _countries(spec), "copies": copies}, tasks)


def councils_at(spec: Spec, runner: JobRunner, values: Mapping[str, float], seed: int) -> Floats:
    """Return what all councils together show at some values, on the log scale, (statistics,)."""
    counted = runner.job(_councils(spec, values, seed)).sum(axis=0)
    if not spec.rehearsal:
        return shown(counted)
    children = sum(one["cla"] for one in _profiles(spec))
    return shown(counted, children / england(spec.year)["cla"])


def _councils(spec: Spec, values: Mapping[str, float], seed: int) -> Job:
    tasks = tuple(
        RowTask(council.code, values, spec.year, 0.0, seed, 0, council.code)
        for council in _profiles(spec)
    )
    config = {"values": values, "seed": seed, "year": spec.year, "beliefs": spec.beliefs}
    return Job(COUNCILS, config | spec.mark, tasks)


def difference(spec: Spec, runner: JobRunner) -> Floats:
    """Return how all councils together differ from the sample, on the log scale, (statistics,).

    A council is not a small England: what differs at central values is taken to differ elsewhere.
    """
    pooled = [councils_at(spec, runner, {}, seed) for seed in _CENTRAL_SEEDS]
    samples = _samples(spec)
    sample = runner.job(samples).sum(axis=0)
    return np.asarray(np.mean(pooled, axis=0) - shown(sample, len(samples.tasks) * spec.size))


def _samples(spec: Spec) -> Job:
    rows = len(_CENTRAL_SEEDS) * copies_of(spec)
    tasks = tuple(
        RowTask(f"sample {i}", {}, spec.year, spec.sample, _SAMPLE_SEED, i) for i in range(rows)
    )
    config = {"sample": spec.sample, "rows": rows, "year": spec.year, "beliefs": spec.beliefs}
    return Job(COUNCILS, config, tasks)
