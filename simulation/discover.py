"""Find every process and intervention: one file each, nothing else to edit."""

import importlib
import inspect
import pkgutil
from functools import cache

import simulation.interventions
import simulation.processes
from simulation.compile import RuleSet
from simulation.errors import DoorwaysError
from simulation.outcomes.cells import CELLS, occupied
from simulation.process import Intervention, Process


def _classes[T](package: str, path: list[str], base: type[T]) -> list[type[T]]:
    """Return the concrete subclasses defined in a package's modules."""
    found: list[type[T]] = []
    for module in sorted(m.name for m in pkgutil.iter_modules(path)):
        if module.startswith("_"):
            continue
        loaded = importlib.import_module(f"{package}.{module}")
        found += [
            member
            for _, member in inspect.getmembers(loaded, inspect.isclass)
            if issubclass(member, base)
            and member is not base
            and member.__module__ == loaded.__name__
        ]
    return found


def _check_unique(names: list[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DoorwaysError(what, twice[0], "Two classes have this name.", "Rename one of them.")


@cache
def processes() -> tuple[type[Process], ...]:
    """Return every process, sorted by name.

    Raises
    ------
    DoorwaysError
        When two processes share a name, which is the address of their draws.
    """
    found = _classes("simulation.processes", list(simulation.processes.__path__), Process)
    _check_unique([p.name for p in found], "process")
    return tuple(sorted(found, key=lambda p: p.name))


@cache
def interventions() -> tuple[type[Intervention], ...]:
    """Return every intervention, sorted by kind name.

    Raises
    ------
    DoorwaysError
        When two share a name or one acts on a process that does not exist.
    """
    found = _classes(
        "simulation.interventions", list(simulation.interventions.__path__), Intervention
    )
    _check_unique([s.kind_name for s in found], "intervention")
    known = {p.name for p in processes()}
    for service in found:
        for effect in service.effects:
            if effect.process not in known:
                raise DoorwaysError(
                    f"effect of {service.kind_name}",
                    effect.process,
                    "There is no such process.",
                    f"Use one of: {', '.join(sorted(known))}.",
                )
    return tuple(sorted(found, key=lambda s: s.kind_name))


@cache
def model_rules() -> RuleSet:
    """Return the rule set of the whole model."""
    return RuleSet(processes(), interventions(), CELLS, occupied)
