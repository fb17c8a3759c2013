"""PAWN: read which figures matter off runs that exist already, beside made-up figures that do not."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.prediction import t_quantile
from scenarios.sensitivity.influence import LEVEL, Influence, ranked
from scenarios.sensitivity.inputs import HIGH, LOW, Input
from scenarios.sensitivity.regress import swing
from scenarios.sensitivity.salib import problem

type Floats = NDArray[np.float64]

#: Made-up figures.
DUMMIES: Final = 100
#: Slices of a figure's range, the most that leave each enough draws. SALib fails with some other
#: numbers, such as 6 and 9, whose sixths or ninths it adds up to more than 1.
SLICES: Final = (10, 8, 5, 4)
SLICE_DRAWS: Final = 25


def influences(
    inputs: Sequence[Input], u: Floats, outcome: Floats, seed: int
) -> tuple[Influence, ...]:
    """Rank figures by how far an outcome's distribution moves when one is held in a slice.

    A figure stands out when its index exceeds what made-up figures reach, or when its effect is
    surely not nothing; either limit allows for the number of figures looked at, so that in 19 of
    20 studies none of those without effect passes it.

    Parameters
    ----------
    inputs
        The figures.
    u
        Where each draw has them in their ranges, shape (draws, inputs).
    outcome
        The measure, averaged over the draw's futures, shape (draws,).
    seed
        Seed of the made-up figures.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, DUMMIES]))
    made_up = rng.permuted(np.tile(_even(len(u)), (DUMMIES, 1)), axis=1).T
    strengths = pawn_indices(np.hstack([u, made_up]), outcome)
    idle = strengths[len(inputs) :]
    unlikely = (1.0 - LEVEL) / len(inputs)
    floor = float(idle.mean() + NormalDist().inv_cdf(1.0 - unlikely) * idle.std(ddof=1))
    usual = t_quantile(LEVEL, len(u) - 1)
    strict = t_quantile(1.0 - unlikely, len(u) - 1)
    gains = zip(*swing(u, outcome, LOW, HIGH), strict=True)
    lines = []
    for i, (one, (effect, error)) in enumerate(zip(inputs, gains, strict=True)):
        strength = float(strengths[i])
        lines.append(
            Influence(
                **vars(one),
                effect=float(effect),
                low=float(effect - usual * error),
                high=float(effect + usual * error),
                strength=strength,
                floor=floor,
                clear=bool(strength > floor or abs(effect) > strict * error),
            )
        )
    return ranked(lines)


def pawn_indices(u: Floats, outcome: Floats) -> Floats:
    """Return the PAWN index of each column, averaged over its slices, shape (columns,).

    The average, not the more usual median: with the runs of one council it set real drivers
    further apart from made-up figures.

    Parameters
    ----------
    u
        Inputs, shape (draws, columns).
    outcome
        Shape (draws,).
    """
    from SALib.analyze import pawn

    slices = next((n for n in SLICES if len(u) >= n * SLICE_DRAWS), SLICES[-1])
    # No seed is passed: it would set NumPy's global generator, which the index does not even use.
    found = pawn.analyze(problem(u.shape[1], 0.0, 1.0), u, outcome, S=slices)
    return np.asarray(found["mean"], dtype=float)


def _even(number: int) -> Floats:
    """Return evenly spaced probabilities, as ranks give them."""
    return (np.arange(number) + 0.5) / number
