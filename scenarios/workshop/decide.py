"""Decide together: a room places young people, and then sees the same weeks under the model's own rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from agents.codes import Placement
from agents.lengths import ADULTHOOD, BINS_PER_YEAR, TEEN
from agents.synthesis.authority import AuthorityProfile
from agents.words import LIVES
from agents.young_person import YoungPerson
from scenarios.request import CompareRequest
from scenarios.workshop.offers import Offer, offers_for
from scenarios.workshop.picture import OFFERED, picture, so_far
from scenarios.workshop.stepping import ARMS, Stepped
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.model import CareSystem
from simulation.outcomes.event_names import ENTRY_PROCESSES
from simulation.outcomes.logged import Events, events_of, has, placement_of

#: How long a room has for each.
SECONDS: Final = 30
#: What may be decided: a first home in care, and another at once when one cannot go on.
DECIDED: Final = (*ENTRY_PROCESSES, "placement_breakdown")
#: What the rule would have chosen where a room is asked: a bed, or none was found.
FOR_THE_ROOM: Final = (*OFFERED, Placement.KINSHIP)
#: How this differs from life, to be said by whoever leads.
NOTE: Final = (
    "In this model whoever has a free place takes whom you send, but for what the law says. In life a foster "
    "family may say no, and brothers and sisters, schools and the young person's own wish count for more."
)
_WHY: Final = {
    "placement_breakdown/broke_down": "It did not work out where they live: they need somewhere else tonight.",
    "placement_breakdown/carer_left": "Their carer or home cannot go on: they need somewhere else tonight.",
    "placement_breakdown/asked_to_leave": "They have asked to live somewhere else.",
    "": "They are coming into care today.",
}


@dataclass(frozen=True)
class Decision:
    """Hold what a room decided: for whom, when (years from the start), with which carer; rows of the run.

    `carer` is None where time was up: the model's own rule decided. `rule` is the kind of placement it
    would have chosen.
    """

    person: int
    time: float
    carer: int | None
    rule: int


@dataclass(frozen=True)
class Waiting:
    """Hold the young person the room decides for now, and how many more wait in the same week."""

    person: int
    time: float
    what: str
    rule: int
    offers: tuple[Offer, ...]
    queue: int


class Deciding:
    """Play one arm with a room that decides where young people of 10 to 17 live, and the same without.

    Parameters
    ----------
    request
        The comparison whose first future is played.
    arm
        Which arm of it.
    council
        The council's profile, when it is not a published one.
    decisions
        What has been decided already, in order: played again exactly, as after a restart.
    week
        The week at whose end the room begins to decide.
    """

    def __init__(
        self,
        request: CompareRequest,
        arm: str = ARMS[1],
        council: AuthorityProfile | None = None,
        decisions: Sequence[Decision] = (),
        week: int = 0,
    ) -> None:
        self._rule = _from(request, arm, council, week)
        self._room = _from(request, arm, council, week)
        self._before = so_far(self._room)
        self.decisions: list[Decision] = []
        self.waiting: Waiting | None = None
        for one in decisions:
            self._again(one)

    @property
    def week(self) -> int:
        """Return how many weeks are over in the room's run."""
        return self._room.week

    def next(self, until: int) -> dict[str, Any] | None:
        """Play on to the next young person to decide for, at most to the end of a week.

        Returns
        -------
        dict or None
            `number`, `seconds`, `week`; the young person in a sentence (`person`), their `needs` and
            `why` a home is looked for; the `offers`; `queue`, how many more wait this week. None: there is
            nobody, and the room's run stands at the end of that week.
        """
        while self.waiting is None and self._room.week < until:
            if not self._find():
                self._room.step()
        return None if self.waiting is None else self._told(self.waiting)

    def choose(self, offer: int | None) -> dict[str, Any]:
        """Decide: the `id` of an offer, or None when time is up; return what the rule would have done.

        Raises
        ------
        DoorwaysError
            When nobody waits, or the place was not put forward.
        """
        waiting = self.waiting
        if waiting is None:
            rule = "Nobody waits for a decision."
            raise DoorwaysError("decision", offer, rule, "Ask for the next young person first.")
        known = {one.carer: one for one in waiting.offers}
        if offer is not None and offer not in known:
            rule = f"It is one of the places put forward: {', '.join(map(str, known))}."
            raise DoorwaysError("place", offer, rule, "Choose one of them, or none.")
        self.waiting = None
        self.decisions.append(Decision(waiting.person, waiting.time, offer, waiting.rule))
        self._room.decide(waiting.person, offer, waiting.time)
        kind = Placement(waiting.rule)
        return {
            "rule": kind.name.lower(),
            "rule_text": LIVES[kind],
            "same_kind": offer is not None and known[offer].kind == kind,
        }

    def compared(self, until: int) -> dict[str, Any]:
        """Play both runs to the end of a week, nobody deciding any more, and set them side by side.

        Returns
        -------
        dict
            `week`; `room` and `rule`, pictures; `since`: what has happened since the room began, and what
            that cost, in both; `decided`: for each decision what the room and the rule chose, and whether
            the young person still lives there in the room's run.

        Raises
        ------
        DoorwaysError
            When somebody waits for a decision, or the week is over.
        """
        if self.waiting is not None or until < self._room.week:
            rule = "Everybody is decided for first, and the week is not over."
            raise DoorwaysError("week", until, rule, "Decide, or let the time be up.")
        models = {"room": self._room, "rule": self._rule}
        for model in models.values():
            while model.week < until:
                model.step()
        pictures = {name: picture(model) for name, model in models.items()}
        since = {
            name: {key: value - self._before[key] for key, value in one["so_far"].items()}
            for name, one in pictures.items()
        }
        decided = [self._outcome(one) for one in self.decisions]
        return {"week": until, **pictures, "since": since, "decided": decided}

    def _find(self) -> bool:
        """Look for the next decision in the coming week; stand right before it if there is one."""
        ahead = self._room.look_ahead()
        events = events_of(ahead.state)
        rules = model_rules().outcome_names
        due = self._due(events)
        for place, k in enumerate(due, 1):
            row, time = int(events.rows[k]), float(events.times[k])
            self._room.approach(time)
            person = self._room.rows(YoungPerson, [row]).to_list()[0]
            offers = tuple(offers_for(self._room, person))
            if len(offers) > 1:
                kind = int(placement_of(events.after[k : k + 1])[0])
                what, queue = rules[events.what[k]], len(due) - place
                self.waiting = Waiting(row, time, what, kind, offers, queue)
                return True
        return False

    def _due(self, events: Events) -> list[int]:
        """Return where in a log stand the placements that are for the room to decide, from now on."""
        people = self._room.population.young_people
        young = events.rows < people.size
        found = np.flatnonzero(young & events.are(*DECIDED) & (events.times >= self._room.now))
        age = events.times[found] - people["born"][events.rows[found]]
        after = events.after[found]
        # Parents, adopters and secure places are the court's to decide.
        bed = np.isin(placement_of(after), FOR_THE_ROOM) | has(after, "unregistered")
        return [int(k) for k in found[(age >= TEEN) & (age < ADULTHOOD) & bed]]

    def _told(self, waiting: Waiting) -> dict[str, Any]:
        person = self._room.rows(YoungPerson, [waiting.person]).to_list()[0]
        return {
            "number": len(self.decisions) + 1,
            "seconds": SECONDS,
            "week": self._room.week + 1,
            "person": str(person),
            "needs": list(person.needs),
            "why": _WHY.get(waiting.what, _WHY[""]),
            "offers": [one.told() for one in waiting.offers],
            "queue": waiting.queue,
        }

    def _again(self, one: Decision) -> None:
        """Play to a decision that has been made, and make it again."""
        self.next(self._room.years * BINS_PER_YEAR)
        waiting = self.waiting
        if waiting is None or (waiting.person, waiting.time) != (one.person, one.time):
            rule = "Nobody waits for this decision in this run."
            step = "Hand back the decisions of the same request, arm and week, in their order."
            raise DoorwaysError("decision", one, rule, step)
        self.choose(one.carer)

    def _outcome(self, one: Decision) -> dict[str, Any]:
        people = self._room.population.young_people[one.person]
        chosen = None if one.carer is None else self._room.population.carers[one.carer].placement
        return {
            "room": None if chosen is None else Placement(chosen).name.lower(),
            "rule": Placement(one.rule).name.lower(),
            "still_there": one.carer is not None and int(people.carer) == one.carer,
        }


def _from(
    request: CompareRequest, arm: str, council: AuthorityProfile | None, week: int
) -> CareSystem:
    """Return one arm of a comparison's first future at the end of a week."""
    model = Stepped(request, council).models[arm]
    while model.week < week:
        model.step()
    return model
