"""Studies that follow futures more closely than a comparison keep what each gave, and go on where they were stopped."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scenarios.adopting.parts import adapt
from scenarios.case.study import case
from scenarios.forecast.study import Asked, forecast
from scenarios.funnel.study import funnel
from scenarios.headlines.published import Windows
from scenarios.headlines.study import bench
from scenarios.portfolio.study import Asked as Chosen
from scenarios.portfolio.study import portfolio
from scenarios.request import CompareRequest
from scenarios.whom.study import for_whom
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf
from simulation.runner.spec import plain
from simulation.store.store import open_store

pytestmark = pytest.mark.slow

REQUEST = CompareRequest(
    authority="Rutland", scenario="no-wrong-door", years=2, replicates=4, calibration=None
)
MIX = Chosen(("family-group-conference", "mockingbird"), 5e6, "weeks_in_care")
ALONE = Asked(with_record=False)

type Study = Callable[[Execution], Any]

STUDIES: dict[str, Study] = {
    "case": lambda how: case(REQUEST, execution=how).to_dict(),
    "forecast": lambda how: forecast(REQUEST, ALONE, execution=how),
    "funnel": lambda how: funnel(REQUEST, execution=how).to_dict(),
    "headlines": lambda how: bench(REQUEST, Windows(6, 6), execution=how).to_dict(),
    "for whom": lambda how: for_whom(REQUEST, execution=how).to_dict(),
    "adapt": lambda how: [vars(one) for one in adapt(REQUEST, execution=how)],
    "portfolio": lambda how: portfolio(REQUEST, MIX, execution=how).to_dict(),
}


class Told:
    """Remember how far it is, and stop once so many have finished."""

    def __init__(self, after: float) -> None:
        self.after = after
        self.said: list[tuple[int, int]] = []

    def tell(self, done: int, total: int) -> None:
        """Remember."""
        self.said.append((done, total))

    def __call__(self) -> bool:
        """Whether enough have finished."""
        return bool(self.said) and self.said[-1][0] >= self.after


def written(found: Any) -> str:
    """Return what a study found as text, to be compared to the last digit."""
    return json.dumps(plain(found), sort_keys=True, default=str)


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_goes_on_where_it_was_stopped_and_finds_the_same(name: str, tmp_path: Path) -> None:
    """Stopped after one future, the next call has that one, runs the rest, and finds what an undisturbed one does."""
    study = STUDIES[name]
    first, second = Told(1), Told(float("inf"))
    file = tmp_path / "runs.sqlite"
    how = Execution(1, progress=first.tell, cancelled=first)
    with open_store(file) as store, pytest.raises(StoppedError):
        study(replace(how, shelf=Shelf(store)))
    with open_store(file) as store:
        how = Execution(1, progress=second.tell, cancelled=second)
        resumed = study(replace(how, shelf=Shelf(store)))
    assert second.said[0] == (1, first.said[-1][1])
    assert written(resumed) == written(study(Execution(1)))
