"""What was asked of a database: every comparison, and how many of its futures were run for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from simulation.store.schema import EXPERIMENT, RUN


@dataclass(frozen=True)
class Experiment:
    """Hold a stored comparison without its numbers.

    Attributes
    ----------
    key
        Tells it from every other.
    name
        Council and scenarios, in a line.
    config
        All that was asked for; empty where it is no longer what was stored.
    results_version, created
        Of the model that ran it first, and when; None when that cannot be read.
    ran
        Futures that were run for it; those it shares with earlier ones are counted there.
    """

    key: str
    name: str
    config: Mapping[str, Any]
    results_version: int
    created: datetime | None
    ran: int


def newest_experiments(connection: Connection, most: int) -> list[Experiment]:
    """Return the newest comparisons."""
    newest = select(EXPERIMENT).order_by(EXPERIMENT.c.created.desc()).limit(most).subquery()
    ran = (
        select(func.count(func.distinct(RUN.c.replicate)))
        .where(RUN.c.experiment_key == newest.c.key)
        .scalar_subquery()
    )
    question = select(newest, ran.label("ran")).order_by(newest.c.created.desc())
    return [
        Experiment(
            row.key,
            row.name,
            row.config if isinstance(row.config, Mapping) else {},
            row.results_version,
            row.created,
            row.ran,
        )
        for row in connection.execute(question)
    ]
