"""The room that this server hosts: takes what happens, tells everybody who watches, and runs what it needs.

Everything here happens in the server's one loop; what takes longer is done by threads that report back.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from dashboards.workshop.keeping import Kept
from dashboards.workshop.room import Event, Room
from dashboards.workshop.tale import AS_TOLD, Choice, Tale
from simulation.errors import DoorwaysError

log = logging.getLogger(__name__)

type Progress = Callable[[int, int], None]
#: Runs a choice of a tale and returns what is revealed of it.
type Run = Callable[[Tale, Choice, Progress], Mapping[str, Any]]
FAULT = "Something went wrong inside Doorways; the terminal that serves this room tells more."


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


class Hosting:
    """Hold the room, who watches it, and what runs for it.

    Parameters
    ----------
    kept
        The room and its file.
    tale
        The story that is told in it.
    run
        Runs what a round has chosen.
    address
        What people type into a browser.
    """

    def __init__(self, kept: Kept, tale: Tale, run: Run, address: str) -> None:
        self.kept, self.tale, self.address = kept, tale, address
        self._run = run
        self.watchers: set[Watcher] = set()
        self.done, self.total, self.fault = 0, 0, ""
        self.version = 0
        self.player: Playing | None = None
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
        if room != before:
            self.tell()
        if room.ended:
            self._forget()
        else:
            self.go_on()
        return room

    def go_on(self) -> None:
        """Run what the room waits for, unless that is being done."""
        room = self.room
        wanted = room.phase in ("run", "reveal") and room.key not in room.results
        if wanted and (self._job is None or self._job.done()):
            self.done = self.total = 0
            self.fault = ""
            self._job = asyncio.get_running_loop().create_task(self._work(room.round, self.choice))
        if self.player is not None:
            self.player.follow()

    def tell(self) -> None:
        """Tell everybody who watches that there is news of the room."""
        self.version += 1
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

    async def close(self) -> None:
        """Stop what plays, let go of the file, and let every watcher leave."""
        if self.player is not None:
            await self.player.stop()
        if self._job is not None:
            self._job.cancel()
        self.kept.close()

    async def _work(self, number: int, choice: Choice) -> None:
        """Run a choice in a thread and put what came of it into the room."""
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int) -> None:
            loop.call_soon_threadsafe(self._told, done, total)

        try:
            result = await asyncio.to_thread(self._run, self.tale, choice, progress)
        except DoorwaysError as error:
            self.fault = str(error)
        except Exception:
            log.exception("A run for the room failed")
            self.fault = FAULT
        else:
            if not self.room.ended:
                self.do({"did": "ran", "round": number, "result": dict(result)})
        self.tell()

    def _told(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.tell()

    def _forget(self) -> None:
        """Forget the room that ended."""
        self.kept.forget()
        self.tell()
