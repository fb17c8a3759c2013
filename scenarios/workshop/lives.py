"""One young person's life in one arm: their own events, the sentences they make, and lanes for a chart."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import MONTHS_PER_YEAR, SIXTEEN
from agents.words import capital, count, duration
from scenarios.whom.moments import whose
from scenarios.workshop.told import HARD, MISSING, TRUST, has, home_of, saying, stands
from simulation.discover import model_rules
from simulation.kinds import ENROLMENTS
from simulation.model import CareSystem
from simulation.outcomes.cells_now import cells_now
from simulation.outcomes.event_names import MOVES
from simulation.outcomes.logged import Events
from simulation.world import first_rows

type Ints = NDArray[np.int64]

#: A step of trust, and what begins it anew.
GROWS: Final = "key_worker_bond"
NEW_WORKER: Final = ("support_start", "key_worker_change")


@dataclass(frozen=True, eq=False)
class Log:
    """Hold what happened in an arm so far, and whom each event is about; -1 for nobody young."""

    model: CareSystem
    events: Events
    owner: Ints

    @classmethod
    def of(cls, model: CareSystem) -> "Log":
        """Return the log of a model, made with one, so far."""
        events = model.events
        return cls(model, events, whose(model.population)[events.rows])

    def counts(self, *names: str) -> Ints:
        """Return how often events of some names happened to each young person, shape (young people,)."""
        some = self.owner[self.events.are(*names) & (self.owner >= 0)]
        return np.bincount(some, minlength=self.model.population.young_people.size)


@dataclass(frozen=True)
class Life:
    """Hold one young person's events in one arm, in true order.

    Attributes
    ----------
    names
        What happened each time, ``process/outcome``.
    services
        Whose service it was about, with its article; empty for the young person's own events.
    cells
        Where they were before the first event and after each, as bits; one more than events.
    places
        Where each event stands in the arm's log.
    """

    times: tuple[float, ...]
    names: tuple[str, ...]
    services: tuple[str, ...]
    cells: tuple[int, ...]
    places: tuple[int, ...]
    born: float
    now: float


def life_of(log: Log, row: int) -> Life:
    """Return the life of the young person in a row."""
    population, events = log.model.population, log.events
    places = np.flatnonzero(log.owner == row)
    rules, first = model_rules().outcome_names, int(first_rows(population)[ENROLMENTS])
    programmes = population.enrolments["programme"]
    services = (
        population.titles[programmes[r - first]] if r >= first else ""
        for r in events.rows[places].tolist()
    )
    start = (
        int(events.before[places[0]])
        if places.size
        else int(cells_now(population.young_people[[row]])[0])
    )
    return Life(
        tuple(events.times[places].tolist()),
        tuple(rules[what] for what in events.what[places].tolist()),
        tuple(services),
        (start, *events.after[places].tolist()),
        tuple(places.tolist()),
        float(population.young_people["born"][row]),
        log.model.now,
    )


def sentences_of(life: Life) -> list[dict[str, Any]]:
    """Return the life as sentences, in order.

    Returns
    -------
    list of dict
        `month` and `until`, counted from 1; `text`; `hard`, whether it may touch somebody in the room;
        `events`, where what it tells stands in the arm's log.
    """
    return [_sentence(life, group) for group in _groups(life)]


def _groups(life: Life) -> Iterator[list[int]]:
    """Yield what one sentence tells: an event, or all missing episodes with nothing told in between."""
    gone: list[int] = []
    for k, name in enumerate(life.names):
        if name.partition("/")[0] in MISSING:
            gone.append(k)
        elif saying(name):
            if gone:
                yield gone
                gone = []
            yield [k]
    if gone:
        yield gone


def _sentence(life: Life, group: list[int]) -> dict[str, Any]:
    names = [life.names[k].partition("/")[0] for k in group]
    first = group[0]
    if names[0] in MISSING:
        text = _missing(life, group)
    else:
        text = saying(life.names[first]).format(
            home=home_of(life.cells[first + 1]),
            service=life.services[first],
            trust=_trust(life, first),
        )
    return {
        "month": _month(life.times[first]),
        "until": _month(life.times[group[-1]]),
        "text": text,
        "hard": not HARD.isdisjoint(names),
        "events": [life.places[k] for k in group],
    }


def _trust(life: Life, k: int) -> str:
    """Return how far trust in a service's worker has come at an event, since that worker began."""
    steps = 0
    for j in range(k, -1, -1):
        process = life.names[j].partition("/")[0]
        if life.services[j] == life.services[k]:
            if process in NEW_WORKER:
                break
            steps += process == GROWS
    return TRUST[min(max(steps, 1), len(TRUST)) - 1]


def _missing(life: Life, group: list[int]) -> str:
    """Say how often somebody went missing, and for how long at the longest."""
    lengths, began = [], -1.0
    for k in group:
        if life.names[k].startswith(MISSING[0]):
            began = life.times[k]
        elif began >= 0.0:
            lengths.append(life.times[k] - began)
            began = -1.0
    starts = sum(life.names[k].startswith(MISSING[0]) for k in group)
    if not starts:
        return "They came back, or were found."
    longest = "" if starts == 1 else "the longest time "
    back = f", {longest}for {duration(max(lengths))}" if lengths else ""
    often = "once" if starts == 1 else count(starts, "time")
    still = ", and had not come back by then" if began >= 0.0 else ""
    return f"They went missing {often}{back}{still}."


def _month(time: float) -> int:
    return int(time * MONTHS_PER_YEAR) + 1


def summary_of(life: Life) -> dict[str, Any]:
    """Return what can be counted of a life, and where it has led so far."""
    named = [name.partition("/")[0] for name in life.names]
    moved = sum(one in MOVES or name in MOVES for one, name in zip(named, life.names, strict=True))
    gone = named.count(MISSING[0])
    said = f"{count(moved, 'move')} and {count(gone, 'missing episode')} so far. They are {stands(life.cells[-1])}."
    return {"moves": moved, "missing_episodes": gone, "text": capital(said)}


def lanes_of(life: Life) -> dict[str, list[dict[str, Any]]]:
    """Return lanes of a chart: stretches in months from the start, and moves as moments.

    School is known from 16 on, of those looked after and care leavers.
    """
    sixteen = life.born + SIXTEEN
    moves = [
        {"month": life.times[k] * MONTHS_PER_YEAR}
        for k, name in enumerate(life.names)
        if name in MOVES or name.partition("/")[0] in MOVES
    ]
    return {
        "home": _stretches(life, 0.0, stands),
        "key_worker": _stretches(
            life, 0.0, lambda cells: "with one" if has(cells, "supported") else ""
        ),
        "school": _stretches(life, max(sixteen, 0.0), _school),
        "missing": _stretches(life, 0.0, lambda cells: "missing" if has(cells, "missing") else ""),
        "moves": moves,
    }


def _school(cells: int) -> str:
    if has(cells, "neet_in_care") or has(cells, "neet_care_leaver"):
        return "not in education, training or work"
    followed = has(cells, "looked_after") or has(cells, "care_leaver")
    return "in education, training or work" if followed else ""


def _stretches(life: Life, since: float, words: Callable[[int], str]) -> list[dict[str, Any]]:
    """Return how long each of some words held, from a moment on; nothing where there are none."""
    found: list[dict[str, Any]] = []
    for (begins, ends), cells in zip(
        pairwise((0.0, *life.times, life.now)), life.cells, strict=True
    ):
        begin, said = max(begins, since), words(cells)
        if begin >= ends or not said:
            continue
        months = begin * MONTHS_PER_YEAR, ends * MONTHS_PER_YEAR
        if found and found[-1]["what"] == said and found[-1]["to"] == months[0]:
            found[-1]["to"] = months[1]
        else:
            found.append({"from": months[0], "to": months[1], "what": said})
    return found
