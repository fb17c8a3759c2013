"""Choices: log odds move the share of an option by the known amount, and nothing else."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.codes import Member, Placement, Status
from agents.parameter import Parameter
from simulation.compile import RuleSet
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.kinds import Kind
from simulation.placing_options import FIND_KIN
from simulation.process import HAPPENED, Process
from simulation.services.acting import tilted
from simulation.services.declaration import Programme, Service, Site, Sort
from simulation.services.opened import programmes
from simulation.services.wording import Opened
from simulation.testing import Played, all_supported, play, rules_for, toy_population
from simulation.testing.toys import ToyLeaving

CLOSED, LEFT = int(Status.CLOSED), int(Status.LEFT_CARE)
#: Two-sided: about one false alarm in 10,000 at each test.
CRITICAL = 3.89
CHILDREN, YEARS = 20_000, 2.0
RATES = {"toy_leaving_hazard": 0.6, "toy_elsewhere_hazard": 0.3, "toy_nowhere_hazard": 0.0}


class ToyHome(ToyLeaving):
    """Leave one way."""

    name = "toy_home"
    choice = "toy_way"


class ToyElsewhere(Process):
    """Leave another way, at a constant rate."""

    name = "toy_elsewhere"
    words = "leaving for elsewhere"
    choice = "toy_way"
    statuses = ToyLeaving.statuses
    parameters = (Parameter("toy_elsewhere_hazard", "per year", 0, 9, "."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year."""
        return p.toy_elsewhere_hazard

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Leave."""
        row.status = LEFT
        return HAPPENED


class ToyNowhere(ToyElsewhere):
    """A way nobody has."""

    name = "toy_nowhere"
    parameters = (Parameter("toy_nowhere_hazard", "per year", 0, 9, "."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year."""
        return p.toy_nowhere_hazard


class _Leaning(Service):
    """Put log odds on ways."""

    spec = Opened
    odds: ClassVar[Mapping[str, float]] = {}

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return one site with room for everybody."""
        return [
            Site({"capacity": CHILDREN}, log_odds={one: (v, 1.0) for one, v in cls.odds.items()})
        ]


def leaning(name: str, **odds: float) -> type[Service]:
    """Return a service that puts log odds on these ways."""
    of = {f"toy_way/{way}": size for way, size in odds.items()}
    said = {"name": name, "title": name, "example": {"kind": name}, "odds": of}
    return type(name, (_Leaning,), said)


def left(*services: type[Service], years: float = YEARS, children: int = CHILDREN) -> Played:
    """Play children who leave one of two ways, everybody supported by these services."""
    rules = rules_for(ToyHome, ToyElsewhere, ToyNowhere, services=services)
    people = toy_population(children)
    opened = programmes(rules, [service.example for service in services], RATES)
    all_supported(rules, people, opened, years)
    return play(rules, people, RATES, 1, years)


def home_among(log: Any) -> tuple[int, int]:
    """Return how many went home, and how many left at all."""
    return log.only("toy_home").times.size, log.times.size


@pytest.mark.parametrize("home", [-1.5, 0.7, 3.0])
def test_log_odds_move_a_way_by_the_known_amount(home: float) -> None:
    """Of those who leave, home's log odds rise by what is asked; who leaves, and when, stays.

    Some 16,700 leave: a shift of log odds off by 0.12 is found with a probability above 99%.
    """
    usual, moved = left().log, left(leaning("toy_lean", toy_home=home)).log
    assert np.array_equal(usual.times, moved.times)
    assert np.array_equal(usual.uids, moved.uids)
    n, of = home_among(moved)
    share = 2 * math.exp(home) / (2 * math.exp(home) + 1)
    assert abs(n - of * share) < CRITICAL * math.sqrt(of * share * (1 - share))


def test_as_few_change_their_way_as_can_be() -> None:
    """With log odds on home nobody who went home anyway goes elsewhere: arms stay alike."""
    usual, moved = left().log, left(leaning("toy_lean", toy_home=0.7)).log
    assert set(usual.only("toy_home").uids) < set(moved.only("toy_home").uids)


def test_log_odds_of_several_services_add_up() -> None:
    """Two services that lean by 0.4 and 0.3, or on the other way by the opposite, are one by 0.7."""
    together = left(leaning("toy_lean", toy_home=0.7))
    two = left(leaning("toy_a", toy_home=0.4), leaning("toy_b", toy_home=0.3))
    opposite = left(leaning("toy_lean", toy_elsewhere=-0.7))
    for other in (two, opposite):
        assert abs(home_among(other.log)[0] - home_among(together.log)[0]) <= 1


def test_nobody_goes_a_way_that_is_not_open() -> None:
    """Log odds on a way nobody can take change nothing: it has no share to move."""
    assert left(leaning("toy_lean", toy_nowhere=5.0)).log.digest() == left().log.digest()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"choice": "other"}, "nothing to choose"),
        ({"statuses": (Status.IN_NEED,)}, "same statuses"),
        ({"due": staticmethod(lambda now, row, world, p: 1.0)}, "by chance alone"),
        ({"kind": Kind.FAMILY, "statuses": ()}, "young people only"),
    ],
)
def test_ways_that_do_not_compete_are_refused(changes: Mapping[str, Any], said: str) -> None:
    """A choice of one, or among what does not happen to the same people by chance, is an error."""
    odd = type("Odd", (ToyElsewhere,), {"name": "toy_odd", **changes})
    with pytest.raises(DoorwaysError, match=said):
        rules_for(ToyHome, ToyElsewhere, odd)


@given(share=st.floats(1e-6, 1 - 1e-6), log_odds=st.floats(-5, 5))
def test_a_tilted_share_has_the_log_odds_asked_for(share: float, log_odds: float) -> None:
    """Log odds add; with none the share is what it was to the bit."""
    plain = getattr(tilted, "py_func", tilted)
    now = plain(share, log_odds)
    assert math.isclose(logit(now), logit(share) + log_odds, abs_tol=1e-6)
    assert plain(share, 0.0) == share


def logit(share: float) -> float:
    """Return the log odds of a share."""
    return math.log(share) - math.log1p(-share)


def everybody(rules: RuleSet, **odds: float) -> Programme:
    """Return a practice that reaches everybody from the first day, with log odds on options."""
    acts = {one.replace("__", "/"): (size, 1.0) for one, size in odds.items()}
    kind = [service.sort for service in rules.services].index(Sort.PRACTICE)
    return Programme(
        *("lean", "a practice", Sort.PRACTICE, kind, 3, Member.YOUNG_PERSON),
        sites=[Site({"opens": 0.0}, log_odds=acts)],
    )


@pytest.mark.parametrize("log_odds", [-1.0, 0.8])
def test_log_odds_on_kin_find_as_many_as_they_say(bench: Any, log_odds: float) -> None:
    """Of families of which nobody was in care, as many more (or fewer) have kin as the odds say.

    And of those who enter care, who would all go to kin if they had any, the same share does. Both
    are binomial, within the bounds of one false alarm in 10,000.
    """
    share = float(bench.values["synth_kin_share"])
    expected = share * math.exp(log_odds) / (1 - share + share * math.exp(log_odds))
    rules, to_kin = model_rules(), {"first_placement__kinship": 12.0}
    lean = everybody(rules, **to_kin, **{FIND_KIN.replace("/", "__"): log_odds})
    arms = [bench.play(one, rules=rules, seed=2) for one in (everybody(rules, **to_kin), lean)]
    people, families = bench.people.young_people, bench.people.families
    cared = people.family[(people.status == Status.LOOKED_AFTER) & (people.family >= 0)]
    fresh = np.setdiff1d(np.arange(families.size), cared)
    found = families.kin_needs[fresh] < log_odds
    assert abs(found.mean() - expected) < CRITICAL * math.sqrt(
        expected * (1 - expected) / fresh.size
    )
    for arm, wanted in zip(arms, (share, expected), strict=True):
        went, asked = first_entries(arm, fresh)
        slack = CRITICAL * math.sqrt(asked * wanted * (1 - wanted))
        assert asked > 50
        assert abs(went - asked * wanted) < slack


def first_entries(arm: Played, families: np.ndarray) -> tuple[int, int]:
    """Return how many families whose child entered care have kin who cared, and how many there are."""
    people, table = arm.population.young_people, arm.population.families
    entered = np.unique(people.family[(people.periods > 0) & (people.family >= 0)])
    asked = np.intersect1d(entered, families)
    kin = table.kin_carer[asked]
    carers = arm.population.carers
    cared = (kin >= 0) & (carers.status[kin] != 0) & (carers.placement[kin] == Placement.KINSHIP)
    return int(cared.sum()), asked.size
