"""Which stored runs batches ask for: all others may be pruned without any batch losing one."""

from calibration.joint.store import FindingStore
from scenarios.batch.cells import batch_of
from scenarios.batch.known import KIND, as_noted
from simulation.errors import DoorwaysError
from simulation.runner.spec import run_keys


def used_keys(store: FindingStore) -> frozenset[str]:
    """Return the keys of all runs that any batch of a database asks for.

    Raises
    ------
    DoorwaysError
        When a plan, an edited one as it was too, can no longer be read, such as where a scenario's file is gone:
        which runs it asked for is not known then.
    """
    found: set[str] = set()
    for finding in store.findings(KIND):
        try:
            batch = batch_of(as_noted(finding), store)
            for cell in batch.cells:
                for task in batch.planned(cell).tasks:
                    found.update(run_keys(task))
        except DoorwaysError as fault:
            rule = f"What it asks for cannot be told any more: {fault.rule}"
            step = "Put back what it names, or prune by version or age."
            raise DoorwaysError("batch", finding.name, rule, step) from None
    return frozenset(found)
