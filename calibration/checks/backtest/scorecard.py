"""The scorecard as plain rows: every method's scores, and the simulation against its best rival."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class MethodRow:
    """Hold one method's scores for an origin, a horizon and a quantity.

    Attributes
    ----------
    origin, horizon, quantity, method
        What is scored.
    councils
        How many, or council-kinds for placements.
    error, crps
        Mean absolute error of the median and mean CRPS: children, or percentage points for shares.
    relative
        Mean CRPS per 100 children looked after (or started); for shares the same as `crps`.
    inside50, inside90
        Shares of outcomes inside the central intervals.
    """

    origin: int
    horizon: int
    quantity: str
    method: str
    councils: int
    error: float
    crps: float
    relative: float
    inside50: float
    inside90: float


@dataclass(frozen=True)
class SkillRow:
    """Hold the simulation against the best rival of an origin, a horizon and a quantity.

    Attributes
    ----------
    origin, horizon, quantity, rival
        What is compared; the rival with the lowest mean CRPS.
    difference, low, high
        Mean CRPS of the simulation less the rival's, and its 90% interval over councils.
    skill
        How many per cent lower the simulation's mean CRPS is; below 0 it is higher.
    """

    origin: int
    horizon: int
    quantity: str
    rival: str
    difference: float
    low: float
    high: float
    skill: float


@dataclass(frozen=True)
class CouncilRow:
    """Hold one council's forecast and outcome: median, 90% interval, what was published."""

    origin: int
    horizon: int
    quantity: str
    code: str
    name: str
    at_origin: float
    median: float
    low: float
    high: float
    published: float
    crps: float
    rival_crps: float


@dataclass(frozen=True)
class Scorecard:
    """Hold a back-test's tables.

    Attributes
    ----------
    methods, skill, councils
        Rows as above.
    later
        What forecasts from each origin take from later years, in sentences.
    settings
        Replicates and seed.
    """

    methods: tuple[MethodRow, ...]
    skill: tuple[SkillRow, ...]
    councils: tuple[CouncilRow, ...]
    later: dict[int, list[str]]
    settings: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return asdict(self)
