"""What of a No Wrong Door service could be more or less, besides its effects."""

from typing import Final

from simulation.services.declaration import Need, NeededLever
from simulation.services.wording import MOST_SITES

LEVERS: Final = (
    NeededLever(
        "nwd_charge_ratio", "Charges while supported", Need.EFFECT, "ratio", "nwd_charge_ratio"
    ),
    NeededLever(
        "hubs",
        "Number of hubs",
        Need.REACH,
        "hubs",
        keys=("hubs",),
        low=1,
        high=MOST_SITES,
        whole=True,
        entries=True,
    ),
    NeededLever(
        "hub_caseload",
        "Young people that each hub supports at a time, its staff and cost in proportion",
        Need.REACH,
        "young people",
        "hub_caseload",
        keys=("hubs", "*", "caseload"),
        whole=True,
    ),
    NeededLever(
        "hub_referral_hazard",
        "How often those who may come are referred",
        Need.REACH,
        "per year",
        "hub_referral_hazard",
        keys=("gate", "per_year"),
    ),
    NeededLever(
        "hub_acceptance",
        "Share of referrals taken on",
        Need.REACH,
        "share",
        "hub_acceptance",
        keys=("gate", "accepted"),
    ),
    NeededLever(
        "hub_support_months",
        "Length of support",
        Need.LENGTH,
        "months",
        "hub_support_months",
        keys=("gate", "support_months"),
    ),
)
