"""The golden run: results cannot change unseen, nor without a new version that is announced."""

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scenarios import golden
from scenarios.golden_news import announced, names
from simulation.errors import DoorwaysError
from simulation.version import BASELINE_VERSION, RESULTS_VERSION, holds

#: A changelog with a version in the making and one that is out.
CHANGELOG = """# Changelog

Words.

## [Unreleased]

### Added

- A thing.

## [0.1.0] - 2026-11-24

### Results

Results version 1. As published.
"""


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """Return what the golden run gives now."""
    return golden.golden()


@pytest.fixture
def changelog(tmp_path: Path) -> Path:
    """Return a changelog to write in."""
    path = tmp_path / "CHANGELOG.md"
    path.write_text(CHANGELOG, encoding="utf-8")
    return path


def shifted(made: dict[str, Any], run: int = 0, **changes: Any) -> dict[str, Any]:
    """Return a copy with one measure of a run a thousandth larger, and other changes."""
    copied = copy.deepcopy(made) | changes
    copied["measures"]["weeks_in_care"][run] *= 1.001
    return copied


def test_results_are_those_of_their_version(made: dict[str, Any]) -> None:
    """Two arms of two councils give, measure by measure and event by event, what is on file.

    If this fails and results were meant to change: raise RESULTS_VERSION, `python -m scenarios.golden`.
    """
    held = golden.kept()
    assert held is not None
    assert golden.differences(held, made) == []
    assert held["results_version"] == RESULTS_VERSION
    assert list(held["runs"]) == list(made["runs"])
    assert list(held["measures"]) == list(made["measures"])
    assert list(held["weeks"]) == list(made["weeks"])


def test_the_changelog_names_the_results_version() -> None:
    """CHANGELOG.md says what changed with the results version that the code now carries."""
    assert names(golden.CHANGELOG.read_text(encoding="utf-8"), RESULTS_VERSION)


def test_the_golden_run_is_of_two_councils_and_two_arms(made: dict[str, Any]) -> None:
    """It holds both arms of two councils in three ways, and a hub takes young people on in one arm only."""
    assert len(made["runs"]) == 12
    supported = made["measures"]["service_supported"]
    assert [count > 0 for count in supported] == ["no-wrong-door" in run for run in made["runs"]]


@pytest.mark.parametrize("part", ["events", "times", "order"])
def test_a_change_of_the_log_is_seen(made: dict[str, Any], part: str) -> None:
    """Another number, order or moment of events is a difference though no measure moved."""
    other = copy.deepcopy(made)
    name = list(made["runs"])[3]
    other["runs"][name][part] *= 2
    assert golden.differences(made, other) == [f"the {part} of the log of {name}"]


def test_a_change_of_the_weeks_is_seen(made: dict[str, Any]) -> None:
    """Other counts of a week are a difference though no measure moved, and the column is named."""
    other = copy.deepcopy(made)
    other["weeks"]["missing_now"][3] = "0" * 16
    run = list(made["runs"])[3]
    assert golden.differences(made, other) == [f"the weeks of missing_now in {run}"]


def test_a_new_measure_is_no_change_of_results(made: dict[str, Any]) -> None:
    """A measure, column or run that only one side holds is not called a changed number."""
    other = copy.deepcopy(made)
    other["weeks"] = {"another": ["0" * 16] * 8} | other["weeks"]
    other["measures"] = {"another": [0.0] * 8} | other["measures"]
    assert golden.differences(made, other) == golden.differences(other, made) == []


def test_changed_numbers_are_not_written_under_the_same_version(
    made: dict[str, Any], changelog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command leaves file and changelog alone and says which number changed and what to do."""
    path = tmp_path / "runs.toml"
    old = golden.text_of(shifted(made))
    path.write_text(old, encoding="utf-8")
    monkeypatch.setattr(golden, "golden", lambda: made)
    with pytest.raises(DoorwaysError, match=r"weeks_in_care is .* raise RESULTS_VERSION"):
        golden.refresh(path, changelog)
    assert path.read_text(encoding="utf-8") == old
    assert changelog.read_text(encoding="utf-8") == CHANGELOG


def test_a_raised_version_is_written_and_announced(
    made: dict[str, Any], changelog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a raised version the file is written, and the changelog says so once, under Results."""
    path = tmp_path / "runs.toml"
    path.write_text(golden.text_of(shifted(made, results_version=0)), encoding="utf-8")
    monkeypatch.setattr(golden, "golden", lambda: made)
    monkeypatch.setattr(golden, "RESULTS_VERSION", 7)
    monkeypatch.setattr(golden, "BASELINE_VERSION", 7)
    assert "1 number changed" in golden.refresh(path, changelog)
    assert golden.kept(path) == made
    once = changelog.read_text(encoding="utf-8")
    unreleased = once.partition("## [0.1.0]")[0]
    assert "### Results\n\nResults version 7: the same inputs give other numbers." in unreleased
    assert "weeks_in_care is" in unreleased
    assert announced(once, 7, ()) == once
    assert once.replace(unreleased, "") == CHANGELOG[CHANGELOG.index("## [0.1.0]") :]


def test_a_changed_baseline_needs_a_version_of_its_own(
    made: dict[str, Any], changelog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where runs that open nothing moved, the years held still, what was learnt from them is not kept without a word.

    Where only the luck of the years moved them, it is: calibrations are made without.
    """
    path = tmp_path / "runs.toml"
    monkeypatch.setattr(golden, "golden", lambda: made)
    monkeypatch.setattr(golden, "RESULTS_VERSION", 7)
    monkeypatch.setattr(golden, "BASELINE_VERSION", 6)
    still = list(made["runs"]).index(f"{golden.COUNCILS[0]}, baseline, still")
    path.write_text(golden.text_of(shifted(made, run=still, results_version=0)), encoding="utf-8")
    with pytest.raises(DoorwaysError, match=r"baseline version 6.*raise BASELINE_VERSION"):
        golden.refresh(path, changelog)
    assert changelog.read_text(encoding="utf-8") == CHANGELOG
    path.write_text(golden.text_of(shifted(made, results_version=0)), encoding="utf-8")
    assert "1 number changed" in golden.refresh(path, changelog)


@pytest.mark.parametrize("version", range(BASELINE_VERSION - 1, RESULTS_VERSION + 2))
def test_what_was_learnt_holds_since_the_baseline_stands_still(version: int) -> None:
    """From the baseline's version to this one, neither before nor from a version to come."""
    assert holds(version) == (BASELINE_VERSION <= version <= RESULTS_VERSION)


@pytest.mark.parametrize(
    "text",
    [CHANGELOG, CHANGELOG.replace("### Added\n\n- A thing.\n\n", ""), announced(CHANGELOG, 2, ())],
)
def test_an_announcement_takes_nothing_away(text: str) -> None:
    """Every line of a changelog stays, in its order, and the new line stands under one heading."""
    said = announced(text, 12, ["a is 1 (was 2)"])
    assert names(said, 12)
    assert not names(said, 1) or names(text, 1)
    lines = iter(said.splitlines())
    assert all(line in lines for line in text.splitlines())
    unreleased = said.partition("## [0.1.0]")[0]
    assert unreleased.count("### Results") == 1


def test_outside_a_checkout_it_says_where_to_run(tmp_path: Path) -> None:
    """Where there are no tests to keep the file among, a sentence says so."""
    with pytest.raises(DoorwaysError, match="source checkout"):
        golden.refresh(tmp_path / "nowhere" / "runs.toml")


def test_the_command_changes_nothing_when_nothing_changed(made: dict[str, Any]) -> None:
    """Run for real on unchanged results, the command leaves the same file and says so."""
    # It writes into the checkout, so it is not run where results did change.
    assert golden.differences(golden.kept() or {}, made) == []
    assert (golden.kept() or {})["results_version"] == RESULTS_VERSION
    before = golden.FILE.read_bytes()
    run = subprocess.run(
        [sys.executable, "-m", "scenarios.golden"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=golden.ROOT,
    )
    assert (run.returncode, run.stdout) == (0, "Wrote runs.toml: no number changed.\n")
    assert golden.FILE.read_bytes() == before
