"""A service without an effect changes nothing: effects of 1, and the two twins."""

from typing import Any

import numpy as np
import pytest

from simulation.discover import interventions
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.simulate import run_years, start
from simulation.testing import Played, first_difference

#: What any service changes by being there, whatever it does.
PRESENCE = {
    "service_referrals", "service_accepted", "waiting_for_services", "supported_by_services", "service_dropouts",
    "cost_council", "cost_services_gross", "cost_services_incremental", "cost_total",
}  # fmt: skip
OWN = ("hub_", "key_worker_")


def without_effect() -> dict[str, float]:
    """Return every discovered effect's ratio set to 1 and its log odds to 0."""
    effects = [effect for service in interventions() for effect in service.effects]
    ones = {effect.ratio: 1.0 for effect in effects if effect.ratio is not None}
    return ones | {e.log_odds: 0.0 for e in effects if e.log_odds is not None}


def own_processes(*arms: Played) -> list[str]:
    """Return the processes of these arms that belong to a service."""
    names = {name for arm in arms for name in arm.log.processes}
    return [name for name in names if name.startswith(OWN)]


@pytest.fixture(scope="module")
def baseline(bench: Any) -> Played:
    """Return the arm without services."""
    return bench.play()


@pytest.fixture(scope="module")
def measures(bench: Any, specs: Any) -> dict[str, np.ndarray]:
    """Return all measures by year of the baseline, the real service and its twins."""
    arms: dict[str, list[Any]] = {"baseline": [], "real": [specs["no_wrong_door"]]}
    arms |= {twin: [{**specs["no_wrong_door"], "twin": twin}] for twin in ("null", "recording")}
    found = {}
    for name, chosen in arms.items():
        run = start(bench.people.fork(), chosen, bench.values, 1, 0, bench.years)
        found[name] = run_years(run, int(bench.years), 7.0)[0]
    return found


def differing(one: np.ndarray, other: np.ndarray) -> set[str]:
    """Return the measures that differ by a single bit in any year."""
    return {m.name for i, m in enumerate(MEASURES) if not np.array_equal(one[i], other[i])}


def test_there_are_effects_to_switch_off() -> None:
    """The laws below switch off as many effects as the discovered interventions have."""
    assert without_effect()
    for service in interventions():
        assert service.effects


def test_effects_of_one_give_the_null_twins_log(bench: Any, bedless: Any) -> None:
    """With every ratio 1 and every log odds 0 the service's log is its null twin's, bit for bit."""
    ones = bench.play(bedless, **without_effect())
    null = bench.play({**bedless, "twin": "null"})
    assert own_processes(null)
    assert first_difference(ones.log, null.log) == ""


def test_effects_of_one_give_the_baselines_log(bench: Any, bedless: Any, baseline: Played) -> None:
    """The service's own processes and beds aside, effects of 1 give the log of no service."""
    ones = bench.play(bedless, **without_effect())
    own = own_processes(ones)
    assert own
    assert not own_processes(baseline)
    assert first_difference(ones.log.without(*own), baseline.log) == ""


def test_real_effects_do_change_the_log(bench: Any, bedless: Any, baseline: Played) -> None:
    """The same service with its real effects gives another log: the laws above can fail."""
    real = bench.play(bedless)
    assert first_difference(real.log.without(*own_processes(real)), baseline.log) != ""


@pytest.mark.parametrize("twin", ["null", "recording"])
def test_a_twins_young_people_live_as_in_the_baseline(
    bench: Any, specs: Any, baseline: Played, twin: str
) -> None:
    """Under a twin everybody's events fall at the baseline's moments, bit for bit."""
    arm = bench.play({**specs["no_wrong_door"], "twin": twin})
    rest = arm.log.without(*own_processes(arm))
    assert np.array_equal(rest.times, baseline.log.times)
    assert np.array_equal(rest.uids, baseline.log.uids)
    assert np.array_equal(rest.processes, baseline.log.processes)


def test_the_null_twin_differs_only_by_being_there(measures: dict[str, np.ndarray]) -> None:
    """All measures of the null twin but its costs and hub counts equal the baseline's exactly."""
    changed = differing(measures["null"], measures["baseline"])
    assert changed <= PRESENCE
    assert {"service_referrals", "cost_services_gross"} <= changed


def test_the_recording_twin_differs_only_on_paper(measures: dict[str, np.ndarray]) -> None:
    """Besides that, the recording twin changes how many missing episodes are written down."""
    changed = differing(measures["recording"], measures["baseline"])
    assert changed - PRESENCE == {"missing_episodes_recorded"}
    row = BY_NAME["missing_episodes_recorded"]
    assert (measures["recording"][row] <= measures["baseline"][row]).all()


def test_the_real_service_changes_more(measures: dict[str, np.ndarray]) -> None:
    """The real service changes what its twins cannot: missing episodes, placements, free places."""
    changed = differing(measures["real"], measures["baseline"])
    assert {"missing_episodes", "service_placements", "vacant_places"} <= changed


def test_arms_share_their_arrivals(bench: Any, specs: Any, baseline: Played) -> None:
    """Whatever the service does, the same young people come at the same moments."""
    real = bench.play(specs["no_wrong_door"])
    for process in ("arrival", "unaccompanied_arrival"):
        logs = [arm.log.only(process) for arm in (real, baseline)]
        assert logs[0].times.size > 0
        assert first_difference(*logs) == ""
