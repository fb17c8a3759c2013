"""A service without an effect changes nothing: of size 0, with effects of 1, and the two twins."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.services.declaration import Programme, Site, Sort
from simulation.testing import Played, first_difference

#: Measures of what services do.
OF_SERVICES = {measure.name for measure in MEASURES if "service" in measure.name}


def nothing_brought(site: Site) -> Site:
    """Return a site without places of its own, nor a home it takes over or closes."""
    columns = {**site.columns, "converts": 0, "shuts": 0}
    return replace(site, columns=columns, places={})


def of_no_size(opened: Programme) -> Programme:
    """Return a programme that has room for nobody, whatever goes wrong with it, and reaches nobody."""
    sites = [
        replace(
            site,
            columns={**site.columns, "capacity": 0},
            stages=tuple(replace(stage, capacity=0) for stage in site.stages),
        )
        for site in map(nothing_brought, opened.sites)
    ]
    return replace(opened, sites=sites, reach=0.0, prepare=None)


def of_no_effect(opened: Programme) -> Programme:
    """Return a programme whose every ratio is 1 and log odds 0, without places."""
    sites = [
        replace(
            nothing_brought(site),
            ratios={lever: (1.0, dose) for lever, (_, dose) in site.ratios.items()},
            log_odds={option: (0.0, dose) for option, (_, dose) in site.log_odds.items()},
            stay_ratios={lever: (1.0, dose) for lever, (_, dose) in site.stay_ratios.items()},
        )
        for site in opened.sites
    ]
    return replace(opened, sites=sites, prepare=None)


def presence(opened: Programme) -> AbstractSet[str]:
    """Return what a programme changes by being there: measures of services, and what it costs."""
    payers = {line.payer for site in opened.sites for line in site.costs}
    return OF_SERVICES | {"cost_total"} | {f"cost_{payer}" for payer in payers}


@pytest.fixture(scope="module")
def real(bench: Any, service: Any) -> Programme:
    """Return what each service's example opens."""
    opened: Programme = bench.opened(service)
    return opened


@pytest.fixture(scope="module")
def twins(bench: Any, with_twins: Any) -> dict[str, Programme]:
    """Return each service's example and its twins."""
    return {twin: bench.opened(with_twins, twin=twin) for twin in ("real", "null", "recording")}


@pytest.fixture(scope="module")
def of_the_baseline(bench: Any) -> np.ndarray:
    """Return all measures by year without services."""
    found: np.ndarray = bench.measures()
    return found


def differing(one: np.ndarray, other: np.ndarray) -> set[str]:
    """Return the measures that differ by a single bit in any year."""
    return {m.name for i, m in enumerate(MEASURES) if not np.array_equal(one[i], other[i])}


def enrols(opened: Programme) -> bool:
    """Return whether it is a service, which has members."""
    return opened.sort is Sort.SERVICE


def began_support(played: Played) -> bool:
    """Return whether anybody was supported."""
    return played.log.only("support_start").times.size > 0


def test_a_service_of_size_0_is_the_baseline(
    bench: Any, real: Programme, baseline: Played, own_processes: tuple[str, ...]
) -> None:
    """With room for nobody and no places, the log is the baseline's to the bit, its own aside.

    Nobody is ever supported, though a service still has members referred to it.
    """
    arm = bench.play(of_no_size(real))
    assert (arm.log.only("referral").times.size > 0) == enrols(real)
    assert not began_support(arm)
    assert first_difference(arm.log.without(*own_processes), baseline.log) == ""


def test_a_service_with_effects_of_1_is_the_baseline(
    bench: Any, real: Programme, baseline: Played, own_processes: tuple[str, ...]
) -> None:
    """With every ratio 1, every log odds 0 and no places, the log is the baseline's to the bit."""
    arm = bench.play(of_no_effect(real))
    assert began_support(arm) == enrols(real)
    assert not baseline.log.only(*own_processes).times.size
    assert first_difference(arm.log.without(*own_processes), baseline.log) == ""


def test_effects_of_1_give_the_null_twins_log(bench: Any, twins: dict[str, Programme]) -> None:
    """With effects of 1 the service's own log too is its null twin's, bit for bit."""
    ones, null = (bench.play(of_no_effect(twins["real"])), bench.play(twins["null"]))
    assert first_difference(ones.log, null.log) == ""


def test_real_effects_do_change_the_log(
    bench: Any, real: Programme, baseline: Played, own_processes: tuple[str, ...]
) -> None:
    """The same service with its real effects gives another log: the laws above can fail."""
    without_places = replace(real, sites=[replace(site, places={}) for site in real.sites])
    arm = bench.play(without_places)
    assert first_difference(arm.log.without(*own_processes), baseline.log) != ""


@pytest.mark.parametrize("twin", ["null", "recording"])
def test_a_twins_young_people_live_as_in_the_baseline(
    bench: Any,
    twins: dict[str, Programme],
    baseline: Played,
    own_processes: tuple[str, ...],
    twin: str,
) -> None:
    """Under a twin everybody's events fall at the baseline's moments, bit for bit."""
    rest = bench.play(twins[twin]).log.without(*own_processes)
    assert np.array_equal(rest.times, baseline.log.times)
    assert np.array_equal(rest.uids, baseline.log.uids)
    assert np.array_equal(rest.processes, baseline.log.processes)


def test_the_null_twin_differs_only_by_being_there(
    bench: Any, twins: dict[str, Programme], of_the_baseline: np.ndarray
) -> None:
    """All measures of the null twin but its costs and counts of services equal the baseline's."""
    null = twins["null"]
    changed = differing(bench.measures(null), of_the_baseline)
    assert changed <= presence(null)
    assert ("service_referrals" in changed) == enrols(null)
    assert ("cost_services_gross" in changed) == any(site.costs for site in null.sites)


def test_the_recording_twin_differs_only_on_paper(
    bench: Any, twins: dict[str, Programme], of_the_baseline: np.ndarray
) -> None:
    """Besides that, a recording twin changes only how many missing episodes are written down."""
    twin = twins["recording"]
    found = bench.measures(twin)
    less = any(site.columns.get("recording", 1.0) < 1.0 for site in twin.sites)
    row = BY_NAME["missing_episodes_recorded"]
    changed = differing(found, of_the_baseline) - presence(twin)
    assert changed <= ({"missing_episodes_recorded"} if less else set())
    assert (found[row] <= of_the_baseline[row]).all()


def test_some_recording_twin_writes_less_down(bench: Any, of_the_baseline: np.ndarray) -> None:
    """Where services' recording twins are open together, fewer missing episodes are written down."""
    row = BY_NAME["missing_episodes_recorded"]
    opened = (one for one in bench.all_opened(twin="recording") if enrols(one))
    assert (bench.measures(*opened)[row] < of_the_baseline[row]).any()


def test_the_real_service_changes_more(
    bench: Any, real: Programme, of_the_baseline: np.ndarray
) -> None:
    """The real service changes what its twins cannot; its places are lived in, if it has any.

    They stand in for homes and families that few are placed with here, so they are offered to all.
    """
    eager = {"place_log_odds": 1e3, "place_by_need": 0.0, "kept_beds": 0, "referral": 50.0}
    sites = [replace(one, columns={**one.columns, **eager}) for one in real.sites]
    changed = differing(bench.measures(real), of_the_baseline)
    assert changed - presence(real)
    changed |= differing(bench.measures(replace(real, sites=sites)), of_the_baseline)
    brings = any(sum(site.places.values()) for site in real.sites)
    assert ("service_placements" in changed) == brings


def test_arms_share_their_arrivals(
    bench: Any, twins: dict[str, Programme], baseline: Played
) -> None:
    """Whatever a service or practice does, the same young people come at the same moments."""
    arm = bench.play(twins["real"])
    for process in ("arrival", "unaccompanied_arrival"):
        logs = [played.log.only(process) for played in (arm, baseline)]
        assert logs[0].times.size > 0
        assert first_difference(*logs) == ""
