"""The kinds of row, in the order the engine lays them out, and the table each is a row of."""

from enum import IntEnum


class Kind(IntEnum):
    """Kinds of row a process can act on."""

    YOUNG_PERSON = 0
    FAMILY = 1
    CARER = 2
    SERVICE = 3
    MARKET = 4
    ENROLMENT = 5


#: Names of the tables, by kind of row.
TABLES = ("young_people", "families", "carers", "services", "markets", "enrolments")
#: The same for compiled rules, as in ``touch(world, CARERS, i)``: they know plain numbers only.
YOUNG_PEOPLE, FAMILIES, CARERS, SERVICES, MARKETS, ENROLMENTS = (int(kind) for kind in Kind)
