"""The barriers there are: what each changes, how long it lasts, and what lessens it."""

from dataclasses import dataclass
from typing import Final

from agents.parameter import Parameter

BUILDING, PARTNER, REGULATOR, RECRUITMENT, TURNOVER = (
    "building_late",
    "partner_withdraws",
    "regulator_restricts",
    "recruitment_slips",
    "turnover",
)


@dataclass(frozen=True)
class Barrier:
    """Declare one barrier.

    Attributes
    ----------
    says
        What happens, for people.
    mitigation
        What lessens it: it then lasts shorter.
    source
        Rows of the evidence tables that tell of it.
    dated
        Whether a scenario says the month in which it begins; otherwise it begins with the site.
    """

    name: str
    says: str
    mitigation: str
    source: str
    dated: bool = True

    @property
    def months(self) -> str:
        """Name the figure of how many months it lasts."""
        return f"barrier_{self.name}_months"


KINDS: Final = {
    one.name: one
    for one in (
        Barrier(
            BUILDING,
            "the building is late, and the site opens later",
            "begin in another office, and release money for the building by stage",
            "A12, C19",
            dated=False,
        ),
        Barrier(
            PARTNER,
            "a partner withdraws a post, and what rests on it is gone",
            "a term of notice and money set aside to fill the post meanwhile",
            "N15-N17",
        ),
        Barrier(
            REGULATOR,
            "the regulator restricts the home: nobody new is taken on",
            "a registered manager from the first day, and visits of one's own",
            "A33",
        ),
        Barrier(
            RECRUITMENT,
            "recruitment slips: part of the posts are empty when the site opens",
            "advertise when the decision is made, and lend staff of the home",
            "A08, N13",
            dated=False,
        ),
        Barrier(
            TURNOVER,
            "staff leave faster, and relationships begin again",
            "supervision and a second worker known to each young person",
            "K19, X2-I022",
        ),
    )
}
#: Share of posts that are empty, how many times as many leave, and how much shorter a mitigated
#: barrier lasts.
VACANT: Final = "barrier_vacant_share"
LEAVING: Final = "barrier_turnover_ratio"
MITIGATED: Final = "barrier_mitigated_share"

_MOST_MONTHS, _MOST_TIMES = 60, 20

PARAMETERS: Final = (
    *(
        Parameter(one.months, "months", 0.0, _MOST_MONTHS, f"How long it lasts: {one.says}.")
        for one in KINDS.values()
    ),
    Parameter(VACANT, "share", 0.0, 1.0, "Posts that are empty while recruitment slips."),
    Parameter(LEAVING, "ratio", 1.0, _MOST_TIMES, "Workers who leave, while turnover is high."),
    Parameter(MITIGATED, "share", 0.0, 1.0, "By how much its mitigation shortens a barrier."),
)
