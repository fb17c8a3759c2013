"""The language of the model: what a process is."""

from abc import ABC
from collections.abc import Callable, Mapping
from enum import IntEnum, auto
from types import MappingProxyType
from typing import Any, ClassVar

from agents.parameter import Parameter
from simulation.kinds import Kind

#: A scalar rule: (now, row, world, p) -> number. See `Process`.
Rule = Callable[..., Any]
#: Options a process may have: the log odds on them have this much room in the world.
MOST_OPTIONS = 4


class Outcome(IntEnum):
    """What may come of a process: each member by `auto()`, in the order in which they are counted.

    Rules return a member's plain number, such as ``HAPPENED`` below: they know no classes.
    """

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:
        """Number from 0."""
        return count

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return what the outcomes are called in events and tables."""
        return tuple(outcome.name.lower() for outcome in cls)


class Happened(Outcome):
    """The one outcome of a process that can end in one way only."""

    HAPPENED = auto()


HAPPENED = int(Happened.HAPPENED)


class Process(ABC):
    """Something that happens to one kind of row at a random or a set time.

    Rules are static methods, scalar and compiled; `now` is years since the start, `row` the person (or
    family, carer, site of a service, enrolment) as a record whose fields read like attributes: annotate
    it by its kind (`agents.rows`). `world` are the shared tables (`simulation.tables`), `p` the
    parameters and `draw` the address of what is drawn.

    - ``hazard(now, row, world, p)``: events per year; pure; 0 means not at risk.
    - ``due(now, row, world, p)``: a set time at which it happens anyway (infinity: never); pure.
    - ``next_change(now, row, world, p)``: when the hazard next changes by itself, such as a birthday.
    - ``happen(now, row, world, p, draw)``: change the row; return which of `outcomes` it was.

    A process that declares no hazard happens only when due; one without `due` only by chance.
    `statuses` gates the process to rows with these statuses (empty: all rows). `words` say what
    happens as somebody would be told ("going missing"); what services can act on has some. `options`
    names the choices in `happen` that effects can tilt, each with its words: it reads the log odds on option number i from
    ``world.shared[0].tilt[i]``, 0 where no effect acts. Processes that name the same `choice` are
    ways of one thing, such as of leaving care: effects can lean on which of them it is.
    """

    name: ClassVar[str]
    kind: ClassVar[Kind] = Kind.YOUNG_PERSON
    words: ClassVar[str] = ""
    statuses: ClassVar[tuple[int, ...]] = ()
    outcomes: ClassVar[type[Outcome]] = Happened
    options: ClassVar[Mapping[str, str]] = MappingProxyType({})
    choice: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    hazard: ClassVar[Rule | None] = None
    due: ClassVar[Rule | None] = None
    next_change: ClassVar[Rule | None] = None
    happen: ClassVar[Rule]
