"""Morris screen: move one figure at a time, from many starting points, with the luck held."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.prediction import t_quantile
from scenarios.sensitivity.influence import LEVEL, Influence, ranked
from scenarios.sensitivity.inputs import HIGH, LOW, Input
from scenarios.sensitivity.salib import problem, short_seed
from scenarios.shared import PAIR
from simulation.errors import DoorwaysError

type Floats = NDArray[np.float64]

LEVELS: Final = 4
FEWEST: Final = 4
#: Two-sided level at which a figure without effect stays below the floor.
FLOOR: Final = 0.98
RESAMPLES: Final = 1000


def trajectories(inputs: int, runs: int) -> int:
    """Return how many trajectories a number of runs allows.

    Raises
    ------
    DoorwaysError
        When they are too few for a screen.
    """
    each = PAIR * (inputs + 1)
    if runs < FEWEST * each:
        raise DoorwaysError(
            "runs",
            runs,
            f"A Morris screen of {inputs} figures takes at least {FEWEST * each:,} runs.",
            f"Ask for --runs {FEWEST * each} or more, or use --method pawn.",
        )
    return runs // each


def design(inputs: int, number: int, seed: int) -> Floats:
    """Return a Morris design between the ends of the 90% ranges.

    Returns
    -------
    numpy.ndarray
        Probabilities, shape (number * (inputs + 1), inputs), trajectory after trajectory.
    """
    from SALib.sample import morris

    rows: Floats = morris.sample(
        problem(inputs, LOW, HIGH), number, num_levels=LEVELS, seed=short_seed(seed)
    )
    return rows


def screen(
    inputs: Sequence[Input], rows: Floats, outcomes: Floats, seed: int
) -> tuple[Influence, ...]:
    """Read a Morris design: size, direction and spread of each figure's effect.

    All rows of a trajectory ran with the same two futures, so that luck cancels as far as the
    futures stay alike. Half the difference between the two futures' effects is what is left of
    luck: it has the spread by chance of their average, and none of the figure's effect. Its mean
    size, with an allowance for not knowing it well, is the floor.

    Parameters
    ----------
    inputs
        The figures, in the order of the design's columns.
    rows
        The design.
    outcomes
        The measure in both futures, shape (rows, 2).
    seed
        Seed of the intervals.
    """
    average, apart = outcomes.mean(axis=1), (outcomes[:, 0] - outcomes[:, 1]) / PAIR
    found, chance = (_analyse(len(inputs), rows, y, seed) for y in (average, apart))
    number = len(rows) // (len(inputs) + 1)
    half = t_quantile(LEVEL, number - 1) * found["sigma"] / np.sqrt(number)
    floor = chance["mu_star"] + _allowance(chance["mu_star_conf"], number)
    return ranked(
        Influence(
            **vars(one),
            effect=float(found["mu"][i]),
            low=float(found["mu"][i] - half[i]),
            high=float(found["mu"][i] + half[i]),
            strength=float(found["mu_star"][i]),
            floor=float(floor[i]),
            clear=bool(found["mu_star"][i] > floor[i]),
            bends=float(found["sigma"][i]),
        )
        for i, one in enumerate(inputs)
    )


def _allowance(half: Floats, number: int) -> Floats:
    """Return how far above the average of chance a figure without effect may seem to be.

    Both sides of the comparison are uncertain by chance: hence the square root of two. The
    bootstrap's normal interval is widened for the few trajectories it rests on.
    """
    error = half / NormalDist().inv_cdf((1.0 + LEVEL) / 2.0) * np.sqrt(number / (number - 1))
    allowance: Floats = np.sqrt(2.0) * t_quantile(FLOOR, number - 1) * error
    return allowance


def _analyse(inputs: int, rows: Floats, outcome: Floats, seed: int) -> dict[str, Floats]:
    from SALib.analyze import morris

    found = morris.analyze(
        problem(inputs, LOW, HIGH),
        rows,
        outcome,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        num_levels=LEVELS,
        seed=short_seed(seed),
    )
    names = ("mu", "mu_star", "mu_star_conf", "sigma")
    return {name: np.asarray(found[name], dtype=float) for name in names}
