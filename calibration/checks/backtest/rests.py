"""What forecasts from an origin rest on, in short: one that is kept serves only while all of it is unchanged."""

import math
from collections.abc import Mapping

from calibration.beliefs.authorities.load import all_profiles, england, years
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.parameters import national
from calibration.checks.backtest import levels
from simulation.runner.spec import digest


def rests_on(origin: int) -> str:
    """Return a digest of the register's figures, what was published up to an origin, and England's levels then.

    Raises
    ------
    DoorwaysError
        When there are no levels for that origin.
    """
    known = [
        {one.code: _finite(one.counts) for one in (england(year), *all_profiles(year))}
        for year in years()
        if year <= origin
    ]
    figures = central(one.name for one in national())
    return digest({"figures": figures, "published": known, "levels": levels.levels(origin)})


def _finite(counts: Mapping[str, float]) -> dict[str, float]:
    """Leave out what was not published: there is no canonical way to write it."""
    return {name: value for name, value in counts.items() if math.isfinite(value)}
