"""The forecast: it counts whom measures count, moves with the planner's levers, and is right by hand."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.codes import Placement
from agents.synthesis.authority import PrivateProfile
from calibration.beliefs.authorities.history import history
from calibration.beliefs.authorities.load import all_profiles, england, learnt_from, profile
from calibration.beliefs.local.counts import counts
from calibration.beliefs.local.factors import local_factors
from calibration.beliefs.parameters import parameters_for
from scenarios.already_run import basis_of
from scenarios.compare import make_plan, model_runner
from scenarios.forecast.counted import AGES, GROUPS, WITH_PLACES
from scenarios.forecast.levers import KINDS, Lever, lever_of, planned
from scenarios.forecast.pair import Future, futures_of
from scenarios.forecast.record import record
from scenarios.forecast.result import Spread, arm
from scenarios.forecast.standing import FIGURES, looked_back, standing
from scenarios.forecast.study import Asked, forecast
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml
from scenarios.shared import shared_by
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.worker import population_of, started
from simulation.services.already_run import Basis

HERE = Execution(1)
REQUEST = CompareRequest("Kingston upon Thames", years=2, replicates=4)
#: Where differences have to be seen in few futures.
LARGER = CompareRequest("Norfolk", years=2, replicates=4, central=True)


@pytest.fixture(scope="module")
def future() -> Future:
    """One future of a small council: its baseline."""
    return futures_of(make_plan(REQUEST).tasks[0])[0]


def counted(future: Future, name: str) -> list[float]:
    """A measure of the future by year."""
    return list(future.values[BY_NAME[name]])


def test_each_31_march_counts_whom_the_measures_count(future: Future) -> None:
    """All looked after, those outside, and each kind that is a measure: the same numbers, every year."""
    children = np.array([one.children for one in future.marches[1:]])
    names = list(GROUPS)
    assert children.sum(axis=(1, 2, 3)).tolist() == counted(future, "children_looked_after")
    assert children[..., 1].sum(axis=(1, 2)).tolist() == counted(future, "out_of_authority")
    for name, measure in {
        "kinship": "kinship_placements",
        "childrens_home": "childrens_home_placements",
        "with_parents": "parents_placements",
    }.items():
        theirs = children[:, :, names.index(name)].sum(axis=(1, 2)).tolist()
        assert theirs == counted(future, measure), name


def test_it_starts_from_the_published_children() -> None:
    """The first column is the council's own year, by age too."""
    council = profile(REQUEST.authority)
    first = futures_of(make_plan(REQUEST).tasks[0])[0].marches[0].children
    assert first.sum() == council.counts["cla"]
    published = [council.counts[f"cla_{x}"] for x in ("under_1", "1_4", "5_9", "10_15", "16_plus")]
    assert first.sum(axis=(1, 2)).tolist() == pytest.approx(published, abs=1.0)


def test_a_forecast_is_the_baseline_of_a_comparison() -> None:
    """Without levers the futures are the baseline's, to the bit."""
    made = make_plan(REQUEST)
    run = model_runner()
    entries = [run(task)[0].values[BY_NAME["care_entries"]] for task in made.tasks]
    found = forecast(REQUEST, Asked(with_record=False), execution=HERE)
    told = found["forecast"]["flows"]["care_entries"]["years"]
    assert [one["mean"] for one in told] == np.mean(entries, axis=0).tolist()
    assert found["planned"] is None
    assert found["apart"] is None


def test_parts_add_up_to_the_whole() -> None:
    """Kinds, ages, inside and outside: each adds up to all looked after, on average, every year."""
    told = forecast(REQUEST, Asked(with_record=False), execution=HERE)["forecast"]
    whole = [one["mean"] for one in told["children"]]
    for parts in (
        told["by_kind"].values(),
        told["by_age"].values(),
        (told["inside"], told["outside"]),
    ):
        added = np.sum([[one["mean"] for one in series] for series in parts], axis=0)
        assert added.tolist() == pytest.approx(whole)
    spent = np.sum(
        [[one["mean"] for one in x["years"]] for x in told["spending"]["by_kind"].values()], axis=0
    )
    assert spent.tolist() == pytest.approx([one["mean"] for one in told["spending"]["placements"]])


# Levers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what", "change"),
    [
        ("entries:10-15=+30%", "care_entries", 1),
        ("entries:10-15=-30%", "care_entries", -1),
        ("exits=+30%", "exits", 1),
        ("unaccompanied=+100%", "care_entries", 1),
        ("moves=-50%", "placement_moves", -1),
    ],
)
def test_a_lever_moves_what_it_is_about(text: str, what: str, change: int) -> None:
    """In its direction, on the same futures, in the first two years together."""
    asked = Asked((lever_of(text),), with_record=False)
    found = forecast(LARGER, asked, execution=HERE)
    moved = sum(one["mean"] for one in found["apart"]["flows"][what])
    assert moved * change > 0.0


def test_where_children_are_placed_moves_them() -> None:
    """Homes chosen less often: fewer live there, and no fewer are looked after to speak of."""
    asked = Asked((lever_of("placed:childrens_home=-50%"),), with_record=False)
    found = forecast(LARGER, asked, execution=HERE)["apart"]
    assert found["by_kind"]["childrens_home"][-1]["mean"] < -1.0
    gone = abs(found["by_kind"]["childrens_home"][-1]["mean"])
    assert abs(found["children"][-1]["mean"]) < gone


def test_stepping_down_takes_children_out_of_homes() -> None:
    """Fewer live in homes, and more in families or supported accommodation; nobody comes or leaves for it."""
    asked = Asked((lever_of("step_down=+300%"),), with_record=False)
    found = forecast(LARGER, asked, execution=HERE)["apart"]
    homes = found["by_kind"]["childrens_home"][-1]["mean"]
    assert homes < -1.0
    assert (
        found["by_kind"]["foster_agency"][-1]["mean"] + found["by_kind"]["supported"][-1]["mean"]
        > 0.0
    )
    assert abs(found["children"][-1]["mean"]) < -homes


def test_where_those_who_move_go_leaves_first_placements_alone() -> None:
    """Moved to in-house fostering more often: more live there; with no move there is nothing to change."""
    asked = Asked((lever_of("moved_to:foster_in_house=+300%"),), with_record=False)
    found = forecast(LARGER, asked, execution=HERE)["apart"]
    assert found["by_kind"]["foster_in_house"][-1]["mean"] > 0.0
    still = (lever_of("moved_to:foster_in_house=+300%"), lever_of("moves=-90%"))
    less = forecast(LARGER, Asked(still, with_record=False), execution=HERE)["apart"]
    assert less["flows"]["placement_moves"][-1]["mean"] < 0.0


# Reference years ----------------------------------------------------------------------------


def test_the_usual_years_said_are_the_usual_years() -> None:
    """The three to the base year, named, give the same numbers to the bit, and are told."""
    usual, named = (
        forecast(REQUEST, Asked(with_record=False, reference=years), execution=HERE)
        for years in (None, (2022, 2024))
    )
    assert usual["forecast"] == named["forecast"]
    assert usual["learnt_from"] == named["learnt_from"] == [2022, 2023, 2024]
    assert "--reference 2022 2024" in named["reproduce"]
    assert "--reference" not in usual["reproduce"]


def test_levels_are_those_of_the_years_chosen() -> None:
    """Of one year alone the starts seen are that year's own, and the run starts where it always does."""
    council = profile("Norfolk")
    p = parameters_for(council)
    for year in (2021, 2023):
        learnt = learnt_from(council, year, year)
        assert (learnt.code, learnt.year, learnt.counts) == (council.code, 2024, council.counts)
        own = next(one for one in local_factors(learnt, p) if one.name == "local_entry")
        alone = counts(profile("Norfolk", year), england(year), p)["local_entry"]
        assert own.seen == pytest.approx(alone.middle)
        assert basis_of(learnt) == Basis(year, 1)
    both = next(
        one
        for one in local_factors(learnt_from(council, 2021, 2022), p)
        if one.name == "local_entry"
    )
    assert both.exposure > own.exposure


def test_other_years_are_another_forecast_and_say_so() -> None:
    """Numbers differ, and the notes name the years."""
    found = forecast(REQUEST, Asked(with_record=False, reference=(2021, 2021)), execution=HERE)
    assert (
        found["forecast"] != forecast(REQUEST, Asked(with_record=False), execution=HERE)["forecast"]
    )
    assert any("the year to 31 March 2021" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("council", "years", "says"),
    [
        ("Norfolk", (2023, 2022), "no later than the last"),
        ("Norfolk", (2015, 2022), "from 2021 to"),
        ("Norfolk", (2022, 2099), "from 2021 to"),
        ("Cumberland", (2021, 2024), "no figures of its own"),
    ],
)
def test_years_that_cannot_be_are_refused(council: str, years: tuple[int, int], says: str) -> None:
    """With the years there are."""
    with pytest.raises(DoorwaysError, match=says):
        learnt_from(profile(council), *years)


def test_a_lever_of_an_age_leaves_the_younger_alone_at_first() -> None:
    """Entries at 16 and 17: what differs in the first year is of that age alone, but for brothers and sisters."""
    asked = Asked((lever_of("entries:16-17=+100%"),), with_record=False)
    apart = forecast(replace(LARGER, years=1), asked, execution=HERE)["apart"]["by_age"]
    older = apart["16 and 17"][-1]["mean"]
    assert older > 0.0
    assert sum(abs(apart[name][-1]["mean"]) for name in AGES[:3]) < older


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("entries", "what, whom"),
        ("entries=10", "per cent"),
        ("entries=lots", "per cent"),
        ("entries=£5%", "per cent"),
        ("entries=0%", "not by nothing"),
        ("entries=+900%", "-90% to 300%"),
        ("entries:15-10=+5%", "two whole years"),
        ("entries:10-18=+5%", "two whole years"),
        ("entries:teens=+5%", "two whole years"),
        ("weather=+5%", "no such lever"),
        ("placed:castle=+5%", "no such kind"),
        ("moved_to:castle=+5%", "no such kind"),
        ("moved_to=+5%", "no such kind"),
        ("unaccompanied:10-15=+5%", "all unaccompanied"),
    ],
)
def test_what_is_no_lever_is_refused(text: str, says: str) -> None:
    """With what a lever looks like."""
    with pytest.raises(DoorwaysError, match=says):
        lever_of(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("entries=+12.5%", "Entries are 12.5% more likely"),
        ("exits:10-10=-0.4%", "Exits at age 10 are 0.4% less likely"),
        ("unaccompanied=+20%", "Unaccompanied children arrive 20% more often"),
        ("placed:childrens_home=-29%", "The odds that “children's home” is chosen are 29% lower"),
        ("moves:10-15=-10%", "Moves at ages 10 to 15 are 10% less likely"),
        (
            "moved_to:kinship=+10%",
            "The odds that “kinship” is chosen at a move are 10% higher",
        ),
        (
            "step_down:10-17=+50%",
            "The odds that a planned move out of a home at ages 10 to 17 is a step-down are 50% higher",
        ),
    ],
)
def test_a_lever_says_what_it_does(text: str, says: str) -> None:
    """Its size as it was written, not rounded to nothing."""
    assert lever_of(text).says == says


def test_levers_are_a_scenario_file_like_any_other() -> None:
    """Written as TOML and read back they are the same."""
    levers = [lever_of(x) for x in ("entries:10-15=+10%", "placed:kinship=+20%", "exits=-5%")]
    scenario = planned(levers, 6.0)
    assert from_toml(scenario.to_toml()).interventions == scenario.interventions


def test_two_of_the_same_lever_are_refused() -> None:
    """Unaccompanied arrivals twice would be one condition of two sizes."""
    twice = (
        Lever("unaccompanied", (0.0, 18.0), "", 0.1),
        Lever("unaccompanied", (0.0, 18.0), "", 0.2),
    )
    with pytest.raises(DoorwaysError, match="two things of this name"):
        forecast(REQUEST, Asked(twice, with_record=False), execution=HERE)


def test_levers_that_would_never_act_are_refused() -> None:
    """From the end of the forecast on there is nothing left to act on; without levers no month matters."""
    for month in (24.0, 99.0):
        with pytest.raises(DoorwaysError, match="no lever would ever act"):
            forecast(REQUEST, Asked((lever_of("entries=+10%"),), month), execution=HERE)
    Asked((lever_of("entries=+10%"),), 23.0).refuse_late(REQUEST.years)
    Asked(month=99.0).refuse_late(REQUEST.years)


# By hand ------------------------------------------------------------------------------------


def test_places_to_find_worked_out_by_hand() -> None:
    """Of four futures of one year: children in homes less the places there, at their middle and 19 in 20."""
    children = np.zeros((4, 2, len(AGES), len(GROUPS), 2))
    home = list(GROUPS).index("childrens_home")
    children[:, 0, 0, home, 0] = 8.0
    children[:, 1, 0, home, 0] = [8.0, 12.0, 14.0, 20.0]
    places = np.zeros((4, 2, len(WITH_PLACES)))
    places[..., list(WITH_PLACES).index("childrens_home")] = 10.0
    spread = Spread(children, places, np.zeros((4, len(MEASURES), 1)), np.zeros((4, 0, 1)))
    groups = shared_by(np.arange(4), central=False).clusters
    told = arm(spread, (), 0.0, groups)["places"]["childrens_home"]
    assert told["today"] == 10.0
    assert told["short"][0] == {"in_50": 0.0, "in_95": 0.0}
    assert told["short"][1]["in_50"] == pytest.approx(3.0)
    assert told["short"][1]["in_95"] == pytest.approx(9.1)


def test_places_are_those_of_every_kind_of_a_group() -> None:
    """Supported accommodation is counted with lodgings: so are their places, or some would be sought in vain."""
    task = make_plan(REQUEST).tasks[0]
    markets = started(task, task.arms[0], population_of(task)).population.markets["places"]
    first = dict(zip(WITH_PLACES, futures_of(task)[0].marches[0].places, strict=True))
    lodgings, supported = (
        float(markets[kind]) for kind in (Placement.LODGINGS, Placement.SUPPORTED)
    )
    assert lodgings > 0.0
    assert first["supported"] == supported + lodgings


def test_what_levers_change_of_spending_is_at_the_prices_in_use() -> None:
    """With a home at three times its price, spending with levers less spending without, year by year."""
    lever, name = lever_of("placed:childrens_home=-50%"), "placement:childrens_home:council"
    asked = Asked((lever,), prices={name: 20_000.0}, with_record=False)
    found = forecast(REQUEST, asked, execution=HERE)
    before, after = (
        np.array([one["mean"] for one in found[which]["spending"]["placements"]])
        for which in ("forecast", "planned")
    )
    told = [one["mean"] for one in found["apart"]["spending"]]
    assert told == pytest.approx((after - before).tolist())


def test_the_prices_of_a_case_can_be_handed_in() -> None:
    """Its table has what services cost too, which no forecast has; a line of neither is refused."""
    plain = forecast(REQUEST, Asked(with_record=False), execution=HERE)
    case = {one["name"]: one["price"] for one in plain["unit_costs"]} | {
        "running:manager:council": 1.0
    }
    again = forecast(REQUEST, Asked(prices=case, with_record=False), execution=HERE)
    assert again["forecast"] == plain["forecast"]
    with pytest.raises(DoorwaysError, match="no such line"):
        forecast(REQUEST, Asked(prices={"placement:castle:council": 1.0}), execution=HERE)


def test_own_prices_and_inflation_scale_spending() -> None:
    """Twice the price of a home doubles its line; 10% a year makes the second year a tenth dearer."""
    plain = forecast(REQUEST, Asked(with_record=False), execution=HERE)
    prices = {one["name"]: one["price"] for one in plain["unit_costs"]}
    name = "placement:childrens_home:council"
    asked = Asked(prices={name: 2.0 * prices[name]}, inflation=0.1, with_record=False)
    other = forecast(REQUEST, asked, execution=HERE)["forecast"]["spending"]
    before = plain["forecast"]["spending"]["by_kind"]["childrens_home"]["years"]
    after = other["by_kind"]["childrens_home"]["years"]
    assert [x["mean"] for x in after] == pytest.approx([2.0 * x["mean"] for x in before], rel=1e-6)
    real, of_the_day = other["placements"], other["money_of_the_day"]
    assert of_the_day[0]["mean"] == pytest.approx(real[0]["mean"])
    assert of_the_day[1]["mean"] == pytest.approx(1.1 * real[1]["mean"])


def test_inflation_out_of_range_is_refused() -> None:
    """3 for 3% is a slip of the pen."""
    with pytest.raises(DoorwaysError, match="share a year"):
        Asked(inflation=3.0)


def test_a_stopped_forecast_gives_nothing() -> None:
    """No part of it passes for the whole."""
    with pytest.raises(StoppedError):
        forecast(REQUEST, execution=Execution(1, cancelled=lambda: True))


# Beside others ------------------------------------------------------------------------------


def test_standing_is_worked_out_from_the_published_tables() -> None:
    """Rate by hand; ranks of all councils are those of their values, 1 the highest; quartiles in fours."""
    norfolk = profile("Norfolk")
    rate = standing(norfolk)[0]
    assert rate["value"] == pytest.approx(
        norfolk.counts["cla"] / norfolk.counts["children_0_17"] * 1e4
    )
    every = {one.code: one.counts["cla"] / one.counts["children_0_17"] for one in all_profiles()}
    first = max(every, key=lambda code: every[code])
    top = standing(next(one for one in all_profiles() if one.code == first))[0]
    assert (top["rank"], top["quartile"]) == (1, 1)
    assert sum(value > every[norfolk.code] for value in every.values()) + 1 == rate["rank"]
    for one in standing(norfolk):
        assert 1 <= one["rank"] <= one["of"] <= len(every)
        assert 1 <= one["quartile"] <= 4
    assert [one["name"] for one in standing(norfolk)] == [one.name for one in FIGURES]


def test_what_was_filled_in_has_no_rank() -> None:
    """A figure that a council does not publish is not ranked as if it did, nor is the council among others'."""
    filled = [one for one in all_profiles() if "cost_residential_week" in one.imputed]
    assert filled
    own = next(one for one in standing(filled[0]) if one["name"] == "home_week")
    assert own["value"] is None
    other = next(one for one in standing(profile("Norfolk")) if one["name"] == "home_week")
    assert other["of"] == len(all_profiles()) - len(filled)


@pytest.mark.parametrize("code", ["E06000017", ""])
def test_a_private_profile_takes_a_place_among_councils(code: str) -> None:
    """Its ranks are never beyond the last, whether it leans on one council or on several; without children it has none."""
    rutland = profile("E06000017")
    about = (rutland.name, rutland.region, rutland.year)
    least = dict.fromkeys(rutland.counts, 0.0) | {"children_0_17": 1e6}
    own = PrivateProfile("private:mine", *about, least, published=(code, rutland.year))
    every = {one["name"]: one for one in standing(own)}
    many = len(all_profiles()) + (not code)
    assert (every["rate"]["rank"], every["rate"]["of"]) == (many, many)
    assert every["foster"]["value"] is None


def test_its_own_years_are_those_published() -> None:
    """Since 2018, nothing filled in; England and neighbours as rates."""
    norfolk = profile("Norfolk")
    past = looked_back(norfolk)
    own = past["measures"][0]["own"]
    assert own == {y: v for y, v in history("cla")[norfolk.code].items() if y >= 2018}
    assert set(past["neighbours"]) <= {one.name for one in all_profiles()}
    assert past["measures"][0]["england_rate"]


@pytest.mark.slow
def test_the_record_holds_what_was_published() -> None:
    """Past forecasts beside published numbers, inside or not as their ranges say."""
    kingston = profile("Kingston upon Thames")
    kept = record(kingston, 1, HERE)
    published = history("cla")[kingston.code]
    assert kept["rows"]
    for one in kept["rows"]:
        assert one["inside"] == (one["low"] <= one["published"] <= one["high"])
        if one["what"].startswith("Looked after"):
            assert one["published"] == published[one["origin"] + one["horizon"]]
    assert kept["inside"] == sum(one["inside"] for one in kept["rows"])


def test_the_page_on_forecasts_lists_every_kind_that_a_lever_takes() -> None:
    """Whoever wants a lever on a kind of placement finds its word, and each word there is taken."""
    page = (Path(__file__).parents[2] / "docs" / "forecast.md").read_text(encoding="utf-8")
    listed = page.split("Kinds of placement, as")[1].split(": ", 1)[1].split("\n\n")[0]
    words = re.findall(r"`(\w+)`", listed)
    assert set(words) == set(KINDS)
    assert planned([lever_of(f"moved_to:{word}=+20%") for word in words], 0.0).interventions


def test_half_a_kind_is_told_the_kinds_that_begin_so() -> None:
    """Foster is the beginning of two kinds, and no slip of other."""
    with pytest.raises(DoorwaysError, match=r"Did you mean foster_in_house or foster_agency\?"):
        lever_of("moved_to:foster=+20%")
