"""What a room has done for it by threads: each kind of work by its name, so that a test can put another in its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dashboards.workshop.tale import Choice, Tale

type Progress = Callable[[int, int], None]


class Stepping(Protocol):
    """Step a run (`scenarios.workshop.stepping.Stepped` does, seen through `dashboards.workshop.frames`)."""

    @property
    def week(self) -> int:
        """Return how many weeks are over."""

    @property
    def weeks(self) -> int:
        """Return how many weeks there are."""

    def play_to(self, week: int) -> Mapping[str, Any]:
        """Go to the end of a week and return the picture there."""


class Decides(Protocol):
    """Put decisions into a run (`scenarios.workshop.decide.Deciding` does)."""

    def next(self, until: int) -> dict[str, Any] | None:
        """Play on to the next young person to decide for."""

    def choose(self, offer: int | None) -> dict[str, Any]:
        """Decide, and return what the rule would have done."""

    def compared(self, until: int) -> dict[str, Any]:
        """Set both runs side by side."""

    @property
    def week(self) -> int:
        """Return how many weeks are over."""

    @property
    def decisions(self) -> Sequence[Any]:
        """Return what was decided."""


@dataclass(frozen=True)
class Works:
    """Hold what does the work.

    Attributes
    ----------
    run
        Runs a choice of a story and returns what is revealed of it.
    make
        Makes a choice of a story ready to be stepped.
    begin
        Begins the run a room decides in, at a week, with what has been decided.
    try_mix
        Runs a team's services and returns what the board shows of them.
    cut
        Runs the story's council with a link of a loop cut or set, and returns what that changed.
    finders
        By screen, what finds out what it shows besides the run; the same again after any restart.
    """

    run: Callable[[Tale, Choice, Progress], Mapping[str, Any]]
    make: Callable[[Tale, Choice], Stepping]
    begin: Callable[[Tale, Choice, int, Sequence[Mapping[str, Any]]], Decides]
    try_mix: Callable[[Tale, Sequence[str], str, Progress], Mapping[str, Any]]
    cut: Callable[[Tale, str, int, Progress], Mapping[str, Any]]
    finders: Mapping[str, Callable[[Tale, Choice], Mapping[str, Any]]]
