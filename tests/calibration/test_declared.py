"""Whatever a population or a council's rates are made from is declared: no name stands alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from calibration.beliefs.authorities.load import profile
from calibration.beliefs.local.declared import COMPUTED
from calibration.beliefs.local.rates import local_rates
from calibration.beliefs.parameters import national, parameters_for
from simulation.parameters import declared

ROOT = Path(__file__).resolve().parents[2]
READERS = ("agents/synthesis", "calibration/beliefs/local")
COUNCIL = profile("Norfolk")


def names_read(tree: ast.AST) -> Iterator[str]:
    """Names of parameters that code asks a mapping `p` for."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(ast.Name("p"), ast.Constant(name)):
                yield name


def test_what_is_worked_out_for_a_council_is_declared() -> None:
    """Local rates give exactly the names they say, each declared by what reads it."""
    values = parameters_for(COUNCIL)
    assert set(local_rates(COUNCIL, COUNCIL, values)) == COMPUTED
    assert {one.name for one in declared()} >= COMPUTED


@pytest.mark.parametrize("folder", READERS)
def test_what_is_read_is_declared(folder: str) -> None:
    """Every name that synthesis and local rates ask for is a parameter with a home."""
    known = {one.name for one in (*declared(), *national())}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / folder).rglob("*.py")]
    read = {name for tree in trees for name in names_read(tree)}
    assert len(read) > 10
    assert read <= known


def test_the_check_sees_what_is_read() -> None:
    """A name asked for in any way of writing is seen; an index is not one."""
    tree = ast.parse('x = p["a"][0] + np.asarray(p["b"]) + q["c"] + p[i]')
    assert set(names_read(tree)) == {"a", "b"}
