"""The model itself as a cross-check calls it: one sample of England at one point of the priors."""

import numpy as np

from calibration.checks.crosscheck.place_model import Simulate
from calibration.fitting.patterns.england import shown
from calibration.joint.bank.row import RowTask, run_row
from calibration.joint.inference.bank import Floats
from calibration.joint.prior import values_at
from calibration.joint.spec import Spec, row_values


def simulator(spec: Spec) -> Simulate:
    """Return a function that runs the model as the rows of a bank were run.

    Runs are numbered on from the bank's last row, so that none repeats the chance of a row.

    Parameters
    ----------
    spec
        The specification the bank was made by.
    """

    def simulate(u: Floats, number: int) -> Floats:
        values = row_values(spec.priors, values_at(spec.priors, u))
        replicate = spec.rows + number
        task = RowTask(str(replicate), values, spec.year, spec.sample, spec.seed, replicate)
        return shown(np.array(run_row(task), dtype=float), spec.size)

    return simulate
