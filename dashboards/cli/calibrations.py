"""Find the calibration for a command that draws from it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calibration.joint.result import Calibration

#: Asks for no joint calibration at all.
NONE = "none"


def chosen(name: str | None, db: str | None) -> "Calibration | None":
    """Return the calibration of a key or place, the usual one when none is named, or none at all.

    Raises
    ------
    DoorwaysError
        When there is none such, it belongs to another results version, or the database that is named
        cannot be used.
    """
    from calibration.joint.store import usual

    if name is not None and name.strip().lower() != NONE:
        from calibration.joint.at_hand import named

        return named(name, db)
    if db is not None:
        from simulation.store.store import open_store

        # Even where nothing is looked up in it: what is said and cannot be used is an error.
        open_store(db).close()
    return usual() if name is None else None


def in_words(used: "Calibration | None") -> list[str]:
    """Return what a folder is named after besides: nothing for the usual calibration."""
    from calibration.joint.store import usual

    if used == usual():
        return []
    return [f"calibration {used.short}" if used else "uncalibrated"]
