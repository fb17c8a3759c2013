"""Stand before the workshop's pages: who may ask, how much, and what browsers may do with an answer."""

from typing import Final

from dashboards.guard import PLAIN, App, Headers, Message, Receive, Scope, Send, header
from dashboards.place import Place

#: Bytes of what a phone may send at once.
MOST_BYTES: Final = 32_000
#: Pages bring everything themselves: nothing is asked for elsewhere, and no script stands in a page.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final[Headers] = (
    (b"content-security-policy", POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cache-control", b"no-store"),
)


class Gate:
    """Wrap the workshop's application.

    Parameters
    ----------
    app
        The application.
    place
        Which `Host` values are answered, and from which origins things may be done.
    """

    def __init__(self, app: App, place: Place) -> None:
        self.app, self.place = app, place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse or pass on one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        elif refused := self._refuses(scope):
            await _say(send, *refused)
        else:
            await self.app(scope, Sip(receive), WithHeaders(send))

    def _refuses(self, scope: Scope) -> tuple[int, str] | None:
        """Return why a request is not answered, None when it is."""
        if header(scope, b"host") not in self.place.hosts:
            return 400, "This workshop is only reached at its own address."
        if scope["method"] in ("GET", "HEAD"):
            return None
        # A browser names the origin of whatever is sent; other sites' pages have another.
        if scope["method"] != "POST" or header(scope, b"origin") not in self.place.origins:
            return 403, "This can only be done from the workshop's own pages."
        length = header(scope, b"content-length")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "That is too much at once."
        return None


class Sip:
    """Hand on what a request says, and end it when it says more than it announced."""

    def __init__(self, receive: Receive) -> None:
        self.receive, self.taken = receive, 0

    async def __call__(self) -> Message:
        """Return the next message."""
        message = await self.receive()
        self.taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.taken > MOST_BYTES else message


class WithHeaders:
    """Add the headers to an answer."""

    def __init__(self, send: Send) -> None:
        self.send = send

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            own = {name for name, _ in message.get("headers", ())}
            more = [pair for pair in HEADERS if pair[0] not in own]
            message = dict(message, headers=[*message.get("headers", ()), *more])
        await self.send(message)


async def _say(send: Send, status: int, words: str) -> None:
    body = PLAIN.format(title="workshop", heading="Not here", words=words).encode("utf-8")
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode("ascii")),
        *HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
