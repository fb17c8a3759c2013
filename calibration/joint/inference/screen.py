"""Which parameters cannot have given what was seen, whatever the method: history matching."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Flags, Floats, Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.rescale import place_response

#: Most implausibility allowed in the worst, second worst and third worst statistic. With 60
#: independent normal statistics the true parameters fail one of them in fewer than 1 in 200.
CUT_OFFS: Final = (4.0, 3.5, 3.0)


@dataclass(frozen=True)
class Screen:
    """Hold how implausible each row of parameters is.

    Parameters
    ----------
    implausibility
        Distance of what was seen from the mean response in standard deviations of observation,
        sampling, emulator and discrepancy together, (n, k); nan where not observed.
    worst
        The largest, second largest and third largest of each row, (n, 3); with fewer statistics
        the last ones are zero.
    retained
        Whether each row passes every cut-off, (n,).
    """

    implausibility: Floats
    worst: Floats
    retained: Flags

    @property
    def share(self) -> float:
        """Share of the rows that is retained: of the prior, when the rows cover it."""
        return float(self.retained.mean())


def screen(
    emulator: Emulator,
    observed: Observed,
    u: Floats | None = None,
    cut_offs: tuple[float, float, float] = CUT_OFFS,
) -> Screen:
    """Return the implausibility of each row of `u`, (n, p); by default of the bank's rows.

    The first cut-off must stay above 3: the emulator is uncertain, and what is cut is lost.
    """
    at = emulator.u if u is None else u
    place = place_response(emulator, at, observed)
    variance = observed.noise + place.error + place.sampling**2
    compared = observed.seen & emulator.usable
    away = np.abs(observed.values - place.mean) / np.sqrt(np.maximum(variance, 1e-300))
    away = np.where(compared, away, np.nan)
    ordered = np.sort(np.where(compared, away, 0.0), axis=1)[:, ::-1]
    worst = np.pad(ordered, ((0, 0), (0, 3)))[:, :3]
    return Screen(away, worst, (worst <= np.asarray(cut_offs)).all(axis=1))
