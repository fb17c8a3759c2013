"""Jobs kept piece by piece, and findings: once each, by content, on every database."""

from collections.abc import Iterator

import pytest

from simulation.store.store import Store, open_store


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(database) as made:
        yield made


def test_a_job_is_named_by_its_content(store: Store) -> None:
    """The same job has one key, another content or kind another."""
    key = store.job("bank", {"rows": 4})
    assert store.job("bank", {"rows": 4.0}) == key
    assert store.job("bank", {"rows": 8}) != key
    assert store.job("councils", {"rows": 4}) != key


def test_pieces_come_back_and_the_first_stays(store: Store) -> None:
    """Pieces are stored once under their job, whatever is written again."""
    key, other = store.job("bank", {"rows": 4}), store.job("bank", {"rows": 8})
    store.add_pieces(key, {"0": [1.5, 2.0], "1": [3.0]})
    store.add_pieces(key, {"1": [9.0], "2": {"a": None}})
    assert store.pieces(key).sound == {"0": [1.5, 2], "1": [3], "2": {"a": None}}
    assert store.pieces(other).sound == {}
    assert not store.pieces(key).unsound


def test_findings_are_listed_newest_first(store: Store) -> None:
    """A finding is stored once by content and comes back whole, by kind."""
    first = store.add_finding("calibration", "England", "calibrated", {"draws": [[1.0]]})
    again = store.add_finding("calibration", "England", "calibrated", {"draws": [[1.0]]})
    second = store.add_finding("calibration", "Norfolk", "not calibrated", {"draws": []})
    store.add_finding("back-test", "all", "done", {})
    assert first == again
    found = store.findings("calibration")
    assert [one.key for one in found] == [second, first]
    assert found[1].result == {"draws": [[1]]}
    assert found[0].status == "not calibrated"
