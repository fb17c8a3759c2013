"""What is compared, and asked of it, when nobody says otherwise: the one place that names it."""

from typing import Final

AUTHORITY: Final = "North Yorkshire"
BASELINE: Final = "baseline"
SCENARIO: Final = "no-wrong-door"
#: What the council spends: the headline opens with it, and a service has to pay for itself by it.
MONEY: Final = "cost_council"
#: How many young people services take on: who comes back counts again.
HELPED: Final = "service_accepted"
