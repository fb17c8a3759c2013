"""Measure what each figure that shapes a level does to England's count of it.

Run as ``python -m calibration.hold_fit``, after `calibration.national_fit`. Every council's year is
simulated with one figure at a time at either end of its range and the same draws; what is still
left of its effect on the level is added to the register's tables, so running it again refines them.
"""

import sys
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from math import log
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from calibration.evidence.load import FIGURES, figure
from calibration.hold import HELD, SHIFTS, ends
from calibration.national import CouncilYear, simulate_england, total
from calibration.national_fit import YEAR, write

SEED = 2000
#: What is counted to see a level.
COUNTED: dict[str, Callable[[list[CouncilYear]], float]] = {
    "fit_entry": lambda years: float(sum(year.starts.sum() for year in years)),
    "breakdown_hazard": lambda years: total(years, "placement_breakdowns"),
    "missing_hazard": lambda years: total(years, "missing_episodes"),
}


def measured(level: str, pool: Executor, base: list[CouncilYear]) -> NDArray[np.float64]:
    """Return a level's table of shifts, shape (figures, 2), with what is left of them added."""
    table = np.array(figure(SHIFTS[level]).value, dtype=float)
    count = COUNTED[level]
    for i, name in enumerate(HELD[level]):
        for j, value in enumerate(ends(name)):
            years = simulate_england(YEAR - 1, {name: value}, seed=SEED, executor=pool)
            table[i, j] += log(count(years) / count(base))
    return table


def main() -> None:
    """Measure and write the register's file."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        base = simulate_england(YEAR - 1, seed=SEED, executor=pool)
        tables = {SHIFTS[level]: measured(level, pool, base) for level in HELD}
    write(tables, FIGURES / "held.toml")
    sys.stdout.write(
        f"Measured {sum(map(len, HELD.values()))} figures over {len(base)} councils.\n"
    )


if __name__ == "__main__":
    main()
