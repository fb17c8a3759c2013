"""One request through the guard around the pages, with a stand-in for what it guards."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dashboards.guard import Guard

SOCKET = "/jupyter/api/kernels/1/channels?session_id=1"
OURS = "0d9e6c1e-3b7c-4d0e-9d5a-6f1a2b3c4d5e"
COOKIE = f"a=1; solara-session-id={OURS}; b=2"
PAGE = b'<html><meta content="initial-scale=1, maximum-scale=1, user-scalable=no, minimal-ui">'


class Inner:
    """Stand where Solara would: remember the calls and answer with a page in two pieces."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []
        self.status, self.kind = 200, b"text/html; charset=utf-8"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection."""
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        headers = [(b"Content-Type", self.kind), (b"content-length", b"1")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE[:8], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[8:]})


def ask(guard: Guard, kind: str = "http", path: str = "/", **headers: str) -> list[Any]:
    """Send one request through the guard and return the messages of the answer."""
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    async def receive() -> Any:
        return {"type": f"{kind}.disconnect"}

    pairs = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    bare, _, query = path.partition("?")
    scope = {"type": kind, "path": bare, "query_string": query.encode(), "headers": pairs}
    scope |= {"method": "GET"} if kind == "http" else {}
    # In a thread of its own: a browser that other tests drive keeps this one's event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(guard(scope, receive, send))).result()
    return said
