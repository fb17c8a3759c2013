"""A workshop's room: whatever happens in whatever order, and wherever it is cut off, it is the same room again."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roomed import Half

from dashboards.workshop.keeping import CODE, Kept, fresh_room, kept_room, new_code
from dashboards.workshop.room import (
    DOES,
    PHASES,
    SCREENS,
    SEATS,
    Event,
    RefusedError,
    Room,
    after,
    folded,
)
from simulation.errors import DoorwaysError

OPENED: Event = {"did": "opened", "code": "bcdfgh", "story": "wigan", "source": "wigan"}
FEW = st.sampled_from(["s1", "s2", "s3", "c1", "c2", "usual", "other", "Not a word", ""])
VALUES = st.dictionaries(
    st.sampled_from(
        [
            "seat",
            "number",
            "console",
            "phase",
            "screen",
            "choice",
            "question",
            "values",
            "round",
            "result",
            "week",
            "speed",
            "what",
            "to",
            "teams",
            "services",
            "reasons",
            "turn",
            "part",
            "option",
            "person",
            "text",
        ]
    ),
    st.one_of(
        FEW,
        st.sampled_from([*PHASES, *SCREENS]),
        st.integers(-2, 70),
        st.lists(st.one_of(st.floats(), st.integers(-3, 50), FEW), max_size=4),
        st.none(),
        st.text(max_size=5),
        st.just({"low": [1.0]}),
    ),
)
WILD = st.builds(lambda did, rest: {**rest, "did": did}, st.sampled_from([*DOES, "x"]), VALUES)
#: What fits often enough that rooms get somewhere.
LIKELY = st.one_of(
    st.builds(lambda s: {"did": "joined", "seat": s}, FEW),
    st.builds(lambda c: {"did": "console", "console": c}, FEW),
    st.builds(lambda p: {"did": "moved", "phase": p}, st.sampled_from(PHASES)),
    st.builds(
        lambda s, v: {"did": "guessed", "seat": s, "question": "care", "values": [v]},
        FEW,
        st.integers(0, 9),
    ),
    st.builds(lambda r: {"did": "ran", "of": r, "result": {"choice": "usual"}}, st.just("1")),
    st.builds(lambda s, t: {"did": "wrote", "seat": s, "text": t}, FEW, st.text(max_size=9)),
)
EVENTS = st.lists(st.one_of(WILD, LIKELY), max_size=40)


def taken(events: list[Any]) -> tuple[Room, list[Event]]:
    """Return the room of those events that fit, and these."""
    room, kept = folded([OPENED]), [OPENED]
    for event in events:
        try:
            room = after(room, event)
        except RefusedError:
            continue
        kept.append(event)
    return room, kept


@given(EVENTS)
def test_any_order_of_events_leaves_a_room_that_holds_together(events: list[Any]) -> None:
    """Whatever is sent, seats are whole and apart, one console leads, and only those seated have a say."""
    room, _ = taken(events)
    numbers = list(room.seats.values())
    assert len(set(numbers)) == len(numbers) <= SEATS
    assert set(numbers) <= set(range(1, SEATS + 1))
    assert room.ended or (room.lead in room.consoles) == bool(room.consoles)
    assert room.phase in PHASES
    assert room.phase != "reveal" or room.key in room.results
    for of in (*room.guesses.values(), room.missed, room.surprised, room.monday):
        assert set(of) <= set(room.seats)


@given(EVENTS, st.data())
def test_a_server_killed_at_any_moment_finds_the_same_room(
    tmp_path_factory: pytest.TempPathFactory, events: list[Any], data: st.DataObject
) -> None:
    """Read from its file after any event, with half a line behind it, the room is what it was; the rest follows."""
    path = tmp_path_factory.mktemp("room") / "room.events"
    _, fitting = taken(events)
    at = data.draw(st.integers(1, len(fitting)))
    first = Kept(path)
    for event in fitting[:at]:
        first.add(event)
    first.close()
    with path.open("ab") as file:
        file.write(b'{"did": "joi')
    second = Kept(path)
    assert second.room == folded(json.loads(json.dumps(fitting[:at])))
    for event in fitting[at:]:
        second.add(event)
    second.close()
    third = Kept(path)
    third.close()
    assert third.room == second.room


def test_what_does_not_fit_changes_nothing_and_says_why(tmp_path: Path) -> None:
    """A refused event is not written; the message names the rule."""
    kept = fresh_room(tmp_path, "wigan", "wigan")
    before = kept.path.read_bytes()
    with pytest.raises(RefusedError, match="nothing to reveal"):
        kept.add({"did": "moved", "phase": "reveal"})
    assert kept.path.read_bytes() == before
    kept.close()


def test_predictions_close_when_the_run_begins() -> None:
    """A number can be given and mended until the run; afterwards, knowing more, it cannot."""
    room = folded([OPENED, {"did": "joined", "seat": "s1"}, {"did": "moved", "phase": "predict"}])
    mine = {"did": "guessed", "seat": "s1", "question": "care", "values": [30]}
    room = after(after(room, mine), {**mine, "values": [40]})
    assert room.guessed("care") == {"s1": (40.0,)}
    running = after(room, {"did": "moved", "phase": "run"})
    with pytest.raises(RefusedError, match="before the run"):
        after(running, mine)
    back = after(after(running, {"did": "ran", "of": "1", "result": {}}), {**OPENED_PREDICT})
    with pytest.raises(RefusedError, match="before the run"):
        after(back, mine)


OPENED_PREDICT: Event = {"did": "moved", "phase": "predict"}


def test_a_second_console_leads_only_after_a_visible_act() -> None:
    """The first console leads; another that joins sees, and leads once it takes over."""
    room = folded(
        [OPENED, {"did": "console", "console": "c1"}, {"did": "console", "console": "c2"}]
    )
    assert room.lead == "c1"
    assert after(room, {"did": "taken_over", "console": "c2"}).lead == "c2"
    with pytest.raises(RefusedError, match="console"):
        after(room, {"did": "taken_over", "console": "s1"})


def test_the_thirty_first_finds_no_seat_until_one_is_freed() -> None:
    """Thirty sit; one more is told so; a freed number is given again."""
    room = folded([OPENED, *({"did": "joined", "seat": f"s{k}"} for k in range(SEATS))])
    with pytest.raises(RefusedError, match="taken"):
        after(room, {"did": "joined", "seat": "late"})
    room = after(room, {"did": "freed", "number": 7})
    assert after(room, {"did": "joined", "seat": "late"}).seats["late"] == 7


def test_who_gives_up_a_seat_takes_along_what_they_said() -> None:
    """Nothing of somebody whose seat was freed is shown or counted any more; the others' words stay."""
    words = [{"did": "wrote", "seat": seat, "text": f"I am {seat}"} for seat in ("s1", "s2")]
    ticks = [{"did": "missed", "seat": seat, "reasons": [0]} for seat in ("s1", "s2")]
    room = folded(
        [OPENED, *({"did": "joined", "seat": seat} for seat in ("s1", "s2")), *words, *ticks]
    )
    left = after(room, {"did": "freed", "number": 1})
    assert (left.monday, left.missed) == ({"s2": "I am s2"}, {"s2": (0,)})


def test_another_choice_begins_its_decisions_anew() -> None:
    """What was decided in one run is not played into another: a choice begins at its start."""
    room = folded([OPENED, {"did": "deciding", "from": 3, "until": 7}])
    room = after(
        room,
        {"did": "decided", "turn": 0, "person": 5, "time": 0.1, "carer": 1, "rule": 1, "text": ""},
    )
    assert len(room.decisions) == 1
    other = after(room, {"did": "chosen", "choice": "nothing"})
    assert (other.deciding, other.decisions) == ({}, ())


def test_what_a_full_disk_cannot_take_is_refused_and_the_rest_is_kept(tmp_path: Path) -> None:
    """An event that was written in part is told, and neither shown nor left in the file; later ones fit again."""
    kept = fresh_room(tmp_path, "wigan", "wigan")
    before, file = kept.path.read_bytes(), kept._file
    kept._file = Half(file)  # type: ignore[assignment]
    with pytest.raises(RefusedError, match="disk"):
        kept.add({"did": "joined", "seat": "s1"})
    assert (kept.path.read_bytes(), kept.room.seats) == (before, {})
    kept._file = file
    kept.add({"did": "joined", "seat": "s2"})
    kept.close()
    again = Kept(kept.path)
    again.close()
    assert again.room.seats == {"s2": 1}


def test_an_ended_room_knows_nothing_and_its_file_goes(tmp_path: Path) -> None:
    """After its end no words, guesses or seats are left, nothing more is taken, and no file is."""
    kept = fresh_room(tmp_path, "wigan", "wigan")
    kept.add({"did": "joined", "seat": "s1"})
    kept.add({"did": "wrote", "seat": "s1", "text": "Ring the carers"})
    assert kept_room(tmp_path) == kept.path
    room = kept.add({"did": "ended"})
    assert room == Room(code=room.code, ended=True)
    with pytest.raises(RefusedError, match="over"):
        after(room, {"did": "joined", "seat": "s2"})
    kept.forget()
    assert kept_room(tmp_path) is None


def test_a_file_that_is_no_room_is_told_in_one_sentence(tmp_path: Path) -> None:
    """A damaged line stops the start with one message that names the file and what to do."""
    path = tmp_path / "x.events"
    path.write_bytes(b"Dear reader\n")
    with pytest.raises(DoorwaysError, match="--new"):
        Kept(path)


def test_codes_can_be_read_out_and_typed() -> None:
    """Six letters without vowels or any that look like digits; another each time."""
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == CODE and not set(code) & set("AEIOUY") for code in codes)
