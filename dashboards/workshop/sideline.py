"""What a screen shows besides the run, such as journeys: found out once, in a thread, when it is first shown."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from dashboards.workshop.room import Room
from dashboards.workshop.tale import Choice, Tale
from simulation.errors import DoorwaysError

log = logging.getLogger(__name__)
FAULT = "Something went wrong inside Doorways; the terminal that serves this room tells more."

type Finder = Callable[[Tale, Choice], Mapping[str, Any]]


class Sideline:
    """Find out what screens show, one thing at a time, and keep it.

    Parameters
    ----------
    finders
        By screen, what finds out what it shows.
    tell
        Told whenever something was found.
    """

    def __init__(self, finders: Mapping[str, Finder], tell: Callable[[], None]) -> None:
        self.finders, self.tell = finders, tell
        self.found: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.faults: dict[tuple[str, str], str] = {}
        self._turn = asyncio.Lock()
        self._jobs: dict[tuple[str, str], asyncio.Task[None]] = {}

    def of(self, screen: str, choice: Choice) -> Mapping[str, Any] | None:
        """Return what a screen shows of a choice, None before it is found."""
        return self.found.get((screen, choice.name))

    def fault(self, screen: str, choice: Choice) -> str:
        """Return why that could not be found, empty when it could."""
        return self.faults.get((screen, choice.name), "")

    def follow(self, room: Room, tale: Tale, choice: Choice) -> None:
        """Begin to find out what the room shows, unless that is known, being found, or could not be found."""
        key = room.screen, choice.name
        job = self._jobs.get(key)
        settled = key in self.found or key in self.faults or (job is not None and not job.done())
        if room.screen in self.finders and not settled:
            work = self._find(key, self.finders[room.screen], tale, choice)
            self._jobs[key] = asyncio.get_running_loop().create_task(work)

    def stop(self) -> None:
        """Begin nothing more."""
        for job in self._jobs.values():
            job.cancel()

    async def _find(self, key: tuple[str, str], finder: Finder, tale: Tale, choice: Choice) -> None:
        async with self._turn:
            try:
                self.found[key] = await asyncio.to_thread(finder, tale, choice)
            except DoorwaysError as error:
                self.faults[key] = str(error)
            except Exception:
                log.exception("%s could not be found out", key[0])
                self.faults[key] = FAULT
        self.tell()
