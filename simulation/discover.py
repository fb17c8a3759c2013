"""Find every process and intervention: one file each, nothing else to edit."""

import importlib
import inspect
import pkgutil
from functools import cache

import simulation.interventions
import simulation.processes
from simulation.compile import RuleSet
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


@cache
def processes() -> tuple[type[Process], ...]:
    """Return every process, sorted by name."""
    found = _classes("simulation.processes", list(simulation.processes.__path__), Process)
    return tuple(sorted(found, key=lambda p: p.name))


@cache
def interventions() -> tuple[type[Intervention], ...]:
    """Return every intervention, sorted by kind name."""
    found = _classes(
        "simulation.interventions", list(simulation.interventions.__path__), Intervention
    )
    return tuple(sorted(found, key=lambda s: s.kind_name))


@cache
def model_rules() -> RuleSet:
    """Return the rule set of the whole model.

    Raises
    ------
    DoorwaysError
        When what was found does not hold together: see `simulation.checks`.
    """
    return RuleSet(processes(), interventions(), CELLS, occupied)
