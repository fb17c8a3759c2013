"""The size from which a difference in a measure matters, and why: judgements, each with its reason.

Counts: a fifth of the spread (standard deviation) of councils' own yearly changes in what they
publish, England's change taken out, years to March 2021 to 2024, Poisson luck of a council's small
numbers included. A fifth of a spread is what statistics calls a small effect; a council could not
see a smaller one in its own figures. The floor is the least that can be counted: one child, or what
one child brings about in a year. Money: what a budget round would notice.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Size:
    """Hold the size that a difference must exceed to matter.

    Attributes
    ----------
    share
        As a share of the baseline.
    floor
        The least it can be, in the measure's unit.
    why
        The reason, for a reader.
    """

    share: float
    floor: float
    why: str

    def of(self, baseline: float) -> float:
        """Return the size for a baseline, in the measure's unit."""
        return max(self.share * abs(baseline), self.floor)


def _yearly(
    spread: float, share: float, what: str, floor: float = 1, least: str = "one child"
) -> Size:
    """Return a fifth of the spread of yearly changes, rounded to half a per cent."""
    return Size(
        share,
        floor,
        f"A fifth of {100 * spread:.3g}%, the spread of councils' yearly changes in {what}; "
        f"at least {least}.",
    )


IN_CARE: Final = _yearly(0.076, 0.015, "children looked after")
WEEKS: Final = _yearly(0.076, 0.015, "children looked after", 52, "one child for a year")
ENTRIES: Final = _yearly(0.21, 0.04, "children starting to be looked after")
EXITS: Final = _yearly(0.18, 0.035, "children leaving care")
ADULTS: Final = _yearly(0.22, 0.045, "young people leaving care at 18")
ROUTES: Final = _yearly(0.44, 0.09, "children leaving by one route, such as adoption")
MOVES: Final = _yearly(0.18, 0.035, "placement changes", 1, "one move")
STARTED: Final = _yearly(0.145, 0.03, "new placements", 1, "one placement")
BREAKDOWNS: Final = _yearly(
    0.46, 0.09, "placements ended for a child's behaviour", 1, "one breakdown"
)
UNSETTLED: Final = _yearly(0.27, 0.055, "children with three or more placements")
UNSETTLED_SHARE: Final = _yearly(
    0.27,
    0.055,
    "children with three or more placements",
    0.005,
    "half a percentage point, as tables print whole ones",
)
APART: Final = Size(
    0.05,
    1,
    "A twentieth, as nobody publishes it by year; at least one child.",
)
APART_SHARE: Final = Size(
    0.05,
    0.01,
    "A twentieth, as nobody publishes it by year; at least one percentage point.",
)
OUTSIDE: Final = _yearly(0.11, 0.02, "children placed outside the boundary")
FAR: Final = _yearly(0.16, 0.03, "children placed over 20 miles from home")
FOSTERED: Final = _yearly(0.085, 0.015, "children in foster placements")
IN_FAMILIES_SHARE: Final = Size(
    0.015,
    0.005,
    "As of children in foster placements, who are most of them; at least half a percentage point, as "
    "tables print whole ones.",
)
IN_HOMES: Final = _yearly(0.19, 0.04, "children in children's homes")
SUPPORTED: Final = _yearly(0.375, 0.075, "young people in supported accommodation")
WITH_PARENTS: Final = _yearly(0.31, 0.06, "children placed with parents")
EPISODES: Final = _yearly(
    0.34, 0.07, "missing incidents", 6, "six, what one child who goes missing has in a year"
)
MISSING: Final = _yearly(0.17, 0.035, "children who went missing")
RISKS: Final = Size(
    0.05, 1, "A twentieth, as nobody publishes it by year; at least one young person."
)
JUSTICE: Final = _yearly(0.42, 0.085, "looked-after children convicted", 1, "one")
SUBSTANCE: Final = _yearly(0.5, 0.1, "looked-after children identified with a substance problem")
IDLE: Final = _yearly(0.16, 0.03, "care leavers aged 19 to 21 who are NEET")
NEED: Final = _yearly(0.11, 0.02, "children in need")
EDGE: Final = _yearly(0.24, 0.05, "child protection plans, the nearest number published")
CARERS: Final = _yearly(0.2, 0.04, "homes on the register", 1, "one carer or home")
VACANT: Final = _yearly(0.1, 0.02, "approved fostering places", 1, "one place")
UNREGISTERED: Final = Size(
    0.05, 1, "A twentieth, as councils' numbers are not published; one child."
)
EMPTY: Final = Size(
    0.05, 0.01, "A twentieth, at least a percentage point, as Ofsted prints whole ones."
)
PRICE: Final = Size(0.025, 0.01, "A fifth of 12.4%, the spread of councils' yearly changes in it.")
SERVICE: Final = Size(0.05, 1, "A twentieth, as nobody publishes it by year; at least one.")
BUDGET: Final = Size(
    0.005,
    250_000,
    "Half a per cent of spending, about the smallest line that a budget round lists by itself; at "
    "least £250,000, from which councils commonly call a decision a key decision.",
)
PAYER: Final = Size(
    0.05,
    50_000,
    "A twentieth of what is counted of this payer's cost; at least £50,000, about one post.",
)
