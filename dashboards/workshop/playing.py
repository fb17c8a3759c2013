"""Play one future in front of the room: a week, a month, on by itself, and exactly back."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from dashboards.workshop.hosting import Hosting
from dashboards.workshop.room import MOST_SPEED, RefusedError
from dashboards.workshop.works import Stepping

#: How far each button goes, in weeks.
STEPS: Final = {"week": 1, "month": 4, "year": 52, "back": -4}
#: Seconds between two notes of where a run that plays by itself stands.
NOTED: Final = 1.0


class Player:
    """Hold what is played; one thread steps it, so that no two steps ever meet.

    Parameters
    ----------
    hosting
        The room that watches.
    """

    def __init__(self, hosting: Hosting) -> None:
        self.hosting = hosting
        self.frame: Mapping[str, Any] | None = None
        self._made: Stepping | None = None
        self._of: tuple[int, str] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="stepping")
        self._playing: asyncio.Task[None] | None = None
        self._preparing: asyncio.Task[None] | None = None

    @property
    def playing(self) -> bool:
        """Tell whether it plays by itself."""
        return self._playing is not None and not self._playing.done()

    def follow(self) -> None:
        """Make ready what the room shows, and pause when it shows something else."""
        room = self.hosting.room
        if (room.screen or room.phase) not in ("run", "map"):
            self._halt()
            return
        wanted = room.round, self.hosting.choice.name
        if self._of != wanted:
            self._halt()
            self._of, self._made, self.frame = wanted, None, None
            self._preparing = self.hosting.beside(self._prepare, room.week)

    async def do(self, what: str, amount: int) -> None:
        """Step, play, pause, go back or to the start, or set how many weeks a second it plays.

        Raises
        ------
        RefusedError
            When it is no such thing, or nothing is ready to be played.
        """
        if what == "speed":
            self._set_speed(amount)
            return
        made = self._made
        if made is None:
            raise RefusedError("map", "The map is being made ready.", "Wait a moment.")
        if what not in (*STEPS, "play", "pause", "start"):
            raise RefusedError(what, "The map has no such button.")
        if what == "play" and self.playing:
            return
        await self._paused()
        if what == "play":
            self._playing = self.hosting.beside(self._play, made)
        elif what != "pause":
            to = made.week + STEPS[what] if what in STEPS else 0
            await self._go(made, min(max(to, 0), made.weeks), noted=True)

    def _set_speed(self, amount: int) -> None:
        if not 1 <= amount <= MOST_SPEED:
            rule = f"It plays 1 to {MOST_SPEED} weeks a second."
            raise RefusedError(amount, rule, "Choose one of them.")
        self.hosting.do({"did": "week", "week": self.hosting.room.week, "speed": amount})

    async def stop(self) -> None:
        """Let go of what is played, noting where it stands."""
        # Where that cannot be noted the rest of the server ends all the same.
        await self.hosting.beside(self._paused)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _prepare(self, week: int) -> None:
        tale, choice, of = self.hosting.tale, self.hosting.choice, self._of
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self._pool, self.hosting.works.make, tale, choice)
        if self._of == of:
            await self._go(made, min(week, made.weeks))
            self._made = made

    async def _play(self, made: Stepping) -> None:
        loop = asyncio.get_running_loop()
        due = noted = loop.time()
        while made.week < made.weeks:
            due = max(due + 1 / self.hosting.room.speed, loop.time())
            mark = loop.time() - noted >= NOTED
            noted = loop.time() if mark else noted
            await self._go(made, made.week + 1, noted=mark)
            await asyncio.sleep(max(0.0, due - loop.time()))
        self._note(made)

    async def _go(self, made: Stepping, week: int, *, noted: bool = False) -> None:
        loop = asyncio.get_running_loop()
        self.frame = await loop.run_in_executor(self._pool, made.play_to, week)
        self.hosting.show(self.frame)
        if noted:
            self._note(made)

    async def _paused(self) -> None:
        """Stop playing and note where it stands."""
        if self._halt() and self._made is not None:
            # What is being stepped now ends first: the one thread does one thing after the other.
            await asyncio.get_running_loop().run_in_executor(self._pool, int)
            await self._go(self._made, self._made.week, noted=True)

    def _halt(self) -> bool:
        if self._playing is None:
            return False
        was = not self._playing.done()
        self._playing.cancel()
        self._playing = None
        return was

    def _note(self, made: Stepping) -> None:
        room = self.hosting.room
        if not room.ended:
            self.hosting.do({"did": "week", "week": made.week, "speed": room.speed})
