"""Make a stored run again, and compare it with what is stored, number by number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from scenarios.compare import model_runner
from scenarios.replay.today import Moved, moved_since
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.provenance import Provenance, here
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.store.recipe import Recipe
from simulation.version import RESULTS_VERSION

type Runner = Callable[[ReplicateTask], tuple[ArmResult, ...]]


class RecipeStore(Protocol):
    """What this needs of the store of runs (`simulation.store.store.Store` has it)."""

    def recipe(self, key: str) -> Recipe:
        """Return a stored run with all it was made of."""


@dataclass(frozen=True)
class Difference:
    """Say how one column of weeks, or one measure of years, differs.

    Attributes
    ----------
    name, period
        What, and whether by "week" or "year".
    differ, of
        How many numbers differ, of how many.
    first
        Where it first does, from 1.
    stored, now
        The two numbers there; not a number where that one has none.
    """

    name: str
    period: str
    differ: int
    of: int
    first: int
    stored: float
    now: float


@dataclass(frozen=True)
class Replayed:
    """Hold what came of it.

    Attributes
    ----------
    recipe
        The stored run.
    made_by
        By what it was made now.
    numbers
        How many numbers were compared.
    differences
        What differs; empty when every bit is the same.
    moved
        What would be believed otherwise were the same asked for today; None where that cannot be told.
    """

    recipe: Recipe
    made_by: Provenance
    numbers: int
    differences: tuple[Difference, ...]
    moved: tuple[Moved, ...] | None

    @property
    def exact(self) -> bool:
        """Whether what is stored is sound, and the same to the last bit."""
        return not (self.differences or self.recipe.faults)


def replay(key: str, store: RecipeStore, runner: Runner | None = None) -> Replayed:
    """Run a stored run again from what is stored of it alone.

    Parameters
    ----------
    key
        Its key, or how that begins.
    store
        Where it is kept.
    runner
        Runs one task; by default the model.

    Raises
    ------
    DoorwaysError
        When there is no such run, what it was made of is gone or damaged, or this version cannot run it.
    """
    recipe = store.recipe(key)
    if recipe.task is None:
        step = "Ask for its comparison again, with another --db: what is made now can be replayed."
        raise DoorwaysError("run", recipe.key, " ".join(recipe.faults), step)
    result = _run(recipe, recipe.task, runner)
    weeks = {name: result.weekly[:, i] for i, name in enumerate(WEEKLY)}
    years = {one.name: result.values[i] for i, one in enumerate(MEASURES)}
    differences = _differences(recipe.weekly, weeks, "week")
    differences += _differences(recipe.values, years, "year")
    compared = sum(one.size for one in (*recipe.weekly.values(), *recipe.values.values()))
    moved = moved_since(recipe.experiment, recipe.task)
    return Replayed(recipe, here(), compared, differences, moved)


def _run(recipe: Recipe, task: ReplicateTask, runner: Runner | None) -> ArmResult:
    """Run it; rules of another version may ask for what it does not have."""
    run_one = runner or model_runner()
    try:
        return run_one(task)[0]
    except Exception as fault:
        if recipe.results_version == RESULTS_VERSION:
            raise
        rule = (
            f"It was made under results version {recipe.results_version}, and the rules of {RESULTS_VERSION} "
            f"cannot run what it was asked for ({type(fault).__name__}: {fault})."
        )
        step = f"Use Doorways {recipe.made_by.product if recipe.made_by else 'of that time'}."
        raise DoorwaysError("run", recipe.key, rule, step) from None


def _differences(
    stored: Mapping[str, NDArray[Any]], now: Mapping[str, NDArray[Any]], period: str
) -> tuple[Difference, ...]:
    """Compare all that was reported then; what is reported only now was not."""
    found = (_difference(name, period, one, now.get(name)) for name, one in stored.items())
    return tuple(one for one in found if one is not None)


def _difference(
    name: str, period: str, stored: NDArray[Any], now: NDArray[Any] | None
) -> Difference | None:
    """Say how one row of numbers differs from another, or None when it does not."""
    again = np.full(stored.size, np.nan)
    if now is not None:
        shared = min(stored.size, now.size)
        again[:shared] = now[:shared]
    other = ~((stored == again) | (np.isnan(stored) & np.isnan(again)))
    if not other.any():
        return None
    at = int(np.flatnonzero(other)[0])
    return Difference(
        name, period, int(other.sum()), stored.size, at + 1, float(stored[at]), float(again[at])
    )
