"""Services in a population: who gets a row, chains, addresses of their own, and names."""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.codes import Member, Opening, Placement, Status
from agents.population import Population
from agents.synthesis.columns import Columns
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.kinds import TABLES
from simulation.services.declaration import Programme, Site, Sort
from simulation.services.opened import programmes
from simulation.services.table import install, members_of
from simulation.testing import ToyHelp, rules_for, toy_population
from simulation.testing.toys import ToyShock

YEARS = 3.0
TWO_BEDS = {Placement.SERVICE_BED: 2}


def programme(
    name: str, member: Member = Member.YOUNG_PERSON, sites: int = 2, **columns: Any
) -> Programme:
    """Return a programme for a kind of member."""
    made = [Site({"capacity": 3, **columns}, places=TWO_BEDS) for _ in range(sites)]
    return Programme(name, name, Sort.SERVICE, 0, zlib.crc32(name.encode()), member, made)


def installed(people: Population, opened: Sequence[Programme], years: float = YEARS) -> Population:
    """Return a fork of people with programmes installed."""
    made = people.fork()
    install(model_rules(), made, opened, years, Columns(1, 0))
    return made


@pytest.fixture(scope="module")
def council() -> Population:
    """Return the people of a small council."""
    place = profile("Rutland")
    return synthesise(place, parameters_for(place), 1, 0, YEARS)


@pytest.fixture(scope="module")
def everything(council: Population) -> Population:
    """Return the same with a programme for each kind of member, and a second for young people."""
    opened = [programme(member.name.lower(), member) for member in Member]
    return installed(council, [*opened, programme("second")])


def rows_of(population: Population, name: str) -> Any:
    """Return the enrolments of a programme."""
    first = population.titles.index(name)
    return population.enrolments[population.enrolments.programme == first]


@pytest.mark.parametrize(
    ("child", "gate", "comes"),
    [
        ({"born": -5.0}, {}, True),
        ({"born": -5.0}, {"age_low": 10.0}, False),
        ({"born": -8.0}, {"age_low": 10.0}, True),
        ({"born": -7.0}, {"age_low": 10.0}, True),
        ({"born": -12.0}, {"age_high": 12.0}, False),
        ({"born": -11.9}, {"age_high": 12.0}, True),
        ({"born": -5.0, "arrives": 2.9}, {}, True),
        ({"born": -5.0, "arrives": 3.0}, {}, False),
        ({"born": -5.0, "status": int(Status.GONE)}, {}, False),
        ({"born": 1.0}, {"age_high": 5.0}, True),
    ],
)
def test_who_could_come_within_the_horizon_gets_a_row(
    child: dict[str, Any], gate: dict[str, Any], comes: bool
) -> None:
    """A young person has a row if at some moment of three years the ages and arrival allow it."""
    people = toy_population(1, **child)
    people.young_people.first_enrolment = -1
    made = installed(people, [programme("help", **gate)])
    assert made.enrolments.size == comes
    assert made.young_people.first_enrolment[0] == (0 if comes else -1)


def test_the_ages_of_all_sites_count() -> None:
    """One site may take younger, another older members: whoever any of them takes has a row."""
    people = toy_population(3, born=np.array([-4.0, -9.0, -16.0]))
    sites = [Site({"age_low": 8.0, "age_high": 12.0}), Site({"age_low": 14.0, "age_high": 18.0})]
    one = Programme("help", "help", Sort.SERVICE, 0, 1, Member.YOUNG_PERSON, sites)
    assert installed(people, [one]).enrolments.member.tolist() == [1, 2]


def test_each_kind_of_member_has_its_rows(everything: Population) -> None:
    """Families and mothers are all families; carers and homes are those of the council's market."""
    carers = everything.carers
    market = carers.site < 0
    homes = market & (carers.placement == Placement.CHILDRENS_HOME)
    wanted = {
        Member.FAMILY: np.arange(everything.families.size),
        Member.MOTHER: np.arange(everything.families.size),
        Member.CARER: np.flatnonzero(market),
        Member.HOME: np.flatnonzero(homes),
    }
    for member, rows in wanted.items():
        found = rows_of(everything, member.name.lower())
        assert np.array_equal(np.sort(found.member), rows)
        assert (found["of"] == member).all()


def test_chains_hold_exactly_a_members_enrolments(everything: Population) -> None:
    """From each member's first enrolment the chain leads through all of theirs, once, and ends."""
    rows = everything.enrolments
    assert np.array_equal(rows.number, np.arange(rows.size))
    reached = []
    for members in (everything.young_people, everything.families, everything.carers):
        for number, first in enumerate(members.first_enrolment):
            e = int(first)
            while e >= 0:
                assert rows.member[e] == number
                assert members_of(everything, Member(int(rows["of"][e]))) is members
                reached.append(e)
                e = int(rows.next_enrolment[e])
    assert sorted(reached) == list(range(rows.size))


def test_sites_know_their_members_and_places(everything: Population) -> None:
    """Each site has its programme's members side by side and places of its own, all yet to open."""
    sites, carers = everything.services, everything.carers
    assert np.array_equal(sites.number, np.arange(sites.size))
    for number, site in enumerate(sites):
        theirs = everything.enrolments[site.first_member : site.first_member + site.members]
        assert site.members == (everything.enrolments.programme == site.first_site).sum()
        assert (theirs.programme == site.first_site).all()
        places = np.arange(site.first_place, site.first_place + site.places)
        assert np.array_equal(np.flatnonzero(carers.site == number), places)
        assert (carers.status[places] == Opening.FUTURE).all()
        assert site.first_site <= number < site.first_site + site.sites


def test_no_two_rows_share_an_address(everything: Population) -> None:
    """Uids are distinct over all tables: young people, families, carers, sites and enrolments."""
    uids = np.concatenate([getattr(everything, name)["uid"] for name in TABLES])
    assert (uids >= 0).all()
    assert np.unique(uids).size == uids.size


def test_addresses_are_the_same_whatever_else_is_open(council: Population) -> None:
    """A programme's rows and places have the same uids alone as beside others, in any order."""
    one, other = programme("one"), programme("another", Member.FAMILY)
    alone = installed(council, [one])
    for opened in ([one, other], [other, one]):
        beside = installed(council, opened)
        for table in ("services", "enrolments", "carers"):
            uids = getattr(beside, table).uid
            assert np.isin(getattr(alone, table).uid, uids).all()
    orders = [installed(council, opened) for opened in ([one, other], [other, one])]
    for table in TABLES:
        assert getattr(orders[0], table).tobytes() == getattr(orders[1], table).tobytes()


@settings(deadline=None, max_examples=settings().max_examples // 2, database=None)
@given(names=st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=5, unique=True))
def test_names_give_addresses_of_their_own_or_are_refused(names: list[str]) -> None:
    """Whatever programmes are called, no two of their rows share an address, or it is an error."""
    made = toy_population(5)
    opened = [programme(name) for name in names]
    try:
        install(model_rules(), made, opened, YEARS, Columns(1, 0))
    except DoorwaysError as fault:
        made = None
        told = str(fault)
    if made is None:
        assert "same random numbers" in told
        return
    uids = np.concatenate([getattr(made, name)["uid"] for name in TABLES])
    assert np.unique(uids).size == uids.size


RULES = rules_for(ToyShock, services=(ToyHelp,))
VALUES = {"toy_help_ratio": 0.5}


def test_an_unknown_kind_is_told_what_was_meant() -> None:
    """A kind that does not exist is an error that names the nearest; so is no kind at all."""
    for bad in ({"kind": "toy_halp"}, {"kind": "nothing"}, {}):
        with pytest.raises(DoorwaysError, match="toy_help"):
            programmes(RULES, [bad], VALUES)


def test_two_of_one_name_are_refused() -> None:
    """Two services of one name would share their draws: the error says what to do instead."""
    with pytest.raises(DoorwaysError, match=r"two things of this name.*more sites"):
        programmes(RULES, [ToyHelp.example, ToyHelp.example], VALUES)


def test_a_services_own_values_stand_above_the_councils() -> None:
    """What travels with a service is what its sites are made of; without it the council's hold."""
    for values, ratio in (({}, 0.5), ({"values": {"toy_help_ratio": 0.25}}, 0.25)):
        (made,) = programmes(RULES, [{**ToyHelp.example, **values}], VALUES)
        assert made.sites[0].ratios == {"toy_shock": (ratio, 1.0)}
