"""Banks of real runs for first estimates: made in the background for what pages show, and always after what was asked for."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from dashboards.jobs import FAULT, Desk
from dashboards.warming import warming
from scenarios.estimate.bank import POINTS, Bank, banks
from scenarios.estimate.estimate import LEAST, Estimator
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

log = logging.getLogger(__name__)

#: Finished banks that are kept, and of how many settings one is first told from and told again.
KEPT: Final = 8
TOLD_AT: Final = (2 * LEAST, 4 * LEAST, POINTS)
#: Seconds between two looks whether it is its turn.
_LOOK: Final = 0.2

type Key = tuple[str, str, int, int]


@dataclass(frozen=True)
class Made:
    """Hold what there is of a bank: what tells from it, or why nothing does.

    Attributes
    ----------
    points
        Settings that have been run.
    """

    estimator: Estimator | None = None
    points: int = 0
    message: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.points >= POINTS or bool(self.message)


class Banks:
    """Make the banks that are wanted, one after the other, whenever the desk has nothing else to do.

    One that is begun is made to its end, so that two pages of different choices never take turns for ever;
    after it comes the one that was wanted last.

    Parameters
    ----------
    desk
        Does what pages ask for; a bank steps aside for it.
    request_of
        Returns what a bank of a key is of.
    workers
        How many runs at a time.
    """

    def __init__(
        self, desk: Desk, request_of: Callable[[Key], CompareRequest], workers: int
    ) -> None:
        self._desk, self._request_of, self._workers = desk, request_of, workers
        self._made: OrderedDict[Key, Made] = OrderedDict()
        self._wanted: list[Key] = []
        self._closed = threading.Event()
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None

    def want(self, key: Key) -> Made:
        """Return what there is of a bank, which is made from now on unless it is whole."""
        with self._change:
            made = self._made.setdefault(key, Made())
            self._made.move_to_end(key)
            # Only what is finished may go: one that somebody waits for would be begun again and again.
            for gone in [one for one, is_ in self._made.items() if is_.ended][:-KEPT]:
                del self._made[gone]
            if not made.ended:
                self._wanted = [*(one for one in self._wanted if one != key), key]
                self._change.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="banks", daemon=True)
                self._thread.start()
            return made

    def find(self, key: Key) -> Made:
        """Return what there is of a bank; nothing is made for it."""
        with self._change:
            return self._made.get(key, Made())

    def close(self) -> None:
        """Stop what is being made; what has been run is stored."""
        self._closed.set()
        with self._change:
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._closed.is_set():
            with self._change:
                self._change.wait_for(lambda: self._wanted or self._closed.is_set())
                key = self._wanted[-1] if self._wanted else None
            while key is not None and not self._closed.is_set() and not self._make(key):
                pass

    def _make(self, key: Key) -> bool:
        """Make a bank as far as it is let; return whether that was to its end."""
        while self._busy():
            if self._closed.wait(_LOOK):
                return False
        try:
            self._grow(key)
        except StoppedError:
            return False
        except DoorwaysError as fault:
            self._tell(key, Made(message=str(fault)))
        except Exception:
            log.exception("A bank for first estimates could not be made: %s", key)
            self._tell(key, Made(message=f"There is no first estimate. {FAULT}"))
        with self._change:
            self._wanted = [one for one in self._wanted if one != key]
        return True

    def _grow(self, key: Key) -> None:
        """Make a bank and tell from it as it grows."""
        for bank in self._growing(key):
            if len(bank.at) in TOLD_AT:
                found = Estimator(bank, self._request_of(key).replicates)
                self._tell(key, Made(found, len(bank.at)))

    def _growing(self, key: Key) -> Iterator[Bank]:
        def aside() -> bool:
            return self._busy() or self._closed.is_set()

        if not warming().wait(aside):
            raise StoppedError(
                "first estimates", "none", "It steps aside.", "It goes on by itself."
            )
        with open_store(self._desk.db) as store:
            shelf = Shelf(store, log.warning)
            execution = Execution(self._workers, cancelled=aside, shelf=shelf)
            yield from banks(self._request_of(key), execution)

    def _busy(self) -> bool:
        return self._desk.running is not None

    def _tell(self, key: Key, made: Made) -> None:
        with self._change:
            if key in self._made:
                self._made[key] = made
