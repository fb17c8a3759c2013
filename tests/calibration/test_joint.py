"""The joint calibration: priors, bank, stop and resume, and the form of what is found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for, supports
from calibration.fitting.patterns.catalogue import statistics
from calibration.joint.bank.design import design
from calibration.joint.bank.jobs import run_job
from calibration.joint.bank.row import RowTask, run_row
from calibration.joint.prior import read, shipped_priors, values_at
from calibration.joint.result import CALIBRATED, NOT_CALIBRATED, Calibration
from calibration.joint.spec import england_spec
from calibration.joint.store import add_calibration, current, find
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError
from simulation.store.store import Store, open_store
from simulation.version import BASELINE_VERSION, RESULTS_VERSION


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with open_store(tmp_path / "runs.sqlite") as made:
        yield made


def test_shipped_priors_lie_in_their_support() -> None:
    """Six to eight parameters, whose values at any probability make sense and grow with it."""
    assert 6 <= len(shipped_priors()) <= 8
    for prior in shipped_priors():
        low, high = supports()[prior.name]
        values = [prior.value(u) for u in (0.001, 0.3, 0.5, 0.7, 0.999)]
        assert values == sorted(values)
        assert low <= values[0] < values[-1] <= high


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[no_such_thing]\n", "no such parameter"),
        ("[breakdown_moves]\nlow = -0.5\ncentral = 0.1\nhigh = 0.2\n", "lies from 0"),
        ("[breakdown_moves]\nlow = 0.3\ncentral = 0.1\nhigh = 0.4\n", "in order"),
        ("[breakdown_moves]\nlow = 0.1\n", "low, central and high"),
        ('[breakdown_moves]\nshape = "bell"\n', "uniform"),
        ("[breakdown_moves]\nwidth = 2\n", "width"),
        ("[breakdown_hazard]\n", "single numbers"),
        ("", "1 to 8"),
    ],
)
def test_a_wrong_prior_is_refused(tmp_path: Path, text: str, says: str) -> None:
    """A prior outside the support, out of order or of nothing known is named with the rule."""
    path = tmp_path / "priors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DoorwaysError) as caught:
        read(path)
    error = caught.value
    assert says in f"{error.thing} {error.value} {error.rule} {error.next_step}"


def test_values_follow_the_prior() -> None:
    """Rows of probabilities become rows of values, parameter by parameter."""
    priors = shipped_priors()[:2]
    u = np.array([[0.1, 0.9], [0.5, 0.5]])
    found = values_at(priors, u)
    assert found[0].tolist() == [priors[0].value(0.1), priors[1].value(0.9)]
    assert found.shape == u.shape


def test_the_design_fills_the_prior_evenly_and_repeats() -> None:
    """Each tenth of each prior holds a tenth of the rows, and the seed alone decides."""
    u = design(1024, 8, 1)
    assert ((u > 0) & (u < 1)).all()
    assert np.array_equal(u, design(1024, 8, 1))
    assert not np.array_equal(u, design(1024, 8, 2))
    for column in u.T:
        counts = np.histogram(column, bins=10, range=(0, 1))[0]
        assert abs(counts - 102.4).max() < 3


@pytest.mark.parametrize("rows", [0, 100, 32, 2**20])
def test_a_bank_of_an_odd_size_is_refused(rows: int) -> None:
    """Only powers of two in range fill a Sobol design evenly."""
    with pytest.raises(DoorwaysError, match="power of two"):
        design(rows, 8, 1)


def task(name: str, **values: float) -> RowTask:
    """A small row."""
    return RowTask(name, values, 2023, 40.0, 3, 7)


def test_a_row_is_a_pure_function_of_its_task() -> None:
    """The same row gives the same counts, another value of a free parameter others."""
    first = run_row(task("a"))
    assert first == run_row(task("b"))
    assert len(first) == len(statistics())
    assert first != run_row(task("a", level_missing=2.0))


def test_a_stopped_job_goes_on_where_it_stopped(store: Store) -> None:
    """Finished pieces are kept, only missing ones run, and the whole is the same."""
    tasks = [task(str(i), level_missing=1.0 + i / 10) for i in range(4)]
    asked: list[str] = []

    def run(one: RowTask) -> Any:
        asked.append(one.name)
        return [float(one.name)]

    def after_two() -> bool:
        return len(asked) >= 2

    with pytest.raises(StoppedError, match="2 of 4"):
        run_job("bank", {"a": 1}, tasks, run, store, Execution(1, cancelled=after_two))
    assert asked == ["0", "1"]
    whole = run_job("bank", {"a": 1}, tasks, run, store, Execution(1))
    assert asked == ["0", "1", "2", "3"]
    assert whole == {str(i): [i] for i in range(4)}
    run_job("bank", {"a": 2}, tasks[:1], run, store, Execution(1))
    assert asked[-1] == "0"


def test_the_specification_names_all_that_matters() -> None:
    """Another seed, bank, target or prior is another specification; the same is the same."""
    spec = england_spec(1024)
    assert spec.plain() == england_spec(1024).plain()
    fewer = replace(spec, targets=spec.targets[1:])
    wider = replace(spec, priors=spec.priors[1:])
    for other in (england_spec(2048), england_spec(1024, 2), fewer, wider):
        assert other.plain() != spec.plain()
    assert fewer.bank() == spec.bank()


def found(status: str = CALIBRATED) -> dict[str, Any]:
    """A finding with two draws."""
    one = {"name": "breakdown_moves", "median": 0.15}
    return {"parameters": [one], "draws": [[0.1], [0.2]], "gate": {"passed": True, "why": [status]}}


def test_a_calibration_is_found_by_key_letters_and_place(store: Store) -> None:
    """Stored findings come back by their key, its first letters, or their place, newest first."""
    kept = add_calibration(store, "Norfolk", CALIBRATED, found())
    assert find(kept.key, store).result == found()
    assert find(kept.key[:8], store).key == kept.key
    assert find("norfolk", store).key == kept.key
    with pytest.raises(DoorwaysError, match="no such calibration"):
        find("Atlantis", store)


def test_draws_take_turns_and_the_middle_is_the_median() -> None:
    """Draw numbers walk through the posterior and begin again; none is the median."""
    one = Calibration("k" * 64, "England", CALIBRATED, RESULTS_VERSION, found())
    assert [one.values(j)["breakdown_moves"] for j in (0, 1, 2)] == [0.1, 0.2, 0.1]
    assert one.values(None) == {"breakdown_moves": 0.15}


def test_another_results_version_is_refused() -> None:
    """Parameters fitted to another version of the model are not used, and the message says so."""
    old = Calibration("k" * 64, "England", NOT_CALIBRATED, BASELINE_VERSION - 1, found())
    with pytest.raises(DoorwaysError, match="results version"):
        current(old)


def test_levels_multiply_what_is_held() -> None:
    """A free level of breakdowns multiplies their hazards and leaves everything else alone."""
    council = profile("Rutland", 2024)
    plain = parameters_for(council)
    raised = parameters_for(council, overrides={"level_breakdown": 1.2})
    assert np.allclose(
        np.asarray(raised["breakdown_hazard"]), 1.2 * np.asarray(plain["breakdown_hazard"])
    )
    assert np.array_equal(raised["missing_hazard"], plain["missing_hazard"])
