"""Whether each part works, found out by using it."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simulation.store.examine import Examined

#: A small council is run for a year to see that the parts work together.
COUNCIL: Final = "Rutland"
#: Published tables of councils add up to England's as well as rounding lets them.
_ROUNDING: Final = 0.001
_AGAIN: Final = "Run the set-up of the README again, from a fresh copy."


type Look = Callable[[], tuple[str, bool | None]]


@dataclass(frozen=True)
class Finding:
    """Say how one thing stands; `ok` is None when it is only worth knowing."""

    what: str
    says: str
    ok: bool | None = None


def parts(db: str | None) -> Iterator[Finding]:
    """Use each part in turn; nothing is changed but an empty database that is made."""
    yield from (tried(what, look) for what, look in looks(db).items())


def looks(db: str | None) -> dict[str, Look]:
    """Return by part what uses it, and says how it stands."""
    return {
        "database": lambda: _database(db),
        "councils": _councils,
        "calibration": _calibration,
        "compiled rules": _compiled,
        "page, offline": _assets,
    }


def tried(what: str, look: Look) -> Finding:
    """Use one part; whatever goes wrong is what is found."""
    from simulation.errors import DoorwaysError

    try:
        return Finding(what, *look())
    except DoorwaysError as error:
        return Finding(what, str(error), False)
    except Exception as error:  # noqa: BLE001 - a part may be broken in any way, and is told as broken
        return Finding(what, f"{type(error).__name__}: {error}. {_AGAIN}", False)


def _database(db: str | None) -> tuple[str, bool]:
    """Open it, write and take back, read a sample of runs and all findings."""
    from simulation.numbers import counted
    from simulation.runner.held import Unsound
    from simulation.store.store import open_store

    with open_store(db) as store:
        found, address = store.examine(), store.address
    says = (
        f"{address}: written to and read; {found.read:,} of {found.runs:,} stored runs and "
        f"{counted(found.findings, 'finding')} checked"
    )
    told = [says, *_told(found)]
    return ". ".join(told), not (found.faults or found.damaged or found.unsound[Unsound.DAMAGED])


def _told(found: "Examined") -> list[str]:
    """Say what cannot be used in a database, and the way out."""
    told = []
    if found.faults:
        told.append(
            f"Its file is damaged ({found.faults}): restore a copy, or name another with --db"
        )
    told += [
        f"{number:,} of these runs cannot be used ({reason}): whatever asks for them runs them again"
        for reason, number in sorted(found.unsound.items())
    ]
    if found.damaged:
        told.append(
            f"{found.damaged:,} findings are no longer what was stored: calibrate these again"
        )
    return told


def _councils() -> tuple[str, bool]:
    """Load every council of every year, work out what its runs need, and add them up."""
    from calibration.beliefs.authorities.load import all_profiles, england, years
    from calibration.beliefs.parameters import parameters_for

    for year in years():
        councils, whole = all_profiles(year), england(year).counts["cla"]
        total = sum(council.counts["cla"] for council in councils)
        if not math.isclose(total, whole, rel_tol=_ROUNDING):
            says = f"in {year} their children looked after are {total:,.0f}, England's {whole:,.0f}"
            return f"The tables do not agree: {says}. {_AGAIN}", False
    for council in councils:
        _refuse_blanks(council.name, parameters_for(council))
    return f"{len(councils)} councils of {years()[0]} to {years()[-1]} loaded and prepared", True


def _refuse_blanks(name: str, values: object) -> None:
    """Look for a number that is none, in tables too."""
    import numpy as np

    for parameter, value in dict(values).items():  # type: ignore[call-overload]
        if not np.all(np.isfinite(np.asarray(value, dtype=float))):
            raise ValueError(f"{parameter} of {name} is not a number")


def _calibration() -> tuple[str, bool | None]:
    """Draw from each calibration that ships as a comparison would."""
    from calibration.joint.store import current, shipped
    from scenarios.compare import plan
    from scenarios.request import CompareRequest

    for one in shipped():
        request = CompareRequest(authority=COUNCIL, years=1, replicates=2, calibration=current(one))
        for task in plan(request):
            _refuse_blanks(f"calibration {one.short}", task.parameters)
    names = ", ".join(f"{one.short} of {one.place}" for one in shipped())
    return (f"{names}: loaded and drawn from", True) if names else ("none ships", None)


def _compiled() -> tuple[str, bool | None]:
    """Load the engine that is kept and run a small council with it."""
    from simulation.compile import compile_rules, engine_name
    from simulation.discover import model_rules
    from simulation.engine_cache import FOLDER, Kept, folder, look, unusable
    from simulation.simulate import warm_up

    kept, why = look(engine_name(model_rules())), unusable()
    if kept is Kept.DAMAGED:
        return f"damaged, in {folder()}. The next run discards and compiles them again.", False
    if kept is Kept.NONE:
        if not why:
            return f"none for these rules yet: the first run compiles them, into {folder()}", None
        says = f"cannot be kept in {folder()} ({why}), so every command compiles them again"
        return f"{says}. Name another folder with the environment variable {FOLDER}.", False
    warm_up()
    entry: Any = compile_rules(model_rules()).run
    if entry.stats.cache_misses:
        return f"could not be loaded from {folder()}, and were compiled again", False
    return f"loaded from {folder()}; a year of {COUNCIL} was run with them: {_one_year()}", True


def _one_year() -> str:
    """Run one year of a small council, and say how many children were looked after at its end."""
    from scenarios.compare import plan
    from scenarios.request import CompareRequest
    from simulation.outcomes.measures import WEEKLY
    from simulation.runner.worker import run_replicate

    tasks = plan(CompareRequest(authority=COUNCIL, years=1, replicates=2, central=True))
    baseline = run_replicate(tasks[0])[0]
    number = baseline.weekly[-1, WEEKLY.index("children_looked_after")]
    if not number > 0:
        raise ValueError(f"{number} children looked after at its end")
    return f"{number:.0f} children looked after at its end"


def _assets() -> tuple[str, bool]:
    from dashboards.assets.vendored import FOLDER, check

    check()
    return f"its files are complete, in {FOLDER}", True
