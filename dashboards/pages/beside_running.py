"""Run what is put side by side: each comparison, and in one council each scenario against the one before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from dashboards.jobs import Found, Job
from dashboards.pages.beside_choice import LETTERS, Beside
from dashboards.pages.compared import Compared
from dashboards.pages.running import compared, execution_of, request_of
from dashboards.report.briefing.content import tiles, whole
from dashboards.report.briefing.shape import Tile
from scenarios.compare import RunStore, compare
from scenarios.comparison import Comparison
from scenarios.request import CompareRequest
from scenarios.stored import stored_replicates
from simulation.runner.execution import Execution, StoppedError
from simulation.store.store import open_store


@dataclass(frozen=True)
class Between:
    """Hold what differs between two scenarios in the same futures of one council, by their places."""

    first: int
    second: int
    found: Compared


@dataclass(frozen=True, eq=False)
class Together:
    """Hold comparisons side by side, and what differs between those of one council."""

    columns: tuple[Compared, ...]
    between: tuple[Between, ...]

    @property
    def headline(self) -> str:
        """Say of each what it costs the council, and how many children are in care."""
        said = []
        for letter, one in zip(LETTERS, self.columns, strict=False):
            children, cost, _ = tiles(one.found, whole(one.found))
            said.append(f"{letter}: {_told(cost)}; {_told(children)}.")
        return " ".join(said)


def _told(one: Tile) -> str:
    """Write an answer within a sentence; of a known direction whether that is better or worse."""
    judged = one.verdict.partition("(")[2].removesuffix(")") or one.verdict.lower()
    heading, number = (f"{text[:1].lower()}{text[1:]}" for text in (one.heading, one.number))
    return f"{heading} {number} ({judged})"


def run(chosen: Beside, db: str | None, job: Job[Beside, Together]) -> Together:
    """Run what is put side by side; runs that are stored are taken from there.

    Raises
    ------
    DoorwaysError
        When a comparison cannot be run, or it was stopped.
    """
    execution = execution_of(job)
    with open_store(db) as store:
        return _together(chosen, store, execution, job.enter)


def look(chosen: Beside, db: str | None) -> Found[Together]:
    """Return what the results database holds of all of them, and what they say if that is everything.

    Raises
    ------
    DoorwaysError
        When a comparison cannot be run, or the results database cannot be used.
    """
    choices = chosen.choices()
    total = chosen.runs * len(choices)
    with open_store(db) as store:
        stored = sum(stored_replicates(request_of(one), store) for one in choices)
        if stored < total:
            return Found(stored, total, None)
        still = Execution(cancelled=lambda: True)
        try:
            return Found(stored, total, _together(chosen, store, still, lambda _: None))
        except StoppedError:
            return Found(0, total, None)  # As for one comparison: a run makes it anew.


def _together(
    chosen: Beside, store: RunStore, execution: Execution, enter: Callable[[str], None]
) -> Together:
    """Compare each, then those of one council with each other: these need no further run."""
    choices, columns = chosen.choices(), []
    for letter, one in zip(LETTERS, choices, strict=False):
        enter(letter)
        columns.append(compared(_compare(request_of(one), store, execution)))
    between = [
        Between(first, second, compared(_compare(request, store, execution)))
        for first, second, request in _pairs(chosen)
    ]
    return Together(tuple(columns), tuple(between))


def _compare(request: CompareRequest, store: RunStore, execution: Execution) -> Comparison:
    return compare(request, store=store, execution=execution)


def _pairs(chosen: Beside) -> Iterator[tuple[int, int, CompareRequest]]:
    """Yield every two scenarios of one council, the one against the other."""
    for (i, one), (j, other) in combinations(enumerate(chosen.choices()), 2):
        if one.council == other.council:
            yield i, j, replace(request_of(other), baseline=one.scenario)
