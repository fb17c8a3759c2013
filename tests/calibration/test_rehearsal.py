"""England in small: few simulations, the same scale, and nothing that could be taken for a calibration."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from calibration.beliefs.authorities.load import all_profiles, england
from calibration.fitting.patterns.catalogue import statistics
from calibration.joint import rehearsal
from calibration.joint.calibrate import Coverages, gate_of
from calibration.joint.inference.sbc import Coverage
from calibration.joint.result import ENGLAND
from calibration.joint.runs import councils_at, jobs_of
from calibration.joint.spec import england_spec
from scenarios.batch.calibrations.asked import asked_of
from scenarios.batch.plan import plan_of
from simulation.store.jobs import job_key

SMALL = england_spec(256, rehearsed=True)


def test_it_is_a_small_part_of_the_work() -> None:
    """The bank aside, fewer than fifty simulations, each of another job than a whole calibration's."""
    bank, *others = jobs_of(SMALL)
    assert len(bank.tasks) == 256
    assert sum(len(job.tasks) for job in others) < 50
    keys = [{job_key(job.kind, job.config) for job in jobs_of(s)} for s in (SMALL, england_spec())]
    assert not keys[0] & keys[1]


def test_a_whole_calibration_is_what_it_was() -> None:
    """What names a calibration in earnest says nothing of rehearsals: what is stored stays good."""
    assert "rehearsal" not in repr(england_spec().plain())
    assert SMALL.plain()["bank"]["rehearsal"] is True


def test_some_councils_stand_for_all() -> None:
    """Of a rehearsal's councils counts are those of a country as large as England."""
    children = {one.code: one["cla"] for one in all_profiles(SMALL.year)}

    def job(asked: Any) -> Any:
        each = [children[task.council] for task in asked.tasks]
        return np.tile(np.array(each)[:, None, None], (1, len(statistics()), 2))

    found = councils_at(SMALL, SimpleNamespace(job=job), {}, 1)  # type: ignore[arg-type]
    counted = [not one.is_share for one in statistics().values()]
    assert np.exp(found[counted]) == pytest.approx(england(SMALL.year)["cla"])


def test_it_never_passes() -> None:
    """Were everything else in order the gate would still say what it is."""
    ranks = (np.arange(400)[:, None] + 0.5) / 400
    even = Coverage(("a",), ranks, np.ones((400, 1)))
    rows = [{"role": role, "compared": True, "inside": True} for role in ("fit", "hold")]
    both = Coverages(even, even)
    assert gate_of(both, rows)["passed"]
    gate = gate_of(both, rows, rehearsed=True)
    assert not gate["passed"]
    assert gate["why"] == [rehearsal.WHY]


def test_its_name_says_so() -> None:
    """So that neither a command nor a council finds it where England's calibration is asked for."""
    said = {"name": "levels", "calibrations": {"bank": 256, "rehearsal": True}}
    (one,) = asked_of(plan_of(said, "plan", Path.cwd()))
    assert str(one) == f"{ENGLAND}, rehearsal"
    assert one.way.spec == SMALL
