"""The folder a person names for results: refused where it has no name or is an address."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.cli.app import app


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("", "It has no name"),
        ("  ", "It has no name"),
        ("sqlite:///x.sqlite?mode=ro", "It is an address, and no folder"),
        ("postgresql://me:secret@host/runs", "--db takes that of a database"),
    ],
)
@pytest.mark.parametrize(
    "option", ["compare --out", "sensitivity --out", "case --out", "workshop --folder"]
)
def test_what_is_no_folder_is_refused(
    option: str, named: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is made or run; what an address holds is not repeated."""
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, [*option.split(), named])
    assert found.exit_code == 2
    assert said in " ".join(found.output.split())
    assert "secret" not in found.output
    assert not list(tmp_path.iterdir())
