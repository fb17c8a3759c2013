"""What must hold of the source itself: arrows, sizes, names, and no figure without a source."""

import ast
import re
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agents.lengths import DAYS_PER_YEAR

ROOT = Path(__file__).resolve().parents[1]
#: Folders from which tests import, as pyproject.toml names them.
SHARED = ("benchmarks", "tests/services")
PACKAGES = ("agents", "simulation", "calibration", "scenarios", "dashboards")
FOLDERS = (*PACKAGES, "tests", "benchmarks")
FILE_LINES, FUNCTION_LINES = 500, 60
#: Numbers that say how to count, not how the world is.
STRUCTURAL = {0, 1, 2, 0.5}
#: What of a declaration may be any number, by keyword or by place: the ends beyond which a figure, or
#: what a scenario says, makes no sense, and how long or wide a table is. They refuse a value and never
#: take its place, so that no result rests on one; a default would, and is not among them.
ENDS = {
    "Field": ({"ge", "gt", "le", "lt", "min_length", "max_length"}, slice(0)),
    "Parameter": ({"low", "high", "shape"}, slice(2, None)),
}
#: Names under which a service shows how a scenario might open it, or of ends of what may be said.
NO_FIGURE = re.compile(r"example|EXAMPLE|_?(MOST|DEAR)_[A-Z]+")

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: str) -> list[Path]:
    """Python files of the given folders, in a stable order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    """Path as people say it, the same on every system."""
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    """Syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def code_lines(function: Function) -> int:
    """Lines of a function without its docstring, which may be as long as it needs."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None or first.end_lineno is None:
        return total
    return total - (first.end_lineno - first.lineno + 1)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function of a tree, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_figure(node: ast.AST) -> bool:
    """Whether a node is a number that says how the world is."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return False
    return isinstance(node.value, int | float) and node.value not in STRUCTURAL


def skipped(node: ast.AST) -> list[ast.AST]:
    """Children of a node that may hold any number: an index, a declaration's bounds, an example."""
    if isinstance(node, ast.AnnAssign | ast.Assign):
        targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
        if all(NO_FIGURE.fullmatch(ast.unparse(target)) for target in targets):
            return list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return [node.slice]
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        words, places = ENDS.get(name, (set[str](), slice(0)))
        return [*node.args[places], *(word for word in node.keywords if word.arg in words)]
    return []


def literals(node: ast.AST) -> Iterator[ast.expr]:
    """Figures written in the code."""
    if isinstance(node, ast.expr) and is_figure(node):
        yield node
    unread = skipped(node)
    for child in ast.iter_child_nodes(node):
        if child not in unread:
            yield from literals(child)


@dataclass(frozen=True)
class Told:
    """Hold what a file holds, from one look at it: functions with lines and first words, calls as written, numbers."""

    functions: tuple[tuple[str, int, str | None], ...]
    calls: frozenset[str]
    numbers: frozenset[Any]


@cache
def told(path: Path) -> Told:
    """Look at a file once for all that is asked of it."""
    tree = parse(path)
    nodes = list(ast.walk(tree))
    return Told(
        tuple((one.name, code_lines(one), ast.get_docstring(one)) for one in functions(tree)),
        frozenset(ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)),
        frozenset(
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        ),
    )


def test_every_file_fits_in_the_head() -> None:
    """No Python file exceeds 500 lines: one idea a file."""
    lengths = {
        named(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources(*FOLDERS)
    }
    assert lengths
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


def test_every_function_fits_on_a_screen() -> None:
    """No function exceeds 60 lines, its docstring aside."""
    long = {
        f"{named(path)}:{name}": lines
        for path in sources(*FOLDERS)
        for name, lines, _ in told(path).functions
        if lines > FUNCTION_LINES
    }
    assert long == {}


#: Constants of services that may hold numbers: levels of a column, and how a computer reckons.
SERVICE_CONSTANTS = {
    "no_wrong_door/service.py": {"_MOST_LIKELY", "_TEENS"},
    # What studies measured: windows in months, which are facts of theirs and no figures of the model.
    "no_wrong_door/studied.py": {"_EVALUATED, _AFTERWARDS", "_SECOND_YEAR", "STUDIED"},
}


def stated(path: Path, allowed: Set[str]) -> list[str]:
    """Figures written in a file outside the constants that may hold some."""
    tree = parse(path)
    assert allowed <= constants(tree).keys()
    exempt = [constants(tree)[name] for name in allowed]
    return [
        f"{named(path)}:{literal.lineno} {ast.unparse(literal)}"
        for statement in tree.body
        if statement not in exempt
        for literal in literals(statement)
    ]


def test_the_model_states_no_figure_of_its_own() -> None:
    """Processes and interventions hold no number but 0, 1, 2 and a half: figures are evidence.

    What a file may say has limits, and services a few constants, each under a name listed here.
    """
    found = []
    for path in sources("simulation/processes", "simulation/interventions"):
        allowed = SERVICE_CONSTANTS.get(f"{path.parent.name}/{path.name}", set())
        found += stated(path, allowed)
    assert found == []


def test_lengths_of_time_stand_in_one_place() -> None:
    """Days of a year are written in `agents.lengths` alone: everybody else takes them from there."""
    found = {named(path) for path in sources(*PACKAGES) if DAYS_PER_YEAR in told(path).numbers}
    assert found == {"agents/lengths.py"}


#: Constants of synthesis that may hold numbers: how published tables are cut, how ages are called,
#: and how a computer reckons. What is judged about the world is a figure of the register.
SYNTHESIS_CONSTANTS = {
    "care.py": {"_TINY", "PLACEMENT_ENDS", "_FITTING, _FITTED"},
    "children.py": {"_TINY", "LONG_AGO", "NEED_ENDS"},
    "cohort.py": {"_PUBLISHED_AGES", "CLOSED_YEARS"},
    "inverse.py": {"_POINTS", "_SLOTS", "_TINY, _TABLES", "_TOP, _LEAST_TOP, _STEPS"},
    "left_care.py": {"_STEPS", "_TINY"},
    "margins.py": {"_TINY", "_CAPPED"},
    "own_needs.py": {"_TINY", "_CANDIDATES"},
    "unaccompanied.py": {
        *("_STEPS", "_JUST_CAME", "_MOST_TRANSFER", "_HALVINGS", "_SHORTEST", "_STREAMS"),
        "_AGE_GROUPS",
    },
    "wandering.py": {"_LEAST"},
}


def constants(tree: ast.Module) -> dict[str, ast.stmt]:
    """Assignments of a module to what stands on their left, as it is written."""
    return {
        ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target).strip(
            "()"
        ): node
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    }


def test_synthesis_states_no_figure_of_its_own() -> None:
    """Synthesis holds numbers only where it cuts tables or reckons, each under a name listed here."""
    found = []
    for path in sources("agents/synthesis"):
        found += stated(path, SYNTHESIS_CONSTANTS.get(path.name, set()))
    assert found == []


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("x = 0.31 * y", ["0.31"]),
        ("x = -1 + y[3] * 2", []),
        ("def f(a=7): return a", ["7"]),
        ("P = Parameter('a', 'u', 0.0, 12.0, 'm')", []),
        ("P = Parameter('a', 9, low=3, high=4, meaning='m', shape=(5,))", ["9"]),
        ("x: A[float, Field(ge=3, le=9)] = Field(7)", ["7"]),
        ("x: A[list, Field(max_length=9)] = Field(default=7, gt=3)", ["7"]),
        ("x: int = Field(default_factory=lambda: 7)", ["7"]),
        ("x = y[3 * z]", ["3"]),
        ("EXAMPLE: Final = {'beds': 7}\nother: int = 8", ["8"]),
        ("MOST_BEDS = 7\nMOST = 8\nSCALE_TOP = 9", ["8", "9"]),
    ],
)
def test_the_figure_check_sees_figures(code: str, numbers: list[str]) -> None:
    """The check above finds a figure wherever it hides, and no index or declared bound."""
    assert [ast.unparse(literal) for literal in literals(ast.parse(code))] == numbers


def test_no_module_shadows_the_standard_library() -> None:
    """No package or root module carries a standard-library name: a script would import it."""
    ours = {*FOLDERS, *(path.stem for path in ROOT.glob("*.py"))}
    assert ours.isdisjoint(sys.stdlib_module_names)


def test_tests_have_no_packages_and_unique_names() -> None:
    """Test folders are not packages, and no two test files share a name (importlib mode)."""
    paths = sources("tests")
    assert [named(path) for path in paths if path.name == "__init__.py"] == []
    names = [path.name for path in paths if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))


def test_no_benchmark_hides_what_tests_share() -> None:
    """Tests import from both folders, benchmarks first: one name in both would take the other's place."""
    ours = [{path.stem for path in (ROOT / name).glob("*.py")} for name in SHARED]
    assert ours[0].isdisjoint(ours[1])


def test_every_test_states_its_claim() -> None:
    """Every test function opens with a sentence that says what it proves."""
    silent = [
        f"{named(path)}:{name}"
        for path in sources("tests")
        for name, _, says in told(path).functions
        if name.startswith("test_") and not says
    ]
    assert silent == []


#: Calls that only some files may make, so that what they guard against has one answer. A name that
#: begins with a dot is a method.
ONE_DOOR = {
    # Whole files. Compiled engines and what developers fetch have folders of their own, and the mark
    # of who writes to a database may be half there.
    ".write_text": ("files/writing.py", "store/waiting.py", "assets/fetch.py"),
    ".write_bytes": ("files/writing.py", "simulation/engine_cache.py", "assets/fetch.py"),
    "csv.writer": ("files/csv_text.py",),
    "csv.DictWriter": (),
    # TOML of other people. These read what the program wrote for itself.
    "tomllib.loads": (
        "files/toml_file.py",
        "backtest/levels.py",
        "evidence/load.py",
        "scenarios/golden.py",
    ),
    # Terminal and pages.
    "Console": (),
    "PlainConsole": ("cli/console.py",),
    "Environment": ("report/page.py",),
    "Markup": ("report/page.py",),
    ".from_markup": (),
}


def calls(path: Path, name: str) -> bool:
    """Whether a file calls a function or, for a name that begins with a dot, a method."""
    return any(one.endswith(name) if name[0] == "." else one == name for one in told(path).calls)


@pytest.mark.parametrize("name", ONE_DOOR)
def test_what_people_wrote_goes_through_one_door(name: str) -> None:
    """Files, CSV, TOML, the terminal and pages are each made in one place, which is safe."""
    found = [named(path) for path in sources(*PACKAGES) if calls(path, name)]
    assert [one for one in found if not one.endswith(ONE_DOOR[name])] == []


def test_long_files_begin_first(pytestconfig: pytest.Config) -> None:
    """Each file said to take long is one of the tests, once, so that renaming one is noticed."""
    (long,) = (
        plugin.LONGEST
        for plugin in pytestconfig.pluginmanager.get_plugins()
        if hasattr(plugin, "LONGEST")
    )
    names = [path.stem for path in sources("tests")]
    assert len(set(long)) == len(long)
    assert [one for one in long if names.count(one) != 1] == []
