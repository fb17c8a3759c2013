"""Keep what is worked out from published tables until tables are added."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

_KEPT: list[Any] = []


def of_tables[F: Callable[..., Any]](most: int | None = None) -> Callable[[F], F]:
    """Return a decorator that keeps the answers of a function, the newest `most` of them, as `functools.lru_cache` does."""

    def keep(work: F) -> F:
        kept = lru_cache(most)(work)
        _KEPT.append(kept)
        return cast("F", kept)

    return keep


def forget_read() -> None:
    """Forget what was read of tables and all that was worked out from it, after some were added."""
    for one in _KEPT:
        one.cache_clear()
