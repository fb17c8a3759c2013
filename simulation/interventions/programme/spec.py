"""What a programme's file may say, and what a scenario may say of the programme."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from agents.codes import STRAIN_TOP
from agents.lengths import ADULTHOOD
from simulation.services.file_words import (
    MOST_PARTS,
    Costs,
    EffectSpec,
    NeedWord,
    PerYear,
    PlacementWord,
    StatusWord,
    Years,
)
from simulation.services.from_file import PartFile
from simulation.services.opened_service import OpenedService
from simulation.services.wording import (
    MOST_SITES,
    PAIR,
    Ages,
    Month,
    Months,
    Share,
    Strict,
    in_order,
    once,
)

_Whole = Annotated[int, Field(ge=0, le=5000)]


_MOST_DIGITS = 6
_Level = Annotated[int, Field(ge=0, le=STRAIN_TOP)]
#: Lowest and highest level, both taken.
Strains = Annotated[list[_Level], Field(min_length=2, max_length=2), AfterValidator(in_order)]
#: What of `[who]` is read for members that are no young people, and what of `[referral]`.
READ_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "family": ("status", "acts_at_ages", "strain"),
    "mother": ("status", "acts_at_ages", "strain", "next_child_in_months"),
    "carer": ("placements", "acts_at_ages", "strain", "steadiest"),
    "home": ("acts_at_ages", "strain", "steadiest"),
}
#: What of `[who]` says nothing of young people.
_NOT_OF_YOUNG: Final = ("strain", "steadiest", "next_child_in_months")
_PLAIN_REFERRAL: Final = ("per_year", "accepted", "waiting_limit")


class Who(Strict):
    """Say who may come."""

    ages: Ages = Field([0.0, ADULTHOOD])
    status: Annotated[list[StatusWord], AfterValidator(once)] = Field(
        ["in_need", "edge_of_care", "looked_after"], min_length=1
    )
    needs: Annotated[list[NeedWord], AfterValidator(once)] = Field([])
    placements: Annotated[list[PlacementWord], AfterValidator(once)] = Field([])
    months_in_care: Months | None = None
    acts_at_ages: Ages | None = None
    strain: Strains | None = None
    steadiest: Annotated[float, Field(gt=0, le=1)] | None = None
    next_child_in_months: Months | None = None


class Referral(Strict):
    """Say how often those who may come are referred, and who of them is taken on and first."""

    per_year: PerYear
    crisis_months: Month = 0.0
    without_crisis: Share = 1.0
    accepted: Share = 1.0
    priority_after_crisis: Annotated[float, Field(ge=1, le=1000)] = 1.0
    waiting_limit: Annotated[float, Field(ge=0, le=100)] = 1.0

    @model_validator(mode="after")
    def _crisis(self) -> "Referral":
        if self.crisis_months == 0 and (self.without_crisis < 1 or self.priority_after_crisis > 1):
            raise ValueError("Say in crisis_months how long a crisis counts.")
        return self


class Support(Strict):
    """Say for how many there is room, how long support lasts and what lasts of it."""

    places: _Whole | None = None
    workers: Annotated[float, Field(ge=0, le=500)] | None = None
    members_per_worker: Annotated[float, Field(gt=0, le=100)] | None = None
    months: Annotated[float, Field(gt=0, le=240)]
    fixed_length: bool = False
    weeks_to_start: Annotated[float, Field(gt=0, le=104)]
    dropout_per_year: PerYear = 0.0
    half_life_years: Annotated[float, Field(gt=0, le=25)]
    years_to_fill: Years = 0.0
    years_to_full_effect: Years = 0.0

    @model_validator(mode="after")
    def _room(self) -> "Support":
        by_worker = (self.workers, self.members_per_worker)
        if (self.places is None) == (None in by_worker) or by_worker.count(None) == 1:
            raise ValueError("Give places, or workers and members_per_worker.")
        return self

    @property
    def capacity(self) -> int:
        """Return how many members a site supports at once."""
        if self.places is not None:
            return self.places
        # To a millionth first: 8.2 times 15 is 123, and a little less in binary.
        return int(round((self.workers or 0.0) * (self.members_per_worker or 0.0), _MOST_DIGITS))


class KeyWorker(Strict):
    """Say how much rests on one worker, how long a relationship takes to form, and who leaves."""

    share: Share
    months_to_form: Annotated[float, Field(gt=0, le=60)]
    turnover_per_year: PerYear


class Outage(Strict):
    """Say how often a site takes nobody on, and for how long."""

    per_year: PerYear
    months: Month


class ShortStays(Strict):
    """Say how many beds there are for stays without becoming looked after, how often and how long."""

    beds: Annotated[int, Field(ge=0, le=100)]
    days: Annotated[list[Annotated[float, Field(gt=0, le=365)]], *PAIR]
    per_year: PerYear
    without_crisis: Share = 1.0


class StayEffect(EffectSpec):
    """Say what a programme does; with `while_staying` to a member in one of its beds for short stays, and to nobody else."""

    while_staying: bool | None = None

    @model_validator(mode="after")
    def _no_choice(self) -> "StayEffect":
        if self.while_staying and "/" in self.acts_on:
            raise ValueError("While somebody stays, a process can be acted on and no choice.")
        return self


class ProgrammeFile(PartFile):
    """Describe a programme."""

    type: Literal["programme"]
    effects: list[StayEffect] = Field(min_length=1, max_length=MOST_PARTS)
    who: Who = Field(Who.model_validate({}))
    referral: Referral
    support: Support
    key_worker: KeyWorker | None = None
    outage: Outage | None = None
    short_stays: ShortStays | None = None
    costs: Costs = Field([])

    @model_validator(mode="after")
    def _stays(self) -> "ProgrammeFile":
        if any(one.while_staying for one in self.effects) and self.short_stays is None:
            raise ValueError("Say in [short_stays] what beds an effect while_staying is about.")
        if self.short_stays is not None and self.member != "young_person":
            raise ValueError(f"short_stays says nothing of a {self.member}: leave it out.")
        return self

    @model_validator(mode="after")
    def _nothing_ignored(self) -> "ProgrammeFile":
        if self.member == "young_person":
            for key in _NOT_OF_YOUNG:
                if getattr(self.who, key) is not None:
                    raise ValueError(f"{key} says nothing of a young person: leave it out.")
            return self
        for part, read in ((self.who, READ_OF[self.member]), (self.referral, _PLAIN_REFERRAL)):
            for key, field in type(part).model_fields.items():
                default = field.get_default(call_default_factory=True)
                if key not in read and getattr(part, key) != default:
                    raise ValueError(f"{key} says nothing of a {self.member}: leave it out.")
        return self


#: A scenario that opens a programme, as its file would have it.
EXAMPLE: Final[Mapping[str, Any]] = {
    "kind": "programme",
    "programme": {
        "type": "programme",
        "name": "example-programme",
        "title": "an example of a programme",
        "who": {"ages": [10, 18], "status": ["edge_of_care", "looked_after"]},
        "referral": {
            "per_year": 1.0,
            "crisis_months": 3,
            "without_crisis": 0.5,
            "priority_after_crisis": 3,
        },
        "support": {
            "workers": 3,
            "members_per_worker": 6,
            "months": 4,
            "weeks_to_start": 2,
            "dropout_per_year": 0.3,
            "half_life_years": 1.0,
        },
        "key_worker": {"share": 0.4, "months_to_form": 3, "turnover_per_year": 0.3},
        "outage": {"per_year": 0.2, "months": 3},
        "short_stays": {"beds": 2, "days": [1, 28], "per_year": 6.0, "without_crisis": 0.5},
        "effects": [
            {"acts_on": "missing_start", "ratio": 0.7, "grade": "assumed", "source": "An example."},
            {
                "acts_on": "care_entry",
                "ratio": 0.5,
                "while_staying": True,
                "grade": "assumed",
                "source": "An example.",
            },
            {
                "acts_on": "placement/kinship",
                "log_odds": 0.5,
                "grade": "assumed",
                "source": "An example.",
            },
        ],
        "costs": [{"what": "key worker", "posts": 3, "pounds_a_year": 50000}],
    },
    "opens_month": 1,
    "closes_month": 18,
    "sites": 2,
    "barriers": [
        {"barrier": "recruitment_slips", "months": 6, "mitigated": True},
        {"barrier": "turnover", "month": 4, "months": 9},
    ],
}


class ProgrammeSpec(OpenedService):
    """Say when and where a scenario opens a programme, and how faithfully."""

    programme: ProgrammeFile
    opens_month: Month = 0.0
    closes_month: Month | None = None
    sites: Annotated[int, Field(ge=1, le=MOST_SITES)] = 1
    fidelity: Share = 1.0
