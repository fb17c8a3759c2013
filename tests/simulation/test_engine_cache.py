"""Compiled engines: kept under all they are made of, never trusted when damaged."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.cli import compiling
from simulation import engine_cache
from simulation.compile import RuleSet, compile_rules, engine_name, is_compiled, source_of
from simulation.discover import model_rules
from simulation.engine_cache import FOLDER, EngineCache, Kept, look
from simulation.engine_sources import sources
from simulation.outcomes.cells import CELLS, occupied
from simulation.testing import Played, play
from simulation.testing.toys import ToyLeaving, rules_for, toy_population

ROOT = Path(__file__).resolve().parents[2]
RULES = rules_for(ToyLeaving)
OLD = "damaged. They are discarded and compiled again"


def played() -> Played:
    """Run the toy."""
    return play(RULES, toy_population(40), {"toy_leaving_hazard": 1.0})


def forget() -> None:
    """Let this process ask for the engine as a new one would."""
    sys.modules.pop(f"doorways_{engine_name(RULES)}", None)
    compile_rules.cache_clear()


def reused() -> bool:
    """Whether the machine code in use was read back and not made."""
    statistics = compile_rules(RULES).run.stats
    return bool(statistics.cache_hits) and not statistics.cache_misses


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The toy's engine, compiled into a folder of its own: its file, its bytes, what it gives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(tmp_path_factory.mktemp("engines")))
        forget()
        log = played().log.digest()
        run = compile_rules(RULES).run
        (file,) = engine_cache.folder().iterdir()
        yield SimpleNamespace(file=file, bytes=file.read_bytes(), log=log, run=run)
    forget()


@pytest.fixture
def kept(good: SimpleNamespace) -> SimpleNamespace:
    """The toy's engine as it was kept, whatever the test before did to it."""
    good.file.write_bytes(good.bytes)
    forget()
    return good


def test_an_engine_is_compiled_once_and_read_back(kept: SimpleNamespace) -> None:
    """What was kept is read back whole and gives the same events; nothing is compiled."""
    assert is_compiled(RULES)
    assert played().log.digest() == kept.log
    assert reused()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_damage_is_noticed_before_anything_is_loaded(kept: SimpleNamespace, data: Any) -> None:
    """Cut anywhere, changed in any byte, or something else: it is damaged, and is not loaded."""
    whole = kept.bytes
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(1, 255))
    changed = whole[:at] + bytes([whole[at] ^ other]) + whole[at + 1 :]
    kept.file.write_bytes(
        data.draw(st.sampled_from([whole[:at], changed, whole + b"more"]) | st.binary(max_size=99))
    )
    assert look(engine_name(RULES)) is Kept.DAMAGED
    assert not is_compiled(RULES)
    cache = EngineCache(engine_name(RULES))
    (kinds,) = kept.run.overloads
    assert cache.load_overload(kinds, kept.run.targetctx) is None


def test_a_damaged_engine_is_compiled_again(kept: SimpleNamespace) -> None:
    """A run over half an engine gives the same events, and leaves a whole one."""
    kept.file.write_bytes(kept.bytes[: len(kept.bytes) // 2])
    assert played().log.digest() == kept.log
    assert not reused()
    assert is_compiled(RULES)


def test_a_record_that_is_none_is_compiled_again(kept: SimpleNamespace) -> None:
    """A file whose digest is right and whose content is no engine is not an error."""
    engine_cache._write(kept.file.name, b"not a record")
    assert is_compiled(RULES)
    (kinds,) = kept.run.overloads
    cache = EngineCache(engine_name(RULES))
    assert cache.load_overload(kinds, kept.run.targetctx) is None


class Sooner(ToyLeaving):
    """Leave at twice the rate: an engine that takes the same arguments."""

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, the same for all."""
        return 2 * p.toy_leaving_hazard


@pytest.mark.slow
def test_another_engine_under_this_ones_name_is_not_run(
    kept: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A whole engine of other rules, copied to where this one belongs, is damage like any other."""
    with monkeypatch.context() as patch:
        patch.setenv(FOLDER, str(tmp_path))
        play(rules_for(Sooner), toy_population(40), {"toy_leaving_hazard": 1.0})
        (other,) = engine_cache.folder().iterdir()
    kept.file.write_bytes(other.read_bytes())
    assert look(engine_name(RULES)) is Kept.DAMAGED
    (kinds,) = kept.run.overloads
    assert EngineCache(engine_name(RULES)).load_overload(kinds, kept.run.targetctx) is None


def _file_in_the_way(folder: Path) -> str:
    (folder / "engines").touch()
    return str(folder / "engines")


def _beneath_a_file(folder: Path) -> str:
    (folder / "file").touch()
    return str(folder / "file" / "engines")


IMPOSSIBLE = {
    "a file in its place": _file_in_the_way,
    "a folder beneath a file": _beneath_a_file,
    # What the user's folder comes to when nobody knows their home.
    "no home": lambda _: "~/.cache/doorways/engines",
}


@pytest.mark.parametrize("reason", IMPOSSIBLE)
def test_an_impossible_folder_gives_way_to_a_temporary_one(
    reason: str,
    kept: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where nothing can be kept, engines go to a temporary folder that workers inherit; said once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(FOLDER, IMPOSSIBLE[reason](tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = {path: path.stat().st_size for path in tmp_path.rglob("*")}
    assert engine_cache.unusable()
    assert not is_compiled(RULES)
    monkeypatch.setattr("simulation.discover.model_rules", lambda: RULES)
    compiling.announce(quiet=False)
    (kinds,) = kept.run.overloads
    EngineCache(engine_name(RULES)).save_overload(kinds, kept.run.overloads[kinds])
    assert is_compiled(RULES)
    compiling.announce(quiet=False)
    said = " ".join(capsys.readouterr().err.split())
    assert said.count("cannot be kept") == 1
    assert FOLDER in said
    assert engine_cache.folder().is_relative_to(tmp_path)
    assert {path: path.stat().st_size for path in before} == before
    assert played().log.digest() == kept.log
    assert reused()


def test_saving_without_a_word_before_finds_a_folder_too(
    kept: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that becomes impossible between looking and saving costs no run."""
    monkeypatch.setenv(FOLDER, _file_in_the_way(tmp_path))
    (kinds,) = kept.run.overloads
    EngineCache(engine_name(RULES)).save_overload(kinds, kept.run.overloads[kinds])
    assert is_compiled(RULES)


@pytest.mark.slow
@pytest.mark.parametrize(("cut", "words"), [(True, OLD), (False, "this once")])
def test_why_it_is_compiled_is_said_in_one_line(
    cut: bool,
    words: str,
    kept: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A damaged engine and an absent one are told apart; a good one is not mentioned."""
    monkeypatch.setattr("simulation.discover.model_rules", lambda: RULES)
    compiling.announce(quiet=False)
    assert capsys.readouterr().err == ""
    if cut:
        kept.file.write_bytes(kept.bytes[:-1])
    else:
        kept.file.unlink()
    compiling.announce(quiet=True)
    assert capsys.readouterr().err == ""
    compiling.announce(quiet=False)
    assert words in " ".join(capsys.readouterr().err.split())


PROCESS = """
from {helper} import rate
from simulation.process import Process


class Own(Process):
    name = "own"
    words = "something of its own"
    hazard = staticmethod(rate)
    happen = staticmethod(rate)
"""


@pytest.mark.parametrize("shape", ["parts.deep._shared", "_shared"])
def test_a_changed_helper_is_another_engine(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A helper beside a rule or in a folder below takes part: changed, it gives another name."""
    package = f"own_{shape.replace('.', '_')}"
    helper = tmp_path / package / Path(*shape.split(".")).with_suffix(".py")
    helper.parent.mkdir(parents=True)
    (tmp_path / package / "own.py").write_text(
        PROCESS.format(helper=f"{package}.{shape}"), encoding="utf-8"
    )
    (helper.parent / "other.py").write_text("UNUSED = 1\n", encoding="utf-8")
    (helper).write_text("def rate(*_):\n    return 1.0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    own = importlib.import_module(f"{package}.own").Own
    rules = RuleSet((own,), (), CELLS, occupied)
    before = engine_name(rules)
    (helper.parent / "other.py").write_text("UNUSED = 2\n", encoding="utf-8")
    assert engine_name(rules) == before
    helper.write_text("def rate(*_):\n    return 2.0\n", encoding="utf-8")
    assert engine_name(rules) != before


def test_a_relative_import_is_followed(tmp_path: Path) -> None:
    """Relative imports, of a module or from one, a folder up or down, lead to their files."""
    below = tmp_path / "below"
    below.mkdir()
    for name, text in {
        "rules.py": "from . import one\nfrom .below import (two, three)\nfrom .below.four import x\n",
        "one.py": "",
        "below/__init__.py": "",
        "below/two.py": "from ..five import y\n",
        "below/three.py": "",
        "below/four.py": "",
        "five.py": "",
        "below/unused.py": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = {path.stem for path in sources([tmp_path / "rules.py"]) if tmp_path in path.parents}
    assert found == {"rules", "one", "__init__", "two", "three", "four", "five"}


def of_the_model() -> set[str]:
    """Files the model's engine is made of, from the top folder."""
    rules = model_rules()
    files = [Path(sys.modules[p.__module__].__file__ or "") for p in rules.every]
    files.append(Path(sys.modules[rules.occupied.__module__].__file__ or ""))
    return {path.relative_to(ROOT).as_posix() for path in sources(files)}


def test_what_only_calls_the_engine_is_no_part_of_it() -> None:
    """Views, words, the store, the runner, money and the writer change without a compilation."""
    above = (
        "agents/views",
        "agents/words",
        "agents/young",
        "simulation/store",
        "simulation/runner",
    )
    above += (
        "simulation/costs",
        "simulation/model",
        "simulation/compile.py",
        "simulation/outcomes/m",
    )
    found = of_the_model()
    assert not [file for file in found if file.startswith(above)]
    assert {"agents/codes.py", "simulation/placing.py", "simulation/services/acting.py"} <= found


def test_every_function_an_engine_calls_comes_from_its_sources() -> None:
    """Whatever Python function the model's rules reach, its file is among the engine's sources."""
    rules = model_rules()
    parts = ("hazard", "due", "next_change", "happen")
    left = [f for p in rules.every for part in parts if (f := getattr(p, part)) is not None]
    left.append(rules.occupied)
    seen, files = set[int](), set[str]()
    left = [getattr(f, "py_func", f) for f in left]
    while left:
        function = left.pop()
        if id(function) in seen or not hasattr(function, "__code__"):
            continue
        seen.add(id(function))
        files.add(Path(function.__code__.co_filename).as_posix())
        used = [function.__globals__.get(name) for name in function.__code__.co_names]
        left += [getattr(one, "py_func", one) for one in used if callable(one)]
    ours = {Path(f).relative_to(ROOT).as_posix() for f in files if Path(f).is_relative_to(ROOT)}
    assert len(ours) > len(rules.processes)
    assert ours <= of_the_model()


def test_an_engine_is_named_after_its_text_and_its_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another processor, or another text of the loop, is another engine."""
    before = engine_name(RULES)
    with monkeypatch.context() as patch:
        patch.setattr("simulation.compile._machine", lambda: "another")
        assert engine_name(RULES) != before
    with monkeypatch.context() as patch:
        patch.setattr("simulation.compile.source_of", lambda rules: source_of(rules) + "#")
        assert engine_name(RULES) != before
