"""Serve the page on this machine: `serve` is what `doorways dashboard` calls."""

import os
import socket
import sys
import warnings
import webbrowser
from collections.abc import Callable, Sequence

import uvicorn

from dashboards import boards
from dashboards.assets.vendored import FOLDER, check
from dashboards.brief_log import log_briefly
from dashboards.guard import App, Guard
from dashboards.place import HOST, Place, check_host, place_of, sent
from dashboards.warming import warming
from simulation.errors import DoorwaysError
from simulation.store.store import open_store

SEATS = 30
#: Tried first when no port is asked for, so that links and open pages outlive the server.
USUAL_PORT = 8417

#: Solara reads these when it is first imported, so they must stand before that.
SETTINGS = {
    "SOLARA_APP": "dashboards.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "Doorways",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": "dashboards.assets.page",
    "SOLARA_ASSETS_PROXY": "True",
    "SOLARA_ASSETS_PROXY_CACHE_DIR": str(FOLDER),
    # The discard port of this machine: a file that was forgotten is never asked for outside.
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",
    "SOLARA_SESSION_HTTP_ONLY": "True",
    "SOLARA_KERNEL_CULL_TIMEOUT": "30m",
}


def application(place: Place, seats: int = SEATS) -> App:
    """Return the guarded Solara application, with Solara's settings made before its import.

    Raises
    ------
    DoorwaysError
        When the installed Solara does not fit the front-end files kept here.
    """
    check()
    if "solara" in sys.modules and os.environ.get("SOLARA_APP") != SETTINGS["SOLARA_APP"]:
        raise DoorwaysError(
            "dashboard",
            "Solara already imported",
            "Its settings must be made before Solara is imported.",
            "Start the dashboard with: doorways dashboard",
        )
    os.environ.update(SETTINGS | {"SOLARA_ROOT_PATH": place.root})
    # Solara advises on embedding in other sites at every page load; this page refuses to be embedded.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    # Without a home that can be written it makes do with a temporary folder.
    warnings.filterwarnings("ignore", message="IPython parent", category=UserWarning)
    import solara.server.starlette as starlette_app

    return Guard(starlette_app.app, place, seats, FOLDER, boards.file_of)


def listen(port: int | None, host: str = HOST) -> socket.socket:
    """Return a socket at an address of this machine; port 0 takes any free one, None the usual one if it is free.

    Raises
    ------
    DoorwaysError
        When the port is taken or not allowed.
    """
    if port is None:
        try:
            return listen(USUAL_PORT, host)
        except DoorwaysError:
            return listen(0, host)
    if not 0 <= port <= 65535:
        raise DoorwaysError(
            "port",
            port,
            "A port is a whole number from 0 to 65535; 0 takes any free one.",
            "Leave --port out.",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if (
        os.name == "posix"
    ):  # A port that was ours a moment ago may be taken again; elsewhere this would mean sharing it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # Now, so that a second server started beside this one sees it taken.
    except OSError as error:
        listener.close()
        raise DoorwaysError(
            "port",
            port,
            f"The page cannot be served there ({error.strerror}).",
            "Choose another --port, or leave it out.",
        ) from error
    return listener


class Server(uvicorn.Server):
    """A uvicorn server that says when the page can be opened."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then tell."""
        await super().startup(sockets)
        if self.started:
            self.ready()


def serve(
    port: int | None = None,
    *,
    open_browser: bool = True,
    db: str | None = None,
    seats: int = SEATS,
    host: str = HOST,
    origins: Sequence[str] = (),
    root: str = "",
    beforehand: bool = True,
    own_data: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the page until Ctrl-C.

    Parameters
    ----------
    port
        Port at which it listens; 0 takes any free one, None the usual one if it is free.
    open_browser
        Whether to open the page in the user's browser.
    db
        SQLAlchemy address of the results database; None for the user's own.
    seats
        Most pages open at once.
    host
        Address of this machine at which it listens.
    origins, root
        How browsers reach the pages through a server in front; see `dashboards.place.place_of`.
    own_data
        Whether the page of own data and private profiles are there where no other machine reaches the pages.
    beforehand
        Whether runs for first estimates are made in the background.
    say
        Takes the line that names the page's address.

    Raises
    ------
    DoorwaysError
        When the database cannot be used, the port is taken, the host is open to others without an origin, or
        the front-end files do not fit the installed Solara.
    """
    check_host(host, origins)
    place_of(0, origins, root)
    open_store(db).close()  # A database that cannot be used is told now, not after a long run.
    listener = listen(port, host)
    number = listener.getsockname()[1]
    place = place_of(number, origins, root, host)
    address = f"{origins[0].rstrip('/') if origins else f'http://{sent(host, number)}'}{root}/"

    def ready() -> None:
        say(f"Doorways is at {address} (Ctrl-C stops it)")
        if open_browser:
            webbrowser.open(address)

    log_briefly()
    with listener:
        app = application(place, seats)
        boards.desk().db = db
        boards.desk().alone = own_data and not origins
        boards.desk().beforehand = beforehand
        warming().start()
        config = uvicorn.Config(
            app,
            log_level="warning",
            timeout_graceful_shutdown=2,
            server_header=False,
            proxy_headers=False,
        )
        try:
            Server(config, ready).run(sockets=[listener])
        except KeyboardInterrupt:
            say("Stopped.")
        finally:
            if boards.desk().running:
                say("The runs at hand are being finished; this takes some seconds.")
            boards.close()
