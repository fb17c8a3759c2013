"""What a comparison is asked to do, checked before anything runs."""

from dataclasses import dataclass, field
from typing import Any, Final

from calibration.beliefs.authorities.base_year import base_year
from calibration.joint.result import Calibration
from scenarios import usual
from scenarios.scenario import Scenario, load_scenario
from scenarios.without import without
from simulation.errors import DoorwaysError

YEARS: Final = (1, 20)
REPLICATES: Final = (2, 100_000)
STEP_DAYS: Final = (1.0, 28.0)
SEED: Final = (0, 2**63 - 1)


@dataclass(frozen=True)
class CompareRequest:
    """Ask for one comparison of two scenarios in one council.

    Parameters
    ----------
    authority
        Name or ONS code of the council.
    baseline, scenario
        Name of a scenario, path of a .toml file, or a scenario made in memory.
    years
        Horizon, 1 to 20.
    replicates
        Paired futures, 2 to 100,000.
    seed
        Seed of everything that is random.
    step_days
        Length of the model's step, 1 to 28 days.
    central
        Keep every parameter at its central value, so that only chance varies.
    base_year
        Year whose 31 March the run starts from.
    calibration
        Joint calibration whose posterior draws take the place of the register's; None for none.
    without
        Names of what is taken out of the scenario, to see what it adds.
    """

    authority: str = usual.AUTHORITY
    baseline: str | Scenario = usual.BASELINE
    scenario: str | Scenario = usual.SCENARIO
    years: int = 5
    replicates: int = 100
    seed: int = 1
    step_days: float = 7.0
    central: bool = False
    base_year: int = field(default_factory=base_year)
    calibration: Calibration | None = None
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _whole("years", self.years, YEARS)
        _whole("replicates", self.replicates, REPLICATES)
        _whole("seed", self.seed, SEED)
        low, high = STEP_DAYS
        if not low <= self.step_days <= high:
            rule = f"A step is {low:g} to {high:g} days long."
            raise DoorwaysError("step days", self.step_days, rule, "7 is a good choice.")

    def numbers(self) -> dict[str, Any]:
        """Return what decides the futures besides council and scenarios, as plain data."""
        return {
            "years": self.years,
            "replicates": self.replicates,
            "seed": self.seed,
            "step_days": self.step_days,
            "central": self.central,
            "calibration": self.calibration.key if self.calibration else None,
        }

    def arms(self) -> tuple[Scenario, Scenario]:
        """Return the baseline and the scenario.

        Raises
        ------
        DoorwaysError
            When either is unknown, or both are the same.
        """
        arms = _scenario(self.baseline), without(_scenario(self.scenario), self.without)
        if arms[0].name == arms[1].name:
            rule = "The baseline and the scenario have the same name."
            raise DoorwaysError("scenario", arms[1].name, rule, "Choose two different scenarios.")
        return arms


def _scenario(one: str | Scenario) -> Scenario:
    return load_scenario(one) if isinstance(one, str) else one


def _whole(name: str, value: object, limits: tuple[int, int]) -> None:
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        most = f"to {high:,}" if high < SEED[1] else "upwards"
        rule = f"The number of {name} is a whole number from {low:,} {most}."
        if name == "seed":
            rule = "The seed is a whole number, 0 or more, below 2 to the power of 63."
        raise DoorwaysError(name, value, rule, "Choose a number in that range.")
