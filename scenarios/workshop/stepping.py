"""Both arms of a comparison, stepped side by side on the same luck, forwards and exactly back."""

from collections.abc import Mapping
from typing import Any, Final

from agents.lengths import BINS_PER_YEAR
from agents.synthesis.authority import AuthorityProfile
from scenarios.arms import arm_of
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.workshop.picture import picture
from simulation.errors import DoorwaysError
from simulation.model import CareSystem, whole
from simulation.outcomes.measures import WEEKLY

ARMS: Final = ("baseline", "scenario")


class Stepped:
    """Play the first future of a comparison week by week: `simulation.model.CareSystem`, once an arm.

    Going back plays the same weeks again from the start, which draws that have addresses make exact.

    Parameters
    ----------
    request
        What is compared; its first replicate is played.
    council
        The council's profile, when it is not a published one.
    """

    def __init__(self, request: CompareRequest, council: AuthorityProfile | None = None) -> None:
        made = make_plan(request, council)
        self.request, self.council, self.titles = (
            made.request,
            made.council,
            dict(zip(ARMS, (arm.title for arm in made.arms), strict=True)),
        )
        task = made.tasks[0]
        values = made.beliefs.values(made.council, request.seed, 0)
        self._asked: dict[str, dict[str, Any]] = {
            name: {
                "profile": task.profile,
                "parameters": values,
                "interventions": arm_of(arm.name, arm.interventions, values).interventions,
                "years": request.years,
                "rng": request.seed,
                "log": True,
            }
            for name, arm in zip(ARMS, made.arms, strict=True)
        }
        self.models = self._from_the_start()

    @property
    def week(self) -> int:
        """Return how many weeks are over."""
        return self.models[ARMS[0]].week

    @property
    def weeks(self) -> int:
        """Return how many weeks there are."""
        return self.request.years * BINS_PER_YEAR

    def step(self, weeks: int = 1) -> dict[str, Any]:
        """Go so many weeks on, or back when it is below 0, and return the picture there."""
        return self.play_to(self.week + weeks)

    def play_to(self, week: int) -> dict[str, Any]:
        """Go to the end of a week, 0 being the start, and return the picture there.

        Raises
        ------
        DoorwaysError
            When there is no such week.
        """
        if whole("week", week, 0) > self.weeks:
            rule = f"This run has weeks 0, its start, to {self.weeks}."
            raise DoorwaysError("week", week, rule, "Choose one of them.")
        if week < self.week:
            for model in self.models.values():
                # A Mesa model refers to itself: unless it is emptied its columns stay for a while.
                model.__dict__.clear()
            self.models = self._from_the_start()
        for model in self.models.values():
            while model.week < week:
                model.step()
        return self.picture()

    def picture(self) -> dict[str, Any]:
        """Return both arms at the end of the present week, as `picture` describes each."""
        return {
            "week": self.week,
            "weeks": self.weeks,
            "arms": {name: picture(model) for name, model in self.models.items()},
        }

    def history(self, column: str) -> dict[str, list[float]]:
        """Return a weekly count of each arm, week by week to the present one.

        Raises
        ------
        DoorwaysError
            When nothing of that name is counted weekly.
        """
        if column not in WEEKLY:
            rule = "No weekly count has this name."
            raise DoorwaysError("weekly count", column, rule, f"Choose from {', '.join(WEEKLY)}.")
        place = WEEKLY.index(column)
        return {name: model.weekly[:, place].tolist() for name, model in self.models.items()}

    def _from_the_start(self) -> Mapping[str, CareSystem]:
        """Make both arms anew."""
        return {name: CareSystem(**asked) for name, asked in self._asked.items()}
