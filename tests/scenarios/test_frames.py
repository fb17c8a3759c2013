"""Frames of a comparison: they add up to its table, week by week and event by event, and are the same when read back."""

from pathlib import Path

import numpy as np
import pytest

from scenarios.frames import ARMS, Frames, frames
from scenarios.request import CompareRequest
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.outcomes.logged import room_for
from simulation.runner.execution import Execution
from simulation.runner.worker import population_of, started
from simulation.testing.logs import log_of

REQUEST = CompareRequest("Rutland", years=2, replicates=4, calibration=None)
ALONE = Execution(1)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where its runs are kept."""
    return tmp_path_factory.mktemp("frames") / "runs.sqlite"


@pytest.fixture(scope="module")
def found(file: Path) -> Frames:
    """A small comparison."""
    return frames(REQUEST, store=file, execution=ALONE)


def test_averages_of_the_runs_are_those_of_the_table(found: Frames) -> None:
    """For every measure, year and arm the mean over runs is what the comparison says."""
    runs, table = found.runs(), found.measures()
    means = runs.groupby(["measure", "year", "arm"]).value.mean()
    rows = table[table.window.str.startswith("year ")]
    assert len(rows) * len(ARMS) == len(means)
    for row in rows.to_dict("records"):
        year = int(row["window"].removeprefix("year "))
        for arm in ARMS:
            told = row[f"{arm}_mean"]
            if told is not None and np.isfinite(told):
                assert means[row["name"], year, arm] == pytest.approx(told)


def test_weeks_add_up_to_years(found: Frames) -> None:
    """Entries and moves of all weeks of a run are those of its years; every run has every week once."""
    weeks, runs = found.weeks(), found.runs()
    assert not weeks.duplicated(["replicate", "arm", "week"]).any()
    for name in ("care_entries", "placement_moves"):
        by_week = weeks.groupby(["replicate", "arm"])[name].sum()
        by_year = runs[runs.measure == name].groupby(["replicate", "arm"]).value.sum()
        assert by_week.to_dict() == pytest.approx(by_year.to_dict())


def test_a_run_key_names_one_run(found: Frames) -> None:
    """Each run has one key and each key one run."""
    runs = found.runs()
    assert runs.groupby("run_key")[["replicate", "arm"]].nunique().eq(1).all().all()
    assert runs.run_key.nunique() == REQUEST.replicates * len(ARMS)


def test_read_back_they_are_the_same_and_nothing_runs(found: Frames, file: Path) -> None:
    """A second call finds every run in the store and gives equal frames."""
    again = frames(REQUEST, store=file, execution=ALONE)
    assert sum(again.comparison.timings["runs_reused"].values()) == REQUEST.replicates * len(ARMS)
    assert again.runs().equals(found.runs())
    assert again.weeks().equals(found.weeks())


@pytest.mark.parametrize("arm", ARMS)
def test_events_are_those_of_the_run(found: Frames, arm: str) -> None:
    """They are, one by one, what the log of that run says; a measure counted from them is the run's own."""
    task = found.plan.tasks[1]
    spec = task.arms[ARMS.index(arm)]
    run = started(task, spec, population_of(task), room_for(task.profile["cla"], task.years))
    run.advance(float(task.years), task.step_days)
    log = log_of(model_rules(), run.population, run.state)
    events = found.events(1, arm)
    assert events.time.tolist() == log.times.tolist()
    assert events.uid.tolist() == log.uids.tolist()
    assert (events.process + "/" + events.outcome).tolist() == log.names.tolist()
    runs = found.runs()
    own = runs[(runs.replicate == 1) & (runs.arm == arm) & (runs.measure == "missing_episodes")]
    assert (events.process == "missing_start").sum() == own.value.sum()


@pytest.mark.parametrize("arm", ARMS)
def test_events_are_in_the_weeks_that_count_them(found: Frames, arm: str) -> None:
    """Week by week, as many go missing as the column of weeks has: both number weeks alike, to the last of a year."""
    events, weeks = found.events(1, arm), found.weeks()
    mine = weeks[(weeks.replicate == 1) & (weeks.arm == arm)].set_index("week")
    begun = events[events.process == "missing_start"].groupby("week").size()
    counted = mine.missing_episodes
    assert begun.reindex(mine.index, fill_value=0).tolist() == counted.tolist()
    assert counted.sum() > 0
    assert set(events.week) <= set(mine.index)


def test_before_a_service_opens_both_arms_are_one(found: Frames) -> None:
    """Up to the hub's opening month the same events happen to the same people at the same moments."""
    opens = found.plan.arms[1].interventions[0]["hubs"][0]["opens_month"] / 12
    first, second = (found.events(0, arm) for arm in ARMS)
    early = [one[(one.time < opens) & (one.member == "young_person")] for one in (first, second)]
    assert len(early[0]) > 0
    assert early[0].reset_index(drop=True).equals(early[1].reset_index(drop=True))


def test_draws_hold_what_moves_and_nothing_else_unless_asked(found: Frames, file: Path) -> None:
    """Drawn figures differ between futures; at central values none does; all are there when asked for."""
    draws = found.draws()
    assert draws.replicate.tolist() == list(range(REQUEST.replicates))
    assert (draws.drop(columns=["replicate", "luck"]).nunique() > 1).all()
    central = CompareRequest("Rutland", years=1, replicates=2, central=True, calibration=None)
    still = frames(central, store=file, execution=ALONE)
    assert list(still.draws().columns) == ["replicate", "luck"]
    whole = still.draws(every=True)
    names = {name.partition("[")[0] for name in whole.columns} - {"replicate", "luck"}
    assert names == set(still.plan.tasks[0].parameters)


def test_sources_name_every_work_once(found: Frames) -> None:
    """As text and as BibTeX, the works of both arms stand once each."""
    entries = found.sources("bibtex").split("\n@")
    keys = [one.partition("{")[2].partition(",")[0] for one in entries]
    assert len(keys) == len(set(keys)) > 10
    assert "Department for Education" in found.sources()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda one: one.events(4), "from 0 to 3"),
        (lambda one: one.events(-1), "from 0 to 3"),
        (lambda one: one.events(0, "null"), "two arms"),
        (lambda one: one.sources("apa"), "text or bibtex"),
    ],
)
def test_what_there_is_not_is_said(found: Frames, asked: object, says: str) -> None:
    """A future, an arm or a form that there is not is one clear error."""
    assert callable(asked)
    with pytest.raises(DoorwaysError, match=says):
        asked(found)
