"""What is drawn from where nobody names a calibration: England's that ships, if it may be relied on."""

from pathlib import Path
from typing import Any

import pytest

from calibration.joint import store
from calibration.joint.result import CALIBRATED, ENGLAND, NOT_CALIBRATED, Calibration
from dashboards.cli.calibrations import NONE, chosen
from dashboards.pages.options import options
from dashboards.pages.running import request_of
from scenarios.beliefs import shared_beliefs
from scenarios.request import CompareRequest
from scenarios.summarise import calibration_note
from simulation.errors import DoorwaysError
from simulation.version import BASELINE_VERSION, RESULTS_VERSION

DRAWS = [[0.5], [0.7]]


def one(place: str = ENGLAND, status: str = CALIBRATED, version: int = RESULTS_VERSION) -> Any:
    """Return a calibration of one parameter."""
    parameters = [{"name": "missing_excitation", "median": 0.6}]
    found = {"parameters": parameters, "draws": DRAWS, "gate": {"why": ["Too few."]}}
    return Calibration(f"{place}-{status}-{version}", place, status, version, found)


@pytest.fixture
def ships(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that has other calibrations ship."""
    return lambda *some: monkeypatch.setattr(store, "shipped", lambda: some)


def test_england_that_passed_is_usual(ships: Any) -> None:
    """Of all that ship it is England's, for this model, and calibrated."""
    ships(one("Norfolk"), one(status=NOT_CALIBRATED), one(version=BASELINE_VERSION - 1), one())
    assert store.usual() == one()


@pytest.mark.parametrize(
    "other",
    [
        (),
        (one("Norfolk"),),
        (one(status=NOT_CALIBRATED),),
        (one(version=BASELINE_VERSION - 1),),
        (one(version=RESULTS_VERSION + 1),),
    ],
)
def test_nothing_else_is(ships: Any, other: tuple[Calibration, ...]) -> None:
    """A council's, one that failed its checks, and one of another model are never drawn from unasked."""
    ships(*other)
    assert store.usual() is None
    assert chosen(None, None) is None
    assert "Not jointly calibrated" in calibration_note(chosen(None, None))


def test_the_command_and_the_page_draw_from_it(ships: Any, tmp_path: Path) -> None:
    """Both ask for the same; `none` asks for none, and another name for another."""
    ships(one())
    db = str(tmp_path / "results.sqlite")
    assert chosen(None, db) == one() == request_of(options().usual()).calibration
    assert chosen(ENGLAND.lower(), db) == one()
    assert chosen(NONE.upper(), db) is None
    with pytest.raises(DoorwaysError, match="no such calibration"):
        chosen("Norfolk", db)


def test_its_draws_are_those_that_are_run(ships: Any) -> None:
    """A figure it holds has the posterior's values, draw by draw, and its median when central."""
    ships(one())
    arms = CompareRequest(calibration=store.usual()).arms()
    drawn = shared_beliefs(arms, central=False, calibration=store.usual())
    assert [drawn.learnt(draw)["missing_excitation"] for draw in (0, 1, 2)] == [0.5, 0.7, 0.5]
    central = shared_beliefs(arms, central=True, calibration=store.usual())
    assert central.learnt(0) == {"missing_excitation": 0.6}
