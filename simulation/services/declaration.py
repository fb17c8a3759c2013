"""What a service, practice or condition says of itself: one folder each, and nothing outside names it."""

import math
from abc import ABC
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member, Placement
from agents.parameter import Parameter
from agents.population import Population
from agents.synthesis.columns import Columns
from simulation.costs.cells import PAYERS
from simulation.errors import DoorwaysError
from simulation.names import check_name
from simulation.numbers import lasting
from simulation.process import Process
from simulation.services.already_run import AlreadyRun
from simulation.services.measured import Studies
from simulation.services.wording import Opened

#: What a line of costs is of: posts of staff, families of carers, or anything else.
POST: Final = "post"
CARERS: Final = "carers"
RUNNING: Final = "running"

#: Changes a population that is about to run: (population, its draws, horizon, address).
type Prepare = Callable[[Population, Columns, float, int], None]


class Sort(Enum):
    """The three kinds of thing a scenario may hold."""

    SERVICE = "service"
    PRACTICE = "practice"
    CONDITION = "condition"


@dataclass(frozen=True)
class Effect:
    """Act on a lever without touching it: data that commute.

    A lever is a process with a hazard, which is multiplied by ``ratio ** dose``; or, when `option`
    is named, that option of a choice, whose log odds get ``log odds * dose``. `size` names the
    declared figure of the ratio or of the log odds.
    """

    lever: str
    size: str
    option: str = ""
    mechanism: str = ""


@dataclass(frozen=True)
class CostLine:
    """Hold what one payer pays for posts of a site, or for anything else there, real pounds.

    Attributes
    ----------
    payer
        One of `simulation.costs.PAYERS`.
    running, opening
        Pounds a year for each post while it is open, and once when it opens.
    replaced
        Share of the running cost met by homes and budgets it replaces.
    post
        What it is for, such as a post of its staff.
    posts, vacant
        How many, and how many of them nobody fills: these cost nothing.
    source
        Where the price comes from.
    prepared
        Years before it opens over which the cost of opening is spent; 0: all at once.
    since, until
        Years from the start of the run between which it runs, besides while the site is open.
    of
        `POST`, `CARERS` or `RUNNING`: what `posts` counts.

    Raises
    ------
    DoorwaysError
        When there is no such payer, or more posts are vacant than there are.
    """

    payer: str
    running: float
    opening: float = 0.0
    replaced: float = 0.0
    post: str = ""
    posts: float = 1.0
    vacant: float = 0.0
    source: str = ""
    prepared: float = 0.0
    of: str = POST
    since: float = 0.0
    until: float = math.inf

    def __post_init__(self) -> None:
        check_name("payer of a cost", self.payer, PAYERS, "There is no such payer.")
        if not 0.0 <= self.vacant <= self.posts:
            rule = f"Of {lasting(self.posts, 'post')} no more than all can be vacant."
            step = "Say fewer vacant posts, or how many there are."
            raise DoorwaysError(f"vacant {self.post}", self.vacant, rule, step)

    @property
    def yearly(self) -> float:
        """Return pounds a year while it is open: of the posts that are filled."""
        return self.running * (self.posts - self.vacant)


@dataclass(frozen=True)
class OwnFigure:
    """Hold a figure that comes with what a scenario names, not from the register.

    `low` and `high` are the ends of a 90% range; None: it is not drawn. `figure` names the figure
    of the register whose value it has, if it has one.
    """

    name: str
    says: str
    unit: str
    central: float
    low: float | None
    high: float | None
    kind: str
    grade: str
    source: str
    figure: str = ""


class Need(Enum):
    """What a service could do more or less of."""

    EFFECT = "effect"
    REACH = "reach"
    LENGTH = "length of support"


@dataclass(frozen=True)
class NeededLever:
    """Name one thing of a service whose size can be asked for when something has to be true.

    Attributes
    ----------
    name
        One word for it in files; of a figure, the figure's name.
    says
        What it is, in words that begin a sentence.
    need
        Which of the three it is.
    figure
        Figure of the service's own that holds it, "" when a scenario always says it.
    keys
        Where a scenario says it: keys from the outermost in, ``*`` for every entry of a list.
        Without any it is the figure alone. A key that is left out has the figure's value.
    low, high
        Bounds of what makes sense; None: those of the figure, or else of what a scenario may say.
    whole
        Whether it is a whole number.
    entries
        Whether it is how many entries the list under `keys` has; more are copies of the last.
    """

    name: str
    says: str
    need: Need
    unit: str
    figure: str = ""
    keys: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False
    entries: bool = False


@dataclass(frozen=True)
class Part:
    """Hold one thing a service is made of that could be left out.

    Attributes
    ----------
    name, says
        One word for it, and what it is.
    without
        What a scenario says of the service without it.
    judgement
        How it is known what goes with it.
    """

    name: str
    says: str
    without: Mapping[str, Any]
    judgement: str


@dataclass(frozen=True)
class Stage:
    """Hold what a site is like from a set date on, because of something that goes wrong or is over.

    Attributes
    ----------
    at, shut_until
        Years from the start of the run: when it begins, and until when nobody is taken on; 0: not.
    capacity, turnover
        As the columns of these names.
    doses, odds_doses
        Shares that reach anybody by lever and by ``choice/option``; those left out are 0.
    """

    at: float
    capacity: int
    turnover: float
    shut_until: float = 0.0
    doses: Mapping[str, float] = field(default_factory=dict)
    odds_doses: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """Describe one place of a service, or all of a practice or condition.

    Attributes
    ----------
    columns
        Values of columns of `agents.schema.SERVICE` and of the service's own; the rest have the
        values of `simulation.services.table.BLANK`.
    ratios, log_odds
        (size, share of it that reaches anybody) by lever, and by ``choice/option``.
    places
        Places to live that it brings, by kind.
    skills
        Shares of its places of skill 0, 1, ... by kind; all are of the top skill where it says nothing.
    costs
        What it costs, by payer and post.
    stay_ratios
        As `ratios`, for members while they are in one of its beds for short stays.
    stages
        What it goes through, in order of their dates.
    """

    columns: Mapping[str, Any]
    ratios: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    log_odds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    places: Mapping[Placement, int] = field(default_factory=dict)
    skills: Mapping[Placement, NDArray[np.float64]] = field(default_factory=dict)
    costs: tuple[CostLine, ...] = ()
    stay_ratios: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Programme:
    """Hold what one arm opens of one service, practice or condition.

    Attributes
    ----------
    kind
        Number of the service among those of the rule set.
    address
        What its draws have in their addresses: the same in every arm, whatever else is open.
    reach
        Share of a practice's or condition's members whom it reaches.
    prepare
        What it changes in a population before anything runs, such as who will arrive.
    """

    name: str
    title: str
    sort: Sort
    kind: int
    address: int
    member: Member
    sites: Sequence[Site]
    reach: float = 1.0
    prepare: "Prepare | None" = None


class Service(ABC):
    """Something a council can open: who comes, how many at a time, and what it acts on.

    Attributes
    ----------
    name
        The word for it in scenarios.
    title
        What it is called on screens, with its article.
    spec
        What a scenario may say of it.
    example
        A small one, as a scenario would write it: what documentation shows and the laws open.
    parameters
        Figures of its own; their values come from the evidence register.
    derived
        Figures that `derive` works out from these.
    columns
        Columns of its own in a site's row: (name, type).
    processes
        Processes of its own, on its sites or enrolments.
    cautions
        What nobody knows of it: said with every result of whatever opens it.
    studies
        What the studies of its effects measured, where and of whom; None where there is none.
    needed_levers
        What besides its effects could be more or less: asked of it when a comparison says what
        would have to be true.
    adopted
        Figure of how faithful those who adopt it are, with its range; "" where none is known.
    sites_differ
        Whether a scenario says of each site what it is like, so that `with_sites` can choose among them.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    sort: ClassVar[Sort] = Sort.SERVICE
    member: ClassVar[Member] = Member.YOUNG_PERSON
    spec: ClassVar[type[Opened]]
    example: ClassVar[Mapping[str, Any]]
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    derived: ClassVar[tuple[Parameter, ...]] = ()
    columns: ClassVar[tuple[tuple[str, str], ...]] = ()
    processes: ClassVar[tuple[type[Process], ...]] = ()
    effects: ClassVar[tuple[Effect, ...]] = ()
    cautions: ClassVar[tuple[str, ...]] = ()
    studies: ClassVar[Studies | None] = None
    needed_levers: ClassVar[tuple[NeededLever, ...]] = ()
    adopted: ClassVar[str] = ""
    sites_differ: ClassVar[bool] = False

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the sites a scenario opens.

        Parameters
        ----------
        spec
            What the scenario says, as plain data that `spec` has checked.
        values
            Values by name: the council's, and this service's own as this scenario believes them.
        """
        raise TypeError("a service says which sites it opens")

    @classmethod
    def site_count(cls, spec: Mapping[str, Any]) -> int:
        """Return how many sites a scenario opens."""
        return 1

    @classmethod
    def site_names(cls, spec: Mapping[str, Any]) -> Sequence[str]:
        """Return what the sites are called, in their order."""
        return [f"Site {k}" for k in range(1, cls.site_count(spec) + 1)]

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the values of `derived`."""
        return {}

    @classmethod
    def own(cls, spec: Mapping[str, Any]) -> Sequence[OwnFigure]:
        """Return the figures that come with what a scenario says instead of from the register."""
        return ()

    @classmethod
    def as_faithful(cls, spec: Mapping[str, Any], fidelity: float) -> dict[str, Any]:
        """Return what a scenario says of it with another fidelity, 0 to 1, if it may say any."""
        return {**spec, **({"fidelity": fidelity} if "fidelity" in cls.spec.model_fields else {})}

    @classmethod
    def parts(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Part]:
        """Return what it is made of that could be left out."""
        return ()

    @classmethod
    def with_sites(cls, spec: Mapping[str, Any], opens: Mapping[int, float]) -> dict[str, Any]:
        """Return what a scenario says of it with some of its sites, by number from 0, and their months.

        Of a service whose sites are alike all of them open in the month of the first.
        """
        months = {"opens_month": opens[0]} if "opens_month" in cls.spec.model_fields else {}
        return {**spec, **months}

    @classmethod
    def lacking(
        cls, spec: Mapping[str, Any], values: Mapping[str, Any], site: int, post: str
    ) -> Mapping[str, Any] | None:
        """Return what a scenario says of it with a post of a site empty.

        None: it does not say what rests on a post, and what it does is less by the post's share of all
        posts.

        Parameters
        ----------
        site
            Which site, from 0.
        post
            As its costs name it, with spaces or underscores.
        """
        return None

    @classmethod
    def with_tables(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a scenario says of it, with each table that it leaves out as it is then.

        Of tables that stand as a whole once a scenario says anything of them, such as the posts of a
        site: who changes one number of them has to see the others. The arguments are those of `sites`.
        """
        return spec

    @classmethod
    def already_run(cls) -> Sequence[AlreadyRun]:
        """Return the councils that run it already, or ran it: their baselines contain what it does."""
        return ()

    @classmethod
    def called(cls, spec: Mapping[str, Any]) -> str:
        """Return the name of what is opened, by which its draws are addressed."""
        return cls.name

    @classmethod
    def titled(cls, spec: Mapping[str, Any]) -> str:
        """Return what is opened as screens say it, with its article."""
        return cls.title

    @classmethod
    def members(cls, spec: Mapping[str, Any]) -> Member:
        """Return who its members are."""
        return cls.member

    @classmethod
    def check(cls, spec: Mapping[str, Any]) -> None:
        """Check what `spec` alone cannot, such as names of processes.

        Raises
        ------
        DoorwaysError
            When something is named that does not exist.
        """
        return

    @classmethod
    def reach(cls, spec: Mapping[str, Any]) -> float:
        """Return the share of all members a practice or condition reaches."""
        return 1.0

    @classmethod
    def prepare(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Prepare | None:
        """Return what it changes in a population before anything runs; None: nothing.

        The arguments are those of `sites`.
        """
        return None

    @classmethod
    def notes(
        cls,
        spec: Mapping[str, Any],
        population: Population,
        years: float,
        values: Mapping[str, Any],
    ) -> Sequence[str]:
        """Return what of it comes to nothing, or to less, in the council whose people these are.

        Parameters
        ----------
        population
            Everybody as the run begins.
        years
            Horizon.
        values
            The council's values by name.
        """
        return ()

    @classmethod
    def shown(cls, spec: Mapping[str, Any]) -> Sequence[str]:
        """Name the figures a reader should look at besides the effects."""
        return ()

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe in plain English what a scenario opens.

        Parameters
        ----------
        number
            Returns the central value of one of its figures, as the scenario believes it.
        """
        raise TypeError("a service describes itself")
