"""Plans that have run, by name, in the database of their runs: so that an edited one is noticed."""

from pathlib import Path
from typing import Any, Final

from calibration.joint.store import FindingStore
from scenarios.batch.plan import BatchPlan, plan_of
from simulation.errors import DoorwaysError
from simulation.names import hint

KIND: Final = "batch"
_SAID, _FOLDER, _DIGEST, _NOTED = "plan", "folder", "digest", "noted_before"


def noted(plan: BatchPlan, store: FindingStore, *, changed: bool) -> None:
    """Note a plan under its name before it runs.

    Raises
    ------
    DoorwaysError
        When another plan of the name has run, and nobody said that it was changed on purpose.
    """
    earlier = [one for one in _all(store) if one.name == plan.name]
    before = earlier[0] if earlier else None
    if before is not None and before.result[_DIGEST] == plan.digest():
        return
    if before is not None and not changed:
        rule = (
            "A plan of this name has run, and it said something else; its runs are kept, and those that both "
            "ask for are not run again."
        )
        step = "Say --changed to go on with the plan as it is now, or give it another name."
        raise DoorwaysError("batch", plan.name, rule, step)
    said = {
        _SAID: {key: one for key, one in plan.plain().items() if one is not None},
        _FOLDER: str(plan.folder.resolve()),
        _DIGEST: plan.digest(),
        # One that is edited back is noted anew: findings that say the same are one.
        _NOTED: len(earlier),
    }
    store.add_finding(KIND, plan.name, "noted", said)


def known(name: str, store: FindingStore) -> BatchPlan:
    """Return the plan that ran last under a name.

    Raises
    ------
    DoorwaysError
        When none has.
    """
    every = _all(store)
    found = next((one for one in every if one.name == name), None)
    if found is None:
        rule = "No plan of this name has run in this database."
        step = hint(name, {one.name for one in every}) if every else "Name the plan's file."
        raise DoorwaysError("batch", name, rule, step)
    return as_noted(found)


def as_noted(finding: Any) -> BatchPlan:
    """Return the plan that a finding holds.

    Raises
    ------
    DoorwaysError
        When it is no longer what was stored, or can no longer be read.
    """
    if not finding.sound:
        rule = "What is stored of it is no longer what was stored."
        raise DoorwaysError("batch", finding.name, rule, "Run the plan's file again.")
    said, folder = finding.result[_SAID], finding.result[_FOLDER]
    return plan_of(said, f"batch {finding.name}", Path(folder))


def _all(store: FindingStore) -> list[Any]:
    return [one for one in store.findings(KIND) if one.sound]
