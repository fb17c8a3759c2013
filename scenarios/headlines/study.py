"""Run one council's futures in three arms, and measure each published headline again in all of them."""

from dataclasses import replace
from math import ceil
from typing import Any, Final

import numpy as np

from agents.lengths import MONTHS_PER_YEAR
from agents.synthesis.authority import AuthorityProfile
from scenarios.already_run import running_notes
from scenarios.compare import Plan, make_plan
from scenarios.funnel.study import refuse_without_services
from scenarios.headlines.published import LEAD, MONTHS, Windows
from scenarios.headlines.result import Bench, summed_up
from scenarios.many.rollout import later
from scenarios.opening import first_month
from scenarios.request import YEARS, CompareRequest
from scenarios.scenario import Scenario, load_scenario
from scenarios.shared import shared_by
from scenarios.summarise import FEW, few_note
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.version import RESULTS_VERSION

_NOTES: Final = (
    "Windows, cohort and comparison are those of each study as far as it said; what it did not say is a "
    "setting. They were fixed before any run.",
    "What would be reported is what a study without a comparison would see: the same young people before and "
    "after, or a share of them. Young people come to a service at a bad moment, and they grow older: "
    "some of what follows would have followed anyway, whichever way it goes.",
    "Intervals in the tables are of averages over very many futures (95%): one council sees one future, "
    "which varies far more.",
)


def bench(
    request: CompareRequest,
    windows: Windows,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
) -> Bench:
    """Measure every headline again in one council.

    The service is put off until everybody has two years of a past; its twins are run beside it.

    Parameters
    ----------
    request
        Council, scenario, replicates and seed; its years and its baseline are not read.
    windows
        What the studies did not publish.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When the scenario opens no service or is a twin, or something asked for is unknown.
    """
    from scenarios.headlines.pair import BenchTask, bench_of
    from simulation.simulate import warm_up

    plans, opened = _plans(request, windows, council)
    tasks = [
        BenchTask(
            replace(one.tasks[k], arms=(*one.tasks[k].arms[:1], *_last(other, k), *_last(one, k))),
            windows,
            opened,
        )
        for one, other in (plans,)
        for k in range(request.replicates)
    ]
    warm_up()
    pairs = run_all(tasks, bench_of, execution, what="headlines")
    shared = shared_by(np.arange(len(tasks)), central=request.central)
    about = _about(plans[0], windows, opened)
    few = (few_note(request),) if request.replicates < FEW else ()
    notes = (*running_notes(plans[0].council, plans[0].arms), *few, *_NOTES)
    return summed_up(about, pairs, shared.clusters, notes)


def _last(made: Plan, k: int) -> tuple[Any, ...]:
    """Return the scenario's arm of a replicate."""
    return made.tasks[k].arms[1:]


def _plans(
    request: CompareRequest, windows: Windows, council: AuthorityProfile | None
) -> tuple[tuple[Plan, Plan], int]:
    """Return the service beside its null twin, its recording twin beside it, and the year it opens."""
    scenario = _real(request.scenario)
    first = first_month(replace(request, scenario=scenario), council)
    opened = ceil(max(first, LEAD) / MONTHS_PER_YEAR)
    months = opened * MONTHS_PER_YEAR - first
    after = windows.cohort_months + max(windows.window_months, MONTHS[1])
    years = opened + ceil(after / MONTHS_PER_YEAR)
    if years > YEARS[1]:
        rule = (
            f"With its past and what follows it would take {years} years; the most is {YEARS[1]}."
        )
        raise DoorwaysError("scenario", scenario.name, rule, "Name one that opens sooner.")
    null, recording, real = (
        later(one, months) for one in (scenario.twin("null"), scenario.twin("recording"), scenario)
    )
    asked = replace(request, years=years, baseline=null, scenario=real)
    return (
        (make_plan(asked, council), make_plan(replace(asked, scenario=recording), council)),
        opened,
    )


def _real(named: str | Scenario) -> Scenario:
    """Return the scenario, once it is known to open a service and to be no twin."""
    refuse_without_services(named)
    scenario = load_scenario(named) if isinstance(named, str) else named
    if scenario.twin_of:
        rule = "It is a twin; the bench makes the twins by itself."
        raise DoorwaysError("scenario", scenario.name, rule, f"Use {scenario.twin_of}.")
    return scenario


def _about(made: Plan, windows: Windows, opened: int) -> dict[str, Any]:
    """Return what was asked for."""
    scenario = made.arms[1]
    return {
        "authority": made.council.name,
        "code": made.council.code,
        "base_year": made.council.year,
        "scenario": scenario.name,
        "scenario_title": scenario.title,
        "opens_year": opened,
        "cohort_months": windows.cohort_months,
        "window_months": windows.window_months,
        **made.request.numbers(),
        "results_version": RESULTS_VERSION,
    }
