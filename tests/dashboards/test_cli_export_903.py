"""`doorways export-903` from outside: a stored run as a return that the import takes, and mistakes in a sentence."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from simulation.store.schema import RUN


def run(*words: str) -> Result:
    """Run `doorways` with these words."""
    return CliRunner().invoke(app, list(words))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A database with a comparison of two runs, and the key of one."""
    file = tmp_path_factory.mktemp("runs") / "runs.sqlite"
    words = ("--authority", "Rutland", "--years", "1", "--replicates", "2", "--workers", "1")
    out = ("--out", str(file.parent / "out"), "--db", str(file), "--no-funnel", "--quiet")
    result = run("compare", *words, *out, "--calibration", "none")
    assert result.exit_code == 0, result.output
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        key = connection.scalar(select(RUN.c.run_key).where(RUN.c.arm == "baseline"))
    engine.dispose()
    return str(file), str(key)


def test_a_stored_run_becomes_a_return_and_a_profile(
    stored: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exported, imported strictly, and made a private profile of: every step ends with 0."""
    db, key = stored
    out = tmp_path / "return"
    result = run("export-903", str(out), "--from", key[:12], "--db", db)
    assert result.exit_code == 0, result.output
    assert "None of them is real" in " ".join(result.output.split())
    monkeypatch.setattr("calibration.beliefs.own.kept.data_folder", lambda *_: tmp_path / "data")
    result = run("import-903", str(out), "--name", "trained", "--authority", "Rutland")
    assert result.exit_code == 0, result.output
    assert "private:trained" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "nothing"), "nothing"),
        (("--from", "KEY", "--first-year", "2040"), "Codes are known"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    stored: tuple[str, str], tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    """An unknown run, and years without codes: exit code 2 and no traceback."""
    db, key = stored
    said = [key[:12] if word == "KEY" else word for word in words]
    result = run("export-903", str(tmp_path / "r"), *said, "--db", db)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_what_is_there_is_not_mixed_with(stored: tuple[str, str], tmp_path: Path) -> None:
    """A folder that holds something is refused, so that no return is half another."""
    db, key = stored
    (tmp_path / "header.csv").write_text("x", encoding="utf-8")
    result = run("export-903", str(tmp_path), "--from", key[:12], "--db", db)
    assert result.exit_code == 2
    assert "something in it already" in " ".join(result.output.split())
