"""Turn plain figures into the weights that price a run in two matrix products."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.costs.cells import AT_HOME, CELLS, EVENTS, LOOKED_AFTER, ON_TOP, PAYERS
from simulation.costs.discounting import DiscountTable
from simulation.costs.foster_blend import split_foster

type Values = Mapping[str, Any]  # a number, or numbers in a tuple for a table

#: Parameters that a council's own published figures replace.
LOCAL_COSTS: Final = (
    "cost_residential_week",
    "cost_foster_week",
    "cost_cin_week",
    "cost_foster_shares",
)

#: Extra columns behind the payers in the weekly weights: memo items, not further payers.
PLACEMENT, EXTERNAL = len(PAYERS), len(PAYERS) + 1
_COUNCIL, _POLICE, _NHS, _YOUTH_JUSTICE = range(len(PAYERS))


@dataclass(frozen=True)
class UnitCosts:
    """Hold what a week and an event cost, real pounds of one price year.

    Attributes
    ----------
    weekly
        Pounds per child-week, shape (cells, payers + 2): the payers, then the placement part of
        the council's, then the part of that bought from external providers.
    per_event
        Pounds per event, shape (events, payers).
    cashable_share
        Part of avoided external spend that can be taken out of a budget.
    discount
        Real discount rates.
    cells
        Names of the rows of ``weekly``.
    """

    weekly: NDArray[np.float64]
    per_event: NDArray[np.float64]
    cashable_share: float
    discount: DiscountTable
    cells: tuple[str, ...] = CELLS

    @classmethod
    def from_parameters(
        cls,
        parameters: Values,
        local: Values = MappingProxyType({}),
        cells: tuple[str, ...] = CELLS,
    ) -> "UnitCosts":
        """Make unit costs from parameter values and a council's own published costs.

        Parameters
        ----------
        parameters
            A value for every name in `PARAMETERS`; others are ignored.
        local
            Replacements among `LOCAL_COSTS`, in the same price year; others are ignored, so a
            council's whole table may be handed in.
        cells
            Names of the exposure columns, in their order.

        Raises
        ------
        KeyError
            When a parameter or the price of a cell is missing.
        """
        given = {
            **parameters,
            **{k: v for k in LOCAL_COSTS if (v := local.get(k)) and np.all(np.isfinite(v))},
        }
        value = _Reader(given)
        prices, social, health = _placements(value), _social_work(value), _health(value)
        weekly = np.zeros((len(cells), EXTERNAL + 1))
        for row, cell in enumerate(cells):
            placement, external = prices[cell]
            other = social[cell]
            weekly[row, [_COUNCIL, PLACEMENT, EXTERNAL]] = (
                placement + other,
                placement,
                placement * external,
            )
            weekly[row, _NHS] = health[cell]
        rates, starts = value.row("discount_rates"), value.row("discount_from")
        return cls(
            weekly,
            _events(value),
            value("cashable_share"),
            DiscountTable(rates, starts),
            cells,
        )


class _Reader:
    """Read parameters by their short name."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def __call__(self, name: str) -> float:
        value = self._values[f"cost_{name}"]
        if isinstance(value, tuple):
            raise TypeError(f"cost_{name} is one number, not a table")
        return float(value)

    def row(self, name: str) -> tuple[float, ...]:
        value = self._values[f"cost_{name}"]
        return tuple(float(v) for v in np.atleast_1d(np.asarray(value, dtype=float)))


def _placements(value: _Reader) -> dict[str, tuple[float, float]]:
    """Return pounds per week and the share bought outside, by cell.

    Services' own beds and families cost nothing here: their cost lies inside the service's.
    """
    in_house, agency, kin = value.row("foster_shares")
    foster = split_foster(
        value("foster_week"), (in_house, agency, kin), value("agency_ratio"), value("kinship_ratio")
    )
    home, homes_outside = value("residential_week"), value("external_homes_share")
    outside = value("external_supported_share")
    return {
        "foster_in_house": (foster.in_house, 0.0),
        "foster_agency": (foster.agency, 1.0),
        "kinship": (foster.kinship, 0.0),
        "childrens_home": (home, homes_outside),
        "secure_or_other_residential": (home * value("secure_ratio"), homes_outside),
        "supported_accommodation": (value("supported_accommodation_week"), outside),
        "supported_lodgings": (foster.in_house * value("lodgings_ratio"), 0.0),
        "with_parents": (value("with_parents_week"), 0.0),
        "placed_for_adoption": (value("adoption_week"), 0.0),
        "other_placement": (value("other_placement_week"), outside),
        "unregistered": (value("unregistered_week") - value("other_placement_week"), 1.0),
        **dict.fromkeys(("service_bed", "service_family", *AT_HOME), (0.0, 0.0)),
    }


def _social_work(value: _Reader) -> dict[str, float]:
    """Return the council's weekly social work by cell, less what event prices already charge."""
    week = value("cin_week") * (1.0 - value("process_share"))
    weeks = dict.fromkeys((*LOOKED_AFTER, "in_need"), week)
    return {
        **weeks,
        "edge_of_care": week * value("edge_ratio"),
        "care_leaver": value("care_leaver_week"),
        **dict.fromkeys(ON_TOP, 0.0),
    }


def _health(value: _Reader) -> dict[str, float]:
    week = value("nhs_care_week")
    weeks = dict.fromkeys(LOOKED_AFTER, week)
    return {
        **weeks,
        "edge_of_care": week * value("nhs_edge_ratio"),
        "in_need": week * value("nhs_need_ratio"),
        "care_leaver": 0.0,
        **dict.fromkeys(ON_TOP, 0.0),
    }


def _events(value: _Reader) -> NDArray[np.float64]:
    """Return pounds per event and payer, shape (events, payers), without counting any twice.

    A charge adds to its arrest only what detention costs more. The first-year cost of a first-time
    entrant already holds one arrest and one court event, so only the rest is added to theirs.
    """
    arrest, detained, court = value("arrest"), value("arrest_detained"), value("court_event")
    prices = {
        ("care_entries", _COUNCIL): value("first_placement"),
        ("placement_moves", _COUNCIL): value("subsequent_placement"),
        ("exits", _COUNCIL): value("exit_from_care"),
        ("care_proceedings", _COUNCIL): value("care_proceedings"),
        ("missing_episodes", _POLICE): value("missing_episode"),
        ("arrests", _POLICE): arrest,
        ("charges", _POLICE): max(detained - arrest, 0.0),
        ("charges", _YOUTH_JUSTICE): court,
        ("first_time_entrants", _YOUTH_JUSTICE): max(
            value("first_time_entrant") - detained - court, 0.0
        ),
    }
    weights = np.zeros((len(EVENTS), len(PAYERS)))
    for (event, payer), pounds in prices.items():
        weights[EVENTS.index(event), payer] = pounds
    return weights
