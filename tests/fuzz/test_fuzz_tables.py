"""Damaged published tables; benchmarks/fuzz.py tables tries very many more."""

import pytest
from hypothesis import given, settings

from fuzzing.campaign import HOW
from fuzzing.damaged_tables import Case, Examine, cases


@pytest.fixture(scope="module")
def examine(tmp_path_factory: pytest.TempPathFactory) -> Examine:
    """Add the tables of a case and check what holds of every year that is added."""
    return Examine(tmp_path_factory.mktemp("tables"))


@settings(max_examples=max(10, settings().max_examples // 4), **HOW)
@given(case=cases())
def test_damaged_tables_are_accounted_for_or_refused(examine: Examine, case: Case) -> None:
    """Whatever came: every figure is the published one or said to be filled in, or there is a sentence."""
    assert examine(case)


@pytest.mark.slow
@settings(max_examples=300, **HOW)
@given(case=cases())
def test_three_hundred_sets_of_damaged_tables(examine: Examine, case: Case) -> None:
    """The same, of as many as CI has time for."""
    assert examine(case)
