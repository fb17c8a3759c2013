"""What became of each member a service took on: waited, was supported, how it ended, what is left."""

from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member

Ints = NDArray[np.int64]

#: Members who look after young people.
CARING = (Member.CARER, Member.HOME)


class Ending(StrEnum):
    """How waiting or support ended."""

    GOING_ON = "going_on"
    COMPLETED = "completed"
    DROPPED_OUT = "dropped_out"
    AGED_OUT = "aged_out"
    LEFT = "left"
    CLOSED = "service_closed"


class Refusal(StrEnum):
    """Why a member was not taken on: the gate declined a referral, or none was made."""

    OUTAGE = "outage"
    FULL = "list_full"
    GATE = "gate"


#: What each refusal is called.
REFUSALS = {
    Refusal.OUTAGE: "it took nobody on for a while",
    Refusal.FULL: "its list was full",
    Refusal.GATE: "the gate did not take them",
}
#: Those that no referral was made for.
NOT_MADE = (Refusal.FULL, Refusal.OUTAGE)
#: What each ending is called.
ENDINGS = {
    Ending.COMPLETED: "completed",
    Ending.DROPPED_OUT: "dropped out",
    Ending.AGED_OUT: "aged out",
    Ending.LEFT: "left for good: adopted, moved away, stopped caring",
    Ending.CLOSED: "the service closed",
    Ending.GOING_ON: "still going on at the end",
}


@dataclass
class Spell:
    """Hold one member's way through a service, from being taken on; times in years from the start.

    Attributes
    ----------
    enrolment, site
        Rows of their tables.
    accepted, started, ended, forgotten
        When the gate took them on, support began and ended, and nothing was left of what it did;
        infinity for what did not happen. Waiting that led to nothing has an end and no start.
    ending
        How waiting or support ended.
    steps
        (moment, strength of support from then on), in order.
    """

    enrolment: int
    site: int
    accepted: float
    started: float = inf
    ended: float = inf
    forgotten: float = inf
    ending: Ending = Ending.GOING_ON
    steps: list[tuple[float, float]] = field(default_factory=list)

    @property
    def was_supported(self) -> bool:
        """Tell whether support ever began."""
        return self.started < inf

    def acts_at(self, moment: float) -> bool:
        """Tell whether support, or what is left of it, was there just before a moment."""
        return self.started < moment <= self.forgotten

    def strength_at(self, moments: Any) -> Any:
        """Return the strength of support just before moments, 0 when there is none, in their shape."""
        when = np.asarray(moments, np.float64)
        if not self.steps:
            return np.zeros(when.shape)
        since, strength = np.array(self.steps).T
        k = np.searchsorted(since, when, side="left") - 1
        return np.where((self.started < when) & (when <= self.forgotten), strength[k], 0.0)


@dataclass(frozen=True)
class Ways:
    """Hold what one run's services did with those referred to them.

    Attributes
    ----------
    spells
        Every spell, in the order in which members were taken on.
    declined
        Why each enrolment was not taken on, each time it would have been referred, in order, by row.
    """

    spells: list[Spell]
    declined: dict[int, list[Refusal]]
