"""The decorators for compiled rules, so that they also run as plain Python.

With ``NUMBA_DISABLE_JIT=1`` every rule is an ordinary function and gives the same events.
Reference counting is off: rules only read and write arrays they are handed, and the atomic
counters cost five times the arithmetic (measured: 20 against 4 ns per child-week).
"""

from collections.abc import Callable
from typing import Any

from numba import njit

#: No wrappers for calls from Python: they would cost more to compile than the rules themselves.
_INNER: dict[str, Any] = {
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def rule(function: Callable[..., Any]) -> Any:
    """Compile a small rule into each place it is used from.

    Not cached by itself: the engine's entry point is cached on disk with everything it calls.
    """
    return njit(function, forceinline=True, **_INNER)


def part(function: Callable[..., Any]) -> Any:
    """Compile a larger piece once, to be called from several places."""
    return njit(function, **_INNER)
