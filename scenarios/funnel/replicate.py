"""The funnel of one pair of futures: both arms with their logs, and what became of everybody."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from scenarios.funnel.by_support import met_by
from scenarios.funnel.events_met import own_places, supported_people
from scenarios.funnel.lives import lives_of
from scenarios.funnel.members import support_by
from scenarios.funnel.programmes import BEFORE_CARE, ENTRIES, Programme, programmes_of
from scenarios.funnel.reading import ways_of
from scenarios.funnel.spells import Ways
from scenarios.funnel.steps import Entrants, by_any, counted, entrants_of, reached_by
from simulation.outcomes.cells_now import cells_now
from simulation.outcomes.logged import Events, events_of, room_for
from simulation.outcomes.readout import measure_values, weekly_values
from simulation.outcomes.snapshot import People, whom_counted
from simulation.runner.complete import check_complete
from simulation.runner.provenance import here
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import Run, counted_years

ARMS: Final = ("baseline", "scenario")


@dataclass(frozen=True, eq=False)
class Pair:
    """Hold what one pair of futures says: plain counts, and the results of both arms.

    Attributes
    ----------
    entered
        How many started to be looked after in each arm, both, and one alone.
    services
        One mapping a service of the scenario's arm: title, member and counts.
    every
        The funnel of all services together.
    met
        By arm and measure: what `scenarios.funnel.by_support.met_by` returns, and of events how many
        led into or out of `own_places` of services.
    results
        What both arms reported, as a comparison has it.
    """

    entered: dict[str, int]
    services: tuple[dict[str, Any], ...]
    every: dict[str, Any]
    met: dict[str, Any]
    results: tuple[ArmResult, ...]


@dataclass(frozen=True, eq=False)
class Played:
    """Hold one arm that has run."""

    run: Run
    first_cells: Any
    events: Events
    marches: Sequence[People]
    result: ArmResult

    def first_entries(self) -> dict[int, float]:
        """Return when each young person with a family first started to be looked after, by uid."""
        people = self.run.population.young_people
        starts = self.events.of(*ENTRIES)
        uids = people.uid[starts.rows]
        _, first = np.unique(uids, return_index=True)
        return {int(uids[k]): float(starts.times[k]) for k in first}


def funnel_of(task: ReplicateTask) -> Pair:
    """Return the funnel of a task's two arms: a pure function of it."""
    population = population_of(task)
    baseline, scenario = (played(task, arm, population) for arm in task.arms)
    there, years = scenario.run.population, float(task.years)
    ways = ways_of(there, scenario.run.state, scenario.events)
    lives = lives_of(there, scenario.first_cells, scenario.events)
    firsts = [arm.first_entries() for arm in (baseline, scenario)]
    rows = {int(uid): row for row, uid in enumerate(there.young_people.uid.tolist())}
    groups = {
        name: entrants_of(first, rows, firsts[1]) for name, first in zip(ARMS, firsts, strict=True)
    }
    programmes = programmes_of(there)
    services = tuple(
        {
            "title": one.title,
            "member": one.member.name.lower(),
            "acts_on_entry": one.on_entry,
            "support": support_by(one, ways, there, lives, years),
            "entrants": _funnels([one], ways, there, groups, years),
        }
        for one in programmes
    )
    alone = len(services) == 1
    every = services[0]["entrants"] if alone else _funnels(programmes, ways, there, groups, years)
    people = there.young_people.uid[supported_people(there, ways)]
    met = {name: _met(arm, people) for name, arm in zip(ARMS, (baseline, scenario), strict=True)}
    results = (baseline.result, scenario.result)
    return Pair(_entered(*firsts), services, every, met, results)


def _met(arm: Played, supported: Any) -> dict[str, dict[str, float]]:
    """Return what each measure comes to in one arm, by whether services ever supported whom it counts."""
    run = arm.run
    found = met_by(
        run.population,
        run.parameters,
        arm.events,
        arm.first_cells,
        arm.marches,
        arm.result,
        supported,
    )
    for name, count in own_places(arm.events).items():
        found[name]["own_places"] = count
    return found


def played(task: ReplicateTask, arm: ArmSpec, population: Any) -> Played:
    """Run one arm as every comparison does, with a log."""
    began = time.perf_counter()
    run = started(task, arm, population, room_for(task.profile["cla"], task.years))
    first = cells_now(run.population.young_people)
    marches: list[People] = []
    counted = counted_years(
        run,
        task.years,
        task.step_days,
        lambda year: marches.append(whom_counted(run.population, year)),
    )
    weekly, values = weekly_values(counted.tally), measure_values(counted)
    result = ArmResult(arm.name, weekly, values, time.perf_counter() - began, here())
    check_complete(task, result)
    return Played(run, first, events_of(run.state), marches, result)


def _funnels(
    programmes: list[Programme],
    ways: Ways,
    there: Any,
    groups: dict[str, Entrants],
    years: float,
) -> dict[str, Any]:
    """Return the funnel of those who entered in either arm; empty when no service comes before care."""
    able = [one for one in programmes if one.member in BEFORE_CARE]
    if not able:
        return {}
    return {
        name: counted(
            by_any([reached_by(one, ways, there, group, years) for one in able]), group.spared
        )
        for name, group in groups.items()
    }


def _entered(baseline: dict[int, float], scenario: dict[int, float]) -> dict[str, int]:
    """Return how many entered in each arm, in both, and in one alone."""
    both = len(baseline.keys() & scenario.keys())
    return {
        "baseline": len(baseline),
        "scenario": len(scenario),
        "both": both,
        "baseline_only": len(baseline) - both,
        "scenario_only": len(scenario) - both,
    }
