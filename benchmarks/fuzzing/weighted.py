"""Choose among strategies, some more often: `one_of` counts the same strategy once."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy


def weighted(*shares: tuple[int, SearchStrategy[Any]]) -> SearchStrategy[Any]:
    """Return a strategy that draws from each with its share of all."""
    return _drawn([strategy for share, strategy in shares for _ in range(share)])


@st.composite
def _drawn(draw: DrawFn, strategies: list[SearchStrategy[Any]]) -> Any:
    return draw(strategies[draw(st.integers(0, len(strategies) - 1))])
