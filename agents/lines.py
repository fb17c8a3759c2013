"""Memory comes in lines of 64 bytes: what begins with one needs fewer of them."""

from typing import Any

import numpy as np

#: Bytes of memory that come together.
LINE = 64


def zeros_in_line(size: int, dtype: Any) -> Any:
    """Return zeros of a type, shape (size,), of which the first begins a line of memory."""
    kind = np.dtype(dtype)
    room = np.empty(size * kind.itemsize + LINE, np.uint8)
    # Filling lets other threads run meanwhile; asking for zeros would not.
    room.fill(0)
    first = -room.ctypes.data % LINE
    return room[first : first + size * kind.itemsize].view(kind)
