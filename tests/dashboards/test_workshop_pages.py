"""The workshop's pages: who gets in, what each screen is told, and that nothing is lost on the way."""

import asyncio
import re
from pathlib import Path

import pytest
from roomed import HOST, Browser, hosted, in_loop, leading, seated, until

from dashboards.workshop.futures import said
from dashboards.workshop.gate import MOST_BYTES
from dashboards.workshop.kit import ROLES
from dashboards.workshop.passphrase import TRIES, Passphrase
from dashboards.workshop.room import PHASES, SEATS
from dashboards.workshop.views import SAYS, in_words
from scenarios.workshop.story import load_story

ROOT = Path(__file__).resolve().parents[2]
DOCS, TEMPLATES = ROOT / "docs", ROOT / "dashboards" / "workshop" / "templates"


@in_loop
async def test_a_room_predicts_runs_and_reveals_twice(tmp_path: Path) -> None:
    """Led through its phases twice, every screen shows what belongs to it, and both results keep their choices."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        async with phone.stream("seat") as told:
            assert "Seat 1" in (await told("parts"))["who"]
            for number in (1, 2):
                assert await lead.do(did="moved", phase="predict") == (200, "Done.")
                assert "What do you think" in (await told("parts"))["stage"]
                for one in hosting.tale.questions:
                    said = await phone.do(did="guessed", question=one.name, values=[40])
                    assert said == (200, "Kept.")
                    assert "40" in (await told("parts"))["stage"]
                await lead.do(did="moved", phase="run")
                await until(lambda key=str(number): key in hosting.room.results)
                assert "Watch" in (await told("parts"))["stage"]
                assert await lead.do(did="moved", phase="reveal") == (200, "Done.")
                stage = ""
                while "What came of it" not in stage:
                    stage = (await told("parts")).get("stage", "")
                assert "The middle of 1 guesses was 40" in stage
                assert "You said 40" in stage
                if number == 1:
                    await lead.do(did="again", choice="as-told")
                    while "What do you think" not in stage:
                        stage = (await told("parts")).get("stage", "")
                    await lead.do(did="moved", phase="brief")
                    await told("parts")
        titles = [one["choice"]["name"] for one in hosting.room.results.values()]
        assert titles == ["as-told", "as-told"]
        assert len(hosting.room.guesses) == 2 * len(hosting.tale.questions)


@pytest.mark.parametrize("phase", PHASES)
@in_loop
async def test_a_server_killed_in_any_phase_loses_nothing(tmp_path: Path, phase: str) -> None:
    """Started again, the room is where it was; the same browsers are still in it and see what they saw."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        await lead.do(did="moved", phase="predict")
        await phone.do(did="guessed", question="q1", values=["55"])
        await lead.do(did="moved", phase="run")
        await until(lambda: hosting.room.results and hosting.player.frame)
        await until(lambda: hosting.player._made)
        assert await lead.do(what="year") == (200, "")
        await lead.do(did="moved", phase=phase)
        await phone.do(did="wrote", text="Ring the carers")
        before, seen = hosting.room, await phone.ask("GET", "/seat")
    async with hosted(tmp_path) as (app, hosting):
        lead.app = phone.app = app
        assert hosting.room == before
        assert await phone.ask("GET", "/seat") == seen
        assert (await lead.ask("GET", "/console"))[0] == 200
        assert (await lead.do(did="moved", phase="debrief"))[0] == 200
        await lead.do(did="moved", phase="run")
        await until(lambda: hosting.player.frame)
        assert hosting.player.frame["week"] == before.week == 52


@in_loop
async def test_one_console_leads_and_another_takes_over_visibly(tmp_path: Path) -> None:
    """The second console is told that another leads and is refused; after taking over it leads and the first is told."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        first, second = await leading(app), await leading(app)
        assert "Another console leads" in (await second.ask("GET", "/console"))[1]
        status, said = await second.do(did="moved", phase="predict")
        assert (status, "Take over first." in said) == (409, True)
        assert (await second.do(what="play"))[0] == 409
        async with first.stream("console") as told:
            await told("parts")
            assert (await second.do(did="taken_over"))[0] == 200
            assert "Another console leads" in (await told("parts"))["lead"]
        assert (await second.do(did="moved", phase="predict"))[0] == 200
        assert hosting.room.phase == "predict"


@in_loop
async def test_the_thirty_first_finds_a_friendly_page_and_wrong_letters_run_out(
    tmp_path: Path,
) -> None:
    """Thirty join from one address; the next is told what to do; somebody who tries letters has to wait."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        phones = [await seated(app, f" {hosting.room.code.upper()} ") for _ in range(SEATS)]
        assert len({phone.cookies.popitem()[1] for phone in phones}) == SEATS
        status, said = await Browser(app).ask("POST", "/join", {"letters": hosting.room.code})
        assert (status, "Share a phone" in said) == (409, True)
        answers = [
            await Browser(app).ask("POST", "/join", {"letters": "AAAAAA"}) for _ in range(25)
        ]
        assert (answers[0][0], answers[-1][0]) == (403, 429)


@in_loop
async def test_a_passphrase_is_asked_for_and_soon_no_more_tries_are_taken(tmp_path: Path) -> None:
    """A wrong passphrase opens nothing, the right one does, and after a few tries even that waits."""
    secret = Passphrase("three kind words")
    async with hosted(tmp_path, "headline", secret) as (app, _):
        await leading(app, passphrase="three kind words")
        wrong = Browser(app)
        tries = [
            (await wrong.ask("POST", "/console", {"passphrase": "three kind word"}))[0]
            for _ in range(TRIES)
        ]
        assert tries == [403] * (TRIES - 1) + [429]
        assert (await wrong.ask("POST", "/console", {"passphrase": "three kind words"}))[0] == 429
        assert wrong.cookies == {}
        for path in ("/projector", "/console/events", "/projector/events", "/seat/events"):
            assert (await wrong.ask("GET", path))[0] in (303, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", f"https://{HOST}"])
@in_loop
async def test_nothing_is_done_from_another_sites_page(tmp_path: Path, origin: str) -> None:
    """A form of another origin does nothing, though the browser sends its cookies along."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        lead.origin = origin
        assert (await lead.ask("POST", "/do", {"did": "moved", "phase": "run"}))[0] == 403
        assert hosting.room.phase == "brief"
        assert (await lead.ask("GET", "/", host="evil.example"))[0] == 400
        assert (await lead.ask("DELETE", "/do"))[0] == 403


@in_loop
async def test_what_is_sent_is_clamped_and_checked_on_the_server(tmp_path: Path) -> None:
    """Numbers beyond the scale are drawn in; anything else that is no answer is refused in a sentence."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        await lead.do(did="moved", phase="predict")
        question = hosting.tale.questions[0]
        await phone.do(did="guessed", question="q1", values=["1e300"])
        assert list(hosting.room.guessed("q1").values()) == [(question.is_of.high,)]
        for wrong in (
            {"did": "guessed", "question": "q1", "values": ["nan"]},
            {"did": "guessed", "question": "q1", "values": ["1", "2"]},
            {"did": "guessed", "question": "q9", "values": ["1"]},
            {"did": "guessed", "question": "q1", "values": ["many"]},
            {"did": "moved", "phase": "reveal"},
            {"did": "ran", "what": "reveal"},
            {"did": "wrote", "text": "x" * 401},
            {"did": "guessed", "question": "q1", "seat": "s1", "values": ["1"]},
            {"did": "refused", "turn": "--5", "carer": "1"},
        ):
            status, said = await phone.do(**wrong)
            assert (status, said.count(".") >= 1) == (409, True), wrong
        much = {"did": "wrote", "text": "x" * MOST_BYTES}
        assert (await phone.ask("POST", "/do", much))[0] == 413


@in_loop
async def test_an_ended_room_is_forgotten_and_says_so(tmp_path: Path) -> None:
    """Ended by its lead, the room's file goes, every screen is told, and what was said is nowhere."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead, phone = await leading(app), await seated(app, hosting.room.code)
        await phone.do(did="wrote", text="Ring the carers")
        async with phone.stream("seat") as told:
            await told("parts")
            await lead.do(did="ended")
            assert "forgotten" in (await told("parts"))["stage"]
        assert list(tmp_path.iterdir()) == []
        assert (await phone.ask("POST", "/join", {"letters": hosting.room.code}))[0] == 403
        status, said = await lead.ask("POST", "/console", {})
        assert (status, "This workshop is over" in said) == (409, True)


@in_loop
async def test_what_a_seat_said_goes_with_it_and_words_can_be_taken_down(tmp_path: Path) -> None:
    """The lead alone takes a note down; a phone whose seat was freed is told so, and what it wrote is gone."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        first, second = [await seated(app, hosting.room.code) for _ in range(2)]
        for phone, text in ((first, "Ring the carers"), (second, "Rude words")):
            assert (await phone.do(did="wrote", text=text))[0] == 200
        await lead.do(did="moved", phase="debrief")
        assert (await first.do(did="taken_down", text="Rude words"))[0] == 409
        assert (await lead.do(did="taken_down", text="Rude words"))[0] == 200
        said = (await lead.ask("GET", "/projector"))[1]
        assert ("Ring the carers" in said, "Rude words" in said) == (True, False)
        async with first.stream("seat") as told:
            await told("parts")
            await lead.do(did="freed", number=1)
            now = await told("parts")
        assert "This seat was freed" in now["stage"]
        assert "Seat" not in now["who"]
        assert hosting.room.monday == {}


def test_money_is_said_as_money() -> None:
    """What futures say, and what somebody predicted, is written as its measure is."""
    answer = {"form": "number", "low": -1e6, "middle": 2.3e6, "high": 5e6}
    questions = load_story("north-yorkshire").questions
    told = said(answer, questions[2].model_copy(update={"of": "scenario"}))
    assert told == "The middle future has £2.3m; 9 in 10 lie between −£1.0m and £5.0m."
    assert [in_words((400.0, 5e6), one) for one in questions[::2]] == [
        "5,000,000 at the end",
        "£5.0m more",
    ]


@in_loop
async def test_every_answer_says_what_browsers_may_do_with_it(tmp_path: Path) -> None:
    """Pages, scripts and refusals carry a policy without inline script, and nobody may frame them."""
    async with hosted(tmp_path, "headline") as (app, _):
        for path in ("/", "/static/workshop.js", "/nowhere", "/console"):
            browser = Browser(app)
            await browser.ask("GET", path)
            headers = browser.headers
            assert b"script-src 'self';" in headers[b"content-security-policy"]
            assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
            assert headers[b"x-content-type-options"] == b"nosniff"


def test_cards_to_print_say_what_phones_say() -> None:
    """Every role of a phone stands on a card of the kit, in the same order and words."""
    cards = (DOCS / "workshop" / "role-cards.md").read_text(encoding="utf-8")
    places = [cards.find(f"| {role.name} |\n| --- |\n| {role.asks} |") for role in ROLES]
    assert -1 not in places
    assert places == sorted(places)


def test_the_kit_names_buttons_that_are_there() -> None:
    """Whatever the kit has in italics stands on a screen, and its links lead somewhere."""
    screens = " ".join(one.read_text(encoding="utf-8") for one in TEMPLATES.glob("*.html"))
    known = f"{screens} {' '.join(SAYS.values())}"
    outside = {"Private network", "IPv4 Address", "Never", "Windows Security Alert", "Private"}
    outside |= {"private networks", "Extend", "Duplicate"}
    for page in (DOCS / "workshop").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        said = set(re.findall(r"(?<![*\w])\*([^*\n]+)\*(?!\*)", text)) - outside
        assert [one for one in said if one not in known] == [], page.name
        links = [one.partition("#")[0] for one in re.findall(r"\]\(([^)]+)\)", text)]
        assert [one for one in links if not (page.parent / one).exists()] == [], page.name


@in_loop
async def test_thirty_predict_at_once_and_each_sees_its_own_twice(tmp_path: Path) -> None:
    """Thirty phones predict together, twice; each is told of the reveal once, with its own guess and the middle of all."""
    async with hosted(tmp_path, "headline") as (app, hosting):
        lead = await leading(app)
        phones = [await seated(app, hosting.room.code) for _ in range(SEATS)]
        for number in (1, 2):
            await lead.do(did="moved", phase="predict")
            guesses = [
                phone.do(did="guessed", question="q1", values=[k])
                for k, phone in enumerate(phones, 10 * number)
            ]
            assert await asyncio.gather(*guesses) == [(200, "Kept.")] * SEATS
            await lead.do(did="moved", phase="run")
            await until(lambda key=str(number): key in hosting.room.results)
            await lead.do(did="moved", phase="reveal")
            for k, phone in enumerate(phones, 10 * number):
                said = (await phone.ask("GET", "/seat"))[1]
                assert f"You said {k}." in said
                assert f"The middle of {SEATS} guesses was" in said
            await lead.do(did="again", choice="as-told")
