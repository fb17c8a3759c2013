"""A first estimate: what a full run at some settings would say, before it has run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import BINS_PER_YEAR
from scenarios.average import average_range
from scenarios.clusters import standard_error
from scenarios.estimate.bank import PRICE, Bank, turning
from scenarios.estimate.design import scaled
from scenarios.estimate.foretold import Foretold, chances, fitted, foretold
from scenarios.estimate.scale import ERROR, LOW, MEAN
from scenarios.estimate.seen import EVERY
from scenarios.estimate.surface import Surface, surface
from scenarios.headline import CHILDREN
from scenarios.prediction import LEVEL, t_quantile
from scenarios.settings.find import EFFECTS
from scenarios.shared import Shared, shared_by
from scenarios.statistics import paired, windowed
from scenarios.usual import HELPED, MONEY
from scenarios.verdict import UNKNOWN, verdict
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.outcomes.reported.care import CARE
from simulation.outcomes.reported.placements import PLACEMENTS

type Floats = NDArray[np.float64]

#: What a first estimate tells.
TOLD: Final = (CHILDREN, MONEY, HELPED)
#: Measures of what happens to young people.
_LIVES: Final = [BY_NAME[one.name] for one in (*CARE, *PLACEMENTS)]
#: Settings that a bank must have been run at.
LEAST: Final = 8


@dataclass(frozen=True)
class Guess:
    """Hold what a full run would say of one measure over the whole horizon.

    Attributes
    ----------
    mean, low, high
        Its average difference, and where the full run's average lies 9 times in 10.
    baseline
        Average without the scenario; of the runs there are.
    verdict
        One of `scenarios.verdict.VERDICTS`: what the full run says, unless that hangs on what is not sure yet.
    """

    name: str
    kind: str
    better: int
    mean: float
    low: float
    high: float
    baseline: float
    verdict: str


@dataclass(frozen=True)
class Curve:
    """Hold the difference over time: years from the start, its average, and where one future lies 9 times in 10."""

    times: tuple[float, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


class Estimator:
    """Tell what a full run would say at any settings, from a bank of real runs.

    Parameters
    ----------
    bank
        Runs at eight settings or more.
    replicates
        How many futures the full run plays; a bank's are the first of them.

    Raises
    ------
    ValueError
        When the bank has too few settings.
    """

    def __init__(self, bank: Bank, replicates: int) -> None:
        if len(bank.at) < LEAST:
            raise ValueError(f"a bank of {len(bank.at)} settings: {LEAST} are needed")
        self.bank, self._replicates = bank, replicates
        kept = bank.request.replicates
        self._shared = shared_by(np.arange(kept), central=bank.request.central)
        # Of futures that share one draw nothing is known of belief, and no verdict is named.
        self._known = np.unique(self._shared.clusters).size > 1
        self._shapes = {
            name: fitted(
                bank.scaled,
                self._numbers(name, None),
                counted=not self._baseline(name, None).any(),
                strength=_strength(bank),
            )
            for name in TOLD
        }
        self._curves = self._curve_surfaces()
        self._known_of: dict[tuple[str, float | None], Foretold] = {}

    def guess(self, name: str, at: Mapping[str, float]) -> Guess:
        """Return what a full run would say of a measure at settings; those left out are as they are."""
        measure, price = MEASURES[BY_NAME[name]], at.get(PRICE)
        without = self._baseline(name, price)
        sides = self._sides(name, price, self._there(at))
        if not without.any():
            sides[:, LOW] = np.maximum(sides[:, LOW], 0.0)
        base = float(np.mean(without))
        said = _surely(sides, measure.size.of(base)) if self._known else UNKNOWN
        low, mean, high = sides[:, MEAN].tolist()
        return Guess(name, measure.kind, measure.better, mean, low, high, base, said)

    def curve(self, at: Mapping[str, float]) -> Curve:
        """Return the difference in children looked after over time at settings."""
        there = self._there(at)
        means, ends = (one(there) for one in self._curves)
        middle, (low, high) = means, means + np.split(ends, 2)
        times = self.bank.request.years - np.arange(middle.size)[::-1] * EVERY / BINS_PER_YEAR
        kept = (times, middle, np.minimum(low, middle), np.maximum(high, middle))
        return Curve(*(tuple(np.round(one, 3).tolist()) for one in kept))

    def _sides(self, name: str, price: float | None, there: Floats) -> Floats:
        """Return what is foretold, as low as it may be, as it is, and as high; shape (3, 4)."""
        scale = self._shapes[name].scale
        numbers, off = self._foretold(name, price)(there)
        off[MEAN] = self._sure(off[MEAN], numbers[ERROR])
        off *= t_quantile(LEVEL, len(self.bank.at) - 1)
        off[ERROR] = 0.0
        return scale.back(np.stack([numbers - off, numbers, numbers + off]))

    def _there(self, at: Mapping[str, float]) -> Floats:
        settings = turning(self.bank.settings)
        values = np.array([[at.get(one.name, one.now) for one in settings]])
        return np.asarray(scaled(settings, values)[0])

    def _sure(self, error: float, of_mean: float) -> float:
        """Return the error of the mean; a full run of more futures than the bank has plays others, too."""
        kept, wanted = self.bank.request.replicates, self._replicates
        others = max(0.0, (wanted - kept) / wanted)
        return float(np.sqrt(error**2 + others * of_mean**2))

    def _foretold(self, name: str, price: float | None) -> Foretold:
        key = (name, price if name == MONEY else None)
        if key not in self._known_of:
            shapes = self._shapes[name]
            scaled = shapes.scale.of(self._numbers(*key))
            self._known_of[key] = foretold(self.bank.scaled, scaled, shapes)
        return self._known_of[key]

    def _numbers(self, name: str, price: float | None) -> Floats:
        """Return mean, ends of the average over luck and standard error of the mean at each point, shape (points, 4)."""
        return np.array([_row(one, self._shared) for one in self._gaps(name, price)])

    def _gaps(self, name: str, price: float | None) -> Floats:
        """Return scenario less baseline over the whole horizon, shape (points, futures)."""
        base = self._baseline(name, price)
        scenario = self._total(name, price, self.bank.values, self.bank.homes)
        return np.stack([paired(base, one) for one in scenario])

    def _baseline(self, name: str, price: float | None) -> Floats:
        known = self.bank.baseline
        return np.asarray(self._total(name, price, known["values"], known["homes"])[0])

    def _total(self, name: str, price: float | None, values: Floats, homes: Floats) -> Floats:
        """Return a measure over the whole horizon, shape (points, futures), at a price of homes."""
        found = values[:, :, BY_NAME[name], :]
        if name == MONEY and price is not None:
            found = found + (price / self.bank.prices - 1.0)[None, :, None] * homes
        kind = MEASURES[BY_NAME[name]].kind
        return np.stack([windowed(one, kind)[:, -1] for one in found])

    def _curve_surfaces(self) -> tuple[Surface, Surface]:
        """Return those of the average over time, and of ends as far as they lie from it."""
        gaps = self.bank.curves - self.bank.baseline["curves"]
        tail = (1.0 - LEVEL) / 2.0
        means, ends = gaps.mean(axis=1), np.quantile(gaps, [tail, 1.0 - tail], axis=1)
        at, shapes = self.bank.scaled, self._shapes[CHILDREN]
        chance = chances(self._numbers(CHILDREN, None))
        around = np.concatenate(list(ends - means), axis=1)
        return surface(at, means, shapes.mean, chance), surface(at, around, shapes.ends)


def _strength(bank: Bank) -> int | None:
    """Return which setting is how strong effects are, if no life differed in any run without them.

    What comes without effects all the same, such as beds, changes some life in nearly every future.
    """
    names = [one.name for one in turning(bank.settings)]
    if EFFECTS not in names:
        return None
    without = bank.at[:, names.index(EFFECTS)] <= 0.0
    lived, curves = (bank.baseline[name] for name in ("values", "curves"))
    same = (bank.values[without] == lived)[:, :, _LIVES].all()
    alike = (bank.curves[without] == curves).all()
    return names.index(EFFECTS) if same and alike else None


def _row(gap: Floats, shared: Shared) -> tuple[float, float, float, float]:
    error = standard_error(gap, shared.clusters)[0] or 0.0
    return float(gap.mean()), *average_range(gap, shared), error


def _surely(sides: Floats, size: float) -> str:
    """Return the verdict, if it is the same however far off what is foretold may be, either way; shape (3, 4)."""
    said = set()
    for mean, low, high, error in sides.tolist():
        ends = {"average_low": min(low, mean), "average_high": max(high, mean)}
        said.add(verdict({"mean": mean, **ends, "standard_error": error}, size))
    return said.pop() if len(said) == 1 else UNKNOWN
