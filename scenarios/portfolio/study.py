"""Search the mixes of some scenarios in one council, on the same futures, and say how surely."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.adopting.paired import Versions, run_versions
from scenarios.compare import Plan, make_plan
from scenarios.needed.target import measure_of
from scenarios.portfolio.interactions import shared_levers, switched_off
from scenarios.portfolio.members import Members, members_of
from scenarios.portfolio.mix import Mix, Placed
from scenarios.portfolio.result import Portfolio, clear, portfolio_of
from scenarios.portfolio.search import Trial, search
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from scenarios.shared import shared_by
from scenarios.statistics import told
from simulation.errors import DoorwaysError
from simulation.outcomes.measure import Measure
from simulation.runner.execution import USUAL, Execution

COST: Final = "cost_services_gross"


@dataclass(frozen=True)
class Asked:
    """Say what a portfolio is chosen by.

    Attributes
    ----------
    members
        Scenarios to choose among.
    budget
        Pounds all services of a mix may cost together over the whole period, gross, on average.
    outcome
        The measure that is to be better.
    step_months
        Months from the opening of one member to that of the next; 0: each when its file says.
    most
        Members a mix may have; by default all.
    """

    members: tuple[str | Scenario, ...]
    budget: float
    outcome: str = "weeks_in_care"
    step_months: float = 0.0
    most: int | None = None

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises
        ------
        DoorwaysError
            When one makes no sense.
        """
        if not 0.0 < self.budget < float("inf"):
            rule = "A budget is a number of pounds above 0."
            raise DoorwaysError("budget", self.budget, rule, "Write for example £2.5m.")
        if not 0.0 <= self.step_months <= _LONGEST:
            rule = f"A step is 0 to {_LONGEST:g} months long."
            raise DoorwaysError("step", self.step_months, rule, "0 opens each when its file says.")
        if self.most is not None and self.most < 1:
            rule = "A mix has at least one member."
            raise DoorwaysError("most members", self.most, rule, "Choose 1 or more.")

    def measure(self) -> Measure:
        """Return the outcome.

        Raises
        ------
        DoorwaysError
            When there is no such measure, or neither more nor fewer of it is better.
        """
        one = measure_of(self.outcome)
        if one.better == 0:
            rule = "Neither more nor fewer of it is better, so no mix can be best."
            raise DoorwaysError("outcome", one.name, rule, "Try weeks_in_care or cost_council.")
        return one


_LONGEST: Final = 60.0


class Bench:
    """Try mixes on the first so many futures of a plan."""

    def __init__(
        self,
        made: Plan,
        members: Members,
        asked: Asked,
        execution: Execution,
        stage: Callable[[str], None],
    ) -> None:
        self.made, self.members, self.asked = made, members, asked
        self.execution, self.stage = execution, stage
        self.measure = asked.measure()
        self.base = made.arms[0].name

    def attempt(self, mixes: Sequence[Mix], futures: int) -> dict[Mix, Trial]:
        """Return what mixes do better, and cost, in each of the first futures."""
        self.stage(f"Trying {len(mixes)} mixes on {futures} futures")
        found = self._run({str(k): one.slots() for k, one in enumerate(mixes)}, futures)
        return {mix: self._trial(found, str(k)) for k, mix in enumerate(mixes)}

    def apart(self, mix: Mix, levers: Sequence[str] = ()) -> np.ndarray[Any, Any]:
        """Return in each future how much more a mix does than its members by themselves.

        Parameters
        ----------
        levers
            Levers on which nothing acts, in the mix and in its members.
        """
        slots: dict[str, tuple[tuple[int, int], ...]] = {"mix": mix.slots()}
        slots |= {_named(one): ((one.member, one.steps),) for one in mix.alone()}
        found = self._run(slots, len(self.made.tasks), levers)
        alone = [self._trial(found, _named(one))[0] for one in mix.alone()]
        return np.asarray(self._trial(found, "mix")[0] - np.sum(alone, axis=0))

    def _run(
        self,
        slots: Mapping[str, Sequence[tuple[int, int]]],
        futures: int,
        levers: Sequence[str] = (),
    ) -> Versions:
        part = replace(self.made, tasks=self.made.tasks[:futures])
        months = self.asked.step_months
        each = {name: self.members.opened(one, months) for name, one in slots.items()}
        quiet = partial(switched_off, levers=levers)
        return run_versions(part, each, self._names, self.execution, quiet)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.measure.name, COST)))

    def _trial(self, found: Versions, name: str) -> Trial:
        return self._difference(found, name, self.measure.name) * self.measure.better, (
            self._difference(found, name, COST)
        )

    def _difference(self, found: Versions, name: str, measure: str) -> np.ndarray[Any, Any]:
        return np.asarray(found.totals[name][measure] - found.totals[self.base][measure])


def _named(one: Placed) -> str:
    return f"{one.member} alone, {one.steps} later"


def portfolio(
    request: CompareRequest,
    asked: Asked,
    *,
    execution: Execution = USUAL,
    council: AuthorityProfile | None = None,
    on_stage: Callable[[str], None] = lambda _: None,
) -> Portfolio:
    """Return the mix that does most within a budget, and how surely, beside the others.

    Parameters
    ----------
    request
        Council, baseline, years, futures and seed; its scenario is not used.
    asked
        What to choose among, and by what.
    execution
        How futures run, who is told how many of a round are there, and who may stop it.
    council
        The council's profile, when it is not a published one.
    on_stage
        Told what is being tried.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown or makes no sense.
    """
    measure = asked.measure()
    members = members_of(request, asked.members)
    made = make_plan(replace(request, scenario=members.whole), council)
    bench = Bench(made, members, asked, execution, on_stage)
    many, futures = len(members.scenarios), len(made.tasks)
    most = min(asked.most or many, many)
    ordered = asked.step_months > 0.0
    found = search(bench.attempt, many, most, asked.budget, futures, ordered=ordered)
    groups = shared_by(np.arange(futures), central=request.central).clusters
    together = {}
    for mix in list(found.finalists)[:_EXPLAINED]:
        if len(mix.members) > 1:
            on_stage("Its members by themselves")
            excess = bench.apart(mix)
            together[mix] = _together(bench, mix, excess, groups)
            if together[mix]["as_sum"]:
                better, cost = found.finalists[mix]
                found.finalists[mix] = better - excess, cost
    return portfolio_of(made, members, asked, measure, found, together, groups)


#: So many of the best mixes are set beside their members by themselves.
_EXPLAINED: Final = 3


def _together(bench: Bench, mix: Mix, apart: np.ndarray[Any, Any], groups: Any) -> dict[str, Any]:
    """Return how much more a mix does than its members' sum, and what of that levers they share explain.

    More than the sum is believed only where they act on the same and nothing is left of it without; a mix
    of which that is not so counts `as_sum`.
    """
    excess = told(apart, groups)
    opened = [bench.members.scenarios[one].interventions for one in mix.members]
    levers = shared_levers(opened)
    off = told(bench.apart(mix, levers), groups) if levers and clear(excess) else None
    explained = off is not None and not clear(off)
    return {
        "excess": excess,
        "levers": list(levers),
        "switched_off": off,
        "as_sum": clear(excess) and excess["mean"] > 0.0 and not explained,
    }
