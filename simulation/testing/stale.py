"""Find hazards that are no longer what the rules say: somebody changed a thing and told nobody."""

import numba
import numpy as np

from simulation.compile import RuleSet, compile_rules
from simulation.kinds import TABLES, Kind
from simulation.testing.logs import Played

#: Rows due this soon are about to be looked at anyway; bands count an edge as passed a little early.
_SOON = 1e-8


def stale_rows(played: Played) -> list[str]:
    """Return, in words, every row whose plan is not what its rules say now; empty if none is.

    Each row is planned afresh on a copy of the clocks, which must change nothing: no hazard, no
    threshold, and not when something happens next. Rules are called from Python for that.

    Raises
    ------
    RuntimeError
        When the rules are compiled: start Python with NUMBA_DISABLE_JIT=1.
    """
    if not numba.config.DISABLE_JIT:
        raise RuntimeError("stale_rows calls rules from Python: set NUMBA_DISABLE_JIT=1")
    plan_row = compile_rules(played.rules).run.__globals__["plan_row"]
    state = played.state._replace(clocks=played.state.clocks.copy())
    faults = []
    for r in range(state.due.size):
        if state.due[r] <= played.now + _SOON:
            continue
        when, _ = plan_row(r, played.now, played.world, state)
        if when != state.due[r]:
            faults.append(f"{_row(played, r)} was to act at {state.due[r]}, not at {when}")
    changed = np.flatnonzero(state.clocks != played.state.clocks)
    return faults + [_clock(played, int(i)) for i in changed]


def _row(played: Played, r: int) -> str:
    """Return which row this is, in words."""
    first = played.state.starts[: len(Kind) + 1]
    kind = int(np.searchsorted(first, r, side="right")) - 1
    uid = getattr(played.population, TABLES[kind])["uid"][r - int(first[kind])]
    return f"{TABLES[kind]} {uid}"


def _clock(played: Played, index: int) -> str:
    """Return whose clock of which process a number of the clocks is, in words."""
    starts, rules = played.state.starts, played.rules
    first = starts[len(Kind) + 1 : 2 * len(Kind) + 1]
    kind = Kind(int(np.searchsorted(first, index, side="right")) - 1)
    row, offset = divmod(index - int(first[kind]), rules.clock_sizes[kind])
    name = _process_at(rules, kind, offset)
    return f"the clock of {name} is stale for {_row(played, int(starts[kind]) + row)}"


def _process_at(rules: RuleSet, kind: Kind, offset: int) -> str:
    """Return which process has its clock here; a row's clocks begin with its last status."""
    for process in rules.of_kind(kind):
        if process.hazard is not None and rules.slot(process) in (offset, offset - 1):
            return process.name
    return "its status"
