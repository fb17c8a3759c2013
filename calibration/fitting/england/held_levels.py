"""Measure what each figure that shapes a level does to England's count of it.

Run as ``python -m calibration.fitting.england.held_levels``, after `calibration.fitting.england.fit`. Every council's year is
simulated with one figure at a time at either end of its range and the same draws; what is still
left of its effect on the level is added to the register's tables, so running it again refines them.
"""

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from math import log
from multiprocessing import get_context
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.evidence.load import FIGURES, figure
from calibration.beliefs.held_levels import HELD, SHIFTS, ends
from calibration.fitting.england.counted import Counted
from calibration.fitting.england.fit import YEAR, england_counted, write

SEED: Final = 2000
#: What is counted to see a level.
COUNTED: Final[Mapping[str, Callable[[Counted], float]]] = {
    "fit_entry": lambda seen: float(seen["starts"].sum()),
    "breakdown_hazard": lambda seen: float(seen["requested"].sum()),
    "missing_hazard": lambda seen: float(seen["missing_age"].sum()),
}


def measured(level: str, pool: Executor, base: Counted) -> NDArray[np.float64]:
    """Return a level's table of shifts, shape (figures, 2), with what is left of them added."""
    table = np.array(figure(SHIFTS[level]).value, dtype=float)
    count = COUNTED[level]
    for i, name in enumerate(HELD[level]):
        for j, value in enumerate(ends(name)):
            shown = england_counted({name: value}, SEED, pool, YEAR - 1)
            table[i, j] += log(count(shown) / count(base))
    return table


def main() -> None:
    """Measure and write the register's file."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        base = england_counted({}, SEED, pool, YEAR - 1)
        tables = {SHIFTS[level]: measured(level, pool, base) for level in HELD}
    write(tables, FIGURES / "held.toml")
    sys.stdout.write(f"Measured {sum(map(len, HELD.values()))} figures.\n")


if __name__ == "__main__":
    main()
