"""A workshop's room without a socket: its pages answered in one loop, and stand-ins for what takes long."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import wraps
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from dashboards.place import here
from dashboards.workshop.frames import COUNTERS
from dashboards.workshop.gate import Gate
from dashboards.workshop.hosting import Hosting
from dashboards.workshop.loops import shown
from dashboards.workshop.passphrase import Passphrase
from dashboards.workshop.serving import application, room_of
from dashboards.workshop.tale import Choice, Tale
from dashboards.workshop.working import DECISION
from dashboards.workshop.works import Progress, Works
from scenarios.workshop.decide import Decision
from scenarios.workshop.teams import OUTCOMES

HOST = "127.0.0.1:5000"
FUTURES = [10.0, 20.0, 30.0]


def run(tale: Tale, choice: Choice, progress: Progress) -> Mapping[str, Any]:
    """Answer a story at once, as a run of three futures would."""
    progress(3, 3)
    answers = {}
    for one in tale.questions:
        form = one.is_of.form
        futures = FUTURES if form == "number" else [[level] * one.points for level in FUTURES]
        low, middle, high = futures
        answers[one.name] = {
            "form": form, "futures": futures, "low": low, "middle": middle, "high": high, "said": "Twenty."
        }  # fmt: skip
    return {
        "choice": {"name": choice.name, "title": choice.title, "opens": [], "toml": ""},
        "baseline": "Baseline",
        "authority": "Wigan",
        "years": 4,
        "futures": 3,
        "seed": 1,
        "answers": answers,
    }


#: Lives that take no model.
FINDERS = {
    "journeys": lambda tale, choice: LIVES,
    "teams": lambda tale, choice: MENU,
    "loops": shown,
}
MENU = {
    "budget": 5,
    "offers": [
        {"name": name, "title": f"The {name}", "price": price, "says": f"£{price / 1e6:.1f}m"}
        for name, price in (("choir", 1e6), ("garden", 3e6), ("palace", 9e6))
    ],
}
LIVES: dict[str, Any] = {
    "note": "They are made up.",
    "rule": "At even distances.",
    "titles": ("Baseline", "With it"),
    "arms": ("baseline", "scenario"),
    "people": [
        {
            "name": "Rowan",
            "age": 13,
            "start": "Rowan is 13.",
            "month": 2,
            "arms": {
                arm: {
                    "sentences": [
                        {"month": 2, "until": 2, "text": f"They moved, {arm}.", "hard": True},
                    ],
                    "summary": {"moves": 1, "missing_episodes": 0, "text": f"So it is, {arm}."},
                    "lanes": {},
                }
                for arm in ("baseline", "scenario")
            },
        }
    ],
}


def try_mix(tale: Tale, services: Any, team: str, progress: Progress) -> Mapping[str, Any]:
    """Answer what a team put together at once."""
    outcome = {"low": -3.0, "mean": 1.0, "high": 4.0, "said": "+1", "range": "-3 to +4"}
    return {
        "services": list(services),
        "says": " and ".join(services),
        "price": "£4.0m",
        "toml": f"name = 'team-{team}'",
        "outcomes": [{**outcome, "name": name, "label": name} for name in OUTCOMES],
    }


def cut(tale: Tale, key: str, step: int, progress: Progress) -> Mapping[str, Any]:
    """Answer what a link does at once."""
    return {
        "text": f"With {key} at {step}.",
        "value": 0.0,
        "cut": step == 1,
        "council": "Wigan",
        "years": 4,
        "futures": 20,
    }


class Decider:
    """Stand where a run the room decides in would: two young people, and places 7 and 8 for each."""

    week = 0

    def __init__(self, decisions: Any) -> None:
        self.decisions = [Decision(*(one[key] for key in DECISION)) for one in decisions]

    def next(self, until: int) -> dict[str, Any] | None:
        """Ask for each in turn."""
        if len(self.decisions) == 2:
            return None
        offer = {
            "text": "With a family",
            "suits": "suits",
            "where": "near home",
            "week_cost": 500.0,
        }
        offers = [{**offer, "id": one, "kind": "foster_in_house"} for one in (7, 8)]
        person = f"Young person {len(self.decisions) + 1}"
        return {
            "number": 1, "seconds": 30, "week": 1, "person": person, "needs": [], "why": "Tonight.",
            "offers": offers, "queue": 0,
        }  # fmt: skip

    def choose(self, offer: int | None) -> dict[str, Any]:
        """Take a decision."""
        self.decisions.append(Decision(5, 0.25, offer, 1))
        return {"rule": "kinship", "rule_text": "with relatives", "same_kind": False}

    def compared(self, until: int) -> dict[str, Any]:
        """Say that nothing differs."""
        since = dict.fromkeys((*COUNTERS, "cost_council"), 3.0)
        decided = [{"room": "foster", "rule": "kinship", "still_there": True}] * 2
        return {"week": until, "since": {"room": since, "rule": since}, "decided": decided}


def begin(tale: Tale, choice: Choice, week: int, decisions: Any) -> Decider:
    """Begin such a run."""
    return Decider(decisions)


class Half:
    """A file on a disk with room for five bytes more."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def write(self, line: bytes) -> int:
        """Write what there is room for."""
        return int(self.file.write(line[:5]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class Steps:
    """Stand where a stepped run would, of 200 weeks."""

    def __init__(self, tale: Tale, choice: Choice) -> None:
        self.week, self.weeks = 0, 200

    def play_to(self, week: int) -> Mapping[str, Any]:
        """Go to a week."""
        self.week = week
        return {"week": week}


class Browser:
    """Ask the pages as one browser does, keeping its cookies."""

    def __init__(self, app: Any, origin: str = f"http://{HOST}") -> None:
        self.app, self.origin = app, origin
        self.cookies: dict[str, str] = {}
        self.headers: dict[bytes, bytes] = {}

    async def ask(
        self, method: str, path: str, form: Mapping[str, Any] | None = None, **more: str
    ) -> tuple[int, str]:
        """Return the status and text of an answer."""
        body = urlencode(form or {}, doseq=True).encode()
        said: list[Any] = []

        asked = [{"type": "http.request", "body": body}]

        async def receive() -> Any:
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            said.append(message)

        await self.app(self._scope(method, path, body, more), receive, send)
        self.headers = dict(said[0]["headers"])
        for name, value in said[0]["headers"]:
            if name == b"set-cookie":
                found = SimpleCookie(value.decode())
                self.cookies |= {key: one.value for key, one in found.items()}
        text = b"".join(one.get("body", b"") for one in said[1:]).decode()
        return said[0]["status"], text

    async def do(self, **event: Any) -> tuple[int, str]:
        """Do something in the room and return what is said to it."""
        path = "/play" if set(event) <= {"what", "amount"} else "/do"
        path = "/decide" if set(event) <= {"turn", "carer"} else path
        status, text = await self.ask("POST", path, event, accept="application/json")
        return status, json.loads(text)["said"] if text.startswith("{") else text

    @asynccontextmanager
    async def stream(self, who: str) -> AsyncIterator[Callable[[str], Coroutine[Any, Any, Any]]]:
        """Open a screen's stream and give what waits for the next message of a name."""
        told: asyncio.Queue[Any] = asyncio.Queue()

        async def receive() -> Any:
            await asyncio.Event().wait()

        async def send(message: Any) -> None:
            await told.put(message.get("body", b"").decode())

        scope = self._scope("GET", f"/{who}/events", b"", {})
        task = asyncio.get_running_loop().create_task(self.app(scope, receive, send))

        async def wait(name: str) -> Any:
            while True:
                text = await told.get()
                if text.startswith(f"event: {name}\n"):
                    return json.loads(text.split("data: ", 1)[1])

        try:
            yield wait
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _scope(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> Any:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"host": HOST, "cookie": cookies, "content-length": str(len(body)), **more}
        if method == "POST" and self.origin:
            headers.setdefault("origin", self.origin)
        return {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 9),
        }


@asynccontextmanager
async def hosted(
    folder: Path, story: str | None = None, passphrase: Passphrase | None = None, runs: Any = run
) -> AsyncIterator[tuple[Any, Hosting]]:
    """Serve a room from a folder as the server would, and leave it as one that is killed."""
    kept, tale = room_of(folder, story, new=False)
    works = Works(runs, Steps, begin, try_mix, cut, FINDERS)
    hosting = Hosting(kept, tale, works, f"http://{HOST}")
    app = application(hosting, passphrase)
    async with app.router.lifespan_context(app):
        yield Gate(app, here(5000)), hosting


#: Seconds after which what a test waits for does not come any more.
PATIENCE = 120


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test in a loop of its own, with an end: a browser that other tests drive keeps this thread's."""

    @wraps(test)
    def held(*given: Any, **named: Any) -> None:
        with ThreadPoolExecutor(1) as thread:
            work = asyncio.wait_for(test(*given, **named), PATIENCE)
            thread.submit(asyncio.run, work).result()

    return held


async def leading(app: Any, **said: str) -> Browser:
    """Return a browser whose console is open."""
    lead = Browser(app)
    assert (await lead.ask("POST", "/console", said))[0] == 303
    return lead


async def seated(app: Any, letters: str) -> Browser:
    """Return a browser that has joined."""
    phone = Browser(app)
    assert (await phone.ask("POST", "/join", {"letters": letters}))[0] == 303
    return phone


async def until(true: Any) -> None:
    """Wait until something holds."""
    while not true():
        await asyncio.sleep(0)
