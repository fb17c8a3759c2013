"""The workshop's pages and what is sent to them: an ASGI application on Starlette."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.responses import StreamingResponse as Streaming
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboards.workshop.asked import event_of, field_of
from dashboards.workshop.hosting import Hosting, Watcher
from dashboards.workshop.passphrase import Limit, Passphrase, mark, new_token
from dashboards.workshop.permitted import leading, permitted
from dashboards.workshop.room import OF_SEATS, RefusedError
from dashboards.workshop.together import holder
from dashboards.workshop.views import PARTS, about, parts, templates
from simulation.errors import DoorwaysError

STATIC: Final = Path(__file__).parent / "static"
#: Seconds after which a quiet stream says that it is still there, so that nothing between closes it.
QUIET: Final = 15.0
#: Streams open at once from one browser, such as a phone with many tabs.
STREAMS: Final = 4
#: How long a browser keeps its seat.
DAY: Final = 24 * 60 * 60
TITLES: Final = {"seat": "Workshop", "projector": "Workshop: projector", "console": "Console"}
#: What is said of a prediction beyond what its question takes.
FAR: Final = "Kept, drawn in to the end of the scale."
#: How many wrong codes an address may try.
WRONG_CODES: Final = 20


class Pages:
    """Answer what browsers ask of one hosted room.

    Parameters
    ----------
    hosting
        The room.
    passphrase
        What a console has to say; None where the room is open on this machine only.
    """

    def __init__(self, hosting: Hosting, passphrase: Passphrase | None) -> None:
        self.hosting, self.passphrase = hosting, passphrase
        self.consoles, self.codes = Limit(), Limit(WRONG_CODES)
        self.streams: dict[str, list[Watcher]] = {}

    def application(self, lifespan: Callable[[Starlette], Any]) -> Starlette:
        """Return the application."""
        return Starlette(
            routes=[
                Route("/", self.first),
                Route("/join/{letters}", self.first),
                Route("/join", self.join, methods=["POST"]),
                Route("/console", self.console),
                Route("/console", self.enter, methods=["POST"]),
                Route("/seat", self.screen),
                Route("/projector", self.screen),
                Route("/{who}/events", self.events),
                Route("/teams/{team}.toml", self.team),
                Route("/do", self.do, methods=["POST"]),
                Route("/decide", self.decide, methods=["POST"]),
                Route("/play", self.play, methods=["POST"]),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            lifespan=lifespan,
            exception_handlers={
                404: self.nothing,
                405: self.nothing,
                DoorwaysError: self.refused,
            },
        )

    async def nothing(self, request: Request, fault: Exception) -> Response:
        """Say that there is nothing at an address."""
        return self._say("Nothing here", "There is nothing at this address.", 404)

    async def refused(self, request: Request, fault: Exception) -> Response:
        """Say why something was not done, whatever was asked for."""
        assert isinstance(fault, DoorwaysError)
        return self._answer(request, f"{fault.rule} {fault.next_step}", 409)

    async def first(self, request: Request) -> Response:
        """Show where letters are written; a QR code brings them along."""
        if self._mark(request, "seat"):
            return RedirectResponse("/seat", 303)
        return self._join_page(str(request.path_params.get("letters", ""))[:12], "")

    async def join(self, request: Request) -> Response:
        """Give a seat to whoever knows the letters."""
        if self._mark(request, "seat"):
            return RedirectResponse("/seat", 303)
        letters = "".join(c for c in field_of(await request.body(), "letters") if c.isalnum())
        room, now, whence = self.hosting.room, time.monotonic(), _address(request)
        if not self.codes.is_open(whence, now):
            return self._join_page("", "Too many tries. Wait a minute.", 429)
        if room.ended or letters.lower() != room.code:
            self.codes.note(whence, now)
            return self._join_page(letters[:12], "No room has these letters. Look again.", 403)
        token = new_token()
        self.hosting.do({"did": "joined", "seat": mark(token)})
        return self._with_cookie("/seat", "seat", token)

    async def console(self, request: Request) -> Response:
        """Show the console to whoever may lead, and the way in to others."""
        if self._mark(request, "console"):
            return await self.screen(request)
        return self._enter_page("")

    async def enter(self, request: Request) -> Response:
        """Let a facilitator in."""
        if self.hosting.room.ended:
            words = "Stop the program in its window; the same command opens a new room."
            return self._say("This workshop is over", words, 409)
        body, now, whence = await request.body(), time.monotonic(), _address(request)
        if self.passphrase is not None:
            if not self.consoles.is_open(whence, now):
                return self._enter_page("Too many tries. Wait a minute.", 429)
            # Noted before it is known: tries made at once are counted, too.
            self.consoles.note(whence, now)
            said = field_of(body, "passphrase")
            if not await asyncio.to_thread(self.passphrase.is_right, said):
                return self._enter_page("That is not the passphrase.", 403)
        token = new_token()
        self.hosting.do({"did": "console", "console": mark(token)})
        return self._with_cookie("/console", "console", token)

    async def screen(self, request: Request) -> Response:
        """Show a screen as it is now; its stream keeps it so."""
        who = request.url.path.strip("/")
        held = self._mark(request, _kind(who))
        if not held:
            return RedirectResponse("/" if who == "seat" else "/console", 303)
        context = about(self.hosting, who, held)
        return self._page("page.html", title=TITLES[who], parts=PARTS[who], **context)

    async def team(self, request: Request) -> Response:
        """Hand out what a team put together as a scenario, to run it again."""
        result = self.hosting.room.results.get(f"team-{request.path_params['team']}")
        if result is None or not (self._mark(request, "seat") or self._mark(request, "console")):
            return self._say("Nothing here", "No team of this room has run that.", 404)
        return PlainTextResponse(result["toml"], media_type="application/toml")

    async def events(self, request: Request) -> Response:
        """Send a screen's parts when they change, and pictures of what is played."""
        who = request.path_params["who"]
        held = self._mark(request, _kind(who)) if who in PARTS else ""
        if not held:
            return JSONResponse({"said": "You are not in this room."}, 403)
        return Streaming(self._stream(who, held), media_type="text/event-stream")

    async def _stream(self, who: str, held: str) -> AsyncIterator[str]:
        sent: dict[str, str] = {}
        version = -1
        with self.hosting.watching(plays=who != "seat") as watcher, self._listed(held, watcher):
            while not watcher.gone:
                if version != self.hosting.version:
                    version, now = self.hosting.version, parts(self.hosting, who, held)
                    news = {name: html for name, html in now.items() if sent.get(name) != html}
                    sent = now
                    if news:
                        yield _told("parts", news)
                frame, watcher.frame = watcher.frame, None
                if frame is not None:
                    yield _told("frame", frame)
                if self.hosting.room.ended:
                    return
                yield await _waited(watcher.news)

    @contextmanager
    def _listed(self, held: str, watcher: Watcher) -> Iterator[None]:
        """Let the oldest of one browser's streams go when there are too many: a phone that slept left them open."""
        mine = self.streams.setdefault(held, [])
        mine.append(watcher)
        for old in mine[:-STREAMS]:
            old.gone = True
            old.news.set()
        try:
            yield
        finally:
            mine.remove(watcher)

    async def do(self, request: Request) -> Response:
        """Take what somebody does in the room."""
        event = event_of(await request.body())
        wanted = event.get("values")
        marks = self._mark(request, "seat"), self._mark(request, "console")
        self.hosting.do(permitted(self.hosting, event, *marks))
        kept = "Kept." if wanted == event.get("values") else FAR
        return self._answer(request, kept if event["did"] in OF_SEATS else "Done.")

    async def play(self, request: Request) -> Response:
        """Step, play, pause or go back, for the console that leads."""
        event = event_of(await request.body())
        leading(self.hosting, self._mark(request, "console"))
        if self.hosting.player is None:
            raise RefusedError("map", "Nothing is being played.", "Wait for the map.")
        await self.hosting.player.do(str(event.get("what")), int(event.get("amount", 1)))
        return self._answer(request, "")

    async def decide(self, request: Request) -> Response:
        """Take the room's decision from the seat whose turn it is, or from the console."""
        room, together = self.hosting.room, self.hosting.together
        event = event_of(await request.body())
        seat = room.seats.get(self._mark(request, "seat"), 0)
        if seat != holder(room) or not seat:
            leading(self.hosting, self._mark(request, "console"))
        if together is None or event.get("turn") != len(room.decisions):
            raise RefusedError("decision", "That has been decided.", "Wait for the next.")
        together.choose(event.get("carer"))
        return self._answer(request, "Decided.")

    def _mark(self, request: Request, kind: str) -> str:
        """Return the mark of a browser that is known to the room, empty for others."""
        room = self.hosting.room
        held = mark(request.cookies.get(_cookie(kind, room.code), ""))
        known = room.seats if kind == "seat" else room.consoles
        return held if held in known else ""

    def _answer(self, request: Request, said: str, status: int = 200) -> Response:
        """Answer a form: in JSON to the script, otherwise with the page it came from."""
        if "json" in request.headers.get("accept", ""):
            return JSONResponse({"said": said}, status)
        if status != 200:
            return self._say("That did not work", said, status)
        return RedirectResponse("/seat" if self._mark(request, "seat") else "/console", 303)

    def _with_cookie(self, to: str, kind: str, token: str) -> Response:
        answer = RedirectResponse(to, 303)
        name = _cookie(kind, self.hosting.room.code)
        answer.set_cookie(name, token, max_age=DAY, httponly=True, samesite="lax")
        return answer

    def _join_page(self, letters: str, said: str, status: int = 200) -> Response:
        return self._page(
            "join.html", status, title="Join the workshop", letters=letters, said=said
        )

    def _enter_page(self, said: str, status: int = 200) -> Response:
        asks = self.passphrase is not None
        return self._page("enter.html", status, title="Lead", passphrase=asks, said=said)

    def _say(self, heading: str, words: str, status: int) -> Response:
        return self._page("say.html", status, title=heading, heading=heading, words=words)

    def _page(self, template: str, status: int = 200, /, **context: Any) -> Response:
        filled = templates().get_template(template).render({"who": "", **context})
        return HTMLResponse(filled, status)


def _kind(who: str) -> str:
    """Return whose cookie opens a screen."""
    return "seat" if who == "seat" else "console"


def _cookie(kind: str, code: str) -> str:
    """Return a cookie's name: another room on this laptop has others."""
    return f"dw-{kind}-{code}"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _told(name: str, what: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(what, ensure_ascii=True)}\n\n"


async def _waited(news: asyncio.Event) -> str:
    """Wait for news and return what a stream says meanwhile."""
    try:
        async with asyncio.timeout(QUIET):
            await news.wait()
    except TimeoutError:
        return ": still here\n\n"
    news.clear()
    return ":\n\n"
