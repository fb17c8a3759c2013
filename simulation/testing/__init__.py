"""For tests of processes and interventions: small populations, event logs, pokes and balances.

Not used by any run. Authors of a process or an intervention find here what the laws of the
model are tested with: play a rule set, read its log, and ask whether anything does not add up.
"""

from simulation.testing.balances import broken_balances, recounted
from simulation.testing.logs import EventLog, Played, first_difference, log_of, play
from simulation.testing.pokes import POKES
from simulation.testing.stale import stale_rows
from simulation.testing.toy_services import TOY_SERVICES, TOY_VALUES, ToyHelp, all_supported
from simulation.testing.toys import TOYS, rules_for, small_council, toy_population

__all__ = [
    "POKES",
    "TOYS",
    "TOY_SERVICES",
    "TOY_VALUES",
    "EventLog",
    "Played",
    "ToyHelp",
    "all_supported",
    "broken_balances",
    "first_difference",
    "log_of",
    "play",
    "recounted",
    "rules_for",
    "small_council",
    "stale_rows",
    "toy_population",
]
