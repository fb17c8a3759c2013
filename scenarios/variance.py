"""How much of what varies is the luck of the children, the luck of the years, and not known."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.clusters import mean_of
from scenarios.shared import PAIR, Shared

type Floats = NDArray[np.float64]

#: Differences below this share of the larger arm are rounding.
ROUNDING: Final = 1e-12

TOO_FEW: Final = "Too few replicates: the lucks and what is not known cannot be told apart."
NO_DIFFERENCE: Final = "no difference in any replicate"
CONSTANT: Final = "the difference does not vary by luck in these replicates"


def variance_split(x: Floats, shared: Shared) -> dict[str, Any]:
    """Split the variance of one replicate's outcome into children, years and what is not known.

    A nested analysis of variance with random effects: each mean square is set equal to what it is
    expected to be, and none is below 0. With central parameters nothing is unknown.

    Returns
    -------
    dict
        "children", "years" and "unknown", variances, the share of each in their sum as "share_..."
        and "note"; what cannot be told is None, and the note says why.

    Source: Searle, Casella and McCulloch, Variance Components (1992), chapter 3, unbalanced nesting.
    """
    if x.size < PAIR:
        return _split(None, None, None)
    years, draws = shared.by_years, shared.by_draws
    of_year, of_draw = years.means(x), draws.means(x)
    n, of_years, of_draws = x.size, years.size.size, draws.size.size
    if n == of_years:
        return _split(None, None, None)
    children = float(np.add.reduce((x - of_year[years.of]) ** 2)) / (n - of_years)
    if of_years == of_draws:
        return _split(children, None, None)
    above, inside = shared.nested
    squares = float(np.add.reduce(years.size * (of_year - of_draw[above]) ** 2))
    year = max(0.0, (squares - (of_years - of_draws) * children) / (n - inside))
    if shared.central:
        return _split(children, year, 0.0)
    if of_draws == 1:
        return _split(children, year, None)
    squares = float(np.add.reduce(draws.size * (of_draw - mean_of(x)) ** 2))
    rest = inside - years.squared / n
    left = squares - (of_draws - 1) * children - rest * year
    return _split(children, year, max(0.0, left / (n - draws.squared / n)))


def _split(children: float | None, years: float | None, unknown: float | None) -> dict[str, Any]:
    parts = {"children": children, "years": years, "unknown": unknown}
    known = [part for part in parts.values() if part is not None]
    whole = sum(known) if len(known) == len(parts) else 0.0
    shares = {
        f"share_{name}": part / whole if part is not None and whole > 0 else None
        for name, part in parts.items()
    }
    return {**parts, **shares, "note": None if len(known) == len(parts) else TOO_FEW}


def luck(split: Mapping[str, Any]) -> float | None:
    """Return the variance that is luck, of children and years together; None if it is not known."""
    if split["children"] is None or split["years"] is None:
        return None
    return float(split["children"] + split["years"])


def variances(parts: Mapping[str, Floats], shared: Shared) -> dict[str, Any]:
    """Return `variance_split` of each part, of which one is the difference, and what pairing is worth."""
    splits = {name: variance_split(x, shared) for name, x in parts.items()}
    ratio, note = variance_ratio(parts["difference"], splits)
    return {"variance_ratio": ratio, "variance_ratio_note": note, "variance_split": splits}


def variance_ratio(
    gap: Floats, splits: Mapping[str, Mapping[str, Any]]
) -> tuple[float | None, str | None]:
    """Return how many times pairing cut the variance of the difference due to luck.

    The variance it would have with independent seeds, the sum of that of the arms' luck, divided
    by the one it has; None with a reason when that is nothing or not known.
    """
    if gap.size and not np.any(gap):
        return None, NO_DIFFERENCE
    paired = luck(splits["difference"])
    apart = luck(splits["baseline"]), luck(splits["scenario"])
    if paired is None or apart[0] is None or apart[1] is None:
        return None, splits["difference"]["note"]
    size = float(np.max(np.abs(gap)))
    if paired <= (ROUNDING * size) ** 2:
        return None, CONSTANT
    return (apart[0] + apart[1]) / paired, None
