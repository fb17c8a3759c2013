"""Find a stored calibration for a command that draws from it or shows it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calibration.joint.result import Calibration

#: Asks for no joint calibration at all.
NONE = "none"


def named(name: str | None, db: str | None) -> "Calibration | None":
    """Return the calibration of a key, its first letters or a place; None when none is named.

    Raises
    ------
    DoorwaysError
        When there is none such, or it belongs to another results version.
    """
    if name is None:
        return None
    from calibration.joint.store import find
    from simulation.store.store import open_store

    with open_store(db) as store:
        return find(name, store)


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


def known(db: str | None) -> "tuple[Calibration, ...]":
    """Return every calibration at hand: those stored, the newest first, then those shipped."""
    from calibration.joint.store import shipped, stored
    from simulation.store.store import open_store

    with open_store(db) as store:
        every = (*stored(store), *shipped())
    return tuple({one.key: one for one in every}.values())


def newest(db: str | None) -> "Calibration":
    """Return the newest calibration that belongs to this model, else the one that ships.

    Raises
    ------
    DoorwaysError
        When there is none, or all belong to other results versions.
    """
    from calibration.joint.store import current
    from simulation.errors import DoorwaysError
    from simulation.version import holds

    every = known(db)
    if not every:
        raise DoorwaysError(
            "calibration",
            "none",
            "None is stored, and none ships with this version.",
            "Run 'doorways calibrate england' first, or name the database with --db.",
        )
    fitting = [one for one in every if holds(one.results_version)]
    return current((fitting or every)[0])


def england_of(found: "Calibration", db: str | None) -> "Calibration | None":
    """Return the calibration of England that a council's rests on, when it is at hand."""
    key = found.result.get("england")
    return next((one for one in known(db) if one.key == key), None) if key else None
