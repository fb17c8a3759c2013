"""Choosing outcomes by name: a name that nothing has is an error, never an empty choice."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.compile import RuleSet
from simulation.names import check_name


def known_names(outcomes: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Check that each name is a process ("arrest") or one of the outcomes ("arrest/no_charge").

    Raises
    ------
    DoorwaysError
        When one is neither; it names those most like it.
    """
    known = dict.fromkeys((*(one.split("/")[0] for one in outcomes), *outcomes))
    for name in names:
        rule = "No process and no outcome has this name."
        check_name("outcome", name, known, rule, "docs/processes.md lists them.")


@lru_cache(maxsize=1024)
def chosen(rules: RuleSet, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return for each outcome of a rule set whether it, or its process, is among some names.

    Parameters
    ----------
    rules
        Whose outcomes; the order is that of `RuleSet.outcome_names`.
    names
        Processes, which mean all their outcomes, and outcomes.

    Returns
    -------
    numpy.ndarray
        Shape (outcomes,), not to be written to.

    Raises
    ------
    DoorwaysError
        When there is no such process or outcome.
    """
    outcomes = rules.outcome_names
    known_names(outcomes, names)
    found = np.array([one in names or one.split("/")[0] in names for one in outcomes])
    found.flags.writeable = False
    return found
