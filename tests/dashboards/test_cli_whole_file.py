"""What is wrong with a whole file or folder that is named: told once, and alike."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.cli.app import app
from dashboards.report.folder import prepare
from simulation.errors import DoorwaysError


@pytest.mark.parametrize("content", [b"[[[", b"\x89PNG\xff\xfe"])
def test_what_is_no_toml_and_no_text_are_told_alike(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are a fault of the file, with code 1, that names the file once."""
    monkeypatch.chdir(tmp_path)
    Path("bad.toml").write_bytes(content)
    result = CliRunner().invoke(app, ["validate", "bad.toml"])
    assert result.exit_code == 1
    assert result.stdout.count("bad.toml") == 1
    assert "bad.toml, line 1: It is not" in result.stdout


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """A path that leads nowhere is no fault of a file."""
    assert CliRunner().invoke(app, ["validate", str(tmp_path / "none.toml")]).exit_code == 2


def test_a_file_is_no_folder_for_results(tmp_path: Path) -> None:
    """Whoever names a file is told that a folder is wanted."""
    (tmp_path / "briefing.pdf").touch()
    with pytest.raises(DoorwaysError, match="It is a file, and a folder is wanted"):
        prepare(tmp_path / "briefing.pdf")


def test_the_years_there_are_make_a_sentence() -> None:
    """Several years are."""
    assert "The years there are: 20" in CliRunner().invoke(app, ["data", "use", "1999"]).stderr
