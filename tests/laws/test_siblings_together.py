"""Brothers and sisters: who joins, goes along and leaves together, and that nobody loses by it."""

from typing import Any

import numpy as np
import pytest

from agents.codes import Status
from agents.lengths import AGE_BAND_COUNT
from agents.synthesis.carers import give_places
from agents.synthesis.columns import Columns
from simulation.placing import KINDS
from simulation.siblings import AGENCY, OWN, shared
from simulation.testing import Played

ALWAYS = {
    "sibling_join_share": (1.0,) * AGE_BAND_COUNT,
    "sibling_join_kind": (1.0,) * KINDS,
    "sibling_join_size": 1.0,
}
NEVER = {"sibling_join_share": (0.0,) * AGE_BAND_COUNT}


def entered_with_siblings(played: Played) -> Any:
    """Return those in care who entered when a brother or sister was in care."""
    people = played.population.young_people
    inside = (people["status"] == Status.LOOKED_AFTER) & (people["entered"] > 0)
    return people[inside & (people["first_siblings"] > 0)]


def test_whoever_may_join_does_far_more_often(bench: Any) -> None:
    """With shares of 1 most are placed with one; of 0 only those whom chance, kin or parents join."""
    shares = []
    for values in (ALWAYS, NEVER):
        rows = entered_with_siblings(bench.play(**values, move_hazard=(0.0,) * KINDS))
        assert rows.size > 40
        shares.append(float(np.mean(rows["first_beside"] > 0)))
    assert shares[0] > 0.5
    assert shares[0] > shares[1] + 0.2


def test_a_family_may_take_brothers_and_sisters_beyond_its_places(bench: Any) -> None:
    """Where the limit does not bind some households are full beyond it, and only fostering ones.

    Who is beyond the limit is one of several; without the exemption no household ever is.
    """
    for most, found in ((6, True), (1, False)):
        carers = bench.play(**ALWAYS, sibling_most_places=float(most)).population.carers
        beyond = carers[carers["beyond"] > 0]
        assert (beyond.size > 0) == found
        assert np.isin(beyond["placement"], (OWN, AGENCY)).all()
        assert (beyond["filled"] == beyond["places"]).all()
        assert (beyond["filled"] > 1).all()


@pytest.mark.parametrize("process", ["going_home", "placement_move"])
def test_the_others_go_at_the_same_moment(bench: Any, process: str) -> None:
    """With a share of 1 several events fall on one moment; with 0 none does."""
    for share in (0.0, 1.0):
        values = {"sibling_leave_share": share, "sibling_move_share": (share, share)}
        times = bench.play(**{**ALWAYS, **values}).log.only(process).times
        assert times.size > 10
        assert (np.unique(times).size < times.size) == (share > 0.0)


@pytest.mark.parametrize("others", [0, 1, 3])
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_nobody_has_more_events_for_having_siblings(others: int, share: float) -> None:
    """Own events and those of each of the others, in a share of which one goes along, add up to 1."""
    own = shared.py_func(others, share)
    assert own + others * share * own == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(20))
def test_groups_share_one_carer_within_its_places(seed: int) -> None:
    """At the start a group has one carer, and no carer more children than places."""
    rng = np.random.default_rng(seed)
    together = np.repeat(np.arange(8), rng.integers(2, 7, 8))
    together = np.concatenate([together, np.full(20, -1)])
    asked = rng.integers(1, 7, together.size)
    where, places = give_places(together, asked, Columns(seed, 0), "x")
    assert (where >= 0).all()
    assert (np.bincount(where, minlength=places.size) <= places).all()
    for number in range(8):
        assert np.unique(where[together == number]).size == 1
