"""The tables behind an import: codes, columns and rules stand there, and nowhere else."""

import ast
from pathlib import Path

import pytest

from calibration.beliefs.returns import layout
from calibration.beliefs.returns.codes import _all, codes, the_one, with_role
from calibration.beliefs.returns.layout import modules
from calibration.beliefs.returns.rules import rules
from calibration.beliefs.returns.years import COVERED

HERE = Path(layout.__file__).parent
ROOT = HERE.parents[2]
READERS = (
    *HERE.glob("*.py"),
    *(HERE.parent / "own").glob("*.py"),
    ROOT / "dashboards" / "cli" / "import_903.py",
    *(ROOT / "dashboards" / "report").glob("findings_*.py"),
)


def constants(path: Path) -> set[str]:
    """Every text written in a file's code, its docstrings aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.name)
def test_no_code_of_the_return_stands_in_python(path: Path) -> None:
    """Codes are rows of a dated table; a change of the return changes no line of Python."""
    names = {column for module in modules().values() for column in module.columns}
    every = {code for field in _all().values() for code in field if not code.isdigit()}
    assert len(every) > 150
    assert constants(path) & (every - names) == set()


@pytest.mark.parametrize("field", sorted(_all()))
def test_every_code_holds_in_some_year_and_says_its_source(field: str) -> None:
    """From is not after to, years are covered ones, and a source stands beside each."""
    text = (HERE / "codes.csv").read_text(encoding="utf-8").splitlines()
    assert all(not line.endswith(",") for line in text[1:])
    for code in codes(field).values():
        assert any(code.holds_in(year) for year in COVERED), code
        assert code.becomes <= codes(field.removesuffix("_UASC")).keys()
        assert code.code == code.code.upper().strip()


def test_every_year_has_a_way_to_start_to_go_on_and_to_leave() -> None:
    """The parts that counts rest on are played by one code each, in every year."""
    assert the_one("RNE", "start") in codes("RNE")
    assert the_one("REC", "continues") in codes("REC")
    for year in COVERED:
        exits = {one.group for one in codes("REC").values() if one.holds_in(year)}
        assert {"home", "adoption", "special_guardianship", "staying_put"} <= exits
        assert any(codes("PLACE")[one].holds_in(year) for one in with_role("PLACE", "temporary"))
        supported = {
            c.code for c in codes("PLACE").values() if c.group == "supported" and c.holds_in(year)
        }
        assert supported


def test_every_column_of_codes_has_a_list() -> None:
    """Each column of codes names a list of the table; keys are columns; every module has a child."""
    for module in modules().values():
        assert set(module.key) <= module.columns.keys()
        assert module.columns["CHILD"].kind == "child"
        for column in module.columns.values():
            assert column.kind != "code" or codes(column.field), column


def test_every_rule_is_used_and_says_what_is_done() -> None:
    """No rule without code that tells it, none without words, and problems 1 to 36 all have one."""
    texts = set().union(*(constants(path) for path in HERE.glob("*.py")))
    for name, rule in rules().items():
        assert rule.weight in {"refuse", "stop", "warn", "note"}
        assert rule.weight == "refuse" or name in texts, name
        assert (rule.words[-1], rule.treatment[-1]) == (".", ".")
    assert {int(rule.problem) for rule in rules().values()} >= set(range(1, 37))


def test_every_problem_has_a_test() -> None:
    """Each rule's name, or the number of its problem, stands in a test of this folder."""
    said = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_returns_*.py")
    )
    for name, rule in rules().items():
        assert name in said or f"test_problem_{rule.problem}_" in said, name
