"""Run one arm on one population: the heart of every batch, dashboard and Mesa model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.lengths import BINS_PER_YEAR, DAYS_PER_YEAR
from agents.population import Population
from agents.schema import CARER, ENROLMENT, FAMILY, SERVICE, YOUNG_PERSON
from agents.synthesis.columns import Columns
from simulation.compile import RuleSet, compile_rules, is_compiled
from simulation.discover import model_rules
from simulation.draws import key_of
from simulation.errors import DoorwaysError
from simulation.kinds import TABLES
from simulation.outcomes.counted import Counted
from simulation.outcomes.readout import measure_values, weekly_values
from simulation.outcomes.snapshot import Snapshot, take
from simulation.outcomes.tally import Tally
from simulation.parameters import rule_parameters
from simulation.services.opened import programmes
from simulation.services.table import install
from simulation.tables import World
from simulation.world import State, make_state, make_world, parameter_record

#: Arrays of the state that are made longer when a run has more events than room.
GROWING = (
    "log_times",
    "log_rows",
    "log_outcomes",
    "log_before",
    "log_after",
    "heap",
)


#: Arrays of the state that hold nothing from one step to the next.
SCRATCH = ("heap", "order", "slots")


@dataclass
class Run:
    """Hold one arm in progress: its population, world and clocks."""

    population: Population
    world: World
    state: State
    parameters: Mapping[str, Any]
    now: float = 0.0

    def advance(self, until: float, step_days: float = 7.0) -> None:
        """Run to a moment in years from the start; the step never changes what happens.

        Raises
        ------
        DoorwaysError
            When the moment lies beyond the horizon, or the engine has to stop.
        """
        self.now, self.state = run_to(
            model_rules(), self.world, self.state, self.now, until, step_days
        )

    def fork(self) -> "Run":
        """Return an independent copy at this moment, which goes on as this run would."""
        people, shared = self.population.fork(), np.array(self.world.shared).view(np.recarray)
        tables = {name: getattr(people, name) for name in (*TABLES, "markets")}
        world = self.world._replace(**tables, shared=shared, queue=np.empty_like(self.world.queue))
        kept = {name: getattr(self.state, name) for name in State._fields if name not in SCRATCH}
        copied = {name: one.copy() for name, one in kept.items()}
        scratch = {name: np.empty_like(getattr(self.state, name)) for name in SCRATCH}
        state = State(**copied, **scratch)
        # Two names for the same memory.
        state = state._replace(counts=state.clocks.view(np.int32))
        return Run(people, world, state, self.parameters, self.now)


def run_to(
    rules: RuleSet, world: World, state: State, now: float, until: float, step_days: float
) -> tuple[float, State]:
    """Run a rule set from one moment to another; return the moment reached and the state.

    Raises
    ------
    DoorwaysError
        When the moment lies beyond the horizon, or the engine has to stop.
    """
    engine, bins = compile_rules(rules), len(state.events)
    if until * BINS_PER_YEAR > bins - 1:
        raise DoorwaysError(
            "moment",
            until,
            f"The run was made for {(bins - 1) / BINS_PER_YEAR:g} years.",
            "Start it with a longer horizon.",
        )
    while now < until:
        now = float(engine.run(world, state, now, until, step_days / DAYS_PER_YEAR))
        refuse_dropped(world)
        if now < until:
            state = with_more_room(state)
    return now, state


def refuse_dropped(world: World) -> None:
    """Check that everything that had to be looked at again was.

    Raises
    ------
    DoorwaysError
        When one event changed more than the queue holds: what was left out cannot be made good.
    """
    dropped = int(world.shared[0].dropped)
    if dropped:
        raise DoorwaysError(
            "event",
            f"{world.queue.size + dropped:,} rows to look at again",
            f"One event may have {world.queue.size:,} rows looked at again.",
            "This run cannot be used. Mend the process that calls `touch` without end.",
        )


def with_more_room(state: State) -> State:
    """Return the state with twice the room for events."""
    return state._replace(
        **{
            name: np.concatenate([getattr(state, name), np.zeros_like(getattr(state, name))])
            for name in GROWING
        }
    )


def start(
    population: Population,
    specs: Sequence[Mapping[str, Any]],
    parameters: Mapping[str, Any],
    seed: int,
    replicate: int,
    years: float,
    *,
    place: str = "",
    log: int = 0,
) -> Run:
    """Return an arm ready to run; its services are installed into the population it is given.

    Parameters
    ----------
    population
        Changed in place: fork it first if another arm needs it.
    specs
        Interventions as plain data.
    parameters
        Values by name, as `calibration.beliefs.parameters` returns them.
    seed, replicate, place
        Address of the run's draws; `place` is the council's code, so that councils differ.
    years
        Horizon.
    log
        Room for this many events to begin with; 0 keeps no log.

    Raises
    ------
    DoorwaysError
        When an intervention is of an unknown kind or says what its kind does not know.
    """
    opened = programmes(model_rules(), specs, parameters)
    draws = Columns(seed, replicate, place)
    install(model_rules(), population, opened, years, draws)
    record = parameter_record(rule_parameters(), parameters)
    state = make_state(
        model_rules(), population, record, key_of(seed, replicate, place), years, log
    )
    return Run(population, make_world(population), state, parameters)


def run_years(
    run: Run, years: int, step_days: float
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Run whole years and return (measures by year, weekly columns)."""
    counted = counted_years(run, years, step_days)
    return measure_values(counted), weekly_values(counted.tally)


def counted_years(
    run: Run, years: int, step_days: float, on_march: Callable[[int], None] = lambda _: None
) -> Counted:
    """Run whole years and return everything that was counted; each 31 March is told of its year."""
    snapshots: list[Snapshot] = []
    for year in range(1, years + 1):
        run.advance(float(year), step_days)
        snapshots.append(take(run.population, year))
        on_march(year)
    tally = Tally(model_rules(), run.state, years)
    return Counted(tally, run.population, snapshots, run.parameters)


def is_ready() -> bool:
    """Return whether the model has been compiled on this machine before."""
    return is_compiled(model_rules())


def warm_up() -> None:
    """Compile the whole model, or load it if it was compiled before, by running nobody."""
    nobody = np.zeros(0, np.int64)
    population = Population(
        young_people=np.zeros(0, YOUNG_PERSON).view(np.recarray),
        families=np.zeros(0, FAMILY).view(np.recarray),
        carers=np.zeros(0, CARER).view(np.recarray),
        services=np.zeros(0, list(SERVICE)).view(np.recarray),
        enrolments=np.zeros(0, list(ENROLMENT)).view(np.recarray),
        places=nobody,
        place_starts=nobody,
    )
    population.sort_places()
    blank = {d.name: np.zeros(d.shape) for d in rule_parameters()}
    start(population, (), blank, 0, 0, 1.0).advance(1.0)
