"""What a programme's file may say, and what a scenario may say of the programme."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from agents.lengths import ADULTHOOD
from simulation.services.file_words import (
    Costs,
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
    Ages,
    Month,
    Months,
    Share,
    Strict,
    once,
)

_Whole = Annotated[int, Field(ge=0, le=5000)]


_MOST_DIGITS = 6
#: What of `[who]` is read for members that are no young people, and what of `[referral]`.
READ_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "family": ("status", "acts_at_ages"),
    "mother": ("status", "acts_at_ages"),
    "carer": ("placements", "acts_at_ages"),
    "home": ("acts_at_ages",),
}
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


class ProgrammeFile(PartFile):
    """Describe a programme."""

    type: Literal["programme"]
    who: Who = Field(Who.model_validate({}))
    referral: Referral
    support: Support
    key_worker: KeyWorker | None = None
    outage: Outage | None = None
    costs: Costs = Field([])

    @model_validator(mode="after")
    def _nothing_ignored(self) -> "ProgrammeFile":
        if self.member == "young_person":
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
        "effects": [
            {"acts_on": "missing_start", "ratio": 0.7, "grade": "assumed", "source": "An example."},
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
