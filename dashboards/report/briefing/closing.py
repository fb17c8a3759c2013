"""The end of a briefing: what has to be borne in mind, and the works it rests on, as far as there is room."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from dashboards.report.briefing.shape import Section
from dashboards.report.briefing.surely import is_of_calibration
from dashboards.report.content import Source
from simulation.numbers import counted

#: Letters that the limits and the sources may take, so that all stays on two pages.
LIMITS, WORKS = 1000, 700
#: Where all of it stands.
_WHOLE: Final = "report.html"


def limits(notes: Iterable[str], room: int = LIMITS) -> Section:
    """Return what has to be borne in mind, as far as there is room."""
    kept = [note for note in notes if not is_of_calibration(note)]
    return Section("Limits", points=_within(kept, room, "note"))


def works(sources: Sequence[Source], room: int = WORKS) -> Section:
    """Name the works, those that most of the scenario's own figures rest on first, as far as there is room."""
    ordered = sorted(sources, key=lambda one: -one.of_scenario)
    return Section("Sources", points=_within(map(_work, ordered), room, "work"))


def _work(one: Source) -> str:
    year = f" ({one.published})" if one.published else ""
    return f"{one.author}{year}: {one.title}."


def _within(texts: Iterable[str], room: int, noun: str) -> tuple[str, ...]:
    """Return the first texts that fit, at least one, and say how many more the report holds."""
    every = tuple(texts)
    sums = accumulate(len(one) for one in every)
    kept = max(sum(1 for total in sums if total <= room), min(1, len(every)))
    more = len(every) - kept
    said = f"{counted(more, f'more {noun}')} in {_WHOLE}."
    return (*every[:kept], said) if more else every[:kept]
