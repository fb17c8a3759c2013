"""What every test run needs to know about the machine it is on."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

#: Set where every test has to run, as in CI: nothing that this machine lacks is left out.
EVERYTHING = "DOORWAYS_REQUIRE_ALL"
# A slow machine is no fault: no example is timed. Where nothing is left out there is time for four times as many.
settings.register_profile("all", deadline=None)
settings.register_profile("usual", deadline=None, max_examples=25)
settings.load_profile("all" if os.environ.get(EVERYTHING) else "usual")

# As the command does: two workers whose matrices each take every core wait for each other's threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Begun in the background of a script, tests and all that they start would not hear Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Files that take longest, these first: a long one begun last leaves all but one worker idle.
LONGEST = (
    "test_study_pages",
    "test_workshop_browser",
    "test_cli_cluster",
    "test_plain_rules",
    "test_batch_killed",
    "test_studies",
    "test_fuzz_returns",
    "test_compare_page",
    "test_home_page",
    "test_fuzz_commands",
    "test_turning_page",
    "test_sensitivity_study",
    "test_workshop_stories",
    "test_inference_exact",
    "test_page",
    "test_page_result",
    "test_joint_whole",
    "test_fuzz_damage",
    "test_page_away",
    "test_written_text",
    "test_cli_streams",
    "test_compare",
    "test_runs_page",
    "test_calibrations_killed",
    "test_fuzz_tables",
    "test_own_figures",
    "test_page_place",
    "test_engine_cache",
    "test_own_page",
    "test_report_policy",
    "test_beside_page",
    "test_cli_private",
    "test_batch_calibrations",
    "test_inference_verdicts",
    "test_fitting",
    "test_compose",
    "test_funnel",
    "test_cli_sensitivity",
    "test_cli_backtest",
    "test_cli_again",
    "test_cli_doctor",
    "test_same_bytes",
    "test_cli_beside",
    "test_neutral_hub",
    "test_forecast",
    "test_resume_page",
    "test_arms",
    "test_conservation",
    "test_cli_report",
    "test_cli_commands",
    "test_library_told",
    "test_workshop_stepping",
    "test_cli_diagnose",
    "test_reuse",
    "test_returns_meanings",
    "test_store_damage",
    "test_settings",
    "test_batch",
    "test_notebooks",
    "test_page_batch",
    "test_toys",
    "test_trial",
    "test_forecast_away",
    "test_sixteen",
    "test_case_book",
    "test_cli_batch",
    "test_first_estimates",
    "test_runner",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Path of the browser to drive: the one DOORWAYS_CHROMIUM names, or the first found."""
    named = os.environ.get("DOORWAYS_CHROMIUM")
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return named or next((path for path in found if path), None)


def office() -> str | None:
    """Path of LibreOffice, which recalculates workbooks."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pytest_report_header() -> list[str]:
    """Say at the top which browser, office suite and database server the run uses."""
    database = "yes" if os.environ.get("DOORWAYS_TEST_POSTGRES") else "no (DOORWAYS_TEST_POSTGRES)"
    return [
        f"browser: {chromium() or 'none found, its tests are left out'}",
        f"office: {office() or 'none found, its tests are left out'}",
        f"postgres: {database}",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long files first, and leave out what this machine cannot run; CI sets DOORWAYS_REQUIRE_ALL so nothing is."""
    turn = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turn.get(item.path.stem, len(turn)))
    if os.environ.get(EVERYTHING):
        return
    lacking = set()
    if not chromium():
        lacking.add("browser")
    if not office():
        lacking.add("office")
    if not os.environ.get("DOORWAYS_TEST_POSTGRES"):
        lacking.add("postgres")
    left_out = [item for item in items if any(item.get_closest_marker(m) for m in lacking)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests store by the way out of the user's own data, where the system asks this variable."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Drive the machine's own Chromium, headless; root needs it without its sandbox."""
    is_root = getattr(os, "geteuid", lambda: 1)() == 0
    options = ["--no-sandbox"] if is_root else []
    return browser_type_launch_args | {"executable_path": chromium(), "args": options}


class Page(HTMLParser):
    """Note the elements of a page, the words of each caption, and what is not closed in order."""

    def __init__(self, said: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.captions: list[str] = []
        self.faults: list[str] = []
        self.feed(said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br", "img", "path", "use"} or "svg" in self.open:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a caption's words."""
        if self.open[-1:] == ["caption"]:
            self.captions.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Check that the element closed is the one opened last."""
        if self.open[-1:] != [tag]:
            self.faults.append(tag)
        else:
            self.open.pop()


@pytest.fixture(scope="session")
def recalculated() -> Callable[[Path], Path]:
    """Recalculate a workbook from its formulas alone; what is given back lies beside it."""

    def run(path: Path) -> Path:
        bare = path.with_name(f"bare_{path.name}")
        # Saved so, formulas hold no values: what stands there afterwards was worked out anew.
        openpyxl.load_workbook(path).save(bare)
        out = path.parent / "recalculated"
        home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
        kind = "xlsx:Calc MS Excel 2007 XML"
        said = [str(office()), home, "--headless", "--convert-to", kind, "--outdir", str(out)]
        subprocess.run([*said, str(bare)], check=True, capture_output=True)
        return out / bare.name

    return run


@pytest.fixture(scope="session")
def read_page() -> Callable[[str], Page]:
    """Read the text of a report as a browser would, noting what stands in it."""
    return Page


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database: a file's path, or a schema of its own on the server named."""
    if request.param == "sqlite":
        # A percent sign in a path is an instruction to Alembic's configuration.
        yield str(tmp_path / "100% runs.sqlite")
        return
    url = make_url(os.environ["DOORWAYS_TEST_POSTGRES"])
    schema = f"test_{uuid4().hex}"
    server = create_engine(url)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    chosen = url.update_query_dict({"options": f"-csearch_path={schema}"})
    yield chosen.render_as_string(hide_password=False)
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()
