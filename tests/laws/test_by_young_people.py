"""A young person's services reach their family and their carer: known answers, and nobody else's."""

from collections.abc import Sequence

import numpy as np
import pytest

from agents.codes import STRAIN_TOP, Enrolled, Member, Opening, Placement
from agents.population import Population
from agents.schema import CARER, FAMILY
from simulation.errors import DoorwaysError
from simulation.processes.carer_recovery import CarerRecovery
from simulation.processes.family_strain_ease import FamilyStrainEase
from simulation.processes.support_start import SupportStart
from simulation.services.acted import check_levers
from simulation.services.declaration import Programme, Site, Sort
from simulation.testing import (
    TOYS,
    EventLog,
    ToyHelp,
    all_supported,
    first_difference,
    play,
    rules_for,
    toy_population,
)

RULES = rules_for(*TOYS, FamilyStrainEase, CarerRecovery, SupportStart, services=(ToyHelp,))
LEVERS = {"family_strain_ease": "strain_ease_hazard", "carer_recovery": "carer_recovery_hazard"}
HOMES, NEAR = 200, 1e-9
#: Starts of support per year of each who waits.
AT_ONCE = 1e7
RATES = {
    "toy_leaving_hazard": 0.0,
    "toy_worry_hazard": 0.0,
    "toy_relief_hazard": 0.0,
    "toy_shock_hazard": 0.0,
    "toy_help_ratio": 1.0,
    "strain_ease_hazard": 2.0,
    "carer_recovery_hazard": 2.0,
}


def two_in_each() -> Population:
    """Return two children in each of some families under strain, who live with a tired carer together."""
    people = toy_population(2 * HOMES)
    families = np.zeros(HOMES, FAMILY).view(np.recarray)
    carers = np.zeros(HOMES, CARER).view(np.recarray)
    first = 2 * np.arange(HOMES)
    for rows in (families, carers):
        rows.uid = np.arange(HOMES)
        rows.first_enrolment = -1
        rows.strain = STRAIN_TOP
    families.known, families.first_child, families.kin_carer = 2, first, -1
    carers.first_resident, carers.status, carers.site = first, int(Opening.OPEN), -1
    carers.placement, carers.places, carers.filled = int(Placement.FOSTER_AGENCY), 2, 2
    young = people.young_people
    young.family = young.carer = np.repeat(np.arange(HOMES), 2)
    young.next_sibling = young.next_resident = -1
    young.next_sibling[first] = young.next_resident[first] = first + 1
    return Population(
        young, families, carers, people.services, people.enrolments, *[np.zeros(0, np.int64)] * 2
    )


def service(lever: str, ratio: float, number: int = 0, *, youngest: float = 0.0) -> Programme:
    """Return a service of young people that acts on the lever of a family or a carer."""
    site = Site({"capacity": 2 * HOMES, "acts_from": youngest}, {lever: (ratio, 1.0)})
    name = f"by them {number}"
    return Programme(name, name, Sort.SERVICE, 0, number + 1, Member.YOUNG_PERSON, [site])


def log_of(lever: str, opened: Sequence[Programme] = (), times: float = 1.0) -> EventLog:
    """Return what happens on a lever where all children are supported, at its rate so many times."""
    people = two_in_each()
    people.sort_places()
    all_supported(RULES, people, opened, 1.0)
    rate = LEVERS[lever]
    return play(RULES, people, RATES | {rate: RATES[rate] * times}, years=1.0).log.only(lever)


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("ratio", [0.5, 3.0])
def test_each_supported_child_multiplies_the_rate(lever: str, ratio: float) -> None:
    """With both children supported the rate is that of the ratio twice over, to rounding."""
    found = log_of(lever, [service(lever, ratio)])
    assert found.times.size > HOMES / 4
    assert first_difference(found, log_of(lever, times=ratio**2), NEAR) == ""


def all_wait(people: Population) -> None:
    """Put everybody whom the one site supports on its list instead, to begin almost at once."""
    young, rows, site = people.young_people, people.enrolments, people.services
    young.helped = young.supported = 0
    young.waiting = 1
    rows.status, rows.next_waiting = int(Enrolled.WAITING), np.arange(1, rows.size + 1)
    rows.next_waiting[-1] = -1
    site.active, site.waiting, site.first_waiting, site.start = 0, rows.size, 0, AT_ONCE


@pytest.mark.parametrize("lever", LEVERS)
def test_it_begins_when_support_does(lever: str) -> None:
    """Whose child's support begins is looked at again: with hardly any wait, all is as if it had begun before."""
    people = two_in_each()
    people.sort_places()
    all_supported(RULES, people, [service(lever, 3.0)], 1.0)
    all_wait(people)
    found = play(RULES, people, RATES, years=1.0).log
    assert found.only("support_start").times.size == 2 * HOMES
    assert first_difference(found.only(lever), log_of(lever, times=9.0), 100 / AT_ONCE) == ""


@pytest.mark.parametrize("lever", LEVERS)
def test_nothing_but_the_lever_is_moved(lever: str) -> None:
    """The other lever is as without the service, to the bit; so are both at a ratio of 1."""
    (other,) = set(LEVERS) - {lever}
    assert first_difference(log_of(other, [service(lever, 3.0)]), log_of(other)) == ""
    assert first_difference(log_of(lever, [service(lever, 1.0)]), log_of(lever)) == ""


@pytest.mark.parametrize("lever", LEVERS)
def test_ages_are_the_childrens(lever: str) -> None:
    """What acts at ages they have not come to yet does nothing."""
    late = service(lever, 3.0, youngest=12.0)
    assert first_difference(log_of(lever, [late]), log_of(lever), NEAR) == ""


@pytest.mark.parametrize("lever", LEVERS)
def test_who_is_not_supported_changes_nothing(lever: str) -> None:
    """Families and carers of children whom no service supports are as without, to the bit."""
    people = two_in_each()
    people.sort_places()
    all_supported(RULES, people, [service(lever, 3.0)], 1.0)
    spared = people.young_people.family >= HOMES // 2
    people.young_people.helped[spared] = 0
    found = play(RULES, people, RATES, years=1.0).log.only(lever)
    plain = log_of(lever)
    apart = [log.times[log.uids >= HOMES // 2] for log in (found, plain)]
    assert np.array_equal(*apart)
    assert first_difference(found, plain) != ""


@pytest.mark.parametrize("lever", LEVERS)
def test_a_file_may_say_it_of_a_service_and_not_of_a_practice(lever: str) -> None:
    """A service of young people has members by whom it reaches others; a practice of theirs is refused."""
    effects = [{"acts_on": lever, "ratio": 0.5}]
    check_levers("mine", Member.YOUNG_PERSON, effects, enrols=True)
    with pytest.raises(DoorwaysError, match="does not reach"):
        check_levers("mine", Member.YOUNG_PERSON, effects, enrols=False)


def test_who_has_no_family_that_is_known_reaches_none() -> None:
    """A child in a family's list who is not of it acts on their carer alone: nobody would look at the family again."""
    logs = {}
    for lever in LEVERS:
        people = two_in_each()
        people.sort_places()
        people.young_people.family[1::2] = -1
        all_supported(RULES, people, [service(lever, 3.0)], 1.0)
        logs[lever] = play(RULES, people, RATES, years=1.0).log.only(lever)
    once, twice = log_of("family_strain_ease", times=3.0), log_of("carer_recovery", times=9.0)
    assert first_difference(logs["family_strain_ease"], once, NEAR) == ""
    assert first_difference(logs["carer_recovery"], twice, NEAR) == ""
