"""A whole joint calibration in small: bank, posterior, gate, a council, and drawing from it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calibration.beliefs.authorities.load import profile
from calibration.fitting.targets.load import england_targets as targets
from calibration.joint import calibrate as module
from calibration.joint import england, runs
from calibration.joint.calibrate import calibrate, share_inside
from calibration.joint.council import (
    LEAST_EFFECTIVE,
    as_england,
    calibrate_council,
    factors_of,
    own_numbers,
)
from calibration.joint.prior import shipped_priors
from calibration.joint.result import NOT_CALIBRATED, Calibration
from calibration.joint.runs import JobRunner
from calibration.joint.spec import Spec
from calibration.joint.store import add_calibration
from calibration.joint.store import shipped as shipped_calibrations
from dashboards.cli.calibrate_council import compared
from scenarios.beliefs import Beliefs
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution
from simulation.runner.spec import canonical
from simulation.store.store import Store, open_store

ROWS = 256


@pytest.fixture(scope="module")
def small() -> Iterator[None]:
    """Two councils stand for England, and two samples are as large as it."""
    with pytest.MonkeyPatch.context() as patch:
        councils = (profile("Rutland", 2023), profile("Windsor and Maidenhead", 2023))
        patch.setattr(runs, "all_profiles", lambda _: councils)
        patch.setattr(runs, "copies_of", lambda _: 2)
        patch.setattr(runs, "ENGLAND_TRUTHS", 4)
        patch.setattr(module, "LEAST_TRUTHS", 40)
        yield


@pytest.fixture(scope="module")
def spec() -> Spec:
    """Two parameters of missing episodes, seen in a sample of 60 children."""
    free = tuple(
        p for p in shipped_priors() if p.name in ("level_missing", "synth_roaming_variance")
    )
    return Spec(targets(), free, ROWS, 7, 60.0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of this file."""
    with open_store(tmp_path_factory.mktemp("joint") / "runs.sqlite") as made:
        yield made


@pytest.fixture(scope="module")
def found(small: None, spec: Spec, store: Store) -> tuple[str, dict[str, Any]]:
    """The calibration."""
    return calibrate(spec, JobRunner(store, Execution(1)))


@pytest.mark.slow
def test_the_result_holds_what_is_needed(spec: Spec, found: tuple[str, dict[str, Any]]) -> None:
    """Each parameter has prior and posterior, each target its numbers, the gate its reasons."""
    status, result = found
    assert [one["name"] for one in result["parameters"]] == [p.name for p in spec.priors]
    for one in result["parameters"]:
        assert one["low"] <= one["median"] <= one["high"]
    assert [row["id"] for row in result["targets"]] == [one.id for one in spec.targets]
    # Where nobody was at risk there is no number: none is made up, and nothing is compared.
    told = [row for row in result["targets"] if row["low"] is not None]
    assert all(row["low"] < row["high"] for row in told)
    assert not [row for row in result["targets"] if row["low"] is None and row["compared"]]
    assert len(told) > 0.9 * len(result["targets"])
    assert np.array(result["draws"]).shape[1] == len(spec.priors)
    gate = result["gate"]
    assert gate["passed"] == (not gate["why"])
    assert status == ("calibrated" if gate["passed"] else NOT_CALIBRATED)
    assert canonical(result)


@pytest.mark.slow
def test_it_repeats_to_the_byte(
    small: None, spec: Spec, found: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    """The same specification gives the same result, from an empty store as from a full one."""
    with open_store(tmp_path / "again.sqlite") as empty:
        again = calibrate(spec, JobRunner(empty, Execution(1)))
    assert canonical(again[1]) == canonical(found[1])


@pytest.mark.slow
def test_too_few_truths_never_pass(found: tuple[str, dict[str, Any]]) -> None:
    """With a handful of known parameters the gate says that it cannot tell."""
    status, result = found
    assert status == NOT_CALIBRATED
    assert any("truths" in reason or "targets" in reason for reason in result["gate"]["why"])


@pytest.mark.slow
def test_a_council_weighs_englands_posterior(
    small: None,
    spec: Spec,
    store: Store,
    found: tuple[str, dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A council gets factors, draws among England's, and no better status than England's."""
    whole = add_calibration(store, "England", *found)
    monkeypatch.setattr(england, "england_spec", lambda *_: spec)
    bank = england.fitted_from(store, ROWS, 7)
    assert bank is not None
    same, fitted, stored = bank
    assert stored.key == whole.key
    status, result = calibrate_council(profile("Norfolk"), same, fitted, stored)
    assert status == NOT_CALIBRATED
    assert {one["name"] for one in result["factors"]} >= {"local_exit", "local_move"}
    drawn = {tuple(row) for row in result["draws"]}
    assert drawn <= {tuple(row) for row in found[1]["draws"]}
    # A council so unlike this toy of a country leaves few draws with any weight, and says so.
    few = result["effective"] < LEAST_EFFECTIVE
    assert few == any("too unlike" in reason for reason in result["gate"]["why"])
    assert len(drawn) <= len(found[1]["draws"])


def test_without_a_bank_a_council_takes_englands_posterior(tmp_path: Path) -> None:
    """Local factors need no bank; what no table gives is then England's, as it ships."""
    (whole,) = shipped_calibrations()
    with open_store(tmp_path / "empty.sqlite") as empty:
        assert england.fitted_from(empty, 4096, 1) is None
    status, result = as_england(profile("Norfolk"), whole)
    assert status == whole.status
    assert result["draws"] == whole.result["draws"]
    assert len(result["factors"]) >= 8
    # Nothing was compared, which is not the same as all of it lying inside.
    assert result["gate"]["shares"]["fit"] is None
    said = Calibration("", "Norfolk", 2, status, result)
    assert compared(said).startswith("Nothing the council publishes")


def test_nothing_compared_is_no_pass() -> None:
    """The share of no targets is not known, and a gate that needs one does not pass without it."""
    rows = [{"role": "fit", "compared": True, "inside": inside} for inside in (True, False)]
    assert share_inside(rows, "fit") == 0.5
    assert share_inside(rows, "hold") is None


def test_another_bank_is_not_taken_for_this_one(tmp_path: Path) -> None:
    """Where England was calibrated with another bank, the message names the command."""
    (whole,) = shipped_calibrations()
    with open_store(tmp_path / "other.sqlite") as other:
        add_calibration(other, "England", whole.status, dict(whole.result))
        with pytest.raises(DoorwaysError, match="calibrate england"):
            england.fitted_from(other, 2048, 1)


def test_a_council_shows_its_own_numbers() -> None:
    """What a council publishes comes on the log scale, small withheld counts more loosely."""
    council = profile("Norfolk")
    own = {one.measure: one for one in own_numbers(council, factors_of(council))}
    share = own["in_year/three_plus"]
    assert share.published == council["cla_three_plus"] / council["cla"]
    assert share.value == pytest.approx(np.log(share.published))
    assert own["missing/incidents"].spread > 0


def test_a_comparison_draws_from_the_posterior() -> None:
    """Draws of a calibration replace the register's, and its digest is part of what is believed."""
    result = {
        "parameters": [{"name": "breakdown_moves", "median": 0.15}],
        "draws": [[0.11], [0.22]],
        "gate": {"why": []},
    }
    calibration = Calibration("k" * 64, "England", "calibrated", 2, result)
    council = profile("Rutland")
    drawn = Beliefs({}, False, calibration)
    assert drawn.values(council, 1, 1)["breakdown_moves"] == 0.22
    assert Beliefs({}, True, calibration).values(council, 1, 1)["breakdown_moves"] == 0.15
    assert drawn.digest() != Beliefs({}, False).digest()
