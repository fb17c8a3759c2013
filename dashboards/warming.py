"""Make the model ready while people still choose, so that the first run need not wait for it."""

import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import Literal

from simulation.errors import DoorwaysError

State = Literal["asleep", "loading", "compiling", "ready"]
#: Gives "is it compiled already?" and what compiles or loads it.
Model = tuple[Callable[[], bool], Callable[[], None]]

#: Seconds between two looks at a wish to stop.
LOOK = 0.1

log = logging.getLogger(__name__)


class Warming:
    """Compile or load the model once, in a thread of its own.

    Parameters
    ----------
    model
        Imports the model, which takes a while, and returns its two questions.

    Attributes
    ----------
    state
        What is going on; "compiling" only while it really compiles.
    """

    def __init__(self, model: Callable[[], Model]) -> None:
        self.state: State = "asleep"
        self._model = model
        self._ended = threading.Event()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin, unless it has begun; the program may end while it goes on."""
        with self._lock:
            if self.state != "asleep":
                return
            self.state = "loading"
        threading.Thread(target=self._prepare, name="warming", daemon=True).start()

    def wait(self, stopped: Callable[[], bool]) -> bool:
        """Wait for the end, beginning if need be; return False when stopped before it."""
        self.start()
        while not self._ended.wait(LOOK):
            if stopped():
                return False
        return True

    def _prepare(self) -> None:
        try:
            is_ready, warm_up = self._model()
            if not is_ready():
                self.state = "compiling"
            warm_up()
        except DoorwaysError:
            pass  # The run that needs the model meets the same fault, and tells it to who asked.
        except Exception:
            log.exception("The model could not be made ready")
        finally:
            self.state = "ready"
            self._ended.set()


@cache
def warming() -> Warming:
    """Return the warming of this server's model."""
    return Warming(_model)


def _model() -> Model:
    from simulation.simulate import is_ready, warm_up

    return is_ready, warm_up
