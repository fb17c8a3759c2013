"""A belief a scenario sets for itself, and the check that it makes sense."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from calibration.beliefs.evidence.draw import at
from calibration.beliefs.evidence.figure import Figure, Value, bounds, leaves, shape_of
from calibration.beliefs.evidence.load import figure, figures
from simulation.errors import DoorwaysError
from simulation.names import hint
from simulation.services.declaration import OwnFigure
from simulation.services.wording import MOST_RATIO

#: Stands where a figure of the register says how it was reached.
SET_HERE: Final = "Set by the scenario."


@dataclass(frozen=True)
class Override:
    """Replace a figure's value: fixed at ``central``, or drawn between ``low`` and ``high``.

    ``low`` and ``high`` are read as the ends of a 90% range, or as bounds where the figure is
    drawn from a triangular or uniform distribution.
    """

    central: Value
    low: Value | None = None
    high: Value | None = None

    def plain(self) -> Any:
        """Return what a scenario file says: a number, or a table of central, low and high."""
        if self.low is None or self.high is None:
            return _listed(self.central)
        return {
            "central": _listed(self.central),
            "low": _listed(self.low),
            "high": _listed(self.high),
        }

    def applied(self, figure: Figure) -> Figure:
        """Return the figure as this scenario believes it."""
        mine = replace(
            figure,
            value=self.central,
            low=self.low,
            high=self.high,
            relative=False,
            kind="assumed",
            grade="",
            source="",
            locator="",
            arithmetic=SET_HERE,
        )
        if self.low is None or self.high is None:
            return replace(mine, distribution="fixed", interval_meaning="")
        drawn = figure.distribution if figure.is_drawn else "triangular"
        bounded = drawn in ("uniform", "triangular")
        meaning = "bounds" if bounded else "90% range"
        return replace(mine, distribution=drawn, interval_meaning=meaning)


def check_lent(own: OwnFigure, where: str) -> None:
    """Check that the figure of the register whose value an effect takes can be its size, or that of a cost its price.

    Raises
    ------
    DoorwaysError
        When there is none of the name, it is a table or in another unit, or it is too small or large for a ratio.
    """
    if not own.figure:
        return
    lent = figure(own.figure)
    if shape_of(lent.value) != ():
        rule = "It is a table, and one number is asked for."
        raise DoorwaysError(f"{where}, figure", own.figure, rule, "Name another figure.")
    if wanted := _other_unit(own.unit, lent.unit):
        rule = f"It is in {lent.unit}, and {wanted}."
        raise DoorwaysError(f"{where}, figure", own.figure, rule, "Name another figure.")
    ends = bounds(lent) if lent.is_drawn else None
    numbers = [number for part in (lent.value, *(ends or ())) for number in leaves(part)]
    if own.unit == "ratio" and not 0 < min(numbers) <= max(numbers) <= MOST_RATIO:
        rule = f"It can be 0 or less, or too large: a ratio is above 0 and at most {MOST_RATIO:g}."
        raise DoorwaysError(f"{where}, figure", own.figure, rule, "Name another figure.")


def _other_unit(wanted: str, lent: str) -> str:
    """Say what is asked for where a figure's unit would make something else of it, such as the opposite."""
    if wanted.startswith("£"):
        return "" if lent.startswith("£") else "a cost is in pounds"
    if wanted == "log odds":
        return "" if lent == wanted else "an effect on a choice is in log odds"
    return "an effect on a process is a ratio" if lent.startswith(("£", "log")) else ""


def checked_override(name: str, data: object, where: str) -> Override:
    """Check what a scenario sets for one parameter against the register and the model.

    ``where`` (the file and the table in it) opens the message of an error.

    Raises
    ------
    DoorwaysError
        When the model has no such parameter, or a value has the wrong shape, the wrong order or
        lies outside the parameter's support.
    """
    place = f"{where}, {name}"
    known = settable()
    if name not in known:
        rule = "The model has no such parameter."
        raise DoorwaysError(where, name, rule, hint(name, known))
    override, figure = _read(data, place), figures()[name]
    _check_shape(override, figure, place)
    low, high = known[name]
    for value in _numbers(override):
        if not low <= value <= high:
            rule = f"It must lie between {low:g} and {high:g} ({figure.unit})."
            raise DoorwaysError(place, value, rule, f"Choose a value in that range. {figure.says}")
    _check_drawable(override, figure, place)
    return override


@cache
def settable() -> Mapping[str, tuple[float, float]]:
    """Return the support, lowest and highest value, of every parameter a scenario may set."""
    # Imported here: a scenario that sets nothing is read without loading the whole model.
    from calibration.beliefs.parameters import supports

    return supports()


def _read(data: object, place: str) -> Override:
    if isinstance(data, Mapping):
        keys = {"central", "low", "high"}
        for key in data:
            if key not in keys:
                rule = "Unknown key: nothing here reads it."
                raise DoorwaysError(place, key, rule, hint(str(key), sorted(keys)))
        if missing := keys - set(data):
            rule = "A range has central, low and high."
            raise DoorwaysError(place, dict(data), rule, f"Add {', '.join(sorted(missing))}.")
        parts = {key: _value(data[key], f"{place}, {key}") for key in keys}
        return Override(parts["central"], parts["low"], parts["high"])
    return Override(_value(data, place))


def _value(data: object, place: str) -> Value:
    if isinstance(data, list) and data:
        return tuple(_value(part, place) for part in data)
    if isinstance(data, int | float) and not isinstance(data, bool) and abs(data) < float("inf"):
        return float(data)
    rule = "A parameter is a number, a list of numbers, or a table of central, low and high."
    raise DoorwaysError(place, data, rule, "Change the value in the file.")


def _check_shape(override: Override, figure: Figure, place: str) -> None:
    wanted = shape_of(figure.value)
    for part in (override.central, override.low, override.high):
        try:
            shape = wanted if part is None else shape_of(part)
        except ValueError:
            shape = ()
        if shape != wanted:
            what = f"a list shaped {wanted}" if wanted else "one number"
            step = f"Give {what}: {figure.says}"
            raise DoorwaysError(place, _listed(part), f"This parameter is {what}.", step)


def _check_drawable(override: Override, figure: Figure, place: str) -> None:
    if override.low is None or override.high is None:
        return
    trios = zip(leaves(override.low), leaves(override.central), leaves(override.high), strict=True)
    if not all(low <= middle <= high for low, middle, high in trios):
        rule = "low must not exceed central, nor central high."
        raise DoorwaysError(place, override.plain(), rule, "Put the three in order.")
    try:
        at(override.applied(figure), 0.5)
    except DoorwaysError as fault:
        raise DoorwaysError(place, override.plain(), fault.rule, fault.next_step) from None


def _numbers(override: Override) -> list[float]:
    parts = (override.central, override.low, override.high)
    return [number for part in parts if part is not None for number in leaves(part)]


def _listed(value: Value | None) -> Any:
    return [_listed(part) for part in value] if isinstance(value, tuple) else value
