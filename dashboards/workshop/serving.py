"""Serve one room until Ctrl-C: `serve` is what `doorways workshop` calls."""

import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette

from dashboards.brief_log import log_briefly
from dashboards.place import HOST, here
from dashboards.server import Server, listen
from dashboards.warming import warming
from dashboards.workshop.gate import Gate
from dashboards.workshop.hosting import Hosting
from dashboards.workshop.keeping import Kept, forget_room, fresh_room, kept_room, usual_folder
from dashboards.workshop.pages import Pages
from dashboards.workshop.passphrase import Passphrase
from dashboards.workshop.place import USUAL_PORT, address_of, check_address
from dashboards.workshop.playing import Player
from dashboards.workshop.tale import Tale, tale_of
from dashboards.workshop.together import Together
from dashboards.workshop.works import Works
from simulation.errors import DoorwaysError

#: Told when no other is asked for.
USUAL_STORY: Final = "north-yorkshire"


def room_of(folder: Path, story: str | None, *, new: bool) -> tuple[Kept, Tale]:
    """Return the room that was not ended, or a new one, and the story that is told in it.

    Raises
    ------
    DoorwaysError
        When the story is unknown, or another one is told in the room that was not ended.
    """
    wanted = tale_of(story) if story is not None else None
    path = kept_room(folder)
    if path is not None and new:
        forget_room(path)
        path = None
    if path is None:
        source = story or USUAL_STORY
        tale = wanted or tale_of(source)
        return fresh_room(folder, tale.story.name, source), tale
    kept = Kept(path)
    try:
        if wanted is not None and wanted.story.name != kept.room.story:
            rule = f"A room that was not ended is kept, and tells {kept.room.story}."
            step = "Leave --story out to go on with it, or add --new to forget it."
            raise DoorwaysError("story", story, rule, step)
        return kept, tale_of(kept.room.source)
    except DoorwaysError:
        kept.close()
        raise


def application(hosting: Hosting, passphrase: Passphrase | None) -> Starlette:
    """Return the pages of a room, which is taken up where it was when they start."""

    @asynccontextmanager
    async def living(app: Starlette) -> AsyncIterator[None]:
        hosting.player = Player(hosting)
        hosting.together = Together(hosting)
        hosting.go_on()
        yield
        await hosting.close()

    return Pages(hosting, passphrase).application(living)


def serve(
    works: Works,
    *,
    story: str | None = None,
    host: str = HOST,
    passphrase: str | None = None,
    port: int | None = None,
    folder: Path | None = None,
    new: bool = False,
    open_browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a room until Ctrl-C; it is kept until it is ended.

    Raises
    ------
    DoorwaysError
        When the story, the address, the passphrase or the folder cannot be used.
    """
    secret = Passphrase(passphrase) if passphrase is not None else None
    check_address(host, has_passphrase=secret is not None)
    kept, tale = room_of(folder or usual_folder(), story, new=new)
    # Its file is let go of whatever happens, a port that is taken too.
    with closing(kept), listen(USUAL_PORT if port is None else port, host) as listener:
        number = listener.getsockname()[1]
        address = address_of(host, number)
        hosting = Hosting(kept, tale, works, address)
        gate = Gate(application(hosting, secret), here(number, host))

        def ready() -> None:
            say(f"Room {kept.room.code.upper()}: {tale.story.title}")
            say(f"Lead it at {address}/console (Ctrl-C stops it; the room is kept)")
            say(f"People join at {address}")
            if open_browser:
                webbrowser.open(f"{address}/console")

        log_briefly()
        warming().start()
        config = _config(gate)
        try:
            RoomServer(config, ready, hosting).run(sockets=[listener])
        except KeyboardInterrupt:
            again = "" if kept.room.ended else " The same command opens the same room again."
            say(f"Stopped.{again}")


class RoomServer(Server):
    """A server whose streams end before it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], hosting: Hosting) -> None:
        super().__init__(config, ready)
        self.hosting = hosting

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let everybody who watches leave, then end."""
        self.hosting.part()
        await super().shutdown(sockets)


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        timeout_graceful_shutdown=1,
        server_header=False,
        proxy_headers=False,
    )
