"""All a stored run was made of, read back, and what of it is no longer what was stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from numpy.typing import NDArray
from sqlalchemy import Connection, Row, Table, select

from agents.synthesis.authority import AuthorityProfile
from simulation.runner.provenance import Provenance
from simulation.runner.spec import ArmSpec, ReplicateTask, digest, run_keys
from simulation.store.numbers_kept import numbers_of
from simulation.store.read import makers_of
from simulation.store.schema import EXPERIMENT, PARAMETER_SET, PROFILE, RUN
from simulation.store.sound import matches

#: Runs of one beginning that are told apart in a message.
_TOLD: Final = 5


@dataclass(frozen=True, eq=False)
class Recipe:
    """Hold a stored run with all it was made of.

    Attributes
    ----------
    key
        Its key.
    task
        What it was asked for, the arm alone; None when that cannot be told, as `faults` say.
    faults
        What of it is missing or no longer what was stored, in sentences.
    results_version
        Results version it was made under.
    made_by
        Code, packages and machine; None where that was not kept.
    experiment
        What was asked for when it was made: name, configuration, versions; empty where that was not kept.
    created, seconds
        When it was stored, and the time it took.
    weekly, values
        What it reported by week, and by year, an array a name.
    """

    key: str
    task: ReplicateTask | None
    faults: tuple[str, ...]
    results_version: int
    made_by: Provenance | None
    experiment: Mapping[str, Any]
    created: datetime | None
    seconds: float
    weekly: Mapping[str, NDArray[Any]]
    values: Mapping[str, NDArray[Any]]


def keys_like(connection: Connection, beginning: str) -> list[str]:
    """Return the keys of runs that begin so, a few of them."""
    question = select(RUN.c.run_key).where(RUN.c.run_key.startswith(beginning, autoescape=True))
    return list(connection.scalars(question.order_by(RUN.c.run_key).limit(_TOLD)))


def recipe_of(connection: Connection, key: str) -> Recipe:
    """Read all a stored run was made of."""
    row = connection.execute(select(RUN).where(RUN.c.run_key == key)).one()
    faults: list[str] = []
    task = _task(connection, row, faults)
    weekly, values, sound = numbers_of(connection, row)
    if not sound:
        faults.append("Its numbers are not those it was stored with.")
    return Recipe(
        key,
        task,
        tuple(faults),
        row.results_version,
        makers_of(connection, [row.provenance_digest]).get(row.provenance_digest),
        _experiment(connection, row),
        row.created,
        row.seconds,
        weekly,
        values,
    )


def _task(connection: Connection, row: Row[Any], faults: list[str]) -> ReplicateTask | None:
    """Return what a run was asked for, if what is stored of it gives the run's key."""
    if row.profile_digest is None:
        faults.append("It was stored before runs were kept with all they are made of.")
        return None
    profile = _shared(connection, PROFILE, row.profile_digest, "council's figures", faults)
    values = _shared(connection, PARAMETER_SET, row.parameter_digest, "parameters", faults)
    if profile is None or values is None:
        return None
    try:
        task = ReplicateTask(
            AuthorityProfile(**profile | {"imputed": frozenset(profile["imputed"])}),
            {name: _value(one) for name, one in values.items()},
            (ArmSpec(row.arm_spec["name"], tuple(row.arm_spec["interventions"])),),
            row.seed,
            row.replicate,
            row.years,
            row.step_days,
            row.year_luck,
        )
        same = run_keys(task, row.results_version) == (row.run_key,)
    except (TypeError, ValueError, KeyError, AttributeError):
        same = False
    if not same:
        faults.append(
            "Its arm, seed, replicate, luck, years, step or results version is not what it was stored with."
        )
        return None
    return task


def _shared(
    connection: Connection, table: Table, key: Any, what: str, faults: list[str]
) -> dict[str, Any] | None:
    """Return what many runs share, if it is what was stored."""
    _, column = table.c
    found: Any = connection.scalar(select(column).where(table.c.digest == key))
    if found is None:
        faults.append(f"Its {what} are not there, or cannot be read.")
    elif not matches(key, digest, found):
        faults.append(f"Its {what} are not those it was stored with.")
    elif isinstance(found, dict):
        return found
    return None


def _value(stored: Any) -> Any:
    """Return a parameter's value as runs are given it: JSON knows no tuples, and 2 for 2.0."""
    if isinstance(stored, list):
        return tuple(map(_value, stored))
    return float(stored) if isinstance(stored, int) and not isinstance(stored, bool) else stored


def _experiment(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    """Return what was asked for when a run was made."""
    question = select(EXPERIMENT).where(EXPERIMENT.c.key == row.experiment_key)
    found = connection.execute(question).one_or_none()
    if found is None or not isinstance(found.config, dict):
        return {}
    return {"name": found.name, "config": found.config, "created": found.created}
