"""The portfolio: on toys it finds what full search finds, and its mixes are what comparisons run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenarios.adopting.paired import run_versions
from scenarios.compare import make_plan, model_runner
from scenarios.intervention_schema import kinds
from scenarios.portfolio.interactions import acts_on, shared_levers, switched_off
from scenarios.portfolio.judged import judged
from scenarios.portfolio.members import members_of
from scenarios.portfolio.mix import Mix, all_mixes, count
from scenarios.portfolio.search import Trial, search
from scenarios.portfolio.study import Asked, portfolio
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import Execution, StoppedError

HERE = Execution(1)
REQUEST = CompareRequest("Kingston upon Thames", years=2, replicates=4)
FUTURES = 20
#: Measures of services themselves and of money: those a twin that changes nothing has too.
_OWN = ("service_", "cost_")


# Toys ---------------------------------------------------------------------------------------


def toy(
    effects: Sequence[float], costs: Sequence[float], pairs: Mapping[tuple[int, int], float]
) -> Callable[[Sequence[Mix], int], dict[Mix, Trial]]:
    """What mixes of known members do: their sum, what pairs add, a tenth less for each step later."""
    luck = np.random.default_rng(3).normal(0.0, 1e-3, FUTURES)

    def one(mix: Mix) -> tuple[float, float]:
        done = sum(effects[m] * 0.9**late for m, late in mix.slots())
        added = sum(x for pair, x in pairs.items() if set(pair) <= set(mix.members))
        return done + added, sum(costs[m] for m in mix.members)

    def attempt(mixes: Sequence[Mix], futures: int) -> dict[Mix, Trial]:
        return {mix: (one(mix)[0] + luck[:futures], np.full(futures, one(mix)[1])) for mix in mixes}

    return attempt


SIZES = st.lists(st.integers(-50, 100), min_size=3, max_size=3)
PRICES = st.lists(st.integers(1, 60), min_size=3, max_size=3)


@given(
    effects=SIZES,
    costs=PRICES,
    bonus=st.integers(-40, 40),
    budget=st.integers(1, 150),
    ordered=st.booleans(),
    grown=st.booleans(),
)
# Every mix with the second costs a little more than the budget, and all of them rank before the others.
@example(effects=[0, 0, 0], costs=[1, 20, 1], bonus=1, budget=20, ordered=True, grown=False)
def test_of_three_services_it_finds_what_full_search_finds(
    effects: list[int], costs: list[int], bonus: int, budget: int, ordered: bool, grown: bool
) -> None:
    """Every mix of three within the budget, tried or grown: none is better than the one it puts first."""
    attempt = toy(effects, costs, {(0, 1): float(bonus)})
    limit = {"most_tried": 0} if grown else {}
    found = search(attempt, 3, 3, float(budget), FUTURES, ordered=ordered, **limit)
    every = attempt(list(all_mixes(3, 3, ordered=ordered)), FUTURES)
    within = {mix: one for mix, one in every.items() if one[1].mean() <= budget}
    assert found.finalists.keys() <= within.keys()
    if not within:
        assert not found.finalists
        return
    best = max(one[0].mean() for one in within.values())
    first = next(iter(found.finalists.values()))
    assert first[0].mean() == pytest.approx(best, abs=1e-9)


def test_mixes_just_above_the_budget_are_not_grown_in_the_place_of_all_within_it() -> None:
    """Of nine dear members and three cheap ones two cheap ones are the best that a budget buys."""
    attempt = toy([10.0] * 9 + [6.0] * 3, [105.0] * 9 + [40.0] * 3, {})
    found = search(attempt, 12, 12, 100.0, FUTURES, ordered=False)
    assert not found.full
    first = next(iter(found.finalists))
    assert len(first.members) == 2
    assert min(first.members) >= 9


@pytest.mark.parametrize("futures", [4, FUTURES])
def test_what_was_tried_on_all_futures_is_not_tried_again(futures: int) -> None:
    """A mix runs a second time only where the first round was of fewer futures."""
    tried: list[tuple[Mix, int]] = []
    one = toy([3.0, 2.0, 1.0], [1.0, 1.0, 1.0], {})

    def attempt(mixes: Sequence[Mix], many: int) -> dict[Mix, Trial]:
        tried.extend((mix, many) for mix in mixes)
        return one(mixes, many)

    found = search(attempt, 3, 3, 2.0, futures, ordered=False)
    assert len(tried) == len(set(tried))
    assert all(better.size == futures for better, _ in found.finalists.values())


@given(many=st.integers(1, 5), most=st.integers(1, 5), ordered=st.booleans())
def test_every_mix_is_listed_once(many: int, most: int, ordered: bool) -> None:
    """As many as combinatorics says, and each grows out of one smaller."""
    most = min(many, most)
    listed = list(all_mixes(many, most, ordered=ordered))
    assert len(set(listed)) == len(listed) == count(many, most, ordered=ordered)
    for mix in listed:
        smaller = Mix(mix.members[:-1], ordered)
        assert mix in set(smaller.grown(many))


def test_how_surely_adds_up_to_one_and_nobody_regrets_the_best_of_all() -> None:
    """Shares of futures and of samples are of all mixes and of nothing; ties are shared out."""
    groups = np.arange(6)
    finalists = {
        Mix((0,)): (np.array([3.0, 3, 3, 3, 3, 3]), np.ones(6)),
        Mix((1,)): (np.array([3.0, 3, 3, 3, 3, 3]), np.ones(6)),
        Mix((2,)): (np.array([-1.0, 9, -1, -1, -1, -1]), np.ones(6)),
    }
    rows = judged(finalists, groups, seed=1)
    assert sum(row["best_in"] for row in rows) == pytest.approx(1.0)
    assert sum(row["surely_best"] for row in rows) == pytest.approx(1.0)
    by_mix = {row["mix"].members: row for row in rows}
    assert by_mix[0,]["best_in"] == by_mix[1,]["best_in"] == pytest.approx(2.5 / 6)
    assert by_mix[0,]["regret"]["mean"] == pytest.approx(1.0)
    assert by_mix[()]["better"]["mean"] == 0.0
    assert rows[0]["apart"]["mean"] == 0.0
    assert not by_mix[1,]["told_apart"]
    assert by_mix[()]["told_apart"]


# The model ----------------------------------------------------------------------------------


def test_a_mix_of_one_is_what_a_comparison_of_it_runs() -> None:
    """The same futures, the same difference, to the bit; and it costs what the comparison says."""
    asked = Asked(("family-group-conference", "mockingbird"), 1e9, "placement_moves")
    found = portfolio(REQUEST, asked, execution=HERE).to_dict()
    alone = next(one for one in found["mixes"] if one["members"] == ["mockingbird"])
    run, moves = model_runner(), BY_NAME["placement_moves"]
    seen = []
    for task in make_plan(replace(REQUEST, scenario="mockingbird")).tasks:
        base, scenario = run(task)
        seen.append(-(scenario.values - base.values)[moves].sum())
    assert alone["better"]["mean"] == pytest.approx(float(np.mean(seen)), abs=1e-9)
    assert found["full"]
    assert found["tried"] == found["there"] == 3


def test_without_its_effects_a_service_is_its_null_twin() -> None:
    """All levers switched off: every measure but those of the service itself is the twin's to the bit."""
    made = make_plan(replace(REQUEST, scenario="family-safeguarding"))
    opened = made.arms[1].interventions
    levers = tuple(acts_on(opened))
    assert levers
    names = [one.name for one in MEASURES if not one.name.startswith(_OWN)]
    off = run_versions(made, {"off": opened}, names, HERE, lambda one: switched_off(one, levers))
    twin = load_scenario("family-safeguarding").twin("null").interventions
    null = run_versions(made, {"null": twin}, names, HERE)
    for name in names:
        assert off.totals["off"][name].tolist() == null.totals["null"][name].tolist(), name


def test_levers_that_two_act_on_are_found() -> None:
    """Conferences and Family Safeguarding both act on entries; neither shares a lever with itself."""
    both = [
        load_scenario(n).interventions for n in ("family-group-conference", "family-safeguarding")
    ]
    assert "care_entry" in shared_levers(both)
    assert shared_levers(both[:1]) == ()


def test_one_after_the_other_each_opens_a_step_later() -> None:
    """The second of an order begins its months after its file says; the first when its file says."""
    members = members_of(REQUEST, ("family-group-conference", "mockingbird"))
    plain = members.opened(((0, 0), (1, 0)), 12.0)
    later = members.opened(((0, 0), (1, 1)), 12.0)
    assert later[0] == plain[0]
    moved = [key for key in later[1] if later[1].get(key) != plain[1].get(key)]
    assert moved
    assert {later[1][key] for key in moved} == {12.0}


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("mockingbird",), "chooses among 2"),
        (("no-wrong-door", "no-wrong-door-rollout"), "both open it"),
        (("mockingbird", "foster-places-10000"), "no cost here"),
        (("mockingbird", "atlantis"), "atlantis"),
    ],
)
def test_members_that_cannot_be_are_refused(names: tuple[str, ...], says: str) -> None:
    """In a sentence, before anything runs."""
    with pytest.raises(DoorwaysError, match=says):
        members_of(REQUEST, names)


@pytest.mark.parametrize(
    "how",
    [
        {"budget": 0.0},
        {"budget": float("nan")},
        {"budget": 1.0, "step_months": -1.0},
        {"budget": 1.0, "most": 0},
    ],
)
def test_numbers_that_make_no_sense_are_refused(how: dict[str, float]) -> None:
    """Before anything runs."""
    with pytest.raises(DoorwaysError):
        Asked(("a", "b"), **how)  # type: ignore[arg-type]


def test_a_budget_that_buys_nothing_leaves_nothing() -> None:
    """Opening nothing is the only mix within a pound."""
    asked = Asked(("family-group-conference", "mockingbird"), 1.0)
    found = portfolio(REQUEST, asked, execution=HERE).to_dict()
    assert [one["members"] for one in found["mixes"]] == [[]]
    assert found["dear"] == found["tried"]


def test_a_stopped_search_gives_nothing() -> None:
    """No part of it passes for the whole."""
    asked = Asked(("family-group-conference", "mockingbird"), 1e9)
    with pytest.raises(StoppedError):
        portfolio(REQUEST, asked, execution=Execution(1, cancelled=lambda: True))


def test_every_lever_that_is_named_is_one_a_kind_declares() -> None:
    """What is switched off is what services act on: no name is made up."""
    for name in ("no-wrong-door", "act", "mockingbird", "family-safeguarding"):
        for spec in load_scenario(name).interventions:
            said = {effect.lever for effect in kinds()[spec["kind"]].effects}
            said |= {
                own.name.split("/", 1)[1]
                for own in kinds()[spec["kind"]].own(spec)
                if "/" in own.name
            }
            assert {lever.split("/")[0] for lever in acts_on([spec])} <= {
                x.split("/")[0] for x in said
            }
