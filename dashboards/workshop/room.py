"""A room as plain data: what happened in it, one event after the other, and what that comes to.

Nothing here knows a server, a clock or a model. A room is what its events make of it, so whoever
reads them again, such as a server that was started anew, has the same room.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Final

from simulation.errors import DoorwaysError

type Event = Mapping[str, Any]

#: What a room does, in this order; the facilitator leads it from one to the next and back.
PHASES: Final = ("brief", "predict", "commit", "run", "reveal", "debrief")
#: What the projector shows; each phase has one of its own, and the others are shown when asked for.
SCREENS: Final = ("map", "journeys", "loops", "teams", "decide", "pause")
SEATS: Final = 30
ROUNDS: Final = 12
TEAMS: Final = (0, 6)
#: Points of a line that somebody draws, and letters of what somebody writes.
MOST_POINTS: Final = 61
MOST_LETTERS: Final = 400
MOST_SERVICES: Final = 8
MOST_WEEKS: Final = 20 * 53
MOST_SPEED: Final = 10
MOST_STEPS: Final = 40
MOST_STEPPED: Final = 100
#: How what begins that asks for a run with a link of a loop cut.
CUT: Final = "cut-"
#: Millions of pounds a team may have.
MOST_BUDGET: Final = 500
MOST_WHOLE: Final = 2**31
#: Weeks through which a room decides together: in a county some ten young people need a home.
DECIDED_WEEKS: Final = 4
#: What is kept by seat, beside predictions.
OF_A_SEAT: Final = ("seats", "missed", "surprised", "monday")
_WORD: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


class RefusedError(DoorwaysError):
    """Say that an event does not fit the room as it is."""

    def __init__(self, value: object, rule: str, step: str = "Load the page again.") -> None:
        super().__init__("workshop", value, rule, step)


@dataclass(frozen=True)
class Room:
    """Hold everything a room knows.

    Attributes
    ----------
    code, story, source
        The letters people join by, the name of what is told, and where that is read from.
    phase, screen
        What the room does, and what else the projector shows ("" for what belongs to the phase).
    round, choice
        Which time round it is, from 1, and what is run in it: a name of the story's choices, "" for
        what it tells.
    seats
        Number of each participant by the mark of their phone, from 1.
    consoles, lead
        Marks of the facilitators' consoles, and of the one that leads.
    guesses
        By round and question, then by seat: the number or the points of the line.
    results
        By round, or by team ("team-1"): what was run, with the choices it was run with.
    week, speed
        Where the live run stands, and how many weeks a second it plays.
    step
        How much of what is revealed bit by bit is shown: links of a loop, the six loops' number.
    teams, budget, mixes
        How many teams there are, what each may spend (millions of pounds; 0 before that is said), and
        which services each has put together.
    surprised
        By seat: what surprised somebody most on the teams' board.
    missed
        By seat: which reasons somebody says the room missed.
    deciding, decisions, refusals
        The weeks `from` and `until` which the room decides together, what it decided in order, and which
        places somebody has said no to for the young person who is asked about.
    monday
        By seat: what they would do on Monday.
    ended
        Whether it is over, and everything about it forgotten.
    """

    code: str = ""
    story: str = ""
    source: str = ""
    phase: str = PHASES[0]
    screen: str = ""
    round: int = 1
    choice: str = ""
    seats: Mapping[str, int] = field(default_factory=dict)
    consoles: tuple[str, ...] = ()
    lead: str = ""
    guesses: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    week: int = 0
    speed: int = 1
    step: Mapping[str, int] = field(default_factory=dict)
    teams: int = 0
    budget: int = 0
    surprised: Mapping[str, str] = field(default_factory=dict)
    mixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    deciding: Mapping[str, int] = field(default_factory=dict)
    decisions: tuple[Mapping[str, Any], ...] = ()
    refusals: tuple[int, ...] = ()
    monday: Mapping[str, str] = field(default_factory=dict)
    ended: bool = False

    @property
    def key(self) -> str:
        """Return what tells this round from the others."""
        return str(self.round)

    @property
    def open_to_guesses(self) -> bool:
        """Tell whether predictions are taken: until the run begins."""
        return self.phase in ("predict", "commit") and self.key not in self.results

    def team_of(self, mark: str) -> int:
        """Return the team of a seat, from 1; 0 without teams."""
        return (self.seats[mark] - 1) % self.teams + 1 if self.teams else 0

    def guessed(self, question: str) -> Mapping[str, tuple[float, ...]]:
        """Return what was predicted of a question in this round, by seat."""
        return self.guesses.get(f"{self.key}/{question}", {})


def after(room: Room, event: Event) -> Room:
    """Return the room after an event.

    Raises
    ------
    RefusedError
        When the event does not fit the room; the room stays as it was.
    """
    does = DOES.get(str(event.get("did")))
    if does is None:
        raise RefusedError(event.get("did"), "A room knows no such thing.")
    if not room.code and does is not _opened:
        raise RefusedError(event.get("did"), "The room is not open yet.")
    if room.ended:
        raise RefusedError(room.code, "This workshop is over.", "Ask for the letters of a new one.")
    return does(room, event)


def folded(events: Iterable[Event], room: Room | None = None) -> Room:
    """Return the room that events make; they were taken before, so each of them fits.

    Raises
    ------
    RefusedError
        When one of them does not fit.
    """
    room = room or Room()
    for event in events:
        room = after(room, event)
    return room


def _opened(room: Room, event: Event) -> Room:
    if room.code:
        raise RefusedError(room.code, "The room is open already.")
    source = event.get("source")
    if not isinstance(source, str):
        raise RefusedError(source, "The story is read from somewhere.")
    return replace(room, code=_word(event, "code"), story=_word(event, "story"), source=source)


def _joined(room: Room, event: Event) -> Room:
    mark = _word(event, "seat")
    if mark in room.seats:
        return room
    free = sorted(set(range(1, SEATS + 1)) - set(room.seats.values()))
    if not free:
        step = "Share a phone with the person beside you, or ask the facilitator to free a seat."
        raise RefusedError(f"{SEATS} seats", "Every seat of this room is taken.", step)
    return replace(room, seats={**room.seats, mark: free[0]})


def _freed(room: Room, event: Event) -> Room:
    number = _whole(event, "number", (1, SEATS))
    mark = next((one for one, held in room.seats.items() if held == number), None)
    if mark is None:
        raise RefusedError(number, "Nobody sits there.")
    # Whoever sat there is gone, and all they said with them.
    guesses = {k: _without(of, mark) for k, of in room.guesses.items()}
    said: dict[str, Any] = {one: _without(getattr(room, one), mark) for one in OF_A_SEAT}
    return replace(room, guesses=guesses, **said)


def _without[V](of: Mapping[str, V], mark: str) -> dict[str, V]:
    return {one: value for one, value in of.items() if one != mark}


def _console(room: Room, event: Event) -> Room:
    mark = _word(event, "console")
    if mark in room.consoles:
        return room
    return replace(room, consoles=(*room.consoles, mark), lead=room.lead or mark)


def _taken_over(room: Room, event: Event) -> Room:
    mark = _word(event, "console")
    if mark not in room.consoles:
        raise RefusedError("lead", "Only a facilitator's console can lead.")
    return replace(room, lead=mark)


def _moved(room: Room, event: Event) -> Room:
    phase = _one_of(event, "phase", PHASES)
    if phase == "reveal" and room.key not in room.results:
        raise RefusedError(
            phase, "There is nothing to reveal before the run is done.", "Wait for it."
        )
    return replace(room, phase=phase, screen="")


def _shown(room: Room, event: Event) -> Room:
    return replace(room, screen=_one_of(event, "screen", ("", *SCREENS)))


#: What is played and decided of a run: of another one nothing is yet.
AT_THE_START: Final[Mapping[str, Any]] = {
    "week": 0,
    "deciding": {},
    "decisions": (),
    "refusals": (),
}


def _again(room: Room, event: Event) -> Room:
    if room.round >= ROUNDS:
        raise RefusedError(room.round, f"A workshop goes round {ROUNDS} times at most.")
    choice = _word(event, "choice")
    return replace(
        room,
        round=room.round + 1,
        choice=choice,
        phase="predict",
        screen="",
        missed={},
        **AT_THE_START,
    )


def _chosen(room: Room, event: Event) -> Room:
    if room.key in room.results or room.phase in ("run", "reveal", "debrief"):
        raise RefusedError(event.get("choice"), "This round has run.", "Go round again.")
    return replace(room, choice=_word(event, "choice"), **AT_THE_START)


def _guessed(room: Room, event: Event) -> Room:
    if not room.open_to_guesses:
        raise RefusedError(room.phase, "Predictions are taken before the run begins, not after.")
    values = event.get("values")
    if not isinstance(values, list | tuple) or not 1 <= len(values) <= MOST_POINTS:
        raise RefusedError(
            "prediction", f"It is one number, or a line of up to {MOST_POINTS} points."
        )
    if not all(_is_number(one) and isfinite(one) for one in values):
        raise RefusedError("prediction", "It is made of numbers.", "Write digits only.")
    key = f"{room.key}/{_word(event, 'question')}"
    mine = {**room.guesses.get(key, {}), _seat(room, event): tuple(float(one) for one in values)}
    return replace(room, guesses={**room.guesses, key: mine})


def _ran(room: Room, event: Event) -> Room:
    of, result = _word(event, "of"), event.get("result")
    known = {str(k) for k in range(1, room.round + 1)} | {f"team-{team}" for team in room.mixes}
    known |= {what for what, to in room.step.items() if what.startswith(CUT) and to}
    if of not in known or not isinstance(result, Mapping):
        raise RefusedError("result", "It belongs to no round and no team of this room.")
    return replace(room, results={**room.results, of: result})


def _week(room: Room, event: Event) -> Room:
    return replace(
        room,
        week=_whole(event, "week", (0, MOST_WEEKS)),
        speed=_whole(event, "speed", (1, MOST_SPEED), room.speed),
    )


def _stepped(room: Room, event: Event) -> Room:
    what, to = _word(event, "what"), _whole(event, "to", (0, MOST_STEPS))
    if what not in room.step and len(room.step) >= MOST_STEPPED:
        raise RefusedError(what, "Nothing of that name is revealed step by step.")
    # A link that is asked about at another strength has no answer yet.
    kept = {of: result for of, result in room.results.items() if of != what or of[:1].isdigit()}
    return replace(room, step={**room.step, what: to}, results=kept)


def _teamed(room: Room, event: Event) -> Room:
    teams = _whole(event, "teams", TEAMS)
    budget = _whole(event, "budget", (0, MOST_BUDGET), room.budget)
    if (teams, budget) == (room.teams, room.budget):
        return room
    # Other teams, or another budget: what was put together does not hold any more.
    kept = {of: result for of, result in room.results.items() if not of.startswith("team-")}
    return replace(room, teams=teams, budget=budget, mixes={}, surprised={}, results=kept)


def _mixed(room: Room, event: Event) -> Room:
    services = event.get("services")
    if not isinstance(services, list | tuple) or len(services) > MOST_SERVICES:
        raise RefusedError("services", f"A team opens up to {MOST_SERVICES} services.")
    team = room.team_of(_seat(room, event))
    if not team:
        raise RefusedError("team", "There are no teams yet.", "Ask the facilitator.")
    if not all(isinstance(one, str) and _WORD.fullmatch(one) for one in services):
        raise RefusedError("services", "Each is a name of the list.")
    kept = {of: result for of, result in room.results.items() if of != f"team-{team}"}
    mix = tuple(dict.fromkeys(services))
    mixes, step = {**room.mixes, str(team): mix}, {**room.step, "teams": 0}
    return replace(room, mixes=mixes, results=kept, step=step)


def _surprised(room: Room, event: Event) -> Room:
    said = {**room.surprised, _seat(room, event): _word(event, "what")}
    return replace(room, surprised=said)


def _missed(room: Room, event: Event) -> Room:
    reasons = event.get("reasons")
    if not isinstance(reasons, list | tuple) or len(reasons) > MOST_STEPS:
        raise RefusedError("reasons", "They are ticked from a list.")
    if not all(isinstance(one, int) and 0 <= one < MOST_STEPS for one in reasons):
        raise RefusedError("reasons", "They are ticked from a list.")
    ticked = tuple(sorted(set(reasons)))
    return replace(room, missed={**room.missed, _seat(room, event): ticked})


def _deciding(room: Room, event: Event) -> Room:
    first = _whole(event, "from", (0, MOST_WEEKS))
    weeks = {"from": first, "until": _whole(event, "until", (first, MOST_WEEKS))}
    return replace(room, deciding=weeks, decisions=(), refusals=())


def _refused(room: Room, event: Event) -> Room:
    _seat(room, event)
    if _whole(event, "turn", (0, MOST_WEEKS)) != len(room.decisions):
        raise RefusedError("answer", "That has been decided.", "Wait for the next.")
    carer = _whole(event, "carer", (0, MOST_WHOLE))
    return replace(room, refusals=tuple(sorted({*room.refusals, carer})))


def _decided(room: Room, event: Event) -> Room:
    if not room.deciding or _whole(event, "turn", (0, MOST_WEEKS)) != len(room.decisions):
        raise RefusedError("decision", "That has been decided.", "Wait for the next.")
    time, carer, text = event.get("time"), event.get("carer"), event.get("text")
    if not isinstance(time, float) or not isfinite(time) or not isinstance(text, str):
        raise RefusedError("decision", "It has a moment and says where to.")
    made = {
        "person": _whole(event, "person", (0, MOST_WHOLE)),
        "time": time,
        "carer": None if carer is None else _whole(event, "carer", (0, MOST_WHOLE)),
        "rule": _whole(event, "rule", (0, MOST_WEEKS)),
        "text": text,
    }
    return replace(room, decisions=(*room.decisions, made), refusals=())


def _wrote(room: Room, event: Event) -> Room:
    mark, said = _seat(room, event), event.get("text")
    if not isinstance(said, str) or len(said) > MOST_LETTERS:
        raise RefusedError("text", f"It is up to {MOST_LETTERS} letters long.", "Make it shorter.")
    plain = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    kept = _without(room.monday, mark)
    return replace(room, monday={**kept, mark: plain} if plain else kept)


def _taken_down(room: Room, event: Event) -> Room:
    kept = {one: text for one, text in room.monday.items() if text != event.get("text")}
    return replace(room, monday=kept)


def _ended(room: Room, event: Event) -> Room:
    return Room(code=room.code, ended=True)


#: What an event's name does to a room.
DOES: Final[Mapping[str, Callable[[Room, Event], Room]]] = {
    "opened": _opened,
    "joined": _joined,
    "freed": _freed,
    "console": _console,
    "taken_over": _taken_over,
    "moved": _moved,
    "shown": _shown,
    "again": _again,
    "chosen": _chosen,
    "guessed": _guessed,
    "ran": _ran,
    "week": _week,
    "stepped": _stepped,
    "teamed": _teamed,
    "mixed": _mixed,
    "surprised": _surprised,
    "missed": _missed,
    "deciding": _deciding,
    "refused": _refused,
    "decided": _decided,
    "wrote": _wrote,
    "taken_down": _taken_down,
    "ended": _ended,
}
#: What a participant may do, and what only the console that leads may; the rest is the server's own.
OF_SEATS: Final = ("guessed", "mixed", "surprised", "missed", "refused", "wrote")
OF_THE_LEAD: Final = (
    "moved",
    "shown",
    "again",
    "chosen",
    "stepped",
    "teamed",
    "freed",
    "deciding",
    "taken_down",
    "ended",
)


def _seat(room: Room, event: Event) -> str:
    mark = event.get("seat")
    if not isinstance(mark, str) or mark not in room.seats:
        raise RefusedError("seat", "You are not in this room.", "Join with the room's letters.")
    return mark


def _word(event: Event, name: str) -> str:
    said = event.get(name)
    if not isinstance(said, str) or not _WORD.fullmatch(said):
        raise RefusedError(said, f"The {name} is a plain word.")
    return said


def _one_of(event: Event, name: str, allowed: tuple[str, ...]) -> str:
    said = event.get(name)
    if not isinstance(said, str) or said not in allowed:
        raise RefusedError(said, f"The {name} is one of: {', '.join(filter(None, allowed))}.")
    return said


def _is_number(one: object) -> bool:
    return isinstance(one, int | float) and not isinstance(one, bool)


def _whole(event: Event, name: str, ends: tuple[int, int], usual: int | None = None) -> int:
    said = event.get(name, usual)
    low, high = ends
    if isinstance(said, bool) or not isinstance(said, int) or not low <= said <= high:
        raise RefusedError(said, f"The {name} is a whole number from {low} to {high}.")
    return said
