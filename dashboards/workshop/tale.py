"""What a room is told and asked: a story with its council, what can be run of it, and its questions by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from agents.lengths import BINS_PER_YEAR
from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, has_twin
from scenarios.workshop.story import Question, Story, load_story

#: Names of what can always be run.
AS_TOLD = "as-told"
NOTHING = "nothing"


class Chosen(Story):
    """Tell a story with something else tried in it."""

    tried: Scenario | None = None

    def request(self) -> CompareRequest:
        """Return the comparison that is played and revealed."""
        asked = super().request()
        return replace(asked, scenario=self.tried) if self.tried else asked


@dataclass(frozen=True)
class Choice:
    """Offer one thing that can be run.

    Attributes
    ----------
    name, title, says
        What it is called in addresses, on screens, and in a sentence.
    scenario
        What is tried; None for what the story itself tells.
    """

    name: str
    title: str
    says: str
    scenario: Scenario | None = None


@dataclass(frozen=True)
class Asked:
    """Ask one question of the story, under a name of its own."""

    name: str
    is_of: Question
    years: int

    @property
    def points(self) -> int:
        """Return how many numbers answer it."""
        return self.years if self.is_of.form == "line" else 1

    @property
    def step(self) -> float:
        """Return the step of a slider: a hundredth of the scale, in whole numbers from 1 on."""
        return max(1.0, (self.is_of.high - self.is_of.low) // 100)

    def drawn_in(self, values: Sequence[float]) -> list[float]:
        """Return predictions drawn in to the scale."""
        return [min(max(float(one), self.is_of.low), self.is_of.high) for one in values]


@dataclass(frozen=True)
class Tale:
    """Hold a story as the room's screens need it."""

    story: Story

    @cached_property
    def council(self) -> AuthorityProfile:
        """Return the council of which it is told."""
        return profile(self.story.authority)

    @cached_property
    def questions(self) -> tuple[Asked, ...]:
        """Return its questions."""
        years = self.story.years
        return tuple(Asked(f"q{k}", one, years) for k, one in enumerate(self.story.questions, 1))

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        """Return what can be run of it; the first is what it tells."""
        told = self.story.request().arms()[1]
        offered = [Choice(AS_TOLD, told.title, told.description)]
        if not told.twin_of and any(map(has_twin, told.interventions)):
            says = "The same services open, take people on and cost the same. They change nothing."
            offered.append(Choice(NOTHING, f"{told.title}, doing nothing", says, told.twin("null")))
        return {one.name: one for one in offered}

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Return what rooms often miss, of all its questions."""
        return tuple(dict.fromkeys(one for of in self.story.questions for one in of.missed))

    @property
    def weeks(self) -> int:
        """Return how many weeks it plays."""
        return self.story.years * BINS_PER_YEAR

    @property
    def paragraphs(self) -> list[str]:
        """Return what the room is told first."""
        return [" ".join(one.split()) for one in self.story.brief.split("\n\n")]

    def question(self, name: str) -> Asked | None:
        """Return a question by its name."""
        return next((one for one in self.questions if one.name == name), None)

    def chosen(self, choice: Choice) -> Chosen:
        """Return the story with a choice tried in it."""
        return Chosen.model_construct(**dict(self.story), tried=choice.scenario)


def tale_of(name_or_path: str) -> Tale:
    """Return a story that ships, or one from a file, as a room tells it.

    Raises
    ------
    DoorwaysError
        When nothing has that name, or the file is faulty.
    """
    return Tale(load_story(name_or_path))
