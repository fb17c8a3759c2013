"""The calibrations that can be named: those in a database, and those that ship."""

from calibration.joint import store as kept
from calibration.joint.result import Calibration
from simulation.errors import DoorwaysError
from simulation.store.store import open_store
from simulation.version import holds


def named(name: str, db: str | None) -> Calibration:
    """Return the calibration of a key, its first letters or a place.

    Raises
    ------
    DoorwaysError
        When there is none such, or it belongs to another results version.
    """
    with open_store(db) as store:
        return kept.find(name, store)


def known(db: str | None) -> tuple[Calibration, ...]:
    """Return every calibration at hand: those stored, the newest first, then those shipped."""
    with open_store(db) as store:
        every = (*kept.stored(store), *kept.shipped())
    return tuple({one.key: one for one in every}.values())


def newest(db: str | None) -> Calibration:
    """Return the newest calibration that belongs to this model, else the one that ships.

    Raises
    ------
    DoorwaysError
        When there is none, or all belong to other results versions.
    """
    every = known(db)
    if not every:
        raise DoorwaysError(
            "calibration",
            "none",
            "None is stored, and none ships with this version.",
            "Run 'doorways calibrate england' first, or name the database with --db.",
        )
    fitting = [one for one in every if holds(one.results_version)]
    return kept.current((fitting or every)[0])


def england_of(found: Calibration, db: str | None) -> Calibration | None:
    """Return the calibration of England that a council's rests on, when it is at hand."""
    key = found.result.get("england")
    return next((one for one in known(db) if one.key == key), None) if key else None
