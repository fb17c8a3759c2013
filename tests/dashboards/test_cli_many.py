"""`doorways compare --authorities` from outside: printed, written, and mistakes told in a sentence."""

import csv
import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from dashboards.report.many_sheets import begins, ranked
from scenarios.usual import MONEY
from simulation.runner.execution import Execution, StoppedError
from simulation.version import RESULTS_VERSION

SMALL = ("--years", "2", "--replicates", "2", "--workers", "1", "--calibration", "none")


def run(*words: str) -> Result:
    """Run `doorways compare` with these words."""
    return CliRunner().invoke(app, ["compare", *words])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """Two councils in two waves."""
    folder = tmp_path_factory.mktemp("many")
    words = ("--authorities", "Rutland, Hartlepool", "--rollout", "phased", "--waves", "2")
    return run(*words, *SMALL, "--out", str(folder)), folder


def test_the_table_sums_to_its_last_rows(told: tuple[Result, Path]) -> None:
    """authorities.csv has each council and all of them, and they agree with the JSON file."""
    result, folder = told
    assert result.exit_code == 0, result.output
    with (folder / "authorities.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [one for one in csv.DictReader(file) if one["name"] == MONEY]
    by_name = {one["authority_name"]: float(one["scenario_mean"]) for one in rows}
    assert by_name["Rutland"] + by_name["Hartlepool"] == pytest.approx(by_name["all"])
    plain = json.loads((folder / "authorities.json").read_text(encoding="utf-8"))
    total = next(one for one in plain["total"] if one["name"] == MONEY)
    assert total["scenario"]["mean"] == pytest.approx(by_name["all"])
    assert [one["later_months"] for one in plain["councils"]] == [0.0, 6.0]


def test_terminal_and_report_say_the_same(told: tuple[Result, Path]) -> None:
    """Each council, when it begins, and the chart with its words."""
    result, folder = told
    report = (folder / "report.html").read_text(encoding="utf-8")
    for said in ("Rutland", "Hartlepool", "6 months later", "In 2 councils together"):
        assert said in result.stdout
        assert said in report
    assert "Dot and range chart" in report
    assert (folder / "charts" / "councils.png").stat().st_size > 0
    drawn = (folder / "charts" / "councils.svg").read_text(encoding="utf-8")
    strip = " ".join(re.sub(r"<[^>]*>", " ", drawn).split())
    for part in ("against Baseline", "prices of", f"results version {RESULTS_VERSION}"):
        assert part in strip


def test_councils_stand_by_when_they_begin() -> None:
    """Who begins late has had little time to pay, and does not lead for that; the cheapest leads a wave."""

    def council(name: str, later: float | None, cost: float) -> dict[str, object]:
        return {
            "name": name,
            "later_months": later,
            "measures": [{"name": MONEY, "difference": {"mean": cost}}],
        }

    rows = (("never", None, 0), ("late", 6.0, 1), ("dear", 0.0, 9), ("cheap", 0.0, 5))
    found = {"councils": [council(*one) for one in rows]}
    assert [one["name"] for one in ranked(found)] == ["cheap", "dear", "late", "never"]


def test_numbers_go_to_standard_output_alone(tmp_path: Path) -> None:
    """With --json - the table stands with the messages."""
    words = ("--authorities", "Rutland", *SMALL, "--json", "-", "--out", str(tmp_path))
    assert json.loads(run(*words).stdout)["authorities"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--authorities", "all", "--for-whom"), "--for-whom"),
        (("--authorities", "all", "--authority", "Norfolk"), "--authority"),
        (("--rollout", "phased"), "--rollout"),
        (("--waves", "3"), "--waves"),
        (("--authorities", "Atlantis"), "Atlantis"),
        (("--authorities", "Rutland", "--rollout", "phased"), "waves"),
        (("--authorities", "Rutland", "--rollout", "matched"), "even"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(words: tuple[str, ...], says: str) -> None:
    """Before anything runs, with the option or the council in it."""
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output


def test_when_a_council_begins_is_said_in_words() -> None:
    """Never, as the scenario says, or so much later."""
    assert [begins(one) for one in (None, 0.0, 6.0)] == ["never", "as said", "6 months later"]


def test_england_is_every_council_of_a_comparison_of_many(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The same request, rollout and places as compare --authorities all: one code, so the same numbers."""
    seen: list[tuple[Any, ...]] = []

    def note(request: Any, asked: Any, execution: Any, *, quiet: bool) -> None:
        seen.append((request, asked, quiet))

    monkeypatch.setattr("dashboards.cli.compare.compare_many", note)
    monkeypatch.setattr("dashboards.cli.england.compare_many", note)
    words = ["--replicates", "7", "--years", "2", "--out", str(tmp_path), "--calibration", "none"]
    for command in (["england"], ["compare", "--authorities", "all"]):
        result = CliRunner().invoke(app, [*command, *words])
        assert result.exit_code == 0, result.output
    assert seen[0] == seen[1]


def test_what_the_report_needs_is_loaded_while_councils_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins beside the first runs, not when the last are done; nothing is left to load when it is drawn."""
    order: list[str] = []
    monkeypatch.setattr("dashboards.report.charts.load", lambda: order.append("loaded"))

    def many(*_: Any, execution: Execution, **__: Any) -> None:
        execution.tell(0, 8)
        for thread in threading.enumerate():
            if thread.name == "loading":
                thread.join()
        order.append("ran")
        raise StoppedError("comparison", "0 of 8 runs", "It was stopped.", "Run it again.")

    monkeypatch.setattr("scenarios.many.study.compare_many", many)
    run("--authorities", "Rutland, Hartlepool", *SMALL, "--out", str(tmp_path))
    assert order == ["loaded", "ran"]
