"""`doorways funnel` from outside: what it prints, what it writes, and how it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from scenarios.funnel.steps import LEAKS, STEPS

SMALL = (
    *("--authority", "Kingston upon Thames", "--years", "2", "--replicates", "2"),
    *("--workers", "1", "--calibration", "none"),
)


def run(*words: str) -> Result:
    """Run `doorways funnel` on a small council."""
    return CliRunner().invoke(app, ["funnel", *SMALL, *words])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, dict[str, Any]]:
    """What was said, and the file that was written."""
    file = tmp_path_factory.mktemp("funnel") / "funnel.json"
    result = run("--json", str(file))
    return result, json.loads(file.read_text(encoding="utf-8"))


def test_it_prints_every_step_and_one_sentence(written: tuple[Result, dict[str, Any]]) -> None:
    """Steps, leaks, endings and places in tables; the largest leak in words; where the file is."""
    result, plain = written
    assert result.exit_code == 0, result.output
    says = " ".join(result.stdout.split())
    for word in (*STEPS.values(), "never referred", "supported too weakly", "completed", "in need"):
        assert word in says
    assert " ".join(plain["services"][0]["sentence"].split()) in says
    assert "Synthetic data" in says
    assert "funnel.json" in says


def test_the_file_holds_every_number(written: tuple[Result, dict[str, Any]]) -> None:
    """Counts with their ranges for both groups, what was asked for, support, and the sentences."""
    _, plain = written
    assert plain["authority"] == "Kingston upon Thames"
    assert (plain["years"], plain["replicates"], plain["seed"]) == (2, 2, 1)
    assert plain["level"] == 0.9
    (service,) = plain["services"]
    assert plain["all"]["sentence"] == service["sentence"]
    for group in ("baseline", "scenario"):
        steps = service["entrants"][group]["steps"]
        assert [one["label"] for one in steps] == list(STEPS.values())
        assert [one["leak"] for one in steps[1:]] == list(LEAKS.values())
        for one in steps:
            assert set(one["count"]) == {"mean", "low", "high"}
            assert one["count"]["low"] <= one["count"]["mean"] <= one["count"]["high"]
    support = service["support"]
    assert {"endings", "in_weeks", "at_start", "mean_weeks", "mean_dose"} <= support.keys()
    assert set(support["in_weeks"]) == {"age", "standing", "placement"}
    assert "weeks_waited" not in support
    assert support["mean_weeks_waited"] <= support["weeks_waited_in_all"]["mean"]
    assert isinstance(plain["surprises"], list)


def test_standard_output_is_json_alone_when_asked(
    written: tuple[Result, dict[str, Any]],
) -> None:
    """With `--json -` other programs can read it, and the same request gives the same numbers."""
    result = run("--json", "-", "--quiet")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == written[1]
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--scenario", "baseline"), "It opens no service"),
        (("--scenario", "no-such"), "no-such"),
        (("--authority", "Atlantis"), "Atlantis"),
        (("--replicates", "1"), "number of replicates"),
        (("--json", "/no/such/folder/funnel.json"), "funnel.json"),
    ],
)
def test_mistakes_are_one_sentence_and_code_2(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """What cannot be shown is refused before anything runs, without a trail."""
    result = run(*words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["funnel", "adapt", "order", "headlines"])
@pytest.mark.parametrize("calibration", [(), ("--calibration", "none")])
def test_a_database_that_is_named_is_tried_though_no_calibration_is(
    command: str, calibration: tuple[str, ...], tmp_path: Path
) -> None:
    """A database that cannot be used is an error, even where nothing would be looked up in it."""
    bad = tmp_path / "bad.sqlite"
    bad.write_text("no database", encoding="utf-8")
    result = CliRunner().invoke(app, [command, "--db", str(bad), "--replicates", "2", *calibration])
    assert result.exit_code == 2
    assert "bad.sqlite" in "".join(result.stderr.split())
    assert "Simulating" not in result.output


def test_no_bar_stands_before_an_unknown_council() -> None:
    """What can be checked before anything runs is: only the mistake is shown."""
    result = run("--authority", "Atlantis")
    assert "Simulating" not in result.output
