"""What a scenario may say of a No Wrong Door service and of each of its hubs."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import AfterValidator, Field, WithJsonSchema, field_validator, model_validator

from simulation.interventions.no_wrong_door.effects import EFFECTS
from simulation.interventions.no_wrong_door.figures import PARAMETERS
from simulation.names import hint
from simulation.services.file_words import PayerWord
from simulation.services.opened_service import OpenedBesideIt
from simulation.services.wording import (
    MOST_SITES,
    Month,
    Ratio,
    Share,
    Strict,
    one_line,
)

#: The ten distinguishers in this project's own words, in the order of the evidence notes.
DISTINGUISHERS: Final[Mapping[str, str]] = {
    "family_destination": "Every young person keeps moving towards a family or community home",
    "one_key_worker": "One key worker who does not let go",
    "fewer_referrals_onward": "Help comes from inside the team instead of by referral onward",
    "shared_training": "Everyone is trained in the same approach",
    "beds_not_filled": "Beds are not filled for the sake of occupancy",
    "no_appointments": "Help without appointments or formal assessments",
    "core_offer_to_all": "A core offer to all, wherever they live",
    "shared_intelligence": "Agencies share what they know to reduce risk",
    "close_partnership": "Close partnership working",
    "aspirations_lead": "The young person's aspirations lead the plan",
}

Role = Literal[
    "manager",
    "deputy_manager",
    "residential_worker",
    "portfolio_lead",
    "psychologist",
    "speech_language_therapist",
    "police_officer",
    "social_worker",
    "camhs_practitioner",
    "foster_carer",
]
#: Full-time equivalents.
Posts = Annotated[float, Field(ge=0, le=200)]
#: Roles a hub's staff table may name; values are full-time equivalents.
ROLES: Final[tuple[str, ...]] = get_args(Role)
#: Effects a scenario may set for itself: all but what follows from two of them.
OWN_EFFECTS: Final = tuple(
    dict.fromkeys(("nwd_charge_ratio", *(e.size for e in EFFECTS if not e.option)))
)

#: Whose fidelity a service has: a council's that adopts the model, one of two that were studied,
#: or all ten distinguishers in full. A table weighs them one by one and says whose the rest are.
FIDELITIES: Final = ("adopter", "north_yorkshire", "wigan", "full")
FOUNDER: Final = "north_yorkshire"
REST: Final = "rest"


#: Who comes, how soon and for how long, as a scenario may set it, and the figure each stands for.
GATE: Final[Mapping[str, str]] = {
    "youngest": "hub_eligible_age_low",
    "oldest": "hub_eligible_age_high",
    "per_year": "hub_referral_hazard",
    "edging_to_care": "hub_referral_need_ratio",
    "placement_support": "hub_referral_placement_ratio",
    "step_down": "hub_referral_step_down_ratio",
    "independence": "hub_referral_independence_ratio",
    "care_leavers": "hub_referral_leaver_ratio",
    "without_crisis": "hub_referral_calm_ratio",
    "crisis_months": "hub_crisis_months",
    "accepted": "hub_acceptance",
    "waiting_limit": "hub_waiting_limit",
    "priority_after_crisis": "hub_priority_after_crisis",
    "support_months": "hub_support_months",
}
_FIGURES: Final = {one.name: one for one in PARAMETERS}

#: A hub with places of its own, another that takes over one of the council's homes, and what goes wrong.
EXAMPLE: Final[Mapping[str, Any]] = {
    "kind": "no_wrong_door",
    "hubs": [
        {"opens_month": 1, "beds_planned": 2, "beds_emergency": 1, "community_families": 2},
        {"opens_month": 2, "base": "childrens_home"},
    ],
    "barriers": [
        {"barrier": "partner_withdraws", "post": "police_officer", "month": 6, "months": 6},
        {"barrier": "regulator_restricts", "month": 9, "months": 2, "site": 2},
    ],
}


class HubSpec(Strict):
    """Describe one hub; months are counted from the start of the run."""

    opens_month: Month | None = None
    name: Annotated[str, AfterValidator(one_line)] | None = Field(None, min_length=1, max_length=80)
    base: Literal["new", "childrens_home"] | None = None
    beds_planned: int | None = Field(None, ge=0, le=50)
    beds_emergency: int | None = Field(None, ge=0, le=50)
    community_families: int | None = Field(None, ge=0, le=50)
    caseload: float | None = Field(None, gt=0, le=1000)
    outreach_share: Share | None = None
    bed_stay_months: float | None = Field(None, ge=0.1, le=240)
    family_stay_months: float | None = Field(None, ge=0.1, le=240)
    outages_a_year: float | None = Field(None, ge=0, le=2)
    outage_months: float | None = Field(None, ge=0, le=36)
    staff: dict[Role, Posts] | None = None
    vacant: dict[Role, Posts] | None = None
    paid_by: dict[Role, PayerWord] | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.staff is not None:
            for table, what in ((self.vacant, "vacant"), (self.paid_by, "paid for")):
                for role in table or {}:
                    if role not in self.staff:
                        raise ValueError(f"A {role} is {what} whom the staff does not list.")
            for role, empty in (self.vacant or {}).items():
                if empty > self.staff[role]:
                    rule = f"Of {self.staff[role]:g} posts of {role} {empty:g} cannot be vacant."
                    raise ValueError(rule)
        return self


def _of_figures(figures: Mapping[str, str]) -> WithJsonSchema:
    """Declare a table of numbers by key: each in the words of its figure and within its bounds."""
    numbers = {
        key: {
            "type": "number",
            "minimum": _FIGURES[figure].low,
            "maximum": _FIGURES[figure].high,
            "description": _FIGURES[figure].unit,
            "title": _FIGURES[figure].meaning.removesuffix("."),
        }
        for key, figure in figures.items()
    }
    return WithJsonSchema({"type": "object", "properties": numbers})


_Whose = Annotated[str, WithJsonSchema({"type": "string", "enum": list(FIDELITIES)})]
_Gate = Annotated[dict[str, float], _of_figures(GATE)]
_Effects = Annotated[dict[str, Ratio], _of_figures({name: name for name in OWN_EFFECTS})]


class NoWrongDoorSpec(OpenedBesideIt):
    """Describe a No Wrong Door service: its hubs, how faithful it is, and whose effects it has."""

    hubs: list[HubSpec] = Field(min_length=1, max_length=MOST_SITES)
    fidelity: _Whose | dict[str, float | str] = "adopter"
    claims: Literal["shrunk", "published"] = "shrunk"
    gate: _Gate | None = None
    effects: _Effects | None = None

    @field_validator("fidelity", mode="before")
    @classmethod
    def _fidelity(cls, value: object) -> object:
        if isinstance(value, str):
            _known(value, FIDELITIES, "fidelity")
        if isinstance(value, Mapping):
            for key, weight in value.items():
                _known(key, (*DISTINGUISHERS, REST), "distinguisher")
                if key == REST:
                    _known(weight, FIDELITIES, "fidelity")
                    continue
                number = isinstance(weight, int | float) and not isinstance(weight, bool)
                if not number or not 0 <= weight <= 1:
                    raise ValueError(f"The weight of {key} must be a number from 0 to 1.")
        return value

    @field_validator("gate", mode="before")
    @classmethod
    def _gate(cls, value: object) -> object:
        if isinstance(value, Mapping):
            for key, number in value.items():
                _known(key, GATE, "setting of the gate")
                own = _FIGURES[GATE[key]]
                plain = isinstance(number, int | float) and not isinstance(number, bool)
                if not plain or not own.low <= number <= own.high:
                    raise ValueError(f"{key} must be a number from {own.low:g} to {own.high:g}.")
        return value

    @field_validator("effects", mode="before")
    @classmethod
    def _effects(cls, value: object) -> object:
        if isinstance(value, Mapping):
            for key in value:
                _known(key, OWN_EFFECTS, "effect")
        return value


def _known(key: object, names: Collection[str], what: str) -> None:
    if key not in names:
        raise ValueError(f"Unknown {what} {key!r:.60}. {hint(str(key), names)}")
