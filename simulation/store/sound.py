"""When what is stored may be used: it still matches the digest it was stored with."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.spec import ArmResult, canonical, digest, plain

#: Names of the measures, in the order in which a run holds them.
YEARLY: Final = tuple(measure.name for measure in MEASURES)


@cache
def _layout(
    columns: tuple[str, ...], measures: tuple[str, ...]
) -> tuple[bytes, NDArray[np.intp], NDArray[np.intp]]:
    """What the numbers of a run are, and the order in which they are digested: by name.

    Moving a measure to another place in its list changes no stored run.
    """
    names = canonical([sorted(columns), sorted(measures)])
    return names.encode("utf-8"), np.argsort(columns), np.argsort(measures)


def run_digest(
    key: str,
    result: ArmResult,
    columns: tuple[str, ...] = WEEKLY,
    measures: tuple[str, ...] = YEARLY,
) -> str:
    """Hash a run's key, every week, every value and the time it took: SHA-256 in hexadecimal.

    Numbers count as little-endian bytes of the kinds they are stored as; all ways to write "not
    a number", and both zeros, are one, since databases do not tell them apart.

    Parameters
    ----------
    key, result
        The run.
    columns, measures
        What its weekly columns and its values are called: by default, all there are today.
    """
    names, weekly, values = _layout(columns, measures)
    whole = hashlib.sha256(names)
    whole.update(f"{key} {result.weekly.shape} {result.values.shape}".encode())
    whole.update(_canonical(result.weekly[:, weekly], "<f4"))
    whole.update(_canonical(result.values[values], "<f8"))
    whole.update(_canonical(np.array([result.seconds]), "<f8"))
    return whole.hexdigest()


def _canonical(numbers: NDArray[Any], kind: str) -> bytes:
    # Adding nothing turns the other zero into the usual one.
    same = numbers.astype(kind) + 0
    same[np.isnan(same)] = np.nan
    return same.astype(kind).tobytes()


def piece_digest(job: str, piece: str, result: Any) -> str:
    """Hash a piece of a job: its job, its name and all it holds, which may be "not a number"."""
    whole = json.dumps(plain([job, piece, result]), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def finding_key(kind: str, name: str, status: str, result: Any) -> str:
    """Name a finding by its content."""
    return digest({"kind": kind, "name": name, "status": status, "result": plain(result)})


def matches(expected: Any, made: Callable[..., str], *parts: Any) -> bool:
    """Say whether a digest made of parts, whatever they became, is the one expected."""
    try:
        return bool(expected == made(*parts))
    except (TypeError, ValueError, OverflowError, RecursionError):
        return False
