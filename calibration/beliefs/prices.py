"""Make unit costs of the register's figures and a council's own published costs."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.evidence.figure import Figure, Value, leaves
from simulation.costs import PARAMETERS, Deflator, UnitCosts, uprate

#: A council's published cost by the national outturn that moves it between years.
LOCAL_OUTTURN: Final = {
    "cost_residential_week": "cost_outturn_residential",
    "cost_foster_week": "cost_outturn_foster",
    "cost_cin_week": "cost_outturn_cin",
}

#: Optional profile column: calendar year in which the financial year of its costs begins.
OUTTURN_YEAR: Final = "cost_outturn_year"

type Figures = Mapping[str, Figure]


def price_year(figures: Figures) -> str:
    """Return the financial year whose pounds all money is in, such as "2024-25"."""
    first = _base(figures)
    return f"{first}-{(first + 1) % 100:02d}"


def deflator(figures: Figures) -> Deflator:
    """Return the general price index of the register."""
    found = figures["cost_gdp_deflator"]
    return Deflator.from_series(int(found.items[0]), list(leaves(found.value)))


def local_costs(profile: AuthorityProfile, figures: Figures) -> dict[str, float]:
    """Return a council's published costs in the prices of `price_year`.

    Costs of another year (the profile's ``cost_outturn_year``) move along the national outturn of
    their own kind, never along general prices. Missing ones are left out, so that the national
    figure holds.

    Raises
    ------
    DoorwaysError
        When the profile's cost year lies outside the outturn.
    """
    to = _base(figures)
    of = profile.counts.get(OUTTURN_YEAR, float(to))
    found: dict[str, float] = {}
    for column, series in LOCAL_OUTTURN.items():
        pounds = profile.counts.get(column, np.nan)
        if np.isfinite(pounds) and pounds > 0:
            first, outturn = _outturn(figures[series])
            found[column] = uprate(pounds, outturn, first, of, to)
    return found


def cost_parameters(profile: AuthorityProfile, figures: Figures) -> dict[str, Value]:
    """Return central values of all cost parameters, the council's own where published."""
    values = {p.name: figures[p.name].value for p in PARAMETERS}
    own = local_costs(profile, figures)
    return {name: own.get(name, value) for name, value in values.items()}


def unit_costs(profile: AuthorityProfile, figures: Figures) -> UnitCosts:
    """Return a council's unit costs at the central values of the register.

    Raises
    ------
    KeyError
        When the register lacks a cost figure.
    """
    return UnitCosts.from_parameters(cost_parameters(profile, figures))


def _base(figures: Figures) -> int:
    return int(next(leaves(figures["cost_price_year"].value)))


def _outturn(figure: Figure) -> tuple[int, NDArray[np.float64]]:
    """Return the first year of a yearly series and its values."""
    return int(figure.items[0][:4]), np.array(list(leaves(figure.value)))
