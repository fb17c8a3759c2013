"""`doorways data` as a council analyst uses it: add, look, choose, and see the answers start from there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from calibration.beliefs.authorities.base_year import FITTED, own_folder
from dashboards.cli.app import app
from fuzzing.damaged_tables import grids, small_country
from fuzzing.made_tables import Grid, write

NEW = FITTED + 1


@pytest.fixture
def given(tmp_path: Path) -> Iterator[tuple[dict[str, Grid], Path]]:
    """Published tables of a small country, and the folder for them."""
    with small_country(tmp_path) as profiles:
        yield grids(profiles), tmp_path / "tables"


def run(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, ["data", *words])


def said(result: Result) -> str:
    """Return what it said, in one line."""
    return " ".join(result.output.split())


def test_add_look_and_use(given: tuple[dict[str, Grid], Path], tmp_path: Path) -> None:
    """One command adds a year and accounts for it, the next two show it and make it the base year."""
    tables, folder = given
    lacking = ("national_activity", "lait_", "cla_number")
    write(folder, {name: rows for name, rows in tables.items() if not name.startswith(lacking)})
    (folder / "notes.txt").write_text("from the publisher\n", encoding="utf-8")
    done = run("add", str(folder), "--json", str(tmp_path / "account.json"))
    assert done.exit_code == 0, done.output
    words = said(done)
    assert "taken: 7 of 7 councils" in words
    assert "taken for every added year: register, neighbours" in words
    assert "Not read, being none of the tables: notes.txt" in words
    assert f"{NEW} is there" in words
    assert "No table has cost_cin_week" in words
    assert "Older years: nothing changed" in words
    account = json.loads((tmp_path / "account.json").read_text(encoding="utf-8"))
    assert all(
        one["rows"] == one["used"] + sum(one["left_out"].values()) for one in account["tables"]
    )
    (year,) = account["years"]
    assert (year["year"], year["whole"]) == (NEW, True)
    assert f"{NEW} added yes activity, lait, totals" in said(run("status"))
    used = run("use", str(NEW))
    assert used.exit_code == 0, used.output
    for words in (
        f"start from 31 March {NEW}",
        "about half an hour",
        f"--origin {FITTED}",
        "lacks",
    ):
        assert words in said(used)
    assert f"Base year: {NEW}" in said(run("status"))
    assert f"start from 31 March {FITTED}" in said(run("use", str(FITTED)))
    revised = run("add", str(folder), "--revise", str(FITTED))
    assert revised.exit_code == 0, revised.output
    assert "lait kept from before (no file called" in said(revised)
    assert f"{FITTED} revised yes" in said(run("status"))


def test_a_year_that_is_not_whole_is_kept_and_cannot_be_used(
    given: tuple[dict[str, Grid], Path],
) -> None:
    """It says which main tables are lacking, and so does the refusal to use it."""
    tables, folder = given
    write(
        folder, {name: rows for name, rows in tables.items() if name.startswith(("b", "c1", "c4"))}
    )
    done = run("add", str(folder))
    assert done.exit_code == 0, done.output
    lacks = "stock, started, ceased, placements, missing"
    assert f"{NEW} cannot be used yet: it lacks {lacks}" in said(done)
    assert f"{NEW} added not yet {lacks}" in said(run("status"))
    refused = run("use", str(NEW))
    assert refused.exit_code == 2
    assert lacks in said(refused)


def test_a_refusal_is_a_sentence_and_keeps_nothing(given: tuple[dict[str, Grid], Path]) -> None:
    """A mark nobody explains: exit code 2, file, row, mark and way out, and no folder."""
    tables, folder = given
    name = f"c4_children_in_need_section_47s_and_icpcs_2013_to_{NEW}.csv"
    tables[name][2][-1] = "~"
    tables[name].insert(1, ["", ""])
    write(folder, tables)
    done = run("add", str(folder))
    assert done.exit_code == 2
    for words in (name, "Row 4", "'~'", "renamed.csv"):
        assert words in done.output.replace("\n", "")
    assert not own_folder().exists()
