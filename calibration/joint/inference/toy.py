"""A process whose exact posterior is known, to hold the inference against.

People arrive at a constant rate; each leaves at a constant hazard and moves at another. Entries,
exits, moves and the time spent present are sufficient, so with priors flat on a box the exact
posterior of each parameter is a Gamma distribution cut off at the box, independent of the others.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Bank, Floats
from calibration.joint.inference.rescale import generator

WEEKS: Final = 52.0
PRESENT_AT_FIRST: Final = 60
PARAMETERS: Final = ("entries_per_week", "exit_hazard", "move_hazard")
STATISTICS: Final = ("entries", "exits", "moves", "mean_stock", "mid_stock")
#: Bounds of the flat priors: arrivals a week, hazards a week.
LOW: Final = np.array([0.5, 0.005, 0.005])
HIGH: Final = np.array([4.0, 0.06, 0.06])


@dataclass(frozen=True)
class Toy:
    """Hold exact simulations: counts, time present and stock half-way, each (n,).

    Parameters
    ----------
    u
        Prior probabilities of the parameters, (n, 3).
    copies
        How many independent copies of the process each simulation adds up.
    entries, exits, moves, exposure, half_way
        Sums over the copies.
    """

    u: Floats
    copies: int
    entries: Floats
    exits: Floats
    moves: Floats
    exposure: Floats
    half_way: Floats

    @property
    def bank(self) -> Bank:
        """The simulations as a bank, with logs of the statistics of one copy."""
        counts = np.column_stack(
            [self.entries, self.exits, self.moves, self.exposure / WEEKS, self.half_way]
        )
        stats = np.log(np.maximum(counts, 0.5) / self.copies)
        return Bank(PARAMETERS, STATISTICS, self.u, stats, ("log",) * len(STATISTICS))

    def exact(self, row: int, probabilities: Floats) -> Floats:
        """Return exact posterior quantiles of u for one simulation, (probabilities, 3)."""
        from scipy.stats import gamma

        counts = np.array([self.entries[row], self.exits[row], self.moves[row]])
        time = np.array([WEEKS * self.copies, self.exposure[row], self.exposure[row]])
        law = gamma(counts + 1.0, scale=1.0 / time)
        below, above = law.cdf(LOW), law.cdf(HIGH)
        values = law.ppf(below + np.asarray(probabilities)[:, np.newaxis] * (above - below))
        return np.asarray((values - LOW) / (HIGH - LOW))


def simulate(u: Floats, seed: int, copies: int = 1) -> Toy:
    """Simulate a year of some copies at each row of prior probabilities `u`, (n, 3), exactly."""
    rng = generator(seed)
    entry_rate, exit_hazard, move_hazard = (LOW + (HIGH - LOW) * u).T
    at_first = PRESENT_AT_FIRST * copies
    entries = rng.poisson(entry_rate * WEEKS * copies)
    people = at_first + entries
    row = np.repeat(np.arange(len(u)), people)
    # The first people of each row are there at the start; the others come at uniform times.
    order = np.arange(row.size) - np.repeat(np.cumsum(people) - people, people)
    came = np.where(order < at_first, 0.0, rng.uniform(0.0, WEEKS, row.size))
    left = came + rng.exponential(size=row.size) / exit_hazard[row]
    there = (came <= WEEKS / 2) & (left > WEEKS / 2)
    exposure = np.bincount(row, np.minimum(left, WEEKS) - came, len(u))
    return Toy(
        u=u,
        copies=copies,
        entries=entries.astype(float),
        exits=np.bincount(row, left < WEEKS, len(u)),
        moves=rng.poisson(move_hazard * exposure).astype(float),
        exposure=exposure,
        half_way=np.bincount(row, there, len(u)),
    )


def design(rows: int, parameters: int, seed: int) -> Floats:
    """Return a scrambled Sobol design over the prior, strictly inside (0, 1)."""
    from scipy.stats import qmc

    sobol = qmc.Sobol(parameters, rng=generator(seed))
    return np.asarray(np.clip(sobol.random(rows), 1e-9, 1 - 1e-9))
