"""The small fixed vocabulary of programmes, practices and conditions that are written in TOML."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import AfterValidator, Field, JsonValue, model_validator

from agents.codes import Member, Placement, Status
from simulation.services.declaration import CostLine, OwnFigure
from simulation.services.file_phrases import effect_in_words, plain_word
from simulation.services.wording import MOST_RATIO, Share, Strict, once, one_line, one_of

MOST_POUNDS: Final = 1e9
MOST_YEARS: Final = 25.0
MOST_PER_YEAR: Final = 365.0
MOST_PARTS: Final = 40
MOST_LOG_ODDS: Final = 5.0
#: Source of a size that somebody types in the place of one that has a source.
BY_HAND: Final = "Set by hand."

StatusWord = Literal[
    "closed", "in_need", "edge_of_care", "looked_after", "care_leaver", "left_care"
]
NeedWord = Literal[
    "emotional_health", "offending", "exploitation", "send", "substance_misuse", "unaccompanied"
]
PlacementWord = Literal[
    "foster_in_house",
    "foster_agency",
    "kinship",
    "childrens_home",
    "supported",
    "lodgings",
    "parents",
    "adoption",
    "other_residential",
    "other",
]
MemberWord = Literal["young_person", "family", "mother", "carer", "home"]
PayerWord = Literal["council", "police", "nhs", "youth_justice"]
GradeWord = Literal["A", "B", "C", "D", "assumed"]

Line = Annotated[str, AfterValidator(one_line), Field(min_length=1, max_length=200)]
Sentence = Annotated[str, AfterValidator(one_line), Field(min_length=1, max_length=600)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Years = Annotated[float, Field(ge=0, le=MOST_YEARS)]
PerYear = Annotated[float, Field(ge=0, le=MOST_PER_YEAR)]
Pounds = Annotated[float, Field(ge=0, le=MOST_POUNDS)]
Posts = Annotated[float, Field(gt=0, le=1000)]

STATUSES: Final = {word: Status[word.upper()] for word in get_args(StatusWord)}
PLACEMENTS: Final = {word: Placement[word.upper()] for word in get_args(PlacementWord)}
MEMBERS: Final = {word: Member[word.upper()] for word in get_args(MemberWord)}
#: Bits of `simulation.services.gate.NEEDS`, whose words these are, one by one.
NEED_BITS: Final = {word: 1 << i for i, word in enumerate(get_args(NeedWord))}


class Range(Strict):
    """Hold a figure that is drawn: `low` and `high` are the ends of a 90% range."""

    central: float
    low: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> "Range":
        if not self.low <= self.central <= self.high:
            raise ValueError("low must not exceed central, nor central high.")
        return self


def _within(low: float, high: float) -> dict[str, JsonValue]:
    """Declare the bounds of a number that may be a range: they hold for each of its numbers."""
    return {"minimum": low, "maximum": high}


class EffectSpec(Strict):
    """Say what it does to one process or choice, how large that is and how it is known.

    `acts_on` is a process (``missing_start``) or an option of a choice (``placement/kinship``).
    Exactly one of `ratio`, `log_odds` and `figure` (of the register) gives its size.
    """

    model_config = one_of("ratio", "log_odds", "figure", grade="assumed", source=BY_HAND)

    acts_on: Line
    ratio: float | Range | None = Field(None, json_schema_extra=_within(1 / MOST_RATIO, MOST_RATIO))
    log_odds: float | Range | None = Field(
        None, json_schema_extra=_within(-MOST_LOG_ODDS, MOST_LOG_ODDS)
    )
    figure: Line | None = None
    grade: GradeWord
    source: Sentence
    says: Sentence | None = None

    @model_validator(mode="after")
    def _one_size(self) -> "EffectSpec":
        given = [
            name for name in ("ratio", "log_odds", "figure") if getattr(self, name) is not None
        ]
        if len(given) != 1:
            raise ValueError("An effect has one of: ratio, log_odds, figure.")
        low, high = self.support
        for number in self.numbers():
            if not low <= number <= high:
                raise ValueError(f"Its size must lie between {low:g} and {high:g}.")
        if "/" in self.acts_on and self.ratio is not None:
            raise ValueError("A choice takes log_odds, not a ratio.")
        if "/" not in self.acts_on and self.log_odds is not None:
            raise ValueError("A process takes a ratio, not log_odds.")
        return self

    @property
    def support(self) -> tuple[float, float]:
        """Return the smallest and largest size that makes sense."""
        if self.ratio is None:
            return -MOST_LOG_ODDS, MOST_LOG_ODDS
        return 1 / MOST_RATIO, float(MOST_RATIO)

    def numbers(self) -> list[float]:
        """Return every number its size holds."""
        size = self.ratio if self.ratio is not None else self.log_odds
        if isinstance(size, Range):
            return [size.low, size.central, size.high]
        return [] if size is None else [size]


class CostSpec(Strict):
    """Say what one payer pays for each site: for posts or anything else.

    `pounds_a_year`, for each post, is a number or a range; or `figure` names it in the register. Posts
    that are `vacant` cost nothing.
    """

    model_config = one_of("pounds_a_year", "figure", source=BY_HAND)

    payer: PayerWord = "council"
    what: Line
    posts: Posts = 1.0
    vacant: Annotated[float, Field(ge=0, le=1000)] = 0.0
    pounds_a_year: Pounds | Range = Field(0.0, json_schema_extra=_within(0.0, MOST_POUNDS))
    figure: Line | None = None
    set_up: Pounds = 0.0
    replaces: Share = 0.0
    source: Sentence | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> "CostSpec":
        if self.vacant > self.posts:
            raise ValueError(f"Of {self.posts:g} posts no more than all can be vacant.")
        if self.figure is not None and self.pounds_a_year != 0.0:
            raise ValueError("A cost has pounds_a_year or a figure, not both.")
        low = self.pounds_a_year.low if isinstance(self.pounds_a_year, Range) else 0.0
        high = self.pounds_a_year.high if isinstance(self.pounds_a_year, Range) else 0.0
        if low < 0.0 or high > MOST_POUNDS:
            raise ValueError(f"A cost lies between 0 and {MOST_POUNDS:g} pounds.")
        return self


def once_each(costs: list[CostSpec]) -> list[CostSpec]:
    """Return costs of which no payer pays twice for the same, for pydantic."""
    once([f"{one.what}, paid by the {one.payer}," for one in costs])
    return costs


Costs = Annotated[list[CostSpec], AfterValidator(once_each), Field(max_length=MOST_PARTS)]


def own_name(name: str, acts_on: str) -> str:
    """Return what the size of an effect of a file is called among values."""
    return f"{name}/{acts_on}"


def effect_word(effect: Mapping[str, Any]) -> str:
    """Return one word for an effect of a file: apart for one that acts during short stays alone."""
    acts_on = str(effect["acts_on"])
    return f"stay/{acts_on}" if effect.get("while_staying") else acts_on


def effect_name(name: str, effect: Mapping[str, Any]) -> str:
    """Return what the size of an effect of a file is called among values."""
    return own_name(name, effect_word(effect))


def own_figures(name: str, file: Mapping[str, Any]) -> tuple[OwnFigure, ...]:
    """Return as figures the sizes of a file's effects, and its costs that are drawn or registered."""
    costs = [one for one in file.get("costs", ()) if _is_figure(one)]
    return (
        *(_own_figure(name, effect) for effect in file["effects"]),
        *(_own_cost(name, one) for one in costs),
    )


def _is_figure(cost: Mapping[str, Any]) -> bool:
    return "figure" in cost or isinstance(cost["pounds_a_year"], Mapping)


def _cost_name(name: str, cost: Mapping[str, Any]) -> str:
    return own_name(name, f"cost/{cost['payer']}/{cost['what']}")


def _own_cost(name: str, cost: Mapping[str, Any]) -> OwnFigure:
    pounds = cost["pounds_a_year"]
    low, central, high = (
        (pounds["low"], pounds["central"], pounds["high"])
        if isinstance(pounds, Mapping)
        else (None, pounds, None)
    )
    return OwnFigure(
        name=_cost_name(name, cost),
        says=f"What {cost['what']} of {name} costs a year, paid by the {plain_word(cost['payer'])}.",
        unit="£ a year",
        central=float(central),
        low=low,
        high=high,
        kind="elicited" if cost.get("source") else "assumed",
        grade="",
        source=cost.get("source", ""),
        figure=cost.get("figure", ""),
    )


def _own_figure(name: str, effect: dict[str, Any]) -> OwnFigure:
    size = effect.get("ratio", effect.get("log_odds", 0.0))
    low, central, high = (
        (size["low"], size["central"], size["high"])
        if isinstance(size, dict)
        else (None, size, None)
    )
    assumed = effect["grade"] == "assumed"
    return OwnFigure(
        name=effect_name(name, effect),
        says=effect.get("says", f"What {name} does to {effect_in_words(effect)}."),
        unit="log odds" if "/" in effect["acts_on"] else "ratio",
        central=float(central),
        low=low,
        high=high,
        kind="assumed" if assumed else "elicited",
        grade="" if assumed else effect["grade"],
        source=effect["source"],
        figure=effect.get("figure", ""),
    )


def cost_lines(
    name: str, costs: Sequence[dict[str, Any]], values: Mapping[str, Any]
) -> tuple[CostLine, ...]:
    """Return what a file's costs come to, by payer and post.

    Parameters
    ----------
    name
        The file's own.
    values
        Values by name: those of its costs that are drawn or registered are among them.
    """
    return tuple(
        CostLine(
            payer=one["payer"],
            running=float(
                values[_cost_name(name, one)] if _is_figure(one) else one["pounds_a_year"]
            ),
            opening=one["set_up"],
            replaced=one["replaces"],
            post=one["what"],
            posts=one["posts"],
            vacant=one["vacant"],
            source=one.get("source", ""),
        )
        for one in costs
    )
