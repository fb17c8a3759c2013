"""What a scenario may say of anything it opens: a word that nothing reads is an error, not left out."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    field_validator,
    model_validator,
)

HORIZON_MONTHS: Final = 240
MOST_SITES: Final = 20
MOST_RATIO: Final = 50
#: How many times as strong as believed effects may be taken.
MOST_STRENGTH: Final = 3

#: Keys of the month in which something begins, and of that in which it ends.
PERIODS: Final = (("opens_month", "closes_month"), ("from_month", "until_month"))

#: Keys that are for readers: no run depends on them, so none is run again for them.
FOR_READERS: Final = frozenset({"existing"})

Twin = Literal["real", "null", "recording"]
Share = Annotated[float, Field(ge=0, le=1)]
Month = Annotated[float, Field(ge=0, le=HORIZON_MONTHS)]
MOST_AGE: Final = 25


def rising(pair: list[float]) -> list[float]:
    """Return a pair whose second number is above the first, for pydantic."""
    if pair[0] >= pair[1]:
        raise ValueError("The second number must be above the first.")
    return pair


def in_order(pair: list[int]) -> list[int]:
    """Return a pair whose second number is not below the first, for pydantic."""
    if pair[0] > pair[1]:
        raise ValueError("The second number must not be below the first.")
    return pair


PAIR = (Field(min_length=2, max_length=2), AfterValidator(rising))
Ages = Annotated[list[Annotated[float, Field(ge=0, le=MOST_AGE)]], *PAIR]
Months = Annotated[list[Month], *PAIR]
Ratio = Annotated[float, Field(gt=0, le=MOST_RATIO)]


def one_line(text: str) -> str:
    """Return a text of one line, for pydantic; a name or title has no more."""
    if "\n" in text or "\t" in text:
        raise ValueError("It must be one line without tabs.")
    return text


class Strict(BaseModel):
    """Refuse keys nobody reads, and values of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def one_of(*keys: str, **by_hand: str) -> ConfigDict:
    """Declare keys of which one is said and no other; who changes it by hand says the rest as `by_hand` has it."""
    told: dict[str, JsonValue] = {"one_of": list(keys), "by_hand": dict(by_hand)}
    return ConfigDict(json_schema_extra=told)


class Opened(Strict):
    """Say what every service, practice or condition may say.

    Attributes
    ----------
    kind
        Its name.
    twin
        Whether it is a twin: `null` enrols and costs, `recording` also writes less down.
    later_months
        By how many months all of it begins and ends later than is said otherwise, as in a rollout.
    effect_strength
        How many times as strong as believed its effects are, on the log scale: 0 does nothing.
    """

    #: Keys that are refused whatever they say.
    refused: ClassVar[frozenset[str]] = frozenset()

    kind: str
    twin: Twin = "real"
    later_months: Month | None = None
    effect_strength: Annotated[float, Field(ge=0, le=MOST_STRENGTH)] | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Opened":
        for first, last in PERIODS:
            begins, ends = getattr(self, first, None), getattr(self, last, None)
            if begins is not None and ends is not None and ends <= begins:
                raise ValueError(f"{last} must come after {first}.")
        return self

    @classmethod
    def sayable(cls) -> tuple[str, ...]:
        """Return what a scenario may say of it."""
        return tuple(key for key in cls.model_fields if key not in cls.refused)


class OpenedCondition(Opened):
    """Say what every condition may say: the world is what it is, and has no twin."""

    refused: ClassVar[frozenset[str]] = frozenset({"twin", "later_months", "effect_strength"})

    twin: Literal["real"] = "real"

    @field_validator("later_months")
    @classmethod
    def _when_it_comes(cls, value: float | None) -> float | None:
        if value is not None:
            raise ValueError("A condition of the world comes when it comes: say its own month.")
        return value

    @field_validator("effect_strength")
    @classmethod
    def _as_it_is(cls, value: float | None) -> float | None:
        if value is not None:
            raise ValueError("A condition of the world is as large as it says itself.")
        return value


def felt(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of what is said that a run depends on."""
    return {key: one for key, one in said.items() if key not in FOR_READERS}


def once(words: list[str]) -> list[str]:
    """Return words of which none stands twice, for pydantic."""
    for word in words:
        if words.count(word) > 1:
            raise ValueError(f"{word} is listed twice: keep one.")
    return words


def checked(spec: type[Opened], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said as plain data, with the defaults filled in.

    Raises
    ------
    pydantic.ValidationError
        When something is said that nothing reads, or is out of its range.
    """
    return spec.model_validate(said).model_dump(exclude_none=True)
