"""The choices at which a council's kinds of placement stand still: known answers."""

from typing import Any

import numpy as np
import pytest

from agents.codes import Placement
from agents.lengths import AGE_BAND_COUNT
from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.kinds import (
    ENDS,
    FLOW_GROUPS,
    FLOWS,
    MOVES,
    WITH_FAMILIES,
    Here,
    adopting,
    flow_groups,
    going,
    kind_levels,
    leaving,
    living,
    practised,
    towards,
)
from calibration.beliefs.parameters import national, parameters_for

YEAR = 2024
KINDS = len(Placement)
A, B = Placement.FOSTER_AGENCY, Placement.SUPPORTED
TEN_TO_FIFTEEN = 3


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def quiet(p: dict[str, Any], flows: np.ndarray) -> dict[str, Any]:
    """Return values with some flows and nobody placed for adoption."""
    return p | {"kind_flows": flows, "adoption_placing_hazard": np.zeros(AGE_BAND_COUNT)}


def of(there: np.ndarray, **changed: Any) -> Here:
    """Return a council with some children, without starts, whose practice is England's."""
    usual: dict[str, Any] = {
        "starts": np.zeros(FLOW_GROUPS),
        "leaving": np.ones(FLOW_GROUPS),
        "moving": 1.0,
        "moved_on": np.zeros(FLOW_GROUPS),
    }
    return Here(there, **(usual | changed))


def two_kinds(many: float = 50.0) -> np.ndarray:
    """Return as many children aged 10 to 15 in one kind as in another."""
    there = np.zeros((FLOW_GROUPS, KINDS))
    there[TEN_TO_FIFTEEN, [A, B]] = many
    return there


def test_kinds_stand_still_where_the_levels_say(p: dict[str, Any]) -> None:
    """With one group and no kin a kind is chosen in proportion to what leaves it."""
    flows = np.zeros((FLOWS, FLOW_GROUPS, KINDS))
    flows[MOVES, :, A], flows[MOVES, :, B] = 1.0, 3.0
    flows[3:, :, A] = flows[3:, :, B] = 0.5
    level = kind_levels(of(two_kinds()), quiet(p, flows))
    assert level[B] / level[A] == pytest.approx(3.0, rel=1e-3)


def test_who_leaves_has_to_come_again(p: dict[str, Any]) -> None:
    """A council whose children leave twice as often from one kind as from the other chooses it so."""
    flows = np.zeros((FLOWS, FLOW_GROUPS, KINDS))
    flows[ENDS, :, A], flows[ENDS, :, B] = 0.2, 0.4
    flows[3:, :, A] = flows[3:, :, B] = 0.5
    starts = np.zeros(FLOW_GROUPS)
    starts[TEN_TO_FIFTEEN] = 30.0
    level = kind_levels(of(two_kinds(), starts=starts), quiet(p, flows))
    assert level[B] / level[A] == pytest.approx(2.0, rel=1e-3)


def test_who_is_moved_on_leaves_the_kind_too(p: dict[str, Any]) -> None:
    """Transfers take as many from each kind as live there."""
    there, on = two_kinds(), np.zeros(FLOW_GROUPS)
    on[TEN_TO_FIFTEEN] = 0.3
    _, left = leaving(of(there, moved_on=on), quiet(p, np.zeros((FLOWS, FLOW_GROUPS, KINDS))))
    assert left[[A, B]] == pytest.approx([15.0, 15.0])


def test_levels_of_leaving_are_the_groups_own(p: dict[str, Any]) -> None:
    """Twice England's practice doubles the ends of a group, and of no other."""
    flows = np.zeros((FLOWS, FLOW_GROUPS, KINDS))
    flows[ENDS] = 0.1
    there = np.ones((FLOW_GROUPS, KINDS))
    level = np.ones(FLOW_GROUPS)
    level[0] = 2.0
    _, left = leaving(of(there, leaving=level), quiet(p, flows))
    assert left == pytest.approx(np.full(KINDS, 0.1 * (FLOW_GROUPS + 1)))


def test_kin_are_only_there_for_some() -> None:
    """However much more often kin are chosen, no more children go to them than have any."""
    shares = np.zeros((FLOW_GROUPS, KINDS))
    shares[:, Placement.KINSHIP], shares[:, Placement.FOSTER_AGENCY] = 0.2, 0.8
    weights = np.zeros((AGE_BAND_COUNT, KINDS))
    weights[:, Placement.KINSHIP], weights[:, Placement.FOSTER_AGENCY] = 0.5, 0.5
    level, there = np.ones(KINDS), towards(shares, weights)
    assert going(level, *there)[0] == pytest.approx(shares[0])
    level[Placement.KINSHIP] = 1e6
    assert going(level, *there)[0, Placement.KINSHIP] == pytest.approx(0.4, rel=1e-3)


def test_every_group_of_synthesis_has_its_flow_group(p: dict[str, Any]) -> None:
    """16 and 17 stand apart, the unaccompanied by themselves; nobody is lost on the way."""
    groups = flow_groups()
    assert sorted(set(groups.tolist())) == list(range(FLOW_GROUPS))
    assert groups[16] != groups[17]
    assert groups[18:].tolist() == list(range(WITH_FAMILIES, FLOW_GROUPS))
    many = np.linspace(1.0, 5.0, groups.size)
    kinds = np.full(KINDS, many.sum() / KINDS)
    found = living(many, kinds, p)
    assert found.sum() == pytest.approx(many.sum())
    assert found.sum(axis=1)[-1] == pytest.approx(many[-1], rel=0.01)


def test_practice_is_that_of_the_kinds_children_live_in(p: dict[str, Any]) -> None:
    """Who all live in one kind leave at that kind's rate, whatever the others'."""
    flows = np.zeros((FLOWS, FLOW_GROUPS, KINDS))
    flows[ENDS, :, A], flows[ENDS, :, B] = 0.1, 0.5
    there = np.zeros((FLOW_GROUPS, KINDS))
    there[:, B] = 10.0
    assert practised(there, quiet(p, flows)) == pytest.approx(np.full(AGE_BAND_COUNT, 0.5))


def test_adoptive_placements_stand_still(p: dict[str, Any]) -> None:
    """As many are placed for adoption as adoptive placements end: twice as many take twice the level."""
    flows = np.zeros((FLOWS, FLOW_GROUPS, KINDS))
    flows[ENDS, :, Placement.ADOPTION] = 0.5
    values = p | {"kind_flows": flows, "adoption_placing_hazard": np.full(AGE_BAND_COUNT, 0.05)}
    found = []
    for many in (5.0, 10.0):
        there = np.zeros((FLOW_GROUPS, KINDS))
        there[1, A], there[1, Placement.ADOPTION] = 100.0, many
        found.append(adopting(of(there), values))
    assert found == pytest.approx([0.5, 1.0])


def test_a_made_up_council_without_unaccompanied_children_can_be_reckoned() -> None:
    """No unaccompanied children: no arrivals, no transfers, and the rest adds up."""
    base = profile("Wigan", YEAR)
    none = {name: 0.0 for name in ("cla_uasc", "starts_uasc", "ceases_uasc")}
    made_up = AuthorityProfile("X1", "Erewhon", base.region, YEAR, dict(base.counts) | none)
    values = parameters_for(made_up)
    assert np.isfinite(np.asarray(values["local_placement"])).all()
