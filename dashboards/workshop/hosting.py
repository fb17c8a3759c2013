"""The room that this server hosts: takes what happens, tells everybody who watches, and runs what it needs.

Everything here happens in the server's one loop; what takes longer is done by threads that report back.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, Protocol

from dashboards.workshop.keeping import Kept
from dashboards.workshop.room import CUT, Event, Room
from dashboards.workshop.sideline import FAULT, Sideline
from dashboards.workshop.tale import AS_TOLD, Choice, Tale
from dashboards.workshop.works import Progress, Works
from simulation.errors import DoorwaysError

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Watcher:
    """Wait for news: of the room, and the newest picture of what is played; older ones are left out.

    Attributes
    ----------
    plays
        Whether it shows pictures of what is played.
    gone
        Whether it has to leave, since the same browser opened another.
    """

    plays: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)
    frame: Mapping[str, Any] | None = None
    gone: bool = False


class Playing(Protocol):
    """Play a run in front of the room (`dashboards.workshop.playing.Player` does)."""

    frame: Mapping[str, Any] | None

    def follow(self) -> None:
        """Make ready what the room shows, and pause when it shows something else."""

    async def do(self, what: str, amount: int) -> None:
        """Step, play, pause or go back."""

    async def stop(self) -> None:
        """Let go of what is played."""


#: Seconds in which thirty phones' predictions come together, so that no screen is made thirty times anew.
TOGETHER: Final = 0.05
#: What the lead does that asks for a run once more.
AGAIN: Final = ("moved", "shown", "stepped", "again", "chosen")


class Follows(Protocol):
    """Let the room decide in a run (`dashboards.workshop.together.Together` does)."""

    asked: Mapping[str, Any] | None
    latest: Mapping[str, Any] | None
    outcome: Mapping[str, Any] | None

    def follow(self) -> None:
        """Begin what the room asks for."""

    def choose(self, carer: int | None) -> None:
        """Take a decision."""

    def stop(self) -> None:
        """Let go of the run."""


class Hosting:
    """Hold the room, who watches it, and what runs for it.

    Parameters
    ----------
    kept
        The room and its file.
    tale
        The story that is told in it.
    works
        What runs and finds out whatever the room asks for.
    address
        What people type into a browser.
    """

    def __init__(self, kept: Kept, tale: Tale, works: Works, address: str) -> None:
        self.kept, self.tale, self.works, self.address = kept, tale, works, address
        self.sideline = Sideline(works.finders, self.tell)
        self.watchers: set[Watcher] = set()
        self.done, self.total, self.fault = 0, 0, ""
        self.version = 0
        #: What failed last is tried again when somebody asks for it, not at whatever happens next.
        self._failed = ""
        self._due: asyncio.TimerHandle | None = None
        self.player: Playing | None = None
        self.together: Follows | None = None
        self._job: asyncio.Task[None] | None = None

    @property
    def room(self) -> Room:
        """Return the room as it is now."""
        return self.kept.room

    @property
    def choice(self) -> Choice:
        """Return what this round runs."""
        return self.tale.choices.get(self.room.choice) or self.tale.choices[AS_TOLD]

    def do(self, event: Event) -> Room:
        """Take an event, tell everybody, and begin what it asks for.

        Raises
        ------
        RefusedError
            When it does not fit the room.
        """
        before = self.room
        room = self.kept.add(event)
        # Where the run stands is told by its picture; no screen is made anew for it.
        if room != replace(before, week=room.week):
            self.tell()
        if event["did"] in AGAIN:
            self._failed = ""
            self.sideline.faults.clear()
        if room.ended:
            self.kept.forget()
        self.go_on()
        return room

    def go_on(self) -> None:
        """Run what the room waits for, unless that is being done."""
        room = self.room
        wanted = [one for one in self._wanted() if one[0] != self._failed]
        if wanted and (self._job is None or self._job.done()):
            self.done = self.total = 0
            self.fault = ""
            self._job = asyncio.get_running_loop().create_task(self._work(*wanted[0]))
        self.sideline.follow(room, self.tale, self.choice)
        if self.player is not None:
            self.player.follow()
        if self.together is not None:
            self.together.follow()

    def tell(self) -> None:
        """Tell everybody who watches that there is news of the room; news that come together are told together."""
        self.version += 1
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(TOGETHER, self._wake)

    def beside(self, do: Callable[..., Coroutine[Any, Any, None]], *of: Any) -> asyncio.Task[None]:
        """Do something that nobody waits for; everybody is told that it is done, or why it is not."""
        return asyncio.get_running_loop().create_task(self._heed(do, *of))

    async def _heed(self, do: Callable[..., Coroutine[Any, Any, None]], *of: Any) -> None:
        try:
            await do(*of)
        except DoorwaysError as error:
            self.fault = str(error)
        except Exception:
            log.exception("Something that was done for the room failed")
            self.fault = FAULT
        self.tell()

    def _wake(self) -> None:
        self._due = None
        for one in self.watchers:
            one.news.set()

    def show(self, frame: Mapping[str, Any]) -> None:
        """Show a new picture of what is played to those who show it."""
        for one in self.watchers:
            if one.plays:
                one.frame = frame
                one.news.set()

    @contextmanager
    def watching(self, *, plays: bool) -> Iterator[Watcher]:
        """Give a watcher that hears everything until it leaves."""
        one = Watcher(plays, frame=self.player.frame if self.player and plays else None)
        self.watchers.add(one)
        try:
            yield one
        finally:
            self.watchers.discard(one)

    def part(self) -> None:
        """Let every watcher leave: the server ends, and each comes back by itself to the next one."""
        for one in self.watchers:
            one.gone = True
            one.news.set()

    async def close(self) -> None:
        """Stop what plays, let go of the file, and let every watcher leave."""
        if self.player is not None:
            await self.player.stop()
        if self.together is not None:
            self.together.stop()
        self.sideline.stop()
        if self._due is not None:
            self._due.cancel()
        if self._job is not None:
            self._job.cancel()
        self.kept.close()

    def _wanted(self) -> list[tuple[str, Callable[[Progress], Mapping[str, Any]]]]:
        """Return what the room waits for, the first first: its round, then what teams put together."""
        room, tale = self.room, self.tale
        found: list[tuple[str, Callable[[Progress], Mapping[str, Any]]]] = []
        if room.phase in ("run", "reveal") and room.key not in room.results:
            found.append((room.key, partial(self.works.run, tale, self.choice)))
        if room.screen == "teams" and room.step.get("teams", 0):
            for team, services in sorted(room.mixes.items()):
                if f"team-{team}" not in room.results:
                    found.append(
                        (f"team-{team}", partial(self.works.try_mix, tale, services, team))
                    )
        if room.screen == "loops":
            for what, step in room.step.items():
                if what.startswith(CUT) and step and what not in room.results:
                    found.append((what, partial(self.works.cut, tale, what, step)))
        return found

    async def _work(self, of: str, run: Callable[[Progress], Mapping[str, Any]]) -> None:
        """Run something in a thread, put what came of it into the room, and see what is next."""
        loop = asyncio.get_running_loop()
        before = self._made_from(of)

        def progress(done: int, total: int) -> None:
            loop.call_soon_threadsafe(self._told, done, total)

        try:
            result = await asyncio.to_thread(run, progress)
            if not self.room.ended and self._made_from(of) == before:
                self.kept.add({"did": "ran", "of": of, "result": dict(result)})
        except DoorwaysError as error:
            self._failed, self.fault = of, str(error)
        except Exception:
            log.exception("A run for the room failed")
            self._failed, self.fault = of, FAULT
        self.tell()
        self._job = None
        if self._failed != of:
            self.go_on()

    def _made_from(self, of: str) -> Any:
        """Return what a run of this name rests on: once that is otherwise, it is not what the room waits for."""
        room = self.room
        mixes = {f"team-{team}": mix for team, mix in room.mixes.items()}
        return {**room.step, **mixes, room.key: room.choice}.get(of)

    def _told(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.tell()
