"""Stand between the browser and Solara: who may connect, with which headers, and how many at once.

Solara itself takes WebSockets from any origin, names no language and forbids zooming; each is put
right here, so that the page needs no patched copy of Solara.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from dashboards.place import Place

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]

ASSETS = "/_solara/cdn/"
#: Under this lie the files of finished studies, by a key that cannot be guessed.
FILES = "/files/"
#: What kinds of files there are; nothing else is handed out.
KINDS = {
    ".bib": "application/x-bibtex; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: From where a file may be asked for, as browsers say it; empty from one that does not.
OWN_SITE = ("", "same-origin", "none")
#: Where Solara keeps what its pages are made of; pages themselves lie at the top.
INNER = ("/_solara/", "/static/", "/jupyter/")
#: Addresses that tell about the server or reach into a session from outside the page.
HIDDEN = ("/resourcez", "/_solara/api/evict")
#: Solara's cookie for one browser's session.
SESSION = re.compile(
    r"(?:^|; ?)solara-session-id(?:-lax)?=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:;|$)"
)
#: Headers that never reach Solara: it would move the page to where they say, for everyone after.
DROPPED = (b"accept-encoding", b"forwarded", b"x-forwarded-", b"script-name", b"x-script-name")

#: Vue compiles templates in the browser, hence 'unsafe-eval'; Vue 3 widgets load from blob:.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Headers = (
    (b"content-security-policy", POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
PLAIN = (
    "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, "
    "initial-scale=1'><title>Doorways: {title}</title><style>body {{ font: 1rem/1.5 Arial, Helvetica, sans-serif; "
    "color: #0b0c0c; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }} a {{ color: #12436d; }}</style></head>"
    "<body><main><h1>{heading}</h1><p>{words}</p></main></body></html>"
)
FULL = PLAIN.format(
    title="every seat is taken",
    heading="Every seat is taken",
    words="As many people as this computer can serve are using Doorways now. "
    "Close a page that is not needed, then load this one again.",
)
MISSING = PLAIN.format(
    title="nothing at this address",
    heading="There is nothing at this address",
    words="Everything Doorways can answer starts from <a href='/'>its first page</a>.",
)
REPLACED: tuple[tuple[bytes, bytes], ...] = (
    (b"<html>", b'<html lang="en-GB">'),
    (b"initial-scale=1, maximum-scale=1, user-scalable=no, minimal-ui", b"initial-scale=1"),
)


def header(scope: Scope, name: bytes) -> str:
    """Return one request header as text, empty when it was not sent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _session(scope: Scope) -> str:
    """Return the session that a request says it is of, empty without one."""
    found = SESSION.search(header(scope, b"cookie"))
    return found[1] if found else ""


def _is_numbered(scope: Scope) -> bool:
    """Tell whether a WebSocket brings the number of a tab."""
    return any(key == "session_id" for key, _ in parse_qsl(scope["query_string"].decode()))


def _read(file: Path) -> bytes | None:
    """Return what is in a file, None when it went meanwhile."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _as_here(scope: Scope, place: Place) -> Scope:
    """Return a request as it was asked for: what a server in front does to it is said once, when this one starts."""
    kept = [pair for pair in scope["headers"] if not pair[0].startswith(DROPPED)]
    path = f"{place.root}{place.inner(scope['path'])}"
    secure = header(scope, b"host") in place.secure
    over_tls = "wss" if scope["type"] == "websocket" else "https"
    scheme = over_tls if secure else scope.get("scheme", "http")
    return dict(scope, headers=kept, root_path=place.root, path=path, scheme=scheme)


class Guard:
    """Wrap an ASGI application for use on this machine only.

    Parameters
    ----------
    app
        Solara's application.
    place
        Which `Host` values are answered, which origins may open WebSockets, below which path.
    seats
        Most pages open at once.
    assets
        Folder of the front-end files; whatever is not in it is "not found" at once, so that
        Solara never looks for it elsewhere.
    file_of
        Returns a file that may be handed out, by its key and name; None where there is none.
    """

    def __init__(
        self,
        app: App,
        place: Place,
        seats: int,
        assets: Path,
        file_of: Callable[[str, str], Path | None],
    ) -> None:
        self.app, self.place, self.seats, self.assets = app, place, seats, assets
        self.file_of = file_of
        self.missing = MISSING.replace("href='/'", f"href='{place.root}/'")
        #: The session of every page that is open.
        self.open: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on one connection."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._page(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a WebSocket of our own page while there is a seat; refuse any other with 403."""
        known = (
            header(scope, b"host") in self.place.hosts
            and header(scope, b"origin") in self.place.origins
        )
        session = _session(scope) if known and _is_numbered(scope) else ""
        if not session or self.full:
            await send({"type": "websocket.close", "code": 1008})
            return
        self.open.append(session)
        try:
            await self._calmly(_as_here(scope, self.place), receive, send)
        finally:
            self.open.remove(session)

    @property
    def full(self) -> bool:
        """Tell whether every seat is taken."""
        return len(self.open) >= self.seats

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request with our headers, or refuse it in words."""
        path = self.place.inner(str(scope["path"]))
        if header(scope, b"host") not in self.place.hosts:
            await self._say(send, 400, "This page is only served under its own address.")
        elif path.startswith(HIDDEN) or (path.startswith(ASSETS) and not self._kept(path)):
            await self._say(send, 404, self.missing, "text/html")
        elif path.startswith(FILES):
            await self._file(scope, path, send)
        elif path.rstrip("/").count("/") > 1 and not path.startswith(INNER):
            await self._say(send, 404, self.missing, "text/html")
        elif path.count("/") == 1 and self.full:
            await self._say(send, 503, FULL, "text/html")
        else:
            await self._calmly(_as_here(scope, self.place), receive, Rewriter(send, self.missing))

    async def _calmly(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on to Solara; what a request makes it fall over is a line, not a trail, in the terminal."""
        try:
            await self.app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - a stranger chooses what Solara meets
            log.warning("A request to the page failed: %.200r", error)

    def _kept(self, path: str) -> bool:
        """Tell whether an asset is one of ours."""
        try:
            file = (self.assets / path.removeprefix(ASSETS)).resolve()
            return file.is_relative_to(self.assets.resolve()) and file.is_file()
        except (OSError, ValueError):
            # A name no file can have: too long, or with a null character.
            return False

    async def _file(self, scope: Scope, path: str, send: Send) -> None:
        """Hand out a file of a finished study to a browser that has our page open."""
        key, _, name = path.removeprefix(FILES).partition("/")
        ours = header(scope, b"sec-fetch-site") in OWN_SITE and scope["method"] in ("GET", "HEAD")
        file = self.file_of(key, name) if ours and _session(scope) in self.open else None
        kind = KINDS.get(file.suffix) if file else None
        body = await asyncio.to_thread(_read, file) if file and kind else None
        if file is None or kind is None or body is None:
            await self._say(send, 404, self.missing, "text/html")
            return
        saved = f'attachment; filename="{file.name}"'.encode("ascii")
        more = ((b"content-disposition", saved), (b"cache-control", b"no-store"))
        await self._answer(send, 200, body, kind, more)

    async def _say(self, send: Send, status: int, text: str, kind: str = "text/plain") -> None:
        """Answer with a short text."""
        await self._answer(send, status, text.encode("utf-8"), f"{kind}; charset=utf-8")

    async def _answer(
        self, send: Send, status: int, body: bytes, kind: str, more: Headers = ()
    ) -> None:
        headers = [
            (b"content-type", kind.encode("ascii")),
            (b"content-length", str(len(body)).encode("ascii")),
            *more,
            *HEADERS,
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class Rewriter:
    """Add the headers to an answer; name a page's language and allow zoom; say "not found" in words."""

    def __init__(self, send: Send, not_found: str) -> None:
        self.send, self.not_found = send, not_found
        self.start: Message = {}
        self.body = b""
        self.page = self.missing = False

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body" and self.page:
            await self._collect(message)
        else:
            await self.send(message)

    async def _begin(self, message: Message) -> None:
        headers = [*message.get("headers", ()), *HEADERS]
        self.missing = message["status"] == 404
        if self.missing:
            kept = [pair for pair in headers if pair[0].lower() != b"content-type"]
            headers = [*kept, (b"content-type", b"text/html; charset=utf-8")]
        self.start = dict(message, headers=headers)
        self.page = any(
            key.lower() == b"content-type" and value.startswith(b"text/html")
            for key, value in headers
        )
        if not self.page:
            await self.send(self.start)

    async def _collect(self, message: Message) -> None:
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        if self.missing:
            self.body = self.not_found.encode("utf-8")
        for old, new in REPLACED:
            self.body = self.body.replace(old, new, 1)
        headers = [pair for pair in self.start["headers"] if pair[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(self.body)).encode("ascii")))
        await self.send(dict(self.start, headers=headers))
        await self.send(dict(message, body=self.body))
