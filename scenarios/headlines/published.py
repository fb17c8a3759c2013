"""The nine published headlines: what each counted, over which window, and what is circular in it.

Fixed from what was published before any run: cohort, window and comparison are those of the study, as
far as it said; `Windows` holds what it did not say as settings.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from simulation.errors import DoorwaysError

#: Months before the opening that are simulated, so that everybody has a past.
LEAD: Final = 24.0
MONTHS: Final = (6.0, 24.0)


class Shape(Enum):
    """What a headline is: a ratio of after to before, a share, or a change in pounds a year."""

    RATIO = "ratio"
    SHARE = "share"
    POUNDS = "pounds"


@dataclass(frozen=True)
class Headline:
    """Describe one published headline.

    Attributes
    ----------
    name
        One word for it in files.
    claim
        Figure of the register that holds what was published, and where.
    shape
        What it is.
    counts
        What is counted here, of whom and when, as a sentence.
    circular
        What of the model was set with this number in view; empty: nothing.
    """

    name: str
    claim: str
    shape: Shape
    counts: str
    circular: str = ""


HEADLINES: Final = (
    Headline(
        "stayed_out",
        "claim_stayed_out",
        Shape.SHARE,
        "Of those who were not looked after when support began and are still under 18: out of care and "
        "living with their own family at the window's end.",
        "The share of those on the edge of care who come into care anyway was set with the published 86% "
        "in view.",
    ),
    Headline(
        "moves_cost",
        "claim_moves_cost",
        Shape.RATIO,
        "Cost of placement moves of those looked after when support began: in the window after, over the "
        "same length before.",
    ),
    Headline(
        "less_time",
        "claim_less_time",
        Shape.SHARE,
        "Of those looked after when support began: how often one of them has fewer days in care in the "
        "window than one of the same age, looked after at that moment, whom no service ever supported; "
        "ties count half.",
    ),
    Headline(
        "neet_to_eet",
        "claim_neet_to_eet",
        Shape.SHARE,
        "Of those not in education, employment or training when support began, and followed as looked "
        "after or as care leavers at the window's end: in it by then.",
    ),
    Headline(
        "substance",
        "claim_substance",
        Shape.SHARE,
        "Of those with a substance problem when support began, looked after or on the edge of care at the "
        "window's end: without one by then.",
        "How often a problem ends without a service was judged from this number.",
    ),
    Headline(
        "missing",
        "claim_missing",
        Shape.RATIO,
        "Missing episodes as recorded: in the window after support began, over the same length before.",
    ),
    Headline(
        "missing_second_year",
        "claim_missing_dfe",
        Shape.RATIO,
        "Missing episodes as recorded of the same young people: in the service's second year, over the "
        "year before it opened.",
    ),
    Headline(
        "charges",
        "claim_charges",
        Shape.RATIO,
        "Charges: in the window after support began, over the same length before.",
    ),
    Headline(
        "arrests",
        "claim_arrests",
        Shape.RATIO,
        "Arrests: in the window after support began, over the same length before.",
    ),
    Headline(
        "looked_after",
        "claim_looked_after",
        Shape.RATIO,
        "All children looked after: two years after the opening, over the day it opened.",
    ),
    Headline(
        "out_of_authority",
        "",
        Shape.RATIO,
        "Children placed outside the council's boundary: two years after the opening, over the day it "
        "opened. No size was published.",
    ),
    Headline(
        "saving",
        "claim_saving_council",
        Shape.POUNDS,
        "Placement spending a year: that of the year before the opening less that of the second year after.",
    ),
)

#: Those that are of all children, not of whom a service supported.
OF_THE_COUNCIL: Final = ("looked_after", "out_of_authority", "saving")
#: Two numbers of one study, or of one council, that cannot both be meant: shown side by side, never averaged.
CONTRADICTIONS: Final = (
    (
        "claim_missing",
        "claim_missing_dfe",
        "Two numbers of the same study, over different windows.",
    ),
    (
        "claim_saving_council",
        "claim_saving_evaluation",
        "The council's own number, and the one attributed to its evaluation.",
    ),
)


@dataclass(frozen=True)
class Windows:
    """Hold the settings a study did not publish.

    Parameters
    ----------
    cohort_months
        Whose support began within this long of the opening.
    window_months
        How long each is followed, before and after support began; 6 to 24.

    Raises
    ------
    DoorwaysError
        When one is out of bounds.
    """

    cohort_months: float = 18.0
    window_months: float = 18.0

    def __post_init__(self) -> None:
        low, high = MONTHS
        for name in ("cohort_months", "window_months"):
            value = getattr(self, name)
            if not low <= value <= high:
                rule = f"It is a number of months from {low:g} to {high:g}."
                raise DoorwaysError(name.replace("_", " "), value, rule, "Choose such a number.")
