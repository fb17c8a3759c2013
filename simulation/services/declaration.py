"""What a service, practice or condition says of itself: one folder each, and nothing outside names it."""

from abc import ABC
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from agents.codes import Member, Placement
from simulation.process import Parameter, Process


@dataclass(frozen=True)
class Effect:
    """Act on a lever without touching it: data that commute.

    A lever is a process with a hazard, which is multiplied by ``ratio ** dose``; or, when `option`
    is named, that option of the process's choice, whose log odds get ``log odds * dose``. `size`
    names the declared figure of the ratio or of the log odds.
    """

    lever: str
    size: str
    option: str = ""
    mechanism: str = ""


@dataclass(frozen=True)
class Site:
    """Describe one place of a service, or all of a practice.

    Attributes
    ----------
    columns
        Values of columns of `agents.schema.SERVICE` and of the service's own; the rest have the
        values of `simulation.services.table.BLANK`.
    ratios, log_odds
        (size, share of it that reaches anybody) by lever, and by ``process/option``.
    places
        Places to live that it brings, by kind.
    """

    columns: Mapping[str, Any]
    ratios: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    log_odds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    places: Mapping[Placement, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Programme:
    """Hold what one arm opens of one service.

    Attributes
    ----------
    kind
        Number of the service among those of the rule set.
    address
        What its draws have in their addresses: the same in every arm, whatever else is open.
    """

    name: str
    kind: int
    address: int
    member: Member
    sites: Sequence[Site]


class Service(ABC):
    """Something a council can open: who comes, how many at a time, and what it acts on."""

    name: ClassVar[str]
    #: What an enrolment is called on screens, after "supported by".
    title: ClassVar[str]
    member: ClassVar[Member] = Member.YOUNG_PERSON
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    #: Columns of its own in a site's row: (name, type).
    columns: ClassVar[tuple[tuple[str, str], ...]] = ()
    #: Processes of its own, on its sites or enrolments.
    processes: ClassVar[tuple[type[Process], ...]] = ()
    effects: ClassVar[tuple[Effect, ...]] = ()

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the sites a scenario opens.

        Parameters
        ----------
        spec
            What the scenario says, as plain data.
        values
            Parameter values by name.

        Raises
        ------
        DoorwaysError
            When the scenario says something that nothing here reads.
        """
        raise TypeError("a service says which sites it opens")
