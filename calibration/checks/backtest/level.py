"""Level or better: the simulation against the best rival of a quantity, over all its origins."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from calibration.checks.backtest.scorecard import LevelRow
from calibration.checks.backtest.scores import bootstrap

Floats = NDArray[np.float64]
#: Level: a mean CRPS at most so many per cent above the best rival's.
MARGIN: Final = 1.0
_RESAMPLED: Final = 2000


class Judged(Protocol):
    """One method's CRPS of one council from one origin (and, for placements, one kind)."""

    @property
    def method(self) -> str:
        """Who made it."""

    @property
    def origin(self) -> int:
        """Return the origin."""

    @property
    def code(self) -> str:
        """Return the council."""

    @property
    def what(self) -> str:
        """Return what tells several forecasts of one council and origin apart."""

    @property
    def crps(self) -> float:
        """Return the score."""


type _Scores = dict[tuple[int, str, str], float]


def level_row(
    scored: Sequence[Judged], ours: str, horizon: int, quantity: str, seed: int
) -> LevelRow:
    """Return the simulation against the rival that is lowest beside it over all its origins.

    A rival that could not be told at an origin is compared on the others only, and so are we.
    """
    by_method: dict[str, _Scores] = {}
    for one in scored:
        by_method.setdefault(one.method, {})[one.origin, one.code, one.what] = one.crps
    own = by_method.pop(ours)
    ratio = {name: _mean(own, theirs) / _mean(theirs, own) for name, theirs in by_method.items()}
    best = max(ratio, key=lambda name: ratio[name])
    theirs = by_method[best]
    shared = [key for key in own if key in theirs]
    low, high = bootstrap(_by_council(own, theirs, shared), _RESAMPLED, seed)
    us, them = _mean(own, theirs), _mean(theirs, own)
    return LevelRow(
        horizon,
        quantity,
        tuple(sorted({key[0] for key in shared})),
        best,
        len({key[1] for key in shared}),
        us,
        them,
        us - them,
        low,
        high,
        is_level=us <= them * (1 + MARGIN / 100),
        is_better=us < them and high < 0,
    )


def _mean(of: _Scores, beside: _Scores) -> float:
    return float(np.mean([value for key, value in of.items() if key in beside]))


def _by_council(own: _Scores, theirs: _Scores, shared: list[tuple[int, str, str]]) -> Floats:
    """Return each council's difference, so weighted that their mean is that of all forecasts."""
    apart: dict[str, float] = {}
    for key in shared:
        apart[key[1]] = apart.get(key[1], 0.0) + own[key] - theirs[key]
    return np.array(list(apart.values())) * len(apart) / len(shared)
