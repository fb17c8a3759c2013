"""The language of the model: what a process is."""

from abc import ABC
from collections.abc import Callable
from typing import Any, ClassVar

from agents.parameter import Parameter
from simulation.kinds import Kind

#: A scalar rule: (now, row, world, p) -> number. See `Process`.
Rule = Callable[..., Any]
#: Options a process may have: the log odds on them have this much room in the world.
MOST_OPTIONS = 4


class Process(ABC):
    """Something that happens to one kind of row at a random or a set time.

    Rules are static methods, scalar and compiled; `now` is years since the start, `row` the
    person (or family, carer, site of a service, enrolment) as a record whose fields read like attributes, `world` the
    shared tables and `p` the parameters.

    - ``hazard(now, row, world, p)``: events per year; pure; 0 means not at risk.
    - ``due(now, row, world, p)``: a set time at which it happens anyway (infinity: never); pure.
    - ``next_change(now, row, world, p)``: when the hazard next changes by itself, such as a birthday.
    - ``happen(now, row, world, p, draw)``: change the row; return which outcome it was.

    A process that declares no hazard happens only when due; one without `due` only by chance.
    `statuses` gates the process to rows with these statuses (empty: all rows). `options` names the
    choices in `happen` that effects can tilt: it reads the log odds on option number i from
    ``world.shared[0].tilt[i]``, 0 where no effect acts.
    """

    name: ClassVar[str]
    kind: ClassVar[Kind] = Kind.YOUNG_PERSON
    statuses: ClassVar[tuple[int, ...]] = ()
    outcomes: ClassVar[tuple[str, ...]] = ("happened",)
    options: ClassVar[tuple[str, ...]] = ()
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    hazard: ClassVar[Rule | None] = None
    due: ClassVar[Rule | None] = None
    next_change: ClassVar[Rule | None] = None
    happen: ClassVar[Rule]
