"""Sobol indices: which share of the variance each of a few figures brings, alone and with others."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.prediction import t_quantile
from scenarios.sensitivity.influence import LEVEL, Influence, ranked
from scenarios.sensitivity.inputs import HIGH, LOW, Input
from scenarios.sensitivity.regress import swing
from scenarios.sensitivity.salib import problem, short_seed
from scenarios.shared import PAIR
from simulation.errors import DoorwaysError

type Floats = NDArray[np.float64]

FEWEST: Final = 16
RESAMPLES: Final = 1000
#: Probabilities stay off the ends, where some distributions have no value.
EDGE: Final = 1e-6


def base_rows(inputs: int, runs: int) -> int:
    """Return the largest power of two that a number of runs allows.

    Raises
    ------
    DoorwaysError
        When it is too small to say anything.
    """
    each = PAIR * (inputs + 2)
    if runs < FEWEST * each:
        raise DoorwaysError(
            "runs",
            runs,
            f"Sobol indices of {inputs} figures take at least {FEWEST * each:,} runs.",
            f"Ask for --runs {FEWEST * each} or more, or fewer figures.",
        )
    return 1 << ((runs // each).bit_length() - 1)


def design(inputs: int, base: int, seed: int) -> Floats:
    """Return a Saltelli design: probabilities, shape (base * (inputs + 2), inputs)."""
    from SALib.sample import sobol

    rows: Floats = sobol.sample(
        problem(inputs, EDGE, 1 - EDGE), base, calc_second_order=False, seed=short_seed(seed)
    )
    return rows


def noise_share(outcomes: Floats) -> float:
    """Return the share of chance in the variance of the rows' averages over their futures.

    Every row ran in the same futures, so what they have in common cancels; what is left after a
    row's and a future's own level is chance.

    Parameters
    ----------
    outcomes
        Shape (rows, futures).
    """
    rows, futures = outcomes.shape
    level = outcomes - outcomes.mean(axis=0)
    rest = level - level.mean(axis=1, keepdims=True)
    chance = float((rest**2).sum()) / ((rows - 1) * (futures - 1))
    total = float(outcomes.mean(axis=1).var(ddof=1))
    return min(chance / futures / total, 1.0) if total > 0 else 1.0


def indices(
    inputs: Sequence[Input], rows: Floats, outcomes: Floats, seed: int
) -> tuple[Influence, ...]:
    """Read a Saltelli design.

    Luck that differs between rows looks like an interaction with everything, so a figure without
    any effect has a total index of the noise share: that, with its interval, is the floor.

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
    average = outcomes.mean(axis=1)
    found = _analyse(len(inputs), average, seed)
    block = len(inputs) + 2
    plain = np.isin(np.arange(len(rows)) % block, [0, block - 1])
    noise = noise_share(outcomes)
    gains = zip(*swing(rows[plain], average[plain], LOW, HIGH), strict=True)
    lines = []
    for i, (one, (effect, error)) in enumerate(zip(inputs, gains, strict=True)):
        half = error * t_quantile(LEVEL, int(plain.sum()) - 1)
        total, unsure = float(found["ST"][i]), float(found["ST_conf"][i])
        lines.append(
            Influence(
                **vars(one),
                effect=float(effect),
                low=float(effect - half),
                high=float(effect + half),
                strength=total,
                floor=noise,
                clear=total - unsure > noise,
                alone=float(found["S1"][i]),
            )
        )
    return ranked(lines)


def _analyse(inputs: int, average: Floats, seed: int) -> dict[str, Floats]:
    """Return first-order and total indices; where no row differs there is nothing to share out."""
    from SALib.analyze import sobol

    if not np.ptp(average) > 0:
        return {name: np.zeros(inputs) for name in ("S1", "ST", "ST_conf")}
    # Standardised, as SALib advises: an average far from zero spoils the estimates.
    scaled = (average - average.mean()) / average.std()
    found: dict[str, Floats] = sobol.analyze(
        problem(inputs, EDGE, 1 - EDGE),
        scaled,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        seed=short_seed(seed),
    )
    return found
