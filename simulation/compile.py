"""Turn a set of processes and services into one compiled engine, cached on disk.

The dispatchers are written out as plain Python, one branch a status and one line a process. The
machine code is kept under the digest of every source that takes part, so it is right for as long
as it exists.
"""

import hashlib
import inspect
import linecache
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

import llvmlite
import numba
from llvmlite import binding

from agents.codes import Member
from agents.lines import LINE
from simulation import engine_loop
from simulation.checks import check_rules
from simulation.draws import stream
from simulation.engine_cache import EngineCache, Kept, look
from simulation.engine_sources import sources
from simulation.kinds import ENROLMENTS, FAMILIES, TABLES, Kind
from simulation.placing_options import OPTIONS as PLACING
from simulation.placing_words import WORDS as PLACING_WORDS
from simulation.process import Process
from simulation.services.acting import ON_OTHERS
from simulation.services.declaration import Service

#: Kinds of row that services act on, and the rules by which they do.
ACTED_ON = {
    Kind.YOUNG_PERSON: ("acts_on_person", "moved_for_person", "change_for_person"),
    Kind.FAMILY: ("acts_on_other", "moved_for_family", "change_for_family"),
    Kind.CARER: ("acts_on_other", "moved_for_carer", "change_for_carer"),
}
#: Numbers before a row's clocks: the status it was last planned in, and one to keep pairs even.
_HEAD = 2
#: Numbers of memory that come together: a row's begin and end with them.
_LINE = LINE // 8
#: Code of a change by the passing of time, at which nothing happens.
_A_CHANGE = 1
#: Where the engine loop's own source begins, below what only type checkers need.
_BELOW_NAMES = "#: Stands for"
#: Threads that ask for the same engine get the same one.
_LOADING = Lock()


def fire_row(which: Any, r: Any, now: Any, world: Any, state: Any) -> Any:
    """Describe, for type checkers, the written dispatcher of events."""
    raise TypeError("written by simulation.compile for each set of processes")


def plan_row(r: Any, now: Any, world: Any, state: Any) -> Any:
    """Describe, for type checkers, the written planner."""
    raise TypeError("written by simulation.compile for each set of processes")


def fetch_row(r: Any, world: Any, state: Any) -> None:
    """Describe, for type checkers, the written request for a row's memory."""
    raise TypeError("written by simulation.compile for each set of processes")


def occupied_row(r: Any, now: Any, world: Any, state: Any) -> Any:
    """Describe, for type checkers, the written cell membership."""
    raise TypeError("written by simulation.compile for each set of processes")


@dataclass(frozen=True)
class RuleSet:
    """Name everything that takes part, in a fixed order, whatever the order of discovery.

    Raises
    ------
    DoorwaysError
        When what they declare does not hold: see `simulation.checks`.
    """

    processes: tuple[type[Process], ...]
    services: tuple[type[Service], ...]
    cells: tuple[str, ...]
    #: rule (now, row, world) -> bits of the cells a young person is in
    occupied: Callable[..., Any]

    def __post_init__(self) -> None:
        # A service's number is in rows and in the written rules.
        found = tuple(sorted(self.services, key=lambda service: service.name))
        object.__setattr__(self, "services", found)
        check_rules(self)

    @cached_property
    def every(self) -> tuple[type[Process], ...]:
        """Return all processes: the model's and those of services."""
        return (*self.processes, *(p for service in self.services for p in service.processes))

    @cached_property
    def levers(self) -> tuple[str, ...]:
        """Return what services can act on: processes with a hazard, sorted by name."""
        acted = (p.name for p in self.processes if p.hazard is not None and p.kind in ACTED_ON)
        return tuple(sorted(acted))

    @cached_property
    def options(self) -> tuple[str, ...]:
        """Return every option of every choice as ``choice/option``; those of placing come first."""
        own = [f"{p.name}/{option}" for p in self.processes for option in p.options]
        ways = [f"{p.choice}/{p.name}" for p in self.processes if p.choice]
        return (*PLACING, *sorted(own + ways))

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return what each lever, and each option of a choice, is called by people."""
        told = dict(PLACING_WORDS)
        for process in self.processes:
            told |= {f"{process.name}/{one}": said for one, said in process.options.items()}
            if process.choice:
                told[f"{process.choice}/{process.name}"] = f"{process.words}, not in another way"
        return told | {p.name: p.words for p in self.processes if p.name in self.levers}

    def ways(self, choice: str) -> tuple[type[Process], ...]:
        """Return the processes that are ways of one thing, sorted by name."""
        return tuple(p for p in self.of_kind(Kind.YOUNG_PERSON) if p.choice == choice)

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """Return what processes are ways of, sorted."""
        return tuple(sorted({p.choice for p in self.processes if p.choice}))

    def of_kind(self, kind: Kind) -> tuple[type[Process], ...]:
        """Return the processes of one kind of row, sorted by name: their clock slots."""
        return tuple(sorted((p for p in self.every if p.kind == kind), key=lambda p: p.name))

    def groups(self, kind: Kind) -> tuple[tuple[tuple[int, ...], tuple[type[Process], ...]], ...]:
        """Return (statuses, processes by name) of those that share statuses, in a fixed order."""
        sets = sorted({tuple(sorted(p.statuses)) for p in self.of_kind(kind)})
        return tuple(
            (s, tuple(p for p in self.of_kind(kind) if tuple(sorted(p.statuses)) == s))
            for s in sets
        )

    def slot(self, process: type[Process]) -> int:
        """Return where a process with a hazard has its clock, behind the row's last status."""
        ordered = [p for _, group in self.groups(process.kind) for p in group if p.hazard]
        return _HEAD + 2 * ordered.index(process)

    def count_at(self, kind: Kind) -> int:
        """Return where the counts of a row's events begin, in halves of a number: after its clocks."""
        return 2 * (_HEAD + 2 * sum(p.hazard is not None for p in self.of_kind(kind)))

    @cached_property
    def clock_sizes(self) -> tuple[int, ...]:
        """Return how many numbers the clocks and counts of a row of each kind take: whole lines."""
        halves = (
            self.count_at(kind) + len(self.of_kind(kind)) if self.of_kind(kind) else 0
            for kind in Kind
        )
        return tuple(_LINE * math.ceil(half / (2 * _LINE)) for half in halves)

    def owner(self, process: type[Process]) -> int:
        """Return the number of the service a process belongs to; -1 for one of the model."""
        owners = [k for k, service in enumerate(self.services) if process in service.processes]
        return owners[0] if owners else -1

    @cached_property
    def outcome_names(self) -> tuple[str, ...]:
        """Return ``process/outcome`` for every outcome, in the order of the event counts."""
        return tuple(
            f"{p.name}/{outcome}"
            for kind in Kind
            for p in self.of_kind(kind)
            for outcome in p.outcomes.names()
        )


@dataclass(frozen=True)
class Engine:
    """The compiled entry point of one rule set: ``run(world, state, start, end, step)``."""

    rules: RuleSet
    run: Any


def _earlier(code: int) -> str:
    """Write that time `t` is the row's next if it is the soonest; ties go to the lower code."""
    return f"if t < soonest or (t == soonest and {code} < code):\n    soonest, code = t, {code}"


def _process_lines(rules: RuleSet, process: type[Process], kind: int, j: int) -> list[str]:
    lines = []
    if process.hazard is not None:
        lines.append(f"h = hazard_{kind}_{j}(now, row, world, p)")
        if process.name in rules.levers:
            moved = ACTED_ON[Kind(kind)][1]
            lever = rules.levers.index(process.name)
            # From a table: for each plain number the compiler would make a version of its own.
            call = f"{moved}(h, now, row, world, NUMBERS[{lever}])"
            lines.append(f"if (acts >> {lever}) & 1 and h > 0.0:\n    h = {call}")
        slot = rules.slot(process)
        lines.append(
            f"t = retime(clocks, at + {slot}, h, now, row.uid, state.key, STREAMS_{kind}[{j}])"
        )
        lines.append(_earlier(2 * j))
    if process.due is not None:
        lines.append(f"t = due_{kind}_{j}(now, row, world, p)")
        lines.append(_earlier(2 * j))
    if process.next_change is not None:
        lines.append(f"t = next_change_{kind}_{j}(now, row, world, p)")
        lines.append(_earlier(2 * j + 1))
    owner = rules.owner(process)
    return lines if owner < 0 else [f"if row.kind == {owner}:", *_indent(lines)]


def _among(statuses: Sequence[int]) -> str:
    return " or ".join(f"status == {int(s)}" for s in statuses)


def _indent(lines: Sequence[str]) -> list[str]:
    return ["    " + part for line in lines for part in line.split("\n")]


def _freeze_lines(rules: RuleSet, kind: Kind) -> list[str]:
    """Write how clocks stop when the status has changed since the row was last planned."""
    lines = ["status = row.status", "if status != clocks[at]:"]
    for statuses, processes in rules.groups(kind):
        slots = [rules.slot(p) for p in processes if p.hazard is not None]
        if statuses and slots:
            lines.append(f"    if not ({_among(statuses)}):")
            lines.append(f"        freeze(clocks, at + {slots[0]}, at + {slots[-1] + 2}, now)")
    return [*lines, "    clocks[at] = status"]


def _plan_source(rules: RuleSet, kind: Kind) -> str:
    names = [process.name for process in rules.of_kind(kind)]
    body = [
        f"row = world.{TABLES[kind]}[i]",
        "p = state.p[0]",
        "clocks = state.clocks",
        f"at = state.starts[{len(Kind) + 1 + kind}] + i * {rules.clock_sizes[kind]}",
        "soonest, code = math.inf, -1",
    ]
    if kind in ACTED_ON:
        body.append(f"acts = {ACTED_ON[kind][0]}(row, world)")
    if any(statuses for statuses, _ in rules.groups(kind)):
        body += _freeze_lines(rules, kind)
    for statuses, processes in rules.groups(kind):
        lines = [
            line
            for process in processes
            for line in _process_lines(rules, process, int(kind), names.index(process.name))
        ]
        body += [f"if {_among(statuses)}:", *_indent(lines)] if statuses else lines
    if kind in ACTED_ON:
        change = [f"t = {ACTED_ON[kind][2]}(now, row, world)", _earlier(_A_CHANGE)]
        body += ["if acts != 0:", *_indent(change)]
    return "\n".join(
        [
            f"@rule\ndef plan_{int(kind)}(now, i, world, state):",
            *_indent([*body, "return soonest, (-1 if code & 1 else code >> 1)"]),
        ]
    )


def _ways_lines(rules: RuleSet) -> list[str]:
    """Write which process happens when the clock of one that is a way of something has run out."""
    lines = []
    names = [process.name for process in rules.of_kind(Kind.YOUNG_PERSON)]
    for c, choice in enumerate(rules.choices):
        ways = [names.index(way.name) for way in rules.ways(choice)]
        among = " or ".join(f"fired == {way}" for way in ways)
        lines += [
            f"if world.shared[0].choices & {ON_OTHERS} and row.follow > now and ({among}):",
            "    draw = Address(state.key[0], state.key[1], np.uint64(row.uid), "
            "(STREAMS_0[fired] + np.uint64(state.counts[counts + fired])) & WORD)",
            f"    which = WAYS_{c}[turned(now, row, world, state.clocks, at, SLOTS_0, WAYS_{c}, "
            f"OPTIONS_{c}, fired, uniform(draw, WAY_STREAMS[{c}]))]",
        ]
    return lines


def _fire_source(rules: RuleSet, kind: Kind, offset: int) -> tuple[str, int]:
    processes, k = rules.of_kind(kind), int(kind)
    lines = [
        f"row = world.{TABLES[kind]}[i]",
        "p = state.p[0]",
        f"at = state.starts[{len(Kind) + 1 + k}] + i * {rules.clock_sizes[kind]}",
        f"counts = 2 * at + {rules.count_at(kind)}",
        "which = fired",
        *(_ways_lines(rules) if kind == Kind.YOUNG_PERSON else ()),
        "counted = counts + which",
        "count = state.counts[counted]",
        # Draws that processes share, such as of a placement, are each process's own numbers.
        "draw = Address(state.key[0], state.key[1], np.uint64(row.uid), "
        f"(STREAMS_{k}[which] + np.uint64(count)) & WORD)",
        "what = -1",
    ]
    tilt = "world.shared[0].tilt"
    for j, process in enumerate(processes):
        lines.append(f"{'if' if j == 0 else 'elif'} which == {j}:")
        for k, option in enumerate(process.options):
            number = rules.options.index(f"{process.name}/{option}")
            lines.append(f"    {tilt}[{k}] = odds(now, row, world, NUMBERS[{number}])")
        lines.append(f"    what = {offset} + happen_{kind:d}_{j}(now, row, world, p, draw)")
        lines += [f"    {tilt}[{k}] = 0.0" for k in range(len(process.options))]
        offset += len(process.outcomes)
    lines += [
        "state.counts[counted] = count + 1",
        "if which != fired:",
        "    count = state.counts[counts + fired]",
        "    state.counts[counts + fired] = count + 1",
        f"slot = SLOTS_{k}[fired]",
        "if slot >= 0:",
        "    again = Address(state.key[0], state.key[1], np.uint64(row.uid), np.uint64(count + 1))",
        f"    state.clocks[at + slot + 1] = exponential(again, STREAMS_{k}[fired])",
        "    state.clocks[at + slot] = 0.0",
        "return what",
    ]
    return (
        "\n".join([f"@rule\ndef fire_{k}(fired, now, i, world, state):", *_indent(lines)]),
        offset,
    )


def _choice_names(rules: RuleSet) -> list[str]:
    """Write, for each choice between processes, their numbers and those of the options they are."""
    names = [process.name for process in rules.of_kind(Kind.YOUNG_PERSON)]
    streams = [int(stream(f"choice/{choice}")) for choice in rules.choices]
    lines = [f"WAY_STREAMS = np.array({streams}, np.uint64)"]
    for c, choice in enumerate(rules.choices):
        ways = [way.name for way in rules.ways(choice)]
        options = [rules.options.index(f"{choice}/{way}") for way in ways]
        lines.append(f"WAYS_{c} = np.array({[names.index(way) for way in ways]})")
        lines.append(f"OPTIONS_{c} = np.array({options})")
    return lines


def _names_source(rules: RuleSet) -> str:
    most = max(len(rules.levers), len(rules.options))
    lines = [f"NUMBERS = np.arange({most})", *_choice_names(rules)]
    for kind in Kind:
        processes = rules.of_kind(kind)
        streams = [int(stream(process.name)) for process in processes]
        lines.append(f"STREAMS_{int(kind)} = np.array({streams}, np.uint64)")
        slots = [rules.slot(p) if p.hazard is not None else -1 for p in processes]
        lines.append(f"SLOTS_{int(kind)} = np.array({slots}, np.int64)")
        for j, process in enumerate(processes):
            for part in ("hazard", "due", "next_change", "happen"):
                if getattr(process, part) is not None:
                    lines.append(f"{part}_{int(kind)}_{j} = rule(RULES[{process.name!r}].{part})")
    lines.append("occupied = rule(OCCUPIED)")
    return "\n".join(lines) + "\n"


def _fetch_source(rules: RuleSet, kind: Kind) -> str:
    """Write how the memory of a row is asked for before its turn comes."""
    k, table = int(kind), f"world.{TABLES[kind]}"
    lines = [
        f"for byte in range(0, {table}.itemsize, {LINE}):",
        f"    fetch_ahead({table}, i, byte)",
        f"at = state.starts[{len(Kind) + 1 + k}] + i * {rules.clock_sizes[kind]}",
        f"for byte in range(0, {8 * rules.clock_sizes[kind]}, {LINE}):",
        "    fetch_ahead(state.clocks, at, byte)",
    ]
    return "\n".join([f"@rule\ndef fetch_{k}(i, world, state):", *_indent(lines)])


def _dispatch_source(kinds: Sequence[Kind]) -> str:
    plan: list[str] = []
    fire: list[str] = []
    fetch: list[str] = []
    for kind in Kind:
        word = "elif" if plan else "if"
        base = f"state.starts[{int(kind)}]"
        test = f"{word} r < state.starts[{int(kind) + 1}]:"
        if kind not in kinds:
            # Its rows come before those of the next kind: nothing ever happens to them.
            plan.append(f"    {test}\n        return math.inf, -1")
            fetch.append(f"    {test}\n        return")
            fire.append(f"    {test}\n        return -1")
            continue
        plan.append(f"    {test}\n        return plan_{int(kind)}(now, r - {base}, world, state)")
        fetch.append(f"    {test}\n        fetch_{int(kind)}(r - {base}, world, state)")
        fire.append(
            f"    {test}\n        return fire_{int(kind)}(which, now, r - {base}, world, state)"
        )
    return (
        "@joint\ndef plan_row(r, now, world, state):\n"
        + "\n".join(plan)
        + "\n    return math.inf, -1\n\n\n"
        "@joint\ndef fire_row(which, r, now, world, state):\n"
        + "\n".join(fire)
        + "\n    return -1\n\n\n"
        "@joint\ndef fetch_row(r, world, state):\n" + "\n".join(fetch) + "\n\n\n"
        "@rule\ndef occupied_row(r, now, world, state):\n"
        f"    if r < state.starts[{FAMILIES}]:\n"
        "        return occupied(now, world.young_people[r], world)\n"
        f"    if r >= state.starts[{ENROLMENTS}]:\n"
        f"        enrolment = world.enrolments[r - state.starts[{ENROLMENTS}]]\n"
        f"        if enrolment.of == {int(Member.YOUNG_PERSON)}:\n"
        "            return occupied(now, world.young_people[enrolment.member], world)\n"
        "    return 0\n"
    )


def source_of(rules: RuleSet) -> str:
    """Return the dispatchers and the engine loop for a rule set, as Python text."""
    kinds = [kind for kind in Kind if rules.of_kind(kind)]
    parts = [_names_source(rules)]
    offset = 0
    for kind in kinds:
        parts += [_plan_source(rules, kind), _fetch_source(rules, kind)]
        text, offset = _fire_source(rules, kind, offset)
        parts.append(text)
    parts.append(_dispatch_source(kinds))
    loop = inspect.getsource(engine_loop)
    loop = loop.split(_BELOW_NAMES, 1)[1]
    loop = loop.replace("@rule\ndef run(", "@entry\ndef run(")
    parts.append(_BELOW_NAMES + loop)
    return "\n\n".join(parts)


def _files(rules: RuleSet) -> tuple[Path, ...]:
    """Return every file of source the compiled engine depends on."""
    parts: tuple[Any, ...] = (*rules.every, rules.occupied)
    return sources(Path(found) for part in parts if (found := inspect.getsourcefile(part)))


def _machine() -> str:
    """Return what else decides the machine code: the compiler, and the processor it is for."""
    if numba.config.DISABLE_JIT:
        return "plain"
    processor = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    return f"{numba.__version__}{llvmlite.__version__}{sys.version_info[:3]}{processor}"


def engine_name(rules: RuleSet) -> str:
    """Return the name of a rule set's engine: the digest of all it is made of."""
    made_of = hashlib.sha256((_machine() + _HEADER + source_of(rules)).encode())
    for path in _files(rules):
        made_of.update(hashlib.sha256(path.read_bytes()).digest())
    return f"engine_{made_of.hexdigest()[:20]}"


def is_compiled(rules: RuleSet) -> bool:
    """Return whether this rule set's engine is kept on this machine, whole: it can be loaded."""
    return look(engine_name(rules)) is Kept.GOOD


_HEADER = '''"""Written by simulation.compile; do not edit."""

import math
from typing import Any

import numpy as np

from agents.lengths import BINS_PER_YEAR
from simulation.agenda import (
    HAPPENED, HEAP, LOGGED, ORDERED, STARTED, TAKEN, is_over, push, schedule, take
)
from simulation.competing import turned
from simulation.draws import Address, exponential, uniform
from simulation.kinds import CARERS, ENROLMENTS, FAMILIES, SERVICES
from simulation.rule import entry, fetch_ahead, joint, part, rule
from simulation.services.acting import (
    acts_on_other, acts_on_person, change_for_carer, change_for_family, change_for_person,
    moved_for_carer, moved_for_family, moved_for_person, odds
)
from simulation.services.enrolling import touch_chain, touch_member

WORD = np.uint64(0xFFFFFFFF)
'''


def _load(rules: RuleSet, name: str) -> ModuleType:
    text, file = f"{_HEADER}\n\n{source_of(rules)}", f"<{name}>"
    # For tracebacks: there is no file that could be damaged.
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    module = ModuleType(f"doorways_{name}")
    module.__dict__["RULES"] = {p.name: p for p in rules.every}
    module.__dict__["OCCUPIED"] = rules.occupied
    sys.modules[module.__name__] = module
    exec(compile(text, file, "exec"), module.__dict__)
    if not numba.config.DISABLE_JIT:
        module.run._cache = EngineCache(name)
    return module


@cache
def compile_rules(rules: RuleSet) -> Engine:
    """Return the engine of a rule set; machine code is made at its first call or read back."""
    name = engine_name(rules)
    with _LOADING:
        module = sys.modules.get(f"doorways_{name}") or _load(rules, name)
    return Engine(rules, module.run)
