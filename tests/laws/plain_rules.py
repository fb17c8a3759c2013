"""Run the model's rules as plain Python and report what happened; a script of the laws.

Reads a pickled case (rules, population, what it opens, values, seed, years) from standard input, writes what it found,
pickled, to standard output. The process that starts it sets NUMBA_DISABLE_JIT=1.
"""

import math
import pickle
import sys
from dataclasses import replace
from typing import Any

import numba
import numpy as np

from agents.synthesis.columns import Columns
from agents.synthesis.missing import going_missing
from simulation.compile import RuleSet
from simulation.draws import Address, stream, two_uniforms, uniform
from simulation.kinds import TABLES
from simulation.process import Process
from simulation.processes.missing_start import MissingStart
from simulation.services.declaration import Service
from simulation.services.table import install
from simulation.testing import POKES, Played, play, rules_for, stale_rows, toy_population

PLACE = stream("plain_rules/shared")
ROWS = 150
LOOKS = 31
DRAWN = 400


class FirstDrawing(Process):
    """Draw from a stream that another process draws from too."""

    name = "first_drawing"

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the start."""
        return 0.0 if row.roaming == 0.0 else math.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Write the draw down."""
        row.roaming = uniform(draw, PLACE)
        return 0


class SecondDrawing(Process):
    """Draw from the same stream."""

    name = "second_drawing"

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the start."""
        return 0.0 if row.frailty == 0.0 else math.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Write the draw down."""
        row.frailty = uniform(draw, PLACE)
        return 0


def shared_draws() -> list[list[float]]:
    """Return what two processes drew for each child from one stream, shape (2, DRAWN)."""
    people = toy_population(DRAWN, frailty=0.0, roaming=0.0)
    play(rules_for(FirstDrawing, SecondDrawing), people, {})
    rows = people.young_people
    return [rows["roaming"].tolist(), rows["frailty"].tolist()]


def uniforms() -> list[tuple[float, float]]:
    """Return both uniforms of a few hundred addresses."""
    place = [np.uint64(n) for n in (3, 5)]
    return [
        two_uniforms(Address(place[0], place[1], np.uint64(uid), np.uint64(n)), PLACE)
        for uid in range(100)
        for n in range(3)
    ]


def is_sound(rule: str, value: float, now: float) -> bool:
    """Return whether a rule's answer is one it may give."""
    if rule == "hazard":
        return math.isfinite(value) and value >= 0
    return value > now if rule == "next_change" else value >= now


def rows_at_risk(rules: RuleSet, process: type[Process], table: Any, rng: Any) -> Any:
    """Return random rows of those a process can happen to: of its status, and of its service."""
    here = np.isin(table.status, process.statuses) if process.statuses else table.status >= 0
    if rules.owner(process) >= 0:
        here &= table.kind == rules.owner(process)
    rows = np.flatnonzero(here)
    return [table[i] for i in rng.choice(rows, ROWS)] if rows.size else []


def unsound_rules(played: Played) -> tuple[int, list[str]]:
    """Ask every rule about random rows that cannot be written to; return checks and faults."""
    world, p, faults, checks = played.world, played.state.p[0], [], 0
    rng = np.random.default_rng(np.random.SeedSequence(11))
    for array in (*world, played.state.p):
        array.flags.writeable = False
    for process in played.rules.every:
        table = getattr(world, TABLES[process.kind])
        for row in rows_at_risk(played.rules, process, table, rng):
            for rule in ("hazard", "due", "next_change"):
                ask = getattr(process, rule)
                if ask is None:
                    continue
                first, again = (float(ask(played.now, row, world, p)) for _ in range(2))
                checks += 1
                if first != again or not is_sound(rule, first, played.now):
                    faults.append(f"{process.name}.{rule} of {row.uid}: {first}, {again}")
    return checks, faults


def begun(case: dict[str, Any], rules: RuleSet) -> Played:
    """Return the case at its start under a rule set, its services installed for these rules."""
    people = case["population"].fork()
    opened = [
        replace(one, prepare=rules.services[one.kind].prepare(said, case["values"]))
        for one, said in case["opened"]
    ]
    install(rules, people, opened, case["years"], Columns(1, 0))
    return play(rules, people, case["values"], case["seed"], case["years"], None)


def going_missing_at_start(case: dict[str, Any]) -> list[tuple[float, float]]:
    """Return at which rate those in care go missing by the rule and by synthesis, recent episodes aside."""
    played = begun(case, case["rules"])
    people = played.population.young_people.copy()
    rows = np.flatnonzero(np.isin(people.status, MissingStart.statuses))
    people.recent[rows] = 0
    by_rule = [
        float(MissingStart.hazard(0.0, people[i], played.world, played.state.p[0])) for i in rows
    ]
    return list(zip(by_rule, going_missing(people[rows], case["values"]).tolist(), strict=True))


def audited(case: dict[str, Any]) -> tuple[Played, int, list[str]]:
    """Run the case and look for stale clocks now and then; return rows looked at and faults."""
    played = begun(case, case["rules"])
    faults: list[str] = []
    for look in range(LOOKS):
        played.advance(case["years"] * (look + 1) / LOOKS)
        faults += stale_rows(played)
    return played, LOOKS * played.state.due.size, faults


def poked(case: dict[str, Any]) -> Played:
    """Run the case with processes that only have rows looked at again."""
    rules: RuleSet = case["rules"]
    poking = RuleSet(rules.processes + POKES, rules.services, rules.cells, rules.occupied)
    played = begun(case, poking)
    played.advance(case["years"])
    return played


class Watched:
    """Stand in the world for what is shared, and note who reads which log odds while it happens."""

    def __init__(self, shared: Any) -> None:
        self.shared, self.row, self.happening = shared, shared[0], ""
        self.read: set[tuple[str, int]] = set()

    def __getitem__(self, which: Any) -> Any:
        return self.shared[which] if isinstance(which, str) else self

    @property
    def touched(self) -> int:
        return int(self.row.touched)

    @touched.setter
    def touched(self, value: int) -> None:
        self.row.touched = value

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def tilt(self) -> "Tilts":
        return Tilts(self)


class Tilts:
    """The log odds of the process that happens."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched

    def __getitem__(self, option: int) -> float:
        if self.watched.happening:
            self.watched.read.add((self.watched.happening, option))
        return float(self.watched.row.tilt[option])

    def __setitem__(self, option: int, value: float) -> None:
        self.watched.row.tilt[option] = value


def watched_by(process: type[Process], told: dict[str, Any]) -> type[Process]:
    """Return a process that says when it happens and whether its outcome is one it has."""
    usual = process.happen

    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        world.shared.happening = process.name
        outcome = usual(now, row, world, p, draw)
        world.shared.happening = ""
        if not 0 <= outcome < len(process.outcomes):
            told["outcomes"].append(f"{process.name}: {outcome}")
        return outcome

    return type(process.__name__, (process,), {"happen": staticmethod(happen)})


def watched_service(service: type[Service], told: dict[str, Any]) -> type[Service]:
    """Return a service whose own processes are watched."""
    own = tuple(watched_by(process, told) for process in service.processes)
    return type(service.__name__, (service,), {"processes": own})


def watched(case: dict[str, Any]) -> dict[str, Any]:
    """Run the case and return what happened out of range, and which log odds each process read."""
    told: dict[str, Any] = {"outcomes": []}
    rules: RuleSet = case["rules"]
    processes = tuple(watched_by(process, told) for process in rules.processes)
    services = tuple(watched_service(service, told) for service in rules.services)
    rules = RuleSet(processes, services, rules.cells, rules.occupied)
    played = begun(case, rules)
    shared = Watched(played.world.shared)
    played.world = played.world._replace(shared=shared)
    played.advance(case["years"])
    return told | {"read": shared.read, "happened": set(played.log.processes.tolist())}


def columns(played: Played) -> tuple[Any, ...]:
    """Return a run's log as arrays, and what could have happened."""
    return played.log.times, played.log.uids, played.log.names, played.log.outcomes


def main() -> None:
    """Read a case, run it and report."""
    case = pickle.load(sys.stdin.buffer)
    plain, looks, faults = audited(case)
    answer = {
        "jit_off": bool(numba.config.DISABLE_JIT),
        "logs": {"plain": columns(plain), "poked": columns(poked(case))},
        "events": plain.state.events,
        "stock_change": plain.state.stock_change,
        "tables": {name: getattr(plain.population, name) for name in ("services", "enrolments")},
        "stale": (looks, faults),
        "watched": watched(case),
        "rules": unsound_rules(plain),
        "uniforms": uniforms(),
        "shared": shared_draws(),
        "missing": going_missing_at_start(case),
    }
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
