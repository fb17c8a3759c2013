"""Who begins when: all at once, in waves, in waves drawn by lot, or one of each pair of like councils."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.called import called
from scenarios.intervention_schema import kinds
from scenarios.many.design import Design
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.services.declaration import Sort
from simulation.services.opened_sites import LATER

#: What like councils are alike in: share of children looked after, children, poverty.
_ALIKE: Final = ("cla", "children_0_17", "low_income_percent")
MOST_WAVES: Final = 60


@dataclass(frozen=True)
class Rollout:
    """Say how a scenario reaches many councils.

    Parameters
    ----------
    design
        Which way.
    waves
        Of the two designs in waves, how many; as equal as can be.
    step_months
        Months from one wave to the next.
    seed
        Of the lot.

    Raises
    ------
    DoorwaysError
        When a number is out of bounds.
    """

    design: Design = Design.AT_ONCE
    waves: int = 4
    step_months: float = 6.0
    seed: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.waves <= MOST_WAVES:
            rule = f"There are 1 to {MOST_WAVES} waves."
            raise DoorwaysError("waves", self.waves, rule, "Choose such a number.")
        if not 0 < self.step_months <= MOST_WAVES:
            rule = f"A step is more than 0 and at most {MOST_WAVES} months long."
            raise DoorwaysError(
                "step of a rollout", self.step_months, rule, "Choose such a number."
            )

    def delays(self, councils: Sequence[AuthorityProfile]) -> tuple[float | None, ...]:
        """Return by how many months later than the scenario says each begins; None: never.

        Raises
        ------
        DoorwaysError
            When there are too few councils for the design.
        """
        many = len(councils)
        if self.design is Design.AT_ONCE:
            return (0.0,) * many
        random = np.random.default_rng(self.seed)
        if self.design is Design.MATCHED:
            return _matched(councils, random)
        if many < self.waves:
            rule = f"{self.waves} waves need as many councils."
            raise DoorwaysError("authorities", f"{many}", rule, "Name more, or take fewer waves.")
        order = np.arange(many)
        if self.design is Design.STEPPED_WEDGE:
            order = random.permutation(many)
        delays = np.empty(many)
        for wave, members in enumerate(np.array_split(order, self.waves)):
            delays[members] = wave * self.step_months
        return tuple(delays.tolist())


def _matched(
    councils: Sequence[AuthorityProfile], random: np.random.Generator
) -> tuple[float | None, ...]:
    """Pair each council with the one most like it that is left, and draw one of each pair."""
    many = len(councils)
    if many % 2:
        rule = "Matching needs an even number of councils."
        raise DoorwaysError("authorities", many, rule, "Name one more, or one less.")
    traits = np.array([_traits(one) for one in councils])
    spread = traits.std(axis=0)
    traits = (traits - traits.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    left = list(range(many))
    delays: list[float | None] = [None] * many
    while left:
        first = left.pop(0)
        near = min(left, key=lambda k: float(((traits[k] - traits[first]) ** 2).sum()))
        left.remove(near)
        delays[int(random.choice([first, near]))] = 0.0
    return tuple(delays)


def _traits(council: AuthorityProfile) -> tuple[float, ...]:
    """Return what a council is matched by: rate looked after, log size, share in low-income families."""
    looked_after, children, poor = (council.counts[name] for name in _ALIKE)
    return looked_after / children, float(np.log(children)), poor


def later(scenario: Scenario, months: float | None) -> Scenario:
    """Return a scenario whose services and practices begin some months later; None: never.

    Conditions of the world come when they come.
    """
    if months == 0.0:
        return scenario
    if months is None:
        kept = tuple(one for one in scenario.interventions if _is_condition(one))
        name, title = "never", "never begins"
    else:
        kept = tuple(_moved(one, months) for one in scenario.interventions)
        name, title = f"{months:g}-months-later".replace(".", "-"), f"{months:g} months later"
    return called(scenario, f"-{name}", f" ({title})", interventions=kept)


def _moved(said: Mapping[str, Any], months: float) -> Mapping[str, Any]:
    """Return one thing that is opened, later than it was."""
    if _is_condition(said):
        return said
    return {**said, LATER: said.get(LATER, 0.0) + months}


def _is_condition(said: Mapping[str, Any]) -> bool:
    return kinds()[said["kind"]].sort is Sort.CONDITION
