"""Decide together: the room's choice goes into the same model, and without one nothing differs by a bit."""

import json
from dataclasses import asdict
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from agents.codes import Opening, Placement, Status
from agents.young_person import YoungPerson
from scenarios.request import CompareRequest
from scenarios.workshop.decide import DECIDED, FOR_THE_ROOM, NOTE, SECONDS, Deciding, Decision
from scenarios.workshop.offers import FROM_SIXTEEN, OF_SERVICES, offers_for
from scenarios.workshop.stepping import Stepped
from simulation.errors import DoorwaysError
from simulation.model import CareSystem
from simulation.needs import complexity_of
from simulation.outcomes.logged import events_of, placement_of

#: A service opens at once, so that its places are among those put forward.
REQUEST = CompareRequest(
    authority="Hartlepool",
    scenario="no-wrong-door-north-yorkshire",
    years=1,
    seed=4,
    replicates=2,
    central=True,
)
WEEKS = 12


def fresh() -> CareSystem:
    """One arm at its start."""
    return Stepped(REQUEST).models["scenario"]


@cache
def at_rest() -> CareSystem:
    """The same arm after its weeks, under the model's own rule throughout."""
    model = fresh()
    while model.week < WEEKS:
        model.step()
    return model


def same_log(one: CareSystem, other: CareSystem) -> bool:
    """Whether two runs agree in every event to the last bit, and in everybody."""
    people = one.population.young_people.tobytes() == other.population.young_people.tobytes()
    logs = zip(vars(one.events).values(), vars(other.events).values(), strict=True)
    return people and all(a.tobytes() == b.tobytes() for a, b in logs)


def first_placing(model: CareSystem) -> tuple[int, float, int]:
    """Who is next to be placed from the age of 10 on, when, and with whom the rule places them."""
    while model.week < WEEKS:
        ahead = model.look_ahead()
        events = events_of(ahead.state)
        people = model.population.young_people
        due = events.are(*DECIDED) & (events.times >= model.now) & (events.rows < people.size)
        for k in np.flatnonzero(due & (placement_of(events.after) > 0)):
            row, time = int(events.rows[k]), float(events.times[k])
            copy = fresh_at(time)
            copy.decide(row, None, time)
            carer = int(copy.population.young_people[row].carer)
            if carer >= 0 and time - people[row].born > 10:
                return row, time, carer
        model.step()
    raise AssertionError("nobody was placed")


def fresh_at(time: float) -> CareSystem:
    """The arm right before a moment."""
    model = fresh()
    while (model.week + 1) / 52 <= time:
        model.step()
    model.approach(time)
    return model


def test_looking_ahead_and_stopping_change_nothing() -> None:
    """A run that is looked ahead of, and stopped within its weeks, is the run that is not."""
    model = fresh()
    while model.week < WEEKS:
        ahead = model.look_ahead()
        model.approach(model.now + 0.3 / 52)
        model.approach(model.now + 0.2 / 52)
        model.step()
        assert ahead.population.young_people.tobytes() == (model.population.young_people.tobytes())
    assert same_log(model, at_rest())


def test_time_up_leaves_it_to_the_rule() -> None:
    """A room that never decides sees the model's own weeks, to the last bit."""
    room = Deciding(REQUEST)
    asked: list[dict[str, Any]] = []
    while told := room.next(WEEKS):
        room.choose(None)
        asked.append(told)
    assert len(asked) > 3
    together = [(a, b) for a, b in pairwise(asked) if a["week"] == b["week"]]
    assert together
    assert all(a["queue"] > b["queue"] for a, b in together)
    seen = room.compared(WEEKS)
    assert json.dumps(seen["room"]) == json.dumps(seen["rule"])
    assert same_log(room._room, at_rest())


def test_deciding_as_the_rule_does_changes_nothing() -> None:
    """Whoever decides on the very carer the rule would choose gets the very same run."""
    row, time, carer = first_placing(fresh())
    model = fresh_at(time)
    model.decide(row, carer, time)
    while model.week < WEEKS:
        model.step()
    assert same_log(model, at_rest())


def test_the_choice_is_where_they_live() -> None:
    """The young person lives with the chosen carer from that moment; nothing before it differs."""
    room = Deciding(REQUEST)
    others = 0
    while (told := room.next(WEEKS)) is not None:
        waiting = room.waiting
        assert waiting is not None
        before = room._room.events
        offer = told["offers"][-1]
        answer = room.choose(offer["id"])
        person = room._room.population.young_people[waiting.person]
        assert (person.carer, Placement(person.placement).name.lower()) == (
            offer["id"],
            offer["kind"],
        )
        assert person.status == Status.LOOKED_AFTER
        # How much they ask of a carer is what the engine's own rule found when it placed them.
        agent = room._room.rows(YoungPerson, [waiting.person]).to_list()[0]
        assert max(0, complexity_of(agent) - agent.carer.skill) == agent.mismatch
        assert answer["same_kind"] == (answer["rule"] == offer["kind"])
        others += not answer["same_kind"]
        if others == 1:
            rule = at_rest().events.times
            assert rule[: before.times.size].tobytes() == before.times.tobytes()
            others += 1
    assert others > 2
    assert not same_log(room._room, at_rest())
    seen = room.compared(WEEKS + 8)
    assert len(seen["decided"]) == len(room.decisions)
    assert set(seen["since"]) == {"room", "rule"}
    assert any(one["still_there"] for one in seen["decided"])
    json.dumps(seen, allow_nan=False)


def test_decisions_are_played_again_exactly() -> None:
    """After a restart the decisions, kept as plain data, give the same run."""
    room = Deciding(REQUEST, week=2)
    for k in range(4):
        told = room.next(WEEKS)
        assert told is not None
        room.choose(None if k == 1 else told["offers"][0]["id"])
    kept = json.dumps([asdict(one) for one in room.decisions])
    again = Deciding(REQUEST, week=2, decisions=[Decision(**one) for one in json.loads(kept)])
    assert again.decisions == room.decisions
    assert again.next(WEEKS) == room.next(WEEKS)
    assert same_log(again._room, room._room)


def test_decisions_of_another_run_are_refused() -> None:
    """What nobody waited for is named."""
    wrong = Decision(person=0, time=0.01, carer=None, rule=1)
    with pytest.raises(DoorwaysError, match="Nobody waits for this decision"):
        Deciding(REQUEST, decisions=[wrong])


def test_what_is_put_forward_is_free_and_allowed() -> None:
    """Places are free, from 16 where the law says so, a service's only for those it supports."""
    model = fresh()
    while model.week < 40:
        model.step()
    seen = set()
    for person in model.looked_after.to_list():
        for offer in offers_for(model, person):
            carer = model.population.carers[offer.carer]
            assert carer.filled < carer.places
            assert carer.status != Opening.CLOSED
            assert offer.carer != person.cells["carer"]
            assert offer.short == max(0, complexity_of(person) - carer.skill)
            assert person.age >= 16 or offer.kind not in FROM_SIXTEEN
            assert person.cells["supported"] > 0 or offer.kind not in OF_SERVICES
            assert (offer.week_cost is None) == (offer.kind in OF_SERVICES)
            seen.add(offer.kind)
    assert set(seen) <= set(FOR_THE_ROOM)
    assert {Placement.FOSTER_IN_HOUSE, Placement.CHILDRENS_HOME, Placement.SERVICE_BED} <= seen


def test_a_place_that_is_taken_is_left_to_the_rule() -> None:
    """Deciding on a full carer places the young person as the model would have."""
    row, time, carer = first_placing(fresh())
    model = fresh_at(time)
    carers = model.population.carers
    full = np.flatnonzero(
        (carers["filled"] >= carers["places"]) & (carers["status"] == Opening.OPEN)
    )
    model.decide(row, int(full[0]), time)
    assert model.population.young_people[row].carer == carer


def test_what_cannot_be_decided_is_refused() -> None:
    """Nobody waits, a place that was not put forward, a moment of another week."""
    room = Deciding(REQUEST)
    with pytest.raises(DoorwaysError, match="Nobody waits"):
        room.choose(None)
    told: Any = room.next(WEEKS)
    assert told["seconds"] == SECONDS
    assert "say no" in NOTE
    with pytest.raises(DoorwaysError, match="places put forward"):
        room.choose(-5)
    with pytest.raises(DoorwaysError, match="decided for first"):
        room.compared(WEEKS)
    with pytest.raises(DoorwaysError, match="coming week"):
        fresh().approach(0.5)
    person = room._room.rows(YoungPerson, [room.waiting.person]).to_list()[0]  # type: ignore[union-attr]
    assert told["person"] == str(person)
