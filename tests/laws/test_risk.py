"""Latent risk and adolescence: what comes and goes with age, and who goes missing again."""

from math import exp, inf
from typing import Any

import numpy as np
import pytest

from agents.codes import STRAIN_TOP, Status
from agents.lengths import TEEN_EDGES
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.children import lasting as at_the_start
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.patterns import risk
from calibration.fitting.patterns.record import record_run
from simulation.assessing import lasting
from simulation.bands import band, next_edge
from simulation.simulate import start

RATES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.2, 0.1)


@pytest.fixture(scope="module")
def norfolk() -> AuthorityProfile:
    """Return a council with some six hundred adolescents in care."""
    return profile("Norfolk")


def test_what_comes_and_goes_at_one_rate_has_a_closed_form() -> None:
    """A need that starts at s and stops at e a year is there with s/(s+e) (1 - exp(-(s+e)t))."""
    for age in (5.0, 10.0, 10.3, 12.0, 15.5, 17.99):
        spent = max(age - 10.0, 0.0)
        wanted = 0.4 / 1.1 * (1 - exp(-1.1 * spent))
        assert lasting.py_func(age, 2.0, (0.2,) * 9, 0.7) == pytest.approx(wanted)


def test_those_who_come_later_have_as_much_as_those_there_at_the_start() -> None:
    """Synthesis and assessment reckon alike, at every age and risk."""
    rng = np.random.default_rng(1)
    ages, risks = rng.uniform(0.0, 18.0, 200), rng.gamma(0.7, 1.4, 200)
    whole = at_the_start(ages, risks, np.array(RATES), 0.5)
    one = [lasting.py_func(age, at, RATES, 0.5) for age, at in zip(ages, risks, strict=True)]
    assert whole == pytest.approx(np.array(one))
    assert (whole[ages < TEEN_EDGES[0]] == 0.0).all()
    assert (np.diff(at_the_start(np.full(5, 15.0), np.arange(5.0), np.array(RATES), 0.5)) > 0).all()


def test_years_of_adolescence() -> None:
    """Each birthday from the tenth to the seventeenth begins another year; none is skipped."""
    for age, year, following in ((0.5, 0, 10.0), (10.0, 1, 11.0), (13.9, 4, 14.0), (17.2, 8, inf)):
        assert band.py_func(age, TEEN_EDGES) == year
        assert next_edge.py_func(0.0, age, TEEN_EDGES) == following


@pytest.mark.slow
@pytest.mark.statistics
def test_needs_are_as_common_after_three_years_as_at_the_start(norfolk: AuthorityProfile) -> None:
    """Exploitation, offending and substance use of adolescents in care stand still.

    Twelve runs of some 600 adolescents, about a fifth of them the same children three years on: a
    share that moved by two fifths of itself would be found nine times in ten where it is 2%, and
    by a sixth where it is 12%.
    """
    values = dict(parameters_for(norfolk)) | STILL
    many = np.zeros((2, 3))
    for replicate in range(12):
        people = synthesise(norfolk, values, 5, replicate, 3.0)
        run = start(people, (), values, 5, replicate, 3.0, place=norfolk.code)
        for i, now in enumerate((0.0, 3.0)):
            if now:
                run.advance(now)
            young = people.young_people
            own = young[
                (young["status"] == Status.LOOKED_AFTER)
                & (now - young["born"] >= TEEN_EDGES[0])
                & (young["uasc"] == 0)
            ]
            many[i] += [own[need].mean() for need in ("exploitation", "offending", "substance")]
    assert many[1] / many[0] == pytest.approx(np.ones(3), abs=0.4)
    assert many[1, 0] / many[0, 0] == pytest.approx(1.0, abs=0.25)


@pytest.mark.slow
@pytest.mark.statistics
def test_risks_fall_on_the_same_young_people(norfolk: AuthorityProfile) -> None:
    """Those at risk of exploitation go missing at least three times as often, and soon again.

    Six runs hold some 400 adolescents at risk, of whom about half go missing: one in three would
    be told from half in every run of the test.
    """
    values = dict(parameters_for(norfolk))
    counts = {one.name: np.zeros(2) for one in risk.statistics()}
    for replicate in range(6):
        record = record_run(norfolk, values, 7, replicate, 2)
        for one in risk.statistics():
            counts[one.name] += one.count(record)
    share = {name: count[0] / count[1] for name, count in counts.items()}
    assert share["missing/exploited"] > 3.0 * share["missing/not_exploited"]
    assert share["missing/soon"] > 0.5
    assert 0.2 < share["missing/by_most"] < 0.4
    assert share["convicted/10_12"] < share["convicted/13_15"] < share["convicted/16_17"]


def test_no_memory_of_going_missing_and_nothing_but_it(bench: Any) -> None:
    """With no excitation the memory changes nothing; with nothing but it only those who went lately go."""
    without = {"missing_excitation": 0.0, "exploitation_missing_ratio": 1.0}
    plain = bench.play(**without)
    forgetful = bench.play(missing_calming_hazard=99.0, **without)
    assert plain.log.counts("missing_start") == forgetful.log.counts("missing_start")
    assert sum(plain.log.counts("missing_start").values()) > 10
    nothing = {"missing_hazard": (0.0,) * 9}
    played = bench.play(**nothing)
    again = played.log.counts("missing_start")
    lately = np.flatnonzero(bench.people.young_people["recent"] > 0)
    assert again
    assert set(again) <= set(lately.tolist())
    nobody = bench.play(missing_excitation=0.0, **nothing)
    assert not nobody.log.counts("missing_start")


def test_asking_to_leave_tires_nobody(bench: Any) -> None:
    """Where every breakdown is the young person's own wish no carer tires and no behaviour worsens."""
    asking = bench.play(
        breakdown_asked_share=(1.0,) * 5,
        worsening_hazard=0.0,
        breakdown_tires=1.0,
        breakdown_harm=1.0,
    )
    asked = asking.log.counts("placement_breakdown")
    assert sum(asked.values()) > 5
    before, after = bench.people, asking.population
    assert (after.young_people["behaviour"] <= before.young_people["behaviour"]).all()
    assert (after.carers["strain"] <= before.carers["strain"]).all()
    tired = bench.play(
        breakdown_asked_share=(0.0,) * 5,
        worsening_hazard=0.0,
        breakdown_tires=1.0,
        breakdown_harm=1.0,
    )
    worse = tired.population.young_people["behaviour"] > before.young_people["behaviour"]
    assert worse.any()
    assert tired.population.carers["strain"].max() <= STRAIN_TOP
