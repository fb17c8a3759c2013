"""What it costs, by payer and kind."""

from typing import Final

from simulation.outcomes import sizes
from simulation.outcomes.measure import Measure, pounds
from simulation.outcomes.readings import Pounds

MONEY: Final[tuple[Measure, ...]] = (
    pounds(
        "cost_council",
        "Cost to the council",
        -1,
        sizes.BUDGET,
        "Placements, social work and process costs, services gross.",
        Pounds("council"),
    ),
    pounds(
        "cost_police",
        "Cost to the police",
        -1,
        sizes.PAYER,
        "Missing investigations and arrests.",
        Pounds("police"),
    ),
    pounds(
        "cost_nhs",
        "Cost to the NHS",
        -1,
        sizes.PAYER,
        "Mental health and substance misuse care.",
        Pounds("nhs"),
    ),
    pounds(
        "cost_youth_justice",
        "Cost to youth justice",
        -1,
        sizes.PAYER,
        "First-time entrants and charges.",
        Pounds("youth_justice"),
    ),
    pounds(
        "cost_services_gross",
        "Cost of services, gross",
        0,
        sizes.BUDGET,
        "Everything that services and practices cost.",
        Pounds("services_gross"),
    ),
    pounds(
        "cost_services_incremental",
        "Cost of services, incremental",
        0,
        sizes.BUDGET,
        "Gross less the homes and budgets they replace.",
        Pounds("services_incremental"),
    ),
    pounds(
        "cost_placements",
        "Placement spending, services aside",
        -1,
        sizes.BUDGET,
        "What placements cost the council; a fall is a cost avoided.",
        Pounds("placement"),
    ),
    pounds(
        "cost_placements_cashable",
        "Placement spending a budget could give up",
        -1,
        sizes.BUDGET,
        "The part bought from others that can be cashed; a fall is a cashable saving.",
        Pounds("cashable"),
    ),
    pounds(
        "cost_total",
        "Total cost, all payers, discounted",
        -1,
        sizes.BUDGET,
        "Discounted to the first year, real prices of the named year.",
        Pounds("total"),
    ),
)
