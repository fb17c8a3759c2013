"""Forecasts of a back-test kept in the store as they arrive, so that a stop loses none."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from simulation.runner.held import Unsound

if TYPE_CHECKING:
    from simulation.runner.shelf import JobStore

KIND: Final = "backtest"
#: Forecasts written together: seconds of work, so that even a power cut costs little.
TOGETHER: Final = 8


class Kept:
    """Hold the stored forecasts of some origins and add new ones; leaving it writes the rest.

    A forecast is found again only while everything it was made from is unchanged: the register's
    figures, the councils' published figures up to its origin, England's levels, and the model.

    Parameters
    ----------
    store
        Where they are kept.
    origins
        Years forecasts start from.

    Attributes
    ----------
    done
        Forecasts that are stored and can be used, by key.
    unsound
        How many are stored and cannot be used, by reason.
    """

    def __init__(self, store: "JobStore", origins: Sequence[int]) -> None:
        self._store = store
        self._jobs = {origin: store.job(KIND, made_from(origin)) for origin in origins}
        self._fresh: dict[str, Any] = {}
        self.done: dict[str, Any] = {}
        self.unsound = Counter[Unsound]()
        for job in self._jobs.values():
            kept = store.pieces(job)
            self.done |= kept.sound
            self.unsound += kept.unsound

    def add(self, key: str, result: Mapping[str, Any]) -> None:
        """Keep a forecast; `key` begins with its origin."""
        self._fresh[key] = result
        if len(self._fresh) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what has arrived and is not written yet."""
        for origin, job in self._jobs.items():
            mine = {k: v for k, v in self._fresh.items() if k.startswith(f"{origin}/")}
            if mine:
                self._store.add_pieces(job, mine)
        self._fresh.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self.flush()


def made_from(origin: int) -> dict[str, Any]:
    """Return what forecasts from an origin rest on, in short.

    Raises
    ------
    DoorwaysError
        When there are no levels for that origin.
    """
    from calibration.beliefs.authorities.load import all_profiles, england, years
    from calibration.beliefs.evidence.draw import central
    from calibration.beliefs.parameters import national
    from calibration.checks.backtest.levels import levels
    from simulation.runner.spec import digest

    known = [
        {one.code: _finite(one.counts) for one in (england(year), *all_profiles(year))}
        for year in years()
        if year <= origin
    ]
    return {
        "origin": origin,
        "figures": digest(central(one.name for one in national())),
        "published": digest(known),
        "levels": digest(levels(origin)),
    }


def _finite(counts: Mapping[str, float]) -> dict[str, float]:
    """Leave out what was not published: there is no canonical way to write it."""
    return {name: value for name, value in counts.items() if math.isfinite(value)}
