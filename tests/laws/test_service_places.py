"""A service's own beds and families: whose place they take, how long a stay lasts, and where it leads."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.codes import KINDS, SKILL_TOP, Placement, Status
from agents.lengths import AGE_BAND_COUNT, MONTH
from simulation.discover import services
from simulation.outcomes.cells import PLACEMENT_CELLS
from simulation.outcomes.logged import events_of, has
from simulation.placing import REASONS
from simulation.processes.service_stay import ServiceStay
from simulation.services.declaration import Programme, Service, Sort
from simulation.testing import Played, first_difference

BED, FAMILY = Placement.SERVICE_BED, Placement.SERVICE_FAMILY
OWN = (BED, FAMILY)
#: Where a stay that is over may lead.
ONWARD = ("foster_in_house", "foster_agency", "kinship", "with_parents")
FROM_SIXTEEN = ("supported_accommodation", "supported_lodgings")
ENDED = ("service_stay/stepped_down", "service_stay/moved_on")
STAYED = "service_stay/stayed_on"
#: Years; short, so that many stays of two years come to their end.
BED_YEARS, FAMILY_YEARS = 0.1, 0.2
MANY = 12


def opened(
    bench: Any, service: Any, places: Mapping[Placement, int] | None = None, **columns: Any
) -> Programme:
    """Return what a service opens, with many places and short stays; it takes over no home unless asked."""
    one = bench.opened(service)
    busy = {"capacity": 100, "referral": 50.0, "calm": 1.0, "waiting_limit": 5.0}
    stays = {"bed_years": BED_YEARS, "family_years": FAMILY_YEARS, "kept_beds": 0}
    sites = [
        replace(
            site,
            columns={**site.columns, "converts": False, **busy, **stays, **columns},
            places=dict.fromkeys(OWN, MANY) if places is None else places,
        )
        for site in one.sites
    ]
    return replace(one, sites=sites)


@pytest.fixture(scope="session")
def housing(bench: Any) -> type[Service]:
    """Return a service of the model that brings places of its own."""
    ready = (one for one in services() if one.sort is Sort.SERVICE)
    return next(one for one in ready if any(site.places for site in bench.opened(one).sites))


@pytest.fixture(scope="session")
def arm(bench: Any, housing: Any) -> Played:
    """Return two years with a service that has many places, for short stays."""
    kinds = (Placement.CHILDRENS_HOME, Placement.FOSTER_IN_HOUSE, Placement.KINSHIP)
    played: Played = bench.play(opened(bench, housing), **only_to(*kinds))
    return played


def only_to(*kinds: Placement) -> dict[str, Any]:
    """Return weights under which a placement is looked for among these kinds alone."""
    weights = np.zeros((AGE_BAND_COUNT, REASONS, KINDS))
    weights[:, :, kinds] = 1.0
    return {
        "placement_weight": weights,
        "uasc_placement_weight": np.array([weights[0, 0], weights[0, 0]]),
        "move_hazard": (5.0,) * KINDS,
    }


def into(played: Played, *kinds: Placement) -> int:
    """Return how many events led into these kinds of placement from another."""
    events = events_of(played.state)
    return sum(
        int((has(events.after, cell) & ~has(events.before, cell)).sum())
        for cell in (PLACEMENT_CELLS[kind - 1] for kind in kinds)
    )


def test_many_stays_begin_and_end(arm: Played) -> None:
    """In the arm on which the laws below are tested beds and families are lived in, and stays end."""
    assert into(arm, BED) > 10
    assert into(arm, FAMILY) > 10
    assert all(arm.log.only(name).times.size > 0 for name in ENDED)


def test_no_stay_outlasts_its_cap_while_there_is_somewhere_to_go(arm: Played) -> None:
    """No stay has an end that has passed, and each was looked at at its cap and every month after."""
    people = arm.population.young_people
    lives = np.isin(people["placement"], OWN) & (people["status"] == Status.LOOKED_AFTER)
    caps = np.where(people["placement"] == BED, BED_YEARS, FAMILY_YEARS)
    assert (people["stay_ends"][lives] > arm.now - 1e-9).all()
    late = (people["stay_ends"] - people["placed"] - caps)[lives] / MONTH
    assert late == pytest.approx(np.round(late), abs=1e-6)
    lasted = arm.now - people["placed"][lives]
    assert (lasted <= caps[lives] + MONTH * np.round(late) + 1e-9).all()


def test_a_stay_that_is_over_leads_to_a_family(arm: Played) -> None:
    """To foster carers, kin or parents, or to supported accommodation; from beds to families too."""
    events = events_of(arm.state)
    over = events.of(*ENDED)
    allowed = np.zeros(over.times.size, np.bool_)
    for cell in (*ONWARD, *FROM_SIXTEEN, PLACEMENT_CELLS[FAMILY - 1]):
        allowed |= has(over.after, cell)
    assert over.times.size > 20
    assert allowed.all()
    assert not has(over.after, "unregistered").any()


def test_nobody_goes_to_and_fro(arm: Played) -> None:
    """From a bed at most to a family, as a step down; from a family to no place of the service."""
    events, log = events_of(arm.state), arm.log
    bed, family = (PLACEMENT_CELLS[kind - 1] for kind in OWN)
    moved = np.isin(log.processes, ("placement_move", "placement_breakdown", "service_stay"))
    moved &= ~np.isin(log.names, (STAYED, "service_stay/taken_along"))
    from_bed, from_family = has(events.before, bed) & moved, has(events.before, family) & moved
    assert not has(events.after, bed)[from_bed | from_family].any()
    assert not has(events.after, family)[from_family].any()
    stepped = from_bed & has(events.after, family)
    assert stepped.any()
    down = ("placement_move/step_down", "service_stay/stepped_down")
    assert np.isin(log.names[stepped], down).all()


def test_families_that_are_never_taken_up_change_nothing(bench: Any, housing: Any) -> None:
    """With log odds of nearly minus infinity they stand empty, and all is as without, to the bit."""
    never = opened(bench, housing, {FAMILY: MANY}, place_log_odds=-1e3)
    arm = bench.play(never)
    assert into(arm, *OWN) == 0
    assert (
        first_difference(arm.log, bench.play(opened(bench, housing, {}, place_log_odds=-1e3)).log)
        == ""
    )


@pytest.mark.parametrize(
    ("kind", "places", "taken"),
    [
        (Placement.PARENTS, OWN, ()),
        (Placement.FOSTER_IN_HOUSE, OWN, (FAMILY,)),
        (Placement.CHILDRENS_HOME, OWN, (BED,)),
        (Placement.CHILDRENS_HOME, (FAMILY,), (FAMILY,)),
    ],
)
def test_a_place_stands_in_only_for_a_home_or_a_foster_family(
    bench: Any,
    housing: Any,
    kind: Placement,
    places: tuple[Placement, ...],
    taken: tuple[Placement, ...],
) -> None:
    """Nobody who would be placed with parents gets one; a bed takes a home's stead, a family a foster family's.

    Or a home's, where no bed is free. Besides, a bed is for those for whom nothing at all is free: no
    more of them than without the service go to providers who are not registered.
    """
    said = {"place_log_odds": 1e3, "place_by_need": 0.0}
    weights = {"unregistered_share": 0.0, **only_to(kind, Placement.OTHER)}
    arm = bench.play(opened(bench, housing, dict.fromkeys(places, MANY), **said), **weights)
    without = events_of(bench.play(opened(bench, housing, {}, **said), **weights).state)
    desperate = has(without.after, "unregistered") & ~has(without.before, "unregistered")
    for own in OWN:
        others = int(desperate.sum()) if own == BED else 0
        found = into(arm, own)
        assert found > 0 if own in taken else found <= others


@pytest.mark.parametrize("need", [0, SKILL_TOP])
def test_places_by_need_are_for_those_who_need_them(bench: Any, housing: Any, need: int) -> None:
    """Where places go by need alone, as many of the greatest need live in one; of need 0 fewer do.

    Of need 0 those alone for whom no home is free: it is a bed like any other then.
    """
    kinds = only_to(Placement.CHILDRENS_HOME)
    calm = dict.fromkeys(("worsening_hazard", "breakdown_harm", "unregistered_share"), 0.0)
    never = dict.fromkeys(("exploitation_hazard", "arrest_hazard"), (0.0,) * 9)
    people = dict.fromkeys(("behaviour", "exploitation", "offending"), 0) | {"emotional": need}
    lives = []
    for by_need in (0.0, 1.0):
        eager = opened(bench, housing, place_log_odds=1e3, place_by_need=by_need)
        arms = (
            bench.play(eager, seed=seed, people=people, **calm, **never, **kinds)
            for seed in (1, 2, 3)
        )
        lives.append([into(one, *OWN) for one in arms])
    anyhow, by_need_alone = np.array(lives)
    assert (by_need_alone == anyhow).all() if need else (by_need_alone < anyhow).all()


def test_a_home_turned_into_a_site_takes_its_children_along(bench: Any, housing: Any) -> None:
    """As many as it has beds stay in the house, with no move; without beds all have to go."""
    found = []
    for beds in (0, MANY):
        one = opened(bench, housing, {BED: beds}, converts=True, referral=0.0)
        played = bench.play(replace(one, sites=one.sites[:1]))
        (opens,) = played.log.only("service_opening").times
        along, gone = (
            played.log.only(name) for name in ("service_stay", "placement_breakdown/carer_left")
        )
        assert set(along.names) <= {"service_stay/taken_along"}
        assert (along.times == opens).all()
        found.append((along.times.size, int((gone.times == opens).sum())))
    (none, left), (stayed, nobody) = found
    assert (none, nobody) == (0, 0)
    assert left == stayed > 0


def test_skills_are_as_the_site_says(bench: Any, housing: Any) -> None:
    """Shares of 0 and 1 give every bed that skill; a site that says nothing has the top one."""
    one = opened(bench, housing)
    for level in range(SKILL_TOP + 1):
        skills = {BED: np.eye(SKILL_TOP + 1)[level]}
        sites = [replace(site, skills=skills) for site in one.sites]
        carers = bench.installed(replace(one, sites=sites)).carers
        assert (carers.skill[carers.placement == BED] == level).all()
        assert (carers.skill[carers.placement == FAMILY] == SKILL_TOP).all()


def test_only_stays_with_a_service_are_for_a_time(bench: Any, arm: Played) -> None:
    """In the baseline nobody's stay has an end; with a service it has for those who live with it."""
    assert np.isinf(bench.play().population.young_people["stay_ends"]).all()
    people = arm.population.young_people
    own = (people["status"] == Status.LOOKED_AFTER) & np.isin(people["placement"], OWN)
    assert own.any()
    assert np.isfinite(people["stay_ends"][own]).all()
    assert np.isinf(people["stay_ends"][~own]).all()
    assert ServiceStay.name in arm.log.processes
