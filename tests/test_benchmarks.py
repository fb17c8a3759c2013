"""What figures in the docs are measured with goes on running as the program changes."""

import importlib.util
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"
SCRIPTS = sorted(FOLDER.rglob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_every_script_finds_what_it_uses(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each script of benchmarks can be loaded: all that it imports is there under that name."""
    monkeypatch.setattr("sys.argv", [str(script)])
    spec = importlib.util.spec_from_file_location(f"benchmark_{script.stem}", script)
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


@pytest.mark.slow
def test_the_reference_workload_runs() -> None:
    """The workload that speed is compared on compiles, and its children stay as many as they were."""
    from reference.run import Careers

    series = Careers(200, 8, 1).run()
    assert (series["at_home"] + series["in_care"] + series["missing"] == 200).all()
    assert series["entry"].sum() > 0
