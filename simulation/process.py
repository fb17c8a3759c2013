"""The language of the model: what a process, a parameter, an effect and an intervention are."""

from abc import ABC
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

from agents.population import Population

#: A scalar rule: (now, row, world, p) -> number. See `Process`.
Rule = Callable[..., Any]
#: Options a process may have: the log odds on them have this much room in the world.
MOST_OPTIONS = 4


class Kind(IntEnum):
    """Kinds of row a process can act on, in the order the engine lays them out."""

    YOUNG_PERSON = 0
    FAMILY = 1
    CARER = 2
    HUB = 3


@dataclass(frozen=True)
class Parameter:
    """Declare a figure a rule needs; its value comes from the evidence register.

    `low` and `high` are the support: values outside make no sense. `shape` is () for a number,
    otherwise the shape of a table, whose axes `meaning` explains.
    """

    name: str
    unit: str
    low: float
    high: float
    meaning: str
    shape: tuple[int, ...] = ()


class Process(ABC):
    """Something that happens to one kind of row at a random or a set time.

    Rules are static methods, scalar and compiled; `now` is years since the start, `row` the
    person (or carer, family, hub) as a record whose fields read like attributes, `world` the
    shared tables and `p` the parameters.

    - ``hazard(now, row, world, p)``: events per year; pure; 0 means not at risk.
    - ``due(now, row, world, p)``: a set time at which it happens anyway (infinity: never); pure.
    - ``edge(now, row, world, p)``: when the hazard next changes by itself, such as a birthday.
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
    edge: ClassVar[Rule | None] = None
    happen: ClassVar[Rule]


@dataclass(frozen=True)
class Effect:
    """Act on a process without touching it: data that commute.

    Either the hazard of `process` is multiplied by ``ratio ** dose``, or the log-odds of its
    `option`, one of `Process.options`, get ``log_odds * dose``; `ratio` and `log_odds` name
    declared parameters, and `dose` is a rule (now, row, world, p) giving 0 to 1.
    """

    process: str
    dose: Rule
    ratio: str | None = None
    option: str | None = None
    log_odds: str | None = None


class Intervention(ABC):
    """A service that can be opened: effects on processes, and what it adds to the population."""

    kind_name: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    effects: ClassVar[tuple[Effect, ...]] = ()

    @staticmethod
    def install(
        population: Population, spec: Mapping[str, Any], parameters: Mapping[str, Any]
    ) -> None:
        """Add what the service brings (hubs, beds) to a population that is about to run."""
        raise TypeError("an intervention says how it is installed")
