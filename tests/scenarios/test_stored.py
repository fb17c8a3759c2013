"""What is stored of a comparison is counted right, and counting runs and writes nothing."""

from pathlib import Path

from scenarios.compare import compare
from scenarios.request import CompareRequest
from scenarios.stored import stored_replicates
from simulation.runner.execution import Execution


def test_the_stored_replicates_are_counted(tmp_path: Path) -> None:
    """None before anything ran, all after it, and those two when three more are asked for."""
    db = f"sqlite:///{(tmp_path / 'runs.sqlite').as_posix()}"
    two = CompareRequest(authority="Rutland", years=1, replicates=2, central=True)
    five = CompareRequest(authority="Rutland", years=1, replicates=5, central=True)
    other = CompareRequest(
        authority="Rutland",
        years=1,
        replicates=2,
        central=True,
        scenario="no-wrong-door-null",
    )
    assert stored_replicates(two, db) == 0
    compare(two, store=db, execution=Execution(1))
    assert stored_replicates(two, db) == 2
    assert stored_replicates(five, db) == 2
    # The baseline of another scenario is stored, its other arm is not.
    assert stored_replicates(other, db) == 0
