"""What a run is: plain data in, plain data out, and the content hash that names it."""

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from simulation.runner.provenance import Provenance
from simulation.version import RESULTS_VERSION

#: One drawn parameter: a figure, or one figure for each entry of its shape (nested for tables).
type ParameterValue = float | tuple[Any, ...]


@dataclass(frozen=True)
class ArmSpec:
    """Name one arm of a comparison and list its interventions.

    Attributes
    ----------
    name
        The arm's name, unique within a task ("baseline", "one-service").
    interventions
        Plain data, one mapping an intervention: ``{"kind": NAME, "twin": "real", ...}``.
    """

    name: str
    interventions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class ReplicateTask:
    """Hold everything one replicate needs, so that a worker is a pure function of it.

    Attributes
    ----------
    profile
        The council's published figures.
    parameters
        Parameter values by name, already drawn for this replicate.
    arms
        The arms to run, all on one shared population.
    seed, replicate
        Address of every draw: the experiment's seed and the replicate's number from 0.
    years
        Horizon in years.
    step_days
        Days between two looks of the scheduler.
    year_luck
        Which luck of the years: replicates that share it have the same; by default its own.
    """

    profile: AuthorityProfile
    parameters: Mapping[str, ParameterValue]
    arms: tuple[ArmSpec, ...]
    seed: int
    replicate: int
    years: int
    step_days: float
    year_luck: int | None = None

    @property
    def luck(self) -> int:
        """Return which luck of the years it has."""
        return self.replicate if self.year_luck is None else self.year_luck

    def __str__(self) -> str:
        arms = ", ".join(arm.name for arm in self.arms)
        return f"replicate {self.replicate} of {self.profile.name} (seed {self.seed}; {arms})"


@dataclass(frozen=True, eq=False)
class ArmResult:
    """Hold what one arm of one replicate reported.

    Attributes
    ----------
    arm
        Name of the arm.
    weekly
        float32 (weeks, len(WEEKLY)), in the order of `simulation.outcomes.measures.WEEKLY`.
    values
        float64 (len(MEASURES), years): each measure in each window year.
    seconds
        Time the arm took.
    made_by
        Code, packages and machine it was made by, where that is known.
    """

    arm: str
    weekly: NDArray[np.float32]
    values: NDArray[np.float64]
    seconds: float
    made_by: Provenance | None = None


def plain(thing: Any) -> Any:
    """Turn a thing into JSON's own kinds, one form for equal values (2 and 2.0 are one)."""
    # What most things are made of: asking for all the kinds there are takes five times as long.
    kind = type(thing)
    if kind is float:
        return int(thing) if thing.is_integer() else thing
    if kind is list or kind is tuple:
        # Most of what is long holds numbers: a call for each would take three times as long.
        return [one if type(one) is float and not one.is_integer() else plain(one) for one in thing]
    if kind is str or kind is int:
        return thing
    return _plain(thing)


def _plain(thing: Any) -> Any:
    """Turn a thing of any kind into JSON's own."""
    if thing is None or isinstance(thing, bool | str):
        return thing
    if isinstance(thing, np.ndarray | np.generic):
        return plain(thing.tolist())
    if isinstance(thing, int | float):
        return int(thing) if float(thing).is_integer() else float(thing)
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, Set):
        return sorted(plain(value) for value in thing)
    if isinstance(thing, list | tuple):
        return [plain(value) for value in thing]
    if is_dataclass(thing):
        return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
    raise TypeError(f"no canonical form for {type(thing).__name__}")


def canonical(thing: Any) -> str:
    """Write plain data as canonical JSON: sorted keys, no spaces, one form for equal numbers.

    Raises
    ------
    TypeError
        When the thing holds something that is not plain data.
    ValueError
        When it holds a number that is not finite.
    """
    return _written(plain(thing))


def digest(thing: Any) -> str:
    """Hash plain data: SHA-256, in hexadecimal, of its canonical JSON."""
    return _hashed(plain(thing))


def _written(kinds: Any) -> str:
    """Write what `plain` returned."""
    return json.dumps(
        kinds, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _hashed(kinds: Any) -> str:
    return _hash_of(_written(kinds))


def _hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Lasting:
    """Keep a thing with what it is in JSON's own kinds, so that its identity stays its own."""

    thing: Any
    plain: Any
    text: str
    digest: str


def _lasting(thing: Any) -> _Lasting:
    """Look at plain data that never changes, once for as long as it is in use.

    The tasks of a comparison share their profile, their arms and, two by two, their parameters;
    going through those again for every task took longer than storing its results.
    """
    known = _known.get(id(thing))
    if known is None or known.thing is not thing:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        kinds = plain(thing)
        text = _written(kinds)
        known = _known[id(thing)] = _Lasting(thing, kinds, text, _hash_of(text))
    return known


#: By identity; the oldest go all at once, since they are cheap to look at again.
_known: dict[int, _Lasting] = {}
_MOST_KNOWN = 512


def lasting_digest(thing: Any) -> str:
    """Hash plain data that never changes, as `digest` does."""
    return _lasting(thing).digest


def lasting_plain(thing: Any) -> Any:
    """Turn plain data that never changes into JSON's own kinds; not to be written to."""
    return _lasting(thing).plain


def run_keys(task: ReplicateTask, version: int | None = None) -> tuple[str, ...]:
    """Name the run of each arm of a task, in the order of its arms.

    Parameters
    ----------
    version
        Results version it is made under; by default this program's.
    """
    shared = {
        "profile": lasting_digest(task.profile),
        "parameters": lasting_digest(task.parameters),
        "seed": plain(task.seed),
        "replicate": plain(task.replicate),
        "year_luck": plain(task.luck),
        "years": plain(task.years),
        "step_days": plain(task.step_days),
        "results_version": RESULTS_VERSION if version is None else version,
    }
    # What is hashed is the canonical text of all of it, in which "arm" is the first name. An arm is most of
    # that text and the same in many tasks, so it is not written out for each.
    rest = _written(shared).removeprefix("{")
    return tuple(_hash_of(f'{{"arm":{_lasting(arm).text},{rest}') for arm in task.arms)


def run_key(task: ReplicateTask, arm: ArmSpec) -> str:
    """Name one run by its content, so that the same run is never stored or run twice.

    Hashes the profile's and the parameters' digests, the arm, seed, replicate, years, step and
    results version; which other arms the task holds plays no part.
    """
    return run_keys(replace(task, arms=(arm,)))[0]
