"""The decorators for compiled rules, so that they also run as plain Python.

With ``NUMBA_DISABLE_JIT=1`` every rule is an ordinary function and gives the same events.
Reference counting is off: rules only read and write arrays they are handed, and the atomic
counters cost five times the arithmetic (measured: 20 against 4 ns per child-week).
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import config, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from simulation.compiler_libraries import APART, JOINT, PIECE, WHOLE

#: No wrappers for calls from Python: they would cost more to compile than the rules themselves.
_INNER: dict[str, Any] = {
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "pipeline_class": PIECE,
}


def rule[F: Callable[..., Any]](function: F) -> F:
    """Compile a small rule into each place it is used from.

    Not kept by itself: the engine's entry point is kept on disk with everything it calls.
    """
    compiled: F = njit(function, forceinline=True, **_INNER)
    return compiled


def joint[F: Callable[..., Any]](function: F) -> F:
    """Compile what only passes on to rules into the one place it is used from."""
    compiled: F = njit(function, forceinline=True, **(_INNER | {"pipeline_class": JOINT}))
    return compiled


def part[F: Callable[..., Any]](function: F) -> F:
    """Compile a larger piece once, to be called from several places."""
    compiled: F = njit(function, **_INNER)
    return compiled


def apart[F: Callable[..., Any]](function: F) -> F:
    """Compile what many places call and most runs do not need: called, not copied into each."""
    # Said out loud: what is not said is taken from the rule that calls it first.
    compiled: F = njit(function, forceinline=False, **(_INNER | {"pipeline_class": APART}))
    return compiled


def entry[F: Callable[..., Any]](function: F) -> F:
    """Compile what Python calls, with everything in it."""
    # It touches no Python object, so threads of one process can run side by side.
    compiled: F = njit(function, error_model="numpy", nogil=True, _nrt=False, pipeline_class=WHOLE)
    return compiled


def _ahead(typing: Any, array: Any, i: Any, byte: Any) -> Any:
    """Write the processor's hint to fetch a line of memory; it never changes a result."""

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        view = context.make_array(kind)(context, builder, arguments[0])
        start = cgutils.get_item_pointer(context, builder, kind, view, [arguments[1]])
        word = ir.IntType(32)
        line = builder.gep(builder.bitcast(start, cgutils.voidptr_t), [arguments[2]])
        hint = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, word, word, word])
        function = cgutils.get_or_insert_function(builder.module, hint, "llvm.prefetch.p0")
        builder.call(function, [line, word(1), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64, types.int64), write


def _nothing(array: Any, i: Any, byte: Any) -> None:
    """Stand in for the hint in plain Python."""


#: Ask for the memory at some bytes into `array[i]` while there is something else to do.
fetch_ahead: Any = _nothing if config.DISABLE_JIT else intrinsic(_ahead)
