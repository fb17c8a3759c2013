"""Follow every future of a comparison's bills, and make the case of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from scenarios.adopting.sites import central_plan
from scenarios.case.appraise import Books, Corrections
from scenarios.case.lines import PricedLine, lines_of
from scenarios.case.own_prices import with_prices
from scenarios.case.pair import Bills, bills_of
from scenarios.case.result import Case, result_of
from scenarios.compare import Plan, make_plan
from scenarios.intervention_schema import kinds
from scenarios.needed.target import measure_of
from scenarios.request import CompareRequest
from scenarios.studies.simulated import as_found
from simulation.costs import UnitCosts, discount
from simulation.errors import DoorwaysError
from simulation.outcomes.measure import Measure
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.services.opened import VALUES

#: What stands for the arm in which every study is taken at face value.
FACE: Final = "studies at face value"
_EFFECTS: Final = "effects"


@dataclass(frozen=True)
class Asked:
    """Say what a case is made with.

    Attributes
    ----------
    outcome
        The measure of which the curve says what one would have to pay.
    corrections
        What is corrected for optimism in the result itself; steps are shown whatever it is.
    prices
        Pounds of a council's own, by name of the line.
    """

    outcome: str = "care_entries"
    corrections: Corrections = field(default_factory=Corrections)
    prices: Mapping[str, float] = field(default_factory=dict)

    def measure(self) -> Measure:
        """Return the outcome.

        Raises
        ------
        DoorwaysError
            When there is no such measure, neither more nor fewer is better, or it is money.
        """
        one = measure_of(self.outcome)
        if one.better == 0 or one.kind in ("money", "share"):
            rule = "What one pays for has to be countable, and fewer or more of it better."
            raise DoorwaysError("outcome", one.name, rule, "Try care_entries or weeks_in_care.")
        return one


def case(
    request: CompareRequest,
    asked: Asked | None = None,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
) -> Case:
    """Return the case for a scenario against a baseline.

    What is stored of a run holds no bill: the bills of each future are kept by themselves, on a shelf.

    Parameters
    ----------
    request
        The comparison: the same numbers as `scenarios.compare.compare` gives of it.
    asked
        Outcome, corrections, own prices.
    execution
        How futures run, who is told how many are there, and who may stop it.
    council
        The council's profile, when it is not a published one.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, the scenario opens nothing that costs, or a future fails.
    """
    from simulation.simulate import warm_up

    asked = asked or Asked()
    outcome = asked.measure()
    central = central_plan(request, services=False)
    lines = with_prices(_lines(central), asked.prices)
    made = make_plan(request, council)
    tasks = [_with_face(task) for task in made.tasks]
    warm_up()
    bills = run_all(tasks, bills_of, execution, what="case", each="futures")
    return result_of(
        made,
        books_of(lines, bills, 1, central, asked.corrections),
        books_of(lines, bills, 2, central, asked.corrections) if len(tasks[0].arms) > 2 else None,
        bills,
        outcome,
        _steps_of(),
    )


def _lines(central: Plan) -> tuple[PricedLine, ...]:
    """Return the lines of a plan; check that it opens something that costs."""
    lines = lines_of(central)
    if not any(one.is_cost for one in lines):
        rule = "Nothing that it or its baseline opens has posts or costs, so there is nothing to make a case for."
        step = "Name a scenario that opens a service or a practice; 'compare' compares any two."
        raise DoorwaysError("scenario", central.arms[1].name, rule, step)
    return lines


def books_of(
    lines: Sequence[PricedLine],
    bills: Sequence[Bills],
    arm: int,
    central: Plan,
    corrections: Corrections,
) -> Books:
    """Return what an arm costs more than the baseline, line by line, in every future.

    Raises
    ------
    DoorwaysError
        When a bill has a line that is not among them: nothing may be left out.
    """
    known = {one.line for one in lines}
    for bill in bills:
        for line, pounds in (*bill.lines[0].items(), *bill.lines[arm].items()):
            if line not in known and pounds.any():
                rule = "A future has a line that its middle values have not."
                raise DoorwaysError("bill", line.what, rule, "Report this as a fault.")
    unit_costs = UnitCosts.from_parameters(central.tasks[0].parameters)
    apart = np.array([[_apart(bill, one, arm) for one in lines] for bill in bills])
    factors = discount(apart.shape[-1], unit_costs.discount)
    return Books(tuple(lines), apart, factors, unit_costs.cashable_share, corrections)


def _apart(bill: Bills, one: PricedLine, arm: int) -> NDArray[np.float64]:
    years = np.zeros(bill.values[0].shape[-1])
    return bill.lines[arm].get(one.line, years) - bill.lines[0].get(one.line, years)


def _with_face(task: ReplicateTask) -> ReplicateTask:
    """Return a task with a third arm in which studies are taken at face value, where there are any."""
    scenario = task.arms[1]
    opened = tuple(map(_at_face_value, scenario.interventions))
    if all(one is other for one, other in zip(opened, scenario.interventions, strict=True)):
        return task
    return replace(task, arms=(*task.arms, ArmSpec(FACE, opened)))


def _at_face_value(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is opened with its studies' findings; a scenario's own beliefs stand above them."""
    kind = kinds()[spec["kind"]]
    if kind.studies is None or spec.get("twin", "real") != "real":
        return spec
    own = spec.get(_EFFECTS, {})
    found = {name: value for name, value in as_found(kind).items() if name not in own}
    return {**spec, VALUES: {**spec[VALUES], **found}}


def _steps_of() -> tuple[float, tuple[float, ...]]:
    """Return what setting up is made dearer by, and what is taken off savings, step by step."""
    uplift = next(iter(leaves(figure("case_set_up_uplift").value)))
    return float(uplift), tuple(map(float, leaves(figure("case_benefit_steps").value)))
