"""Posterior draws for one place, by regression-adjusted approximate Bayesian computation.

The first round takes the runs of the bank as they stand across the prior. Each later round draws
parameters around what the round before found, shows them as the place would have, and weighs
them back to the prior: the regression then works where the posterior is, however narrow.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Flags, Floats, Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.regression import Adjusted, Learned, adjust, learn
from calibration.joint.inference.rescale import Seed, address, generator, place_runs
from simulation.errors import DoorwaysError

#: Rows of a later round: so many for each statistic that what is learned from them holds for others.
ROWS: Final = 8192
KEEP: Final = 0.3
#: Covariance of a later round's proposal over that of the draws before it.
WIDER: Final = 4.0
#: Rounds are never fewer than this, and go on up to the most while too few draws are effective.
LEAST_ROUNDS, MOST_ROUNDS, ENOUGH = 3, 6, 150
#: Degrees of freedom of the proposals: tails heavier than the prior's, and weights stay bounded.
_TAILS: Final = 10.0
_LARGEST_LOGIT: Final = 12.0
_PROPOSE, _SHOW, _RESAMPLE = 1, 2, 3


@dataclass(frozen=True)
class Posterior:
    """Hold posterior draws.

    Parameters
    ----------
    parameters
        Names.
    u
        Draws of the prior probabilities, (draws, p).
    kept
        Rows the last regression kept.
    effective
        Number of equally weighted rows that tell as much: below 50, doubt the draws.
    """

    parameters: tuple[str, ...]
    u: Floats
    kept: int
    effective: float


@dataclass(frozen=True)
class Opening:
    """Hold the first round, which places with the same noise and statistics can share.

    Parameters
    ----------
    emulator, observed, seed
        What it was made from; the values of `observed` do not matter.
    seen
        Statistics that are compared, (k,).
    logits
        Parameters of its rows, (n, p).
    learned
        Learned statistics.
    shown
        Their values at the rows, (n, p).
    """

    emulator: Emulator
    observed: Observed
    seed: Seed
    seen: Flags
    logits: Floats
    learned: Learned
    shown: Floats


def expit(z: Floats) -> Floats:
    """Return probabilities of logits."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def logit(u: Floats) -> Floats:
    """Return logits of probabilities."""
    return np.asarray(np.log(u) - np.log1p(-u))


def open_round(emulator: Emulator, observed: Observed, seed: Seed = 0) -> Opening:
    """Show every run of the bank as the place would have, and learn its statistics.

    Raises
    ------
    DoorwaysError
        When no statistic that was observed can be used.
    """
    seen = observed.seen & emulator.usable
    if not seen.any():
        raise DoorwaysError(
            "observation",
            int(observed.seen.sum()),
            "None of the statistics seen can be used.",
            "Observe a statistic that varies in the bank and is finite there.",
        )
    stats = place_runs(emulator, emulator.u, observed, address(seed, _SHOW, 0), emulator.shapes)
    stats, logits = stats[:, seen], logit(emulator.u)
    learned = learn(stats, logits)
    return Opening(emulator, observed, seed, seen, logits, learned, learned(stats))


def posterior(
    emulator: Emulator, observed: Observed, draws: int = 1000, seed: Seed = 0, keep: float = KEEP
) -> Posterior:
    """Return posterior draws for one place.

    Parameters
    ----------
    emulator
        From `fit_emulator`.
    observed
        What the place was seen to show.
    draws
        How many draws to return.
    seed
        The same seed gives the same draws.
    keep
        Share of each round's rows to keep, 0.05 to 0.3 being usual.

    Raises
    ------
    DoorwaysError
        When no statistic can be used, or too few rows are kept for the regression.
    """
    return close(open_round(emulator, observed, seed), observed.values, draws, seed, keep)


def close(
    opening: Opening, values: Floats, draws: int, seed: Seed, keep: float = KEEP
) -> Posterior:
    """Return posterior draws for the values, (k,), of one place that shares an opening.

    Raises
    ------
    DoorwaysError
        When a value that is compared is not finite, or too few rows are kept.
    """
    values = values[opening.seen]
    if not np.isfinite(values).all():
        raise DoorwaysError(
            "values of the place",
            int((~np.isfinite(values)).sum()),
            "Some that the opening round compares are not finite.",
            "Open the round with an observation that has nan in their place.",
        )
    place = opening.learned(values[np.newaxis])[0]
    found = adjust(opening.logits, opening.shown, place, keep)
    for turn in range(1, MOST_ROUNDS):
        if turn >= LEAST_ROUNDS and found.effective >= ENOUGH:
            break
        proposal = around(found)
        logits = proposal.draw(ROWS, address(seed, _PROPOSE, turn))
        stats = place_runs(
            opening.emulator, expit(logits), opening.observed, address(seed, _SHOW, turn)
        )
        stats = stats[:, opening.seen]
        learned = learn(stats, logits)
        near = adjust(logits, learned(stats), learned(values[np.newaxis])[0], keep)
        found = proposal.reweigh(near)
    chosen = resample(found.weights, draws, address(seed, _RESAMPLE))
    return Posterior(
        opening.emulator.parameters,
        expit(np.clip(found.logits[chosen], -_LARGEST_LOGIT, _LARGEST_LOGIT)),
        len(found.weights),
        found.effective,
    )


@dataclass(frozen=True)
class Proposal:
    """Draw logits around what a round found: a Student distribution.

    Parameters
    ----------
    mean
        Centre, (p,).
    factor
        Lower triangular factor of its scale matrix, (p, p).
    """

    mean: Floats
    factor: Floats

    def draw(self, rows: int, seed: Seed) -> Floats:
        """Return logits, (rows, p), none larger than 12."""
        rng = generator(seed)
        normal = rng.standard_normal((rows, self.mean.size))
        stretch = np.sqrt(_TAILS / rng.chisquare(_TAILS, rows))
        logits = self.mean + (normal * stretch[:, np.newaxis]) @ self.factor.T
        return np.asarray(np.clip(logits, -_LARGEST_LOGIT, _LARGEST_LOGIT))

    def reweigh(self, found: Adjusted) -> Adjusted:
        """Return draws found with the proposal as their prior, weighed to the uniform prior."""
        z = found.logits
        steps = np.linalg.solve(self.factor, (z - self.mean).T)
        log_proposal = -0.5 * (_TAILS + len(steps)) * np.log1p((steps**2).sum(axis=0) / _TAILS)
        log_prior = -(np.logaddexp(0.0, z) + np.logaddexp(0.0, -z)).sum(axis=1)
        logs = log_prior - log_proposal
        weights = found.weights * np.exp(logs - logs.max())
        return Adjusted(z, weights / weights.sum())


def around(found: Adjusted) -> Proposal:
    """Return a proposal with WIDER times the covariance of weighted draws."""
    mean, covariance = found.moments
    size = (_TAILS - 2.0) / _TAILS * WIDER * covariance
    steady = 1e-9 * np.diag(np.diag(size)) + 1e-12 * np.eye(mean.size)
    return Proposal(mean, np.linalg.cholesky(size + steady))


def resample(weights: Floats, draws: int, seed: Seed) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return which rows to take for equally weighted draws: systematic, then shuffled."""
    rng = generator(seed)
    marks = (np.arange(draws) + rng.uniform()) / draws
    chosen = np.searchsorted(np.cumsum(weights), marks)
    return rng.permutation(np.minimum(chosen, len(weights) - 1))
