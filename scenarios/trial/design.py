"""What a trial is: its design, where its authorities come from, what it measures, and when who begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, permutations
from math import ceil, comb, factorial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import MONTHS_PER_YEAR
from scenarios.trial.names import Design, Pool
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import WEEKLY

type Bools = NDArray[np.bool_]

#: Months before anybody begins, of which every authority is known, and after the last has begun.
LEAD, FOLLOW = 12.0, 12.0
#: Length of what is one row of an evaluator's table, in months; four a year, so whole weeks.
PERIOD: Final = 3.0
LEVEL: Final = 0.05
#: Allocations that are all tried; of more, as many are drawn.
MOST_ORDERS: Final = 1000


@dataclass(frozen=True)
class Trial:
    """Ask for a virtual trial.

    Parameters
    ----------
    design
        How authorities come to have the service.
    pool
        Where they come from. By the entry rule: of four times as many as are needed those whose number
        looked after rose most in the year before.
    authorities
        How many have, or may have, the service; 2 to 30.
    outcome
        What is counted: a weekly column, such as care_entries.
    step_months
        Of a stepped wedge, months from one step to the next: whole periods of three.

    Raises
    ------
    DoorwaysError
        When one of these is out of bounds.
    """

    design: Design = Design.STEPPED_WEDGE
    pool: Pool = Pool.NATIONAL
    authorities: int = 5
    outcome: str = "care_entries"
    step_months: float = 6.0

    def __post_init__(self) -> None:
        between("authorities of a trial", self.authorities, 2, 30)
        if self.outcome not in WEEKLY:
            rule = f"A trial needs what is counted week by week: {', '.join(WEEKLY)}."
            raise DoorwaysError("outcome", self.outcome, rule, "Choose one of these.")
        if self.step_months % PERIOD or not PERIOD <= self.step_months <= MONTHS_PER_YEAR:
            rule = f"A step is {PERIOD:g}, 6, 9 or 12 months: whole periods of {PERIOD:g}."
            raise DoorwaysError("step of a trial", self.step_months, rule, "Choose one of these.")
        if self.design is Design.PARALLEL and self.authorities < 4:
            rule = "Two halves need four authorities or more."
            raise DoorwaysError("authorities of a trial", self.authorities, rule, "Take more.")

    @property
    def years(self) -> int:
        """Return how many years are simulated."""
        last = LEAD
        if self.design is Design.STEPPED_WEDGE:
            last += (self.authorities - 1) * self.step_months
        return ceil((last + FOLLOW) / MONTHS_PER_YEAR)

    @property
    def periods(self) -> int:
        """Return how many rows an authority has in an evaluator's table."""
        return round(self.years * MONTHS_PER_YEAR / PERIOD)

    @property
    def step(self) -> int:
        """Return the periods from one step to the next."""
        return round(self.step_months / PERIOD)

    @property
    def lead(self) -> int:
        """Return the periods before anybody begins."""
        return round(LEAD / PERIOD)

    @property
    def candidates(self) -> int:
        """Return how many authorities are simulated to choose from, and to be compared with."""
        chosen = 4 * self.authorities if self.pool is Pool.ENTRY_RULE else self.authorities
        matched = self.authorities if self.design is Design.MATCHED else 0
        return chosen + matched if self.pool is Pool.NATIONAL else max(chosen, 2 * matched)

    def begins(self, order: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the month in which each authority begins; infinity for those that never do.

        Parameters
        ----------
        order
            A permutation of the authorities, as the lot drew it.
        """
        months = np.full(self.authorities, LEAD)
        if self.design is Design.STEPPED_WEDGE:
            months[order] = LEAD + self.step_months * np.arange(self.authorities)
        if self.design is Design.PARALLEL:
            months[order[self.authorities // 2 :]] = np.inf
        return months

    def exposed(self, begins: NDArray[np.float64]) -> Bools:
        """Return who has the service in which period, shape (authorities, periods)."""
        starts = PERIOD * np.arange(self.periods)
        return np.asarray(starts[None, :] >= begins[:, None])

    @property
    def allocations(self) -> int:
        """Return how many ways the lot could have fallen."""
        if self.design is Design.STEPPED_WEDGE:
            return factorial(self.authorities)
        if self.design is Design.PARALLEL:
            return comb(self.authorities, self.authorities // 2)
        return 1

    def every(self, random: np.random.Generator) -> Iterator[Bools]:
        """Yield who would have had the service when, for all allocations, or for some of many."""
        many = self.authorities
        if self.allocations > MOST_ORDERS:
            for _ in range(MOST_ORDERS):
                yield self.exposed(self.begins(random.permutation(many)))
        elif self.design is Design.STEPPED_WEDGE:
            for order in permutations(range(many)):
                yield self.exposed(self.begins(np.array(order)))
        elif self.design is Design.PARALLEL:
            for half in islice(combinations(range(many), many // 2), MOST_ORDERS):
                rest = [one for one in range(many) if one not in half]
                yield self.exposed(self.begins(np.array([*half, *rest])))


def between(thing: str, value: int, low: int, high: int) -> None:
    """Refuse what is out of bounds.

    Raises
    ------
    DoorwaysError
        When it is.
    """
    if not low <= value <= high:
        rule = f"It is a whole number from {low:,} to {high:,}."
        raise DoorwaysError(thing, value, rule, "Choose such a number.")
