"""Journeys: a stated choice of young people, and sentences that say what the log says, no more and no less."""

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scenarios.request import CompareRequest
from scenarios.workshop.journeys import NAMES, journeys
from scenarios.workshop.lives import Log, lanes_of, life_of, sentences_of, summary_of
from scenarios.workshop.stepping import ARMS, Stepped
from scenarios.workshop.told import MISSING, SAYINGS, SILENT, saying
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.kinds import Kind
from simulation.outcomes.event_names import MOVES
from simulation.outcomes.logged import placement_of


@cache
def played() -> Stepped:
    """A pair of a middling council after two years."""
    asked = CompareRequest(authority="Hartlepool", years=3, seed=2, replicates=2, central=True)
    pair = Stepped(asked)
    pair.play_to(130)
    return pair


@cache
def logs() -> dict[str, Log]:
    """Both arms' logs."""
    return {name: Log.of(model) for name, model in played().models.items()}


@cache
def told() -> dict[str, Any]:
    """Five journeys."""
    return journeys(played())


def everybody(log: Log) -> list[int]:
    """Some two hundred young people to whom something happened."""
    return np.unique(log.owner[log.owner >= 0])[::9].tolist()


def test_every_outcome_is_told_or_left_out_on_purpose() -> None:
    """Nothing that happens to a young person, or between them and a service, is forgotten."""
    rules = model_rules()
    mine = {p.name for p in rules.every if p.kind in (Kind.YOUNG_PERSON, Kind.ENROLMENT)}
    names = [one for one in rules.outcome_names if one.partition("/")[0] in mine]
    silent = {one for one in names if {one, one.partition("/")[0]} & SILENT}
    missing = {one for one in names if one.partition("/")[0] in MISSING}
    said = {one for one in names if saying(one)}
    assert said | silent | missing == set(names)
    assert not said & silent
    known = {*names, *(one.partition("/")[0] for one in names)}
    assert set(SAYINGS) | SILENT <= known


@pytest.mark.parametrize("arm", ARMS)
def test_sentences_agree_with_the_log(arm: str) -> None:
    """Each event that is told stands in one sentence, of its month, of that person, in true order."""
    log = logs()[arm]
    rules = model_rules().outcome_names
    many = 0
    for row in everybody(log):
        life = life_of(log, row)
        sentences = sentences_of(life)
        places = [place for one in sentences for place in one["events"]]
        due = [
            place
            for place in np.flatnonzero(log.owner == row).tolist()
            if saying(rules[log.events.what[place]])
            or rules[log.events.what[place]].partition("/")[0] in MISSING
        ]
        assert sorted(places) == due
        for one in sentences:
            times = log.events.times[one["events"]]
            assert (one["month"], one["until"]) == (int(times[0] * 12) + 1, int(times[-1] * 12) + 1)
        many += len(sentences)
    assert many > 300


@pytest.mark.parametrize("arm", ARMS)
def test_what_is_counted_is_what_happened(arm: str) -> None:
    """Moves, missing episodes and where somebody lives are those of the log and of the agents."""
    log = logs()[arm]
    moves, gone = log.counts(*MOVES), log.counts(MISSING[0])
    agents = {agent.row: agent for agent in log.model.looked_after}
    for row in everybody(log):
        life = life_of(log, row)
        summary = summary_of(life)
        assert (summary["moves"], summary["missing_episodes"]) == (moves[row], gone[row])
        assert ("looked after, and live" in summary["text"]) == (row in agents)
        if row in agents:
            assert placement_of(np.array([life.cells[-1]]))[0] == agents[row].placement
            assert ("outside the council's area" in summary["text"]) == agents[
                row
            ].outside_authority
        times = re.findall(r"(?:missing (once)|missing (\d+) times)", _text(life))
        assert sum(1 if once else int(n) for once, n in times) == gone[row]


def _text(life: Any) -> str:
    return " ".join(one["text"] for one in sentences_of(life))


@pytest.mark.parametrize("arm", ARMS)
def test_lanes_cover_what_they_show(arm: str) -> None:
    """Where somebody lives is told without a gap, and missing lasts as long as the log says."""
    log = logs()[arm]
    for row in everybody(log):
        life = life_of(log, row)
        lanes = lanes_of(life)
        home = lanes["home"]
        assert home[0]["from"] == 0.0
        assert home[-1]["to"] == pytest.approx(life.now * 12)
        assert all(a["to"] == b["from"] for a, b in pairwise(home))
        assert len(lanes["moves"]) == summary_of(life)["moves"]
        assert all(
            lane["from"] < lane["to"] for name in ("missing", "school") for lane in lanes[name]
        )


def test_the_choice_is_the_rule_that_is_said() -> None:
    """The five stand at the tenths 1, 3, 5, 7 and 9 of all, by the difference between their two lives."""
    gaps = {}
    without, real = (logs()[name] for name in ARMS)
    events = [log.counts(*MOVES, MISSING[0]) for log in (without, real)]
    chosen = [one["arms"] for one in told()["people"]]
    for arms in chosen:
        counts = [
            arms[a]["summary"]["moves"] + arms[a]["summary"]["missing_episodes"] for a in ARMS
        ]
        gaps[len(gaps)] = counts[1] - counts[0]
    assert list(gaps.values()) == sorted(gaps.values(), reverse=True)
    size = int(re.search(r"chosen: (\d+)", told()["rule"])[1])  # type: ignore[index]
    supported = np.unique(real.owner[real.events.are("support_start") & (real.owner >= 0)])
    assert 5 < size <= supported.size
    assert min(gaps.values()) >= (events[1] - events[0])[supported].min()
    assert "even distances" in told()["rule"]


def test_nobody_is_a_real_child() -> None:
    """A note comes first, names come from the list and differ, and no code, place or date is told."""
    data = told()
    assert "made up" in data["note"]
    names = [one["name"] for one in data["people"]]
    assert len(names) == len(set(names)) == 5
    assert set(names) <= set(NAMES)
    text = json.dumps(data, allow_nan=False)
    assert "Hartlepool" not in text
    for one in data["people"]:
        said = [s["text"] for arm in one["arms"].values() for s in arm["sentences"]]
        assert not [s for s in said if re.search(r"_|[{}]|None|nan|\b20\d\d\b|absc|case\b", s)]
        hard = [s for arm in one["arms"].values() for s in arm["sentences"] if s["hard"]]
        assert all(s["text"] for s in hard)


def test_the_same_person_keeps_their_name_and_their_past() -> None:
    """Later in the same run whoever is told again has the same name; what was told stays told."""
    assert journeys(played()) == told()
    shared = Counter(one["month"] for one in told()["people"])
    assert any(month is not None for month in shared)
    for one in told()["people"]:
        if one["month"] is not None:
            early = [
                [s for s in one["arms"][a]["sentences"] if s["until"] < one["month"]] for a in ARMS
            ]
            texts = [[(s["month"], s["text"]) for s in arm] for arm in early]
            assert texts[0] == texts[1]


def test_before_anything_happened_there_is_no_journey() -> None:
    """At the start the rule says to play on."""
    pair = Stepped(CompareRequest(authority="Rutland", years=1, replicates=2, central=True))
    data = journeys(pair)
    assert data["people"] == []
    assert "play on" in data["rule"]


@pytest.mark.parametrize("many", [3, 7])
def test_a_room_reads_four_to_six(many: int) -> None:
    """Another number is refused."""
    with pytest.raises(DoorwaysError, match="4 to 6"):
        journeys(played(), many)
