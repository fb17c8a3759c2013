"""One place as other methods see it: which statistics count, and a model to call point by point."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Flags, Floats, Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.rescale import Seed, address, place_runs
from simulation.errors import DoorwaysError

#: Prior probabilities stay this far inside (0, 1): libraries may return the ends themselves.
EDGE: Final = 1e-9

#: One run of the model: prior probabilities (p,) and the number of the run, to statistics (k,).
type Simulate = Callable[[Floats, int], Floats]


def inside(u: Floats) -> Floats:
    """Return prior probabilities strictly between 0 and 1."""
    return np.asarray(np.clip(u, EDGE, 1.0 - EDGE), dtype=float)


def compared(emulator: Emulator, observed: Observed) -> Flags:
    """Return which statistics are compared, (k,).

    Raises
    ------
    DoorwaysError
        When there is none.
    """
    seen = observed.seen & emulator.usable
    if not seen.any():
        raise DoorwaysError(
            "observation",
            int(observed.seen.sum()),
            "None of the statistics seen can be used.",
            "Observe a statistic that varies in the bank and is finite there.",
        )
    return seen


@dataclass
class PlaceModel:
    """Show what the place would have shown at one point, noise and discrepancy included.

    Calls are numbered and the number is part of the address of their draws: the same calls in the
    same order show the same.

    Parameters
    ----------
    emulator, observed
        From the bank, and what the place was seen to show.
    seed
        Of the draws.
    simulate
        Runs the model in place of the bank: the run's distance from the mean response stands in
        for the residual of a run of the bank, and shrinks to the place's size as that does.
    """

    emulator: Emulator
    observed: Observed
    seed: Seed
    simulate: Simulate | None = None
    _calls: "count[int]" = field(default_factory=count)

    def __call__(self, u: Floats) -> Floats:
        """Return statistics, (k,), at prior probabilities (p,)."""
        call, at = next(self._calls), inside(u)[np.newaxis]
        shapes = None
        if self.simulate is not None:
            one = self.emulator(at)
            away = self.simulate(at[0], call) - one.mean[0]
            # Statistics that are not compared may be without scatter, or nan in this run.
            usable = self.emulator.usable & np.isfinite(away)
            shapes = np.where(usable, away / np.where(usable, one.sampling[0], 1.0), 0.0)
            shapes = shapes[np.newaxis]
        seed = address(self.seed, call)
        return np.asarray(place_runs(self.emulator, at, self.observed, seed, shapes)[0])
