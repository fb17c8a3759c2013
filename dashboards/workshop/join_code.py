"""The picture that phones read to join: a QR code as squares of an SVG."""

from functools import lru_cache

import segno


@lru_cache(maxsize=8)
def squares(address: str) -> tuple[int, str]:
    """Return how many squares wide the code of an address is, its quiet edge included, and its dark ones as a path."""
    code = segno.make(address, micro=False, error="m")
    rows = [list(row) for row in code.matrix_iter(border=4)]
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return len(rows), path
