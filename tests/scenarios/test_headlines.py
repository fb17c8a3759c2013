"""The headline bench: known answers by hand, what adds up, and that a null twin changes nothing true."""

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from agents.codes import Placement, Status
from agents.schema import YOUNG_PERSON
from calibration.beliefs.evidence.load import figures
from scenarios.headlines.cohort import Cohort, care_weeks, cohort_of, events_between
from scenarios.headlines.pair import ARMS, SHOWN, BenchPair, BenchTask, bench_of
from scenarios.headlines.published import CONTRADICTIONS, HEADLINES, Shape, Windows
from scenarios.headlines.readings import READINGS, Look
from scenarios.headlines.result import Bench, ratio_of, shares_apart
from scenarios.headlines.said import sentence
from scenarios.headlines.study import _plans, bench
from scenarios.request import CompareRequest
from scenarios.whom.moments import Moments, cells_changed
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.outcomes.cells import INDEX
from simulation.runner.execution import Execution

COUNCIL = "Kingston upon Thames"
HERE = Execution(1)
CARE = 1 << INDEX["looked_after"]
NEED = 1 << INDEX["in_need"]
HOME = CARE | 1 << (Placement.CHILDRENS_HOME - 1)


def outcome(name: str) -> int:
    """Number of an outcome of the model."""
    return model_rules().outcome_names.index(name)


def arm_of(
    born: list[float], events: list[tuple[int, float, str, int]], first: list[int], years: int = 4
) -> Any:
    """An arm made by hand: (person, time, outcome, cells after), in order of person and time."""
    people = np.zeros(len(born), YOUNG_PERSON).view(np.recarray)
    people.born, people.status, people.uid = born, Status.IN_NEED, np.arange(len(born))
    persons = np.array([one[0] for one in events], np.int64)
    times = np.array([one[1] for one in events])
    what = np.array([outcome(one[2]) for one in events], np.int64)
    after = np.array([one[3] for one in events], np.int64)
    before, last = [], dict(enumerate(first))
    for person, _, _, cells in events:
        before.append(last[person])
        last[person] = cells
    left = np.array(before, np.int64)
    changes = cells_changed(persons, times, left ^ after, after)
    moments = Moments(persons, times, what, left, after, np.array(first, np.int64), changes)
    population = SimpleNamespace(young_people=people, practices=0)
    return SimpleNamespace(population=population, moments=moments, years=years)


def read(name: str, arm: Any, who: Cohort, window: float = 1.0, opened: float = 1.0) -> Any:
    """A headline of some young people."""
    look, reading = Look(arm, opened, window), READINGS[name]
    return reading.count(look, reading.among(look, who))


def test_stayed_out_is_out_of_care_and_with_ones_own_family() -> None:
    """One at home, one looked after at the end, one in care at the start, one grown up: 1 of 2."""
    arm = arm_of(
        [-13.0, -13.0, -13.0, -16.5],
        [(1, 2.5, "care_entry/first", HOME)],
        [NEED, NEED, CARE, NEED],
    )
    who = Cohort(np.arange(4), np.full(4, 2.0))
    assert read("stayed_out", arm, who) == (1.0, 2.0)


def test_before_and_after_count_the_same_length_either_side() -> None:
    """Two before and one after inside the window; what lies beyond it on either side does not count."""
    missing = "missing_start/repeat"
    arm = arm_of(
        [-13.0],
        [(0, t, missing, CARE) for t in (0.9, 1.2, 1.9, 2.5, 3.1)],
        [CARE],
    )
    who = Cohort(np.array([0]), np.array([2.0]))
    assert read("missing", arm, who) == (1.0, 2.0)
    assert read("missing", arm, who, window=1.5) == (2.0, 3.0)


def test_what_is_not_written_down_is_not_reported() -> None:
    """Unrecorded episodes are in no headline."""
    arm = arm_of(
        [-13.0],
        [(0, 1.5, "missing_start/repeat_unrecorded", CARE), (0, 2.5, "missing_start/repeat", CARE)],
        [CARE],
    )
    assert read("missing", arm, Cohort(np.array([0]), np.array([2.0]))) == (1.0, 0.0)


def test_second_year_is_of_the_service_not_of_the_young_person() -> None:
    """From 12 to 24 months after the opening, against the 12 months before it."""
    missing = "missing_start/repeat"
    arm = arm_of(
        [-13.0],
        [(0, t, missing, CARE) for t in (0.1, 0.9, 1.5, 2.5, 2.9)],
        [CARE],
    )
    who = Cohort(np.array([0]), np.array([1.4]))
    assert read("missing_second_year", arm, who) == (2.0, 2.0)


def test_less_time_is_half_when_all_stay_alike_and_one_when_a_member_leaves() -> None:
    """Ties count half; a member who goes home has fewer weeks than all who stay."""
    supported = CARE | 1 << INDEX["supported"]
    stays = arm_of([-13.0] * 3, [(0, 2.0, "support_start/happened", supported)], [CARE] * 3)
    who = Cohort(np.array([0]), np.array([2.0]))
    assert read("less_time", stays, who) == (0.5, 1.0)
    leaves = arm_of(
        [-13.0] * 3,
        [
            (0, 2.0, "support_start/happened", supported),
            (0, 2.5, "going_home/first_in_year", 1 << INDEX["left_care"]),
        ],
        [CARE] * 3,
    )
    assert read("less_time", leaves, who) == (1.0, 1.0)


def test_less_time_compares_with_the_same_age_alone() -> None:
    """Nobody of that age: nobody to compare with."""
    arm = arm_of([-13.0, -9.0], [], [CARE, CARE])
    assert read("less_time", arm, Cohort(np.array([0]), np.array([2.0]))) == (0.0, 0.0)


def test_weeks_in_care_add_up() -> None:
    """In care from the start to halfway through the second year: about 78 weeks of 104."""
    arm = arm_of(
        [-13.0], [(0, 1.5, "going_home/first_in_year", 1 << INDEX["left_care"])], [CARE], years=2
    )
    weeks = care_weeks(arm)[:, 0]
    assert weeks[0] == 0
    assert weeks[-1] == 78
    assert (np.diff(weeks) >= 0).all()


def test_events_of_others_and_at_the_edges_are_told_apart() -> None:
    """After the beginning, up to the end, of each own young person."""
    arm = arm_of(
        [-13.0, -13.0],
        [(k, t, "arrest/no_charge", NEED) for k, t in ((0, 1.0), (0, 2.0), (1, 1.5))],
        [NEED, NEED],
    )
    who = Cohort(np.array([1, 0]), np.array([1.0, 1.0]))
    found = events_between(arm, who, np.ones(2), np.full(2, 2.0), "arrest")
    assert found.tolist() == [1.0, 1.0]


def test_the_cohort_is_of_first_supports_soon_after_the_opening() -> None:
    """Each once, with the first moment; whoever begins later is not in it."""
    start = "support_start/happened"
    arm = arm_of(
        [-13.0] * 3,
        [(0, 1.2, start, NEED), (0, 1.8, start, NEED), (1, 2.4, start, NEED)],
        [NEED] * 3,
    )
    who = cohort_of(arm, 1.0, 1.0)
    assert who.persons.tolist() == [0]
    assert who.starts.tolist() == [1.2]


def test_shares_apart_has_the_interval_of_a_difference_of_means() -> None:
    """With equal wholes it is Student's interval of the paired difference."""
    first = np.column_stack([[3.0, 5.0, 4.0, 6.0], np.full(4, 10.0)])
    other = np.column_stack([[2.0, 5.0, 2.0, 3.0], np.full(4, 10.0)])
    found = shares_apart(first, other, np.arange(4))
    gap = (first[:, 0] - other[:, 0]) / 10
    assert found["mean"] == pytest.approx(gap.mean())
    half = 3.1824463 * gap.std(ddof=1) / 2
    assert found["mean_high"] == pytest.approx(gap.mean() + half)
    assert ratio_of(np.zeros(2), np.zeros(2), np.arange(2))["mean"] is None


def headline(shape: Shape, null: float, recording: float, real: float, true: float) -> Any:
    """A headline as the result has it."""
    arms = {"null": null, "recording": recording, "real": real, "true": true}
    published = {"value": 0.32 if shape is Shape.RATIO else 0.86}
    return {
        "name": "missing",
        "shape": shape.value,
        "published": published,
        **{
            name: {"mean": value, "mean_low": value - 0.01, "mean_high": value + 0.01}
            for name, value in arms.items()
        },
    }


def test_sentences_add_up_to_what_would_be_reported() -> None:
    """Of a fall of 40: 25 without, 10 by recording, 5 by what it does; of a rise the same way round."""
    said = sentence(headline(Shape.RATIO, 0.75, 0.65, 0.60, 0.92))
    assert said.startswith("Of a fall of 40% that would be reported, +25 points")
    assert "+10 points because of what is written down, and +5 points" in said
    assert said.endswith("truly have 8.0% fewer. Published: a fall of 68%.")
    said = sentence(headline(Shape.RATIO, 1.5, 1.3, 1.2, 0.8))
    assert said.startswith("Of a rise of 20% that would be reported, +50 points")
    assert "−20 points because of what is written down, and −10 points" in said
    assert "86%" in sentence(headline(Shape.SHARE, 0.8, 0.8, 0.9, 0.1))
    assert "cannot be told from none" in sentence(headline(Shape.SHARE, 0.8, 0.8, 0.8, 0.0))
    assert "cannot be told: on average 0.5% fewer" in sentence(
        headline(Shape.RATIO, 0.75, 0.65, 0.60, 0.995)
    )
    empty = headline(Shape.RATIO, 1, 1, 1, 1) | {"null": {"mean": None}}
    assert sentence(empty) == "Nobody here could be counted for it."


def test_every_headline_has_its_figure_and_the_nine_are_there() -> None:
    """Claims are in the register; contradictions are pairs of them."""
    claims = {one.claim for one in HEADLINES if one.claim}
    assert claims <= set(figures())
    assert {one for pair in CONTRADICTIONS for one in pair[:2]} <= set(figures())
    for name in (
        "stayed_out",
        "moves_cost",
        "less_time",
        "neet",
        "substance",
        "missing",
        "charges",
    ):
        assert any(one.name.startswith(name) for one in HEADLINES)
    assert sum(one.circular != "" for one in HEADLINES) == 2
    assert set(READINGS) < {one.name for one in HEADLINES}


@pytest.fixture(scope="module")
def pair() -> BenchPair:
    """One future of a small council in three arms."""
    request = CompareRequest(COUNCIL, scenario="no-wrong-door", replicates=2)
    (real, recording), opened = _plans(request, Windows(), None)
    arms = (real.tasks[0].arms[0], recording.tasks[0].arms[1], real.tasks[0].arms[1])
    return bench_of(BenchTask(replace(real.tasks[0], arms=arms), Windows(), opened))


def test_recording_moves_what_is_written_down_alone(pair: BenchPair) -> None:
    """Null and recording twin agree in every headline but those of recorded missing episodes."""
    for name in pair.seen["null"]:
        if not name.startswith("missing"):
            assert pair.seen["null"][name] == pair.seen["recording"][name], name
    assert pair.seen["recording"]["missing"][0] <= pair.seen["null"]["missing"][0]


def test_windows_of_the_null_twin_hold_the_bench_s_own(pair: BenchPair) -> None:
    """The window of 18 months is the one the bench reads; longer windows count no less."""
    assert set(pair.null_by_window) == set(SHOWN)
    for name, parts in pair.null_by_window[18.0].items():
        assert parts == pair.seen["null"][name]
    sizes = [pair.null_by_window[months]["missing"] for months in SHOWN]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(sizes))
    assert set(pair.size) == set(ARMS)


@pytest.fixture(scope="module")
def found() -> Bench:
    """A whole bench of few futures."""
    request = CompareRequest(COUNCIL, scenario="no-wrong-door", replicates=4)
    return bench(request, Windows(12, 12), execution=HERE)


def test_a_bench_says_a_sentence_for_each_headline(found: Bench) -> None:
    """Twelve rows, each with its sentence and what it counts; contradictions side by side."""
    assert [one["name"] for one in found.headlines] == [one.name for one in HEADLINES]
    assert all(one["sentence"] and one["counts"] for one in found.headlines)
    assert len(found.contradictions) == len(CONTRADICTIONS)
    assert found.about["opens_year"] == 2
    assert found.about["years"] == 5


@pytest.mark.parametrize(
    ("scenario", "windows", "says"),
    [
        ("no-wrong-door-null", {}, "twin"),
        ("baseline", {}, "opens no service"),
        ("no-wrong-door", {"window_months": 30.0}, "from 6 to 24"),
        ("no-wrong-door", {"cohort_months": 0.0}, "from 6 to 24"),
    ],
)
def test_what_cannot_be_benched_is_refused(
    scenario: str, windows: dict[str, float], says: str
) -> None:
    """With the thing and the rule."""
    with pytest.raises(DoorwaysError, match=says):
        bench(CompareRequest(COUNCIL, scenario=scenario), Windows(**windows), execution=HERE)
