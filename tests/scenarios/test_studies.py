"""A service's studies simulated: what is read of an arm, and that what goes in comes out."""

from collections import Counter
from dataclasses import replace
from math import exp, inf, log
from typing import Any

import numpy as np
import pytest

from agents.lengths import MONTHS_PER_YEAR, QUARTER, WEEK
from calibration.beliefs.effects.load import studies
from scenarios.compare import make_plan
from scenarios.funnel.replicate import played
from scenarios.funnel.spells import Ending, Spell
from scenarios.request import CompareRequest
from scenarios.studies.check import PAIRS, Checked, check
from scenarios.studies.flow import flow_of
from scenarios.studies.met import Reader
from scenarios.studies.simulated import Seen, as_found, finding_of, simulate, studies_of
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.runner.worker import population_of
from simulation.services.measured import DROPPED_OUT, DURING, People

(STUDIED,) = (one for one in model_rules().services if one.studies)
(UNSTUDIED, *_) = (one for one in model_rules().services if not one.studies)
EFFECTS = studies_of(STUDIED).effects
HORIZON = 3.0
PLACE = "Rutland"


@pytest.fixture(scope="module")
def arm() -> Any:
    """One arm with a service as it was studied, in a small council, with its log."""
    request = CompareRequest(
        PLACE, scenario="no-wrong-door-north-yorkshire", years=3, replicates=2, central=True
    )
    task = make_plan(request).tasks[0]
    return played(task, task.arms[1], population_of(task))


def test_every_study_is_a_row_and_acts(arm: Any) -> None:
    """Each names a row of the studies, an effect of the service, and events and a cell that exist."""
    rows = {row.id for row in studies()}
    sizes = {one.size for one in STUDIED.effects} | {one.name for one in STUDIED.parameters}
    reader = Reader(arm, HORIZON)
    for size, study in EFFECTS.items():
        assert {study.study, *filter(None, (study.later_study,))} <= rows
        assert size in sizes
        assert finding_of(size, study) > 0.0
        assert reader.met(study, study.months).years >= 0.0


def test_windows_add_up(arm: Any) -> None:
    """Events and time of two windows side by side are those of the one that holds both."""
    reader = Reader(arm, HORIZON)
    for study in EFFECTS.values():
        if study.people is People.SUPPORTED:
            both = reader.met(study, (0.0, 24.0))
            first, second = (reader.met(study, one) for one in ((0.0, 9.0), (9.0, 24.0)))
            assert both.events == first.events + second.events
            # Weeks are looked at from where each window begins: one more or less of a person or two.
            assert both.years == pytest.approx(first.years + second.years, rel=5e-3, abs=2 * WEEK)
            assert both.events == sum(both.places.values())


def test_time_in_a_cell_and_out_of_it_is_all_time(arm: Any) -> None:
    """Looked after and not looked after are all of the time supported, which is that of the flow."""
    reader, study = Reader(arm, HORIZON), EFFECTS["nwd_missing_ratio"]
    months = (0.0, 24.0)
    met = {
        among: reader.met(replace(study, among=(among,) if among else ()), months).years
        for among in ("", "looked_after", "not looked_after")
    }
    assert met[""] > 1.0
    assert met["looked_after"] + met["not looked_after"] == pytest.approx(met[""])
    flow = flow_of(reader, reader.opened, reader.opened + 24.0 / MONTHS_PER_YEAR)
    assert flow.support == pytest.approx(met[""])
    assert flow.in_care * flow.support == pytest.approx(met["looked_after"])
    assert 0.0 <= flow.outreach <= 1.0
    assert flow.starts <= flow.accepted <= flow.referrals


def test_followed_from_the_start_of_support_counts_so_many_months(arm: Any) -> None:
    """Whoever started early enough is followed for a year to the day, whatever became of support."""
    reader, study = Reader(arm, HORIZON), EFFECTS["nwd_entry_ratio"]
    met = reader.met(replace(study, among=()), (0.0, 12.0))
    early = [one for _, one in reader.spells if one.started < reader.opened + 1.0]
    assert met.years == pytest.approx(len(early) * study.follow / MONTHS_PER_YEAR)


@pytest.mark.parametrize(
    ("moment", "ending", "place"),
    [
        (1.1, Ending.COMPLETED, (4, 0, DURING)),
        (1.0 + QUARTER, Ending.COMPLETED, (4, 0, DURING)),
        (1.3, Ending.COMPLETED, (5, 1, DURING)),
        (1.6, Ending.COMPLETED, (6, 1, 0)),
        (1.6, Ending.DROPPED_OUT, (6, 1, DROPPED_OUT)),
    ],
)
def test_an_event_lies_in_its_quarters(
    arm: Any, moment: float, ending: Ending, place: tuple[int, int, int]
) -> None:
    """The quarter of the service, of support, and after it; nothing is left after dropping out."""
    reader = Reader(arm, HORIZON)
    start, end = reader.opened + 1.0, reader.opened + 1.5
    spell = Spell(0, 0, start, start, end, inf, ending)
    assert reader._place(spell, reader.opened + moment) == place


def seen(without: Any, with_it: Any) -> Seen:
    """Return what these pairs show."""
    return Seen(np.array(without, float), np.array(with_it, float), Counter())


def test_the_ratio_is_that_of_rates_and_its_error_that_of_the_pairs() -> None:
    """Half the events in the same time; pairs that agree have no error, scattered ones the delta method's."""
    same = seen([[10, 2.0]] * 4, [[5, 2.0]] * 4)
    assert exp(same.log_ratio) == pytest.approx(0.5)
    assert same.error == pytest.approx(0.0, abs=1e-12)
    rng = np.random.default_rng(5)
    rows = np.stack([rng.poisson(20.0, 4_000), np.full(4_000, 2.0)], axis=1)
    other = np.stack([rng.poisson(10.0, 4_000), np.full(4_000, 2.0)], axis=1)
    wanted = np.sqrt(1 / (20 * 4_000) + 1 / (10 * 4_000))
    assert seen(rows, other).error == pytest.approx(wanted, rel=0.05)


@pytest.mark.parametrize(
    ("put_in", "out", "error", "verdict"),
    [
        (0.5, 0.5, 0.01, "comes out"),
        (0.5, 0.5 * exp(0.068), 0.01, "comes out"),
        (0.5, 0.5 * exp(0.072), 0.01, "DOES NOT COME OUT"),
        (0.5, 0.5, 0.05, "too few pairs to tell"),
        (0.95, 0.95 * exp(-0.019), 0.009, "comes out"),
        (0.95, 0.95 * exp(-0.021), 0.009, "DOES NOT COME OUT"),
    ],
)
def test_the_verdict_follows_the_rule(
    monkeypatch: pytest.MonkeyPatch, put_in: float, out: float, error: float, verdict: str
) -> None:
    """Within the larger of 0.02 and a tenth on the log scale, with at most half of that as error."""
    monkeypatch.setattr(Seen, "log_ratio", log(out))
    monkeypatch.setattr(Seen, "error", error)
    study = EFFECTS["nwd_missing_ratio"]
    one = Checked("nwd_missing_ratio", study, put_in, seen([[1, 1]], [[1, 1]]), None, None)
    assert one.verdict == verdict


def test_a_service_without_studies_is_refused() -> None:
    """There is nothing to simulate."""
    with pytest.raises(DoorwaysError, match="No study of it is declared"):
        simulate(UNSTUDIED, {}, pairs=2, seed=1)


def test_a_service_that_changes_nothing_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every ratio 1 and no places each study finds the null twin's very events, in the same time."""
    bare = {"opens_month": 0.0, "beds_planned": 0, "beds_emergency": 0, "community_families": 0}
    studies = studies_of(STUDIED)
    here = replace(studies, place=PLACE, spec={**studies.spec, "hubs": [bare]})
    monkeypatch.setattr(STUDIED, "studies", here)
    every = {one.size: 1.0 for one in STUDIED.effects if not one.option}
    found = simulate(STUDIED, {**dict.fromkeys(as_found(STUDIED), 1.0), **every}, pairs=2, seed=3)
    for one in found.values():
        assert np.array_equal(one.without, one.with_it)
    assert sum(one.without[:, 0].sum() for one in found.values()) > 0


@pytest.mark.slow
@pytest.mark.statistics
def test_what_goes_in_comes_out() -> None:
    """Every study of the service, on other futures than those its scale was set on.

    800 pairs: the Monte Carlo error of each logarithm is at most half of what is allowed, so that an
    effect that is off by twice what is allowed is found 97 times in 100.
    """
    rows = check(STUDIED, pairs=PAIRS)
    assert len(rows) == len(EFFECTS)
    assert not [row.plain() for row in rows if not row.is_precise]
    assert not [row.plain() for row in rows if not row.agrees and not row.study.lacking]
    assert {row.verdict for row in rows} == {"comes out", "not reproducible here"}
