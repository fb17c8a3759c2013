"""Read a targets file: values come from the register by name, or are written with their source."""

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from calibration.beliefs.evidence.figure import Figure, leaves
from calibration.beliefs.evidence.load import figure
from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.targets.target import NOISES, ROLES, Target
from simulation.errors import DoorwaysError
from simulation.files.toml_file import read_toml, right_kinds

FILE: Final = Path(__file__).parent / "england.toml"
_REGISTER: Final = frozenset({"figure", "items", "over", "over_items", "less", "less_items"})
_WRITTEN: Final = frozenset({"value", "denominator", "source", "place"})
_COMMON: Final = frozenset({"measure", "year", "role", "discrepancy", "noise", "note"})
_KINDS: Final[Mapping[str, type]] = {
    "year": int,
    **dict.fromkeys(("measure", "source", "place", "note"), str),
}
#: Registered allowances a target may name.
ALLOWANCES: Final = ("discrepancy_level", "discrepancy_pattern")
#: Two targets for one measure and year must agree as closely as this, as a share.
_AGREE: Final = 0.02
#: The widest allowance a target may claim, as a share of its value.
MOST_DISCREPANCY: Final = 0.10


@cache
def england_targets() -> tuple[Target, ...]:
    """Return the shipped targets, in the order of the file."""
    return read(FILE)


def read(path: Path) -> tuple[Target, ...]:
    """Read and check a targets file.

    Raises
    ------
    DoorwaysError
        When the file cannot be read, or a target is unknown to the model, has no source, is out of
        range, or contradicts another.
    """
    tables = read_toml(path, "targets file")
    made = []
    for name, table in tables.items():
        with right_kinds("target", name):
            made.append(_target(name, table))
    found = tuple(made)
    if not found:
        raise DoorwaysError("targets file", str(path), "It holds no target.", "Add one.")
    _refuse_contradictions(found)
    return found


def _target(name: str, table: Mapping[str, Any]) -> Target:
    thing = f"target {name}"
    _check_fields(thing, table)
    statistic = statistics().get(table["measure"])
    if statistic is None:
        near = difflib.get_close_matches(str(table["measure"]), statistics(), n=3)
        step = (
            f"Did you mean {', '.join(near)}?" if near else "See docs/calibration.md for the list."
        )
        raise DoorwaysError(thing, table["measure"], "No run counts such a measure.", step)
    value, denominator, source, figures = _value(thing, table)
    if statistic.is_share != (denominator > 0):
        rule = "A share needs a denominator (over), a count must have none."
        raise DoorwaysError(thing, statistic.name, rule, "Correct the target.")
    if not value > 0 or (denominator > 0 and not value < 1):
        rule = "A count is above 0, a share between 0 and 1."
        raise DoorwaysError(thing, value, rule, "Correct the value or its items.")
    noise = table.get("noise", "binomial" if denominator > 0 else "poisson")
    return Target(
        id=name,
        measure=statistic.name,
        label=statistic.label,
        value=value,
        denominator=denominator,
        place=table.get("place", "England"),
        year=table["year"],
        role=table["role"],
        noise=noise,
        clump=_overdispersion() if noise == "clumped" else 1.0,
        discrepancy=_allowance(thing, table["discrepancy"]),
        source=source,
        figures=figures,
        note=table.get("note", ""),
    )


def _check_fields(thing: str, table: Mapping[str, Any]) -> None:
    known = _COMMON | _REGISTER | _WRITTEN
    if unknown := sorted(set(table) - known):
        raise DoorwaysError(thing, unknown[0], "Unknown field.", f"Fields: {sorted(known)}.")
    if missing := sorted({"measure", "year", "role", "discrepancy"} - set(table)):
        raise DoorwaysError(thing, missing[0], "This field is missing.", "Add it to the target.")
    if "figure" not in table and not str(table.get("source", "")).strip():
        rule = "A target names a figure of the register, or gives its value and its source."
        raise DoorwaysError(thing, "source", rule, "Add figure = ..., or value and source.")
    for field, kind in _KINDS.items():
        if type(table.get(field, kind())) is not kind:
            rule = f"{field} is a {'whole number' if kind is int else 'text'}."
            raise DoorwaysError(thing, table[field], rule, "Correct the target.")
    for field, words in (("role", ROLES), ("noise", NOISES)):
        if field in table and table[field] not in words:
            rule = f"{field} is one of {', '.join(words)}."
            raise DoorwaysError(thing, table[field], rule, "Correct the target.")


def _value(thing: str, table: Mapping[str, Any]) -> tuple[float, float, str, tuple[str, ...]]:
    """Return value, denominator, sources and figures of a target."""
    if "figure" not in table:
        if "value" not in table:
            raise DoorwaysError(thing, "value", "This field is missing.", "Add it to the target.")
        return float(table["value"]), float(table.get("denominator", 0)), table["source"], ()
    of = figure(table["figure"])
    value, names, used = _sum(thing, of, table.get("items")), [of.id], [of]
    if "less" in table:
        less = figure(table["less"])
        value -= _sum(thing, less, table.get("less_items"))
        names.append(less.id)
        used.append(less)
    denominator = 0.0
    if "over" in table:
        over = figure(table["over"])
        denominator = _sum(thing, over, table.get("over_items"))
        value /= denominator
        used.append(over)
        names.append(over.id)
    elif statistics()[table["measure"]].is_share:
        # A published share: its denominator is in words, and its spread that of its interval.
        denominator = _one("target_share_base")
    sources = ", ".join(dict.fromkeys(one.source for one in used if one.source))
    return value, denominator, sources, tuple(dict.fromkeys(names))


def _sum(thing: str, of: Figure, items: list[str] | None) -> float:
    numbers = list(leaves(of.value))
    if items is None:
        return float(sum(numbers))
    known = dict(zip(of.items, numbers, strict=True))
    for item in items:
        if item not in known:
            rule = f"{of.id} has no such item."
            raise DoorwaysError(thing, item, rule, f"Its items: {', '.join(of.items)}.")
    return float(sum(known[item] for item in items))


def _allowance(thing: str, named: str | float) -> float:
    if isinstance(named, str) and named not in ALLOWANCES:
        rule = f"A named allowance is one of {', '.join(ALLOWANCES)}."
        raise DoorwaysError(thing, named, rule, "Name one of them or give a share.")
    share = _one(named) if isinstance(named, str) else float(named)
    if not 0 < share <= MOST_DISCREPANCY:
        rule = f"An allowance is above 0 and at most {MOST_DISCREPANCY:.0%} of the value."
        raise DoorwaysError(thing, share, rule, "Choose a narrower one, or hold the target out.")
    return share


def _one(name: str) -> float:
    return float(next(leaves(figure(name).value)))


def _overdispersion() -> float:
    """Return how many missing incidents tell as much as one independent one."""
    *_, missing = leaves(figure("local_clump").value)
    return float(missing)


def _refuse_contradictions(targets: tuple[Target, ...]) -> None:
    seen: dict[tuple[str, str, int], Target] = {}
    fitted: dict[str, str] = {}
    for one in targets:
        if one.role == "fit" and fitted.setdefault(one.measure, one.id) != one.id:
            rule = f"{fitted[one.measure]} fits the same measure; a run shows only one number."
            raise DoorwaysError("target", one.id, rule, "Hold one of the two out.")
        other = seen.setdefault((one.measure, one.place, one.year), one)
        if abs(one.value / other.value - 1) > _AGREE:
            rule = (
                f"It contradicts {other.id}: the same measure, place and year, "
                f"{other.value:g} there and {one.value:g} here."
            )
            raise DoorwaysError("target", one.id, rule, "Keep the better one of the two.")
