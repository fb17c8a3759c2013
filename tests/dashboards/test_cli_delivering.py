"""What every command does alike: checks before it runs, says what is kept when stopped, and where all of it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from dashboards.cli import running
from dashboards.cli.app import app
from dashboards.cli.console import output
from dashboards.cli.delivering import tell_where
from dashboards.cli.folder import called, store_beside
from dashboards.cli.guard import STOPPED
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError


@pytest.fixture(autouse=True)
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here runs the model."""
    monkeypatch.setattr(running, "announce", lambda *, quiet: None)


def stopped() -> StoppedError:
    """Return what a job raises that was stopped."""
    return StoppedError("job", "2 of 5", "It was stopped.", "Run it again.")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), stopped()])
def test_what_keeps_nothing_says_so(
    error: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped however it may be, it leaves with 130 and says that the command begins again."""

    def work() -> None:
        with running.behind_a_bar("Working", Execution(1), quiet=True) as told:
            told.tell(2, 5)
            raise error

    with pytest.raises(typer.Exit) as left:
        work()
    assert left.value.exit_code == STOPPED
    assert capsys.readouterr().err == (
        "Stopped. Nothing of it is stored; the same command begins again.\n"
    )


def test_what_keeps_its_pieces_says_how_many_once_they_are_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The store is closed before it is said that anything is in it."""
    said_at_close = []

    @contextmanager
    def store() -> Iterator[None]:
        try:
            yield
        finally:
            said_at_close.append(capsys.readouterr().err)

    def work() -> None:
        with running.stoppable("Working", quiet=True, stored="pieces") as bar, store():
            bar.update(1234, 5000)
            raise stopped()

    with pytest.raises(typer.Exit):
        work()
    assert said_at_close == [""]
    assert capsys.readouterr().err == (
        "Stopped. 1,234 of 5,000 pieces are finished and stored; the same command does the rest.\n"
    )


def test_stopped_before_it_is_known_how_much_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    """While all is still being planned nothing is counted, and what earlier calls finished stays."""

    def work() -> None:
        with running.behind_a_bar("Working", Execution(1), quiet=True, stored="pieces"):
            raise KeyboardInterrupt

    with pytest.raises(typer.Exit):
        work()
    assert capsys.readouterr().err == (
        "Stopped. Finished pieces are stored; the same command does the rest.\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        ["adapt", "--csv"],
        ["funnel", "--json"],
        ["trial", "--json"],
        ["headlines", "--json"],
        ["compare", "--json"],
        ["compare", "--authorities", "Norfolk", "--json"],
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_anything_runs(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for runs whose numbers cannot be put where they are asked for."""
    monkeypatch.chdir(tmp_path)

    def run(*_: object, **__: object) -> None:
        pytest.fail("it began to run")

    monkeypatch.setattr(running, "Bar", run)
    result = CliRunner().invoke(app, [*words, str(tmp_path / "no" / "such" / "file")])
    assert result.exit_code == 2
    assert "It cannot be written" in " ".join(result.stderr.split())


COUNCIL = ["--authority", "Norfolk"]
STUDIES = {
    "compare": ["compare", *COUNCIL],
    "many": ["compare", "--authorities", "Norfolk"],
    "case": ["case", *COUNCIL],
    "forecast": ["forecast", *COUNCIL],
    "portfolio": ["portfolio", "mockingbird", "--budget", "£5m", *COUNCIL],
    "headlines": ["headlines", *COUNCIL],
}


@pytest.mark.parametrize("more", [["--calibration", "none"], ["--step-days", "1"], ["--central"]])
@pytest.mark.parametrize("study", STUDIES)
def test_what_makes_other_numbers_has_another_folder(
    study: str, more: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's results are replaced by those of the same council and scenario that were made otherwise."""
    folders = []

    def full(folder: Path) -> None:
        folders.append(folder)
        raise DoorwaysError("output folder", str(folder), "It is full.", "Choose another.")

    monkeypatch.setattr("dashboards.report.folder.prepare", full)
    for words in (STUDIES[study], [*STUDIES[study], *more]):
        assert CliRunner().invoke(app, words).exit_code == 2
    assert len(set(folders)) == 2, folders


@pytest.mark.parametrize("study", [one for one in STUDIES if one != "many"])
def test_a_council_that_is_none_is_refused_before_a_folder_is_made(
    study: str, tmp_path: Path
) -> None:
    """A folder of one's own is no reason to look at the rest later."""
    words = ["Atlantis" if one == "Norfolk" else one for one in STUDIES[study]]
    result = CliRunner().invoke(app, [*words, "--out", str(tmp_path / "own")])
    assert result.exit_code == 2
    assert "Atlantis" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_called_after_words() -> None:
    """Small letters, digits and hyphens; nothing a file system could mind."""
    assert called(("King's Lynn & West", "5y", "(own)")) == "king-s-lynn-west-5y-own"


def test_runs_are_stored_beside_results_that_were_given_a_folder(tmp_path: Path) -> None:
    """A database that is named comes first; without a folder there is only the usual one."""
    assert store_beside(tmp_path, tmp_path, None) == tmp_path / "doorways.sqlite"
    assert store_beside(tmp_path, tmp_path, "own.sqlite") == "own.sqlite"
    assert store_beside(tmp_path, None, None) is None


def test_places_stand_below_each_other_and_unbroken(capsys: pytest.CaptureFixture[str]) -> None:
    """However long a folder's name is, a path can be copied from one line."""
    folder = Path("a" * 150)
    tell_where(output(), folder, {"Report": "report.html", "3 charts": "charts"})
    said = capsys.readouterr().out.splitlines()
    assert said == ["", f"Report      {folder / 'report.html'}", f"3 charts    {folder / 'charts'}"]
