"""Look at a database by using it, and leave it as it was."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select, text

from simulation.runner.held import Unsound
from simulation.runner.spec import ArmResult
from simulation.store.jobs import is_sound
from simulation.store.read import read_runs
from simulation.store.schema import FINDING, PARAMETER_SET, RUN
from simulation.store.write import add_once

#: Runs that are read, the newest ones: enough to find what happened to a file, within a second.
SAMPLE = 500


@dataclass(frozen=True)
class Examined:
    """Say what was found in a database.

    Attributes
    ----------
    runs, read
        Runs stored, and how many of the newest were read and checked.
    unsound
        Those among them that cannot be used, by reason.
    findings, damaged
        Calibrations and other findings stored, and how many are no longer what was stored.
    faults
        What the database itself says is wrong with its file; empty when nothing is.
    """

    runs: int
    read: int
    unsound: Counter[Unsound]
    findings: int
    damaged: int
    faults: str


def examine(engine: Engine, connection: Connection) -> Examined:
    """Read a sample of runs and all findings, and write something that is taken back.

    Raises
    ------
    sqlalchemy.exc.SQLAlchemyError
        When it cannot be read or written.
    """
    newest = select(RUN.c.run_key).order_by(RUN.c.id.desc()).limit(SAMPLE)
    read = read_runs(connection, connection.scalars(newest).all())
    findings = connection.execute(select(FINDING)).all()
    return Examined(
        runs=connection.scalar(select(func.count()).select_from(RUN)) or 0,
        read=len(read),
        unsound=Counter(one for one in read.values() if not isinstance(one, ArmResult)),
        findings=len(findings),
        damaged=sum(not is_sound(row) for row in findings),
        faults=_faults(engine, connection),
    )


def _faults(engine: Engine, connection: Connection) -> str:
    """Write and read back, within a transaction that the caller takes back."""
    row = {"digest": "written to be taken back", "parameters": {"half": 0.5}}
    add_once(connection, PARAMETER_SET, row, ("digest",))
    mine = PARAMETER_SET.c.digest == row["digest"]
    if connection.scalar(select(PARAMETER_SET.c.parameters).where(mine)) != row["parameters"]:
        return "what was written is not what is read"
    if engine.dialect.name != "sqlite":
        return ""
    says = str(connection.scalar(text("PRAGMA quick_check(1)")))
    return "" if says == "ok" else " ".join(says.split())
