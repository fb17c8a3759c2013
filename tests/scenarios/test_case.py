"""The case: it adds up to the comparison, is right by hand, and says what would have to be otherwise."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboards.report import case_sheets
from scenarios.case.acceptable import acceptability
from scenarios.case.appraise import Books, Corrections, View
from scenarios.case.lines import PricedLine
from scenarios.case.otherwise import break_even, steps, switching
from scenarios.case.own_prices import read_prices, table_of, with_prices
from scenarios.case.result import Case
from scenarios.case.results import in_view
from scenarios.case.study import Asked, case
from scenarios.compare import make_plan, model_runner
from scenarios.request import CompareRequest
from scenarios.statistics import probability, windowed
from simulation.costs.bill import Group, Line
from simulation.errors import DoorwaysError
from simulation.files.csv_text import csv_text
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import Execution, StoppedError

HERE = Execution(1)
REQUEST = CompareRequest("Kingston upon Thames", years=3, replicates=4)
ALONE = np.arange(4)
#: Relative rounding of sums of pounds.
ROUND = 1e-9


@pytest.fixture(scope="module")
def made() -> Case:
    """The case for one hub in a small council."""
    return case(REQUEST, execution=HERE)


@pytest.fixture(scope="module")
def differences() -> dict[str, np.ndarray]:
    """What the comparison of the same futures says of money, by measure: shape (futures, years)."""
    return money_apart(REQUEST)


def money_apart(request: CompareRequest) -> dict[str, np.ndarray]:
    """Every measure of money, the scenario's less the baseline's: shape (futures, years)."""
    run = model_runner()
    found = []
    for task in make_plan(request).tasks:
        base, scenario = run(task)
        found.append(scenario.values - base.values)
    apart = np.array(found)
    return {one.name: apart[:, BY_NAME[one.name]] for one in MEASURES if one.kind == "money"}


def test_lines_add_up_to_the_comparison(made: Case, differences: dict[str, np.ndarray]) -> None:
    """By payer and year in every future; and all of it, discounted, to the comparison's total."""
    books = made.books
    for payer in ("council", "police", "nhs", "youth_justice"):
        own = [k for k, one in enumerate(books.lines) if one.line.payer == payer]
        seen, there = books.apart[:, own].sum(axis=1), differences[f"cost_{payer}"]
        np.testing.assert_allclose(seen, there, rtol=ROUND, atol=1e-3)
    total = -differences["cost_total"].sum(axis=1)
    np.testing.assert_allclose(books.net(View.PUBLIC), total, rtol=ROUND, atol=1e-3)
    gross = books.apart[:, [one.is_cost for one in books.lines]].sum(axis=(1, 2))
    np.testing.assert_allclose(gross, differences["cost_services_gross"].sum(axis=1), rtol=ROUND)


def test_sums_of_a_case_are_those_of_the_comparison(
    made: Case, differences: dict[str, np.ndarray]
) -> None:
    """Gross, incremental, avoided and cashable by year, with the signs they are told in."""
    for name, (measure, sign) in {
        "gross": ("cost_services_gross", 1.0),
        "incremental": ("cost_services_incremental", 1.0),
        "avoided": ("cost_placements", -1.0),
        "cashable": ("cost_placements_cashable", -1.0),
    }.items():
        sums = made.content["sums"][name]
        means = [one["mean"] for one in sums["by_year"]]
        np.testing.assert_allclose(means, sign * differences[measure].mean(axis=0), atol=1e-3)
        whole = windowed(sign * differences[measure], "money")[:, -1].mean()
        assert sums["total"]["mean"] == pytest.approx(whole, abs=1e-3)


def test_what_the_baseline_opens_is_no_longer_paid_for() -> None:
    """A hub instead of Mockingbird: what the latter's posts cost is part of the difference, none left out."""
    request = replace(REQUEST, baseline="mockingbird", scenario="no-wrong-door", replicates=2)
    books, there = case(request, execution=HERE).books, money_apart(request)
    gross = books.apart[:, [one.is_cost for one in books.lines]].sum(axis=1)
    np.testing.assert_allclose(gross, there["cost_services_gross"], rtol=ROUND)
    total = -there["cost_total"].sum(axis=1)
    np.testing.assert_allclose(books.net(View.PUBLIC), total, rtol=ROUND, atol=1e-3)


def test_a_service_that_closes_has_a_case_too() -> None:
    """Against a baseline that has it, opening nothing costs less than nothing."""
    request = replace(REQUEST, baseline="mockingbird", scenario="shock-poverty", replicates=2)
    found = case(request, execution=HERE).content["views"]["council"]
    assert found["spent"]["mean"] < 0.0
    assert found["ratio"] is None
    assert found["break_even"]["costs"] is None


@pytest.mark.parametrize(
    "asked",
    [
        Asked(corrections=Corrections(benefits=1.0)),
        Asked(prices={"placement:childrens_home:council": 0.0}),
    ],
)
def test_where_empty_places_are_worth_nothing_none_would_pay(asked: Asked) -> None:
    """All savings taken off, or homes that cost nothing: no number of places is told, and nothing breaks."""
    found = case(replace(REQUEST, replicates=2), asked, execution=HERE).content["views"]["council"]
    assert found["break_even"]["places"] is None
    assert found["acceptability"]["curve"][-1]["pays"] > 0.0


def test_a_service_that_changes_nothing_saves_nothing() -> None:
    """The null twin costs what it costs, in every future to the penny, and no price can change that."""
    found = case(replace(REQUEST, scenario="no-wrong-door-null"), execution=HERE)
    assert not found.books.benefits(View.PUBLIC).any()
    one = found.content["views"]["council"]
    assert one["net"]["mean"] == -one["spent"]["mean"] < 0.0
    assert one["saves"]["mean"] == 0.0
    assert one["break_even"]["benefits"] is None
    assert one["payback"]["year"] is None
    assert one["acceptability"]["price"] is None
    assert [row["name"] for row in one["switching"]] == []


def test_a_stopped_case_gives_nothing() -> None:
    """No part of it passes for the whole."""
    with pytest.raises(StoppedError, match="It was stopped"):
        case(REQUEST, execution=Execution(1, cancelled=lambda: True))


def test_a_scenario_that_costs_nothing_has_no_case() -> None:
    """A condition alone has nothing to weigh."""
    with pytest.raises(DoorwaysError, match="nothing to make a case for"):
        case(replace(REQUEST, scenario="shock-poverty"), execution=HERE)


@pytest.mark.parametrize(
    "outcome", ["happiness", "cost_council", "service_supported", "homes_price"]
)
def test_an_outcome_one_cannot_pay_for_is_refused(outcome: str) -> None:
    """Before anything runs: none of the name, money itself, or neither more nor fewer is better."""
    with pytest.raises(DoorwaysError):
        Asked(outcome).measure()


@pytest.mark.parametrize(
    "how", [{"set_up": -0.1}, {"benefits": 1.1}, {"running": 24.0}, {"set_up": float("nan")}]
)
def test_a_correction_out_of_range_is_refused(how: dict[str, float]) -> None:
    """A percentage handed in as a number of percents is a slip of the pen."""
    with pytest.raises(DoorwaysError, match="share from 0"):
        Corrections(**how)


# By hand ------------------------------------------------------------------------------------


def a_line(group: Group, what: str, payer: str, price: float, outside: float = 0.0) -> PricedLine:
    """One line at a price."""
    return PricedLine(Line(group, what, payer), what, "week", price, price, outside)


LINES = (
    a_line(Group.RUNNING, "manager", "council", 100.0),
    a_line(Group.SET_UP, "", "council", 50.0),
    a_line(Group.PLACEMENT, "childrens_home", "council", 10.0, 0.5),
    a_line(Group.EVENT, "missing_episodes", "police", 5.0),
)


def books_of(apart: np.ndarray, factors: tuple[float, ...] = (1.0, 0.5)) -> Books:
    """Books of the four lines."""
    return Books(LINES, apart, np.array(factors), 0.8)


#: Two futures of two years: running 100 a year, set-up 50 in the first, homes 60 and then 400 saved.
HAND = np.array(
    [
        [[100.0, 100.0], [50.0, 0.0], [-60.0, -400.0], [-20.0, -20.0]],
        [[100.0, 100.0], [50.0, 0.0], [-60.0, -200.0], [-20.0, -20.0]],
    ]
)


def test_a_case_worked_out_by_hand() -> None:
    """Costs 150 + 50; saves 60 + 200 or 60 + 100; police 20 + 10 on top; half of 80% can be cashed."""
    found = in_view(books_of(HAND), View.COUNCIL, np.arange(2))
    assert found["spent"]["mean"] == 200.0
    assert found["saved"]["mean"] == 210.0
    assert found["net"]["mean"] == 10.0
    assert found["saves"]["mean"] == 0.5
    assert found["ratio"]["mean"] == pytest.approx(1.05)
    assert found["payback"] == found["payback"] | {"year": 2, "cumulative": [-90.0, 10.0]}
    assert [one["net"]["mean"] for one in found["by_year"]] == [-90.0, 200.0]
    assert books_of(HAND).net(View.PUBLIC).tolist() == [90.0, -10.0]
    assert books_of(HAND).benefits(View.CASHABLE).tolist() == pytest.approx([104.0, 64.0])


def test_corrections_worked_out_by_hand() -> None:
    """Set-up 24% dearer is 12 more; 10% off savings is 21 less; of a loss nothing is taken off."""
    how = Corrections(set_up=0.24, benefits=0.1)
    assert books_of(HAND).net(View.COUNCIL, how).mean() == pytest.approx(10.0 - 12.0 - 21.0)
    losing = HAND * np.array([1.0, 1.0, -1.0, 1.0])[:, None]
    assert books_of(losing).net(View.COUNCIL, how).mean() == pytest.approx(-200.0 - 12.0 - 210.0)


def test_break_even_is_where_costs_and_savings_meet() -> None:
    """200 of 210 savings would do; services could cost 1.05 times as much; places by their price."""
    found = break_even(books_of(HAND), View.COUNCIL, np.arange(2))
    assert found["benefits"] == pytest.approx(200.0 / 210.0)
    assert found["costs"] == pytest.approx(1.05)
    # A place costs 10 a week, 1.5 years of it discounted: 52.18 weeks each.
    assert found["places"] == pytest.approx(200.0 / (10.0 * 1.5 * 365.25 / 7.0))
    assert found["places_simulated"]["mean"] == pytest.approx(36.0 / (365.25 / 7.0) / 2.0)


@pytest.mark.parametrize("cost", [0.0, -1.0])
def test_what_costs_nothing_more_has_no_break_even(cost: float) -> None:
    """Services that are cheaper than the baseline's, and save: no share, no times, no places, and words for it."""
    books = books_of(HAND * np.array([cost, cost, 1.0, 1.0])[:, None])
    even = break_even(books, View.COUNCIL, np.arange(2))
    assert [even[name] for name in ("benefits", "costs", "places")] == [None] * 3
    one = in_view(books, View.COUNCIL, np.arange(2))
    curve = acceptability(np.ones(2), books.net(View.COUNCIL), MEASURES[0], 1.0, np.arange(2))
    view = one | {"break_even": even, "switching": [], "acceptability": curve}
    said = case_sheets.sentences({"views": {"council": view}})
    assert said[0].startswith("Services cost no more than the baseline's")
    assert "would pay for it" not in said[1]


APART = arrays(float, (4, len(LINES), 2), elements=st.floats(-1e4, 1e4).map(lambda x: round(x, 2)))


@given(apart=APART, view=st.sampled_from(View), off=st.floats(0.0, 0.9), dear=st.floats(0.0, 2.0))
def test_at_its_switching_price_the_mean_is_nothing(
    apart: np.ndarray, view: View, off: float, dear: float
) -> None:
    """Each price found, put in by itself, brings the mean net present value to 0."""
    books = replace(books_of(apart), corrections=Corrections(dear, dear, off))
    kept = books.kept(view)
    for row in switching(books, view, ALONE):
        turned = tuple(
            one.at(row["switches_at"]) if one.name == row["name"] else one for one in LINES
        )
        there = replace(books, lines=turned)
        if there.kept(view) != kept:
            continue  # The price turned a gain into a loss, of which nothing is taken off.
        size = np.abs(books.now).sum() * max(1.0, row["times"])
        assert there.net(view).mean() == pytest.approx(0.0, abs=1e-9 * size + 1e-9)


@given(
    apart=APART, better=arrays(float, 4, elements=st.floats(0.0, 100.0)), view=st.sampled_from(View)
)
def test_paying_more_never_makes_it_less_worth(
    apart: np.ndarray, better: np.ndarray, view: View
) -> None:
    """Where an outcome is better in every future the curve never falls, and begins where it saves."""
    books = books_of(apart)
    net = books.net(view)
    found = acceptability(better, net, MEASURES[0], 1000.0, ALONE)
    curve = [one["mean"] for one in found["curve"]]
    assert curve == sorted(curve)
    assert curve[0] == probability(net > 0.0, ALONE)["mean"]
    for one in found["sure"]:
        if one["pays"] is not None:
            assert np.mean(one["pays"] * better + net > 0.0) >= one["share"]


def test_better_by_next_to_nothing_has_no_price() -> None:
    """A mean that is only just above 0 gives no number of pounds: the curve reaches as far as usual."""
    found = acceptability(np.full(4, 1e-308), np.full(4, -3.0), MEASURES[0], 1000.0, ALONE)
    assert found["price"] is None
    assert found["curve"][-1]["pays"] == 1000.0


@given(apart=APART)
def test_each_further_doubt_leaves_no_more(apart: np.ndarray) -> None:
    """Dearer to set up, then more and more off savings: the mean never rises where set-up costs."""
    apart[:, 1] = np.abs(apart[:, 1])
    found = steps(books_of(apart), None, 0.24, (0.05, 0.4), ALONE)
    assert [one["name"] for one in found] == ["simulated", "set_up", "benefits_5", "benefits_40"]
    for view in View:
        nets = [one["views"][view.value]["net"]["mean"] for one in found]
        assert all(b <= a + 1e-6 for a, b in pairwise(nets))


def test_a_share_of_all_or_none_still_has_a_range() -> None:
    """Four futures of four show no certainty: Wilson's interval of 0 of 4 reaches 49%."""
    found = probability(np.zeros(4, bool), ALONE)
    assert (found["mean"], found["mean_low"]) == (0.0, 0.0)
    assert found["mean_high"] == pytest.approx(0.4899, abs=1e-4)


# Own prices ---------------------------------------------------------------------------------


def test_the_table_a_case_writes_changes_nothing_when_handed_back(
    made: Case, tmp_path: Path
) -> None:
    """Rounded to pennies or not: what was not touched stays as it was delivered."""
    path = tmp_path / "unit_costs.csv"
    path.write_text(csv_text(table_of(made.books.lines)), encoding="utf-8")
    assert with_prices(made.books.lines, read_prices(path)) == made.books.lines


def test_a_price_of_ones_own_scales_its_line_alone(made: Case) -> None:
    """Twice the price of a children's home: twice its pounds, and everything else as before."""
    name = "placement:childrens_home:council"
    there = {one.name: one.price for one in made.books.lines}
    found = case(REQUEST, Asked(prices={name: 2.0 * there[name]}), execution=HERE)
    for before, after in zip(made.content["lines"], found.content["lines"], strict=True):
        times = 2.0 if before["name"] == name else 1.0
        assert after["pounds"]["total"]["mean"] == pytest.approx(
            times * before["pounds"]["total"]["mean"], rel=1e-9, abs=1e-6
        )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,price\nplacement:childrens_home:council,dear\n", "number of pounds"),
        ("name,price\nplacement:childrens_home:council,-5\n", "number of pounds"),
        ("name,price\na,1\na,2\n", "twice"),
        ("line,price\na,1\n", "no column name"),
        ("", "no column"),
    ],
)
def test_a_table_that_cannot_be_is_refused(text: str, says: str, tmp_path: Path) -> None:
    """With the line and what to do."""
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DoorwaysError, match=says):
        read_prices(path)


def test_a_price_of_no_line_is_refused(made: Case) -> None:
    """Nothing handed in is ignored."""
    with pytest.raises(DoorwaysError, match="no such line"):
        with_prices(made.books.lines, {"placement:castle:council": 1.0})
