"""Where the rows of a bank stand: a scrambled Sobol sequence over the priors."""

import numpy as np

from calibration.fitting.patterns.record import Floats
from simulation.errors import DoorwaysError

#: The smallest and the largest bank.
LEAST, MOST = 64, 65_536


def design(rows: int, parameters: int, seed: int) -> Floats:
    """Return prior probabilities strictly between 0 and 1, shape (rows, parameters).

    Raises
    ------
    DoorwaysError
        When the number of rows is not a power of two in range.
    """
    # Imported here: start-up must not wait for SciPy.
    from scipy.stats import qmc

    if not LEAST <= rows <= MOST or rows & (rows - 1):
        rule = f"A bank has a power of two rows, from {LEAST} to {MOST:,}."
        raise DoorwaysError("bank", rows, rule, "4096 is a good choice; 1024 to try things out.")
    generator = np.random.default_rng(np.random.SeedSequence([seed, rows, parameters]))
    u = qmc.Sobol(parameters, scramble=True, rng=generator).random(rows)
    edge = 0.5 / MOST**2
    return np.asarray(np.clip(u, edge, 1.0 - edge))
