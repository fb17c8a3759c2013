"""A study's files: in a folder of its own, offered by name and key alone, and gone with its answer."""

import gc
from pathlib import Path

import pytest

from dashboards import boards
from dashboards.jobs import Board, Desk, Job
from dashboards.pages.running_study import run
from dashboards.pages.study import Chosen, Result
from simulation.errors import DoorwaysError

LAUNCH = Chosen("launch", (("council", "E09000021"), ("scenario", "no-wrong-door")))
#: It opens practices alone, so that nothing is launched.
NOTHING = Chosen("launch", (("council", "E09000021"), ("scenario", "families-first")))


def test_files_are_offered_while_their_answer_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finished study's own files are found by its key; no other name or key finds any."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    board: Board[Chosen, Result] = Board(run, desk=Desk())
    monkeypatch.setattr(boards, "studies", lambda: board)
    job = board.submit(LAUNCH, quick=True)
    assert job.turn is not None
    job.turn.result()
    board.desk.close()
    assert job.result is not None
    key, folder = job.result.away.key, job.result.away.folder
    assert folder.parent == tmp_path
    assert len(key) >= 32
    assert boards.file_of(key, "launch.csv") == folder / "launch.csv"
    assert (folder / "launch.csv").read_text(encoding="utf-8-sig").startswith("service,")
    for other in (("", "launch.csv"), (key, ""), (key, "../launch.csv"), (key, "other.csv")):
        assert boards.file_of(*other) is None


def test_files_go_with_their_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nobody holds an answer any more its folder is gone, and one that failed leaves none."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = run(LAUNCH, None, Job(LAUNCH))
    assert [one.name for one in tmp_path.iterdir()] == [result.away.folder.name]
    del result
    gc.collect()
    with pytest.raises(DoorwaysError, match="opens no service"):
        run(NOTHING, None, Job(NOTHING))
    assert list(tmp_path.iterdir()) == []
