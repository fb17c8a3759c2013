"""The money read-out: right to the penny, complete by payer, linear, discounted as published."""

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulation.costs import (
    CELLS,
    EVENTS,
    PARAMETERS,
    PAYERS,
    Costs,
    Deflator,
    DiscountTable,
    ServiceMoney,
    UnitCosts,
    discount,
    price_run,
    service_money,
    split_foster,
    uprate,
)
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES
from simulation.outcomes.readings import Pounds
from simulation.services.declaration import CostLine

ROUND = {
    "cost_residential_week": 7000.0, "cost_foster_week": 760.0, "cost_cin_week": 100.0,
    "cost_agency_ratio": 1.5, "cost_kinship_ratio": 0.8, "cost_foster_shares": (0.4, 0.4, 0.2),
    "cost_lodgings_ratio": 0.5, "cost_secure_ratio": 1.1, "cost_supported_accommodation_week": 700.0,
    "cost_with_parents_week": 70.0, "cost_adoption_week": 1400.0, "cost_other_placement_week": 2500.0,
    "cost_unregistered_week": 10500.0,
    "cost_care_leaver_week": 300.0, "cost_edge_ratio": 1.5, "cost_process_share": 0.1,
    "cost_first_placement": 1000.0, "cost_subsequent_placement": 300.0, "cost_exit_from_care": 400.0,
    "cost_care_proceedings": 4400.0, "cost_missing_episode": 1800.0, "cost_arrest": 450.0,
    "cost_arrest_detained": 930.0, "cost_court_event": 3200.0, "cost_first_time_entrant": 4700.0,
    "cost_nhs_care_week": 20.0, "cost_nhs_edge_ratio": 1.0, "cost_nhs_need_ratio": 0.4,
    "cost_cashable_share": 0.75, "cost_external_homes_share": 0.9, "cost_external_supported_share": 0.8,
    "cost_discount_rates": (0.035, 0.03), "cost_discount_from": (0.0, 31.0),
}  # fmt: skip
UNIT = UnitCosts.from_parameters(ROUND)
YEARS = 3
WEEKS = arrays(float, (YEARS, len(CELLS)), elements=st.floats(0, 1e5))
COUNTS = arrays(float, (len(EVENTS), YEARS), elements=st.floats(0, 1e4))


def weeks(years: int = 1, **cells: float) -> np.ndarray[Any, Any]:
    """Return an exposure table with the same child-weeks every year."""
    table = np.zeros((years, len(CELLS)))
    for cell, value in cells.items():
        table[:, CELLS.index(cell)] = value
    return table


def counts(years: int = 1, **events: float) -> dict[str, np.ndarray[Any, Any]]:
    """Return event counts, the same every year."""
    return {name: np.full(years, events.get(name, 0.0)) for name in EVENTS}


def paid(council: Sequence[float], replaced: float = 0.0, **others: float) -> ServiceMoney:
    """Return what services cost the council by year, and others the same every year."""
    money = ServiceMoney.none(len(council))
    money.paid[:, PAYERS.index("council")] = council
    for payer, pounds in others.items():
        money.paid[:, PAYERS.index(payer)] = pounds
    money.replaced[:] = replaced
    return money


def test_a_year_worked_out_by_hand_is_right_to_the_penny() -> None:
    """One council year, each line multiplied out on paper, comes out the same by payer."""
    exposure = weeks(
        foster_agency=52,
        childrens_home=10,
        supported_lodgings=4,
        in_need=100,
        edge_of_care=20,
        care_leaver=30,
    )
    happened = counts(
        care_entries=2, placement_moves=3, exits=1, missing_episodes=5, arrests=4, charges=2,
        first_time_entrants=1, care_proceedings=1,
    )  # fmt: skip
    cost = price_run(UNIT, exposure, happened, paid([1_550_000.0], replaced=325_000.0, nhs=50.0))
    # in-house p = 760/(0.4 + 0.4·1.5 + 0.2·0.8) = 760/1.16; agency 1.5p; lodgings 0.5p; social work 90
    p = 760 / 1.16
    placements = 52 * 1.5 * p + 10 * 7000 + 4 * 0.5 * p
    social = (52 + 10 + 4 + 100) * 90 + 20 * 135 + 30 * 300
    process = 2 * 1000 + 3 * 300 + 400 + 4400
    service = 1_550_000
    assert cost.placement[0] == pytest.approx(placements, abs=0.005)
    assert cost.external[0] == pytest.approx(52 * 1.5 * p + 10 * 7000 * 0.9, abs=0.005)
    assert cost.council[0] == pytest.approx(placements + social + process + service, abs=0.005)
    assert cost.police[0] == pytest.approx(5 * 1800 + 4 * 450 + 2 * 480, abs=0.005)
    assert cost.nhs[0] == pytest.approx((66 + 20) * 20 + 100 * 8 + 50, abs=0.005)
    assert cost.youth_justice[0] == pytest.approx(2 * 3200 + (4700 - 930 - 3200), abs=0.005)
    assert cost.services_gross[0] == pytest.approx(service + 50, abs=0.005)
    assert cost.services_incremental[0] == pytest.approx(service + 50 - 325_000, abs=0.005)


@given(WEEKS, COUNTS, st.floats(0, 1e7))
def test_payers_add_up_to_the_undiscounted_total(
    exposure: np.ndarray[Any, Any], happened: np.ndarray[Any, Any], pounds: float
) -> None:
    """No pound is lost or paid twice: payers sum to the total once discounting is undone."""
    cost = price_run(
        UNIT,
        exposure,
        dict(zip(EVENTS, happened, strict=True)),
        paid([pounds] * YEARS, police=pounds / 3),
    )
    payers = sum(getattr(cost, payer) for payer in PAYERS)
    np.testing.assert_allclose(payers, cost.total / discount(YEARS, UNIT.discount), rtol=1e-9)
    assert (cost.council >= cost.placement + pounds - 1e-6).all()
    assert (cost.police >= pounds / 3 - 1e-6).all()
    assert (cost.placement >= cost.external - 1e-6).all()


@given(WEEKS, COUNTS, WEEKS, COUNTS, st.floats(0, 100))
def test_pricing_is_linear(
    first: np.ndarray[Any, Any], some: np.ndarray[Any, Any], second: np.ndarray[Any, Any],
    more: np.ndarray[Any, Any], scale: float,
) -> None:  # fmt: skip
    """Pricing a sum of runs gives the sum of the prices, and scaling a run scales its price."""

    def price(
        exposure: np.ndarray[Any, Any], happened: np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        return table(price_run(UNIT, exposure, dict(zip(EVENTS, happened, strict=True))))

    together = price(first + scale * second, some + scale * more)
    np.testing.assert_allclose(
        together, price(first, some) + scale * price(second, more), rtol=1e-9, atol=1e-3
    )


def table(cost: Costs) -> np.ndarray[Any, Any]:
    """Stack every yearly figure of a cost."""
    return np.array([getattr(cost, field.name) for field in dataclasses.fields(cost)])


def test_nothing_happening_costs_nothing() -> None:
    """No child-weeks, no events and no services cost exactly nothing, in every figure."""
    assert not table(price_run(UNIT, weeks(YEARS), counts(YEARS))).any()


def test_services_own_places_carry_no_placement_price() -> None:
    """A service's bed or family is inside its own cost; its children keep a social worker."""
    cost = price_run(UNIT, weeks(service_bed=10, service_family=5), counts())
    assert cost.placement[0] == 0
    assert cost.council[0] == pytest.approx(15 * 90)


def test_a_service_that_changes_nothing_costs_its_gross_and_nothing_else() -> None:
    """With equal exposure and events, the arms differ by what the service's payers pay alone."""
    exposure, happened = weeks(2, foster_in_house=500), counts(2, care_entries=7)
    without = price_run(UNIT, exposure, happened)
    extra = paid([1_550_000.0, 1_300_000.0])
    with_it = price_run(UNIT, exposure, happened, extra)
    np.testing.assert_array_equal(with_it.council - without.council, [1_550_000, 1_300_000])
    for same in ("police", "nhs", "youth_justice", "placement", "external"):
        np.testing.assert_array_equal(getattr(with_it, same), getattr(without, same))
    np.testing.assert_array_equal(with_it.services_incremental, with_it.services_gross)


def sites(*rows: tuple[float, float]) -> Any:
    """Return sites that opened and closed at these moments."""
    return np.array(list(rows), np.dtype([("opened", "f8"), ("closed", "f8")])).view(np.recarray)


LINE = CostLine("council", running=1000.0, opening=70.0, replaced=0.25)
NEVER = math.inf


@pytest.mark.parametrize(
    ("opened", "closed", "paid_by_year"),
    [
        (0.0, NEVER, [1070, 1000, 1000]),
        (0.25, NEVER, [820, 1000, 1000]),
        (1.0, NEVER, [0, 1070, 1000]),
        (1.5, NEVER, [0, 570, 1000]),
        (0.5, 1.75, [570, 750, 0]),
        (0.5, 0.75, [320, 0, 0]),
        (0.0, 2.0, [1070, 1000, 0]),
        (2.9, NEVER, [0, 0, 170]),
        (NEVER, NEVER, [0, 0, 0]),
    ],
)
def test_a_site_is_paid_for_while_it_is_open(
    opened: float, closed: float, paid_by_year: list[float]
) -> None:
    """Running cost for the part of each year it is open; the opening in the year it opens.

    A quarter of the running cost, and nothing of the opening, is met by what it replaces.
    """
    money = service_money(sites((opened, closed)), [(LINE,)], YEARS)
    council = money.paid[:, PAYERS.index("council")]
    assert council == pytest.approx(paid_by_year)
    assert money.paid.sum() == pytest.approx(council.sum())
    openings = np.array([70.0 * (opened >= y) * (opened < y + 1) for y in range(YEARS)])
    assert money.replaced == pytest.approx((council - openings) / 4)


def test_each_line_is_paid_by_its_payer() -> None:
    """Lines of several sites and payers add up by payer; a site without lines costs nothing."""
    lines = [
        (CostLine("council", 1000.0), CostLine("nhs", 300.0, 20.0, post="nurse")),
        (CostLine("nhs", 100.0, replaced=0.5), CostLine("police", 10.0)),
        (),
    ]
    money = service_money(sites((0.0, NEVER), (0.5, NEVER), (0.0, NEVER)), lines, 2)
    found = dict(zip(PAYERS, money.paid.T.tolist(), strict=True))
    assert found == {
        "council": [1000, 1000],
        "police": [5, 10],
        "nhs": [370, 400],
        "youth_justice": [0, 0],
    }
    assert money.replaced.tolist() == [25, 50]


@given(
    opened=st.floats(0, 4), length=st.floats(0, 4), running=st.floats(0, 1e7),
    share=st.floats(0, 1),
)  # fmt: skip
def test_the_pounds_of_all_years_are_those_of_the_time_open(
    opened: float, length: float, running: float, share: float
) -> None:
    """Over the run a site costs its running cost times the time it was open within it."""
    line = CostLine("council", running, replaced=share)
    money = service_money(sites((opened, opened + length)), [(line,)], YEARS)
    there = max(0.0, min(opened + length, YEARS) - min(opened, YEARS))
    assert money.paid.sum() == pytest.approx(running * there, abs=1e-3)
    assert money.replaced.sum() == pytest.approx(running * there * share, abs=1e-3)


def test_discounting_matches_its_closed_form() -> None:
    """Year k counts for 1.035^-(k-1) up to 30 years on, then 1.03 a year from year 31."""
    factors = discount(60, UNIT.discount)
    expected = [1.035**-t if t <= 30 else 1.035**-30 * 1.03 ** -(t - 30) for t in range(60)]
    np.testing.assert_allclose(factors, expected, rtol=1e-12)
    assert discount(1, UNIT.discount).tolist() == [1.0]


def test_a_discount_table_out_of_order_is_refused() -> None:
    """A table whose years fall or miss a rate cannot be made."""
    with pytest.raises(ValueError, match="rising order"):
        DiscountTable((0.03, 0.035), (31.0, 0.0))
    with pytest.raises(ValueError, match="rising order"):
        DiscountTable((0.03,), (0.0, 31.0))


def test_money_of_a_later_year_counts_less_only_in_the_total() -> None:
    """Payers stand undiscounted; the same year's spend falls in the total by the rate."""
    cost = price_run(UNIT, weeks(2, childrens_home=1), counts(2))
    assert cost.council[0] == cost.council[1]
    assert cost.total[1] == pytest.approx(cost.total[0] / 1.035)


@given(
    st.floats(100, 3000),
    st.tuples(*(st.floats(0.01, 1) for _ in range(3))),
    st.floats(0.5, 4),
    st.floats(0.1, 2),
)
def test_the_foster_blend_reproduces_the_outturn(
    blended: float, shares: tuple[float, float, float], agency: float, kinship: float
) -> None:
    """Shares times the three prices give back the published cost, whatever the relative prices."""
    prices = split_foster(blended, shares, agency, kinship)
    assert np.dot(shares, prices) / sum(shares) == pytest.approx(blended)
    assert prices.agency == pytest.approx(agency * prices.in_house)


def test_a_run_with_the_published_mix_costs_the_published_average() -> None:
    """Fostered children in the registered shares cost the blended price a week."""
    cost = price_run(UNIT, weeks(foster_in_house=400, foster_agency=400, kinship=200), counts())
    assert cost.placement[0] == pytest.approx(1000 * 760)


def test_a_councils_own_costs_replace_the_national_ones() -> None:
    """Local figures count where published; a missing, zero or unknown one leaves the national."""
    local = UnitCosts.from_parameters(
        ROUND,
        {
            "cost_residential_week": 8465.0,
            "cost_foster_week": float("nan"),
            "cost_cin_week": 0.0,
            "children": 5.0,
        },
    )
    home = price_run(local, weeks(childrens_home=1), counts())
    assert home.placement[0] == 8465
    assert home.council[0] == 8465 + 90
    assert price_run(local, weeks(kinship=1), counts()).placement == pytest.approx(760 / 1.16 * 0.8)


def test_exposure_columns_may_come_in_any_order() -> None:
    """Cells are priced by name, so a caller's own order gives the same money."""
    order = tuple(reversed(CELLS))
    turned = UnitCosts.from_parameters(ROUND, cells=order)
    exposure = np.arange(len(CELLS), dtype=float)[None, :]
    same = price_run(turned, exposure[:, ::-1], counts())
    np.testing.assert_allclose(table(same), table(price_run(UNIT, exposure, counts())))


def test_a_missing_figure_an_unknown_cell_and_missing_events_are_refused() -> None:
    """Nothing is priced at nought because somebody forgot it."""
    with pytest.raises(KeyError, match="cost_arrest"):
        UnitCosts.from_parameters({k: v for k, v in ROUND.items() if k != "cost_arrest"})
    with pytest.raises(KeyError, match="caravan"):
        UnitCosts.from_parameters(ROUND, cells=("caravan",))
    with pytest.raises(KeyError, match="charges"):
        price_run(UNIT, weeks(), {k: v for k, v in counts().items() if k != "charges"})


def test_every_declared_parameter_is_used_and_nothing_else() -> None:
    """The declared names are exactly those that unit costs read."""
    names = {parameter.name for parameter in PARAMETERS}
    assert names == set(ROUND)
    for name in names:
        with pytest.raises(KeyError, match=name):
            UnitCosts.from_parameters({k: v for k, v in ROUND.items() if k != name})


def test_costs_fill_the_money_lines_of_the_measure_list() -> None:
    """Every measure of money is read from a line of the costs, and no two from the same."""
    money = [measure.read for measure in MEASURES if measure.kind == "money"]
    lines = [read.line for read in money if isinstance(read, Pounds)]
    assert len(set(lines)) == len(lines) == len(money)
    assert {field.name for field in dataclasses.fields(Costs)} - set(lines) == {"external"}


def test_a_price_outside_the_index_is_a_clear_error() -> None:
    """Years without an index or an outturn are refused in words."""
    index = Deflator.from_series(2020, [90.0, 95.0, 100.0])
    assert index.convert(90.0, "2020", 2022) == pytest.approx(100.0)
    with pytest.raises(DoorwaysError, match="2020 to 2022"):
        index.factor("2022-23", 2022)
    with pytest.raises(DoorwaysError, match="2020 to 2021"):
        uprate(1.0, np.array([1.0, 2.0]), 2020, 2019, 2021)
