"""Going missing, at the start: as many recent episodes as later, and those at risk where they live."""

from math import exp
from typing import Any

import numpy as np
import pytest
from scipy import stats

from agents.codes import RECENT_TOP, Placement, Status
from agents.lengths import TEEN
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.inverse import negative_binomial_quantile
from agents.synthesis.missing import going_missing
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.patterns.record import record_run

KINDS = len(Placement)
#: Everything by which children at the start are placed according to their needs, taken away.
ALIKE = {f"synth_placement_{name}": (0.0,) * KINDS for name in ("need", "risk", "behaviour")}


@pytest.fixture(scope="module")
def norfolk() -> AuthorityProfile:
    """Return a council with some six hundred adolescents in care."""
    return profile("Norfolk")


@pytest.fixture(scope="module")
def at_start(norfolk: AuthorityProfile) -> Any:
    """Return its adolescents with families at the start, as they are by default."""
    return adolescents(norfolk, {})


def looked_after(council: AuthorityProfile, changed: dict[str, Any]) -> Any:
    """Return a council's children in care at the start."""
    values = dict(parameters_for(council)) | STILL | changed
    people = synthesise(council, values, 3, 0, 1.0).young_people
    return people[people["status"] == Status.LOOKED_AFTER]


def adolescents(council: AuthorityProfile, changed: dict[str, Any]) -> Any:
    """Return those of 10 and over of them, unaccompanied children left out."""
    people = looked_after(council, changed)
    return people[(people["uasc"] == 0) & (-people["born"] >= TEEN)]


@pytest.mark.parametrize("further", [0.05, 0.38, 0.7, 0.95])
def test_numbers_are_negative_binomial(further: float) -> None:
    """Immigration at rate a, births b and deaths 1 each leave a negative binomial of size a/b."""
    u = np.linspace(0.0005, 0.9995, 1000)
    for entering in (0.02, 0.5, 3.0):
        found = negative_binomial_quantile(u, np.full(u.size, entering), further, 10_000)
        known = stats.nbinom.ppf(u, entering / further, 1.0 - further)
        assert found.tolist() == known.astype(int).tolist()


def test_where_none_leads_to_another_numbers_are_poisson() -> None:
    """With no further ones the number that stays is Poisson; with nobody entering, none."""
    u = np.linspace(0.0005, 0.9995, 1000)
    found = negative_binomial_quantile(u, np.full(u.size, 1.7), 0.0, 1000)
    assert found.tolist() == stats.poisson.ppf(u, 1.7).astype(int).tolist()
    for further in (0.0, 0.5):
        assert not negative_binomial_quantile(u, np.zeros(u.size), further, 1000).any()


def test_no_number_is_above_the_top() -> None:
    """However many are to be expected, the highest is what the column holds."""
    found = negative_binomial_quantile(np.array([0.0, 0.999]), np.full(2, 80.0), 0.5, RECENT_TOP)
    assert found.max() == RECENT_TOP


def test_rates_follow_the_factors(norfolk: AuthorityProfile, at_start: Any) -> None:
    """Twice the hazard is twice the rate; a level of behaviour, exploitation and place multiply it."""
    values = dict(parameters_for(norfolk)) | STILL
    before = going_missing(at_start, values)
    assert (before > 0.0).mean() > 0.5
    doubled = values | {"missing_hazard": 2.0 * np.asarray(values["missing_hazard"])}
    assert going_missing(at_start, doubled) == pytest.approx(2.0 * before)
    worse = at_start.copy()
    worse["behaviour"] += 1
    ratio = exp(float(values["missing_behaviour"]))
    assert going_missing(worse, values) == pytest.approx(ratio * before)
    young = at_start.copy()
    young["born"] = -5.0
    assert not going_missing(young, values).any()


def test_those_in_homes_have_more_need_and_risk(norfolk: AuthorityProfile, at_start: Any) -> None:
    """Who lives in a home is told by need, risk and behaviour; where all are alike, by chance.

    Both populations hold the same children, of whom some ninety live in homes, so that only who
    lives there differs between them.
    """
    homes = at_start["placement"] == Placement.CHILDRENS_HOME
    alike = adolescents(norfolk, ALIKE)
    for column in ("frailty", "risk", "behaviour"):
        told = at_start[column][homes].mean() / at_start[column].mean()
        chance = alike[column][alike["placement"] == Placement.CHILDRENS_HOME].mean()
        assert told > chance / alike[column].mean()
    told, chance = (
        np.bincount(looked_after(norfolk, changed)["placement"]).tolist() for changed in ({}, ALIKE)
    )
    assert told == chance


@pytest.mark.slow
@pytest.mark.statistics
def test_nobody_has_to_begin_anew(norfolk: AuthorityProfile) -> None:
    """As many go missing in the first weeks as in the third year.

    Eight runs have some 800 episodes in six weeks, which come in clumps of three or four: a first
    half of what follows would be found in every run of the test, a fifth more or less in one of
    three.
    """
    values = dict(parameters_for(norfolk))
    early, later = 0.0, 0.0
    for replicate in range(8):
        episodes = record_run(norfolk, values, 9, replicate, 3).children.of("missing_start")
        early += float((episodes.times < 1 / 8).sum())
        later += float((episodes.times >= 2.0).sum()) / 8
    assert early / later == pytest.approx(1.0, abs=0.25)
