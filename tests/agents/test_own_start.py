"""A run that starts with the children of a council's own return: each as the return has them."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from agents.codes import Placement, Status
from agents.lengths import MONTH, WEEK
from agents.synthesis.authority import PrivateProfile
from agents.synthesis.own_needs import _CANDIDATES, log_of_moves
from agents.synthesis.own_start import COLUMNS
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import future_of, parameters_for

#: A few of each kind of child, many times over so that averages can be told.
ONE_OF_EACH = {
    "age_months": (3, 40, 100, 150, 199, 215, 200),
    "female": (0, 1, 0, 1, 0, 1, 0),
    "alone": (0, 0, 0, 0, 0, 0, 1),
    "care_weeks": (5, 60, 300, 30, 100, 520, 40),
    "placed_weeks": (5, 10, 300, 2, 100, 50, 40),
    "moves": (0, 1, 0, 6, 0, 9, 0),
    "periods": (1, 1, 2, 1, 3, 1, 1),
    "placement": (1, 3, 7, 4, 5, 2, 5),
    "cut": (0, 0, 1, 0, 0, 0, 0),
}
TIMES = 40
START = {name: values * TIMES for name, values in ONE_OF_EACH.items()}
BANDS = {"under_1": 1, "1_4": 1, "5_9": 1, "10_15": 1, "16_plus": 3}


@cache
def council() -> PrivateProfile:
    """A council whose start is these children, otherwise as published of Rutland."""
    base = profile("Rutland")
    size = float(len(START["age_months"]))
    counts = dict(base.counts) | {"cla": size, "cla_uasc": float(TIMES), "cla_far": 0.2 * size}
    counts |= {f"cla_{band}": float(TIMES * many) for band, many in BANDS.items()}
    counts |= {"cla_outside": 0.3 * size, "cin": base["cin"] - base["cla"] + size}
    own = PrivateProfile(
        "private:here", "private:here", base.region, base.year, counts, base.imputed,
        published=(base.code, base.year), start=START,
    )  # fmt: skip
    return replace(own, reference=(replace(own, start={}),))


@cache
def cared(replicate: int = 0) -> Any:
    """The rows of those looked after, in the order of the start."""
    values = parameters_for(council())
    people = synthesise(future_of(council()), values, 1, replicate, 1.0).young_people
    return people[: len(START["moves"])]


def column(name: str) -> np.ndarray:
    """One column of the start."""
    return np.array(START[name])


def test_everybody_of_the_return_is_there_and_nobody_else() -> None:
    """As many are looked after as the return has, each of its age to the month, its sex and route."""
    values = parameters_for(council())
    people = synthesise(future_of(council()), values, 1, 0, 1.0).young_people
    assert np.count_nonzero(people["status"] == Status.LOOKED_AFTER) == len(START["moves"])
    rows = cared()
    assert (np.floor(-rows["born"] / MONTH + 1e-9) == column("age_months")).all()
    assert (rows["female"] == column("female")).all()
    assert (rows["uasc"] == column("alone")).all()


def test_times_moves_and_periods_are_those_of_the_return() -> None:
    """Time in care and in the placement to the week; where care began before the returns, at least."""
    rows, known = cared(), column("cut") == 0
    for name, of in (("entered", "care_weeks"), ("placed", "placed_weeks")):
        weeks = -rows[name] / WEEK
        assert (np.floor(weeks[known] + 1e-9) == column(of)[known]).all()
        assert (weeks[~known] >= column(of)[~known]).all()
    first = column("care_weeks") == column("placed_weeks")
    assert (rows["placed"][known & first] == rows["entered"][known & first]).all()
    for name in ("moves", "periods"):
        assert (rows[name][known] == column(name)[known]).all()
        assert (rows[name][~known] >= column(name)[~known]).all()


def test_placements_are_those_of_the_return_but_for_lodgings() -> None:
    """Kinds are exact; of those supported the register's share live in lodgings, which no code tells."""
    kinds, told = cared()["placement"], column("placement")
    both = told == Placement.SUPPORTED
    assert (kinds[~both] == told[~both]).all()
    share = float(parameters_for(council())["synth_lodgings_share"])
    lodgings = np.count_nonzero(kinds[both] == Placement.LODGINGS)
    assert abs(lodgings - share * np.count_nonzero(both)) < 1.0


def test_within_the_month_replicates_differ() -> None:
    """No replicate says on which day a child was born: it is drawn anew in each."""
    assert not np.allclose(cared(0)["born"], cared(1)["born"])


def test_need_goes_with_moves() -> None:
    """Children who moved more often than their time in care explains have more latent need on average."""
    rows, moves = cared(), column("moves")
    assert rows["frailty"][moves >= 6].mean() > 1.3 * rows["frailty"][moves == 0].mean()


def test_moves_are_likeliest_at_the_need_that_expects_them() -> None:
    """The likelihood of a geometric number is highest where its mean is the number; unknown, it says nothing."""
    start = {name: ONE_OF_EACH[name][3:4] for name in COLUMNS}
    weeks = (start["care_weeks"][0] + 1) * WEEK
    p = {"synth_moves_per_year": 6.0 / weeks}
    need = np.geomspace(0.1, 10.0, _CANDIDATES)
    best = need[int(np.argmax(log_of_moves(need, p, start)))]
    assert best == pytest.approx(1.0, rel=0.2)
    assert (log_of_moves(need, p, start | {"cut": (1,)}) == 0.0).all()


def test_a_run_of_them_is_the_same_twice() -> None:
    """The same address gives the same people to the bit."""
    values = parameters_for(council())
    first, second = (synthesise(future_of(council()), values, 3, 1, 1.0) for _ in range(2))
    assert first.young_people.tobytes() == second.young_people.tobytes()


def test_left_out_means_none_come() -> None:
    """Where unaccompanied children are left out none arrive, though the published gap would bring some."""
    assert future_of(council())["starts_uasc"] > 0.0
    without = replace(council(), unaccompanied=False)
    assert future_of(without)["starts_uasc"] == 0.0
