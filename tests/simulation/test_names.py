"""Whatever is looked up by a name that does not exist is an error that says which was meant."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.synthesis.margins import weighted_sample
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.patterns.spells import Spells
from dashboards.report.groups import GROUPS
from simulation import costs
from simulation.discover import model_rules, services
from simulation.errors import DoorwaysError
from simulation.names import nearest
from simulation.outcomes.cells import CELLS, PLACEMENT_CELLS
from simulation.outcomes.logged import Events, has
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.outcomes.tally import Tally
from simulation.parameters import declared
from simulation.services.declaration import Service
from simulation.services.file_words import PLACEMENTS
from simulation.simulate import start
from simulation.testing import EventLog, Played, play, rules_for, toy_population
from simulation.testing.toys import ToyShock

OUTCOMES = model_rules().outcome_names
KNOWN = {*OUTCOMES, *(name.split("/")[0] for name in OUTCOMES)}
NOBODY = np.zeros(0, np.int64)
EVENTS = Events(np.zeros(0), NOBODY, NOBODY, NOBODY, NOBODY)
SPELLS = Spells(NOBODY, np.zeros(0), np.zeros(0), NOBODY, NOBODY)
#: Names as people mistype them: of no process, of a process with another's outcome, of nothing.
UNKNOWN = st.one_of(st.text(), st.sampled_from(sorted(KNOWN)).map(lambda name: f"{name}s")).filter(
    lambda name: name not in KNOWN
)


class Counted:
    """Stand for the state of a run of a year, with as many events of each outcome as its number."""

    events = np.tile(np.arange(len(OUTCOMES)), (53, 1))


@pytest.fixture(scope="module")
def log() -> EventLog:
    """Return the log of a toy that is shocked now and then."""
    played: Played = play(rules_for(ToyShock), toy_population(20), {"toy_shock_hazard": 2.0})
    return played.log


LOOKS: dict[str, Callable[[str], Any]] = {
    "tally by bin": lambda name: Tally(model_rules(), Counted(), 1).by_bin(name),
    "tally by year": lambda name: Tally(model_rules(), Counted(), 1).events("arrest", name),
    "which events": EVENTS.are,
    "events of": lambda name: EVENTS.of("arrest", name),
    "spells ended by": SPELLS.by,
}


@pytest.mark.parametrize("look", LOOKS)
@given(name=UNKNOWN)
def test_an_unknown_outcome_is_an_error(look: str, name: str) -> None:
    """No name but a process or an outcome of the model counts or chooses anything, not even nothing."""
    with pytest.raises(DoorwaysError, match="No process and no outcome"):
        LOOKS[look](name)


@pytest.mark.parametrize("look", LOOKS)
def test_a_misspelt_outcome_is_told_what_was_meant(look: str) -> None:
    """The error names what a typing mistake probably meant."""
    with pytest.raises(DoorwaysError, match="Did you mean going_home"):
        LOOKS[look]("goin_home")


def test_names_that_begin_with_what_was_written_are_the_nearest() -> None:
    """Half a name is no slip of another's: foster is not other, whatever letters they share."""
    assert nearest("foster", PLACEMENTS) == ["foster_in_house", "foster_agency"]
    assert nearest("home", PLACEMENTS) == ["childrens_home"]


@given(names=st.sets(st.sampled_from(sorted(KNOWN)), min_size=1))
def test_known_outcomes_are_each_counted_once(names: set[str]) -> None:
    """A process counts all its outcomes, an outcome itself, and naming both counts neither twice."""
    wanted = sum(
        i for i, name in enumerate(OUTCOMES) if name in names or name.split("/")[0] in names
    )
    assert Tally(model_rules(), Counted(), 1).events(*names)[0] == 52 * wanted


@pytest.mark.parametrize("look", ["only", "without", "counts"])
def test_a_log_knows_what_could_have_happened(log: EventLog, look: str) -> None:
    """Asking a log for a process it could not hold is an error; for one that did not happen, not."""
    assert log.only("toy_shock").times.size == log.only("toy_shock/happened").times.size > 0
    with pytest.raises(DoorwaysError, match="toy_shock"):
        getattr(log, look)("toy_shok")


def test_an_unknown_cell_is_an_error() -> None:
    """A cell that does not exist is neither empty nor absent."""
    with pytest.raises(KeyError, match="lookd_after"):
        has(NOBODY, "lookd_after")


def test_every_placement_has_a_price_and_every_group_its_measures() -> None:
    """Names kept in two lists agree: cells and prices, report groups and measures, weekly columns."""
    assert set(PLACEMENT_CELLS) == costs.cells.LOOKED_AFTER
    assert set(costs.CELLS) <= set(CELLS)
    grouped = [name for _, members in GROUPS for name in members]
    assert sorted(grouped) == sorted(measure.name for measure in MEASURES)
    assert set(WEEKLY) - {measure.name for measure in MEASURES} == {"missing_now"}


def test_an_override_of_no_parameter_is_an_error() -> None:
    """A value set for a parameter that does not exist is told, with the name that was meant."""
    for parameter in declared():
        with pytest.raises(DoorwaysError, match=parameter.name):
            parameters_for(profile("Rutland"), overrides={f"{parameter.name}s": 0.5})


@pytest.mark.parametrize("service", services(), ids=lambda service: service.name)
def test_a_service_is_not_told_what_nobody_reads(service: type[Service]) -> None:
    """Plain data handed to the engine or a Mesa model is refused where a word of it is unknown."""
    values = parameters_for(profile("Rutland"))
    example = dict(service.example)
    for bad, meant in (
        ({**example, "kind": f"{service.name}s"}, service.name),
        ({key: value for key, value in example.items() if key != "kind"}, service.name),
        ({**example, "twin": "nul"}, "real"),
        ({**example, "nobody_reads_this": 1}, "nobody_reads_this"),
    ):
        with pytest.raises(DoorwaysError, match=meant):
            start(toy_population(3), [bad], values, 1, 0, 1.0)


def test_no_more_are_chosen_than_there_are() -> None:
    """Choosing more young people than there are, or fewer than none, is an error and no smaller choice."""
    u = np.linspace(0.1, 0.9, 5)
    assert sorted(weighted_sample(u, np.ones(5), 5)) == [0, 1, 2, 3, 4]
    for count in (6, -1):
        with pytest.raises(ValueError, match="cannot be chosen"):
            weighted_sample(u, np.ones(5), count)
