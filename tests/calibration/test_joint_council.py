"""A council's own posterior: only what could be compared is shown and counted."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from calibration.beliefs.authorities.load import profile
from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.targets.load import england_targets as targets
from calibration.joint.calibrate import Fitted, infer, share_inside
from calibration.joint.council import SHOWN, calibrate_council
from calibration.joint.inference.bank import Bank
from calibration.joint.prior import shipped_priors
from calibration.joint.spec import Spec
from calibration.joint.store import shipped as shipped_calibrations

NORFOLK = profile("Norfolk")
ROWS = 256
MEASURES = tuple(measure for measure, _, _ in SHOWN)


def spec_of() -> Spec:
    """One free parameter."""
    return Spec(targets(), shipped_priors()[:1], ROWS, 7, 3000.0)


def inferred(spec: Spec, silent: Sequence[str]) -> Fitted:
    """A posterior from a bank in which some statistics are the same in every run."""
    rng = np.random.default_rng(np.random.SeedSequence([41]))
    names = tuple(statistics())
    stats = rng.normal(0.0, 0.3, (ROWS, len(names))) + 5.0
    stats[:, [names.index(name) for name in silent]] = 0.0
    u = (rng.permutation(ROWS)[:, np.newaxis] + 0.5) / ROWS
    bank = Bank(tuple(prior.name for prior in spec.priors), names, u, stats)
    return infer(spec, bank, np.zeros(len(names)))


@pytest.mark.parametrize("silent", [MEASURES[:1], MEASURES[1:4], MEASURES])
def test_what_the_bank_cannot_tell_is_not_counted(silent: tuple[str, ...]) -> None:
    """A statistic that no run varies is neither inside nor outside; without any there is no share."""
    spec = spec_of()
    (whole,) = shipped_calibrations()
    whole = replace(whole, result=whole.result | {"parameters": whole.result["parameters"][:1]})
    _, result = calibrate_council(NORFOLK, spec, inferred(spec, silent), whole)
    left = [measure for measure in MEASURES if measure not in silent]
    assert [row["measure"] for row in result["targets"]] == left
    share = result["gate"]["shares"]["fit"]
    inside = [row["inside"] for row in result["targets"]]
    assert share == (np.mean(inside) if left else None)
    assert any("own numbers" in reason for reason in result["gate"]["why"]) == (
        share is not None and share < 0.8
    )


def test_a_role_of_which_nothing_was_compared_has_no_share() -> None:
    """Targets the bank cannot tell make no share alone, and count as misses beside others."""
    silent = {"role": "fit", "inside": False, "compared": False}
    assert share_inside([silent, silent], "fit") is None
    assert share_inside([silent, silent | {"inside": True, "compared": True}], "fit") == 0.5
