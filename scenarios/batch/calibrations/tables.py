"""The calibrations of a plan as two tables: a row each, and a row a pair of one place."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

from calibration.joint.england import BankStore
from calibration.joint.result import Calibration
from scenarios.batch.aside import Aside
from scenarios.batch.calibrations.asked import Asked
from scenarios.batch.calibrations.kept import found
from scenarios.batch.calibrations.said import NONE
from scenarios.batch.calibrations.scores import FIT, HOLD, apart, beside, card
from simulation.errors import DoorwaysError

FAILED: Final = "failed"
_OF_EACH: Final = ("median", "sd", "low", "high")


def calibrations(asked: Sequence[Asked], store: BankStore) -> Iterator[dict[str, Any]]:
    """Yield a row for each calibration: gate, posterior and scorecard, or why it failed.

    Raises
    ------
    DoorwaysError
        When one is neither made nor failed: a table of a part is never given as the whole.
    """
    for one, made in zip(asked, _all(asked, store), strict=True):
        yield _about(one) | (_failed(made) if isinstance(made, Aside) else _made(made))


def pairs(asked: Sequence[Asked], store: BankStore) -> Iterator[dict[str, Any]]:
    """Yield a row for each two calibrations of a place: which says better what neither has seen, and how far apart they are.

    Raises
    ------
    DoorwaysError
        When one is neither made nor failed.
    """
    there = [
        (one, made)
        for one, made in zip(asked, _all(asked, store), strict=True)
        if isinstance(made, Calibration)
    ]
    for place in dict.fromkeys(one.place for one, _ in there):
        own = [pair for pair in there if pair[0].place == place]
        for (first, a), (second, b) in combinations(own, 2):
            names = {"place": place, "first": _words(first), "second": _words(second)}
            yield names | beside(a, b) | apart(a, b)


def _all(asked: Sequence[Asked], store: BankStore) -> list[Calibration | Aside]:
    if not asked:
        step = "Say [calibrations] in the plan, or ask for its comparisons."
        raise DoorwaysError("calibrations", "none", "The plan has none.", step)
    there = found(asked, store)
    left = [str(one) for one, made in zip(asked, there, strict=True) if made is None]
    if left:
        said = f"{len(left):,} of {len(asked):,} calibrations, the first {left[0]}"
        rule = "They are not made yet, and a table of the rest would pass for the whole."
        raise DoorwaysError("batch", said, rule, "Resume the batch, then ask again.")
    return [made for made in there if made is not None]


def _words(one: Asked) -> str:
    return str(one.way) or "as it ships"


def _about(one: Asked) -> dict[str, Any]:
    way = one.way
    return {
        "place": one.place,
        "code": one.council.code if one.council else "",
        "year": one.council.year if one.council else way.spec.year,
        "targets": way.targets,
        "priors": way.priors,
        "held_out": str(way.held_out or NONE),
        "bank": way.spec.rows,
        "seed": way.spec.seed,
    }


def _failed(made: Aside) -> dict[str, Any]:
    return {"status": FAILED, "why": made.why, "calibration": ""}


def _made(made: Calibration) -> dict[str, Any]:
    gate = made.result["gate"]
    row: dict[str, Any] = {
        "status": made.status,
        "why": " ".join(gate["why"]),
        "calibration": made.key,
    }
    row |= card(made, FIT) | card(made, HOLD)
    for one in made.result["parameters"]:
        row |= {f"{one['name']}_{end}": one[end] for end in _OF_EACH}
    return row
