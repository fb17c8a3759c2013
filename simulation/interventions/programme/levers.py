"""What of a programme that a file describes could be more or less, besides its effects."""

from typing import Final

from simulation.services.declaration import Need, NeededLever
from simulation.services.wording import MOST_SITES

LEVERS: Final = (
    NeededLever(
        "sites",
        "Number of sites",
        Need.REACH,
        "sites",
        keys=("sites",),
        low=1,
        high=MOST_SITES,
        whole=True,
    ),
    NeededLever(
        "places",
        "Places of each site, at the cost its file says",
        Need.REACH,
        "places",
        keys=("programme", "support", "places"),
        low=0,
        high=5000,
        whole=True,
    ),
    NeededLever(
        "members_per_worker",
        "Members of each worker, at the cost its file says",
        Need.REACH,
        "members",
        keys=("programme", "support", "members_per_worker"),
        low=0.5,
        high=100,
    ),
    NeededLever(
        "per_year",
        "How often those who may come are referred",
        Need.REACH,
        "per year",
        keys=("programme", "referral", "per_year"),
        low=0,
        high=50,
    ),
    NeededLever(
        "accepted",
        "Share of referrals taken on",
        Need.REACH,
        "share",
        keys=("programme", "referral", "accepted"),
        low=0,
        high=1,
    ),
    NeededLever(
        "months",
        "Length of support",
        Need.LENGTH,
        "months",
        keys=("programme", "support", "months"),
        low=0.25,
        high=240,
    ),
)
