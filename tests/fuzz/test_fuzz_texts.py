"""Scenario files as people and accidents write them; benchmarks/fuzz.py tries very many more."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from fuzzing.campaign import HOW
from fuzzing.reading import Reader
from fuzzing.texts import contents


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Read files in a folder of this module's own."""
    folder: Path = tmp_path_factory.mktemp("texts")
    return Reader(folder)


@settings(
    max_examples=settings().max_examples * 3,
    **HOW,
)
@given(content=contents(largest=20_000))
def test_a_file_is_refused_in_one_clear_message_or_works(reader: Reader, content: bytes) -> None:
    """Whatever stands in a file: one short, readable refusal, or a scenario that all of it works with."""
    assert reader(content)
