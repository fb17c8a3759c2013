"""What of a scenario could be more or less: its services' effects, reach and length, from what they declare."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from calibration.beliefs.evidence.figure import Figure
from calibration.beliefs.evidence.load import figures
from scenarios.beliefs import figure_of
from scenarios.cite import effect_figures
from scenarios.intervention_schema import kinds
from scenarios.needed.limits import limits_at
from scenarios.needed.search import Scale
from scenarios.override import settable
from simulation.errors import DoorwaysError
from simulation.services.declaration import Need, NeededLever, OwnFigure, Service, Sort
from simulation.services.file_words import MOST_LOG_ODDS
from simulation.services.opened import VALUES
from simulation.services.wording import MOST_RATIO

EVERY: Final = "*"
_EFFECTS_KEY: Final = "effects"


@dataclass(frozen=True)
class Lever:
    """Hold one thing that could be more or less.

    Attributes
    ----------
    place
        Which of the scenario's interventions it is of, from 0.
    title
        What that is called.
    declared
        What the service says of it.
    now
        What it is in the scenario, at central values.
    scale
        Where to look.
    believed
        The figure as the evidence has it, whatever the scenario says; None when no figure holds it.
    """

    place: int
    title: str
    declared: NeededLever
    now: float
    scale: Scale
    believed: Figure | None

    def turned(
        self, specs: Sequence[Mapping[str, Any]], value: float
    ) -> tuple[dict[str, Any], ...]:
        """Return what the arm opens with the lever at a value; nothing handed in is changed.

        Parameters
        ----------
        specs
            What the arm opens, with its values, as `scenarios.arms.arm_of` gives it.
        """
        turned = [dict(one) for one in specs]
        turned[self.place] = _with(turned[self.place], self.declared, value)
        return tuple(turned)


def levers_of(specs: Sequence[Mapping[str, Any]]) -> tuple[Lever, ...]:
    """Return what could be more or less of that which an arm opens; conditions are as they are.

    Parameters
    ----------
    specs
        As in `Lever.turned`, at central values.
    """
    found = []
    for place, spec in enumerate(specs):
        if not can_be_otherwise(spec):
            continue
        kind = kinds()[spec["kind"]]
        said = {key: one for key, one in spec.items() if key != VALUES}
        own = {figure.name: figure for figure in kind.own(said)}
        title = kind.titled(said)
        for one in _declared(kind, own.values(), spec):
            scale = Scale(*_bounds(kind, one), one.whole)
            found.append(Lever(place, title, one, _now(spec, one), scale, _believed(one, own)))
    return tuple(found)


def can_be_otherwise(spec: Mapping[str, Any]) -> bool:
    """Tell whether what is opened acts and could act otherwise: neither the world nor a twin can."""
    return kinds()[spec["kind"]].sort is not Sort.CONDITION and spec.get("twin", "real") == "real"


def _declared(
    kind: type[Service], brought: Iterable[OwnFigure], spec: Mapping[str, Any]
) -> Iterator[NeededLever]:
    """Yield what a kind declares: its effects first, then those of its levers the scenario says."""
    known = {one.name: one for one in kind.parameters}
    for name in effect_figures(kind):
        yield NeededLever(name, _says(known[name].meaning), Need.EFFECT, known[name].unit, name)
    for own in brought:
        if own.unit in _UNITS:
            yield NeededLever(own.name, _says(own.says), Need.EFFECT, own.unit, own.name)
    for one in kind.needed_levers:
        if one.figure or _values_at(spec, one.keys):
            yield one


#: Units of the sizes of effects: everything else that comes with a file is money.
_UNITS: Final[Mapping[str, tuple[float, float]]] = {
    "ratio": (1.0 / MOST_RATIO, float(MOST_RATIO)),
    "log odds": (-MOST_LOG_ODDS, MOST_LOG_ODDS),
}


def _says(sentence: str) -> str:
    return sentence.rstrip(".")


def _bounds(kind: type[Service], one: NeededLever) -> tuple[float, float]:
    """Return the bounds of a lever: its own, its figure's, its schema's, or those of a file's effects."""
    if one.low is not None and one.high is not None:
        return one.low, one.high
    if one.figure in settable():
        return settable()[one.figure]
    if (said := limits_at(kind.spec, one.keys)) is not None:
        return said
    if one.unit in _UNITS:
        return _UNITS[one.unit]
    raise DoorwaysError(
        "lever", one.name, "It has no bounds, nor a figure that has.", "Declare low and high."
    )


def _believed(one: NeededLever, own: Mapping[str, OwnFigure]) -> Figure | None:
    """Return the figure of a lever as the register or a file has it."""
    if one.figure in own:
        return figure_of(own[one.figure])
    return figures().get(one.figure)


def _now(spec: Mapping[str, Any], one: NeededLever) -> float:
    """Return what it is: what the scenario says (the mean over the entries of a list), or the figure."""
    if one.entries:
        return float(len(_values_at(spec, one.keys)[0]))
    own = spec.get(_EFFECTS_KEY, {})
    if not one.keys:
        return float(own.get(one.figure, spec[VALUES][one.figure]))
    given = [
        spec[VALUES][one.figure] if value is None else value
        for value in _values_at(spec, one.keys, absent=bool(one.figure))
    ]
    return sum(map(float, given)) / len(given)


def _values_at(table: Any, keys: Sequence[str], *, absent: bool = False) -> list[Any]:
    """Return what stands at a path, once for each entry of lists; None for what is left out if asked."""
    if not keys:
        return [table]
    if keys[0] == EVERY:
        return [one for entry in table for one in _values_at(entry, keys[1:], absent=absent)]
    if keys[0] not in table or table[keys[0]] is None:
        return [None] if absent and EVERY not in keys else []
    return _values_at(table[keys[0]], keys[1:], absent=absent)


def _with(spec: Mapping[str, Any], one: NeededLever, value: float) -> dict[str, Any]:
    """Return what is opened with a lever at a value, wherever the value is read."""
    if one.keys:
        return said_with(spec, one, value)
    changed = {**spec, VALUES: {**spec[VALUES], one.figure: value}}
    if one.figure in spec.get(_EFFECTS_KEY, {}):
        changed[_EFFECTS_KEY] = {**spec[_EFFECTS_KEY], one.figure: value}
    return changed


def said_with(said: Mapping[str, Any], one: NeededLever, value: float) -> dict[str, Any]:
    """Return what a scenario says of something it opens with a lever that it says itself at a value."""
    if one.entries:
        return dict(_put(said, one.keys, _copied(_values_at(said, one.keys)[0], int(value))))
    return dict(_put(said, one.keys, int(value) if one.whole else value))


def _put(table: Any, keys: Sequence[str], value: Any) -> Any:
    """Return a table with a value at a path, everything above it copied."""
    if not keys:
        return value
    if keys[0] == EVERY:
        return [_put(entry, keys[1:], value) for entry in table]
    return {**table, keys[0]: _put(table.get(keys[0], {}), keys[1:], value)}


def _copied(entries: Sequence[Any], many: int) -> list[Any]:
    """Return so many entries: the first of them, or all and copies of the last without its name."""
    last = {key: one for key, one in entries[-1].items() if key != "name"}
    return [*entries[:many], *[last] * (many - len(entries))]
