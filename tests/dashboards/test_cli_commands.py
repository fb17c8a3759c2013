"""The command line from outside: help, results, files, and mistakes told in a sentence."""

import csv
import io
import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

import scenarios.compare
import scenarios.funnel.beside
from calibration.joint.store import usual
from dashboards.cli import health, packages
from dashboards.cli.app import app
from scenarios.comparison import Arm, Comparison
from scenarios.request import CompareRequest
from scenarios.shared import shared_by
from scenarios.statistics import explain_values
from scenarios.summarise import measure_row
from simulation.outcomes.measures import MEASURES
from simulation.runner.execution import StoppedError

ROOT = Path(__file__).resolve().parents[2]
RUNS = 20


def run(*words: str) -> Result:
    """Run `doorways` with these words."""
    return CliRunner().invoke(app, words)


def commands() -> list[str]:
    """Every command, with those below another written as two words."""
    found = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", {})
        found += [f"{name} {sub}" for sub in below] or [name]
    return found


def finished(request: CompareRequest) -> Comparison:
    """Make a comparison out of the numbers 0 to 19, without running anything."""
    import numpy as np

    base = np.arange(RUNS, dtype=np.float64) + 100
    groups = shared_by(np.arange(RUNS), central=request.central)
    compared = explain_values(base, base - 7, groups)
    return Comparison(
        code="E06000065",
        authority=request.authority,
        region="Yorkshire and The Humber",
        base_year=2024,
        arms=(
            Arm("baseline", "baseline", "Baseline"),
            Arm("scenario", str(request.scenario), "No Wrong Door, one hub"),
        ),
        years=request.years,
        replicates=request.replicates,
        seed=request.seed,
        step_days=request.step_days,
        central=request.central,
        run_key="abc",
        parameter_digest="def",
        level=0.9,
        mean_level=0.95,
        measures=tuple(measure_row(m, "total", compared) for m in MEASURES),
        weekly={"times": [], "columns": {}},
        timings={"runs_reused": {"baseline": 0, "no-wrong-door": 0}},
        assumptions=(),
        notes=(),
        headline="About 7 fewer of everything.",
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """Replace the long run by a made-up result and note what was asked for."""
    seen: dict[str, Any] = {}

    def compare(request: CompareRequest, **options: Any) -> Comparison:
        seen["request"], seen["db"] = request, options["store"]
        seen["workers"] = options["execution"].workers
        options["execution"].tell(RUNS, RUNS)
        return finished(request)

    monkeypatch.setattr(scenarios.compare, "compare", compare)
    # A made-up result has nobody to follow.
    monkeypatch.setattr(scenarios.funnel.beside, "funnel_beside", lambda *_, **__: None)
    monkeypatch.chdir(tmp_path)
    return seen


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_and_is_documented(name: str) -> None:
    """Each command explains itself and stands in docs/commands.md; compare's options do too."""
    result = run(*name.split(), "--help")
    assert result.exit_code == 0
    assert re.search(r"\w+ \w+ \w+", result.stdout)
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"`doorways {name}`" in page
    if name == "compare":
        command = get_command(app).commands[name]  # type: ignore[attr-defined]
        options = {o for p in command.params for o in p.opts if o.startswith("--")} - {"--help"}
        assert [o for o in sorted(options) if f"`{o}" not in page] == []


def test_the_documentation_names_no_command_that_is_not_there() -> None:
    """Every `doorways ...` in docs/commands.md can be typed."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`doorways ([a-z ]+(?:-\d+)?)`", page))
    assert named == set(commands())


def test_help_needs_no_heavy_library() -> None:
    """Asking for help imports neither arrays, tables, charts nor compilers, so it is quick."""
    heavy = ("numpy", "pandas", "numba", "matplotlib", "scipy", "sqlalchemy", "solara", "mesa")
    heavy += ("arro3", "docx", "lxml", "typst", "xlsxwriter")
    code = (
        "import sys; from dashboards.cli.app import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        f"print('loaded:', [m for m in {heavy!r} if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.rstrip().endswith("loaded: []")


def test_compare_with_no_options_asks_for_the_defaults(asked: dict[str, Any]) -> None:
    """North Yorkshire, baseline against No Wrong Door, 5 years, 100 replicates, seed 1."""
    result = run("compare")
    assert result.exit_code == 0, result.output
    assert asked["request"] == CompareRequest(calibration=usual())
    assert asked["db"] is None
    folder = Path("out/north-yorkshire-no-wrong-door-5y-100r-seed1")
    assert (folder / "report.html").exists()
    for part in ("Children looked after", "fewer", "About 7 fewer of everything.", str(folder)):
        assert part in result.stdout
    assert "Luck: its share" in " ".join(result.stdout.split())


def test_what_the_report_needs_is_loaded_while_runs_go_on(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins once, beside the runs; a fault there is nobody's before the report is written."""
    threads = []

    def load() -> None:
        threads.append(threading.current_thread())
        raise OSError

    def compare(request: CompareRequest, **options: Any) -> Comparison:
        for done in range(RUNS + 1):
            options["execution"].tell(done, RUNS)
        return finished(request)

    monkeypatch.setattr("dashboards.report.charts.load", load)
    monkeypatch.setattr(scenarios.compare, "compare", compare)
    result = run("compare", "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    for thread in threading.enumerate():
        if thread.name == "loading":
            thread.join()
    (thread,) = threads
    assert thread is not threading.current_thread()


def test_compare_passes_on_what_is_asked(asked: dict[str, Any]) -> None:
    """Every option reaches the request, and results go where they are asked to go."""
    words = (
        "compare --authority Wigan --scenario no-wrong-door-wigan --baseline no-wrong-door "
        "--years 2 --replicates 20 --seed 9 --workers 1 --step-days 14 --central "
        "--out here --json copy.json --quiet"
    )
    result = run(*words.split())
    assert result.exit_code == 0, result.output
    assert result.output == ""
    expected = CompareRequest(
        "Wigan",
        "no-wrong-door",
        "no-wrong-door-wigan",
        2,
        20,
        9,
        14.0,
        True,
        calibration=usual(),
    )
    assert asked["request"] == expected
    assert asked["workers"] == 1
    assert asked["db"] == Path("here/doorways.sqlite")
    copy = json.loads(Path("copy.json").read_text(encoding="utf-8"))
    assert copy == json.loads(Path("here/comparison.json").read_text(encoding="utf-8"))
    assert copy["seed"] == 9


def test_an_address_of_a_database_goes_before_the_folder(asked: dict[str, Any]) -> None:
    """--db is used as it is."""
    run("compare", "--out", "here", "--db", "sqlite:///mine.db", "--quiet", "--no-funnel")
    assert asked["db"] == "sqlite:///mine.db"


def test_json_on_stdout_is_nothing_but_json(asked: dict[str, Any]) -> None:
    """--json - leaves stdout to the JSON; the table moves to stderr."""
    result = run("compare", "--json", "-", "--no-funnel")
    assert json.loads(result.stdout)["authority"]["name"] == "North Yorkshire"
    assert "About 7 fewer" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--authority", "North Yorkshir"], "North Yorkshire"),
        (["--scenario", "no-wrong-dor"], "no-wrong-door"),
        (["--years", "0"], "years"),
        (["--replicates", "1"], "replicates"),
        (["--out", "taken/below"], "--out"),
        (["--json", "missing/x.json"], "missing"),
    ],
)
def test_mistakes_are_told_before_anything_runs(
    asked: dict[str, Any], words: list[str], said: str
) -> None:
    """Each mistake is one message with what to do, code 2, and nothing has run."""
    Path("taken").write_text("mine", encoding="utf-8")
    result = run("compare", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert asked == {}
    assert Path("taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("command", ["compare", "backtest", "diagnose", "sensitivity"])
def test_a_folder_without_a_name_is_not_the_one_at_hand(
    command: str, empty: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An empty --out, as an unset variable of a shell gives, is refused; nothing is strewn about."""
    monkeypatch.chdir(tmp_path)
    asked = {"sensitivity": ["--authority", "Rutland", "--measure", "care_entries"]}
    result = run(command, *asked.get(command, []), f"--out={empty}")
    assert result.exit_code == 2
    assert "a dot stands for this folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_stopping_says_what_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Ctrl-C leaves with 130 and says how many runs are stored and how to go on."""

    def compare(request: CompareRequest, **options: Any) -> Comparison:
        options["execution"].tell(37, request.replicates)
        raise StoppedError("comparison", "37 of 100", "It was stopped.", "Run it again.")

    monkeypatch.setattr(scenarios.compare, "compare", compare)
    monkeypatch.chdir(tmp_path)
    result = run("compare")
    assert result.exit_code == 130
    assert "37 of 100 runs are finished and stored" in result.stderr
    assert "same command" in result.stderr


def test_authorities_as_csv_hold_every_council() -> None:
    """153 upper-tier councils, those that cannot run with a reason and without numbers."""
    rows = list(
        csv.DictReader(io.StringIO(run("authorities", "--csv").stdout.removeprefix("\ufeff")))
    )
    assert len(rows) == len({row["code"] for row in rows}) == 153
    cannot = {row["name"] for row in rows if row["cannot_run"]}
    assert cannot == {"City of London", "Isles of Scilly"}
    assert all(row["rate_per_10000"] for row in rows if not row["cannot_run"])


def test_authorities_of_a_region() -> None:
    """One region's councils, and an unknown region names those there are."""
    some = run("authorities", "--region", "south west")
    assert "Devon" in some.stdout
    assert "Hartlepool" not in some.stdout
    assert "cannot run" in some.stdout
    wrong = run("authorities", "--region", "Wessex")
    assert wrong.exit_code == 2
    assert "South West" in wrong.stderr


def test_scenarios_and_measures_list_everything() -> None:
    """Each scenario with its twins, each measure with its machine name."""
    listed = run("scenarios").stdout
    for name in ("baseline", "no-wrong-door", "no-wrong-door-null", "no-wrong-door-recording"):
        assert re.search(rf"\b{name}\s", listed)
    said = run("measures").stdout
    assert [m.name for m in MEASURES if m.name not in said] == []


@pytest.mark.parametrize("command", ["describe", "cite"])
def test_describe_and_cite_speak_of_the_scenario(command: str) -> None:
    """Both print something about the scenario asked for, and know a typing error."""
    result = run(command, "no-wrong-door")
    assert result.exit_code == 0, result.output
    assert "No Wrong Door" in result.stdout
    assert run(command, "no-wrong-dor").exit_code == 2


def test_citations_come_in_three_forms() -> None:
    """Text for people, BibTeX and CSV for programs."""
    assert run("cite", "no-wrong-door", "--format", "bibtex").stdout.lstrip().startswith("@")
    said = run("cite", "no-wrong-door", "--format", "csv").stdout
    rows = list(csv.reader(io.StringIO(said.removeprefix("\ufeff"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_doctor_tries_the_database_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that answers is good; one that cannot be reached makes the doctor leave with 1."""
    every = health.looks
    monkeypatch.setattr(health, "looks", lambda db: {"database": every(db)["database"]})
    monkeypatch.setattr(packages, "distributions", tuple)
    good = run("doctor", "--db", str(tmp_path / "runs.sqlite"))
    assert re.search(r"database +│ good │", good.stdout)
    assert "written to and read; 0 of 0 stored runs" in " ".join(
        re.findall(r"[^│\s]+", good.stdout)
    )
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    wrong = run("doctor", "--db", str(tmp_path / "taken" / "runs.sqlite"))
    assert wrong.exit_code == 1
    assert "database" in wrong.stderr
    assert "Traceback" not in wrong.output


def test_version_says_product_and_results() -> None:
    """Two lines tell which numbers to expect."""
    said = run("version").stdout
    assert re.search(r"doorways \d+\.\d+\.\d+", said)
    assert re.search(r"results version \d+", said)
