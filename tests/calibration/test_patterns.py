"""What a run shows: spells, counts and shares agree with the run's own counters."""

import numpy as np
import pytest

from agents.codes import Placement
from calibration.beliefs.authorities.load import england, profile
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.patterns.catalogue import counts, statistics
from calibration.fitting.patterns.england import sample_of_england, shown
from calibration.fitting.patterns.flows import ceases, starts
from calibration.fitting.patterns.missing import episodes
from calibration.fitting.patterns.moves import moved
from calibration.fitting.patterns.record import Record, record_run
from calibration.fitting.patterns.spells import periods, placements
from simulation.outcomes.cells import INDEX
from simulation.outcomes.event_names import EXIT_PROCESSES, MOVES
from simulation.outcomes.logged import has, placement_of


@pytest.fixture(scope="module")
def record() -> Record:
    """Two years of a small council."""
    council = profile("Rutland", 2024)
    return record_run(council, parameters_for(council), 5, 0, 2)


def answer(record: Record, name: str) -> tuple[float, float]:
    """One statistic's count and what it is out of."""
    return statistics()[name].count(record)


def test_cells_are_read_back() -> None:
    """A kind of placement and a cell are found again in the bits that hold them."""
    kinds = np.array([Placement.KINSHIP, Placement.OTHER, Placement.SERVICE_FAMILY], dtype=np.int64)
    bits = (1 << (kinds - 1)) | (1 << INDEX["missing"])
    assert placement_of(bits).tolist() == kinds.tolist()
    assert placement_of(np.array([0])).tolist() == [0]
    assert has(bits, "missing").all()
    assert not has(bits, "out_of_authority").any()


def test_every_placement_that_ends_had_begun(record: Record) -> None:
    """Placements and periods last longer than nothing and end by a move or by leaving care."""
    ended, over = placements(record), periods(record)
    assert ended.rows.size > 20
    assert (ended.lasted > 0).all()
    assert (over.lasted > 0).all()
    assert ended.by(*MOVES, *EXIT_PROCESSES).all()
    assert over.by(*EXIT_PROCESSES).all()


def test_placements_of_one_child_follow_each_other(record: Record) -> None:
    """Where a child's placement ended by a move, the next began at that very moment."""
    ended = placements(record)
    checked = 0
    for row in np.unique(ended.rows):
        own = ended.where(ended.rows == row)
        for earlier in range(own.rows.size - 1):
            if own.by(*MOVES)[earlier]:
                assert own.began[earlier + 1] == own.ended[earlier]
                checked += 1
    assert checked > 5


def test_children_are_counted_once_a_year(record: Record) -> None:
    """Starts, ceases and children missing hold each child once, incidents each time."""
    assert np.unique(starts(record, 0).rows).size == starts(record, 0).rows.size
    assert np.unique(ceases(record, 0).rows).size == ceases(record, 0).rows.size
    assert answer(record, "missing/incidents")[0] == episodes(record).rows.size
    assert answer(record, "missing/children")[0] == np.unique(episodes(record).rows).size


def test_parts_add_up_to_the_whole(record: Record) -> None:
    """Ages and routes add up to totals, and bands of shares to one."""
    for whole, parts in (
        ("stock/all", ("under_1", "1_4", "5_9", "10_15", "16_plus")),
        ("starts/all", ("under_1", "1_4", "5_9", "10_15", "16_plus")),
        ("ceases/all", ("home", "kinship_order", "adopted", "aged_out", "other")),
    ):
        stem = whole.split("/")[0]
        assert (
            sum(answer(record, f"{stem}/{part}")[0] for part in parts) == answer(record, whole)[0]
        )
    for stem in ("lasted", "period", "planned_lasted", "in_year"):
        own = [one.count(record) for n, one in statistics().items() if n.startswith(f"{stem}/")]
        shares = [count / out_of for count, out_of in own if out_of]
        assert np.isclose(sum(shares), 1.0)


def test_moves_are_the_runs_own(record: Record) -> None:
    """Moves by child add up to the year's moves, and two years hold both."""
    assert moved(record, 0).sum() == answer(record, "moves/all")[0]
    both = record.children.are(*MOVES).sum()
    assert moved(record, 0).sum() + moved(record, 1).sum() == both


def test_counts_have_a_row_for_each_statistic(record: Record) -> None:
    """Counts come in the catalogue's order; only shares have something they are out of."""
    found = counts(record)
    assert found.shape == (len(statistics()), 2)
    for row, one in zip(found, statistics().values(), strict=True):
        assert one.is_share or row[1] == 0.0
        assert not one.is_share or row[0] <= row[1]


def test_a_sample_of_england_is_england_in_small() -> None:
    """The sample has England's shares and the size asked for."""
    sample, whole = sample_of_england(2023, 3000.0), england(2023)
    assert np.isclose(sample["cla"], 3000.0)
    assert np.isclose(sample["cla_foster"] / sample["cla"], whole["cla_foster"] / whole["cla"])


def test_nobody_counts_as_half_a_child() -> None:
    """On the log scale counts are over England's size, and none at all is half a child."""
    counted = np.zeros((len(statistics()), 2))
    places = {name: i for i, name in enumerate(statistics())}
    counted[places["starts/all"]] = (200.0, 0.0)
    counted[places["missing/more_than_once"]] = (0.0, 10.0)
    logs = shown(counted, 0.01)
    assert np.isclose(logs[places["starts/all"]], np.log(20_000.0))
    assert np.isclose(logs[places["missing/more_than_once"]], np.log(0.05))
    assert np.isnan(logs[places["missing/10_15"]])
