"""Find every process and service: a file or a folder each, nothing else to edit."""

import importlib
import inspect
import pkgutil
from functools import cache
from types import ModuleType

import simulation.interventions
import simulation.processes
from simulation.compile import RuleSet
from simulation.outcomes.cells import CELLS, occupied
from simulation.process import Process
from simulation.services.declaration import Service


def _members[T](module: ModuleType, base: type[T]) -> list[type[T]]:
    """Return the concrete subclasses a module defines."""
    classes = (member for _, member in inspect.getmembers(module, inspect.isclass))
    own = (c for c in classes if issubclass(c, base) and c.__module__ == module.__name__)
    # What has no name is what several that have one share.
    return [c for c in own if hasattr(c, "name")]


@cache
def processes() -> tuple[type[Process], ...]:
    """Return every process, sorted by name."""
    path = list(simulation.processes.__path__)
    names = sorted(m.name for m in pkgutil.iter_modules(path) if not m.name.startswith("_"))
    modules = (importlib.import_module(f"simulation.processes.{name}") for name in names)
    found = [process for module in modules for process in _members(module, Process)]
    return tuple(sorted(found, key=lambda p: p.name))


@cache
def services() -> tuple[type[Service], ...]:
    """Return every service, sorted by name: one folder each, declared in its `service` module."""
    path = list(simulation.interventions.__path__)
    folders = sorted(m.name for m in pkgutil.iter_modules(path) if m.ispkg)
    package = "simulation.interventions"
    found = [
        service
        for folder in folders
        for service in _members(importlib.import_module(f"{package}.{folder}.service"), Service)
    ]
    return tuple(sorted(found, key=lambda s: s.name))


@cache
def model_rules() -> RuleSet:
    """Return the rule set of the whole model.

    Raises
    ------
    DoorwaysError
        When what was found does not hold together: see `simulation.checks`.
    """
    return RuleSet(processes(), services(), CELLS, occupied)
