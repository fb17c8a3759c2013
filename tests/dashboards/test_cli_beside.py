"""What `doorways compare` finds out beside its answer: printed, in the report and in the files."""

import csv
import json
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from dashboards.cli.optional_value import with_value
from dashboards.report.needed_parts import HEADINGS
from scenarios.funnel.steps import STEPS
from scenarios.needed import study
from scenarios.needed.search import Verdict
from scenarios.usual import MONEY

SMALL = (
    *("--authority", "Rutland", "--years", "1", "--replicates", "2", "--seed", "5"),
    *("--workers", "1", "--calibration", "none"),
)
#: Pairs of futures in which a value is tried; what is said of them is told alike whatever their number.
FEW = 4
OWN = """name = "mine"
title = "Mine"
[[interventions]]
kind = "no_wrong_door"
effects = { nwd_entry_ratio = 0.8 }
[[interventions.hubs]]
opens_month = 1
"""


def run(folder: Path, *words: str) -> Result:
    """Run `doorways compare` on a small council into a folder."""
    return CliRunner().invoke(app, ["compare", *SMALL, "--out", str(folder), *words])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """A comparison of a belief of one's own, with all that is found out beside it, in few futures."""
    folder = tmp_path_factory.mktemp("beside")
    mine = folder / "mine.toml"
    mine.write_text(OWN, encoding="utf-8")
    words = ("--scenario", str(mine), "--needed", "entries=-10%", "--for-whom")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study, "needed", partial(study.needed, pairs=FEW))
        return run(folder, *words), folder


@pytest.mark.slow
def test_terminal_report_and_file_have_the_funnel_and_what_is_needed(
    told: tuple[Result, Path],
) -> None:
    """The same sentences in all three; every step in the report; every lever in the file."""
    result, folder = told
    assert result.exit_code == 0, result.output
    plain = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    report = (folder / "report.html").read_text(encoding="utf-8")
    says = " ".join(result.stdout.split())
    for sentence in (
        plain["funnel"]["followed"],
        plain["needed"]["opening"],
        plain["needed"]["method"],
        *(one["sentence"] for one in plain["funnel"]["surprises"]),
        *(one["sentence"] for one in plain["needed"]["levers"]),
    ):
        assert " ".join(sentence.split()) in says
    assert all(label in report for label in STEPS.values())
    assert 'id="needed"' in report
    assert plain["needed"]["measure"] == "care_entries"


@pytest.mark.slow
def test_a_belief_of_ones_own_is_labelled_everywhere(told: tuple[Result, Path]) -> None:
    """Terminal, headline, report, charts, JSON and CSV say that it is one's own."""
    result, folder = told
    label = "wn belief: nwd_entry_ratio = 0.8"
    assert label in result.stdout
    plain = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    assert plain["headline"].startswith("With beliefs of its own, in Rutland")
    assert plain["arms"][1]["labels"] == [f"o{label}"]
    assert label in (folder / "report.html").read_text(encoding="utf-8")
    with (folder / "comparison.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["believed"] for row in csv.DictReader(stream)} == {f"o{label}"}


@pytest.mark.slow
def test_nothing_is_found_out_that_nobody_asked_for(tmp_path: Path) -> None:
    """Without a funnel and without --needed the comparison is what it was."""
    result = run(tmp_path, "--no-funnel")
    assert result.exit_code == 0, result.output
    plain = json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))
    assert plain["funnel"] is plain["needed"] is None
    assert "funnel" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    with (tmp_path / "comparison.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["believed"] for row in csv.DictReader(stream)} == {"as the evidence has it"}


def test_needed_may_stand_alone() -> None:
    """Without a measure it asks whether the service pays; with one it is left as it is."""
    assert with_value(["--needed"], "--needed", MONEY) == [f"--needed={MONEY}"]
    assert with_value(["--needed", "-q"], "--needed", MONEY) == [f"--needed={MONEY}", "-q"]
    assert with_value(["--needed", "a=-1"], "--needed", MONEY) == ["--needed", "a=-1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--needed", "banana"), "There is no such measure"),
        (("--needed", "entries=much"), "Write for example"),
        (("--needed", "--scenario", "no-wrong-door-null"), "could be otherwise"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_runs(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """One mistake, code 2, no run."""
    result = run(tmp_path, *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert not list(tmp_path.iterdir())


def test_every_verdict_has_a_heading() -> None:
    """Whatever a search says is told under words of its own."""
    assert set(HEADINGS) == {one.value for one in Verdict}


@pytest.mark.slow
def test_groups_in_the_file_add_up_to_the_whole(told: tuple[Result, Path]) -> None:
    """whom.csv sums by sex to comparison.csv, and the sentence on families is on screen and in the report."""
    result, folder = told
    with (folder / "whom.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    plain = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    whole = {one["name"]: one for one in plain["measures"] if one["window"] == "total"}
    for name in ("care_entries", "placement_moves", "missing_episodes", "cost_placements"):
        for split in ("sex", "age", "stood", "need_send"):
            parts = [
                float(one["scenario_mean"])
                for one in rows
                if one["split"] == split and one["name"] == name
            ]
            assert sum(parts) == pytest.approx(whole[name]["scenario"]["mean"]), (name, split)
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "For whom it differs" in report
    if living := plain["whom"]["living"]:
        assert living["sentence"] in " ".join(result.stdout.split())
        assert living["sentence"] in report
    assert "aged 10 to 15" in result.stdout
