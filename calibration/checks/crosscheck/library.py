"""Find a library that is an optional extra, or say how to get it."""

from importlib import import_module
from types import ModuleType

from simulation.errors import DoorwaysError


def library(name: str, extra: str) -> ModuleType:
    """Return a module of an optional library, "sbi.utils" say.

    It is found by name at run time, so that neither type checks nor start-up need it.

    Parameters
    ----------
    name
        The module.
    extra
        The extra of Doorways that installs it.

    Raises
    ------
    DoorwaysError
        When the library is not installed. A fault inside an installed one is passed on.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as fault:
        if fault.name is None or not f"{name}.".startswith(f"{fault.name}."):
            raise
        raise DoorwaysError(
            "optional library",
            name,
            "It does not come with Doorways; only this cross-check needs it.",
            f'In the checkout, .venv/bin/pip install -e ".[{extra}]" '
            f'(on Windows .venv\\Scripts\\pip install -e ".[{extra}]").',
        ) from None
