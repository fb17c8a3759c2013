"""`doorways backtest` from outside, with a toy in place of the simulation."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from playwright.sync_api import BrowserContext
from typer.testing import CliRunner, Result

import calibration.checks.backtest.run
from calibration.checks.backtest.forecast import GROUPS, Task
from calibration.checks.backtest.past import past
from dashboards.cli.backtest import backtest
from dashboards.cli.guard import GuardedGroup
from dashboards.report import backtest_words

FEW = ("Rutland", "Hartlepool", "York")
#: What the toy forecast, and after how many it is stopped (0 for never).
MADE: list[str] = []
STOP = [0]


def toy(task: Task) -> dict[str, Any]:
    """Forecast that stock and starts stay as they are but for luck; stop when asked to."""
    if STOP[0] and len(MADE) >= STOP[0]:
        raise KeyboardInterrupt
    MADE.append(task.key)
    seen = past(task.origin)
    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.origin]))
    shape = (task.replicates, task.horizon)
    stock = seen.stock[task.code][task.origin] * rng.normal(1.0, 0.05, shape)
    starts = seen.starts[task.code][task.origin] * rng.normal(1.0, 0.1, shape)
    mix = rng.dirichlet(np.full(len(GROUPS), 5.0), shape) * stock[..., None]
    return {"stock": stock.tolist(), "starts": starts.tolist(), "mix": mix.tolist()}


@pytest.fixture(scope="module", autouse=True)
def no_model() -> Iterator[None]:
    """Forecast with the toy, and compile nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration.checks.backtest.run, "forecast", toy)
        patch.setattr("dashboards.cli.running.announce", lambda *, quiet: None)
        yield


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget what the toy forecast, and when it was stopped."""
    MADE.clear()
    STOP[0] = 0


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write no report."""
    monkeypatch.setattr("dashboards.report.backtest.write_all", lambda folder, card: ())


def run(*words: object, few: bool = True) -> Result:
    """Run the command, on a few councils unless told otherwise."""
    app = typer.Typer(cls=GuardedGroup)
    app.command()(backtest)
    app.callback()(lambda: None)
    named = [word for name in FEW for word in ("--authority", name)] if few else []
    small = ("--replicates", 4, "--workers", 1)
    return CliRunner().invoke(app, ["backtest", *named, *map(str, (*small, *words))])


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """One back-test from 2022, two years on: its folder, and what was said."""
    folder = tmp_path_factory.mktemp("backtest") / "new"
    return folder, run(
        "--origin", 2022, "--horizon", 2, "--out", folder, "--db", f"{folder}.sqlite"
    )


def rows_of(file: Path) -> list[dict[str, str]]:
    """Read a table."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def test_what_was_known_comes_first_then_the_scores(finished: tuple[Path, Result]) -> None:
    """The origin and how much is later stand at the top; every rival is in the tables."""
    _, result = finished
    assert result.exit_code == 0, result.output
    says = " ".join(result.stdout.split())
    assert says.startswith("Back-test from 2022 Forecasts from 2022 start on 31 March 2022")
    assert "figures are later" in says
    assert "Children looked after, from 2022, two years on: the model missed by" in says
    for method in backtest_words.METHODS:
        assert method in says
    assert "With so few councils nothing can be said of the 7 aims." in says
    assert backtest_words.UNSAID in says
    assert "MISSED" not in says


def test_all_files_are_there_and_agree(finished: tuple[Path, Result]) -> None:
    """Scorecard and councils as tables, every number as JSON, three pictures in two formats."""
    folder, _ = finished
    told = json.loads((folder / "backtest.json").read_text(encoding="utf-8"))
    scores = rows_of(folder / "scorecard.csv")
    assert [(r["method"], float(r["crps"])) for r in scores] == [
        (one["method"], one["crps"]) for one in told["methods"]
    ]
    assert {row["method"] for row in scores if row["skill"]} == {"simulation"}
    councils = rows_of(folder / "councils.csv")
    assert {row["name"] for row in councils} == set(FEW)
    assert len(councils) == 3 * 2 * 2
    assert list(told["later"]) == ["2022"]
    pictures = sorted(path.name for path in (folder / "charts").iterdir())
    names = ("coverage", "errors", "fans")
    assert pictures == [f"{name}.{kind}" for name in names for kind in ("png", "svg")]


def test_the_report_stands_alone_and_can_be_read_aloud(
    finished: tuple[Path, Result], read_page: Callable[[str], Any]
) -> None:
    """Well-formed, nothing fetched; each picture has words and a table in its section."""
    said = (finished[0] / "report.html").read_text(encoding="utf-8")
    page = read_page(said)
    assert page.faults == []
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert {"script", "img", "link", "iframe"}.isdisjoint(names)
    assert re.findall(r"url\((?!#)", said) == []
    ids = [a["id"] for _, a in page.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    drawn = [a for tag, a in page.tags if tag == "svg"]
    assert len(drawn) == 3
    assert all(a["role"] == "img" and len(a["aria-label"] or "") > 80 for a in drawn)
    order = "".join({"section": "S", "svg": "V", "table": "T"}.get(name, "") for name in names)
    assert re.fullmatch(r"T+(SVT+){3}", order)
    assert said.index("What was known") < said.index("<svg")
    assert backtest_words.LATER in said


@pytest.mark.slow
def test_a_stopped_back_test_loses_nothing(tmp_path: Path, undrawn: None) -> None:
    """Ctrl-C says how far it came, with code 130; the same command makes only the rest.

    What it then finds is to the byte what an uninterrupted one finds.
    """
    place = ("--db", tmp_path / "kept.sqlite", "--origin", 2022)
    STOP[0] = 2
    stopped = run(*place, "--out", tmp_path / "one")
    assert stopped.exit_code == 130
    assert "Stopped. 2 of 3 forecasts are finished and stored" in " ".join(stopped.stderr.split())
    assert not (tmp_path / "one" / "report.html").exists()
    STOP[0] = 0
    assert run(*place, "--out", tmp_path / "one", "--quiet").exit_code == 0
    assert len(MADE) == len(set(MADE)) == 3
    assert run("--db", tmp_path / "new.sqlite", "--origin", 2022, "--out", tmp_path / "two").stdout
    for name in ("backtest.json", "scorecard.csv", "councils.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_choice_of_councils_uses_what_is_stored(tmp_path: Path, unwritten: None) -> None:
    """A forecast is kept by origin and council, not by the command that made it."""
    place = ("--db", tmp_path / "kept.sqlite", "--origin", 2022, "--quiet", "--out", tmp_path)
    assert run("--authority", "York", *place, few=False).exit_code == 0
    assert run(*place).exit_code == 0
    assert len(MADE) == 3


@pytest.mark.slow
def test_forecasts_are_not_mixed_with_those_of_other_figures(
    tmp_path: Path, unwritten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When England's levels change, stored forecasts are left alone and new ones made."""
    place = ("--db", tmp_path / "kept.sqlite", "--origin", 2022, "--quiet", "--out", tmp_path)
    assert run(*place).exit_code == 0
    monkeypatch.setattr(
        "calibration.checks.backtest.levels.levels", lambda origin: {"origin": origin}
    )
    assert run(*place).exit_code == 0
    assert len(MADE) == 6
    monkeypatch.undo()
    assert run(*place).exit_code == 0
    assert len(MADE) == 6


@pytest.mark.slow
def test_all_without_an_origin_takes_every_year_and_council(tmp_path: Path, undrawn: None) -> None:
    """Every origin whose next year is published, and every council in the tables."""
    result = run("--all", "--out", tmp_path, "--db", tmp_path / "kept.sqlite", few=False)
    assert result.exit_code == 0, result.output
    origins = {row["origin"] for row in rows_of(tmp_path / "scorecard.csv")}
    assert origins == {str(year) for year in calibration.checks.backtest.run.settled_origins()}
    assert len({row["code"] for row in rows_of(tmp_path / "councils.csv")}) > 140


@pytest.mark.parametrize(
    ("words", "says", "few"),
    [
        ((), "Use --all, or --authority once for each council.", False),
        (("--all",), "Use --all, or --authority once for each council.", True),
        (("--origin", 2030), "Origins that can be scored are", True),
        (("--authority", "Nowhereshire"), "Nowhereshire", True),
        (("--horizon", 0), "--horizon", True),
        (("--replicates", 1), "--replicates", True),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    words: tuple[object, ...], says: str, few: bool, tmp_path: Path
) -> None:
    """Wrong use leaves with code 2 and one message, no traceback, and forecasts nothing."""
    result = run(*words, "--out", tmp_path / "new", few=few)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert MADE == []
    assert not (tmp_path / "new").exists()


def test_a_fault_of_a_forecast_is_not_taken_for_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a forecast fails, the message names council and origin, and the code is not 130."""

    def broken(task: Task) -> dict[str, Any]:
        raise ArithmeticError("no such number")

    monkeypatch.setattr(calibration.checks.backtest.run, "forecast", broken)
    result = run("--origin", 2022, "--out", tmp_path, "--db", tmp_path / "kept.sqlite")
    assert result.exit_code == 2
    assert "from 2022" in result.stderr
    assert "no such number" in " ".join(result.stderr.split())


@pytest.mark.slow
@pytest.mark.browser
def test_the_report_fits_a_phone(
    finished: tuple[Path, Result],
    context: BrowserContext,
    fits: Callable[[BrowserContext, Path], None],
) -> None:
    """At 390 px, magnified and on a wide screen nothing but a chart reaches beyond the screen."""
    fits(context, finished[0] / "report.html")
