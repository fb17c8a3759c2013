"""What `doorways compare` writes so that a comparison can be run again, and what that gives."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboards.cli.app import app

PAGE = Path(__file__).parents[2] / "docs" / "takeaway.md"
OWN = """name = "mine"
title = "Mine, with 'quotes' and a name (as it is)"
[parameters]
hub_fidelity_adopter = 0.51
[[interventions]]
kind = "no_wrong_door"
effects = { nwd_entry_ratio = 0.8 }
[[interventions.hubs]]
opens_month = 1
"""
SMALL = ("--authority", "Rutland", "--years", "2", "--replicates", "4", "--seed", "5")
LAST = ("--no-funnel", "--workers", "1", "--quiet")


def compare(*words: str) -> None:
    """Run `doorways compare`."""
    done = CliRunner().invoke(app, ["compare", *words, *LAST])
    assert done.exit_code == 0, done.output


def read(folder: Path) -> dict[str, Any]:
    """What a folder's comparison.json holds, how long it took aside."""
    found: dict[str, Any] = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    return {name: value for name, value in found.items() if name != "timings"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--scenario", "mine.toml", "--baseline", "no-wrong-door-null"), 2),
        (("--scenario", "no-wrong-door", "--set", "hubs=2", "--set", "home_week=5000"), 1),
        pytest.param(
            (
                "--scenario",
                "wigan-adaptation",
                "--without",
                "act",
                "--step-days",
                "14",
                "--central",
            ),
            1,
            marks=pytest.mark.slow,
        ),
    ],
)
def test_the_files_and_the_command_give_the_same_numbers_to_the_bit(
    words: tuple[str, ...], named: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed in the folder of the results, with nothing stored, the command of the JSON gives that JSON."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(OWN, encoding="utf-8")
    compare(*SMALL, *words, "--out", "first")
    (tmp_path / "mine.toml").unlink()
    first = read(tmp_path / "first")
    assert len(list((tmp_path / "first" / "again").iterdir())) == named
    monkeypatch.chdir(tmp_path / "first")
    program, command, *rest = shlex.split(first["reproduce"])
    assert (program, command) == ("doorways", "compare")
    compare(*rest, "--out", "../second")
    assert read(tmp_path / "second") == first


def test_the_command_stands_in_the_report(tmp_path: Path) -> None:
    """Whoever holds the report alone reads how its numbers are made again."""
    compare(*SMALL, "--out", str(tmp_path))
    said = read(tmp_path)["reproduce"]
    assert said in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "--baseline" not in said
    assert "--calibration none" not in said


@pytest.mark.slow
def test_every_file_is_documented_and_found_where_the_screen_says(tmp_path: Path) -> None:
    """docs/takeaway.md names each file by its name; the last lines on screen name the first of each kind."""
    words = ["compare", *SMALL, "--for-whom", *LAST[:-1], "--out", str(tmp_path)]
    done = CliRunner().invoke(app, words)
    page = PAGE.read_text(encoding="utf-8")
    written = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert [one for one in written if f"{one.stem}" not in page] == []
    assert {one.suffix for one in written} >= {".pdf", ".docx", ".xlsx", ".parquet", ".toml"}
    last = done.stdout.rstrip().splitlines()[-6:]
    named = [one.partition(str(tmp_path))[2].strip("/\\").partition(",")[0] for one in last]
    assert all((tmp_path / one).exists() for one in named), named
    assert len(set(named)) == len(last)


def test_a_file_of_ones_own_beside_the_results_is_left_alone(tmp_path: Path) -> None:
    """A scenario.toml that lies in the folder already, comments and all, is not replaced."""
    mine = tmp_path / "scenario.toml"
    mine.write_text(f"# Agreed in May.\n{OWN}", encoding="utf-8")
    compare(*SMALL, "--scenario", str(mine), "--out", str(tmp_path))
    assert mine.read_text(encoding="utf-8").startswith("# Agreed in May.")
