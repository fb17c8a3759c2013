"""The plans of batches that have run, as pages name them."""

from typing import Any

from calibration.beliefs.own.kept import is_private
from scenarios.batch.known import KIND, as_noted
from simulation.errors import DoorwaysError
from simulation.store.store import Store


def plans(store: Store, *, private: bool) -> list[Any]:
    """Return what was noted last of each plan, the newest first.

    Parameters
    ----------
    private
        With those that name private profiles.
    """
    last: dict[str, Any] = {}
    for one in store.findings(KIND):
        if one.sound:
            last.setdefault(one.name, one)
    # By its name the last one runs, whatever an earlier one named.
    return [one for one in last.values() if private or _is_open(one)]


def _is_open(noted: Any) -> bool:
    """Tell whether a plan names no private profile; one that cannot be read may."""
    try:
        return not any(map(is_private, as_noted(noted).places))
    except DoorwaysError:
        return False
