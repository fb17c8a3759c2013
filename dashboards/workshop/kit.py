"""What is on the role cards: the same words as on the sheets of docs/workshop."""

from typing import Final, NamedTuple


class Role(NamedTuple):
    """Hold a card: whose eyes to look with, and what to ask."""

    name: str
    asks: str


#: One card a seat, in turn.
ROLES: Final = (
    Role("director", "What can this council keep paying for, and what would I stop for it?"),
    Role("social worker", "How many young people can I know well, and who picks up the rest?"),
    Role("foster carer", "What help comes on the bad night, and would I say yes again?"),
    Role("young person", "Who is still here for me next year, and did anybody ask me?"),
    Role("police", "Which calls would not have come, and which only go uncounted?"),
    Role("NHS", "Who waits for help until it is an emergency, and where do they wait?"),
)
