"""Damaged databases of runs; benchmarks/fuzz.py tries very many more, and compiled engines."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzzing.campaign import HOW
from fuzzing.databases import Bytes, Sql, damages
from fuzzing.stand_ins import stand_ins
from fuzzing.stored import REPLICATES, Stored


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """Keep a finished comparison, made by a toy in place of the model."""
    with stand_ins():
        yield Stored(tmp_path_factory.mktemp("stored"))


@pytest.mark.slow
@settings(
    max_examples=settings().max_examples * 2 // 5,
    **HOW,
)
@given(data=st.data())
def test_a_damaged_database_gives_the_same_figures_or_is_refused(stored: Stored, data: Any) -> None:
    """Whatever became of it: the undamaged figures and a true count of what was redone, or a refusal."""
    assert stored(data.draw(damages(stored.tables)))


@pytest.mark.parametrize(
    "damage",
    [
        # A row came back without the number of its run.
        Bytes(how="put in", at=9998, many=100, byte=10),
        # SQLite's own message was no UTF-8.
        Bytes(how="fill", at=150, many=1, byte=142),
    ],
    ids=["no number", "no text"],
)
def test_what_once_got_through_no_longer_does(stored: Stored, damage: Bytes) -> None:
    """Damages that once ended in an internal error."""
    assert stored((damage,))


def test_the_damage_check_sees_what_was_redone(stored: Stored) -> None:
    """One value changed in each baseline run: exactly those runs are made again."""
    assert stored(()) == "the same figures, nothing made again"
    changed = Sql(
        (
            "UPDATE run_value SET value = value + 1 WHERE run_id IN "
            "(SELECT id FROM run WHERE arm = 'baseline')",
        )
    )
    assert stored((changed,)) == f"the same figures, {REPLICATES} runs made again"
