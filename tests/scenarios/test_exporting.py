"""A simulated council as a return: the reader finds nothing wrong in it, and finds in it what the run had."""

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.codes import Placement, Status
from calibration.beliefs.own.figures import figures_of
from calibration.beliefs.own.histories import histories
from calibration.beliefs.own.starting import starting
from calibration.beliefs.returns.importing import Imported, import_returns
from scenarios.compare import plan
from scenarios.exporting.calendar import Calendar, birthday, last_day, year_of
from scenarios.exporting.lives import Lives, lives_of
from scenarios.exporting.written import tables_of, write_return
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, run_replicate

YEARS = 2
#: All codes of these years are in one list: nothing changes its code meanwhile.
FIRST = 2022


@cache
def task() -> ReplicateTask:
    """A run of a small council."""
    return plan(CompareRequest("Kingston upon Thames", years=YEARS, replicates=2))[0]


@cache
def lives() -> Lives:
    """Everybody it looked after."""
    return lives_of(task(), FIRST)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Its return as the reader, strict, has it."""
    folder = tmp_path_factory.mktemp("return")
    write_return(folder, tables_of(lives()))
    return import_returns(folder)


def test_the_reader_finds_nothing_wrong(taken: Imported) -> None:
    """A strict import goes through; no rule is met but that a later return has a row again."""
    assert not taken.stopped
    assert {*taken.ledger.found().rule, *(one.rule for one in taken.ledger.of_files)} <= {
        "replaced"
    }


def measured(name: str) -> list[float]:
    """A measure of the run, year by year."""
    values = run_replicate(task())[0].values
    return list(values[[one.name for one in MEASURES].index(name)])


def test_children_and_events_are_those_of_the_run(taken: Imported) -> None:
    """Stock and starts are the run's to within what whole days merge; ends and moves likewise."""
    within = lives().merged + 2
    by_year = taken.counts["by_year"]
    for k, year in enumerate(by_year):
        counts = figures_of(histories(taken), year["year_to_31_march"])
        assert abs(counts["starts"] - measured("care_entries")[k]) <= within
        assert abs(counts["ceases"] - measured("exits")[k]) <= within
    start = np.count_nonzero(population_of(task()).young_people["status"] == Status.LOOKED_AFTER)
    assert figures_of(histories(taken), FIRST)["looked_after_in_year"] >= start - within


def told(stay: Any) -> int:
    """The kind of placement that a return can tell: lodgings have no code of their own."""
    return int(Placement.SUPPORTED if stay == Placement.LODGINGS else stay)


def test_the_imported_start_is_the_exported_one(taken: Imported) -> None:
    """Whoever was there on the first 31 March comes back: sex, route, placement, moves, periods, weeks and months."""
    rows = population_of(task()).young_people
    rows = rows[rows["status"] == Status.LOOKED_AFTER]
    back = starting(histories(taken).episodes, FIRST - 1)
    assert len(back["moves"]) == rows.size
    assert back["cut"] == [0] * rows.size
    for name, column in (("female", "female"), ("alone", "uasc")):
        assert sum(back[name]) == int(rows[column].sum())
    sixteen = Calendar(FIRST - 1, YEARS)
    kinds = Counter(
        told(one["placement"])
        for one in rows
        if birthday(sixteen.day(float(one["born"])), 16) <= sixteen.day(float(one["placed"]))
        or one["placement"] not in (Placement.SUPPORTED, Placement.LODGINGS)
    )
    found = Counter(back["placement"])
    assert sum((kinds - found).values()) <= 1
    for name, since in (("care_weeks", "entered"), ("placed_weeks", "placed")):
        weeks = np.sort(-rows[since] * 365.25 / 7)
        assert np.abs(np.sort(back[name]) - weeks).max() <= 1.0
    days = np.floor((rows["placed"] - rows["entered"]) * 365.25)
    moves = np.where(rows["placed"] == rows["entered"], 0, np.maximum(rows["moves"], 1))
    assert np.sort(back["moves"]).tolist() == np.sort(np.minimum(moves, days + 1)).tolist()
    months = np.sort(-rows["born"] * 12)
    assert np.abs(np.sort(back["age_months"]) - months).max() <= 1.1


def test_a_change_of_the_code_list_is_written_as_councils_do(tmp_path: Path) -> None:
    """Over April 2024 supported accommodation gets its new code: a new episode with the same carer, and no move."""
    write_return(tmp_path, tables_of(lives_of(task(), 2024)))
    over = import_returns(tmp_path)
    assert not over.stopped
    assert set(over.ledger.found().rule) <= {"replaced", "code_doubtful"}
    status = figures_of(histories(over), 2025)["changes_status_only"]
    assert status > 0
    assert abs(over.counts["carer_moves"] - sum(moves_of(lives()))) <= 2


def moves_of(found: Lives) -> list[int]:
    """How often each child moved to another carer within the years."""
    first = last_day(FIRST - 1)
    return [
        sum(stay.moved and stay.begins > first for period in one.periods for stay in period[1:])
        for one in found.children
    ]


@pytest.mark.parametrize("first", [2027, 99_999, 1, -5])
def test_years_without_a_list_of_codes_are_refused(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No list covers them, so no return of them can be right; years of no calendar neither, and nothing is run."""
    monkeypatch.setattr("scenarios.exporting.lives.started", None)
    with pytest.raises(DoorwaysError, match="Codes are known"):
        lives_of(task(), first)


@given(st.floats(0.0, 3.0, exclude_min=True, exclude_max=True), st.integers(2000, 2030))
def test_every_moment_lies_in_its_year(time: float, base: int) -> None:
    """The first simulated year is the year to the next 31 March, to the day, and days follow moments."""
    calendar = Calendar(base, 3)
    assert year_of(calendar.day(time)) == base + 1 + int(time)
    assert calendar.day(time) <= calendar.day(min(time + 0.01, 2.999999))
    assert calendar.day(-time) <= last_day(base)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2020, 12, 31)))
def test_birthdays_of_all(born: dt.date) -> None:
    """Every birth has an 18th birthday, those of 29 February too."""
    adult = birthday(born)
    assert adult.year == born.year + 18
    assert (adult.month, adult.day) == (born.month, born.day) or (born.month, born.day) == (2, 29)
