"""The doctor finds whose packages are imported, and uses each part before it calls it good."""

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from calibration.beliefs.authorities import load
from calibration.joint.store import SHIPPED, shipped
from dashboards.cli import packages as looked_at
from dashboards.cli.app import app
from dashboards.cli.doctor import examine
from dashboards.cli.health import Finding, looks, parts, tried
from dashboards.cli.packages import NAMES, ROOT, packages
from scenarios.compare import plan
from scenarios.request import CompareRequest
from simulation.compile import compile_rules, engine_name
from simulation.discover import model_rules
from simulation.engine_cache import FOLDER, EngineCache, folder
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.spec import ArmResult
from simulation.store.store import open_store


def install(folder: Path, name: str, file: str) -> Distribution:
    """Make a foreign distribution that installs one file."""
    info = folder / f"{name.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.2\n", encoding="utf-8")
    (info / "RECORD").write_text(f"{file},,\n", encoding="utf-8")
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).touch()
    return PathDistribution(info)


def test_our_own_packages_are_recognised() -> None:
    """In this environment all five names are ours, from the folder the doctor lies in."""
    found = packages()
    assert [one.name for one in found] == list(NAMES)
    assert [one.place for one in found] == [str(ROOT / name) for name in NAMES]
    assert all(one.ours and not one.intruder for one in found)


def test_a_distribution_that_claims_a_name_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A distribution that installs files under one of the names makes the doctor object."""
    intruder = install(tmp_path, "other-agents", "agents/__init__.py")
    bystander = install(tmp_path, "bystander", "something/agents.py")

    def installed() -> Iterator[Distribution]:
        yield from (intruder, bystander)

    monkeypatch.setattr(looked_at, "distributions", installed)
    found = {one.name: one.intruder for one in packages()}
    assert found == {**dict.fromkeys(NAMES, ""), "agents": "other-agents 1.2"}
    wrong = [one for one in examine("sqlite://") if one.ok is False]
    assert "package agents" in [one.what for one in wrong]
    assert any("other-agents 1.2" in one.says for one in wrong)


def test_a_folder_in_front_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a name comes from elsewhere, it is not ours."""
    monkeypatch.setattr(looked_at, "ROOT", tmp_path)
    assert not any(one.ours for one in packages())
    assert all("search path" in one.intruder for one in packages())


def found(what: str, db: str | Path = "sqlite://") -> Finding:
    """What one part says when it is used."""
    return tried(what, looks(str(db))[what])


@pytest.fixture
def nothing_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for compiled rules."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "engines"))
    return tmp_path / "engines"


def test_sound_parts_are_good(nothing_compiled: Path, tmp_path: Path) -> None:
    """What works is called good, what is not there yet is not judged, and nothing is left behind."""
    with open_store(tmp_path / "runs.sqlite") as store:
        store.add_finding("calibration", "England", "calibrated", {"draws": []})
    before = (tmp_path / "runs.sqlite").read_bytes()
    db = tmp_path / "runs.sqlite"
    assert {one.what: one.ok for one in parts(str(db))} == {
        "database": True,
        "councils": True,
        "calibration": True,
        "compiled rules": None,
        "page, offline": True,
    }
    assert "0 of 0 stored runs and 1 finding checked" in found("database", db).says
    assert (tmp_path / "runs.sqlite").read_bytes() == before


def test_a_damaged_engine_is_not_praised(nothing_compiled: Path) -> None:
    """A file of the right name with the wrong content is told as damaged, and left for the next run."""
    nothing_compiled.mkdir()
    file = nothing_compiled / f"{engine_name(model_rules())}_0.engine"
    file.write_bytes(b"")
    one = found("compiled rules")
    assert (one.ok, file.read_bytes()) == (False, b"")
    assert "damaged" in one.says
    assert "compiles them again" in one.says


def test_a_folder_that_cannot_be_used_is_told(nothing_compiled: Path) -> None:
    """Where nothing can be kept, the way out is named."""
    nothing_compiled.touch()
    one = found("compiled rules")
    assert one.ok is False
    assert FOLDER in one.says


DATABASES = {
    "its file": (None, "Its file is damaged|malformed"),
    "a finding": ("UPDATE finding SET status = 'x'", "1 findings are no longer"),
    "a run": ("UPDATE run SET seconds = 9", "2 of these runs cannot be used"),
}


@pytest.mark.parametrize("damage", DATABASES)
def test_a_damaged_database_is_not_praised(
    damage: str, nothing_compiled: Path, tmp_path: Path
) -> None:
    """Damage to the file, a run or a finding is found by reading, with the way out."""
    file, (statement, words) = tmp_path / "runs.sqlite", DATABASES[damage]
    task = plan(CompareRequest(authority="Rutland", years=1, replicates=2))[0]
    weekly = np.ones((52, len(WEEKLY)), dtype=np.float32)
    with open_store(file) as store:
        store.add(
            task, [ArmResult(a.name, weekly, np.ones((len(MEASURES), 1)), 1.0) for a in task.arms]
        )
        store.add_finding("calibration", "England", "calibrated", {"draws": []})
    if statement is None:
        held = bytearray(file.read_bytes())
        held[-3 * 4096 :] = bytes(3 * 4096)
        file.write_bytes(held)
    else:
        with closing(sqlite3.connect(file)) as raw, raw:
            raw.execute(statement)
    one = found("database", file)
    assert one.ok is False
    assert re.search(words, one.says)


def test_damaged_tables_of_councils_are_not_praised(
    nothing_compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A council lost from a table, or a number that is none, is found by adding up and preparing."""
    whole = load.all_profiles
    monkeypatch.setattr(load, "all_profiles", lambda year: whole(year)[:-1])
    assert found("councils").ok is False
    broken = replace(whole(2024)[0], counts={})
    monkeypatch.setattr(load, "all_profiles", lambda year: (*whole(year), broken))
    assert found("councils").ok is False


@pytest.mark.parametrize("content", ["", '{"key": 1}', "changed"])
def test_a_damaged_calibration_that_ships_is_not_praised(
    content: str, nothing_compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shipped calibration whose content is not its key's is refused wherever it is asked for."""
    text = (SHIPPED / "england.json").read_text(encoding="utf-8")
    (tmp_path / "england.json").write_text(
        text.replace("0.1", "0.2", 1) if content == "changed" else content, encoding="utf-8"
    )
    monkeypatch.setattr("calibration.joint.store.SHIPPED", tmp_path)
    shipped.cache_clear()
    one = found("calibration")
    shipped.cache_clear()
    assert one.ok is False
    assert "damaged" in one.says


def test_the_command_leaves_with_an_error(nothing_compiled: Path) -> None:
    """One thing to mend makes the exit code 1 and is repeated on stderr."""
    nothing_compiled.touch()
    result = CliRunner().invoke(app, ["doctor", "--db", "sqlite://"])
    assert result.exit_code == 1
    assert "compiled rules: cannot be kept" in " ".join(result.stderr.split())


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], list[str]]:
    """What lets the compiler give an engine at once, and notes when: the model's takes it long.

    Toys are compiled for it in tests/simulation/test_engine_cache.py.
    """
    asked: list[str] = []
    load = EngineCache.load_overload

    def forget() -> None:
        sys.modules.pop(f"doorways_{engine_name(model_rules())}", None)
        compile_rules.cache_clear()

    def gives(whole: bytes) -> list[str]:
        def loaded_or_made(cache: EngineCache, kinds: Any, context: Any) -> Any:
            if (found := load(cache, kinds, context)) is not None:
                return found
            asked.append(cache._file(kinds))
            (folder() / asked[-1]).write_bytes(whole)
            return load(cache, kinds, context)

        monkeypatch.setattr(EngineCache, "load_overload", loaded_or_made)
        # As a new process would ask for it.
        forget()
        return asked

    return gives


@pytest.mark.slow
def test_the_kept_engine_is_loaded_and_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiler: Callable[[bytes], list[str]]
) -> None:
    """After a run over damaged rules they are compiled again, said once, and the doctor runs them."""

    def doorways(*words: str) -> str:
        done = CliRunner().invoke(app, [*words])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    asked = ("compare", "--authority", "Rutland", "--years", "1", "--replicates", "4")
    asked += ("--workers", "2", "--no-funnel")
    doorways(*asked, "--out", str(tmp_path / "one"))
    whole = next(folder().glob(f"{engine_name(model_rules())}_*.engine"))
    (tmp_path / "engines").mkdir()
    (tmp_path / "engines" / whole.name).write_bytes(whole.read_bytes()[:-100])
    monkeypatch.setenv(FOLDER, str(tmp_path / "engines"))
    made = compiler(whole.read_bytes())
    second = doorways(*asked, "--out", str(tmp_path / "two"))
    assert second.count("were damaged. They are discarded and compiled again") == 1
    assert made == [whole.name]
    tables = [(tmp_path / name / "comparison.csv").read_bytes() for name in ("one", "two")]
    assert tables[0] == tables[1]
    checked = doorways("doctor", "--db", str(tmp_path / "one" / "doorways.sqlite"))
    assert "8 of 8 stored runs" in checked
    # Long findings go over several lines of the table.
    words = " ".join(re.findall(r"[^│\s]+", checked))
    assert "a year of Rutland was run with them" in words
    assert "Everything is in place." in checked
    assert made == [whole.name]
