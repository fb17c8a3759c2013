"""The steps before a site opens, and the figures of how long each takes and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agents.parameter import Parameter


@dataclass(frozen=True)
class Step:
    """Declare one step.

    Attributes
    ----------
    name
        One word for it.
    says
        What it is, for people.
    after
        Steps that have to be over before it begins.
    homes, posts
        Whether only a site with beds of its own, or only one with posts, needs it.
    """

    name: str
    says: str
    after: tuple[str, ...] = ()
    homes: bool = False
    posts: bool = False

    @property
    def figure(self) -> str:
        """Name the figure of how many months it takes."""
        return f"launch_{self.name}_months"


DECISION, DESIGN, POSTS, HOMES, REGISTRATION, TRAINING, OPENING = (
    "decision",
    "design",
    "posts",
    "homes",
    "registration",
    "training",
    "opening",
)

#: In the order in which a plan lists them: each after what it waits for.
STEPS: Final = (
    Step(DECISION, "The decision: the case, partners and the budget agreed"),
    Step(DESIGN, "Design with young people", (DECISION,)),
    Step(POSTS, "Posts filled, the manager's first", (DECISION,), posts=True),
    Step(HOMES, "A home found or converted", (DECISION,), homes=True),
    Step(REGISTRATION, "The home registered with its manager", (POSTS, HOMES), homes=True),
    Step(TRAINING, "The team trained together", (DESIGN, POSTS), posts=True),
    Step(OPENING, "Opening: the first young people", (DESIGN, REGISTRATION, TRAINING)),
)
#: Names of the steps, and of the figures: shares of setting up by step, and what a home of the
#: council's own that is turned into one takes of the time of a new one.
NAMES: Final = tuple(one.name for one in STEPS)
COST_SHARES: Final = "launch_cost_shares"
CONVERTED: Final = "launch_converted_share"
#: Steps that are shorter where a home is there already.
SHORTENED: Final = (HOMES, REGISTRATION)

#: Months beyond which no step goes on.
MOST_MONTHS: Final = 60

PARAMETERS: Final = (
    *(
        Parameter(one.figure, "months", 0.0, MOST_MONTHS, f"{one.says}: how long it takes.")
        for one in STEPS
    ),
    Parameter(CONVERTED, "share", 0.0, 1.0, "Of that time, where the council has the home."),
    Parameter(COST_SHARES, "share", 0.0, 1.0, "Of setting a site up, by step.", (len(STEPS),)),
)


def by_figure(months: Mapping[str, float]) -> dict[str, float]:
    """Return months of steps by the figures they stand for, from those by name."""
    return {one.figure: float(months[one.name]) for one in STEPS if one.name in months}
