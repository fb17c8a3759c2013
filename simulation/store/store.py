"""The store: runs go in once, by content, and come back as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from sqlalchemy import Engine

from simulation.errors import DoorwaysError
from simulation.runner.spec import ArmResult, ReplicateTask, run_keys
from simulation.store import jobs
from simulation.store.address import hidden, to_url
from simulation.store.connect import explained, make_engine, writing
from simulation.store.migrate import prepare
from simulation.store.read import Runs, existing_keys, load_runs
from simulation.store.write import add_experiment, add_runs


class Store:
    """Keep runs in a database; made by `open_store`, closed by `with` or `close`.

    Attributes
    ----------
    address
        Where it is, for people: a path, or a URL without its password.
    """

    def __init__(self, engine: Engine) -> None:
        self.address = hidden(engine.url)
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self.close()

    def __str__(self) -> str:
        return self.address

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def experiment(self, name: str, config: Mapping[str, Any]) -> str:
        """Store what was asked for, once, and return its key.

        Raises
        ------
        DoorwaysError
            When the database cannot be written.
        """
        with explained(self.address, "written"), writing(self._engine) as connection:
            return add_experiment(connection, name, config)

    def add(
        self, task: ReplicateTask, results: Sequence[ArmResult], experiment: str | None = None
    ) -> int:
        """Store a task's results in one transaction and return how many runs were new.

        A run that is there already stays as it is.

        Raises
        ------
        DoorwaysError
            When the database cannot be written; then none of these results is stored.
        """
        return self.add_all([(task, results)], experiment)

    def add_all(
        self,
        pairs: Iterable[tuple[ReplicateTask, Sequence[ArmResult]]],
        experiment: str | None = None,
    ) -> int:
        """Store the results of several tasks in one transaction, as `add` does."""
        with explained(self.address, "written"), writing(self._engine) as connection:
            return sum(add_runs(connection, *pair, experiment) for pair in pairs)

    def job(self, kind: str, config: Mapping[str, Any]) -> str:
        """Store what a long job is, once, and return its key: the digest of its content.

        Raises
        ------
        DoorwaysError
            When the database cannot be written.
        """
        with explained(self.address, "written"), writing(self._engine) as connection:
            return jobs.add_job(connection, kind, config)

    def add_pieces(self, job: str, pieces: Mapping[str, Any]) -> None:
        """Store finished pieces of a job in one transaction; those that are there stay.

        Raises
        ------
        DoorwaysError
            When the database cannot be written; then none of these pieces is stored.
        """
        with explained(self.address, "written"), writing(self._engine) as connection:
            jobs.add_pieces(connection, job, pieces)

    def pieces(self, job: str) -> dict[str, Any]:
        """Return the finished pieces of a job by name.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        with explained(self.address, "read"), self._engine.connect() as connection:
            return jobs.pieces_of(connection, job)

    def add_finding(self, kind: str, name: str, status: str, result: Mapping[str, Any]) -> str:
        """Store what was found, once, and return its key: the digest of its content.

        Raises
        ------
        DoorwaysError
            When the database cannot be written.
        """
        with explained(self.address, "written"), writing(self._engine) as connection:
            return jobs.add_finding(connection, kind, name, status, result)

    def findings(self, kind: str) -> list[jobs.Finding]:
        """Return all findings of a kind, the newest first.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        with explained(self.address, "read"), self._engine.connect() as connection:
            return jobs.findings_of(connection, kind)

    def existing(self, keys: Iterable[str]) -> set[str]:
        """Return which of the run keys are stored.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        with explained(self.address, "read"), self._engine.connect() as connection:
            return existing_keys(connection, keys)

    def arrays(self, keys: Sequence[str]) -> Runs:
        """Return stored runs as arrays, in the order of the keys.

        Raises
        ------
        DoorwaysError
            When one is not stored or the database cannot be read.
        """
        with explained(self.address, "read"), self._engine.connect() as connection:
            try:
                return load_runs(connection, keys)
            except KeyError as error:
                raise DoorwaysError(
                    "run", error.args[0], "It is not stored.", "Run the comparison again."
                ) from None

    def load(self, tasks: Sequence[ReplicateTask]) -> list[tuple[ReplicateTask, ArmResult]]:
        """Return the stored results of tasks, each with its task; arms not stored are left out.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        wanted = [
            (task, arm.name, key)
            for task in tasks
            for arm, key in zip(task.arms, run_keys(task), strict=True)
        ]
        stored = self.existing(key for _, _, key in wanted)
        wanted = [one for one in wanted if one[2] in stored]
        runs = self.arrays([key for _, _, key in wanted])
        return [(task, _result(arm, runs, place)) for place, (task, arm, _) in enumerate(wanted)]


def _result(arm: str, runs: Runs, place: int) -> ArmResult:
    """One run as its worker gave it, without the padding longer runs would bring."""
    years = int(runs.years[place])
    weekly = runs.weekly[place]
    told = ~np.isnan(weekly).all(axis=1)
    return ArmResult(arm, weekly[told], runs.values[place, :, :years], float(runs.seconds[place]))


def open_store(address: str | Path | None = None) -> Store:
    """Open the store at an SQLAlchemy URL or a file's path, making or upgrading its tables.

    Parameters
    ----------
    address
        Default: the file `doorways.sqlite` in the user's data directory.

    Raises
    ------
    DoorwaysError
        When it cannot be reached or written, holds tables that are not ours, or a schema this
        version does not know. Nothing is changed then.
    """
    engine = make_engine(to_url(address))
    store = Store(engine)
    try:
        with explained(store.address, "opened"):
            prepare(engine, store.address)
    except BaseException:
        store.close()
        raise
    return store
