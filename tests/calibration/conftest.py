"""A small country and its published tables, for tests of a new year."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzzing.damaged_tables import grids, small_country
from fuzzing.given_tables import Country


@pytest.fixture
def country(tmp_path: Path) -> Iterator[Country]:
    """A country of seven councils, its tables of the kept and the new year, and a folder for them."""
    with small_country(tmp_path) as profiles:
        yield profiles, grids(profiles), tmp_path / "tables"
