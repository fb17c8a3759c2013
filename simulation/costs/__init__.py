"""The money read-out: what a finished run cost, by payer and year. Money never causes anything."""

from simulation.costs.cells import CELLS, EVENTS, PAYERS
from simulation.costs.discounting import DiscountTable, discount
from simulation.costs.foster_blend import FosterPrices, split_foster
from simulation.costs.hub_money import HubMoney, hub_money
from simulation.costs.parameters import PARAMETERS
from simulation.costs.price_years import Deflator, uprate
from simulation.costs.pricing import Costs, HubYears, price_run
from simulation.costs.unit_costs import LOCAL_COSTS, UnitCosts

__all__ = [
    "CELLS",
    "EVENTS",
    "LOCAL_COSTS",
    "PARAMETERS",
    "PAYERS",
    "Costs",
    "Deflator",
    "DiscountTable",
    "FosterPrices",
    "HubMoney",
    "HubYears",
    "UnitCosts",
    "discount",
    "hub_money",
    "price_run",
    "split_foster",
    "uprate",
]
