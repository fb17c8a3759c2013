"""England's stored calibration with the bank behind it, for councils to be worked out from."""

from collections.abc import Callable
from typing import Any, Protocol

from calibration.joint.calibrate import Fitted, infer
from calibration.joint.result import Calibration
from calibration.joint.runs import BANK, JobRunner, bank_of, difference
from calibration.joint.spec import Spec, england_spec
from calibration.joint.store import FindingStore, current, stored
from simulation.errors import DoorwaysError
from simulation.runner.shelf import JobStore


class BankStore(JobStore, FindingStore, Protocol):
    """A store that keeps both the bank and what was found."""


def fitted_from(
    store: BankStore, rows: int, seed: int, say: Callable[[str], None] | None = None
) -> tuple[Spec, Fitted, Calibration] | None:
    """Return England's specification, posterior and calibration from what is stored.

    None when England was never calibrated in this store: then only what ships is known. `say` is
    told when pieces of the bank could not be used and are made again.

    Raises
    ------
    DoorwaysError
        When England was calibrated in this store, but not with this bank and this model.
    """
    spec = england_spec(rows, seed)
    wanted: dict[str, Any] = spec.plain()
    known = [one for one in stored(store) if one.place == "England"]
    if not known:
        return None
    same = [one for one in known if one.result["spec"] == wanted]
    if not same:
        current(known[0])
        rule = f"England has not been calibrated here with a bank of {rows:,} and seed {seed}."
        step = "Run 'doorways calibrate england' first; it stores the bank that councils share."
        raise DoorwaysError("bank", BANK, rule, step)
    runner = JobRunner(store, say=say)
    return spec, infer(spec, bank_of(spec, runner), difference(spec, runner)), same[0]
