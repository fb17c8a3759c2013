"""Damaged returns; benchmarks/fuzz.py returns tries very many more."""

import pytest
from hypothesis import given, settings

from fuzzing.campaign import HOW
from fuzzing.damaged_returns import Case, Damage, Examine, cases


@pytest.fixture(scope="module")
def examine(tmp_path_factory: pytest.TempPathFactory) -> Examine:
    """Import a case and check what holds of every import."""
    return Examine(tmp_path_factory.mktemp("returns"))


@settings(max_examples=settings().max_examples * 3 // 10, **HOW)
@given(case=cases())
def test_a_damaged_return_is_accounted_for_or_refused(examine: Examine, case: Case) -> None:
    """Whatever became of it: rows read = used + repaired + rejected, histories that can be, or a sentence."""
    assert examine(case)


@pytest.mark.slow
@settings(max_examples=300, **HOW)
@given(case=cases())
def test_three_hundred_damaged_returns(examine: Examine, case: Case) -> None:
    """The same, of as many as CI has time for."""
    assert examine(case)


@pytest.mark.parametrize(
    "case",
    [
        # The archive that a workbook is could not be unpacked.
        Case(1, (), "xlsx", (Damage("old lines"),)),
    ],
    ids=["workbook"],
)
def test_what_once_got_through_of_returns_no_longer_does(examine: Examine, case: Case) -> None:
    """Damages that once ended in an internal error."""
    assert examine(case)
