"""The money read-out: what a finished run cost, by payer and year. Money never causes anything."""

from simulation.costs.cells import CELLS, EVENTS, PAYERS
from simulation.costs.discounting import DiscountTable, discount
from simulation.costs.foster_blend import FosterPrices, split_foster
from simulation.costs.market_prices import by_cell
from simulation.costs.parameters import PARAMETERS
from simulation.costs.price_years import Deflator, uprate
from simulation.costs.pricing import Costs, price_run
from simulation.costs.service_money import ServiceMoney, service_money
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
    "ServiceMoney",
    "UnitCosts",
    "by_cell",
    "discount",
    "price_run",
    "service_money",
    "split_foster",
    "uprate",
]
