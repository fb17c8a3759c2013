"""Run the model's rules as plain Python and report what happened; a script of the laws.

Reads a pickled case (population, values, seed, years) from standard input, writes what it found,
pickled, to standard output. The process that starts it sets NUMBA_DISABLE_JIT=1.
"""

import math
import pickle
import sys
from typing import Any

import numba
import numpy as np

from simulation.compile import TABLES, RuleSet
from simulation.discover import model_rules
from simulation.draws import Address, stream, two_uniforms, uniform
from simulation.process import Process
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
    return value > now if rule == "edge" else value >= now


def unsound_rules(played: Played) -> tuple[int, list[str]]:
    """Ask every rule about random rows that cannot be written to; return checks and faults."""
    world, p, faults, checks = played.world, played.state.p[0], [], 0
    rng = np.random.default_rng(np.random.SeedSequence(11))
    for array in (*world, played.state.p):
        array.flags.writeable = False
    for process in played.rules.processes:
        table = getattr(world, TABLES[process.kind])
        for i in rng.integers(0, table.size, ROWS) if table.size else ():
            row = table[i]
            if process.statuses and row.status not in process.statuses:
                continue
            for rule in ("hazard", "due", "edge"):
                ask = getattr(process, rule)
                if ask is None:
                    continue
                first, again = (float(ask(played.now, row, world, p)) for _ in range(2))
                checks += 1
                if first != again or not is_sound(rule, first, played.now):
                    faults.append(f"{process.name}.{rule} of {row.uid}: {first}, {again}")
    return checks, faults


def audited(case: dict[str, Any]) -> tuple[Played, int, list[str]]:
    """Run the case and look for stale clocks now and then; return rows looked at and faults."""
    people, values = case["population"].fork(), case["values"]
    played = play(model_rules(), people, values, case["seed"], case["years"], None)
    faults: list[str] = []
    for look in range(LOOKS):
        played.advance(case["years"] * (look + 1) / LOOKS)
        faults += stale_rows(played)
    return played, LOOKS * played.state.due.size, faults


def poked(case: dict[str, Any]) -> Played:
    """Run the case with processes that only have rows looked at again."""
    rules = model_rules()
    poking = RuleSet(rules.processes + POKES, rules.interventions, rules.cells, rules.occupied)
    return play(poking, case["population"], case["values"], case["seed"], case["years"])


class Watched:
    """Stand in the world for what is shared, and note who reads which log odds while it happens."""

    def __init__(self, shared: Any) -> None:
        self.row, self.happening = shared[0], ""
        self.read: set[tuple[str, int]] = set()

    def __getitem__(self, _: int) -> "Watched":
        return self

    @property
    def touched(self) -> int:
        return int(self.row.touched)

    @touched.setter
    def touched(self, value: int) -> None:
        self.row.touched = value

    @property
    def dropped(self) -> int:
        return int(self.row.dropped)

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


def watched(case: dict[str, Any]) -> dict[str, Any]:
    """Run the case and return what happened out of range, and which log odds each process read."""
    told: dict[str, Any] = {"outcomes": []}
    rules = model_rules()
    processes = tuple(watched_by(process, told) for process in rules.processes)
    rules = RuleSet(processes, rules.interventions, rules.cells, rules.occupied)
    people, values = case["population"].fork(), case["values"]
    played = play(rules, people, values, case["seed"], case["years"], None)
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
        "stale": (looks, faults),
        "watched": watched(case),
        "rules": unsound_rules(plain),
        "uniforms": uniforms(),
        "shared": shared_draws(),
    }
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
