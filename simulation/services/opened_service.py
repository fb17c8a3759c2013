"""What a scenario may say of every service: when preparing it begins, and what goes wrong with it."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from simulation.services.barriers.kinds import KINDS, PARTNER
from simulation.services.launch.steps import MOST_MONTHS
from simulation.services.wording import MOST_SITES, Month, Opened, Strict

BarrierWord = Literal[
    "building_late",
    "partner_withdraws",
    "regulator_restricts",
    "recruitment_slips",
    "turnover",
]
StepWord = Literal["decision", "design", "posts", "homes", "registration", "training", "opening"]
StepMonths = Annotated[float, Field(ge=0, le=MOST_MONTHS)]
MOST_BARRIERS: Final = 20
_MOST_WORD: Final = 80


class BarrierSpec(Strict):
    """Say what goes wrong with a site, from when and for how long.

    Attributes
    ----------
    barrier
        Which of `KINDS` it is.
    site
        Number of the site, from 1; left out, all of them.
    month
        Month from the start of the run in which it begins.
    months
        How long it lasts; left out, as the register has it.
    post
        The post a partner withdraws, as the service's costs name it.
    mitigated
        Whether what lessens it is done.
    """

    barrier: BarrierWord
    site: Annotated[int, Field(ge=1, le=MOST_SITES)] | None = None
    month: Month | None = None
    months: Annotated[float, Field(gt=0, le=240)] | None = None
    post: str | None = Field(None, min_length=1, max_length=_MOST_WORD)
    mitigated: bool = False

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> Self:
        kind = KINDS[self.barrier]
        if kind.dated and self.month is None:
            raise ValueError(f"Say in month when it happens: {kind.says}.")
        if not kind.dated and self.month is not None:
            raise ValueError(f"Leave month out: {kind.says}.")
        if (self.post is None) == (self.barrier == PARTNER):
            raise ValueError(
                "Say the post of a partner that withdraws it, and of no other barrier."
            )
        return self


class OpenedService(Opened):
    """Say what may be said of every service.

    Attributes
    ----------
    decided_month
        Month in which the decision begins: its first site opens as soon as it is ready, others as
        long after it as their own months say. Left out, sites open when they say.
    launch_months
        How many months steps before launch take here, by step; left out, as the register has them.
    barriers
        What goes wrong with its sites.
    """

    decided_month: Month | None = None
    launch_months: dict[StepWord, StepMonths] | None = Field(None, min_length=1)
    barriers: list[BarrierSpec] | None = Field(None, min_length=1, max_length=MOST_BARRIERS)


class OpenedBesideIt(OpenedService):
    """Say what may be said of a service that some councils run already.

    Attributes
    ----------
    existing
        What becomes of the service that is there: what opens is `added_to` it, said or not. It is said so
        that a reader knows it was meant, and a comparison notes where none is there.
    """

    existing: Literal["added_to"] | None = None

    @field_validator("existing", mode="before")
    @classmethod
    def _not_replaced(cls, value: object) -> object:
        if value == "replaced":
            raise ValueError(
                "A service that is there cannot be replaced: the baseline is made from figures that "
                "contain what it does, and nobody knows them without it. What opens is added to it: "
                "say existing = 'added_to', or leave it out."
            )
        return value
