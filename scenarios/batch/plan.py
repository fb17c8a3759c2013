"""A plan: councils, scenarios, a design of figures, futures; read from a TOML file and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenarios import usual
from scenarios.batch.calibrations.said import Calibrations
from scenarios.request import REPLICATES, SEED, STEP_DAYS, YEARS
from simulation.errors import DoorwaysError
from simulation.files.toml_file import read_toml
from simulation.runner.spec import digest
from simulation.services.explained import explained

_THING: Final = "batch plan"
_MOST: Final = 200
#: Points a design may have: more are a slip of the pen.
MOST_POINTS: Final = 100_000

_Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
_Line = Annotated[str, Field(min_length=1, max_length=_MOST)]


class Interval(BaseModel):
    """Say between which values a figure is spread."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    low: float
    high: float


class Design(BaseModel):
    """Say which figures are set to what, beside those that are drawn as ever.

    `grid`: every combination of lists of values. `latin-hypercube` and `sobol`: `size` points between low and
    high. `posterior`: the first `size` draws of the calibration. `table`: the rows of a file, a column a figure.
    """

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    kind: Literal["grid", "latin-hypercube", "sobol", "posterior", "table"]
    figures: dict[str, list[float] | Interval] = Field(default_factory=dict, max_length=_MOST)
    size: int = Field(1, ge=1, le=MOST_POINTS)
    seed: int = Field(1, ge=0)
    file: str = Field("", max_length=_MOST)


class PlanFile(BaseModel):
    """The keys of a plan."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    name: _Name
    authorities: list[_Line] = Field(default_factory=list, max_length=_MOST)
    scenarios: list[_Line] = Field(default_factory=list, max_length=_MOST)
    baseline: _Line = usual.BASELINE
    years: int = Field(5, ge=YEARS[0], le=YEARS[1])
    replicates: int = Field(20, ge=REPLICATES[0], le=REPLICATES[1])
    seed: int = Field(1, ge=SEED[0], le=SEED[1])
    step_days: float = Field(7.0, ge=STEP_DAYS[0], le=STEP_DAYS[1])
    central: bool = False
    calibration: _Line = "usual"
    measures: list[_Line] = Field(default_factory=list, max_length=_MOST)
    events: bool = False
    design: Design | None = None
    calibrations: Calibrations | None = None


@dataclass(frozen=True)
class BatchPlan:
    """Hold a plan that has been checked.

    Attributes
    ----------
    said
        What its file says.
    folder
        Where it lies: paths in it are relative to that.
    """

    said: PlanFile
    folder: Path

    @property
    def name(self) -> str:
        """Return its name."""
        return self.said.name

    @property
    def places(self) -> list[str]:
        """Return every place it names, for comparisons and for calibrations."""
        calibrated = self.said.calibrations.places if self.said.calibrations else []
        return [*self.said.authorities, *calibrated]

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return self.said.model_dump()

    def digest(self) -> str:
        """Return the digest of what it asks for, whatever is read of its results."""
        asked = {key: one for key, one in self.plain().items() if key != "measures"}
        return digest(asked)


def read_plan(path: Path) -> BatchPlan:
    """Read a plan.

    Raises
    ------
    DoorwaysError
        When the file cannot be read, or says what no plan can.
    """
    return plan_of(read_toml(path, _THING), str(path), path.parent)


def plan_of(said: Mapping[str, Any], where: str, folder: Path) -> BatchPlan:
    """Check what a plan says; `where` names it in an error.

    Raises
    ------
    DoorwaysError
        When something is unknown, missing or out of range.
    """
    try:
        found = PlanFile.model_validate(dict(said))
    except ValidationError as fault:
        raise explained(fault, where, PlanFile) from None
    _refuse_halves(found, where)
    return BatchPlan(found, folder)


def _refuse_halves(found: PlanFile, where: str) -> None:
    """Refuse a plan of nothing, and comparisons of which one half is missing.

    Raises
    ------
    DoorwaysError
        When it is one.
    """
    compares = bool(found.authorities or found.scenarios or found.design)
    if not compares and found.calibrations is None:
        rule = "It has neither comparisons (authorities and scenarios) nor calibrations."
        raise DoorwaysError(where, found.name, rule, "Say what is to run.")
    for key in ("authorities", "scenarios"):
        if compares and not getattr(found, key):
            rule = "Comparisons need both authorities and scenarios."
            raise DoorwaysError(f"{where}, {key}", "none", rule, "Name at least one.")
