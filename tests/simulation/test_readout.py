"""The read-out: what is declared is what is read, and a new declaration is all that it needs."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.outcomes import readout
from simulation.outcomes.counted import Counted
from simulation.outcomes.measures import BY_NAME, COLUMNS, MEASURES, WEEKLY, Column
from simulation.outcomes.readings import Events, Inside, PerChild, WeeklyReading
from simulation.outcomes.snapshot import Snapshot, take
from simulation.outcomes.tally import Tally
from simulation.simulate import Run, start

YEARS = 2


@pytest.fixture(scope="module")
def run() -> tuple[Run, list[Snapshot]]:
    """Return a small council after two years, and what each 31 March showed."""
    council = profile("Rutland")
    values = parameters_for(council)
    people = synthesise(council, values, 1, 0, float(YEARS))
    made = start(people, (), values, 1, 0, float(YEARS))
    seen = []
    for year in range(1, YEARS + 1):
        made.advance(float(year), 28.0)
        seen.append(take(made.population, year))
    return made, seen


def read(run: tuple[Run, list[Snapshot]]) -> tuple[np.ndarray, np.ndarray]:
    """Return measures and weekly columns of a run as declared now."""
    made, seen = run
    tally = Tally(model_rules(), made.state, YEARS)
    values = readout.measure_values(Counted(tally, made.population, seen, made.parameters))
    return values, readout.weekly_values(tally)


def test_every_declaration_is_read(run: tuple[Run, list[Snapshot]]) -> None:
    """Each measure has a number each year and each column one each week, in the order declared."""
    values, weekly = read(run)
    assert values.shape == (len(MEASURES), YEARS)
    assert weekly.shape == (52 * YEARS, len(COLUMNS))
    assert np.isfinite(values).all()
    assert weekly[:, WEEKLY.index("children_in_need")].any()


def test_a_measure_needs_its_declaration_alone(
    run: tuple[Run, list[Snapshot]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more line in either list is one more number in every run, and changes no other."""
    before, weeks = read(run)
    alike = MEASURES[BY_NAME["edge_of_care"]]
    new = replace(alike, name="in_need_only", read=Inside("in_need"))
    monkeypatch.setattr(readout, "MEASURES", (new, *MEASURES))
    monkeypatch.setattr(readout, "COLUMNS", (Column("arrests", Events("arrest")), *COLUMNS))
    values, weekly = read(run)
    np.testing.assert_array_equal(values[1:], before)
    np.testing.assert_array_equal(weekly[:, 1:], weeks)
    need = before[BY_NAME["children_in_need"]] - before[BY_NAME["edge_of_care"]]
    np.testing.assert_array_equal(values[0], need)
    by_week = weekly[:, 0].reshape(YEARS, 52).sum(axis=1)
    np.testing.assert_array_equal(by_week, before[BY_NAME["arrests"]])


@pytest.mark.parametrize("name", sorted(set(WEEKLY) & set(BY_NAME)))
def test_weeks_and_years_are_read_alike(run: tuple[Run, list[Snapshot]], name: str) -> None:
    """A year's events are those of its weeks, and 31 March is its last week."""
    values, weekly = read(run)
    by_year, by_week = values[BY_NAME[name]], weekly[:, WEEKLY.index(name)]
    flow = MEASURES[BY_NAME[name]].kind == "flow"
    same = by_week.reshape(YEARS, 52).sum(axis=1) if flow else by_week[51::52]
    np.testing.assert_array_equal(same, by_year)


@pytest.mark.parametrize(
    "reading", [Events("arests"), PerChild(Events("arests"), Events("arrest"))]
)
def test_a_reading_of_nothing_is_an_error(
    run: tuple[Run, list[Snapshot]], reading: WeeklyReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A declaration that names no event is told with what was meant, and is no row of zeros."""
    monkeypatch.setattr(readout, "MEASURES", (replace(MEASURES[0], read=reading),))
    with pytest.raises(DoorwaysError, match="Did you mean arrest"):
        read(run)


def test_measures_travel_between_processes() -> None:
    """A measure is plain data: it comes back from a worker equal to itself."""
    assert pickle.loads(pickle.dumps(MEASURES)) == MEASURES
