"""The page as it is really used: served by the command in a process of its own, read in a browser."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route, expect

SECOND = 1000
#: How long anything that a page shows may take on a machine that is busy with other tests.
READY = 60 * SECOND
expect.set_options(timeout=READY)
START = "from dashboards.cli.app import main; main()"
ADDRESS = re.compile(r"http://127\.0\.0\.\d:\d+/[\w/]*")

#: Serves the page from a database on a port (0 for any free one) while the context lasts, and
#: gives its address and its process.
Serve = Callable[..., AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]


@contextmanager
def serving(db: str, port: int = 0, *more: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve the page with `doorways dashboard`, with more options."""
    command = [sys.executable, "-c", START, "dashboard", "--no-browser", "--db", db]
    # Runs that nobody asked for would take the time of those that tests ask for.
    command += [] if "--estimates" in more else ["--no-estimates"]
    with subprocess.Popen(
        [*command, "--port", str(port), *more],
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

    def opened(page: Page, address: str, path: str = "compare") -> None:
        page.set_default_timeout(READY)
        page.goto(address + path.removeprefix("/"))
        expect(page.locator("#dw-run")).to_be_visible()

    return opened


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save every picture as one of one dot, for what is not about pictures: drawing takes most of its time."""
    from fuzzing.stand_ins import saved

    monkeypatch.setattr("matplotlib.figure.Figure.savefig", saved)


#: What of a page, other than a chart in its own box, reaches beyond the screen.
BEYOND = """() => [...document.querySelectorAll('body *')]
  .filter((e) => e.checkVisibility() && !e.closest('.chart, .skip, thead'))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="session")
def fits() -> Callable[[BrowserContext, Path], None]:
    """What opens a report, unfolds all of it, and finds every table and address within the screen."""

    def check(context: BrowserContext, report: Path) -> None:
        page = context.new_page()
        page.goto(report.as_uri())
        page.evaluate(UNFOLD)
        for width in (390, 640, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            assert (width, page.evaluate(BEYOND)) == (width, [])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        regions = page.locator("section, [role=region]")
        names = [one.get_attribute("aria-labelledby") for one in regions.all()]
        assert len(set(names)) == len(names), "two landmarks of one name"

    return check


UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
#: What reaches beyond the screen, other than a chart that scrolls in its own box.
OFF_SCREEN = """() => [...document.querySelectorAll('.dw *')]
  .filter((e) => e.checkVisibility() && !e.closest('.dw-skip, .dw-unseen, thead, svg, .dw-scroll > *'))
  .filter((e) => { const box = e.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
  .map((e) => e.outerHTML.slice(0, 80))"""
#: What axe looks at: WCAG 2.0 to 2.2, A and AA, and best practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COMPLAINTS = """async (rules) => (await axe.run({ runOnly: rules, resultTypes: ['violations'] })).violations
  .map((v) => [v.id, ...v.nodes.map((n) => n.html.slice(0, 120))])"""


@pytest.fixture(scope="session")
def complaints() -> Callable[[Page], list[list[str]]]:
    """What axe finds to complain about on a page as it stands, all of it unfolded."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

    def found(page: Page) -> list[list[str]]:
        page.evaluate(UNFOLD)
        page.evaluate(axe)
        complained: list[list[str]] = page.evaluate(COMPLAINTS, RULES)
        return complained

    return found


@pytest.fixture(scope="session")
def reflows() -> Callable[[Page], None]:
    """What finds everything of a page within the screen, from a phone's to a desk's and magnified."""

    def check(page: Page) -> None:
        page.evaluate(UNFOLD)
        for width in (1280, 1024, 920, 640, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert (width, page.evaluate(OFF_SCREEN)) == (width, [])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    return check
