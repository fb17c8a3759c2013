"""What of a programme that a file describes could be more or less, besides its effects."""

from typing import Final

from simulation.services.declaration import Need, NeededLever

LEVERS: Final = (
    NeededLever(
        "sites",
        "Number of sites",
        Need.REACH,
        "sites",
        keys=("sites",),
        whole=True,
    ),
    NeededLever(
        "places",
        "Places of each site, at the cost its file says",
        Need.REACH,
        "places",
        keys=("programme", "support", "places"),
        whole=True,
    ),
    NeededLever(
        "members_per_worker",
        "Members of each worker, at the cost its file says",
        Need.REACH,
        "members",
        keys=("programme", "support", "members_per_worker"),
    ),
    NeededLever(
        "per_year",
        "How often those who may come are referred",
        Need.REACH,
        "per year",
        keys=("programme", "referral", "per_year"),
    ),
    NeededLever(
        "accepted",
        "Share of referrals taken on",
        Need.REACH,
        "share",
        keys=("programme", "referral", "accepted"),
    ),
    NeededLever(
        "months",
        "Length of support",
        Need.LENGTH,
        "months",
        keys=("programme", "support", "months"),
    ),
)
