"""The page of own data: a return brought in pieces, checked as the command does, kept for its owner alone, and closed to others."""

import base64
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from calibration.beliefs.returns.accounts import account
from calibration.beliefs.returns.importing import import_returns
from dashboards import boards, server
from dashboards.jobs import Job
from dashboards.pages import fields
from dashboards.pages.own.brought import KEPT, Brought
from dashboards.pages.running_study import run
from dashboards.pages.studies import by_name
from dashboards.pages.studies.common import council
from dashboards.pages.studies.returns import protected
from dashboards.pages.study import Result
from dashboards.report import findings_sheets as sheets
from dashboards.report.sheets import Sheet
from fuzzing.made_returns import lives, returns, write
from simulation.errors import DoorwaysError

YEARS = (2022, 2023, 2024)
STUDY = by_name()["returns"]
KEY = "0" * 32


def piece(data: bytes = b"x", **other: Any) -> dict[str, Any]:
    """One piece of a file, the last of all."""
    said = {"key": KEY, "of": 0, "name": "episodes.csv", "at": 0, "last": True}
    return said | {"data": base64.b64encode(data).decode()} | other


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up return of three years with nothing wrong in it."""
    return write(tmp_path_factory.mktemp("own") / "return", returns(lives(120, YEARS), YEARS))


def test_pieces_become_the_files_they_are_of() -> None:
    """In order they are the files again, in their folders and nowhere else, in a folder for its owner alone, which goes when it is forgotten."""
    held = Brought()
    held.piece(piece(b"ab", last=False))
    held.piece(piece(b"c", at=1, of=1, name="../..\\2023/header.csv", last=False))
    held.piece(piece(b"d", at=2, of=1, name="../..\\2023/header.csv", last=False))
    held.piece(piece(b"e", at=3, of=2, name="2023/episodes.csv"))
    folder = held.folder(KEY)
    files = (one for one in folder.rglob("*") if one.is_file())
    assert {one.relative_to(folder).as_posix(): one.read_bytes() for one in files} == {
        "episodes.csv": b"ab",
        "2023/header.csv": b"cd",
        "2023/episodes.csv": b"e",
    }
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
    held.forget(KEY)
    assert not folder.exists()
    with pytest.raises(DoorwaysError, match="Choose the files again"):
        held.folder(KEY)


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        ([piece(at=1)], "lost on the way"),
        ([piece(data=b"", last=False)], "did not come whole"),
        ([piece() | {"data": "*"}], "damaged on the way"),
        ([piece(name="run.exe")], "run.exe is none"),
        ([piece(last=False), piece(at=1, of=1)], "Two files are called episodes.csv"),
        ([piece(last=False), piece(at=1, of=1, name="Episodes.CSV")], "Two files are called"),
        ([piece(last=False), piece(at=1, of=1, name="episodes.csv/a.csv")], "cannot be held"),
        ([piece(name=f"{k}.csv", at=k, of=k, last=False) for k in range(201)], "200 files"),
    ],
)
def test_what_does_not_come_whole_is_refused(pieces: list[dict[str, Any]], says: str) -> None:
    """A piece that is lost, damaged, too much or of another kind is told, and nothing of it is read."""
    held = Brought()
    for one in pieces:
        held.piece(one)
    with pytest.raises(DoorwaysError, match=says):
        held.folder(KEY)


@pytest.mark.parametrize("said", [None, 3, {"key": "../x"}, {"key": KEY.upper() + "G"}])
def test_a_crafted_piece_makes_nothing(said: object) -> None:
    """What is no piece of ours leaves no folder behind."""
    held = Brought()
    held.piece(said)
    assert held.names(KEY) == []


def test_only_so_many_returns_are_held() -> None:
    """The oldest goes, with its files."""
    held = Brought()
    held.piece(piece())
    first = held.folder(KEY)
    for k in range(KEPT):
        held.piece(piece(key=f"{k + 1:032x}"))
    assert held.names(KEY) == []
    assert not first.exists()


def test_no_count_under_six_is_shown() -> None:
    """Years stay as they are; none of the counts beside them tells of fewer than six."""
    table = Sheet(("Year", "A", "B", "C"), (("2024", "1,205", "5", "0"), ("2023", "6", "", "-")))
    assert protected(table).rows == (
        ("2024", "1,205", "under 6", "under 6"),
        ("2023", "6", "", "-"),
    )


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that no other machine reaches, on a computer with one private profile."""
    monkeypatch.setattr(boards.desk(), "alone", True)
    monkeypatch.setattr(fields, "names", lambda: ["private:mine"])


def test_private_profiles_can_be_chosen_by_their_owner_alone(
    alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They head the list and come back by a link; where others reach the pages neither is so."""
    field, notes = council(), list[str]()
    assert field.shown()["options"][0] == vars(fields.Option("private:mine", "private:mine"))
    assert field.settle("Private:Mine", notes) == "private:mine"
    assert field.words("private:mine") == ["--authority", "private:mine"]
    assert notes == []
    monkeypatch.setattr(boards.desk(), "alone", False)
    assert "private" not in str(field.shown())
    assert field.settle("private:mine", notes) == field.usual
    assert len(notes) == 1


def test_it_runs_nowhere_that_others_reach() -> None:
    """Even a job that was put on the board otherwise is refused."""
    values, _ = fields.settle({}, STUDY.fields)
    chosen = STUDY.chosen(values)
    with pytest.raises(DoorwaysError, match="another machine reaches the pages"):
        run(chosen, None, Job[Any, Result](chosen))


@pytest.fixture(scope="module")
def own_address(
    serve: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Pages of a user with a home of their own."""
    home = tmp_path_factory.mktemp("home")
    named = ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "TMPDIR")
    with pytest.MonkeyPatch.context() as patch:
        for name in named:
            patch.setenv(name, str(home))
        with serve(f"sqlite:///{(home / 'runs.sqlite').as_posix()}") as (address, _):
            yield address, home


@pytest.mark.slow
@pytest.mark.browser
def test_a_return_is_brought_checked_kept_and_chosen(
    browser: Browser,
    own_address: tuple[str, Path],
    made: Path,
    open_page: Callable[..., None],
    complaints: Callable[[Page], list[list[str]]],
    reflows: Callable[[Page], None],
) -> None:
    """The account is the command's; the profile is there, the files are not, and every page can choose it."""
    address, home = own_address
    page = browser.new_page()
    open_page(page, address, "returns")
    assert complaints(page) == []
    files = sorted(str(one) for one in made.rglob("*") if one.is_file())
    page.locator("#dw-returns-folder").set_input_files(made)
    expect(page.locator("#dw-returns-said")).to_contain_text(f"{len(files)} files")
    page.locator("#dw-profile").fill("my-council")
    page.locator("#dw-authority").select_option(label="Norfolk")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#dw-headline")).to_contain_text(
        "private:my-council: runs start on 31 March 2024"
    )
    found = account(import_returns(made.parent))
    tables = (sheets.tables(found), sheets.problems(found), protected(sheets.by_year(found)))
    for k, sheet in enumerate(tables, start=3):
        cells = page.locator(f"#dw-table-{k} tbody tr > *")
        expect(cells).to_have_text([cell.strip() for row in sheet.rows for cell in row])
    assert complaints(page) == []
    reflows(page)
    profile = next(home.rglob("profile.json"))
    assert profile.parent.name == "my-council"
    assert [
        one for one in home.rglob("*.csv") if "SSDA903" in one.read_text("utf-8", "ignore")
    ] == []
    open_page(page, address, "launch?council=private:my-council")
    expect(page.get_by_label("Council")).to_have_value("private:my-council")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#dw-title")).to_contain_text("private:my-council")
    page.goto(f"{address}runs")
    expect(page.locator("#dw-here")).not_to_contain_text("What does our own return hold?")
    page.close()


@pytest.mark.browser
@pytest.mark.slow
def test_it_is_closed_where_it_is_not_wanted(
    browser: Browser,
    serve: Callable[..., Any],
    complaints: Callable[[Page], list[list[str]]],
    tmp_path: Path,
) -> None:
    """The page says why and how to open it, and has no form."""
    db = f"sqlite:///{(tmp_path / 'runs.sqlite').as_posix()}"
    with serve(db, 0, "--no-own-data") as (address, _):
        page = browser.new_page()
        page.goto(f"{address}returns")
        expect(page.get_by_text("open only where no other machine")).to_be_visible()
        expect(page.locator("form")).to_have_count(0)
        assert complaints(page) == []
        page.close()


@pytest.mark.parametrize(
    ("origins", "own_data", "alone"),
    [((), True, True), ((), False, False), (("https://doorways.example.gov.uk",), True, False)],
)
def test_a_name_for_others_closes_it(
    origins: tuple[str, ...],
    own_data: bool,
    alone: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Served under a name that others reach, the pages know of no own data, whatever else is said."""
    seen: list[bool] = []
    monkeypatch.setattr(server, "application", lambda *_: None)
    monkeypatch.setattr(server.Server, "run", lambda *_, **__: seen.append(boards.desk().alone))
    monkeypatch.setattr(server, "warming", lambda: SimpleNamespace(start=lambda: None))
    db = str(tmp_path / "runs.sqlite")
    server.serve(
        0, open_browser=False, db=db, origins=origins, own_data=own_data, say=lambda _: None
    )
    assert seen == [alone]
    assert (boards.desk().alone, boards.desk().db) == (False, None)  # Nothing is left for the next.
