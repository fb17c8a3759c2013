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
    name
        Council and scenarios, in a line.
    config
        All that was asked for; empty where it is no longer what was stored.
    results_version, created
        Of the model that ran it first, and when; None when that cannot be read.
    ran
        Futures that were run for it; those it shares with earlier ones are counted there.
    """

    name: str
    config: Mapping[str, Any]
    results_version: int
    created: datetime | None
    ran: int


def newest_experiments(connection: Connection, most: int) -> list[Experiment]:
    """Return the newest comparisons."""
    ran = func.count(func.distinct(RUN.c.replicate))
    newest = select(EXPERIMENT.c.key).order_by(EXPERIMENT.c.created.desc()).limit(most)
    counted = (
        select(RUN.c.experiment_key, ran.label("ran"))
        .where(RUN.c.experiment_key.in_(newest))
        .group_by(RUN.c.experiment_key)
        .subquery()
    )
    question = (
        select(EXPERIMENT, func.coalesce(counted.c.ran, 0).label("ran"))
        .outerjoin(counted, counted.c.experiment_key == EXPERIMENT.c.key)
        .order_by(EXPERIMENT.c.created.desc())
        .limit(most)
    )
    return [
        Experiment(
            row.name,
            row.config if isinstance(row.config, Mapping) else {},
            row.results_version,
            row.created,
            row.ran,
        )
        for row in connection.execute(question)
    ]
