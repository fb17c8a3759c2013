"""The reports' content policy: nothing in a report runs or loads anything, whatever got into it."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

import dashboards.report

TEMPLATES = Path(dashboards.report.__file__).parent / "templates"
WHOLE = sorted(path for path in TEMPLATES.glob("*.j2") if "<html" in path.read_text("utf-8"))
COMMANDS = {
    "compare": "compare --authority Rutland --years 1 --replicates 2 --workers 1 --quiet",
    "diagnose": "diagnose",
}
INJECTED = (
    "<script>document.title = 'taken over'</script>"
    "<img src='http://127.0.0.1:9/seen.png' onerror=\"document.title = 'taken over'\">"
    "<form action='http://127.0.0.1:9/'><button id='send'>Send</button></form></main>"
)


@pytest.mark.parametrize("template", WHOLE, ids=lambda path: path.name)
def test_every_page_of_a_report_opens_with_the_policy(template: Path) -> None:
    """Each template of a whole page states the policy before anything it rules."""
    head = template.read_text("utf-8").partition("<head>")[2].split()
    assert head[:5] == ["<meta", 'charset="utf-8">', "{%", "include", '"policy.html.j2"']


@pytest.fixture(scope="module", params=["compare", "diagnose"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report written by the command itself."""
    folder = tmp_path_factory.mktemp("report")
    words = (*COMMANDS[request.param].split(), "--out", str(folder))
    if request.param == "diagnose":
        words = (*words, "--db", str(folder / "none.sqlite"))
    subprocess.run((sys.executable, "-m", "dashboards.cli", *words), check=True)
    return folder / "report.html"


@pytest.mark.slow
@pytest.mark.browser
def test_a_report_keeps_its_own_policy(report: Path, page: Page) -> None:
    """The browser finds nothing to forbid in a report: its styles and pictures all show."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(report.as_uri())
    assert said == []
    assert page.locator("svg").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"


@pytest.mark.slow
@pytest.mark.browser
def test_what_slips_into_a_report_neither_runs_nor_loads(report: Path, page: Page) -> None:
    """Markup of a stranger's in a report starts no script, fetches nothing and sends nothing."""
    whole = report.read_text("utf-8")
    spoiled = report.with_name("spoiled.html")
    spoiled.write_text(whole.replace("</main>", INJECTED), "utf-8")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(spoiled.as_uri())
    assert page.title() != "taken over"
    with page.expect_console_message(lambda message: "Sending form data" in message.text):
        page.evaluate("document.querySelector('#send').click()")
    assert page.url == spoiled.as_uri()
    kinds = ("inline script", "inline event handler", "Loading the image", "Sending form data")
    assert all(any(kind in text and "violates" in text for text in said) for kind in kinds)
