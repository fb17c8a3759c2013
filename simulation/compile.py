"""Turn a set of processes and interventions into one compiled engine, cached on disk.

The dispatchers are written out as plain Python, one branch a status and one line a process, into
a file whose name is the digest of every source that takes part. The file is never changed, so
the compiler's cache beside it is right for as long as it exists.
"""

import hashlib
import importlib.util
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import platformdirs

from simulation import engine_loop
from simulation.draws import stream
from simulation.process import Effect, Intervention, Kind, Process

TABLES = ("young_people", "families", "carers", "hubs")
#: The nouns that rules read, and the modules here that only call the engine: words and views
#: can change without anything being compiled again.
_NOUNS = ("codes.py", "schema.py")
_ABOVE = ("model",)
Progress = Callable[[str], None]


def fire_row(which: Any, r: Any, now: Any, world: Any, state: Any) -> Any:
    """Describe, for type checkers, the written dispatcher of events."""
    raise TypeError("written by simulation.compile for each set of processes")


def plan_row(r: Any, now: Any, world: Any, state: Any) -> Any:
    """Describe, for type checkers, the written planner."""
    raise TypeError("written by simulation.compile for each set of processes")


def occupied_row(r: Any, now: Any, world: Any, state: Any) -> Any:
    """Describe, for type checkers, the written cell membership."""
    raise TypeError("written by simulation.compile for each set of processes")


@dataclass(frozen=True)
class RuleSet:
    """Name everything that takes part, in a fixed order, whatever the order of discovery."""

    processes: tuple[type[Process], ...]
    interventions: tuple[type[Intervention], ...]
    cells: tuple[str, ...]
    #: rule (now, row, world) -> bits of the cells a young person is in
    occupied: Callable[..., Any]

    def of_kind(self, kind: Kind) -> tuple[type[Process], ...]:
        """Return the processes of one kind of row, sorted by name: their clock slots."""
        return tuple(sorted((p for p in self.processes if p.kind == kind), key=lambda p: p.name))

    def outcome_names(self) -> tuple[str, ...]:
        """Return ``process/outcome`` for every outcome, in the order of the event counts."""
        return tuple(
            f"{p.name}/{outcome}"
            for kind in Kind
            for p in self.of_kind(kind)
            for outcome in p.outcomes
        )

    def effects_on(self, process: str) -> tuple[tuple[type[Intervention], int, Effect], ...]:
        """Return (intervention, index, effect) of all effects on one process, in name order."""
        return tuple(
            (service, i, effect)
            for service in sorted(self.interventions, key=lambda s: s.kind_name)
            for i, effect in enumerate(service.effects)
            if effect.process == process
        )


@dataclass(frozen=True)
class Engine:
    """The compiled entry point of one rule set: ``run(world, state, start, end, step)``."""

    rules: RuleSet
    run: Callable[..., Any]


def _hazard_lines(rules: RuleSet, process: type[Process], kind: int, j: int) -> list[str]:
    lines = []
    if process.hazard is not None:
        lines.append(f"h = hazard_{kind}_{j}(now, row, world, p)")
        for service, i, effect in rules.effects_on(process.name):
            if effect.ratio is not None:
                dose = f"dose_{service.kind_name}_{i}(now, row, world, p)"
                lines.append(f"h *= p.{effect.ratio} ** {dose}")
        lines.append(f"t = retime(clock, {j}, h, now, row, state.key, STREAM_{kind}_{j})")
        lines.append(f"if t < soonest:\n    soonest, which = t, {j}")
    if process.due is not None:
        lines.append(f"t = due_{kind}_{j}(now, row, world, p)")
        lines.append(f"if t < soonest:\n    soonest, which = t, {j}")
    if process.edge is not None:
        lines.append(f"t = edge_{kind}_{j}(now, row, world, p)")
        lines.append("if t < soonest:\n    soonest, which = t, -1")
    return lines


def _plan_source(rules: RuleSet, kind: Kind) -> str:
    processes = rules.of_kind(kind)
    body = [
        f"row = world.{TABLES[kind]}[i]",
        "p = state.p[0]",
        f"clock = state.clocks_{int(kind)}[i]",
        "soonest, which = math.inf, -1",
    ]
    if any(process.statuses for process in processes):
        body.append("status = row.status")
    for j, process in enumerate(processes):
        lines = _hazard_lines(rules, process, int(kind), j)
        if process.statuses:
            tests = " or ".join(f"status == {int(s)}" for s in process.statuses)
            body.append(f"if {tests}:")
            body += ["    " + part for line in lines for part in line.split("\n")]
            if process.hazard is not None:
                body.append(f"else:\n    freeze(clock, {j}, now)")
        else:
            body += lines
    text = "\n".join("    " + part for line in body for part in line.split("\n"))
    return (
        f"@rule\ndef plan_{int(kind)}(now, i, world, state):\n{text}\n    return soonest, which\n"
    )


def _fire_source(rules: RuleSet, kind: Kind, offset: int) -> tuple[str, int]:
    lines = [
        f"row = world.{TABLES[kind]}[i]",
        "p = state.p[0]",
        f"clock = state.clocks_{int(kind)}[i]",
        "k = clock.size // 3",
        "if clock[2 * k + which] == 0.0:\n    clock[2 * k + which] = 1.0",
        "count = np.uint64(clock[2 * k + which] - 1.0)",
        "what = -1",
    ]
    tilt = "world.shared[0].tilt"
    for j, process in enumerate(rules.of_kind(kind)):
        lines.append(f"{'if' if j == 0 else 'elif'} which == {j}:")
        options = []
        for service, i, effect in rules.effects_on(process.name):
            if effect.option is not None:
                options.append(effect.option)
                dose = f"dose_{service.kind_name}_{i}(now, row, world, p)"
                lines.append(f"    {tilt}[{effect.option}] += p.{effect.log_odds} * {dose}")
        # Draws that processes share, such as of a placement, are each process's own numbers.
        lines.append(
            "    draw = Address(state.key[0], state.key[1], np.uint64(row.uid), "
            f"(STREAM_{int(kind)}_{j} + count) & WORD)"
        )
        lines.append(f"    what = {offset} + happen_{int(kind)}_{j}(now, row, world, p, draw)")
        lines += [f"    {tilt}[{option}] = 0.0" for option in options]
        lines.append(f"    redraw(clock, {j}, row, state.key, STREAM_{int(kind)}_{j})")
        offset += len(process.outcomes)
    text = "\n".join("    " + part for line in lines for part in line.split("\n"))
    return (
        f"@rule\ndef fire_{int(kind)}(which, now, i, world, state):\n{text}\n    return what\n",
        offset,
    )


def _names_source(rules: RuleSet) -> str:
    lines = []
    for kind in Kind:
        for j, process in enumerate(rules.of_kind(kind)):
            lines.append(f"STREAM_{int(kind)}_{j} = np.uint64({int(stream(process.name))})")
            for part in ("hazard", "due", "edge", "happen"):
                if getattr(process, part) is not None:
                    lines.append(f"{part}_{int(kind)}_{j} = rule(RULES[{process.name!r}].{part})")
    for service in sorted(rules.interventions, key=lambda s: s.kind_name):
        for i, _ in enumerate(service.effects):
            name = f"dose_{service.kind_name}_{i}"
            lines.append(f"{name} = rule(SERVICES[{service.kind_name!r}].effects[{i}].dose)")
    lines.append("occupied = rule(OCCUPIED)")
    return "\n".join(lines) + "\n"


def _dispatch_source(kinds: Sequence[Kind]) -> str:
    plan, fire = [], []
    for n, kind in enumerate(kinds):
        word = "if" if n == 0 else "elif"
        base = f"state.starts[{int(kind)}]"
        test = f"{word} r < state.starts[{int(kind) + 1}]:"
        plan.append(f"    {test}\n        return plan_{int(kind)}(now, r - {base}, world, state)")
        fire.append(
            f"    {test}\n        return fire_{int(kind)}(which, now, r - {base}, world, state)"
        )
    return (
        "@rule\ndef plan_row(r, now, world, state):\n"
        + "\n".join(plan)
        + "\n    return math.inf, -1\n\n\n"
        "@rule\ndef fire_row(which, r, now, world, state):\n"
        + "\n".join(fire)
        + "\n    return -1\n\n\n"
        "@rule\ndef occupied_row(r, now, world, state):\n"
        "    if r < state.starts[1]:\n"
        "        return occupied(now, world.young_people[r], world)\n"
        "    return 0\n"
    )


def source_of(rules: RuleSet) -> str:
    """Return the dispatchers and the engine loop for a rule set, as Python text."""
    kinds = [kind for kind in Kind if rules.of_kind(kind)]
    parts = [_names_source(rules)]
    offset = 0
    for kind in kinds:
        parts.append(_plan_source(rules, kind))
        text, offset = _fire_source(rules, kind, offset)
        parts.append(text)
    parts.append(_dispatch_source(kinds))
    loop = inspect.getsource(engine_loop)
    loop = loop.split("HEAP, LOGGED, HAPPENED", 1)[1]
    loop = loop.replace("@rule\ndef run(", "@entry\ndef run(")
    parts.append("HEAP, LOGGED, HAPPENED" + loop)
    return "\n\n".join(parts)


def _sources(rules: RuleSet) -> bytes:
    """Return every byte of source the compiled engine depends on."""
    files = {inspect.getsourcefile(p) for p in (*rules.processes, *rules.interventions)}
    files.add(inspect.getsourcefile(rules.occupied))
    root = Path(__file__).parent
    shared = sorted(p for p in root.glob("*.py") if p.stem not in _ABOVE)
    shared += [root.parent / "agents" / name for name in _NOUNS]
    named = sorted(Path(f) for f in files if f) + shared
    return b"".join(path.read_bytes() for path in named)


def cache_folder() -> Path:
    """Return where compiled engines are kept, a folder of the user's own."""
    return Path(platformdirs.user_cache_dir("doorways", appauthor=False)) / "engines"


def generated_path(rules: RuleSet) -> Path:
    """Return the file a rule set's engine is, or will be, kept in."""
    mode = "plain" if numba.config.DISABLE_JIT else "compiled"
    text = f"{mode}{numba.__version__}{sys.version_info[:3]}".encode()
    digest = hashlib.sha256(source_of(rules).encode() + _sources(rules) + text).hexdigest()
    return cache_folder() / f"engine_{digest[:20]}.py"


def is_compiled(rules: RuleSet) -> bool:
    """Return whether this rule set has been compiled on this machine before."""
    folder = generated_path(rules).parent / "__pycache__"
    return any(folder.glob(f"{generated_path(rules).stem}.run*.nbc"))


_HEADER = '''"""Written by simulation.compile; do not edit."""

import math
from typing import Any

import numpy as np
from numba import njit

from simulation.draws import Address, exponential
from simulation.rule import part, rule

WORD = np.uint64(0xFFFFFFFF)
entry = njit(cache=True, error_model="numpy", _nrt=False)
'''


def _load(rules: RuleSet, path: Path) -> ModuleType:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(_HEADER + "\n\n" + source_of(rules), encoding="utf-8")
        fresh.replace(path)
    spec = importlib.util.spec_from_file_location(f"doorways_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    module.__dict__["RULES"] = {p.name: p for p in rules.processes}
    module.__dict__["SERVICES"] = {s.kind_name: s for s in rules.interventions}
    module.__dict__["OCCUPIED"] = rules.occupied
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def compile_rules(rules: RuleSet) -> Engine:
    """Return the engine of a rule set; machine code is made at its first call or read back."""
    path = generated_path(rules)
    module = sys.modules.get(f"doorways_{path.stem}") or _load(rules, path)
    return Engine(rules, module.run)
