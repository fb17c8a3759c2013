"""Keep calibrations and find them again, the shipped one included."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from calibration.joint.result import CALIBRATED, ENGLAND, KIND, Calibration
from simulation.errors import DoorwaysError
from simulation.store.sound import finding_key
from simulation.version import BASELINE_VERSION, RESULTS_VERSION, holds

SHIPPED: Final = Path(__file__).parent / "shipped"
#: Letters of a key that are enough to name it.
LEAST_LETTERS: Final = 4


class FindingStore(Protocol):
    """What keeping calibrations needs of the store (`simulation.store.store.Store` has it)."""

    def add_finding(self, kind: str, name: str, status: str, result: Any) -> str:
        """Store what was found and return its key."""

    def findings(self, kind: str) -> list[Any]:
        """Return all findings of a kind, the newest first."""


def add_calibration(
    store: FindingStore, place: str, status: str, result: dict[str, Any]
) -> Calibration:
    """Store a calibration and return it."""
    key = store.add_finding(KIND, place, status, result)
    return Calibration(key, place, status, RESULTS_VERSION, result)


def stored(store: FindingStore) -> list[Calibration]:
    """Return the stored calibrations that still are what was stored, the newest first."""
    return [_calibration(one) for one in store.findings(KIND) if one.sound]


def _calibration(one: Any) -> Calibration:
    return Calibration(one.key, one.name, one.status, one.results_version, one.result)


@cache
def shipped() -> tuple[Calibration, ...]:
    """Return the calibrations that ship with the model.

    Raises
    ------
    DoorwaysError
        When a file is not the one that shipped.
    """
    return tuple(_shipped(path) for path in sorted(SHIPPED.glob("*.json")))


def usual() -> Calibration | None:
    """Return the calibration drawn from where none is named: England's that ships.

    None where it did not pass its checks, or runs that open nothing gave other numbers then.

    Raises
    ------
    DoorwaysError
        When its file is not the one that shipped.
    """
    fitting = (
        one
        for one in shipped()
        if (one.place, one.status) == (ENGLAND, CALIBRATED) and holds(one.results_version)
    )
    return next(fitting, None)


def _shipped(path: Path) -> Calibration:
    try:
        one = Calibration(**json.loads(path.read_text(encoding="utf-8")))
        sound = one.key == finding_key(KIND, one.place, one.status, one.result)
    except (TypeError, ValueError):
        sound = False
    if not sound:
        raise DoorwaysError(
            "calibration",
            str(path),
            "The file that ships is damaged: its key is not the digest of what it holds.",
            "Run the set-up of the README again, from a fresh copy.",
        )
    return one


def find(name: str, store: FindingStore) -> Calibration:
    """Return the calibration of a key, of its first letters, or the newest of a place.

    Raises
    ------
    DoorwaysError
        When there is none, more than one begins so, or it was made with another results version,
        or the newest of that name is damaged.
    """
    findings = store.findings(KIND)
    wanted = name.strip().lower()
    _refuse_damaged(wanted, findings)
    known = [*map(_calibration, (one for one in findings if one.sound)), *shipped()]
    by_place = [one for one in known if one.place.lower() == wanted]
    by_key = [one for one in known if len(wanted) >= LEAST_LETTERS and one.key.startswith(wanted)]
    found = by_place[:1] or list({one.key: one for one in by_key}.values())
    if len(found) > 1:
        rule = f"{len(found)} calibrations begin so."
        raise DoorwaysError("calibration", name, rule, "Give more letters.")
    if not found:
        places = ", ".join(dict.fromkeys(one.place for one in known)) or "none yet"
        rule = f"There is no such calibration; stored are those of: {places}."
        step = "Name one of these, or run 'doorways calibrate'."
        raise DoorwaysError("calibration", name, rule, step)
    return current(found[0])


def _refuse_damaged(wanted: str, findings: Sequence[Any]) -> None:
    """Refuse to use another in place of the newest one asked for because that is damaged."""
    for one in findings:
        by_key = len(wanted) >= LEAST_LETTERS and str(one.key).startswith(wanted)
        if by_key or str(one.name).lower() == wanted:
            if not one.sound:
                raise DoorwaysError(
                    "calibration",
                    str(one.key)[:10],
                    "It is stored, but is no longer what was stored: the database was damaged.",
                    "Run 'doorways calibrate' again, which reuses what is sound, or name another "
                    "by its key.",
                )
            return


def current(one: Calibration) -> Calibration:
    """Return a calibration that belongs to this model.

    Raises
    ------
    DoorwaysError
        When runs that open nothing gave other numbers when it was made.
    """
    if not holds(one.results_version):
        rule = (
            f"It was made with results version {one.results_version}; runs that open nothing have "
            f"given other numbers since version {BASELINE_VERSION}, so its parameters no longer fit."
        )
        raise DoorwaysError("calibration", one.short, rule, "Calibrate again; nothing is lost.")
    return one
