"""Conditions: who arrives, who closes and joins, and what gets more likely."""

from pathlib import Path

import numpy as np
import pytest
from arms import COUNCIL, YEARS, Arm, arms_of, lives
from pydantic import ValidationError

from agents.codes import Opening, Placement, Status
from agents.synthesis.columns import Columns
from scenarios.compare import make_plan
from scenarios.intervention_schema import kinds
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.runner.worker import population_of
from simulation.services.table import added_uid, spare_uid
from simulation.services.wording import checked
from simulation.testing import broken_balances, first_difference

CONDITION = """
type = "condition"
name = "hard-times"
title = "Hard times"
member = "family"

[[effects]]
acts_on = "family_strain_rise"
ratio = {ratio}
grade = "assumed"
source = "made up"
"""


def arrivals(arm: Arm) -> int:
    """Return how many children from families came."""
    return arm.log.only("arrival").times.size


def opened(kind: str, **said: object) -> str:
    """Return a scenario's lines for a condition."""
    lines = [f'{key} = "{v}"' if isinstance(v, str) else f"{key} = {v}" for key, v in said.items()]
    return "\n".join(["[[interventions]]", f'kind = "{kind}"', *lines, ""])


@pytest.mark.parametrize("change", [0.5, -0.5])
def test_arrivals_change_by_the_share_asked_for(tmp_path: Path, change: float) -> None:
    """Half as many again come, or half as many; a binomial share within four standard errors."""
    arms = arms_of(tmp_path, opened("arrivals", change=change, of="families"))
    before, after = arrivals(arms["baseline"]), arrivals(arms["tried"])
    slack = 4 * np.sqrt(before * 0.25) if change < 0 else 2
    assert abs(after - before * (1 + change)) <= slack
    assert broken_balances(arms["tried"].population) == []


def test_arrivals_change_only_in_their_window_and_age(tmp_path: Path) -> None:
    """Before its month nobody is added; those added are of the ages asked for."""
    text = opened("arrivals", change=1.0, of="families", ages=[10, 16], from_month=12)
    arms = arms_of(tmp_path, text)
    shared = lives(arms["tried"].log).before(1.0), lives(arms["baseline"].log).before(1.0)
    assert first_difference(*shared) == ""
    people = arms["tried"].population.young_people
    added = people[arms["baseline"].population.young_people.size :]
    age = added.arrives - added.born
    assert added.size > 0
    assert ((age >= 10) & (age < 16)).all()
    assert (added.arrives >= 1.0).all()
    assert (added.arrives <= YEARS).all()


def test_those_who_would_come_anyway_keep_their_addresses(tmp_path: Path) -> None:
    """Whoever is added, all others arrive at the same moments, bit for bit."""
    arms = arms_of(tmp_path, opened("arrivals", change=0.3))
    theirs = set(arms["baseline"].population.young_people.uid.tolist())
    for process in ("arrival", "unaccompanied_arrival"):
        kept = arms["tried"].log.only(process).of(theirs)
        assert first_difference(kept, arms["baseline"].log.only(process)) == ""
    uids = [arms["tried"].population.young_people.uid, arms["tried"].population.families.uid]
    for some in uids:
        assert np.unique(some).size == some.size


def test_no_change_of_arrivals_is_the_baseline(tmp_path: Path) -> None:
    """A change of 0 adds nobody and changes no life by a bit."""
    arms = arms_of(tmp_path, opened("arrivals", change=0.0))
    assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""


def test_births_join_families_that_are_there(tmp_path: Path) -> None:
    """Each child added is the sibling of somebody known, and is born within the run."""
    arms = arms_of(tmp_path, opened("births", per_year=20))
    before, after = (arms[name].population for name in ("baseline", "tried"))
    added = after.young_people[before.young_people.size :]
    assert added.size == 20 * YEARS
    assert after.families.size == before.families.size
    assert np.isin(added.family, before.young_people.family).all()
    assert (added.arrives - added.born < 1.0).all()
    assert broken_balances(after) == []


@pytest.mark.parametrize("number", [0, 3])
def test_homes_close_on_the_day(tmp_path: Path, number: int) -> None:
    """As many children's homes close as were asked for, in that month and not before."""
    text = opened("providers_close", provider="childrens_home", number=number, month=12)
    arms = arms_of(tmp_path, text)
    homes = [arms[name].population.carers.placement == Placement.CHILDRENS_HOME for name in arms]
    shut = [
        int((arm.population.carers.status[here] == Opening.CLOSED).sum())
        for arm, here in zip(arms.values(), homes, strict=True)
    ]
    shared = lives(arms["tried"].log).before(1.0), arms["baseline"].log.before(1.0)
    assert first_difference(*shared) == ""
    assert broken_balances(arms["tried"].population) == []
    if number:
        assert shut[1] > shut[0]
    else:
        assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""


def test_carers_who_are_recruited_open_one_by_one(tmp_path: Path) -> None:
    """Five more open over the period, each of the kind asked for and with nobody at first."""
    # Where the market answers, some of the others stay away for them.
    still = "[parameters]\nmarket_response = 0\n\n"
    text = still + opened("carers_recruited", provider="foster_in_house", number=5, until_month=24)
    arms = arms_of(tmp_path, text)
    before = arms["baseline"].population.carers
    added = arms["tried"].population.carers[before.size :]
    assert added.size == 5
    assert (added.placement == Placement.FOSTER_IN_HOUSE).all()
    assert (np.diff(added.opens) > 0).all()
    assert (added.opens <= 2.0).all()
    joined = [arm.log.only("carer_opening").times.size for arm in arms.values()]
    assert joined[1] == joined[0] + 5
    assert broken_balances(arms["tried"].population) == []


def test_a_condition_on_rates_acts_and_at_one_does_not(tmp_path: Path) -> None:
    """Twice the rate of strain is more strain; a ratio of 1 is the baseline to the bit."""
    counts = {}
    for ratio in (1.0, 2.0):
        (tmp_path / "hard-times.toml").write_text(CONDITION.format(ratio=ratio), encoding="utf-8")
        arms = arms_of(tmp_path, '[[interventions]]\nfile = "hard-times.toml"\n')
        counts[ratio] = arms["tried"].log.only("family_strain_rise").times.size
        if ratio == 1.0:
            assert first_difference(lives(arms["tried"].log), arms["baseline"].log) == ""
    assert counts[2.0] > counts[1.0]


def test_the_same_condition_in_both_arms_leaves_them_one(tmp_path: Path) -> None:
    """Spare people are the same in every arm that has the condition: nothing then differs."""
    text = opened("arrivals", change=0.4) + opened("births", per_year=10)
    one, other = arms_of(tmp_path, text)["tried"], arms_of(tmp_path, text)["tried"]
    assert first_difference(one.log, other.log) == ""
    with_hub = (
        text + '[[interventions]]\nkind = "no_wrong_door"\ntwin = "null"\n[[interventions.hubs]]\n'
    )
    arm = arms_of(tmp_path, with_hub)["tried"]
    own = ("key_worker_bond", "key_worker_change")
    assert first_difference(lives(arm.log).without(*own), lives(one.log)) == ""


def test_ages_of_children_do_not_switch_off_what_acts_on_families(tmp_path: Path) -> None:
    """`acts_at_ages` says on which children; strain is the family's, and moves as without it."""
    logs = []
    for ages in ("", "acts_at_ages = [10, 18]\n"):
        text = CONDITION.format(ratio=3.0).replace("[[effects]]", f"{ages}[[effects]]")
        (tmp_path / "hard-times.toml").write_text(text, encoding="utf-8")
        arms = arms_of(tmp_path, '[[interventions]]\nfile = "hard-times.toml"\n')
        logs.append(arms["tried"].log.only("family_strain_rise"))
    assert first_difference(*logs) == ""
    assert logs[0].times.size > arms["baseline"].log.only("family_strain_rise").times.size


def test_recruiting_what_a_council_has_none_of_is_refused(tmp_path: Path) -> None:
    """Nobody is like whom there is none: an error, not silence."""
    text = opened("carers_recruited", provider="lodgings", number=5)
    with pytest.raises(DoorwaysError, match="has none"):
        arms_of(tmp_path, text, council="Rutland")


def test_a_council_gets_its_part_of_places_for_england(tmp_path: Path) -> None:
    """10,000 places are shared by children looked after: with as many carers as that part needs, or one more or less."""
    still = "[parameters]\nmarket_response = 0\n\n"
    asked = {"provider": "foster_in_house", "england_places": 10_000, "until_month": 12}
    arms = arms_of(tmp_path, still + opened("carers_recruited", **asked))
    before, after = (arms[name].population for name in ("baseline", "tried"))
    people = population_of(make_plan(CompareRequest(COUNCIL, years=YEARS, replicates=2)).tasks[0])
    here = int((people.young_people.status == Status.LOOKED_AFTER).sum())
    like = people.carers[people.carers.placement == Placement.FOSTER_IN_HOUSE]
    wanted = 10_000 * here / 83_530 / like.places.mean()
    assert abs(after.carers.size - before.carers.size - wanted) < 1.0
    assert wanted > 1.0


def test_recruitment_says_one_of_both() -> None:
    """A number and a part of England's places together, or neither, are an error."""
    spec = kinds()["carers_recruited"].spec
    both = {"number": 1, "england_places": 1}
    for said in ({}, both):
        with pytest.raises(ValidationError, match="number, or england_places"):
            checked(spec, {"kind": "carers_recruited", "provider": "foster_in_house", **said})


def test_few_births_are_not_rounded_away() -> None:
    """A fifth of a birth a year comes in some futures, not in none."""
    draws = [Columns(1, replicate) for replicate in range(200)]
    people = population_of(make_plan(CompareRequest(COUNCIL, years=1, replicates=2)).tasks[0])
    births = kinds()["births"]
    said = checked(births.spec, {"kind": "births", "per_year": 0.2})
    added = []
    for one in draws:
        population = people.fork()
        births.prepare(said, {})(population, one, 1.0, 7)
        added.append(population.young_people.size - people.young_people.size)
    # A binomial share of 200 futures, within four standard errors.
    assert abs(np.mean(added) - 0.2) < 4 * np.sqrt(0.2 * 0.8 / 200)
    assert max(added) == 1


def test_no_more_people_are_added_than_have_addresses() -> None:
    """Beyond the room for uids it is an error: two people never share their draws."""
    most = 1 << 19
    uids = spare_uid(0, 3, most)
    assert np.unique(uids).size == most
    assert uids.max() < added_uid(0, 0, 1)[0]
    with pytest.raises(DoorwaysError, match="at most"):
        spare_uid(0, 3, most + 1)
