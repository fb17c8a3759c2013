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
    fell_back
        For how many the series was too short or broken for the rule, which then was persistence.
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
    fell_back: int = 0


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
class LevelRow:
    """Hold the simulation against the best rival of a quantity, all origins together.

    Attributes
    ----------
    horizon, quantity, origins, rival
        What is compared, and from which years; the rival that is lowest beside the simulation.
    councils
        How many were drawn again for the interval.
    ours, theirs, difference, low, high
        Mean CRPS of both on the same forecasts, the difference and its 90% interval over councils.
    is_level, is_better
        At most 1% above the rival's; lower, with the whole interval below 0.
    """

    horizon: int
    quantity: str
    origins: tuple[int, ...]
    rival: str
    councils: int
    ours: float
    theirs: float
    difference: float
    low: float
    high: float
    is_level: bool
    is_better: bool


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
    methods, skill, councils, level
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
    level: tuple[LevelRow, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return asdict(self)
