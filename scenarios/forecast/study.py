"""Forecast one council: the baseline alone, beside its own past, its neighbours, England and its record."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import learnt_from, profile, rate_years
from calibration.beliefs.evidence.load import figures
from calibration.beliefs.prices import price_year
from scenarios import again
from scenarios.adopting.sites import central_plan
from scenarios.already_run import basis_of, running_notes
from scenarios.case.lines import PricedLine, lines_of
from scenarios.case.own_prices import PRICES_FILE, of_care, table_of, with_prices
from scenarios.cite import Citation, cite
from scenarios.compare import Plan, make_plan
from scenarios.forecast.counted import CALLED
from scenarios.forecast.levers import Lever, planned
from scenarios.forecast.pair import futures_of
from scenarios.forecast.record import record
from scenarios.forecast.result import Spread, apart, arm
from scenarios.forecast.standing import looked_back, standing
from scenarios.prediction import LEVEL
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.shared import shared_by
from scenarios.statistics import MEAN_LEVEL
from scenarios.summarise import FEW, calibration_note, calibration_of, few_note
from simulation.bands import in_years
from simulation.costs.bill import Group
from simulation.errors import DoorwaysError
from simulation.numbers import counted
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

#: Stands for "no levers": it opens nothing.
_AS_IT_IS: Final = Scenario("as-it-is", "As it is")
_DEAREST: Final = 0.5
NOTES: Final = (
    "Ranges hold one future in 9 of 10: they contain the luck of children, the luck of years and what is not known.",
    "Places to find are those for all children who live in a kind of placement, less the places that there are today, kin aside; places of "
    "agencies and homes are those in reach of the council's children, some of them in other areas.",
)


@dataclass(frozen=True)
class Asked:
    """Say what a forecast is made with.

    Attributes
    ----------
    levers
        What the planner changes; none: as it is.
    month
        From which month on.
    prices
        Pounds of a council's own, by name of the line as `doorways case` has it.
    inflation
        Share by which prices rise a year, for the money of the day.
    with_record
        Whether past forecasts of this council are made and scored.
    reference
        First and last year that rates are learnt from; None: the three to the base year.
    """

    levers: tuple[Lever, ...] = ()
    month: float = 0.0
    prices: Mapping[str, float] = field(default_factory=dict)
    inflation: float = 0.0
    with_record: bool = True
    reference: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises
        ------
        DoorwaysError
            When the month or inflation is out of bounds.
        """
        if not 0.0 <= self.month < math.inf:
            rule = "A month is a number from 0 on, counted from the start of the run."
            raise DoorwaysError("from month", self.month, rule, "Choose such a number.")
        if not -_DEAREST <= self.inflation <= _DEAREST:
            rule = "Inflation is a share a year from -0.5 to 0.5: 0.03 is 3%."
            raise DoorwaysError("inflation", self.inflation, rule, "Choose such a number.")

    def refuse_late(self, years: int) -> None:
        """Check that levers are moved before so many years end.

        Raises
        ------
        DoorwaysError
            When none would ever act.
        """
        if self.levers and in_years(self.month) >= years:
            rule = f"The forecast ends after {counted(years, 'year')}, so no lever would ever act."
            step = "Move them from an earlier month on, or ask for more years."
            raise DoorwaysError("from month", f"{self.month:g}", rule, step)


def forecast(
    request: CompareRequest,
    asked: Asked | None = None,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
    on_stage: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Return a council's forecast as plain data, as forecast.json has it.

    Parameters
    ----------
    request
        Council, baseline, years, futures and seed; its scenario is not used.
    asked
        Levers, prices, inflation.
    execution
        How futures run, who is told how many are there, and who may stop it.
    council
        The council's profile, when it is not a published one.
    on_stage
        Told what is being done.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, or a future fails.
    """
    from simulation.simulate import warm_up

    asked = asked or Asked()
    asked.refuse_late(request.years)
    scenario = planned(asked.levers, asked.month) if asked.levers else _AS_IT_IS
    council = council or profile(request.authority, request.base_year)
    if asked.reference is not None:
        council = learnt_from(council, *asked.reference)
    made = make_plan(replace(request, scenario=scenario), council)
    lines = _placements(replace(request, scenario=scenario), asked.prices)
    # Without levers both arms would be the same to the bit: one of them is enough.
    many = 2 if asked.levers else 1
    tasks = [replace(task, arms=task.arms[:many]) for task in made.tasks]
    warm_up()
    on_stage("Simulating")
    found = run_all(tasks, futures_of, execution, what="forecast", each="futures")
    groups = shared_by(np.arange(len(tasks)), central=request.central).clusters
    spreads = [Spread.of([future[k] for future in found], lines) for k in range(many)]
    told = [arm(one, lines, asked.inflation, groups) for one in spreads]
    past: dict[str, Any] | None = None
    if asked.with_record:
        on_stage("Forecasting its past years")
        past = record(made.council, request.seed, execution)
    about = _about(made, asked)
    return {
        **about,
        "forecast": told[0],
        "planned": told[1] if asked.levers else None,
        "apart": apart(spreads[0], spreads[-1], groups) if asked.levers else None,
        "standing": standing(made.council),
        "past": looked_back(made.council),
        "record": past,
        "unit_costs": table_of(lines),
        "notes": _notes(made, asked, len(tasks)),
        "reproduce": _command(about, asked),
    }


def _command(about: Mapping[str, Any], asked: Asked) -> str:
    """Return what gives the same numbers to the bit, typed in the folder of the results."""
    said = [f"doorways forecast --authority {about['code']}"]
    said += [f"--baseline {name}" for name in again.files(about["opened"])]
    said += [f"--lever {one.typed}" for one in asked.levers]
    said += [f"--from-month {asked.month!r}"] if asked.levers and asked.month else []
    said += [f"--reference {asked.reference[0]} {asked.reference[1]}"] if asked.reference else []
    said += [f"--unit-costs {PRICES_FILE}"] if asked.prices else []
    said += [f"--inflation {asked.inflation!r}"] if asked.inflation else []
    said += [] if asked.with_record else ["--no-record"]
    return " ".join([*said, *again.settings(about)])


def _placements(request: CompareRequest, own: Mapping[str, float]) -> tuple[PricedLine, ...]:
    """Return the lines of placements at the council's own prices; a case's table may be handed in whole."""
    lines = with_prices(lines_of(central_plan(request, services=False)), of_care(own))
    return tuple(one for one in lines if one.line.group is Group.PLACEMENT)


def _about(made: Plan, asked: Asked) -> dict[str, Any]:
    request = made.request
    return {
        "product_version": PRODUCT_VERSION,
        "results_version": RESULTS_VERSION,
        "authority": made.council.name,
        "code": made.council.code,
        "region": made.council.region,
        "base_year": made.council.year,
        "baseline": made.arms[0].title,
        "years": request.years,
        "replicates": len(made.tasks),
        "seed": request.seed,
        "step_days": request.step_days,
        "central": request.central,
        "calibration": calibration_of(request.calibration),
        "believes": made.beliefs.digest(),
        "price_year": price_year(figures()),
        "level": LEVEL,
        "mean_level": MEAN_LEVEL,
        "learnt_from": [one.year for one in reversed(rate_years(made.council))],
        "levers": [one.says for one in asked.levers],
        "levers_from_month": asked.month,
        "called": dict(CALLED),
        "opened": [{"role": "baseline", "toml": made.arms[0].to_toml()}],
        "works": [_work(one) for one in cite(made.arms[0])],
    }


def _work(one: Citation) -> dict[str, str]:
    return {"title": one.title, "author": one.author, "published": one.year, "url": one.url}


def _notes(made: Plan, asked: Asked, many: int) -> Sequence[str]:
    request = made.request
    told = [calibration_note(request.calibration)]
    told += running_notes(made.council, made.arms)
    told += list(made.arms[1].notes) if asked.levers else []
    if request.central:
        told.append("Every parameter is at its central value: the ranges show chance only.")
    if many < FEW:
        told.append(few_note(request))
    if asked.reference:
        told.append(
            "Levels of starts, leaving care, moves and missing are learnt from these years, newer ones weighing more; kinds of "
            "placement, prices and England's rates are those of the base year. The record of past forecasts is made with the usual years."
        )
    as_it_was = (
        f"It forecasts what happens if practice, prices and policy stay as they were in {basis_of(made.council).words}; "
        "it does not know of plans."
    )
    return list(dict.fromkeys((*told, as_it_was, *NOTES)))
