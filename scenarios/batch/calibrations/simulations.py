"""The simulations that calibrations share: each once, whichever calibrations ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from calibration.joint.bank.jobs import TOGETHER
from calibration.joint.bank.row import RowTask, run_row
from calibration.joint.runs import Job, jobs_of
from calibration.joint.spec import Spec
from scenarios.batch.aside import Aside, tried
from scenarios.batch.calibrations.asked import Asked
from simulation.runner.execution import Execution
from simulation.runner.held import said
from simulation.runner.run_all import run_rest
from simulation.runner.shelf import JobStore
from simulation.runner.spec import digest
from simulation.store.jobs import job_key

_WHAT: Final = "calibrations"

type Counted = list[list[float]]


@dataclass
class Simulated:
    """Hold how far the simulations of some calibrations are.

    Attributes
    ----------
    total, stored, ran
        How many there are, stored before, and run now.
    aside
        Those that failed however often they were tried, by the job they are of.
    notes
        What of the stored could not be used, in sentences.
    """

    total: int = 0
    stored: int = 0
    ran: int = 0
    aside: dict[str, list[Aside]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def failed(self, spec: Spec) -> Aside | None:
        """Return the first failure that a specification cannot do without."""
        if not self.aside:
            return None
        found = (one for job in jobs_of(spec) for one in self.aside.get(name_of(job), ()))
        return next(found, None)


def name_of(job: Job) -> str:
    """Name a job by its content."""
    return digest({"kind": job.kind, "config": job.config})


def jobs_asked(asked: Sequence[Asked]) -> dict[str, Job]:
    """Return every job of some calibrations once, by its name."""
    # Targets have no say in what is simulated.
    specs = {digest(one.way.spec.bank()): one.way.spec for one in asked}
    return {name_of(job): job for spec in specs.values() for job in jobs_of(spec)}


def wanted_of(jobs: Mapping[str, Job], part: tuple[int, int] | None) -> list[tuple[str, RowTask]]:
    """Return every simulation, with the name of its job; of a part (3, 20) every twentieth from the third on."""
    every = [(name, task) for name, job in jobs.items() for task in job.tasks]
    return every if part is None else every[part[0] - 1 :: part[1]]


def counted(task: RowTask) -> Counted | Aside:
    """Return what one simulation shows, or why it never worked."""
    return tried(str(task), lambda: run_row(task))


def simulate(
    asked: Sequence[Asked],
    store: JobStore,
    *,
    part: tuple[int, int] | None = None,
    execution: Execution,
) -> Simulated:
    """Run what is missing of the simulations of some calibrations and store each as it comes.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    """
    jobs = jobs_asked(asked)
    done, left = _left(jobs, wanted_of(jobs, part), store)
    execution.tell(done.stored, done.total)
    shelf = _Shelf(jobs, store, {id(task): name for name, task in left}, done)
    try:
        if left:
            tasks = [task for _, task in left]
            run_rest(
                tasks, counted, execution, shelf.take, total=done.total, what=_WHAT, each="pieces"
            )
    finally:
        shelf.flush()
    return done


def missing(asked: Sequence[Asked], store: JobStore) -> tuple[int, int]:
    """Return how many simulations are not stored, of how many; nothing runs."""
    jobs = jobs_asked(asked)
    done, left = _left(jobs, wanted_of(jobs, None), store)
    return len(left), done.total


def copy(asked: Sequence[Asked], part: JobStore, whole: JobStore) -> int:
    """Copy what a part holds of the simulations and the whole does not; return how many were new."""
    new = 0
    for job in jobs_asked(asked).values():
        key = job_key(job.kind, job.config)
        here, there = (store.pieces(key) for store in (whole, part))
        left = {name: one for name, one in there.sound.items() if name not in here.sound}
        if left:
            whole.add_pieces(whole.job(job.kind, job.config), left)
        new += len(left)
    return new


def _left(
    jobs: Mapping[str, Job], wanted: list[tuple[str, RowTask]], store: JobStore
) -> tuple[Simulated, list[tuple[str, RowTask]]]:
    """Return what is stored of the wanted, in numbers, and the others."""
    done, there = Simulated(total=len(wanted)), dict[str, frozenset[str]]()
    for name, job in jobs.items():
        kept = store.pieces(job_key(job.kind, job.config))
        there[name] = frozenset(kept.sound)
        again = said(kept.unsound, what="pieces")
        done.notes += [again] if again else []
    left = [(name, task) for name, task in wanted if task.name not in there[name]]
    done.stored = len(wanted) - len(left)
    return done, left


class _Shelf:
    """Store simulations of several jobs as they come, some together."""

    def __init__(
        self, jobs: Mapping[str, Job], store: JobStore, owners: Mapping[int, str], done: Simulated
    ) -> None:
        self._store, self._owners, self._done = store, owners, done
        self._keys = {name: store.job(job.kind, job.config) for name, job in jobs.items()}
        self._fresh: dict[str, dict[str, Counted]] = {}

    def take(self, task: RowTask, found: Counted | Aside) -> None:
        """Keep what a simulation showed, or note that it failed."""
        name = self._owners[id(task)]
        if isinstance(found, Aside):
            self._done.aside.setdefault(name, []).append(found)
            return
        self._fresh.setdefault(name, {})[task.name] = found
        self._done.ran += 1
        if sum(map(len, self._fresh.values())) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what is not written yet."""
        for name, pieces in self._fresh.items():
            self._store.add_pieces(self._keys[name], pieces)
        self._fresh.clear()
