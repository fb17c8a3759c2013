"""A synthesised council: its published margins met, everybody linked up, the same for every arm."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from agents.codes import Activity, Opening, Placement, Status
from agents.population import Population
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.care import placement_counts
from agents.synthesis.cohort import plan_cohort
from agents.synthesis.columns import levels
from agents.synthesis.inverse import _gamma_table, gamma_quantile
from agents.synthesis.margins import largest_remainder, ranked, weighted_sample
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for

#: The smallest, one of many unaccompanied children, the largest, a county and a borough.
COUNCILS = ("Rutland", "Kent", "Birmingham", "North Yorkshire", "Wigan")
YEARS = 2.0
AGES = {"under_1": (0, 1), "1_4": (1, 5), "5_9": (5, 10), "10_15": (10, 16), "16_plus": (16, 18)}
FOSTER = (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY, Placement.KINSHIP)
TABLES = ("young_people", "families", "carers")


@cache
def council(name: str) -> tuple[AuthorityProfile, Mapping[str, Any], Population]:
    """Return a council's profile, values and people."""
    figures = profile(name)
    values = parameters_for(figures)
    return figures, values, synthesise(figures, values, 1, 0, YEARS)


def cared(people: Any) -> Any:
    """Return the rows of those looked after at the start."""
    return people[people["status"] == Status.LOOKED_AFTER]


def bits(population: Population) -> list[bytes]:
    """Return every bit of a population, by table."""
    return [getattr(population, name).tobytes() for name in TABLES]


@pytest.mark.parametrize("name", COUNCILS)
def test_the_number_looked_after_is_the_published_one(name: str) -> None:
    """As many are looked after as published, in total and in each age band.

    Bands differ by less than one from the published ones scaled to the published total.
    """
    figures, _, population = council(name)
    rows = cared(population.young_people)
    assert rows.size == round(figures["cla"])
    bands = np.array([figures[f"cla_{band}"] for band in AGES])
    for (low, high), published in zip(AGES.values(), bands * rows.size / bands.sum(), strict=True):
        age = -rows["born"]
        assert abs(np.count_nonzero((age >= low) & (age < high)) - published) < 1


@pytest.mark.parametrize("name", COUNCILS)
def test_placements_are_the_published_ones(name: str) -> None:
    """Everybody looked after has a placement, as many of each published kind as published.

    Kinds differ by rounding only from the published ones scaled to the published total; supported
    accommodation and other placements are one published number.
    """
    figures, values, population = council(name)
    rows = cared(population.young_people)
    counts = np.bincount(rows["placement"], minlength=len(Placement))
    assert {k: int(counts[k]) for k in Placement if counts[k]} == {
        k: n for k, n in placement_counts(figures, values).items() if n
    }
    published = {
        FOSTER: figures["cla_foster"],
        (Placement.CHILDRENS_HOME,): figures["cla_homes"],
        (Placement.SUPPORTED, Placement.LODGINGS, Placement.OTHER): figures["cla_supported"]
        + figures["cla_other"],
        (Placement.PARENTS,): figures["cla_parents"],
        (Placement.ADOPTION,): figures["cla_adoption"],
    }
    scale = rows.size / (
        sum(published.values()) + figures["cla_other_residential"] + figures["cla_schools"]
    )
    for kinds, number in published.items():
        assert abs(counts[list(kinds)].sum() - number * scale) < len(kinds) + 1


@pytest.mark.parametrize("name", COUNCILS)
def test_distance_and_unaccompanied_are_the_published_ones(name: str) -> None:
    """As many are placed outside the authority, far from home, and unaccompanied as published."""
    figures, _, population = council(name)
    rows = cared(population.young_people)
    for column, published in (
        ("outside", "cla_outside"), ("far", "cla_far"), ("uasc", "cla_uasc"),
    ):  # fmt: skip
        assert int(rows[column].sum()) == round(figures[published])
    assert (-rows["born"][rows["uasc"] == 1] >= 10).all()


@pytest.mark.parametrize("name", COUNCILS)
def test_every_group_has_its_planned_size(name: str) -> None:
    """Those in need, closed, out of care, care leavers and yet to come are as many as planned."""
    figures, values, population = council(name)
    people = population.young_people
    alone = int(((people["status"] == Status.UNKNOWN) & (people["uasc"] == 1)).sum())
    plan = plan_cohort(figures, values, YEARS, alone)
    counts = np.bincount(people["status"], minlength=len(Status))
    assert counts[Status.IN_NEED] + counts[Status.EDGE_OF_CARE] == plan.in_need
    edge = sum(round(float(n)) for n in values["edge_stock"])
    assert counts[Status.EDGE_OF_CARE] == edge
    assert counts[Status.CLOSED] == plan.closed
    assert counts[Status.LEFT_CARE] == plan.left
    assert counts[Status.CARE_LEAVER] == plan.leavers
    yet = people[people["status"] == Status.UNKNOWN]
    assert yet.size == plan.unaccompanied + plan.arrivals
    assert yet["arrives"].min() >= 0
    assert yet["arrives"].max() <= YEARS


@pytest.mark.parametrize("name", COUNCILS)
def test_families_hold_together(name: str) -> None:
    """Each family's chain holds exactly the children who name it, and counts those in need.

    Siblings who are yet to come arrive on one day; unaccompanied children have no family.
    """
    people, families = council(name)[2].young_people, council(name)[2].families
    following, seen = people["next_sibling"], 0
    for number, first in enumerate(families["first_child"]):
        chain, i = [], int(first)
        while i >= 0 and len(chain) <= people.size:
            chain.append(i)
            i = int(following[i])
        rows = people[chain]
        seen += len(chain)
        assert chain
        assert (rows["family"] == number).all()
        assert np.unique(rows["arrives"]).size == 1
        known = np.isin(rows["status"], [Status.IN_NEED, Status.EDGE_OF_CARE])
        assert families["known"][number] == np.count_nonzero(known)
    assert seen == np.count_nonzero(people["family"] >= 0)
    assert (people["family"][people["uasc"] == 1] == -1).all()
    assert (families["kin_carer"] >= 0).any()


@pytest.mark.parametrize("name", COUNCILS)
def test_carers_and_children_know_each_other(name: str) -> None:
    """Filled places are the children who live there, never more than there are places.

    They live with open carers of their own kind of placement and distance, and nobody in foster
    care or a children's home is without.
    """
    population = council(name)[2]
    people, carers = population.young_people, population.carers
    housed = people[people["carer"] >= 0]
    homes = carers[housed["carer"]]
    assert np.array_equal(carers["filled"], np.bincount(housed["carer"], minlength=carers.size))
    assert (carers["filled"] <= carers["places"]).all()
    assert (homes["status"] == Opening.OPEN).all()
    assert np.array_equal(homes["placement"], housed["placement"])
    other = homes["placement"] != Placement.KINSHIP
    assert np.array_equal(homes["outside"][other], housed["outside"][other])
    assert np.array_equal(homes["far"][other], housed["far"][other])
    rows = cared(people)
    needs = np.isin(rows["placement"], [Placement.FOSTER_IN_HOUSE, Placement.CHILDRENS_HOME])
    assert (rows["carer"][needs] >= 0).all()
    coming = np.isin(carers["status"], [Opening.FUTURE, Opening.PROSPECT])
    joining = carers["opens"][coming & np.isfinite(carers["opens"])]
    assert joining.size
    assert joining.max() <= YEARS


@pytest.mark.parametrize("name", COUNCILS)
def test_places_are_sorted_by_kind(name: str) -> None:
    """The list that placing searches holds every carer once, under the carer's own kind."""
    population = council(name)[2]
    assert sorted(population.places) == list(range(population.carers.size))
    for kind in Placement:
        rows = population.places[population.place_starts[kind] : population.place_starts[kind + 1]]
        assert (population.carers["placement"][rows] == kind).all()


@pytest.mark.parametrize("name", COUNCILS)
def test_pasts_are_possible(name: str) -> None:
    """Nobody entered care before birth or the present placement before care, or is NEET too young."""
    rows = cared(council(name)[2].young_people)
    assert (rows["entered"] <= 0).all()
    assert (rows["entered"] >= rows["born"] - 1e-9).all()
    assert (rows["placed"] >= rows["entered"]).all()
    assert ((rows["activity"] != Activity.TOO_YOUNG) == (-rows["born"] >= 16)).all()
    assert (rows["frailty"] >= 0).all()
    assert (rows["moves"] >= 0).all()


def test_the_same_address_gives_the_same_people() -> None:
    """The same seed, replicate and council give the same people to the last bit.

    Another seed or replicate gives others.
    """
    figures, values, population = council("Rutland")
    again = synthesise(figures, values, 1, 0, YEARS)
    assert bits(again) == bits(population)
    for seed, replicate in ((2, 0), (1, 1), (0, 1)):
        other = synthesise(figures, values, seed, replicate, YEARS)
        assert bits(other)[0] != bits(population)[0]
        assert np.intersect1d(
            other.young_people["frailty"], population.young_people["frailty"]
        ).size < 0.01 * population.young_people.size  # fmt: skip


def test_councils_do_not_share_people() -> None:
    """Two councils under one seed draw numbers of their own."""
    one, other = (council(name)[2].young_people for name in ("Rutland", "Wigan"))
    n = min(one.size, other.size)
    assert abs(np.corrcoef(one["frailty"][:n], other["frailty"][:n])[0, 1]) * np.sqrt(n) < 4.5


def test_arms_share_arrivals_and_nothing_else() -> None:
    """A fork for another arm has the same people and dates, and changing one leaves the other."""
    population = council("Rutland")[2]
    before = bits(population)
    arm = population.fork()
    assert bits(arm) == before
    for name in ("young_people", "families", "carers"):
        getattr(arm, name)["status"] += 1
    arm.carers["opens"] = 0.0
    arm.sort_places()
    assert bits(population) == before


def test_a_longer_horizon_keeps_who_is_there_now() -> None:
    """Those known at the start are the same people whatever the horizon; only more arrive."""
    figures, values, population = council("Rutland")
    longer = synthesise(figures, values, 1, 0, 2 * YEARS).young_people
    known = population.young_people["status"] != Status.UNKNOWN
    here = longer["status"] != Status.UNKNOWN
    assert longer.size > population.young_people.size
    for column in ("born", "placement", "outside", "far", "entered", "placed"):
        assert np.array_equal(population.young_people[column][known], longer[column][here])


@pytest.mark.parametrize(
    ("counts", "total", "expected"),
    [
        ([1.5, 2.5, 6.0], 10, [2, 2, 6]),
        ([0.4, 0.4, 0.2], 1, [1, 0, 0]),
        ([0.0, 0.0], 3, [3, 0]),
        ([-1.0, 4.0], 4, [0, 4]),
        ([10.0, 20.0], 3, [1, 2]),
    ],
)
def test_whole_numbers_add_up(counts: list[float], total: int, expected: list[int]) -> None:
    """Rounding by largest remainders meets the total and stays within one of the exact share."""
    assert largest_remainder(np.array(counts), total).tolist() == expected


def test_picking_meets_the_margin_and_follows_the_weights() -> None:
    """As many are picked as asked, none twice, those of weight 0 last, and heavy ones more often."""
    rng = np.random.default_rng(np.random.SeedSequence(3))
    weights = np.repeat([0.0, 1.0, 4.0], 1000)
    chosen = weighted_sample(rng.random(3000), weights, 1500)
    assert np.unique(chosen).size == 1500
    by_weight = [np.count_nonzero(weights[chosen] == w) for w in (0.0, 1.0, 4.0)]
    assert by_weight[0] == 0
    assert by_weight[1] < by_weight[2] - 200
    assert weighted_sample(rng.random(5), np.ones(5), 0).size == 0


def test_a_variance_too_small_to_draw_from_is_refused() -> None:
    """A curve narrower than the grid is an error, never a column of numbers that are none."""
    with pytest.raises(ValueError, match="too small"):
        gamma_quantile(np.array([0.5]), 1e-15)
    assert gamma_quantile(np.array([0.5]), 0.0) == 1.0


@pytest.mark.parametrize("variance", [0.001, 0.1, 0.87, 1.0, 6.7042, 50.0])
def test_a_number_is_found_in_a_table_as_if_the_table_were_halved(variance: float) -> None:
    """The quick look gives what interpolation gives, to the bit, on points of the table as well."""
    table = _gamma_table(variance)
    points = table.probability[table.probability < 1.0]
    drawn = np.random.default_rng(np.random.SeedSequence(5)).random(20_000)
    u = np.concatenate([drawn, points, [0.0, 0.5, 1.0 - 2.0**-53]])
    assert np.array_equal(gamma_quantile(u, variance), np.interp(u, table.probability, table.value))


def test_of_equal_numbers_the_first_is_ranked_first() -> None:
    """The quick order is the stable one, with and without equal numbers."""
    drawn = np.random.default_rng(np.random.SeedSequence(6)).random(2_000)
    for u in (drawn, np.round(drawn, 2), np.zeros(50), drawn[:0]):
        assert np.array_equal(ranked(u), np.argsort(u, kind="stable"))


def test_a_number_on_a_cut_belongs_to_the_level_above() -> None:
    """Levels are those a search among the cuts gives, empty levels included."""
    shares = np.array([0.25, 0.0, 0.5, 0.25])
    u = np.array([0.0, 0.2, 0.25, 0.5, 0.75, 0.9])
    assert levels(u, shares).tolist() == [0, 0, 2, 2, 3, 3]
