"""What a scenario may say about an intervention: the one schema the engine's dictionaries follow.

A checked intervention is plain data (`plain`): text, numbers, lists and dictionaries. Numbers a
scenario leaves out are left out of the dictionary too, and then come from the evidence register.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from simulation.errors import DoorwaysError
from simulation.files.plain_text import brief
from simulation.names import hint

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

#: Effects a scenario may set for one intervention, by the name of the register's figure.
EFFECTS: Final[Mapping[str, str]] = {
    "nwd_entry_ratio": "care entry while supported at the edge of care, hazard ratio",
    "nwd_exit_ratio": "leaving care or stepping down while supported, hazard ratio",
    "nwd_move_ratio": "placement moves while supported, rate ratio",
    "nwd_missing_ratio": "missing episodes while supported, rate ratio",
    "nwd_charge_ratio": "charges while supported, rate ratio",
    "nwd_arrest_ratio": "arrests while supported, rate ratio",
    "nwd_substance_ratio": "stopping or reducing substance misuse while supported, hazard ratio",
    "nwd_eet_ratio": "entering education, employment or training while supported, hazard ratio",
}

Twin = Literal["real", "null", "recording"]
Share = Annotated[float, Field(ge=0, le=1)]
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
#: Roles a hub's staff table may name; values are full-time equivalents.
ROLES: Final[tuple[str, ...]] = get_args(Role)

HORIZON_MONTHS: Final = 240
MOST_HUBS: Final = 20
MOST_BEDS: Final = 50
MOST_CASELOAD: Final = 1000
MOST_STAFF: Final = 200
MOST_RATIO: Final = 50


def one_line(text: str) -> str:
    """Return a text of one line, for pydantic; a name or title has no more."""
    if "\n" in text or "\t" in text:
        raise ValueError("It must be one line without tabs.")
    return text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class HubSpec(_Strict):
    """Describe one hub; months are counted from the start of the run."""

    opens_month: float | None = Field(None, ge=0, le=HORIZON_MONTHS)
    name: Annotated[str, AfterValidator(one_line)] | None = Field(None, min_length=1, max_length=80)
    base: Literal["new", "childrens_home"] | None = None
    beds_planned: int | None = Field(None, ge=0, le=MOST_BEDS)
    beds_emergency: int | None = Field(None, ge=0, le=MOST_BEDS)
    community_families: int | None = Field(None, ge=0, le=MOST_BEDS)
    caseload: float | None = Field(None, gt=0, le=MOST_CASELOAD)
    outreach_share: Share | None = None
    staff: dict[Role, Annotated[float, Field(ge=0, le=MOST_STAFF)]] | None = None


class NwdHubSpec(_Strict):
    """Describe a No Wrong Door service: its hubs, how faithful it is, and whose effects it has."""

    kind: Literal["nwd_hub"]
    hubs: list[HubSpec] = Field(min_length=1, max_length=MOST_HUBS)
    fidelity: str | dict[str, float] = "adopter"
    twin: Twin = "real"
    prior: Literal["adopter", "north_yorkshire", "wigan"] = "adopter"
    claims: Literal["shrunk", "published"] = "shrunk"
    effects: dict[str, Annotated[float, Field(gt=0, le=MOST_RATIO)]] | None = None

    @field_validator("fidelity", mode="before")
    @classmethod
    def _fidelity(cls, value: object) -> object:
        if isinstance(value, str) and value not in ("adopter", "full"):
            raise ValueError("Fidelity is 'adopter', 'full' or a table of distinguishers.")
        if isinstance(value, Mapping):
            for key, weight in value.items():
                _known(key, DISTINGUISHERS, "distinguisher")
                number = isinstance(weight, int | float) and not isinstance(weight, bool)
                if not number or not 0 <= weight <= 1:
                    raise ValueError(f"The weight of {key} must be a number from 0 to 1.")
        return value

    @field_validator("effects", mode="before")
    @classmethod
    def _effects(cls, value: object) -> object:
        if isinstance(value, Mapping):
            for key in value:
                _known(key, EFFECTS, "effect")
        return value


#: Every kind of intervention a scenario may name.
KINDS: Final[Mapping[str, type[_Strict]]] = {"nwd_hub": NwdHubSpec}


def plain(data: object, where: str) -> dict[str, Any]:
    """Check one intervention and return it as plain data with the schema's own defaults filled in.

    Raises
    ------
    DoorwaysError
        When the kind is unknown, a key is unknown or a value is out of range; ``where`` (file and
        place in it) opens the message.
    """
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if not isinstance(kind, str) or kind not in KINDS:
        rule = "An intervention is a table with a known 'kind'."
        raise DoorwaysError(f"{where}, kind", kind, rule, hint(str(kind), KINDS))
    try:
        model = KINDS[kind].model_validate(data)
    except ValidationError as fault:
        raise explained(fault, where, KINDS[kind]) from None
    return model.model_dump(exclude_none=True)


def explained(fault: ValidationError, where: str, model: type[BaseModel]) -> DoorwaysError:
    """Turn the first fault pydantic found into one sentence for the writer of the file."""
    first = fault.errors(include_url=False)[0]
    loc = [part for part in first["loc"] if part != "[key]"]
    place = f"{where}, {_path(loc)}" if loc else where
    if first["type"] == "extra_forbidden":
        keys = _keys(model, loc[:-1])
        return DoorwaysError(place, loc[-1], "Unknown key.", hint(str(loc[-1]), keys))
    if first["type"] == "missing":
        return DoorwaysError(place, None, "This key is missing.", "Add it to the file.")
    message = first["msg"].removeprefix("Value error, ")
    rule = message.replace("Input should be", "It must be").rstrip(".") + "."
    return DoorwaysError(place, first["input"], rule, "Change the value in the file.")


def _known(key: object, names: Mapping[str, str], what: str) -> None:
    if key not in names:
        raise ValueError(f"Unknown {what} {brief(repr(key))}. {hint(str(key), names)}")


def _path(loc: list[int | str]) -> str:
    """Write a place as people count: interventions 1, hubs 2, beds_planned."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(str(part))
    return ", ".join(parts)


def _keys(model: type[BaseModel], loc: list[int | str]) -> list[str]:
    """Return the keys allowed at a place inside a model."""
    if "hubs" in loc:
        return list(HubSpec.model_fields)
    return list(model.model_fields)
