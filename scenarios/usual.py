"""What is compared when nobody says otherwise: the one place that names it."""

from typing import Final

AUTHORITY: Final = "North Yorkshire"
BASELINE: Final = "baseline"
SCENARIO: Final = "no-wrong-door"
