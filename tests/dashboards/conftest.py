"""The page as it is really used: served by the command in a process of its own, read in a browser."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route, expect

SECOND = 1000
READY = 60 * SECOND
START = "from dashboards.cli.app import main; main()"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")

#: Serves the page from a database on a port (0 for any free one) while the context lasts, and
#: gives its address and its process.
Serve = Callable[..., AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]


@contextmanager
def serving(db: str, port: int = 0) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve the page with `doorways dashboard`."""
    command = [sys.executable, "-c", START, "dashboard", "--no-browser", "--db", db]
    with subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"NO_COLOR": "1"},
    ) as server:
        try:
            assert server.stderr is not None
            lines = iter(server.stderr.readline, "")
            named = next((found for line in lines if (found := ADDRESS.search(line))), None)
            assert named, "the server ended before it named its address"
            yield named.group(), server
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def serve() -> Serve:
    """What serves the page."""
    return serving


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a results database that only these tests use."""
    return f"sqlite:///{(tmp_path_factory.mktemp('page') / 'runs.sqlite').as_posix()}"


@pytest.fixture(scope="module")
def address(db: str) -> Iterator[str]:
    """The page's address, served by `doorways dashboard` until the tests end."""
    with serving(db) as (named, _):
        yield named


@pytest.fixture
def quiet(page: Page, address: str) -> Iterator[Page]:
    """A page that may speak to its own server only, and must have nothing to complain about."""
    faults: list[str] = []

    def only_home(route: Route) -> None:
        if route.request.url.startswith(address):
            route.continue_()
        else:
            faults.append(f"asked for {route.request.url}")
            route.abort()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    page.context.route("**/*", only_home)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", listen)
    yield page
    assert faults == []


@pytest.fixture(scope="session")
def open_page() -> Callable[..., None]:
    """What opens the page and waits until it can be used."""

    def opened(page: Page, address: str, query: str = "") -> None:
        page.goto(address + query)
        expect(page.locator("#dw-run")).to_be_visible(timeout=READY)

    return opened
