"""Four to six fictional young people of a run, each in both arms, chosen by a rule that is said."""

from itertools import zip_longest
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import ADULTHOOD, TEEN
from scenarios.workshop.lives import Life, Log, lanes_of, life_of, sentences_of, summary_of
from scenarios.workshop.stepping import ARMS, Stepped
from scenarios.workshop.told import MISSING, stands
from simulation.errors import DoorwaysError
from simulation.outcomes.event_names import ENTRY_PROCESSES, MOVES

type Ints = NDArray[np.int64]

#: Whom journeys are taken from, by what happened to them, in words; the first group with anybody in it.
_GROUPS: Final = {
    ("support_start",): "whom a service began to support",
    ENTRY_PROCESSES: "who came into care",
}

MANY: Final = (4, 6)
NOTE: Final = (
    "These young people are made up. They have no real child behind them, and their names come from a list. Some go "
    "missing, lose a home or are taken advantage of. Read on only as far as you wish; the room can pause at any time."
)
#: Names anybody may have; they say nothing of who somebody is.
NAMES: Final = (
    *("Alex", "Ash", "Bailey", "Billie", "Charlie", "Drew", "Eden", "Ellis", "Frankie", "Jamie"),
    *("Jess", "Jo", "Jules", "Kit", "Lee", "Morgan", "Noor", "Quinn", "Remy", "Riley"),
    *("Robin", "Rowan", "Sam", "Sasha", "Sky", "Taylor", "Toni", "Uli", "Val", "Wren"),
)


def journeys(pair: Stepped, many: int = 5) -> dict[str, Any]:
    """Return some young people's lives so far, without and with what the scenario opens.

    Those whom a service began to support while 10 to 17 (where it supported nobody: who came into care),
    and who came into care, moved or went missing in either arm, are put in order by how many more moves
    and missing episodes their life holds with the scenario than without, and taken at even distances
    along that order. So nobody is picked for being the best.

    Returns
    -------
    dict
        `note`, what is said first; `rule`, how they were chosen, with how many there were; `people`:
        each with `name`, `age` at the start, `start`, the `month` from which the two lives differ (None:
        never), and of each arm `sentences`, `lanes` and `summary`.

    Raises
    ------
    DoorwaysError
        When fewer than four or more than six are asked for.
    """
    if many not in range(MANY[0], MANY[1] + 1):
        rule = f"A room reads {MANY[0]} to {MANY[1]} journeys."
        raise DoorwaysError("journeys", many, rule, "Choose one of them.")
    logs = {name: Log.of(model) for name, model in pair.models.items()}
    could, who = _could(logs[ARMS[1]])
    eventful = [log.counts(*ENTRY_PROCESSES, *MOVES, MISSING[0])[could] for log in logs.values()]
    could = could[np.sum(eventful, axis=0) > 0]
    ordered = _in_order(logs, could)
    chosen = ordered[_spread(ordered.size, many)]
    names = _names(chosen)
    return {
        "note": NOTE,
        "rule": _rule(ordered.size, chosen.size, who),
        "people": [
            _told(logs, row, name) for row, name in zip(chosen.tolist(), names, strict=True)
        ],
    }


def _could(log: Log) -> tuple[Ints, str]:
    """Return who may be chosen, by row, and who they are in words."""
    groups = [(_at_ten_to_seventeen(log, names), who) for names, who in _GROUPS.items()]
    return next((one for one in groups if one[0].size), groups[-1])


def _at_ten_to_seventeen(log: Log, names: tuple[str, ...]) -> Ints:
    """Return to whom something happened at that age."""
    some = log.events.are(*names) & (log.owner >= 0)
    rows, times = log.owner[some], log.events.times[some]
    age = times - log.model.population.young_people["born"][rows]
    return np.unique(rows[(age >= TEEN) & (age < ADULTHOOD)])


def _in_order(logs: dict[str, Log], could: Ints) -> Ints:
    """Return rows from those with the most events more with the scenario to those with the fewest."""
    without, real = (log.counts(*MOVES, MISSING[0])[could] for log in (logs[name] for name in ARMS))
    uids = logs[ARMS[0]].model.population.young_people["uid"][could]
    return could[np.lexsort((uids, without - real))]


def _spread(size: int, many: int) -> Ints:
    """Return places at even distances, both ends aside: of five the 10%, 30%, 50%, 70% and 90% points."""
    places = ((np.arange(many) + 0.5) / many * size).astype(np.int64)
    return np.unique(places[places < size])


def _names(rows: Ints) -> list[str]:
    """Return a name each: the same young person keeps theirs, whoever else is chosen, unless two meet."""
    names: list[str] = []
    for row in rows.tolist():
        place = row
        while NAMES[place % len(NAMES)] in names:
            place += 1
        names.append(NAMES[place % len(NAMES)])
    return names


def _rule(size: int, many: int, who: str) -> str:
    if not size:
        return "Nobody of 10 to 17 has a journey to tell so far: play on."
    return (
        f"How they were chosen: {size} young people {who} at 10 to 17 in the scenario, and who came into care, "
        "moved or went missing in either run so far. They were put in order: first those with most more moves and "
        f"missing episodes with it than without, last those with most fewer. These {many} stand at even "
        "distances along that order."
    )


def _told(logs: dict[str, Log], row: int, name: str) -> dict[str, Any]:
    """Return one young person in both arms."""
    lives = {arm: life_of(log, row) for arm, log in logs.items()}
    first = lives[ARMS[0]]
    age = -first.born
    start = (
        f"At the start {name} is {int(age)} and {stands(first.cells[0])}."
        if age >= 0
        else f"{name} is not born yet."
    )
    return {
        "name": name,
        "age": int(age),
        "start": start.replace(" and looked after, and live ", ", looked after and living "),
        "month": _differ(*(lives[arm] for arm in ARMS)),
        "arms": {
            arm: {
                "sentences": sentences_of(life),
                "lanes": lanes_of(life),
                "summary": summary_of(life),
            }
            for arm, life in lives.items()
        },
    }


def _differ(one: Life, other: Life) -> int | None:
    """Return the month in which two lives first differ in what is told; None if they never do."""
    told = [
        [(int(s["month"]), s["until"], s["text"]) for s in sentences_of(life)]
        for life in (one, other)
    ]
    for first, second in zip_longest(*told):
        if first != second:
            return min(place[0] for place in (first, second) if place is not None)
    return None
