"""The store: runs go in once, by content, and come back as arrays."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine

from simulation.errors import DoorwaysError
from simulation.runner.held import Held
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.store import jobs
from simulation.store.address import hidden, to_url
from simulation.store.asked import Experiment, newest_experiments
from simulation.store.connect import make_engine, reading, writing
from simulation.store.examine import Examined, examine
from simulation.store.explain import explained
from simulation.store.forgetting import Gone, forget
from simulation.store.hold import hold
from simulation.store.migrate import prepare
from simulation.store.read import Runs, read_runs, stacked
from simulation.store.recipe import Recipe, keys_like, recipe_of
from simulation.store.retention import (
    OfVersion,
    Pruned,
    Wanted,
    bytes_of,
    newest_runs,
    prune,
    versions_of,
)
from simulation.store.steadily import steadily
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

    def _written[R](self, work: Callable[[Connection], R]) -> R:
        """Do work in a transaction that writes."""
        with explained(self.address, "written"):
            return steadily(partial(self._within, writing, work))

    def _read[R](self, work: Callable[[Connection], R]) -> R:
        """Do work in a transaction that reads."""
        with explained(self.address, "read"):
            return steadily(partial(self._within, reading, work))

    def _within[R](
        self,
        way: Callable[[Engine], AbstractContextManager[Connection]],
        work: Callable[[Connection], R],
    ) -> R:
        with way(self._engine) as connection:
            return work(connection)

    def experiment(self, name: str, config: Mapping[str, Any]) -> str:
        """Store what was asked for, once, and return its key.

        Raises
        ------
        DoorwaysError
            When the database cannot be written.
        """
        return self._written(lambda connection: add_experiment(connection, name, config))

    def add(
        self, task: ReplicateTask, results: Sequence[ArmResult], experiment: str | None = None
    ) -> int:
        """Store a task's results in one transaction and return how many runs were new.

        A sound run that is there already stays as it is; one that is not is replaced.

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
        # Held, since all of it is done again where a server went away.
        some = list(pairs)

        def add(connection: Connection) -> int:
            return sum(add_runs(connection, *pair, experiment) for pair in some)

        return self._written(add)

    def job(self, kind: str, config: Mapping[str, Any]) -> str:
        """Store what a long job is, once, and return its key: the digest of its content.

        Raises
        ------
        DoorwaysError
            When the database cannot be written.
        """
        return self._written(lambda connection: jobs.add_job(connection, kind, config))

    def add_pieces(self, job: str, pieces: Mapping[str, Any]) -> None:
        """Store finished pieces of a job in one transaction; sound ones that are there stay.

        Raises
        ------
        DoorwaysError
            When the database cannot be written; then none of these pieces is stored.
        """
        self._written(lambda connection: jobs.add_pieces(connection, job, pieces))

    def pieces(self, job: str, names: Iterable[str] | None = None) -> jobs.Pieces:
        """Return the finished pieces of a job, or those of some names, that still are what was stored.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        wanted = None if names is None else list(names)
        return self._read(lambda connection: jobs.pieces_of(connection, job, wanted))

    def add_finding(self, kind: str, name: str, status: str, result: Mapping[str, Any]) -> str:
        """Store what was found, once, and return its key: the digest of its content.

        Raises
        ------
        DoorwaysError
            When the database cannot be written.
        """
        return self._written(
            lambda connection: jobs.add_finding(connection, kind, name, status, result)
        )

    def findings(self, kind: str) -> list[jobs.Finding]:
        """Return all findings of a kind, the newest first, each with whether it is sound.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        return self._read(lambda connection: jobs.findings_of(connection, kind))

    def arrays(self, keys: Sequence[str]) -> Runs:
        """Return stored runs as arrays, in the order of the keys.

        Raises
        ------
        DoorwaysError
            When one is not stored or no longer sound, or the database cannot be read.
        """
        found = self._read(lambda connection: read_runs(connection, keys))
        runs = []
        for key in keys:
            run = found.get(key)
            if not isinstance(run, ArmResult):
                rule = "It is not stored." if run is None else f"It cannot be used: {run}."
                raise DoorwaysError("run", key, rule, "Run the comparison again.")
            runs.append(run)
        return stacked(runs)

    def recipe(self, key: str) -> Recipe:
        """Return a stored run with all it was made of, by its key or how that begins.

        Raises
        ------
        DoorwaysError
            When there is none, or several begin so, or the database cannot be read.
        """
        found = self._read(lambda connection: keys_like(connection, key))
        if len(found) == 1:
            return self._read(lambda connection: recipe_of(connection, found[0]))
        rule = f"Several runs begin so: {', '.join(one[:16] for one in found)}."
        if not found:
            rule = "No run of this key is stored in this database."
        step = "'doorways store runs' lists keys; name the database with --db."
        raise DoorwaysError("run", key, rule, step)

    def size(self) -> tuple[list[OfVersion], int]:
        """Return what is stored by results version, the newest first, and the bytes of all of it.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        return self._read(lambda connection: (versions_of(connection), bytes_of(connection)))

    def newest(self, most: int) -> Sequence[Any]:
        """Return the rows of the newest runs, without their numbers.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        return self._read(lambda connection: newest_runs(connection, most))

    def experiments(self, most: int) -> Sequence[Experiment]:
        """Return the newest comparisons, without their numbers.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        return self._read(lambda connection: newest_experiments(connection, most))

    def prune(self, wanted: Wanted, *, really: bool) -> Pruned:
        """Take away runs and pieces of jobs that meet every condition, or only count them.

        Raises
        ------
        DoorwaysError
            When the database cannot be read or written; each run went whole, or not at all.
        """
        with explained(self.address, "written"):
            return prune(self._engine, wanted, really=really)

    def examine(self) -> Examined:
        """Use the database without changing it, and say what was found.

        Raises
        ------
        DoorwaysError
            When it cannot be read or written.
        """
        with explained(self.address, "used"), self._engine.connect() as connection:
            # Never committed: what is written to try it is taken back.
            return examine(self._engine, connection)

    def forget(self, code: str) -> Gone:
        """Take away everything that was found for a council, for good.

        Raises
        ------
        DoorwaysError
            When the database cannot be written; each run goes whole, or not at all.
        """
        with explained(self.address, "written"):
            return forget(self._engine, code)

    def held(self, tasks: Sequence[ReplicateTask]) -> Held:
        """Return what is stored of tasks and still is what was stored, and what has yet to run.

        Raises
        ------
        DoorwaysError
            When the database cannot be read.
        """
        return self._read(lambda connection: hold(connection, tasks))


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
