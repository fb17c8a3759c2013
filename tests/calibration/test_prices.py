"""Figures become unit costs: converted as published, and local where a council reports its own."""

import re

import numpy as np
import pytest

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.evidence.load import figures
from calibration.beliefs.prices import (
    cost_parameters,
    deflator,
    local_costs,
    price_year,
    unit_costs,
)
from simulation.costs import CELLS, PARAMETERS, uprate

FIGURES = figures()
CONVERTED = re.compile(r"([\d.,]+) at (\d{4}(?:-\d\d)?) prices by the GDP deflator = ([\d.]+)\.")


def council(**counts: float) -> AuthorityProfile:
    """Make a council that publishes only these columns."""
    return AuthorityProfile("E0", "Somewhere", "North", 2024, counts)


@pytest.mark.parametrize(
    ("pounds", "year", "published"),
    [
        (700, "2009-10", 1023), (224, "2009-10", 327), (5919, "2010-11", 8510), (288, "2009-10", 421),
        (446, "2009-10", 652), (3026, "2009-10", 4421), (1274, "2009-10", 1861), (25000, "2005-06", 40293),
        (1416, "2008-09", 2106), (3152, "2008-09", 4689), (593, "2006-07", 930), (285, "2006-07", 447),
        (216, "2013-14", 293), (109, "2011-12", 153), (5015, "2013-14", 6798), (632, "2011-12", 889),
        (1325.44, "2011", 1871), (2415.8, "2011", 3411), (212000, "2012-13", 293200),
    ],
)  # fmt: skip
def test_conversion_agrees_with_the_published_pairs(
    pounds: float, year: str, published: float
) -> None:
    """Every pair of old and 2024 prices in the evidence pack comes out within its rounding."""
    assert deflator(FIGURES).convert(pounds, year, 2024) == pytest.approx(
        published, rel=2e-4, abs=0.51
    )


def test_registered_prices_are_what_their_arithmetic_says() -> None:
    """Each converted figure of the register equals its own sum, done with the register's index."""
    checked = 0
    for name, figure in FIGURES.items():
        if name.startswith("cost_") and (found := CONVERTED.match(figure.arithmetic)):
            pounds, year, result = found.groups()
            converted = deflator(FIGURES).convert(float(pounds), year, 2024)
            assert converted == pytest.approx(float(result), abs=0.5), name
            assert figure.value == float(result), name
            checked += 1
    assert checked >= 9


def test_the_agency_price_is_the_published_one_moved_by_outturn() -> None:
    """At national figures the split gives back the agency price it was derived from."""
    prices = unit_costs(council(), FIGURES).weekly[:, -2]
    outturn = np.array(FIGURES["cost_outturn_foster"].value)
    agency = uprate(820, outturn, 2018, 2019.75, 2024)
    assert prices[CELLS.index("foster_agency")] == pytest.approx(agency, rel=0.002)


def test_every_cost_parameter_has_a_figure_inside_its_support() -> None:
    """All declared names stand in the register, in the declared shape, unit and range."""
    for parameter in PARAMETERS:
        figure = FIGURES[parameter.name]
        assert figure.unit == parameter.unit, parameter.name
        assert np.shape(figure.value) == parameter.shape
        assert np.min(figure.value) >= parameter.low
        assert np.max(figure.value) <= parameter.high
        if figure.kind == "assumed":
            assert figure.low is not None, parameter.name


def test_money_is_in_pounds_of_a_named_year() -> None:
    """The price year reads as a financial year."""
    assert price_year(FIGURES) == "2024-25"


def test_local_costs_move_along_outturn_and_gaps_stay_national() -> None:
    """A 2023-24 residential cost rises by 7,385/6,775; a council without costs uses England's."""
    own = local_costs(council(cost_residential_week=5820.0, cost_outturn_year=2023.0), FIGURES)
    assert own == {"cost_residential_week": pytest.approx(5820 * 7385 / 6775)}
    now = local_costs(council(cost_residential_week=8465.0, cost_cin_week=float("nan")), FIGURES)
    assert now == {"cost_residential_week": 8465.0}
    values = cost_parameters(council(cost_cin_week=70.0), FIGURES)
    assert values["cost_cin_week"] == 70.0
    assert values["cost_residential_week"] == FIGURES["cost_residential_week"].value
