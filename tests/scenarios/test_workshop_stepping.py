"""Two arms stepped in front of a room: the futures of a comparison, forwards and exactly back."""

import json
import tracemalloc
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.workshop.picture import OFFERED, picture
from scenarios.workshop.places import CELLS_OF, LABELS, PLACES, SHOWN, Place
from scenarios.workshop.stepping import ARMS, Stepped
from simulation.errors import DoorwaysError
from simulation.model import CareSystem
from simulation.outcomes.cells import CELLS, PLACEMENT_CELLS
from simulation.outcomes.measures import BY_NAME, WEEKLY
from simulation.runner.worker import run_replicate

YEARS = 2
REQUEST = CompareRequest(authority="Rutland", years=YEARS, seed=3, replicates=2, central=True)


def stepped() -> Stepped:
    """A pair of a small council at its start."""
    return Stepped(REQUEST)


@cache
def wandering() -> Stepped:
    """A pair that goes wherever it is told."""
    return stepped()


@cache
def played() -> tuple[Stepped, list[str]]:
    """A pair played to its end week by week, and every picture on the way, as text."""
    pair = stepped()
    pictures = [json.dumps(pair.picture(), allow_nan=False)]
    pictures += [json.dumps(pair.step(), allow_nan=False) for _ in range(pair.weeks)]
    return pair, pictures


def same(one: CareSystem, other: CareSystem) -> bool:
    """Whether two models agree to the last bit: everybody, all that was counted, and the log."""
    tables = ("young_people", "families", "carers", "services", "enrolments", "markets")
    there = [(getattr(one.population, t), getattr(other.population, t)) for t in tables]
    log = list(zip(vars(one.events).values(), vars(other.events).values(), strict=True))
    return (
        all(a.tobytes() == b.tobytes() for a, b in (*there, *log))
        and np.array_equal(one.weekly, other.weekly)
        and one.datacollector.model_vars == other.datacollector.model_vars
    )


def test_it_plays_the_first_future_of_the_comparison() -> None:
    """Both arms, stepped, give every weekly count and measure of a comparison's first replicate."""
    pair, _ = played()
    batch = run_replicate(make_plan(REQUEST).tasks[0])
    for name, result in zip(ARMS, batch, strict=True):
        model = pair.models[name]
        assert np.array_equal(model.weekly, result.weekly)
        assert np.array_equal(model.measures, result.values)


def test_back_is_the_same_week_again() -> None:
    """After going on and back, and on again, nothing differs by a bit from never having done so."""
    pair, straight = stepped(), stepped()
    pair.play_to(60)
    pair.step(-35)
    straight.play_to(25)
    assert all(same(pair.models[name], straight.models[name]) for name in ARMS)
    pair.play_to(60)
    for _ in range(35):
        straight.step()
    assert all(same(pair.models[name], straight.models[name]) for name in ARMS)


@pytest.mark.slow
@given(st.lists(st.integers(0, 26), min_size=1, max_size=3))
def test_any_way_there_shows_the_same_picture(ways: list[int]) -> None:
    """Whatever weeks were shown before, a week's picture is the same."""
    pair, (_, pictures) = wandering(), played()
    for week in (0, *ways):
        assert json.dumps(pair.play_to(week)) == pictures[week]


def test_people_come_and_go_by_the_moves() -> None:
    """In every week and arm each place holds whom it held, and who came, less who went."""
    _, pictures = played()
    told = [json.loads(one)["arms"] for one in pictures]
    moved = 0
    for name in ARMS:
        for before, after in pairwise(told):
            expected = dict(before[name]["people"])
            for move in after[name]["moves"]:
                for place, sign in ((move["from"], -1), (move["to"], 1)):
                    if place in expected:
                        expected[place] += sign * move["number"]
                moved += move["number"]
            assert after[name]["people"] == expected
    assert moved > 500


def test_the_picture_agrees_with_the_model() -> None:
    """Counts of people, places, queues and events are those of the model's own agents."""
    pair, _ = played()
    for name in ARMS:
        model = pair.models[name]
        shown = picture(model)
        cared = [place for place in SHOWN[2:-1]]
        assert sum(shown["people"][place] for place in cared) == len(model.looked_after)
        for kind in OFFERED:
            carers = model.carers.where(placement=kind)
            free = sum(carers.column("places")) - sum(carers.column("filled"))
            assert shown["free"][kind.name.lower()]["free"] == free
        assert sum(one["supported"] for one in shown["services"]) == sum(
            site.supporting for site in model.service_sites
        )
        moves = model.weekly[:, WEEKLY.index("placement_moves")].sum()
        assert shown["so_far"]["placement_moves"] == moves
    assert not picture(pair.models["baseline"])["services"]


def test_cost_so_far_is_the_comparisons() -> None:
    """At each year's end it has cost what the measure adds up to; in between it only grows."""
    pair, pictures = played()
    for name in ARMS:
        so_far = [json.loads(one)["arms"][name]["so_far"]["cost_council"] for one in pictures]
        by_year = pair.models[name].measures[BY_NAME["cost_council"]].cumsum()
        assert so_far[0] == 0.0
        assert so_far[52::52] == pytest.approx(by_year, rel=1e-12)
        assert all(later > before for before, later in pairwise(so_far))


def test_history_reaches_the_present_week() -> None:
    """A weekly count comes for the weeks that are over, of both arms."""
    pair = stepped()
    pair.play_to(7)
    told = pair.history("missing_episodes")
    assert list(told) == list(ARMS)
    assert all(len(weeks) == 7 for weeks in told.values())
    with pytest.raises(DoorwaysError, match="No weekly count"):
        pair.history("moves")


@pytest.mark.parametrize("week", [-1, YEARS * 52 + 1, 2.0, True])
def test_a_week_that_is_not_there_is_refused(week: object) -> None:
    """The weeks of the run are named, and nothing has changed."""
    pair = stepped()
    with pytest.raises(DoorwaysError, match=r"weeks 0, its start, to 104|whole number, 0 or more"):
        pair.play_to(week)  # type: ignore[arg-type]
    assert pair.week == 0


def test_memory_stays_flat() -> None:
    """Playing the same weeks again and again keeps no array of the last time, to the byte, and next to nothing else.

    Small things that Python shares are counted once they are made anew, so the whole grows a little.
    """
    pair, of_arrays = stepped(), tracemalloc.DomainFilter(True, np.lib.tracemalloc_domain)
    pair.play_to(8)
    tracemalloc.start()
    try:
        held, arrays = [], []
        for _ in range(6):
            pair.play_to(0)
            pair.play_to(8)
            held.append(tracemalloc.get_traced_memory()[0])
            taken = tracemalloc.take_snapshot().filter_traces([of_arrays])
            arrays.append(sum(one.size for one in taken.traces))
    finally:
        tracemalloc.stop()
    assert len(set(arrays)) == 1
    assert max(held[2:]) < 1.05 * held[1]


def test_every_cell_of_people_has_one_place() -> None:
    """Each placement and status is in exactly one place of the map, and each place has words."""
    placed = [cell for cells in CELLS_OF.values() for cell in cells]
    assert len(placed) == len(set(placed))
    statuses = {"in_need", "edge_of_care", "care_leaver", "left_care"}
    assert set(placed) == {*PLACEMENT_CELLS, *statuses} <= set(CELLS)
    assert set(LABELS) == set(PLACES) == {*CELLS_OF, Place.BEYOND}
