"""What a sensitivity study is asked to do, checked before anything runs."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from calibration.beliefs.authorities.base_year import base_year
from calibration.joint.result import Calibration
from scenarios import usual
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.shared import PAIR
from simulation.errors import DoorwaysError
from simulation.names import hint
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import BY_NAME, MEASURES

METHODS: Final = ("pawn", "morris", "sobol")
OF: Final = ("difference", "baseline")
#: Inputs a Sobol design can take.
TOP: Final = (1, 20)
#: Fewer draws than this leave too few in each slice of a figure's range.
FEWEST_DRAWS: Final = 100


@dataclass(frozen=True)
class SensitivityRequest:
    """Ask which uncertain figures drive one measure in one council.

    Parameters
    ----------
    authority
        Name or ONS code of the council.
    measure
        Name of a measure of `simulation.outcomes.measures`, over the whole horizon.
    scenario, baseline
        Name of a scenario, path of a .toml file, or a scenario made in memory.
    of
        "difference" between the two, or the measure in the "baseline".
    method
        "pawn" reads the runs of the ordinary comparison; "morris" changes one figure at a time;
        "sobol" does so first and then splits the variance among the `top` figures it found.
    runs
        Most runs the method may use: paired ones, or of the baseline alone.
    bank
        Replicates of the ordinary comparison behind the value of information with "morris" and
        "sobol"; 0 leaves that out. With "pawn" its `runs` serve both.
    top
        Figures a Sobol design takes.
    value_of_care_week
        Pounds that a week of care avoided is worth beyond what it saves.
    years, seed, step_days, base_year, calibration
        As in `scenarios.request.CompareRequest`.
    """

    authority: str
    measure: str
    scenario: str | Scenario = usual.SCENARIO
    baseline: str | Scenario = usual.BASELINE
    of: str = "difference"
    method: str = "pawn"
    runs: int = 2000
    bank: int = 400
    top: int = 6
    value_of_care_week: float = 0.0
    years: int = 5
    seed: int = 1
    step_days: float = 7.0
    base_year: int = field(default_factory=base_year)
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        _named("measure", self.measure, BY_NAME, "'doorways measures' lists them.")
        _named("method", self.method, METHODS)
        _named("--of", self.of, OF)
        if isinstance(self.top, bool) or not TOP[0] <= self.top <= TOP[1]:
            rule = f"A Sobol design takes {TOP[0]} to {TOP[1]} figures."
            raise DoorwaysError("top", self.top, rule, "Choose a number in that range.")
        if not (math.isfinite(self.value_of_care_week) and self.value_of_care_week >= 0):
            rule = "A week of care avoided is worth a number of pounds, 0 or more."
            raise DoorwaysError("value of a care week", self.value_of_care_week, rule, "Try 0.")
        self._check_runs()
        self.comparison()

    def _check_runs(self) -> None:
        fewest = PAIR * FEWEST_DRAWS
        asked = {"bank": self.bank} if self.bank else {}
        if self.method == "pawn":
            asked = {"runs": self.runs}
        for name, number in asked.items():
            if isinstance(number, bool) or number < fewest:
                rule = f"Fewer than {fewest} cannot tell figures from chance."
                raise DoorwaysError(name, number, rule, f"Ask for at least --{name} {fewest}.")

    @property
    def about(self) -> Measure:
        """Return the measure asked about."""
        return MEASURES[BY_NAME[self.measure]]

    @property
    def replicates(self) -> int:
        """Return how many replicates of the ordinary comparison are wanted, a whole number of pairs."""
        wanted = self.runs if self.method == "pawn" else self.bank
        return wanted + wanted % PAIR

    def comparison(self) -> CompareRequest:
        """Return the ordinary comparison whose runs this study shares."""
        return CompareRequest(
            authority=self.authority,
            baseline=self.baseline,
            scenario=self.scenario,
            years=self.years,
            replicates=max(self.replicates, PAIR),
            seed=self.seed,
            step_days=self.step_days,
            base_year=self.base_year,
            calibration=self.calibration,
        )


def _named(thing: str, name: str, known: Iterable[str], more: str = "") -> None:
    names = list(known)
    if name not in names:
        step = " ".join(part for part in (hint(name, names), more) if part)
        raise DoorwaysError(thing, name, f"Unknown {thing}.", step)
