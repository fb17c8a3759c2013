"""Decide together: who is asked, who may say no, and the room's choices put into the model one by one."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from dashboards.workshop.hosting import Hosting
from dashboards.workshop.room import DECIDED_WEEKS, RefusedError, Room
from dashboards.workshop.works import Decides

#: How long after the last decision both runs are set side by side, in weeks.
AFTERWARDS: Final = 26
#: How many steps of half a minute there are for a decision, unless the console says otherwise; 0 is no limit.
USUAL_CLOCK: Final = 1
CLOCK: Final = "decide-clock"


class Together:
    """Hold the run the room decides in; one thread does all of it.

    Attributes
    ----------
    asked
        Whom the room decides for now, as `Deciding.next` returns them; None between decisions.
    latest
        What the rule would have done the last time.
    outcome
        Both runs side by side, once nobody is to be decided for any more.
    """

    def __init__(self, hosting: Hosting) -> None:
        self.hosting = hosting
        self.asked: Mapping[str, Any] | None = None
        self.latest: Mapping[str, Any] | None = None
        self.outcome: Mapping[str, Any] | None = None
        self._made: Decides | None = None
        #: What is decided in, as the room has it: whatever takes its place was begun anew.
        self._of: Mapping[str, Any] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="deciding")
        self._task: asyncio.Task[None] | None = None
        self._clock: asyncio.TimerHandle | None = None
        #: The turn for which the clock runs, and its steps; None while it stands.
        self._ticks: tuple[int, int] | None = None

    def follow(self) -> None:
        """Begin what the room asks for, unless that has begun, and let go of what it does not ask for any more."""
        room = self.hosting.room
        if self._of is not room.deciding:
            self._of = self._made = self.asked = self.latest = self.outcome = None
            if room.screen == "decide" and room.deciding:
                self._of, self.hosting.fault = room.deciding, ""
                self._task = self.hosting.beside(self._begin, room.deciding)
        self._keep_time()

    def choose(self, carer: int | None) -> None:
        """Take a decision for the one who is asked about.

        Raises
        ------
        RefusedError
            When nobody is, or it is no place that was put forward.
        """
        if self.asked is None:
            raise RefusedError("decision", "Nobody waits for a decision.", "Wait for the next.")
        offers = {one["id"]: one for one in self.asked["offers"]}
        if carer is not None and (carer not in offers or carer in self.hosting.room.refusals):
            raise RefusedError("place", "It is not free for them.", "Choose another.")
        text = offers[carer]["text"] if carer is not None else ""
        self.asked = None
        self._keep_time()
        self._task = self.hosting.beside(self._choose, carer, text)

    def stop(self) -> None:
        """Let go of the run."""
        self.asked = None
        self._keep_time()
        if self._task is not None:
            self._task.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _begin(self, deciding: Mapping[str, Any]) -> None:
        room, tale, choice = self.hosting.room, self.hosting.tale, self.hosting.choice
        begin = partial(self.hosting.works.begin, tale, choice, deciding["from"], room.decisions)
        made = await asyncio.get_running_loop().run_in_executor(self._pool, begin)
        if self._of is deciding:
            self._made = made
            await self._next(made)

    async def _choose(self, carer: int | None, text: str) -> None:
        made = self._made
        if made is None:
            return
        loop = asyncio.get_running_loop()
        latest = await loop.run_in_executor(self._pool, made.choose, carer)
        if self._made is not made:
            return
        self.latest = {**latest, "text": text}
        last = made.decisions[-1]
        event = {
            "did": "decided",
            "turn": len(self.hosting.room.decisions),
            "person": int(last.person),
            "time": float(last.time),
            "carer": None if last.carer is None else int(last.carer),
            "rule": int(last.rule),
            "text": text,
        }
        self.hosting.do(event)
        await self._next(made)

    async def _next(self, made: Decides) -> None:
        """Play to the next one who needs a home, or to the end."""
        loop, until = asyncio.get_running_loop(), self.hosting.room.deciding["until"]
        outcome: Mapping[str, Any] | None = None
        asked = await loop.run_in_executor(self._pool, made.next, until)
        if asked is None:
            end = min(until + AFTERWARDS, self.hosting.tale.weeks)
            outcome = await loop.run_in_executor(self._pool, made.compared, end)
        if self._made is made:
            self.asked, self.outcome = asked, outcome
            self._keep_time()

    def _keep_time(self) -> None:
        """Let the clock run while the room looks at whoever is asked about; it begins anew when its time is changed."""
        room = self.hosting.room
        steps = room.step.get(CLOCK, USUAL_CLOCK)
        runs = self.asked is not None and steps and room.screen == "decide"
        ticks = (len(room.decisions), steps) if runs else None
        if ticks == self._ticks:
            return
        self._ticks = ticks
        if self._clock is not None:
            self._clock.cancel()
        if self.asked is not None and ticks is not None:
            wait = self.asked["seconds"] * steps
            self._clock = asyncio.get_running_loop().call_later(wait, self.choose, None)


def holder(room: Room) -> int:
    """Return the seat whose turn it is: those who place young people take turns; 0 when nobody sits."""
    officers = [seat for seat in sorted(room.seats.values()) if part_of(seat, room) == PLACES]
    return officers[len(room.decisions) % len(officers)] if officers else 0


def part_of(seat: int, room: Room) -> str:
    """Return the part a seat holds; with fewer than three people everybody places."""
    return PARTS[(seat - 1) % len(PARTS)] if len(room.seats) >= len(PARTS) else PLACES


def dealt(room: Room, offers: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Return which seat answers for which place: foster homes and services' beds are dealt out in turn."""
    found: dict[int, int] = {}
    for part, kinds in ANSWER_FOR.items():
        seats = [seat for seat in sorted(room.seats.values()) if part_of(seat, room) == part]
        theirs = [one["id"] for one in offers if one["kind"] in kinds]
        for k, carer in enumerate(theirs):
            if seats:
                found[carer] = seats[(len(room.decisions) + k) % len(seats)]
    return found


PLACES: Final = "placement officer"
CARES: Final = "foster carer"
MANAGES: Final = "service manager"
PARTS: Final = (PLACES, CARES, MANAGES)
ANSWER_FOR: Final = {
    CARES: ("foster_in_house", "foster_agency", "kinship"),
    MANAGES: ("service_bed", "service_family"),
}


def span(room: Room, weeks: int) -> dict[str, int]:
    """Return the weeks in which the room decides, from where the map stands.

    Raises
    ------
    RefusedError
        When too few weeks are left.
    """
    if room.week + DECIDED_WEEKS > weeks:
        rule = f"The room decides through {DECIDED_WEEKS} weeks, and fewer are left."
        raise RefusedError("weeks", rule, "Go back on the map first.")
    return {"from": room.week, "until": room.week + DECIDED_WEEKS}
