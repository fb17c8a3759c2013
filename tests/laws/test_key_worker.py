"""Any service may rest on one worker: the relationship forms in steps and begins again when staff leave."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.linalg import expm

from agents.codes import TIE_TOP
from scenarios.intervention_schema import kinds
from simulation.interventions.programme.spec import EXAMPLE
from simulation.processes.key_worker_bond import KeyWorkerBond
from simulation.processes.key_worker_change import KeyWorkerChange
from simulation.services.declaration import Site
from simulation.services.opened import programmes
from simulation.testing import (
    TOYS,
    Played,
    ToyHelp,
    all_supported,
    play,
    rules_for,
    toy_population,
)

CHILDREN, YEARS = 20_000, 1.0
GROWTH, TURNOVER, WEIGHT = 6.0, 1.5, 0.5
#: Two-sided: about one false alarm in 10,000 at each test.
CRITICAL = 3.89
RATES = {
    "toy_leaving_hazard": 0.0,
    "toy_worry_hazard": 0.0,
    "toy_relief_hazard": 0.0,
    "toy_shock_hazard": 2.0,
    "toy_help_ratio": 0.2,
}


class ToyWithWorkers(ToyHelp):
    """A toy service of which half rests on one worker."""

    name = "toy_with_workers"
    example = {"kind": "toy_with_workers"}  # noqa: RUF012

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the toy's site with a relationship."""
        tie = {"tie_weight": WEIGHT, "tie_growth": GROWTH, "turnover": TURNOVER}
        return [replace(one, columns={**one.columns, **tie}) for one in super().sites(spec, values)]


RULES = rules_for(*TOYS, KeyWorkerBond, KeyWorkerChange, services=(ToyWithWorkers,))


def played(years: float) -> Played:
    """Play children who are all supported from the first day, with a relationship of no step."""
    people = toy_population(CHILDREN)
    opened = programmes(RULES, [ToyWithWorkers.example], RATES)
    all_supported(RULES, people, opened, years)
    people.enrolments.strength = 1.0 - WEIGHT
    return play(RULES, people, RATES, 1, years)


def shares_after(years: float) -> np.ndarray:
    """Return the share at each step of the relationship: growth step by step, and back to none."""
    rates = np.zeros((TIE_TOP + 1, TIE_TOP + 1))
    for step in range(TIE_TOP + 1):
        if step < TIE_TOP:
            rates[step, step + 1] = GROWTH
        if step > 0:
            rates[step, 0] = TURNOVER
    rates -= np.diag(rates.sum(axis=1))
    return np.asarray(expm(rates * years)[0])


@pytest.mark.parametrize("years", [0.2, 1.0])
def test_the_relationship_is_where_growth_and_turnover_leave_it(years: float) -> None:
    """On the way and near the balance, each step has the share of the closed form.

    20,000 children: a turnover off by a tenth is found with a probability above 99%.
    """
    stages = played(years).population.enrolments["stage"]
    for step, share in enumerate(shares_after(years)):
        slack = CRITICAL * np.sqrt(CHILDREN * share * (1 - share))
        assert abs((stages == step).sum() - CHILDREN * share) < slack


def test_what_rests_on_it_grows_with_it() -> None:
    """A step adds its part of the share that rests on the relationship to what reaches a child."""
    enrolments = played(YEARS).population.enrolments
    expected = 1.0 - WEIGHT + WEIGHT * enrolments["stage"] / TIE_TOP
    assert np.allclose(enrolments["strength"], expected)
    assert set(enrolments["stage"]) == set(range(TIE_TOP + 1))


def test_a_programme_of_a_file_has_key_workers(bench: Any) -> None:
    """What a programme's file says of its key workers happens: they bond, and they leave."""
    service = kinds()[EXAMPLE["kind"]]
    arm = bench.play(bench.opened(service))
    for process in ("key_worker_bond", "key_worker_change"):
        assert arm.log.only(process).times.size > 0
    without = {key: said for key, said in EXAMPLE["programme"].items() if key != "key_worker"}
    arm = bench.play(bench.opened(service, programme=without))
    assert not arm.log.only("key_worker_bond", "key_worker_change").times.size
