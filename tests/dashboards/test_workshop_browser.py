"""The workshop as it is really used: served by the command, led, projected and joined in browsers."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from dashboards.workshop.room import SEATS
from scenarios.workshop.story import STORIES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECOND = 1000
READY = 120 * SECOND
START = "from dashboards.cli.app import main; main()"
SAID = re.compile(r"Room ([A-Z]{6})|join at (\S+)")


class Room:
    """Hold a served room: its address, its letters, and its process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder / "rooms", 0
        # The story that ships, with few futures.
        text = (STORIES / "headline.toml").read_text(encoding="utf-8")
        self.story = folder / "short.toml"
        self.story.write_text(text.replace("seed = 1", "seed = 1\nfutures = 3"), encoding="utf-8")
        self.address = self.letters = ""
        self.start()

    def start(self) -> None:
        """Serve it, on the port it had before."""
        more = ["--story", str(self.story)] if not self.port else []
        options = ["--no-browser", "--folder", str(self.folder), "--port", str(self.port), *more]
        self.server = subprocess.Popen(
            [sys.executable, "-c", START, "workshop", *options],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"NO_COLOR": "1"},
        )
        assert self.server.stderr is not None
        for line in iter(self.server.stderr.readline, ""):
            found = SAID.search(line)
            if found and found[1]:
                self.letters = found[1]
            elif found:
                self.address = found[2]
                self.port = int(self.address.rpartition(":")[2])
                return
        raise AssertionError("the server ended before it named its address")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.server.kill()
        self.server.wait()
        assert self.server.stderr is not None
        self.server.stderr.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A room that tells the story of a service that does nothing."""
    served = Room(tmp_path)
    yield served
    served.kill()


def watched(context: BrowserContext, address: str, faults: list[str]) -> Page:
    """Return a page that may speak to the room alone, and whose complaints are kept."""

    def only_home(route: Route) -> None:
        if route.request.url.startswith(address):
            route.continue_()
        else:
            faults.append(f"asked for {route.request.url}")
            route.abort()

    context.route("**/*", only_home)
    page = context.new_page()
    page.set_default_timeout(READY)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page


def press(page: Page, name: str) -> None:
    """Press a button by keyboard alone: reached by Tab, pressed by Enter."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled(timeout=READY)
    for _ in range(150):
        page.keyboard.press("Tab")
        if button.evaluate("(one) => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def predict(phone: Page, level: str) -> None:
    """Answer every question on a phone, by keyboard alone."""
    forms = phone.locator("form.guess")
    expect(forms).to_have_count(3, timeout=READY)
    for form in forms.all():
        form.locator("input[name=values]").focus()
        phone.keyboard.press("Control+A")
        phone.keyboard.type(level)
        phone.keyboard.press("Enter")
        expect(form).to_contain_text(f"Kept: {level}", timeout=READY)


def entered(
    room: Room, browser: Browser, faults: list[str], many: int = 3
) -> tuple[Page, Page, list[Page]]:
    """Return the console, the projector's view and some phones, all in the room by keyboard alone."""
    lead = browser.new_context(viewport={"width": 640, "height": 844})
    console = watched(lead, room.address, faults)
    console.goto(f"{room.address}/console")
    press(console, "Open the console")
    expect(console.locator("h1")).to_contain_text("Console", timeout=READY)
    projector = watched(lead, room.address, faults)
    projector.goto(f"{room.address}/projector")
    phones = []
    for _ in range(many):
        phone = watched(
            browser.new_context(viewport={"width": 390, "height": 844}), room.address, faults
        )
        phone.goto(f"{room.address}/join/{room.letters}")
        press(phone, "Join")
        phones.append(phone)
    expect(phones[-1].locator("#part-who")).to_contain_text(f"Seat {many}", timeout=READY)
    return console, projector, phones


def test_a_room_is_led_projected_and_joined_twice_by_keyboard_through_power_cuts(
    room: Room, browser: Browser, complaints: Callable[[Page], list[list[str]]]
) -> None:
    """Twice round every phase, the server killed in each: nothing is lost, axe is content, nothing is asked for outside."""
    faults: list[str] = []
    console, projector, phones = entered(room, browser, faults)
    screens = [console, projector, *phones]

    def step(phase: str, heading: str) -> None:
        press(console, phase)
        expect(projector.locator("#stage-title")).to_contain_text(heading, timeout=READY)
        expect(phones[0].locator("[aria-current=step]")).to_have_text(phase, timeout=READY)
        before = phones[0].locator("#part-stage").inner_text()
        if number == 1:
            room.kill()
            room.start()
        for screen in screens:
            expect(screen.locator("#away")).to_be_hidden(timeout=READY)
        console.reload()
        expect(projector.locator("#stage-title")).to_contain_text(heading, timeout=READY)
        phones[0].reload()
        assert phones[0].locator("#part-stage").inner_text() == before
        found = [complaints(screen) for screen in screens[:3]]
        assert (phase, found) == (phase, [[], [], []])

    for number in (1, 2):
        step("Predict", "What do you think")
        for k, phone in enumerate(phones):
            predict(phone, str(40 + 10 * k))
        expect(projector.locator(".tally").first).to_contain_text("3 of 3", timeout=READY)
        step("Commit", "This is what we run")
        step("Run", "Wigan")
        press(console, "A month on")
        expect(projector.locator("[data-week='4']")).to_be_visible(timeout=READY)
        expect(projector.locator("[data-table] tbody tr").first).to_be_attached()
        expect(console.locator("#part-futures")).to_contain_text("ready", timeout=READY)
        step("Reveal", "What came of it")
        expect(phones[1].locator("#part-stage")).to_contain_text("middle of 3 guesses was 50")
        press(console, "What did we miss?")
        step("Debrief", "Monday")
        if number == 1:
            press(console, "Begin round 2")
            expect(projector.locator("#stage-title")).to_contain_text("What do you think")
    assert faults == []


def test_thirty_phones_predict_commit_run_and_reveal_twice(room: Room, browser: Browser) -> None:
    """Each of thirty browsers has a seat, keeps its own guesses through both rounds and sees the middle of all."""
    faults: list[str] = []
    console, projector, phones = entered(room, browser, faults, many=SEATS)
    levels = [str(20 + 2 * k) for k in range(SEATS)]
    for number in (1, 2):
        press(console, "Predict")
        for phone, level in zip(phones, levels, strict=True):
            predict(phone, level)
        expect(projector.locator(".tally").first).to_contain_text(f"{SEATS} of {SEATS}")
        press(console, "Commit")
        expect(projector.locator("#stage-title")).to_contain_text("This is what we run")
        press(console, "Run")
        expect(console.locator("#part-futures")).to_contain_text("ready", timeout=READY)
        press(console, "Reveal")
        for phone, level in zip(phones, levels, strict=True):
            stage = phone.locator("#part-stage")
            expect(stage).to_contain_text(f"middle of {SEATS} guesses was 49", timeout=READY)
            expect(stage).to_contain_text(f"You said {level}")
        press(console, "Debrief")
        if number == 1:
            press(console, "Begin round 2")
            expect(projector.locator("#stage-title")).to_contain_text("What do you think")
    assert faults == []


def test_no_screen_is_wider_than_it_is(room: Room, browser: Browser) -> None:
    """On a phone, at 200% and on a desk every part of every screen lies within it."""
    page, projector, (phone, *_) = entered(room, browser, [])
    for phase in ("Brief", "Predict", "Run"):
        press(page, phase)
        expect(page.get_by_role("button", name=phase, exact=True)).to_have_attribute(
            "aria-current", "step", timeout=READY
        )
        if phase == "Run":
            expect(page.locator("[data-week]")).to_be_visible(timeout=READY)
        for one, width in product((page, phone, projector), (390, 640, 1280)):
            one.set_viewport_size({"width": width, "height": 844})
            wide = one.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (phase, width)


def test_what_a_room_must_see_is_on_its_screens(room: Room, browser: Browser) -> None:
    """A refusal is seen wherever a phone stands, one date is on the map, and charts keep their numbers at 1280 by 720."""
    console, projector, (phone,) = entered(room, browser, [], many=1)
    projector.set_viewport_size({"width": 1280, "height": 720})
    press(console, "Predict")
    last = phone.locator("form.guess").last
    last.locator("input[name=values]").fill("many")
    last.get_by_role("button").click()
    expect(phone.get_by_text("A prediction is a number")).to_be_in_viewport()
    predict(phone, "40")
    press(console, "Run")
    expect(projector.locator("[data-spoken]")).to_contain_text("weeks on", timeout=READY)
    expect(projector.locator(".arm.scenario .queue")).to_contain_text("not open at this time")
    press(console, "A month on")
    expect(projector.locator("[data-week='4']")).to_be_visible(timeout=READY)
    now = projector.locator("[data-date]").inner_text()
    assert projector.locator("[data-spoken]").inner_text()[: len(now)] in ("", now)
    expect(console.locator("#part-futures")).to_contain_text("ready", timeout=READY)
    press(console, "Reveal")
    for number in (1, 2, 3):
        press(console, f"Question {number}")
        expect(projector.locator(f"#a-q{number}")).to_be_visible(timeout=READY)
        expect(projector.locator(".card")).to_have_count(1)
        labels = projector.locator(".plot text")
        for label in (labels.first, labels.last):
            expect(label).to_be_in_viewport()
        wide = projector.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


def test_every_other_screen_can_be_used_by_everyone(
    room: Room, browser: Browser, complaints: Callable[[Page], list[list[str]]]
) -> None:
    """Journeys, loops, teams, decisions and a pause are led by keyboard; axe has nothing to say on any screen."""
    faults: list[str] = []
    console, projector, phones = entered(room, browser, faults)
    waits = {
        "Journeys": "made up",
        "Loops": "Which way",
        "Teams": "One budget",
        "Clear the screens": "A pause",
    }
    console.get_by_label("Teams", exact=True).select_option("2")
    console.get_by_role("button", name="Set", exact=True).click()
    for name, words in waits.items():
        press(console, name)
        expect(projector.locator("#part-stage")).to_contain_text(words, timeout=READY)
        if name == "Loops":
            press(console, "All links")
            expect(projector.locator(".loop li")).not_to_have_count(0)
        found = [complaints(screen) for screen in (console, projector, phones[0])]
        assert (name, found) == (name, [[], [], []])
    press(console, "Decide together")
    press(console, "No limit")
    press(console, "Begin from week 0")
    first = phones[0].locator("button[name=carer]").first
    expect(first).to_be_visible(timeout=READY)
    found = [complaints(screen) for screen in (console, projector, *phones)]
    assert found == [[]] * 5
    first.press("Enter")
    expect(projector.locator("#part-stage")).to_contain_text("Before:", timeout=READY)
    assert faults == []
