"""Agents are views of rows: they read what the columns hold, say it in English, and never write."""

import gc
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from agents.agent_set import AgentSet
from agents.carer import Carer
from agents.codes import Activity, Enrolled, Legal, Member, Opening, Placement, Route, Status
from agents.enrolment import Enrolment
from agents.family import Family
from agents.population import Population
from agents.service_site import ServiceSite
from agents.synthesis.columns import Columns
from agents.synthesis.synthesise import synthesise
from agents.views import Reading, View
from agents.words import ago, count, duration, with_article
from agents.young_person import YoungPerson
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.discover import model_rules
from simulation.services.declaration import Programme, Site, Sort
from simulation.services.table import install

KINDS = (YoungPerson, Family, Carer, ServiceSite, Enrolment)
CODES = {
    "status": Status,
    "placement": Placement,
    "route": Route,
    "legal": Legal,
    "activity": Activity,
}
FLAGS = (
    "female",
    "uasc",
    "emotional",
    "offending",
    "exploitation",
    "send",
    "substance",
    "outside",
    "far",
    "missing",
)
TIMES = ("since", "entered", "placed", "left", "gone_since")


def host(population: Population, now: float = 0.0) -> Any:
    """Return what views need of a model."""
    return SimpleNamespace(population=population, now=now, random=None)


@pytest.fixture(scope="module")
def council() -> Population:
    """A small council's population, with a service of two sites that opens in half a year."""
    place = profile("Rutland")
    made = synthesise(place, parameters_for(place), 1, 0, 3.0)
    places = {Placement.SERVICE_BED: 2, Placement.SERVICE_FAMILY: 1}
    sites = [Site({"opens": opens, "capacity": 4}, places=places) for opens in (0.5, 0.75)]
    help_ = Programme("help", "a helping house", Sort.SERVICE, 0, 1, Member.YOUNG_PERSON, sites)
    install(model_rules(), made, [help_], 3.0, Columns(1, 0))
    return made


@pytest.fixture(scope="module")
def scrambled(council: Population) -> Population:
    """The same rows with every code and length of time that could be, in any combination."""
    rng = np.random.default_rng(np.random.SeedSequence(7))
    made = council.fork()
    people = made.young_people
    size = people.size
    for name, codes in CODES.items():
        people[name] = rng.integers(0, len(codes), size)
    for name in FLAGS:
        people[name] = rng.integers(0, 2, size)
    for name in TIMES:
        people[name] = np.where(
            rng.random(size) < 0.1, -1000.0, 2.0 - rng.exponential(1.0, size) ** 4
        )
    people.born = 2.0 - rng.uniform(-1.0, 25.0, size)
    people.moves = rng.integers(0, 4, size)
    made.families.strain = rng.integers(0, 4, made.families.size)
    made.families.known = rng.integers(0, 4, made.families.size)
    carers = made.carers
    carers.status, carers.placement = (
        rng.integers(0, 3, carers.size),
        rng.integers(0, len(Placement), carers.size),
    )
    carers.filled, carers.places = rng.integers(0, 3, carers.size), rng.integers(2, 5, carers.size)
    carers.missing = np.minimum(rng.integers(0, 3, carers.size), carers.filled)
    carers.strain = rng.integers(0, 4, carers.size)
    sites, rows = made.services, made.enrolments
    sites.status, sites.opened = [Opening.OPEN, Opening.FUTURE], 1.2
    sites.waiting, sites.active, sites.outage = [2, 0], [1, 0], [1, 0]
    rows.status = rng.integers(0, len(Enrolled), rows.size)
    rows.site = np.where(rows.status == Enrolled.NONE, -1, rng.integers(0, 2, rows.size))
    rows.since, rows.strength = 2.0 - rng.exponential(1.0, rows.size), rng.random(rows.size)
    return made


def table_of(kind: type[View], population: Population) -> Any:
    """Return the table a kind of agent is a view of."""
    return getattr(population, kind.table)


def everyone(kind: type[View], population: Population, now: float = 2.0) -> AgentSet:
    """Return the agents of all rows of a kind."""
    return AgentSet.of_rows(kind, host(population, now), np.arange(table_of(kind, population).size))


def readings(kind: type[View]) -> dict[str, Reading]:
    """Return the attributes a kind of agent reads from columns."""
    return {name: found for name, found in vars(kind).items() if isinstance(found, Reading)}


@pytest.mark.parametrize(
    ("kind", "attribute", "field"),
    [
        (YoungPerson, "status", "status"),
        (YoungPerson, "moves", "moves"),
        (YoungPerson, "entries", "periods"),
        (YoungPerson, "outside_authority", "outside"),
        (YoungPerson, "frailty", "frailty"),
        (YoungPerson, "supported", "supported"),
        (Family, "strain", "strain"),
        (Carer, "places", "places"),
        (Carer, "skill", "skill"),
        (ServiceSite, "capacity", "capacity"),
        (ServiceSite, "supporting", "active"),
        (Enrolment, "strength", "strength"),
    ],
)
def test_an_attribute_is_its_column(
    scrambled: Population, kind: type[View], attribute: str, field: str
) -> None:
    """An attribute reads its field, row by row and as a column."""
    agents, column = everyone(kind, scrambled), table_of(kind, scrambled)[field]
    assert np.array_equal(agents.column(attribute), column)
    assert [getattr(agent, attribute) for agent in agents] == column.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_and_many_rows_read_alike(scrambled: Population, kind: type[View]) -> None:
    """Every attribute gives the same plain Python value from a view and from a set."""
    agents = everyone(kind, scrambled)
    assert len(readings(kind)) >= 2
    for name in readings(kind):
        one_by_one = [getattr(agent, name) for agent in agents]
        assert agents.get(name) == one_by_one
        assert {type(value).__module__ for value in one_by_one} <= {"builtins", "agents.codes"}


def test_ages_and_days_are_worked_out_from_times(scrambled: Population) -> None:
    """Age is time since birth; days count only while the state lasts."""
    people, agents = scrambled.young_people, everyone(YoungPerson, scrambled)
    assert np.allclose(agents.column("age"), 2.0 - people["born"])
    cared = people["status"] == Status.LOOKED_AFTER
    days = np.where(cared, (2.0 - people["entered"]) * 365.25, 0.0)
    assert np.allclose(agents.column("days_in_care"), days)
    assert not agents.column("days_missing")[people["missing"] == 0].any()


@pytest.mark.parametrize("kind", KINDS)
def test_views_never_write(scrambled: Population, kind: type[View]) -> None:
    """Setting any attribute, of one agent or a set, fails and changes nothing."""
    agents = everyone(kind, scrambled)
    before = table_of(kind, scrambled).copy()
    agent = agents.to_list()[0]
    for name in (*readings(kind), "row", "model", "something_new"):
        with pytest.raises(AttributeError, match="only"):
            setattr(agent, name, 1)
    with pytest.raises(AttributeError, match="only"):
        agents.set("status", 1)
    with pytest.raises(TypeError, match="cannot remove"):
        agent.remove()
    assert np.array_equal(before, table_of(kind, scrambled))


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_plain_english(scrambled: Population, kind: type[View]) -> None:
    """No row, however odd, makes a sentence with a code, a hole or a wrong article or plural."""
    said = [str(agent) for agent in everyone(kind, scrambled)]
    wrong = re.compile(
        r"None|nan|inf\b|True|False|_|  |\d\.\d|-\d|\b[aA] (?:8|11|18|[aeio]|un)|\b[aA]n (?!8|11-|18-|[aeio]|un)"
        r"|\b1 (?:days|weeks|months|years|moves|children|places|young people)\b"
        r"|\b(?!1 )\d+ (?:day|week|month|year|move|child|place|young person)\b"
        r"|[A-Z]{2}|\b\d{4,}\b| [,.;]|[,;]\.|\d{3} years"
    )
    assert [text for text in said if wrong.search(text)] == []
    assert [text for text in said if not re.fullmatch(r"[A-Z].*[^.]\.", text)] == []


def test_sentences_cover_every_standing(scrambled: Population) -> None:
    """Those of different status, placement and route are told apart."""
    agents = everyone(YoungPerson, scrambled)
    cared = agents.where(agents.column("age") >= 1, status=Status.LOOKED_AFTER)
    words = {kind: group.to_list()[0] for kind, group in cared.groupby("placement")}
    assert len(
        {str(agent).split(", now ")[1].split(" outside")[0] for agent in words.values()}
    ) == len(Placement)
    left = agents.where(agents.column("age") >= 1, status=Status.LEFT_CARE)
    assert {re.search(r"who ([a-z]+ [a-z]+)", str(agent)) is not None for agent in left} == {True}


def test_the_sentence_a_trainer_reads_aloud(council: Population) -> None:
    """One known row gives exactly the sentence expected of it."""
    made = council.fork()
    row = made.young_people[0]
    row.born, row.female, row.uasc, row.status = -13.5, 1, 0, Status.LOOKED_AFTER
    row.entered, row.placement, row.outside, row.far, row.moves = (
        -0.5,
        Placement.CHILDRENS_HOME,
        1,
        0,
        0,
    )
    row.missing, row.gone_since, row.first_enrolment = 1, 2.0 - 1.5 / 365.25, -1
    row.activity = Activity.TOO_YOUNG
    assert str(YoungPerson(host(made, 2.0), 0)) == (
        "A 15-year-old girl, looked after for 2 years, now in a children's home outside the "
        "authority; missing since yesterday."
    )


def test_the_sentence_of_a_service(scrambled: Population) -> None:
    """An open site says how many it supports and how many wait; one to come says when."""
    opened, future = everyone(ServiceSite, scrambled)
    assert str(opened).startswith(
        "A helping house, open for 9 months, supporting 1 with 2 more waiting"
    )
    assert str(opened).endswith("out of action for a time.")
    said = str(ServiceSite(host(scrambled, 0.25), future.row))
    assert said == "A helping house due to open in 6 months."


def test_the_sentence_of_an_enrolment(council: Population) -> None:
    """Where a member stands with a service is said with how long, and again of the member."""
    made = council.fork()
    row = made.enrolments[0]
    row.status, row.site, row.since = Enrolled.SUPPORTED, 0, 1.0
    enrolment = Enrolment(host(made, 2.0), 0)
    assert str(enrolment) == "Supported by a helping house for 1 year."
    assert enrolment.site == ServiceSite(host(made), 0) or enrolment.site.row == 0
    member = YoungPerson(host(made, 2.0), int(row.member))
    assert "supported by a helping house for 1 year" in str(member)
    assert [one.row for one in member.enrolments] == [0]
    row.status, row.site = Enrolled.NONE, -1
    assert str(Enrolment(host(made, 2.0), 0)) == "Not with the service."


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (0.0, "less than a day"),
        (1.2 / 365.25, "1 day"),
        (13.5 / 365.25, "13 days"),
        (15 / 365.25, "2 weeks"),
        (0.2, "2 months"),
        (1.0, "1 year"),
        (11.9, "11 years"),
    ],
)
def test_durations_are_told_as_people_tell_them(years: float, said: str) -> None:
    """A length of time is told in the largest unit that says enough."""
    assert duration(years) == said


def test_words_agree() -> None:
    """Articles follow the sound, nouns the number, and what is unknown is left out."""
    nouns = (
        "8-year-old",
        "11-year-old",
        "18-year-old",
        "1-year-old",
        "17-year-old",
        "unaccompanied girl",
    )
    assert [with_article(noun).split()[0] for noun in nouns] == ["an", "an", "an", "a", "a", "an"]
    assert [count(n, "child", "children") for n in (0, 1, 2)] == [
        "no children",
        "1 child",
        "2 children",
    ]
    assert [ago(0.0), ago(2.5), ago(1000.0), ago(float("inf"))] == [
        " today",
        " 2 years ago",
        "",
        "",
    ]


def test_links_lead_there_and_back(council: Population) -> None:
    """Carers list those who live with them, families their children, and siblings exclude oneself."""
    people = everyone(YoungPerson, council)
    placed = [agent for agent in people if agent.carer is not None]
    assert placed
    assert all(agent in agent.carer.residents for agent in placed)
    assert all(len(agent.carer.residents) == agent.carer.filled for agent in placed)
    with_family = [agent for agent in people if agent.family is not None]
    assert all(
        agent in agent.family.children and agent not in agent.siblings for agent in with_family
    )
    assert any(len(agent.siblings) for agent in with_family)
    site = everyone(ServiceSite, council).to_list()[1]
    assert len(site.places) == site.places_count == 3
    assert {int(place.cells["site"]) for place in site.places} == {site.row}
    assert all(one in member.enrolments for member in people for one in member.enrolments)


def test_views_of_one_row_are_one_agent(council: Population) -> None:
    """Views are equal when they show the same row of the same model, and only then."""
    here, there = host(council), host(council)
    assert YoungPerson(here, 3) == YoungPerson(here, 3)
    assert (
        len({YoungPerson(here, 3), YoungPerson(here, 3), YoungPerson(here, 4), Carer(here, 3)}) == 3
    )
    assert YoungPerson(here, 3) != YoungPerson(there, 3)
    identities = [agent.unique_id for kind in KINDS for agent in everyone(kind, council)]
    assert len(identities) == len(set(identities))


def test_a_set_selects_like_a_list(scrambled: Population) -> None:
    """Selecting by function, by values, by mask and by number gives what a list would."""
    agents = everyone(YoungPerson, scrambled)
    plain = [agent for agent in agents if agent.missing and agent.status == Status.LOOKED_AFTER]
    assert plain
    wanted = agents.where(missing=True, status=Status.LOOKED_AFTER)
    assert wanted.to_list() == plain
    assert agents.select(lambda a: a.missing and a.status == Status.LOOKED_AFTER).to_list() == plain
    assert agents.where(agents.column("age") > 30).to_list() == []
    assert len(agents.select(at_most=5)) == 5
    assert len(agents.select(at_most=0.5)) == len(agents) // 2
    assert len(agents.select(agent_type=Carer)) == 0
    assert (
        agents.select(lambda a: a.missing, at_most=3).to_list()
        == [a for a in agents if a.missing][:3]
    )
    assert agents.select() == agents


def test_a_set_groups_and_sums_like_a_list(scrambled: Population) -> None:
    """Groups and aggregates are those of the agents one by one."""
    agents = everyone(YoungPerson, scrambled)
    groups = agents.groupby("status")
    assert sum(groups.count().values()) == len(agents)
    assert groups.agg("moves", sum) == {
        status: sum(a.moves for a in agents if a.status == status) for status in groups.count()
    }
    by_function = agents.groupby(lambda a: a.status, result_type="list")
    assert {key: len(group) for key, group in by_function} == groups.count()
    assert agents.agg("age", [min, max]) == [min(agents.get("age")), max(agents.get("age"))]
    assert agents.get(["moves", "missing"])[:2] == [
        [a.moves, a.missing] for a in agents.to_list()[:2]
    ]
    assert agents.get("nothing", "default", 5) == [5] * len(agents)
    with pytest.raises(AttributeError, match="nothing"):
        agents.get("nothing")
    with pytest.raises(ValueError, match="handle_missing"):
        agents.get("age", "perhaps")
    with pytest.raises(AttributeError, match="not a column"):
        agents.column("carer")


def test_a_set_sorts_and_maps_in_order(scrambled: Population) -> None:
    """Sorting follows Mesa: downwards by default, upwards on request; functions see each agent."""
    agents = everyone(YoungPerson, scrambled)
    assert agents.sort("age").get("age") == sorted(agents.get("age"), reverse=True)
    assert agents.sort(lambda a: a.age, ascending=True).get("age") == sorted(agents.get("age"))
    assert agents.map(lambda a, plus: a.moves + plus, 1) == [
        moves + 1 for moves in agents.get("moves")
    ]
    seen: list[int] = []
    assert agents.do(lambda a: seen.append(a.row)) is agents
    assert seen == agents.rows.tolist()


def test_a_set_is_a_set(council: Population) -> None:
    """Agents are in it once; adding and taking out change this set only; kinds do not mix."""
    model = host(council)
    some = AgentSet([YoungPerson(model, row) for row in (5, 2, 5)])
    assert some.rows.tolist() == [5, 2]
    some.add(YoungPerson(model, 9))
    some.discard(YoungPerson(model, 2))
    assert some.rows.tolist() == [5, 9]
    assert YoungPerson(model, 9) in some
    assert Carer(model, 9) not in some
    assert YoungPerson(host(council), 9) not in some
    assert (some & AgentSet([YoungPerson(model, 9)])).rows.tolist() == [9]
    with pytest.raises(KeyError):
        some.remove(YoungPerson(model, 2))
    with pytest.raises(TypeError, match="one kind"):
        some.add(Carer(model, 1))
    with pytest.raises(TypeError, match="one kind"):
        AgentSet([YoungPerson(model, 1), Carer(model, 1)])


def test_temporary_views_do_not_vanish_from_a_set(council: Population) -> None:
    """A set of views nobody else holds is still full after a collection of rubbish."""
    model = host(council)
    some = AgentSet(YoungPerson(model, row) for row in range(50))
    groups = some.groupby("female")
    gc.collect()
    assert len(some) == 50
    assert sum(len(group) for _, group in groups) == 50
    assert len(list(some)) == 50
