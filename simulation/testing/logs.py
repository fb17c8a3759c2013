"""Play a rule set on a population and read what happened, event by event."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.parameter import Parameter
from agents.population import Population
from simulation import entering, placing, siblings
from simulation.compile import RuleSet
from simulation.draws import key_of
from simulation.errors import DoorwaysError
from simulation.kinds import TABLES
from simulation.outcomes.chosen import known_names
from simulation.outcomes.logged import events_of
from simulation.services.table import give_tables, service_dtype
from simulation.simulate import run_to
from simulation.tables import World
from simulation.world import State, make_state, make_world, parameter_record

_ROOM = 1 << 14


@dataclass(frozen=True, eq=False)
class EventLog:
    """Hold events in the order in which they happened.

    Attributes
    ----------
    times
        Years since the start, shape (events,).
    uids
        Identity of the row each happened to, the same in every arm of a comparison.
    names
        ``process/outcome`` of each.
    outcomes
        Every ``process/outcome`` that could happen, so that no other is asked for.
    """

    times: NDArray[np.float64]
    uids: NDArray[np.int64]
    names: NDArray[np.str_]
    outcomes: tuple[str, ...]

    @property
    def processes(self) -> NDArray[np.str_]:
        """Return the process of each event."""
        return np.array([name.split("/")[0] for name in self.names], dtype=np.str_)

    def only(self, *processes: str) -> "EventLog":
        """Return the events of these processes or outcomes; it fails for any that cannot happen."""
        return self._kept(self._are(processes))

    def without(self, *processes: str) -> "EventLog":
        """Return all other events than those of these processes or outcomes."""
        return self._kept(~self._are(processes))

    def before(self, moment: float) -> "EventLog":
        """Return the events before a moment, in years from the start."""
        return self._kept(self.times < moment)

    def of(self, uids: Collection[int]) -> "EventLog":
        """Return the events of some rows, by uid."""
        return self._kept(np.isin(self.uids, list(uids)))

    def counts(self, *processes: str) -> dict[int, int]:
        """Return how often these processes happened to each row, by uid."""
        uids, counts = np.unique(self.only(*processes).uids, return_counts=True)
        return {int(uid): int(count) for uid, count in zip(uids, counts, strict=True)}

    def digest(self) -> str:
        """Return a hash of every bit of the log."""
        text = "\n".join(self.names).encode("utf-8")
        return hashlib.sha256(self.times.tobytes() + self.uids.tobytes() + text).hexdigest()

    def _are(self, processes: tuple[str, ...]) -> NDArray[np.bool_]:
        known_names(self.outcomes, processes)
        return np.isin(self.processes, processes) | np.isin(self.names, processes)

    def _kept(self, chosen: NDArray[np.bool_]) -> "EventLog":
        return replace(
            self, times=self.times[chosen], uids=self.uids[chosen], names=self.names[chosen]
        )


@dataclass
class Played:
    """Hold a rule set's run: what it worked on and what happened."""

    rules: RuleSet
    population: Population
    world: World
    state: State
    now: float = 0.0

    def advance(self, until: float, step_days: float = 7.0) -> None:
        """Run to a moment in years from the start."""
        self.now, self.state = run_to(
            self.rules, self.world, self.state, self.now, until, step_days
        )

    @property
    def log(self) -> EventLog:
        """Return what has happened so far."""
        return log_of(self.rules, self.population, self.state)


def log_of(rules: RuleSet, population: Population, state: State) -> EventLog:
    """Return the log of a run that was started with room for one."""
    events = events_of(state)
    uids = np.concatenate([getattr(population, name)["uid"] for name in TABLES])
    names = np.array(rules.outcome_names, dtype=np.str_)
    return EventLog(
        events.times.copy(),
        uids[events.rows].astype(np.int64),
        names[events.what],
        rules.outcome_names,
    )


def first_difference(one: EventLog, other: EventLog, tolerance: float = 0.0) -> str:
    """Return the first event at which two logs part, in words; empty if they are the same.

    Parameters
    ----------
    tolerance
        How far times may differ, in years; 0 asks for the same bits.
    """
    for i in range(min(one.times.size, other.times.size)):
        near = abs(one.times[i] - other.times[i]) <= tolerance
        if not near or one.uids[i] != other.uids[i] or one.names[i] != other.names[i]:
            events = [
                f"{log.names[i]} of {log.uids[i]} at {log.times[i]!r}" for log in (one, other)
            ]
            return f"event {i}: {events[0]}, against {events[1]}"
    if one.times.size != other.times.size:
        longer = one if one.times.size > other.times.size else other
        i = min(one.times.size, other.times.size)
        return f"event {i} of one log only: {longer.names[i]} at {longer.times[i]!r}"
    return ""


def parameters_of(rules: RuleSet, values: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return what a rule set reads, sorted by name, shared pieces that have values included."""
    groups = [process.parameters for process in rules.every]
    shared = [
        d
        for d in (*placing.PARAMETERS, *siblings.PARAMETERS, *entering.PARAMETERS)
        if d.name in values
    ]
    found = {d.name: d for group in groups for d in group} | {d.name: d for d in shared}
    return tuple(found[name] for name in sorted(found))


def play(
    rules: RuleSet,
    population: Population,
    values: Mapping[str, Any],
    seed: int = 1,
    years: float = 1.0,
    step_days: float | None = 7.0,
    room: int = _ROOM,
) -> Played:
    """Run a rule set with a log, on a population with the rule set's services or none.

    Parameters
    ----------
    population
        Changed in place.
    values
        Parameter values by name.
    step_days
        Step of the scheduler; None starts the run without advancing it.
    room
        Events the log has room for at first.

    Raises
    ------
    DoorwaysError
        When services were installed for other rules, which number what they act on otherwise.
    """
    if population.services.dtype != service_dtype(rules):
        if population.services.size:
            raise DoorwaysError(
                "population",
                f"{population.services.size} sites",
                "They were installed for another rule set.",
                "Install them with the rules that are played.",
            )
        give_tables(rules, population)
    record = parameter_record(parameters_of(rules, values), values)
    state = make_state(rules, population, record, key_of(seed), years, room)
    played = Played(rules, population, make_world(population), state)
    if step_days is not None:
        played.advance(years, step_days)
    return played
