"""A server in front of the pages, as small as one can be: it has them below a path and hands bytes on."""

import asyncio
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self

ROOM = 1 << 16


class Proxy:
    """Serve what another port serves, below a path, while the context lasts.

    Parameters
    ----------
    port
        Where the pages are served.
    root
        Below which path they are here.
    strips
        Whether the path is taken off before a request is handed on.
    """

    def __init__(self, port: int, root: str, *, strips: bool) -> None:
        self.port, self.root, self.strips = port, root, strips
        self.origin = ""
        self._loop = asyncio.new_event_loop()
        self._ready = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._take, "127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on one request and all that follows it; ordinary ones end their connection."""
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                head = await reader.readuntil(b"\r\n\r\n")
                there, back = await asyncio.open_connection("127.0.0.1", self.port)
                back.write(self._changed(head))
                await asyncio.gather(_pipe(reader, back), _pipe(there, writer))
        finally:
            writer.close()

    def _changed(self, head: bytes) -> bytes:
        method, path, rest = head.split(b" ", 2)
        if self.strips and path.startswith(self.root.encode()):
            path = path.removeprefix(self.root.encode()) or b"/"
        if b"upgrade: websocket" not in rest.lower():
            rest = rest.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            kept = [one for one in rest.split(b"\r\n") if one.lower() != b"connection: keep-alive"]
            rest = b"\r\n".join(kept)
        return b" ".join((method, path, rest))


async def _pipe(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        with suppress(OSError):
            while some := await source.read(ROOM):
                into.write(some)
                await into.drain()
    finally:
        into.close()
