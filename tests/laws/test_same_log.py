"""What happens does not depend on how it is computed: steps, room, discovery, processes."""

import hashlib
import os
import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from simulation.compile import RuleSet, compile_rules, source_of
from simulation.discover import model_rules, services
from simulation.kinds import TABLES
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.runner.worker import run_replicate
from simulation.services.declaration import Programme, Sort
from simulation.services.wording import checked
from simulation.testing import TOYS, Played, ToyHelp, first_difference

type Programmes = tuple[Programme, ...]


def final_bytes(played: Played) -> bytes:
    """Return every bit of where an arm ended: its tables and everything counted."""
    tables = [getattr(played.population, name).tobytes() for name in TABLES]
    state = played.state
    counted = [state.events, state.stock_change, state.area_change]
    return b"".join(tables + [array.tobytes() for array in counted])


def test_everything_happens_in_the_laws_runs(busy_arm: Played, rules: RuleSet) -> None:
    """Every process of the model and of its services takes part in the laws: none is untested."""
    assert {process.name for process in rules.every} - set(busy_arm.log.processes) == set()


def test_every_service_gives_an_example(declared: Any) -> None:
    """What a service shows of itself is sound and named after it."""
    assert checked(declared.spec, declared.example)["kind"] == declared.name


def test_every_example_opens_its_sites(bench: Any, service: Any) -> None:
    """An example opens as many sites as it counts."""
    said = checked(service.spec, service.example)
    assert len(bench.opened(service).sites) == service.site_count(said) > 0


def test_only_conditions_are_refused(rules: RuleSet, every_service: Programmes) -> None:
    """Every service and practice takes part in the laws; only a condition may wait for the model."""
    opened = {one.kind for one in every_service}
    left_out = {one.sort for number, one in enumerate(rules.services) if number not in opened}
    assert left_out <= {Sort.CONDITION}


@pytest.mark.parametrize("step_days", [1.0, 28.0, 1000.0])
def test_the_step_changes_nothing(
    bench: Any, every_service: Programmes, busy_arm: Played, step_days: float
) -> None:
    """Steps of a day, four weeks or the whole run give the log of weekly steps to the last bit."""
    other = bench.play(*every_service, step_days=step_days)
    assert first_difference(busy_arm.log, other.log) == ""
    assert final_bytes(busy_arm) == final_bytes(other)


@pytest.mark.parametrize("shuffle", range(3))
def test_the_order_of_services_changes_nothing(
    bench: Any, every_service: Programmes, busy_arm: Played, shuffle: int
) -> None:
    """Services named in any order in a scenario give the same log and tables to the last bit."""
    order = np.random.default_rng(np.random.SeedSequence(shuffle)).permutation(len(every_service))
    other = bench.play(*(every_service[i] for i in order))
    assert first_difference(busy_arm.log, other.log) == ""
    assert final_bytes(busy_arm) == final_bytes(other)


def test_room_for_the_log_changes_nothing(
    bench: Any, every_service: Programmes, busy_arm: Played
) -> None:
    """A run that is interrupted again and again to make room goes on exactly where it stopped."""
    other = bench.play(*every_service, room=500)
    assert first_difference(busy_arm.log, other.log) == ""
    assert final_bytes(busy_arm) == final_bytes(other)


@pytest.mark.parametrize("shuffle", range(3))
def test_the_order_of_discovery_changes_nothing(shuffle: int) -> None:
    """Processes and services found in any order give the same engine, to the letter."""
    rules = model_rules()
    members = [*rules.processes, *TOYS]
    found = [*services(), ToyHelp]
    once = source_of(RuleSet(tuple(members), tuple(found), rules.cells, rules.occupied))
    np.random.default_rng(np.random.SeedSequence(shuffle)).shuffle(members)
    found.reverse()
    again = source_of(RuleSet(tuple(members), tuple(found), rules.cells, rules.occupied))
    assert once == again


def test_a_shuffled_rule_set_gives_the_same_log(
    bench: Any, rules: RuleSet, every_service: Programmes, busy_arm: Played
) -> None:
    """The model's processes in reverse order of discovery give the same log and outcome names."""
    turned = RuleSet(rules.processes[::-1], rules.services, rules.cells, rules.occupied)
    assert turned.outcome_names == rules.outcome_names
    assert compile_rules(turned).run is compile_rules(rules).run
    assert first_difference(busy_arm.log, bench.play(*every_service, rules=turned).log) == ""


def test_seeds_replicates_and_places_give_other_logs(bench: Any, busy_arm: Played) -> None:
    """The same people under another seed have another history: the laws do not compare constants."""
    one, other = bench.play(seed=1).log, bench.play(seed=2).log
    assert first_difference(one, bench.play(seed=1).log) == ""
    assert one.digest() != other.digest()
    assert not np.intersect1d(one.only("case_closing").times, other.only("case_closing").times).size


def small_task(bench: Any, rules: RuleSet) -> ReplicateTask:
    """Return a task of one year with and without the model's services."""
    can_open = {one.kind for one in bench.all_opened()}
    opened = tuple(
        bench.spec_of(service)
        for number, service in enumerate(rules.services)
        if number in can_open and service in services()
    )
    arms = (ArmSpec("baseline"), ArmSpec("services", opened))
    return ReplicateTask(bench.profile, bench.values, arms, 5, 3, 1, 7.0)


def digest_of(task: ReplicateTask) -> str:
    """Return a hash of every bit a task reports."""
    results = run_replicate(task)
    return hashlib.sha256(
        b"".join(part for r in results for part in (r.values.tobytes(), r.weekly.tobytes()))
    ).hexdigest()


CHILD = """
import hashlib, pickle, sys
from simulation.runner.worker import run_replicate
task = pickle.load(sys.stdin.buffer)
parts = [part for r in run_replicate(task) for part in (r.values.tobytes(), r.weekly.tobytes())]
print(hashlib.sha256(b"".join(parts)).hexdigest())
"""


def test_any_number_of_workers_reports_the_same_bits(bench: Any, rules: RuleSet) -> None:
    """Two fresh processes at once, hashing strings differently, report what this one does."""
    task = small_task(bench, rules)
    here = digest_of(task)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]
    answers = [child.communicate(pickle.dumps(task), timeout=240)[0] for child in children]
    assert [answer.decode().strip() for answer in answers] == [here, here]
