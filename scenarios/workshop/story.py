"""A story: what a room is told, asked to predict, and talks about afterwards; one TOML file each."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from calibration.beliefs.authorities.load import profile
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, load_scenario
from scenarios.workshop.before_after import BEFORE_AFTER, MOST_MONTHS
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text
from simulation.files.toml_file import parse_toml
from simulation.names import hint
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.services.explained import explained
from simulation.services.file_words import Line, Name, Sentence
from simulation.services.wording import Strict

STORIES: Final = Path(__file__).parents[1] / "stories"
#: A room has an hour or two: longer runs, or more to talk about, find no time.
MOST_YEARS: Final = 10
MOST_ASKED: Final = 4
MOST_SAID: Final = 12
_PARAGRAPH: Final = 4000

Sentences = Annotated[list[Sentence], Field(min_length=1, max_length=MOST_SAID)]


class Question(Strict):
    """What a room predicts before it sees it.

    Attributes
    ----------
    ask
        The question, as it is read aloud.
    measure
        What answers it: a measure of every comparison that is no share, or one of `BEFORE_AFTER`.
    of
        In which arm, or how far the scenario's lies above the baseline's.
    form
        Whether one number is given, or a line with a point for each year.
    year
        The number's year; by default the last.
    months
        Of a question before and after: the window on either side.
    low, high
        Ends of the scale people answer on.
    missed
        What the room may have left out, to be shown with the answer.
    """

    ask: Sentence
    measure: Line
    of: Literal["baseline", "scenario", "difference"] = "scenario"
    form: Literal["number", "line"] = "number"
    year: Annotated[int, Field(ge=1, le=MOST_YEARS)] | None = None
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] | None = None
    low: float
    high: float
    missed: Sentences

    @field_validator("measure")
    @classmethod
    def _is_there(cls, name: str) -> str:
        if name not in BY_NAME and name not in BEFORE_AFTER:
            raise ValueError(f"No measure has this name. {hint(name, [*BY_NAME, *BEFORE_AFTER])}")
        if name in BY_NAME and MEASURES[BY_NAME[name]].kind == "share":
            raise ValueError("A room predicts how many or how much, not a share.")
        return name

    @model_validator(mode="after")
    def _fits(self) -> "Question":
        if not self.low < self.high:
            raise ValueError("low must be below high.")
        around = self.measure in BEFORE_AFTER
        if around and (self.months is None or self.form == "line" or self.of != "scenario"):
            raise ValueError("Before and after takes months, and is one number of the scenario.")
        if not around and self.months is not None:
            raise ValueError("Only a question before and after has months.")
        return self

    @property
    def label(self) -> str:
        """Return what is predicted, in words."""
        around = BEFORE_AFTER.get(self.measure)
        return around.label if around else MEASURES[BY_NAME[self.measure]].label

    @property
    def kind(self) -> str:
        """Return what kind of measure it is, as words write it."""
        around = self.measure in BEFORE_AFTER
        return "stock" if around else MEASURES[BY_NAME[self.measure]].kind

    @property
    def unit(self) -> str:
        """Return what it is counted in."""
        around = BEFORE_AFTER.get(self.measure)
        return around.unit if around else MEASURES[BY_NAME[self.measure]].unit


class Story(Strict):
    """Hold one story.

    Attributes
    ----------
    name, title, brief
        A word for it, a line, and what the room is told before it predicts.
    content_note
        What is said before anything that may touch somebody in the room.
    authority, baseline, scenario, years, seed
        The comparison that is played and revealed; its first future is the one that is stepped.
    futures
        How many futures the reveal shows.
    questions, provocations, debrief, sources
        What is predicted, what is thrown in, what is talked about after, and what it rests on.
    """

    name: Name
    title: Line
    brief: Annotated[str, Field(min_length=1, max_length=_PARAGRAPH)]
    content_note: Sentence
    authority: Line
    baseline: Line = "baseline"
    scenario: Line
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)]
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    futures: Annotated[int, Field(ge=2, le=1000)] = 40
    questions: Annotated[list[Question], Field(min_length=1, max_length=MOST_ASKED)]
    provocations: Sentences
    debrief: Sentences
    sources: Annotated[list[Line], Field(min_length=1, max_length=MOST_SAID)]

    @model_validator(mode="after")
    def _within(self) -> "Story":
        for one in self.questions:
            if one.year is not None and one.year > self.years:
                raise ValueError(f"A question asks for year {one.year} of {self.years}.")
        return self

    def request(self) -> CompareRequest:
        """Return the comparison it plays and reveals."""
        return CompareRequest(
            authority=self.authority,
            baseline=_scenario(self.baseline),
            scenario=_scenario(self.scenario),
            years=self.years,
            replicates=self.futures,
            seed=self.seed,
        )


def story_from(text: str, origin: str = "story") -> Story:
    """Read a story from the text of a file.

    Raises
    ------
    DoorwaysError
        When it is not TOML, a key is unknown or out of its range, or its council or a scenario is not
        there; the message says where.
    """
    where = f"story file {origin}"
    data: dict[str, Any] = parse_toml(text, where, origin)
    try:
        story = Story.model_validate(data)
    except ValidationError as fault:
        raise explained(fault, where, Story) from None
    profile(story.authority)
    story.request().arms()
    return story


def load_story(name_or_path: str) -> Story:
    """Return a story that ships by name, or the one in a .toml file.

    Raises
    ------
    DoorwaysError
        When nothing has that name, or the file is faulty.
    """
    if name_or_path.endswith(".toml"):
        path = Path(name_or_path)
        return story_from(read_text(path, "story file"), str(path))
    stories = {one.name: one for one in list_stories()}
    if name_or_path not in stories:
        rule = "No story that ships has this name, and it is not a path to a .toml file."
        step = hint(name_or_path, stories, "'doorways stories' lists them.")
        raise DoorwaysError("story", name_or_path, rule, step)
    return stories[name_or_path]


@cache
def list_stories() -> tuple[Story, ...]:
    """Return every story that ships, by the name of its file."""
    return tuple(load_story(str(path)) for path in sorted(STORIES.glob("*.toml")))


def _scenario(named: str) -> Scenario:
    """Return a scenario by name, or from a file beside the stories that ship."""
    return load_scenario(str(STORIES / named) if named.endswith(".toml") else named)
