"""What a workshop's room has done for it: runs, the map, journeys, loops, teams and decisions, in stand-ins for the model."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from roomed import PATIENCE, Browser, Half, hosted, in_loop, leading, run, seated, until

from dashboards.workshop import playing
from dashboards.workshop.loops import AS_CUT, shown, strength
from dashboards.workshop.room import MOST_STEPS
from dashboards.workshop.tale import Choice, Tale
from dashboards.workshop.works import Progress
from scenarios.workshop.teams import OUTCOMES
from simulation.errors import DoorwaysError


@in_loop
async def test_a_run_that_was_killed_runs_again(tmp_path: Path) -> None:
    """A server killed while the futures run begins them anew at its start, and the room gets them."""

    def never(*_: Any) -> Any:
        raise DoorwaysError("run", "it", "It was killed.", "Run it again.")

    async with hosted(tmp_path, "headline", runs=never) as (app, hosting):
        lead = await leading(app)
        await lead.do(did="moved", phase="run")
        await until(lambda: hosting.fault)
        assert "It was killed." in (await lead.ask("GET", "/console"))[1]
        assert hosting.room.results == {}
    async with hosted(tmp_path, runs=run) as (_, hosting):
        await until(lambda: hosting.room.results)


@in_loop
async def test_play_goes_on_and_exactly_back(tmp_path: Path) -> None:
    """Week, month, year and back move by so many weeks, play ends at the end, and every step is shown."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        await lead.do(did="shown", screen="map")
        async with lead.stream("projector") as told:
            while (await told("frame"))["week"] != 0:
                pass
            await until(lambda: hosting.player._made)
            for what, week in (
                ("month", 4),
                ("year", 56),
                ("week", 57),
                ("back", 53),
                ("start", 0),
            ):
                assert await lead.do(what=what) == (200, "")
                assert (await told("frame"))["week"] == hosting.room.week == week
            await lead.do(what="speed", amount=10)
            await lead.do(what="play")
            assert (await told("frame"))["week"] >= 1
            await lead.do(what="pause")
            assert not hosting.player.playing
            assert hosting.room.week == hosting.player.frame["week"]
        assert (await lead.do(what="speed", amount=11))[0] == 409
        assert (await lead.do(what="fly"))[0] == 409


@in_loop
async def test_nothing_plays_on_in_a_room_that_ended(tmp_path: Path) -> None:
    """A run that plays by itself stops at the room's end."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        await lead.do(did="shown", screen="map")
        await until(lambda: hosting.player._made)
        await lead.do(what="play")
        assert hosting.player.playing
        await lead.do(did="ended")
        assert not hosting.player.playing


@in_loop
async def test_a_full_disk_is_told_whatever_is_done_and_ends_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Joining, leading and playing on say that nothing can be written; the server ends as it would otherwise."""
    monkeypatch.setattr(playing, "NOTED", 0.0)

    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        await lead.do(did="shown", screen="map")
        await until(lambda: hosting.player._made)
        hosting.kept._file = Half(hosting.kept._file)
        for path, form in (("/join", {"letters": hosting.room.code}), ("/console", {})):
            status, said = await Browser(app).ask("POST", path, form)
            assert (status, "the disk is full" in said) == (409, True)
        assert (await lead.do(what="play"))[0] == 200
        await until(lambda: "the disk is full" in hosting.fault)
        assert not hosting.player.playing
        monkeypatch.setattr(playing, "NOTED", PATIENCE)
        assert (await lead.do(what="play"))[0] == 200
        stood = hosting.player.frame["week"]
        await until(lambda: hosting.player.frame["week"] > stood)
    assert hosting.kept._file.closed


def held_up() -> tuple[list[str], threading.Event, Callable[[Tale, Choice, Progress], Any]]:
    """Return the names of what has begun, what lets it go on, and a way to run futures that waits for that."""
    begun: list[str] = []
    go = threading.Event()

    def slow(tale: Tale, choice: Choice, progress: Progress) -> Any:
        begun.append(choice.name)
        assert go.wait(PATIENCE)
        return run(tale, choice, progress)

    return begun, go, slow


@in_loop
async def test_a_result_is_of_the_choice_that_stands(tmp_path: Path) -> None:
    """Futures that were run with another choice than the room made meanwhile are not kept as this round's."""
    begun, go, slow = held_up()

    async with hosted(tmp_path, "wigan", runs=slow) as (app, hosting):
        lead = await leading(app)
        await lead.do(did="moved", phase="run")
        await until(lambda: begun)
        await lead.do(did="moved", phase="commit")
        assert (await lead.do(did="chosen", choice="nothing"))[0] == 200
        go.set()
        await until(lambda: hosting._job is None)
        await lead.do(did="moved", phase="run")
        await until(lambda: hosting.room.results)
        assert hosting.room.results["1"]["choice"]["name"] == "nothing"
        assert begun == ["as-told", "nothing"]


@in_loop
async def test_a_rounds_result_does_not_wait_for_the_teams(tmp_path: Path) -> None:
    """What team 1 puts together while round 1 runs has no part in that round's futures: they are kept."""
    begun, go, slow = held_up()

    async with hosted(tmp_path, "wigan", runs=slow) as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        await lead.do(did="teamed", teams=2)
        await lead.do(did="shown", screen="teams")
        await until(lambda: hosting.sideline.found)
        await lead.do(did="moved", phase="run")
        await until(lambda: begun)
        assert (await phone.do(did="mixed", services=["choir"]))[0] == 200
        go.set()
        await until(lambda: "1" in hosting.room.results)
        assert begun == ["as-told"]


@in_loop
async def test_journeys_begin_with_a_note_and_a_pause_clears_every_screen(tmp_path: Path) -> None:
    """The note and the rule come before any life; a life stands in both arms; a pause shows none of it."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        await lead.do(did="shown", screen="journeys")
        await until(lambda: hosting.sideline.found)
        said = (await phone.ask("GET", "/seat"))[1]
        assert ("They are made up." in said, "They moved" in said) == (True, False)
        await lead.do(did="stepped", what="journeys", to=1)
        said = (await phone.ask("GET", "/seat"))[1]
        assert "They moved, baseline." in said
        assert "They moved, scenario." in said
        assert said.index("They moved, baseline.") < said.index("So it is, baseline.")
        await lead.do(did="shown", screen="pause")
        for who, browser in (("seat", phone), ("projector", lead)):
            said = (await browser.ask("GET", f"/{who}"))[1]
            assert ("A pause" in said, "They moved" in said) == (True, False)


@in_loop
async def test_what_could_not_be_found_is_looked_for_again_when_asked_for(tmp_path: Path) -> None:
    """A phone's note does not begin again what failed; showing the screen again does."""
    tries: list[str] = []

    def failing(tale: Tale, choice: Choice) -> Any:
        tries.append(choice.name)
        raise DoorwaysError("journeys", "they", "They broke.", "Try again.")

    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        hosting.sideline.finders = {"journeys": failing}
        for event, many in (
            (lead.do(did="shown", screen="journeys"), 1),
            (phone.do(did="wrote", text="Ring the carers"), 1),
            (lead.do(did="shown", screen="journeys"), 2),
        ):
            assert (await event)[0] == 200
            await asyncio.gather(*hosting.sideline._jobs.values())
            assert len(tries) == many
        assert "They broke." in (await phone.ask("GET", "/seat"))[1]


@in_loop
async def test_teams_spend_one_budget_and_their_board_has_no_single_score(tmp_path: Path) -> None:
    """A mix within the budget is kept, one beyond is refused on the server; each result keeps its services, as a file too."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        phones = [await seated(app, hosting.room.code) for _ in range(3)]
        await lead.do(did="teamed", teams=2)
        early = await phones[0].do(did="mixed", services=["choir"])
        assert early == (409, "The prices are not known yet. Wait a moment.")
        await lead.do(did="shown", screen="teams")
        await until(lambda: hosting.sideline.found)
        status, said = await phones[0].do(did="mixed", services=["choir", "palace"])
        assert (status, "£10.0m" in said) == (409, True)
        assert (await phones[0].do(did="mixed", services=["castle"]))[0] == 409
        await phones[0].do(did="mixed", services=["choir", "garden"])
        await phones[1].do(did="mixed", services=["choir"])
        await lead.do(did="stepped", what="teams", to=1)
        await until(lambda: len(hosting.room.results) == 2)
        assert hosting.room.results["team-1"]["services"] == ["choir", "garden"]
        page = (await lead.ask("GET", "/projector"))[1]
        assert (page.count("<caption"), "no single score" in page) == (len(OUTCOMES), True)
        assert (await phones[2].ask("GET", "/teams/2.toml"))[1] == "name = 'team-2'"
        assert (await Browser(app).ask("GET", "/teams/2.toml"))[0] == 404
        await phones[2].do(did="surprised", what=f"team-2-{OUTCOMES[0]}")
        assert "1 surprised most: team 2" in (await lead.ask("GET", "/projector"))[1]
        await phones[2].do(did="mixed", services=["garden"])
        assert "team-1" not in hosting.room.results


@in_loop
async def test_phones_hold_parts_and_decide_in_turn_through_a_restart(tmp_path: Path) -> None:
    """Who may decide and who may say no is settled by seat; decisions outlive the server; the rule stands beside them."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        officer, carer, manager = [await seated(app, hosting.room.code) for _ in range(3)]
        await lead.do(did="shown", screen="decide")
        await lead.do(did="stepped", what="decide-clock", to=0)
        await lead.do(did="deciding")
        await until(lambda: hosting.together.asked)
        assert "Say no" in (await carer.ask("GET", "/seat"))[1]
        assert (await manager.do(did="refused", turn=0, carer=7))[0] == 409
        assert (await carer.do(did="refused", turn=0, carer=7))[0] == 200
        assert (await carer.do(turn=0, carer=8))[0] == 409
        assert (await officer.do(turn=0, carer=7))[0] == 409
        assert await officer.do(turn=0, carer=8) == (200, "Decided.")
        await until(lambda: hosting.together.asked)
        assert [one["carer"] for one in hosting.room.decisions] == [8]
        before = hosting.room
    async with hosted(tmp_path) as (app, hosting):
        lead.app = officer.app = app
        assert hosting.room == before
        await until(lambda: hosting.together.asked)
        assert hosting.together.asked["person"] == "Young person 2"
        assert (await officer.do(turn=0, carer=8))[0] == 409
        assert (await lead.do(turn=1))[0] == 200
        await until(lambda: hosting.together.outcome)
        said = (await lead.ask("GET", "/projector"))[1]
        assert "The room decided 2 times" in said
        assert [one["carer"] for one in hosting.room.decisions] == [8, None]


@in_loop
async def test_decisions_begin_anew_and_wait_while_the_screens_are_clear(tmp_path: Path) -> None:
    """Begun anew from the same week the first is asked about again; the clock stands while nobody looks or has no limit."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, together = await leading(app), hosting.together
        await lead.do(did="shown", screen="decide")
        await lead.do(did="deciding")
        await until(lambda: together.asked)
        for event, runs in (
            ({"did": "shown", "screen": "pause"}, False),
            ({"did": "shown", "screen": "decide"}, True),
            ({"did": "stepped", "what": "decide-clock", "to": 0}, False),
            ({"did": "stepped", "what": "decide-clock", "to": 2}, True),
        ):
            await lead.do(**event)
            assert together._clock.cancelled() != runs, event
        for turn in (0, 1):
            await until(lambda: together.asked)
            assert (await lead.do(turn=turn))[0] == 200
        await until(lambda: together.outcome)
        await lead.do(did="deciding")
        await until(lambda: together.asked)
        assert (together.asked["person"], together.outcome) == ("Young person 1", None)
        await lead.do(did="again", choice="as-told")
        assert (together.asked, together._clock.cancelled()) == (None, True)


@in_loop
async def test_a_loop_is_revealed_link_by_link_and_a_link_is_cut_in_a_run(tmp_path: Path) -> None:
    """Only revealed links stand on screens; cutting one runs it, and another strength takes that answer's place."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        await lead.do(did="shown", screen="loops")
        await until(lambda: hosting.sideline.found)
        first, second, *_ = shown(hosting.tale, hosting.choice)["loops"][0]["links"]
        await lead.do(did="stepped", what="links-0", to=1)
        said = (await lead.ask("GET", "/projector"))[1]
        assert (first["says"] in said, second["says"] in said) == (True, False)
        assert f"Evidence: {first['evidence']['kind']}; " in said
        for step in (AS_CUT, MOST_STEPS):
            await lead.do(did="stepped", what=first["key"], to=step)
            text = f"With {first['key']} at {step}."
            await until(lambda: first["key"] in hosting.room.results)
            assert hosting.room.results[first["key"]]["text"] == text
        assert text in (await lead.ask("GET", "/projector"))[1]


def test_a_sliders_ends_are_the_ends_of_what_is_believed() -> None:
    """The step below all others cuts the link; the lowest and the highest give the ends, none anything beyond."""
    lever = {"low": 0.5, "high": 2.5}
    found = [strength(lever, 0.0, step) for step in range(AS_CUT, MOST_STEPS + 1)]
    assert found[0] == 0.0
    assert (found[1], found[-1]) == (0.5, 2.5)
    assert found[1:] == sorted(found[1:])
