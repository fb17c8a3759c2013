"""Placements cost more or less from a date on, or a week in a home never costs more than so much."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np
from pydantic import Field

from agents.codes import Placement
from agents.lengths import MOST_QUARTERS, QUARTERS_PER_YEAR
from agents.population import Population
from agents.synthesis.columns import Columns
from agents.synthesis.market import MARKETS
from simulation.interventions.prices.asked import cap_prices, change_prices
from simulation.services.change import Change, ChangeSpec, window
from simulation.services.declaration import Prepare
from simulation.services.file_phrases import when

_HOMES: Final = int(Placement.CHILDRENS_HOME)
_Provider = Literal[
    "all", "foster_in_house", "foster_agency", "childrens_home", "supported", "lodgings"
]
_NOUNS: Final = {
    "all": "a placement of any kind with a market",
    "foster_in_house": "a placement with the council's foster carers, or with kin,",
    "foster_agency": "a placement with an agency's foster carers",
    "childrens_home": "a placement in a home",
    "supported": "a place in supported accommodation",
    "lodgings": "a place in supported lodgings",
}


def _kinds(provider: str) -> list[int]:
    """Return the markets that a provider's word means."""
    return [int(kind) for kind in MARKETS if provider in ("all", kind.name.lower())]


class PriceSpec(ChangeSpec):
    """Say by how much the price of a placement changes: 0.1 is a tenth more, -0.1 a tenth less."""

    change: Annotated[float, Field(ge=-0.9, le=5)]
    provider: _Provider = "all"


class Price(Change):
    """Have placements cost more or less; providers join and leave as they answer to any price."""

    name = "price"
    title = "a change of prices"
    spec = PriceSpec
    example: ClassVar[Mapping[str, Any]] = {"kind": "price", "change": 0.1}

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by provider and month, so that several go together."""
        return f"price-{spec['provider']}-{spec['from_month']:g}"

    @classmethod
    def prepare(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Prepare:
        """Return what changes the prices of the markets."""

        def change(population: Population, draws: Columns, years: float, address: int) -> None:
            kinds = _kinds(spec["provider"])
            change_prices(population.markets, kinds, spec["change"], *window(spec, years))

        return change

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        more = "more" if spec["change"] >= 0 else "less"
        said = when(spec["from_month"], spec.get("until_month"))
        return (
            f"{_NOUNS[spec['provider']].capitalize()} costs {abs(spec['change']):.0%} {more} "
            f"(a condition of the world), {said}"
        )


class PriceCapSpec(ChangeSpec):
    """Say what a week in a children's home costs at most, in pounds of the year all money is in."""

    pounds_a_week: Annotated[float, Field(gt=0, le=100_000)]


class PriceCap(Change):
    """Have a cap on the price of a week in a home; those who are paid less join less and leave sooner."""

    name = "price_cap"
    title = "a price cap"
    spec = PriceCapSpec
    # So low that a small council loses a home to it within two years: the laws see that it acts.
    example: ClassVar[Mapping[str, Any]] = {"kind": "price_cap", "pounds_a_week": 100}

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return a name by month, so that a later and lower one goes with an earlier one."""
        return f"price-cap-{spec['from_month']:g}"

    @classmethod
    def prepare(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Prepare:
        """Return what caps the price of homes."""

        def change(population: Population, draws: Columns, years: float, address: int) -> None:
            most = np.log(spec["pounds_a_week"] / float(values["cost_residential_week"]))
            # England's trend is paid on top of a market's own price, and the cap caps both.
            year = np.arange(MOST_QUARTERS) // QUARTERS_PER_YEAR
            trend = float(values["price_trend"][_HOMES]) * year
            cap_prices(population.markets, _HOMES, most - trend, *window(spec, years))

        return change

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the condition in plain English."""
        said = when(spec["from_month"], spec.get("until_month"))
        return (
            f"A week in a home costs at most £{spec['pounds_a_week']:,.0f} (a condition of the world), "
            f"{said}"
        )

    @classmethod
    def notes(
        cls,
        spec: Mapping[str, Any],
        population: Population,
        years: float,
        values: Mapping[str, Any],
    ) -> Sequence[str]:
        """Say how the cap compares with what the council pays, and what a cap above it does."""
        paid, most = float(values["cost_residential_week"]), spec["pounds_a_week"]
        told = f"A week in a home costs this council £{paid:,.0f}; the cap of £{most:,.0f} "
        if most >= paid:
            return (f"{told}is above that, and binds only where prices rise over it.",)
        return (f"{told}takes {1 - most / paid:.0%} off it.",)
