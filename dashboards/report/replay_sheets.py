"""A replayed run in a table and sentences."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from dashboards.report.sheets import Sheet
from simulation.version import RESULTS_VERSION

if TYPE_CHECKING:
    from scenarios.replay.replay import Difference, Replayed

#: Lines of a list; the rest is counted.
SHOWN: Final = 12
_NOT_KEPT: Final = "not kept"
_MADE_BY: Final = {
    "product": "Doorways",
    "code": "Code of the model",
    "python": "Python",
    "packages": "Libraries",
    "system": "Machine",
    "processor": "Processor",
}


def about(found: "Replayed") -> str:
    """Name the run."""
    task = found.recipe.task
    return f"Run {found.recipe.key[:16]}: {task}" if task else f"Run {found.recipe.key[:16]}"


def circumstances(found: "Replayed") -> Sheet:
    """Return by what the run was made, then and now."""
    then, now = found.recipe.made_by, asdict(found.made_by)
    rows = [("Results version", str(found.recipe.results_version), str(RESULTS_VERSION))]
    rows += [
        (label, str(getattr(then, name)) if then else _NOT_KEPT, now[name])
        for name, label in _MADE_BY.items()
    ]
    made = found.recipe.created
    rows.append(("Stored", f"{made:%d %B %Y %H:%M}" if made else "not known", ""))
    rows.append(("Asked for as", found.recipe.experiment.get("name", _NOT_KEPT), ""))
    words = tuple((what, *((a, b) if a != b else (a, "the same"))) for what, a, b in rows)
    return Sheet(("Made by", "Then", "Now"), words, worded=(0, 1, 2))


def verdict(found: "Replayed") -> str:
    """Say whether it is the same."""
    if found.exact:
        return f"Reproduced exactly: {found.numbers:,} numbers are the same to the last bit."
    if not found.differences:
        why = " ".join(found.recipe.faults)
        return f"The {found.numbers:,} numbers that can be compared agree, but: {why}"
    many = sum(one.differ for one in found.differences)
    why = " ".join(found.recipe.faults)
    return f"It differs: {many:,} of {found.numbers:,} numbers are others. {why}".rstrip()


def differences(found: "Replayed") -> Sheet:
    """Return what differs, and where it first does."""
    rows = [_difference(one) for one in found.differences[:SHOWN]]
    left = len(found.differences) - SHOWN
    rows += [(f"and {left:,} more", "", "", "", "")] if left > 0 else []
    return Sheet(("What differs", "How often", "First in", "Stored", "Now"), tuple(rows))


def _difference(one: "Difference") -> tuple[str, ...]:
    where = f"{one.period} {one.first:,}"
    return one.name, f"{one.differ:,} of {one.of:,}", where, f"{one.stored:.9g}", f"{one.now:.9g}"


def moved(found: "Replayed") -> Iterator[str]:
    """Say what would be believed otherwise today."""
    if found.moved is None:
        yield "What would be believed today cannot be told: the same cannot be asked for again."
        return
    if not found.moved:
        yield "Asked for today, it would be given the same figures."
        return
    yield f"Asked for today, it would be given other figures ({len(found.moved):,}):"
    for one in found.moved[:SHOWN]:
        yield f"  {one.name}: {_value(one.then)}, today {_value(one.now)}"
    if len(found.moved) > SHOWN:
        yield f"  and {len(found.moved) - SHOWN:,} more"


def _value(one: Any) -> str:
    """Write a value; a table by how it begins."""
    if one is None:
        return "none"
    return f"{one:.9g}" if isinstance(one, int | float) else str(one)[:40]


def plain(found: "Replayed") -> dict[str, Any]:
    """Return all of it as plain data."""
    recipe = found.recipe
    return {
        "run_key": recipe.key,
        "task": str(recipe.task),
        "exact": found.exact,
        "numbers": found.numbers,
        "faults": list(recipe.faults),
        "differences": [_finite(asdict(one)) for one in found.differences],
        "results_version": {"then": recipe.results_version, "now": RESULTS_VERSION},
        "made_by": {
            "then": asdict(recipe.made_by) if recipe.made_by else None,
            "now": asdict(found.made_by),
        },
        "experiment": recipe.experiment.get("config"),
        "seconds": recipe.seconds,
        "moved": None if found.moved is None else [asdict(one) for one in found.moved],
    }


def _finite(said: dict[str, Any]) -> dict[str, Any]:
    """Return nothing in the place of what is no number: JSON cannot write it."""
    return {name: None if one != one else one for name, one in said.items()}
