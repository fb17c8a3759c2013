"""The cells of a plan: one comparison each, of one scenario in one council at one point of the design."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from agents.synthesis.authority import AuthorityProfile
from calibration.joint.result import Calibration
from calibration.joint.store import FindingStore, find
from calibration.joint.store import usual as usual_calibration
from scenarios.batch.calibrations.asked import Asked, asked_of
from scenarios.batch.once import refuse_twice
from scenarios.batch.plan import BatchPlan
from scenarios.batch.points import Point, overrides, points_of
from scenarios.compare import Plan, make_plan
from scenarios.many.which import councils_of
from scenarios.needed.target import measure_of
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, load_scenario
from simulation.errors import DoorwaysError
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES

#: A plan of more runs than these is asked about first.
MANY_RUNS: Final = 20_000
_ARMS: Final = 2
#: The calibration that ships, and none at all.
_USUAL, _NONE = "usual", "none"


@dataclass(frozen=True)
class Cell:
    """Name one comparison of a plan.

    Attributes
    ----------
    number
        Its place among all cells, from 0.
    council, scenario
        Where, and what.
    point, sets
        Number of the design's point, and what it sets.
    """

    number: int
    council: AuthorityProfile
    scenario: Scenario
    point: int
    sets: Point


@dataclass(frozen=True)
class Batch:
    """Hold a plan with all it names, looked up and checked.

    Attributes
    ----------
    cells
        Every comparison, in order: councils, then scenarios, then points.
    measures
        Those that tables are made of.
    calibration
        The one that comparisons draw from, if any.
    calibrations
        Every calibration, in order: ways, then places.
    """

    plan: BatchPlan
    cells: tuple[Cell, ...]
    measures: tuple[Measure, ...]
    calibration: Calibration | None = None
    calibrations: tuple[Asked, ...] = ()

    @property
    def replicates(self) -> int:
        """Return how many paired futures there are in all."""
        return len(self.cells) * self.plan.said.replicates

    def request(self, cell: Cell) -> CompareRequest:
        """Return a cell as the request that `doorways compare` would make."""
        said = self.plan.said
        set_here = overrides(cell.sets)
        scenario = replace(cell.scenario, parameters={**cell.scenario.parameters, **set_here})
        return CompareRequest(
            cell.council.code,
            _named(said.baseline, self.plan.folder),
            scenario,
            said.years,
            said.replicates,
            said.seed,
            said.step_days,
            said.central,
            calibration=self.calibration,
        )

    def planned(self, cell: Cell) -> Plan:
        """Return a cell's tasks."""
        return make_plan(self.request(cell), cell.council)


def batch_of(plan: BatchPlan, store: FindingStore | None = None) -> Batch:
    """Look up everything a plan names.

    Parameters
    ----------
    store
        Where a calibration is looked up that is named by its key or place.

    Raises
    ------
    DoorwaysError
        When a council, scenario, figure, measure or calibration is unknown, or named twice.
    """
    year = CompareRequest().base_year
    councils = [one for said in plan.said.authorities for one in councils_of(said, year)]
    refuse_twice("authorities", [f"{one.name} ({one.code})" for one in councils])
    scenarios = [load_scenario(_named(said, plan.folder)) for said in plan.said.scenarios]
    refuse_twice("scenarios", [one.name for one in scenarios])
    calibration = _drawn_from(plan.said.calibration, store)
    points = points_of(plan, calibration)
    cells = [
        (council, scenario, number, point)
        for council in councils
        for scenario in scenarios
        for number, point in enumerate(points)
    ]
    measures = tuple(map(measure_of, plan.said.measures)) or MEASURES
    numbered = tuple(Cell(k, *one) for k, one in enumerate(cells))
    made = Batch(plan, numbered, measures, calibration, asked_of(plan))
    # Contradictions show before anything runs: between arms, or between a point and a scenario.
    if made.cells:
        made.request(made.cells[0]).arms()
    return made


def _drawn_from(said: str, store: FindingStore | None) -> Calibration | None:
    if said == _USUAL:
        return usual_calibration()
    if said == _NONE:
        return None
    if store is None:
        rule = "It is looked up in a results database, and there is none here."
        raise DoorwaysError("batch plan, calibration", said, rule, f"Say {_USUAL!r} or {_NONE!r}.")
    return find(said, store)


def _named(said: str, folder: Path) -> str:
    """Return a scenario's name, or the path of its file, which is relative to the plan."""
    return str(folder / said) if Path(said).suffix else said


def part_of(batch: Batch, part: tuple[int, int]) -> tuple[Cell, ...]:
    """Return the cells of one part of so many, (3, 20) the third of twenty: every twentieth cell."""
    which, many = part
    return batch.cells[which - 1 :: many]


def runs_of(batch: Batch) -> int:
    """Return how many single runs a plan has at most: arms that are alike run once."""
    return batch.replicates * _ARMS
