"""The priors of what is calibrated: from the register, or from a file of one's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.evidence.draw import at
from calibration.beliefs.evidence.figure import DISTRIBUTIONS, Figure, leaves
from calibration.beliefs.evidence.load import figure
from calibration.beliefs.parameters import supports
from simulation.errors import DoorwaysError
from simulation.files.toml_file import read_toml, right_kinds

FILE: Final = Path(__file__).parent / "priors.toml"
#: More than this many cannot be told apart by the method that is built in.
MOST_PARAMETERS: Final = 8
_FIELDS: Final = frozenset({"label", "shape", "low", "central", "high"})
_BOUNDED: Final = ("uniform", "triangular")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Prior:
    """Hold one parameter's prior: a figure with a distribution, inside the parameter's support.

    Attributes
    ----------
    name, label
        The parameter, and what it is in words.
    figure
        Where it comes from, as drawn here.
    support
        Lowest and highest value that makes sense.
    """

    name: str
    label: str
    figure: Figure
    support: tuple[float, float]

    def value(self, u: float) -> float:
        """Return the value at a prior probability."""
        return float(next(leaves(at(self.figure, u, self.support))))

    def plain(self) -> dict[str, Any]:
        """Return what makes the prior, as plain data."""
        one = self.figure
        return {
            "name": self.name,
            "label": self.label,
            "central": one.value,
            "low": one.low,
            "high": one.high,
            "interval": one.interval_meaning,
            "distribution": one.distribution,
        }


def values_at(priors: tuple[Prior, ...], u: Floats) -> Floats:
    """Return parameter values at prior probabilities, shape (..., parameters)."""
    flat = u.reshape(-1, len(priors))
    found = [[p.value(float(x)) for p, x in zip(priors, row, strict=True)] for row in flat]
    return np.array(found).reshape(u.shape)


@cache
def shipped_priors() -> tuple[Prior, ...]:
    """Return the priors that ship with the model."""
    return read(FILE)


def read(path: Path) -> tuple[Prior, ...]:
    """Read and check a file of priors.

    Raises
    ------
    DoorwaysError
        When it cannot be read, or a prior is unknown to the model, not one number, without a range,
        or outside the parameter's support.
    """
    tables = read_toml(path, "priors file")
    if not 1 <= len(tables) <= MOST_PARAMETERS:
        rule = f"A joint calibration has 1 to {MOST_PARAMETERS} parameters."
        raise DoorwaysError("priors file", len(tables), rule, "Estimate the others directly.")
    found = []
    for name, table in tables.items():
        with right_kinds("prior", name):
            found.append(_prior(name, table))
    return tuple(found)


def _prior(name: str, table: Mapping[str, Any]) -> Prior:
    thing, known = f"prior of {name}", supports()
    if name not in known:
        raise DoorwaysError(thing, name, "The model has no such parameter.", "Correct the name.")
    if unknown := sorted(set(table) - _FIELDS):
        rule = f"A prior has the fields {', '.join(sorted(_FIELDS))}."
        raise DoorwaysError(thing, unknown[0], rule, "Take it out.")
    one = figure(name)
    if isinstance(one.value, tuple):
        rule = "Only single numbers are calibrated jointly."
        raise DoorwaysError(thing, name, rule, "Estimate tables directly.")
    one = _shaped(thing, one, table)
    low, high = known[name]
    ends = [float(x) for x in (one.low, one.value, one.high) if not isinstance(x, tuple | None)]
    if len(ends) < 3:
        raise DoorwaysError(thing, name, "It has no range.", "Give low, central and high.")
    for end in ends:
        if not low <= end <= high:
            rule = f"The parameter lies from {low:g} to {high:g} {one.unit}."
            raise DoorwaysError(thing, end, rule, "Move the prior inside.")
    if not ends[0] <= ends[1] <= ends[2]:
        raise DoorwaysError(thing, ends, "low, central and high must be in order.", "Order them.")
    return Prior(name, str(table.get("label", one.says)), one, (low, high))


def _shaped(thing: str, one: Figure, table: Mapping[str, Any]) -> Figure:
    """Return the figure with the file's own range and shape in the register's place."""
    if "low" in table or "high" in table:
        if not {"low", "central", "high"} <= set(table):
            rule = "A range of one's own has low, central and high."
            raise DoorwaysError(thing, sorted(table), rule, "Give all three.")
        low, middle, high = (float(table[key]) for key in ("low", "central", "high"))
        one = replace(one, value=middle, low=low, high=high, relative=False)
    shape = table.get("shape", one.distribution if one.is_drawn else "uniform")
    if shape not in DISTRIBUTIONS or shape == "fixed":
        rule = f"A shape is one of {', '.join(d for d in DISTRIBUTIONS if d != 'fixed')}."
        raise DoorwaysError(thing, shape, rule, "Choose one of them.")
    meaning = "bounds" if shape in _BOUNDED else "90% range"
    if shape == one.distribution:
        meaning = one.interval_meaning
    return replace(one, distribution=shape, interval_meaning=meaning)
