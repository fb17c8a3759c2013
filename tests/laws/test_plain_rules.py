"""The rules as plain Python: the same events, sound and pure rules, and looks that change nothing."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba import njit

from simulation.compile import RuleSet
from simulation.draws import Address, stream, two_uniforms
from simulation.testing import POKES, EventLog, Played, first_difference

#: Rules without the compiler take a hundred times as long.
pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("plain_rules.py")
POKING = tuple(process.name for process in POKES)
PLACE = stream("plain_rules/shared")


@pytest.fixture(scope="module")
def compiled(tiny: Any) -> Played:
    """Return the tiny council with every service, run by the compiled engine."""
    played: Played = tiny.play(*tiny.all_opened())
    return played


@pytest.fixture(scope="module")
def plain(tiny: Any, rules: RuleSet) -> dict[str, Any]:
    """Return what the same rules report when a process of its own runs them as plain Python."""
    case = {
        "rules": rules,
        "population": tiny.people,
        "opened": tiny.opened_in_parts(),
        "values": tiny.values,
        "seed": 1,
        "years": tiny.years,
    }
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        input=pickle.dumps(case),
        capture_output=True,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(SCRIPT.parents[2])},
        # Only so that nobody waits for ever: it takes as long as the machine lets it.
        timeout=1_200,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = pickle.loads(done.stdout)
    answer["logs"] = {name: EventLog(*columns) for name, columns in answer["logs"].items()}
    return answer


@njit
def compiled_uniforms(key0, key1, place, out):  # type: ignore[no-untyped-def]
    """Fill `out` with both uniforms of the addresses the script asks for, in its order."""
    i = 0
    for uid in range(100):
        for n in range(3):
            out[i] = two_uniforms(Address(key0, key1, np.uint64(uid), np.uint64(n)), place)
            i += 1


def test_plain_rules_give_the_same_log(plain: dict[str, Any], compiled: Played) -> None:
    """Without the compiler the same events happen in the same order, at times equal to 1e-9."""
    assert plain["jit_off"]
    assert compiled.log.times.size > 500
    assert first_difference(compiled.log, plain["logs"]["plain"], tolerance=1e-9) == ""


def test_plain_rules_enrol_the_same_members(plain: dict[str, Any], compiled: Played) -> None:
    """Without the compiler every site and every member's way through a service end up the same.

    Moments are equal to 1e-9, everything else to the last bit; every step of the way was taken.
    """
    steps = ("referral", "support_start", "support_end", "support_dropout", "support_fading")
    assert set(steps) <= set(compiled.log.processes)
    for table, found in plain["tables"].items():
        here = getattr(compiled.population, table)
        for name in here.dtype.names:
            near = 1e-9 if here.dtype[name].base == np.float64 else 0.0
            assert np.allclose(here[name], found[name], rtol=0.0, atol=near, equal_nan=True), name


def test_plain_rules_count_the_same(plain: dict[str, Any], compiled: Played) -> None:
    """Without the compiler the same outcomes and cells are counted in the same weeks."""
    assert np.array_equal(plain["events"], compiled.state.events)
    assert np.array_equal(plain["stock_change"], compiled.state.stock_change)


def test_plain_and_compiled_draws_are_the_same_bits(plain: dict[str, Any]) -> None:
    """Plain and compiled uniforms of the same addresses are equal to the last bit."""
    out = np.zeros((300, 2))
    compiled_uniforms(np.uint64(3), np.uint64(5), PLACE, out)
    assert [tuple(row) for row in out.tolist()] == plain["uniforms"]


def test_every_rule_is_sound_and_pure(plain: dict[str, Any]) -> None:
    """Of every process discovered, hazards are finite and not negative, and no rule changes a thing.

    Asked about random rows that cannot be written to, twice, each rule gives one answer; edges lie
    ahead and due times are not past.
    """
    checks, faults = plain["rules"]
    assert checks > 1000
    assert faults == []


def test_options_are_read_and_outcomes_are_those_declared(
    plain: dict[str, Any], rules: RuleSet
) -> None:
    """Every option a process declares is read when it happens, no other is, and no outcome is strange.

    So an effect on an option does something, and what happens is counted as what it was.
    """
    told = plain["watched"]
    declared = {(p.name, i) for p in rules.every for i in range(len(p.options))}
    assert declared
    assert {name for name, _ in declared} <= told["happened"]
    assert told["read"] == declared
    assert told["outcomes"] == []


def test_synthesis_knows_at_which_rate_young_people_go_missing(plain: dict[str, Any]) -> None:
    """What those in care remember at the start rests on the rate that the rule gives them."""
    by_rule, by_synthesis = np.array(plain["missing"]).T
    assert np.count_nonzero(by_rule) > 10
    assert np.unique(by_rule).size > 10
    assert by_synthesis == pytest.approx(by_rule)


def test_processes_do_not_share_draws(plain: dict[str, Any]) -> None:
    """Two processes that draw from one stream for one child get numbers of their own.

    400 pairs, two-sided at 4.5 standard errors: a correlation of 0.4 is found with a probability
    above 99.9%; one number for both would be a correlation of 1.
    """
    first, second = (np.array(column) for column in plain["shared"])
    assert np.unique(np.concatenate([first, second])).size == 2 * first.size
    assert abs(np.corrcoef(first, second)[0, 1]) * np.sqrt(first.size) < 4.5


def test_looking_again_changes_nothing(plain: dict[str, Any]) -> None:
    """Having random rows looked at again, a thousand times over, leaves the log as it is.

    So no hazard is stale: whoever changes a shared thing tells those who depend on it.
    """
    poked = plain["logs"]["poked"]
    assert poked.only(*POKING).times.size > 1000
    assert first_difference(plain["logs"]["plain"], poked.without(*POKING)) == ""


def test_no_clock_is_stale(plain: dict[str, Any]) -> None:
    """Between events every clock of every row holds the hazard its rule gives at that moment.

    Each row is planned afresh some thirty times in the run: no hazard, threshold or next event may
    differ from what the engine holds, or somebody changed a thing and told nobody.
    """
    looks, faults = plain["stale"]
    assert looks > 10_000
    assert faults == []


def test_looking_again_changes_nothing_in_a_larger_council(
    bench: Any, rules: RuleSet, every_service: Any, busy_arm: Played
) -> None:
    """The same law in a council five times as large, compiled."""
    poked = RuleSet(rules.processes + POKES, rules.services, rules.cells, rules.occupied)
    arm = bench.play(*every_service, rules=poked)
    assert arm.log.only(*POKING).times.size > 10_000
    assert first_difference(busy_arm.log, arm.log.without(*POKING)) == ""
