"""Pack what a task gave into text and back: numbers, arrays, and records of this project; nothing that acts."""

import base64
import io
import pickle
import zlib
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, Final

#: What arrays and numbers of NumPy are put together with.
_NUMPY: Final = frozenset(
    {
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy._core.numeric", "_frombuffer"),
    }
)
_OURS: Final = ("agents.", "scenarios.", "simulation.")


class _Reader(pickle.Unpickler):
    """Read what is plain: a database may come from anybody, and a pickle could do anything."""

    def find_class(self, module: str, name: str) -> Any:
        """Return what a record is made of, if it is one of ours or of NumPy's arrays."""
        if (module, name) in _NUMPY:
            return super().find_class(module, name)
        if module.startswith(_OURS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain record")


def packed(answer: Any) -> str:
    """Return an answer as text."""
    return base64.b64encode(zlib.compress(pickle.dumps(answer, protocol=5))).decode("ascii")


def unpacked(text: Any) -> Any:
    """Return the answer that `packed` made text of.

    Raises
    ------
    ValueError
        When it is no such text, or holds what is no plain record.
    """
    try:
        return _Reader(io.BytesIO(zlib.decompress(base64.b64decode(text, validate=True)))).load()
    except Exception as fault:  # noqa: BLE001 - half a pickle fails in any way at all
        raise ValueError(f"not what was packed ({fault})") from None
