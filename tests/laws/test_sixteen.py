"""Nobody under 16 lives in supported accommodation or lodgings: it is the law, at the start and ever."""

from typing import Any

import numpy as np
import pytest

from agents.codes import Placement, Status
from agents.lengths import AGE_BAND_COUNT, SIXTEEN
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import all_profiles, profile
from calibration.beliefs.parameters import parameters_for
from simulation.placing import KINDS, REASONS

FROM_SIXTEEN = (Placement.SUPPORTED, Placement.LODGINGS)
WEEKS = 52


def too_young(people: Any, now: float) -> int:
    """Return how many under 16 live where nobody under 16 may."""
    young = now - people["born"] < SIXTEEN
    there = (people["status"] == Status.LOOKED_AFTER) & np.isin(people["placement"], FROM_SIXTEEN)
    return int(np.count_nonzero(young & there))


def leaning_there() -> dict[str, Any]:
    """Return weights under which everybody of every age would choose lodgings and the like."""
    weights = np.full((AGE_BAND_COUNT, REASONS, KINDS), 1e-6)
    weights[:, :, FROM_SIXTEEN] = 1.0
    return {
        "placement_weight": weights,
        "uasc_placement_weight": np.array([weights[0, 0], weights[0, 0]]),
        "move_hazard": (20.0,) * KINDS,
    }


@pytest.mark.parametrize("everything", [False, True], ids=["baseline", "every service"])
def test_no_weight_and_no_service_puts_a_child_there(bench: Any, everything: bool) -> None:
    """Week by week nobody under 16 lives there, though all weights lead there and all move often.

    That somebody does from 16 on shows that the weights lead anywhere.
    """
    opened = bench.all_opened() if everything else ()
    played = bench.play(*opened, step_days=None, **leaning_there())
    for week in range(int(bench.years * WEEKS)):
        played.advance((week + 1) / WEEKS)
        assert (week, too_young(played.population.young_people, played.now)) == (week, 0)
    kinds = played.population.young_people["placement"]
    assert np.isin(kinds, FROM_SIXTEEN).sum() > 0


def test_each_service_keeps_the_law(bench: Any, service: Any) -> None:
    """The same with one service alone, each in turn, at the end of every quarter."""
    played = bench.play(bench.opened(service), step_days=None, **leaning_there())
    for quarter in range(int(bench.years * 4)):
        played.advance((quarter + 1) / 4)
        assert too_young(played.population.young_people, played.now) == 0


@pytest.mark.slow
def test_no_council_starts_with_one() -> None:
    """In none of the councils is anybody under 16 there at the start."""
    found = {
        council.name: too_young(
            synthesise(council, parameters_for(council), 1, 0, 0.1).young_people, 0.0
        )
        for council in all_profiles(2024)
    }
    assert {name: many for name, many in found.items() if many} == {}


def test_a_council_that_publishes_too_many_starts_with_as_many_as_are_16() -> None:
    """Where more live there than there are of 16 and over, the rest are given other placements."""
    base = profile("Rutland")
    figures = dict(base.counts) | {"cla_supported": base["cla"] / 2, "cla_16_plus": 2.0}
    council = AuthorityProfile("X1", "Erewhon", base.region, base.year, figures)
    people = synthesise(council, parameters_for(council), 1, 0, 1.0).young_people
    assert too_young(people, 0.0) == 0
    cared = people["status"] == Status.LOOKED_AFTER
    assert np.count_nonzero(cared) == round(base["cla"])
    assert (people["placement"][cared] != Placement.NONE).all()
