"""Discounted costs and benefits of every future, and what they come to."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.case.lines import PricedLine
from simulation.costs.bill import Group
from simulation.errors import DoorwaysError

type Floats = NDArray[np.float64]


class View(StrEnum):
    """Say whose money counts."""

    COUNCIL = "council"
    CASHABLE = "cashable"
    PUBLIC = "public"


#: What each view counts, in words.
VIEWS: Final = {
    View.COUNCIL: "What the council pays and no longer pays.",
    View.CASHABLE: "What the council pays, against that part of placements bought from others which a "
    "budget can give up.",
    View.PUBLIC: "The same for the council, police, NHS and youth justice together.",
}


#: Equipment has cost three times what was planned; more is a slip of the pen.
_MOST: Final = 10.0


@dataclass(frozen=True)
class Corrections:
    """Hold what is corrected for optimism, as shares.

    Attributes
    ----------
    set_up, running
        What setting up and running cost more than planned.
    benefits
        What is taken off everything saved.
    """

    set_up: float = 0.0
    running: float = 0.0
    benefits: float = 0.0

    def __post_init__(self) -> None:
        """Check them.

        Raises
        ------
        DoorwaysError
            When one is no share, or more than all of what is saved is taken off.
        """
        for thing, value, most in (
            ("set-up dearer", self.set_up, _MOST),
            ("running dearer", self.running, _MOST),
            ("off savings", self.benefits, 1.0),
        ):
            if not 0.0 <= value <= most:
                rule = f"It is a share from 0 to {most:g}: 0.24 is 24%."
                raise DoorwaysError(thing, value, rule, "Choose a number in that range.")


@dataclass(frozen=True, eq=False)
class Books:
    """Hold what differs between two arms, line by line, in every future.

    Attributes
    ----------
    lines
        The lines, with the prices in use.
    apart
        Pounds of the scenario less those of the baseline at delivered prices, shape (futures, lines,
        years).
    factors
        Discount factors by year.
    cashable
        Share of avoided external spending that a budget can give up.
    """

    lines: tuple[PricedLine, ...]
    apart: Floats
    factors: Floats
    cashable: float
    corrections: Corrections = field(default_factory=Corrections)

    @cached_property
    def now(self) -> Floats:
        """Return pounds at the prices in use, discounted, shape (futures, lines)."""
        ratios = np.array([one.ratio for one in self.lines])
        return np.asarray((self.apart @ self.factors) * ratios)

    def mask(self, view: View, group: Group | None) -> Floats:
        """Return how much each line counts in a view: of what services cost, or (None) of all else."""
        return np.array([self._share(one, view, group) for one in self.lines])

    def costs(self, view: View, group: Group) -> Floats:
        """Return what running or setting up services costs in each future, uncorrected."""
        return np.asarray(self.now @ self.mask(view, group))

    def benefits(self, view: View) -> Floats:
        """Return what is saved in each future, uncorrected; below 0 where more is spent."""
        return np.asarray(0.0 - self.now @ self.mask(view, None))

    def spent(self, view: View, corrections: Corrections | None = None) -> Floats:
        """Return what services cost in each future, corrected."""
        how = corrections or self.corrections
        running, once = (self.costs(view, one) for one in (Group.RUNNING, Group.SET_UP))
        return running * (1.0 + how.running) + once * (1.0 + how.set_up)

    def kept(self, view: View, corrections: Corrections | None = None) -> float:
        """Return the share of savings that is left when corrected; of a loss all of it."""
        how = corrections or self.corrections
        return 1.0 - how.benefits if self.benefits(view).mean() > 0.0 else 1.0

    def saved(self, view: View, corrections: Corrections | None = None) -> Floats:
        """Return what is saved in each future, corrected."""
        return self.benefits(view) * self.kept(view, corrections)

    def net(self, view: View, corrections: Corrections | None = None) -> Floats:
        """Return the net present value in each future."""
        return self.saved(view, corrections) - self.spent(view, corrections)

    def by_year(self, view: View) -> tuple[Floats, Floats]:
        """Return corrected costs and savings, undiscounted, each of shape (futures, years)."""
        ratios = np.array([one.ratio for one in self.lines])
        apart = self.apart * ratios[:, None]
        how = self.corrections
        run, once, rest = (
            np.einsum("fly,l->fy", apart, self.mask(view, group))
            for group in (Group.RUNNING, Group.SET_UP, None)
        )
        spent = run * (1.0 + how.running) + once * (1.0 + how.set_up)
        return spent, -rest * self.kept(view)

    def _share(self, one: PricedLine, view: View, group: Group | None) -> float:
        if view is not View.PUBLIC and one.line.payer != "council":
            return 0.0
        if one.is_cost or group is not None:
            return float(one.line.group is group)
        return one.external * self.cashable if view is View.CASHABLE else 1.0
