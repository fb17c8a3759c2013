"""Run the futures of a funnel, and sum up what became of those who came into care."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agents.words import capital
from scenarios.already_run import running_notes
from scenarios.capacity import late_notes
from scenarios.compare import Plan, make_plan
from scenarios.comparison import Comparison
from scenarios.funnel.events_met import aims_of
from scenarios.funnel.precision import in_words, known_within
from scenarios.funnel.replicate import ARMS, Pair
from scenarios.funnel.result import Funnel, entrants, over, support
from scenarios.funnel.said import largest_leak
from scenarios.funnel.surprising import surprises
from scenarios.gather import Gatherer
from scenarios.intervention_schema import kinds
from scenarios.request import REPLICATES, CompareRequest
from scenarios.scenario import Scenario, load_scenario
from scenarios.shared import shared_by
from scenarios.summarise import measure_rows, notes
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.services.declaration import Sort
from simulation.version import RESULTS_VERSION


def funnel(request: CompareRequest, *, execution: Execution = USUAL) -> Funnel:
    """Run pairs of futures with their logs and return the funnels of the scenario's services.

    Parameters
    ----------
    request
        What to compare: the futures are those of the comparison of the same seed.
    execution
        How replicates run, who is told how many are there, and who may stop it.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, or the scenario opens no service.
    """
    refuse_without_services(request.scenario)
    made = make_plan(request)
    return summed_up(made, followed(made.tasks, execution))


def followed(tasks: Sequence[ReplicateTask], execution: Execution) -> list[Pair]:
    """Run tasks with their logs and return what each pair says, in their order.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    from scenarios.funnel.replicate import funnel_of
    from simulation.simulate import warm_up

    warm_up()
    return run_all(tasks, funnel_of, execution, what="funnel")


def has_services(scenario: Scenario) -> bool:
    """Tell whether a scenario opens a service: practices and conditions refer nobody."""
    return any(kinds()[spec["kind"]].sort is Sort.SERVICE for spec in scenario.interventions)


def refuse_without_services(scenario: str | Scenario) -> None:
    """Check that a scenario opens a service.

    Raises
    ------
    DoorwaysError
        When it opens none: practices and conditions refer nobody.
    """
    one = load_scenario(scenario) if isinstance(scenario, str) else scenario
    if not has_services(one):
        rule = "It opens no service, so nobody is referred, taken on or supported."
        step = "Name a scenario that opens one: 'doorways scenarios' lists those that ship."
        raise DoorwaysError("scenario", one.name, rule, step)


def summed_up(made: Plan, pairs: Sequence[Pair], comparison: Comparison | None = None) -> Funnel:
    """Return the funnels over pairs that were followed, one for each task of a plan.

    Parameters
    ----------
    comparison
        The comparison whose first replicates these are, and whose differences are explained; by
        default that of the pairs themselves.
    """
    gatherer = Gatherer(made.tasks)
    for task, pair in zip(made.tasks, pairs, strict=True):
        gatherer.take(task, pair.results)
    gathered = gatherer.whole()
    rows = (
        comparison.measures if comparison else measure_rows(gathered, central=made.request.central)
    )
    services = tuple(
        _service([pair.services[k] for pair in pairs]) for k in range(len(pairs[0].services))
    )
    every = [pair.every for pair in pairs]
    whole: dict[str, Any] = {"entrants": _groups(every), "sentence": ""}
    if whole["entrants"] is not None:
        several = len(services) > 1
        title = "these services" if several else services[0]["title"]
        whole["sentence"] = largest_leak(whole["entrants"]["baseline"], title, several=several)
    scenario = made.arms[1]
    told = [*running_notes(made.council, made.arms)]
    told += notes(made.request, made.arms, gathered)
    told += late_notes(scenario.interventions, made.beliefs.figures(), made.request.years)
    shared = shared_by(gathered.replicates, central=made.request.central)
    return Funnel(
        _about(made),
        over([pair.entered for pair in pairs]),
        services,
        whole,
        surprises(rows, aims_of(_central(made)), pairs),
        tuple(dict.fromkeys(told)),
        in_words(
            len(pairs), known_within(every, shared), comparison.replicates if comparison else None
        ),
    )


def _central(made: Plan) -> ReplicateTask:
    """Return a task with central values, as what services are believed to do."""
    request = replace(made.request, central=True, replicates=REPLICATES[0])
    return make_plan(request, made.council).tasks[0]


def _service(each: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one service over all replicates."""
    first = each[0]
    groups = _groups([one["entrants"] for one in each])
    title, member = first["title"], first["member"].replace("_", " ")
    told = []
    if groups is None:
        told.append(
            f"The members of {title} are {member}s: nobody can be one before coming into care."
        )
    elif not first["acts_on_entry"]:
        told.append(
            f"{capital(title)} does not act on coming into care; its dose is that of "
            "what it acts on most."
        )
    return {
        "title": title,
        "member": first["member"],
        "acts_on_entry": first["acts_on_entry"],
        "entrants": groups,
        "support": support([one["support"] for one in each]),
        "sentence": "" if groups is None else largest_leak(groups["baseline"], title),
        "notes": told,
    }


def _groups(each: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the funnel of both groups of entrants; None where no service comes before care."""
    if not each[0]:
        return None
    return {name: entrants([one[name] for one in each]) for name in ARMS}


def _about(made: Plan) -> dict[str, Any]:
    """Return what was asked for."""
    request, (baseline, scenario) = made.request, made.arms
    return {
        "authority": made.council.name,
        "code": made.council.code,
        "base_year": made.council.year,
        "baseline": baseline.name,
        "scenario": scenario.name,
        "scenario_title": scenario.title,
        **request.numbers(),
        "results_version": RESULTS_VERSION,
    }
