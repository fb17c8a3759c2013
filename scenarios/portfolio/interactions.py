"""Why a mix does more or less than its members by themselves: levers they share, switched off."""

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.intervention_schema import kinds
from simulation.services.declaration import Effect
from simulation.services.opened import VALUES

type Opened = Sequence[Mapping[str, Any]]


def acts_on(opened: Opened) -> dict[str, set[str]]:
    """Return the levers on which what is opened acts, with the figures that say how much.

    Parameters
    ----------
    opened
        What an arm opens, with its values.
    """
    found: dict[str, set[str]] = {}
    for spec in opened:
        if spec.get("twin", "real") != "real":
            continue
        kind = kinds()[spec["kind"]]
        for effect in kind.effects:
            found.setdefault(_lever(effect), set()).add(effect.size)
        said = {key: one for key, one in spec.items() if key != VALUES}
        for own in kind.own(said):
            if own.unit in _NOTHING:
                found.setdefault(own.name.split("/", 1)[1], set()).add(own.name)
    return found


#: What an effect of none is, by the unit of its size.
_NOTHING: Mapping[str, float] = {"ratio": 1.0, "log odds": 0.0}


def _lever(effect: Effect) -> str:
    return f"{effect.lever}/{effect.option}" if effect.option else effect.lever


def shared_levers(members: Sequence[Opened]) -> tuple[str, ...]:
    """Return the levers on which more than one member acts."""
    each = [acts_on(one).keys() for one in members]
    every = dict.fromkeys(lever for one in each for lever in one)
    return tuple(lever for lever in every if sum(lever in one for one in each) > 1)


def switched_off(opened: Opened, levers: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Return what is opened without its effects on some levers."""
    return tuple(_without(spec, levers) for spec in opened)


def _without(spec: Mapping[str, Any], levers: Sequence[str]) -> dict[str, Any]:
    figures = acts_on([spec])
    gone = {name for lever in levers for name in figures.get(lever, ())}
    kind = kinds()[spec["kind"]]
    said = {key: one for key, one in spec.items() if key != VALUES}
    units = {one.name: one.unit for one in kind.parameters} | {
        one.name: one.unit for one in kind.own(said)
    }
    nothing = {name: _NOTHING[_unit(units[name])] for name in gone}
    changed = {**spec, VALUES: {**spec[VALUES], **nothing}}
    if own := spec.get("effects"):
        changed["effects"] = {**own, **{name: v for name, v in nothing.items() if name in own}}
    return changed


def _unit(unit: str) -> str:
    return next(one for one in _NOTHING if unit.startswith(one))
