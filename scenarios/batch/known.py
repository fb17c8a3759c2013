"""Plans that have run, by name, in the database of their runs: so that an edited one is noticed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from scenarios.batch.plan import BatchPlan, plan_of
from simulation.errors import DoorwaysError
from simulation.names import hint

KIND: Final = "batch"
_SAID, _FOLDER, _DIGEST = "plan", "folder", "digest"


class Findings(Protocol):
    """What this needs of the store (`simulation.store.store.Store` has it)."""

    def add_finding(self, kind: str, name: str, status: str, result: Mapping[str, Any]) -> str:
        """Store what was found, once, and return its key."""

    def findings(self, kind: str) -> Sequence[Any]:
        """Return all findings of a kind, the newest first."""


def noted(plan: BatchPlan, store: Findings, *, changed: bool) -> None:
    """Note a plan under its name before it runs.

    Raises
    ------
    DoorwaysError
        When another plan of the name has run, and nobody said that it was changed on purpose.
    """
    before = next((one for one in _all(store) if one.name == plan.name), None)
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
    }
    store.add_finding(KIND, plan.name, "noted", said)


def known(name: str, store: Findings) -> BatchPlan:
    """Return the plan that ran last under a name.

    Raises
    ------
    DoorwaysError
        When none has.
    """
    noted_here = _all(store)
    found = next((one for one in noted_here if one.name == name), None)
    if found is None:
        rule = "No plan of this name has run in this database."
        step = (
            hint(name, {one.name for one in noted_here}) if noted_here else "Name the plan's file."
        )
        raise DoorwaysError("batch", name, rule, step)
    return plan_of(found.result[_SAID], f"batch {name}", Path(found.result[_FOLDER]))


def every(store: Findings) -> list[BatchPlan]:
    """Return every plan that has run, edited ones as they were, too.

    Raises
    ------
    DoorwaysError
        When one can no longer be read.
    """
    return [
        plan_of(one.result[_SAID], f"batch {one.name}", Path(one.result[_FOLDER]))
        for one in _all(store)
    ]


def _all(store: Findings) -> list[Any]:
    return [one for one in store.findings(KIND) if one.sound]
