"""For whom: groups add up to the whole, ages move on, and where people live is read from their log."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.codes import Placement, Status
from agents.lengths import WEEKS_PER_YEAR
from agents.schema import YOUNG_PERSON
from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from scenarios.whom.family import LATER, PLACES, after_support, where_they_live
from scenarios.whom.living import living, ratio
from scenarios.whom.moments import Changes, Moments, cells_changed, moments_of
from scenarios.whom.pair import WhomPair, followed, whom_of
from scenarios.whom.result import BY_GROUP, Whom
from scenarios.whom.splits import splits_of
from scenarios.whom.study import for_whom
from scenarios.whom.tallied import Followed
from simulation.discover import model_rules
from simulation.outcomes.cells import INDEX
from simulation.outcomes.cells_now import cells_now
from simulation.outcomes.logged import events_of
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.outcomes.snapshot import People
from simulation.runner.execution import Execution
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, run_replicate, started

COUNCIL, YEARS = "Kingston upon Thames", 3
ROOM = 1 << 15
HERE = Execution(1)
ROUND = 1e-9
#: What services cost is in the whole alone.
WITH_SERVICES = ("cost_council", "cost_total")


def task_of(scenario: str = "no-wrong-door") -> ReplicateTask:
    """One future of a small council, drawn."""
    request = CompareRequest(COUNCIL, scenario=scenario, years=YEARS, replicates=2)
    return make_plan(request).tasks[1]


@pytest.fixture(scope="module")
def task() -> ReplicateTask:
    """The task every test of a whole run looks at."""
    return task_of()


@pytest.fixture(scope="module")
def pair(task: ReplicateTask) -> WhomPair:
    """What it says of every group."""
    return whom_of(task)


def test_groups_of_every_split_add_up_to_the_run(task: ReplicateTask, pair: WhomPair) -> None:
    """Counts, weeks and money of the groups sum to those of the same run without a log."""
    whole = run_replicate(task)
    for name, values in pair.values.items():
        for measure in BY_GROUP:
            if measure.kind == "share":
                continue
            k = BY_NAME[measure.name]
            for arm in (0, 1):
                theirs = whole[arm].values[k]
                if arm and measure.name in WITH_SERVICES:
                    continue
                found = values[arm, :, k].sum(axis=0)
                assert found == pytest.approx(theirs, rel=ROUND, abs=1e-6), (name, measure.name)


def test_council_cost_of_the_groups_is_the_whole_less_services(
    task: ReplicateTask, pair: WhomPair
) -> None:
    """What services cost is all that the groups' cost to the council leaves out."""
    whole = run_replicate(task)[1].values
    paid = whole[BY_NAME["cost_council"]] - pair.values["age"][1, :, BY_NAME["cost_council"]].sum(0)
    assert paid == pytest.approx(whole[BY_NAME["cost_services_gross"]], abs=1.0)
    assert paid.sum() > 0


def test_what_is_left_out_is_of_nobody(task: ReplicateTask, pair: WhomPair) -> None:
    """A measure without groups is one whose groups could not add up: of carers, markets, services."""
    whole, sums = run_replicate(task)[1].values, pair.values["sex"][1].sum(axis=0)
    left_out = [one for one in MEASURES if one not in BY_GROUP]
    assert left_out
    for measure in left_out:
        k = BY_NAME[measure.name]
        assert np.abs(whole[k] - sums[k]).max() > 0, measure.name


def test_cells_of_a_column_are_those_of_the_engine(task: ReplicateTask) -> None:
    """Who is in which cell at the start is what the log says they were in before their first event."""
    run = started(task, task.arms[1], population_of(task), ROOM)
    first = cells_now(run.population.young_people)
    run.advance(1.0)
    stocks = [int(((first >> k) & 1).sum()) for k in range(len(INDEX))]
    assert stocks == run.state.first_stock[: len(INDEX)].tolist()
    moments = moments_of(run.population, events_of(run.state), first)
    persons, where = np.unique(moments.persons, return_index=True)
    assert persons.size > 0
    assert (moments.before[where] == first[persons]).all()


def test_a_null_twin_differs_for_nobody() -> None:
    """Outside what services count and cost, each group of a null twin has exactly the same numbers."""
    pair = whom_of(task_of("no-wrong-door-null"))
    counted = [k for k, one in enumerate(MEASURES) if one.name.startswith("service_")]
    for values in pair.values.values():
        gap = np.abs(values[1] - values[0]).max(axis=(0, 2))
        moved = set(np.flatnonzero(gap).tolist())
        assert moved <= set(counted)
    lived = pair.after
    assert (lived[0] == lived[1]).all()


def people_of(born: list[float]) -> Any:
    """Young people of some ages, looked after, in a table."""
    people = np.zeros(len(born), YOUNG_PERSON).view(np.recarray)
    people.born, people.status = born, Status.LOOKED_AFTER
    people.uid = np.arange(len(born))
    return people


class Nobody:
    """A population that has young people and nothing else."""

    def __init__(self, people: Any) -> None:
        """Hold them."""
        self.young_people = people


def moments(
    persons: list[int], times: list[float], what: list[int], after: list[int], first: list[int]
) -> Moments:
    """A log made by hand, one event after the other."""
    columns = [np.array(x, np.int64) for x in (persons, what, after, first)]
    people, named, later, start = columns
    when = np.array(times)
    before = np.array(
        [
            next(
                (after[j] for j in range(k - 1, -1, -1) if persons[j] == persons[k]),
                first[persons[k]],
            )
            for k in range(len(persons))
        ],
        np.int64,
    )
    changes = cells_changed(people, when, before ^ later, later)
    return Moments(people, when, named, before, later, start, changes)


def test_weeks_in_care_are_split_on_the_birthday() -> None:
    """Who turns 10 halfway through the year spends half its weeks in either band."""
    people = people_of([-9.5])
    care = 1 << INDEX["looked_after"]
    none = np.zeros(0, np.int64)
    arm = Followed(
        Nobody(people),  # type: ignore[arg-type]
        {},
        moments([], [], [], [], [care]),
        [People(none, none, none, none)],
    )
    age = splits_of(people)[0]
    from scenarios.whom.tallied import _states
    from simulation.outcomes.tally import Tally

    weeks = [Tally(model_rules(), one, 1).weeks("looked_after")[0] for one in _states(arm, age)]
    assert weeks[2] == pytest.approx(WEEKS_PER_YEAR / 2, abs=1e-4)
    assert weeks[3] == pytest.approx(WEEKS_PER_YEAR / 2, abs=1e-4)
    assert sum(weeks) == pytest.approx(WEEKS_PER_YEAR)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 20)), min_size=0, max_size=30, unique=True
    ),
    st.lists(st.tuples(st.integers(0, 4), st.floats(-1, 22)), min_size=1, max_size=20),
)
def test_last_entry_before_a_moment_is_the_one_found_by_looking(
    entries: list[tuple[int, int]], asked: list[tuple[int, float]]
) -> None:
    """Halving finds what going through all entries finds."""
    entries = sorted(entries)
    made = moments(
        [one for one, _ in entries],
        [float(when) for _, when in entries],
        [0] * len(entries),
        [1] * len(entries),
        [0] * 5,
    )
    persons = np.array([one for one, _ in asked], np.int64)
    times = np.array([when for _, when in asked])
    wanted = [
        max((k for k, (who, at) in enumerate(entries) if who == one and at <= when), default=-1)
        for one, when in asked
    ]
    assert made.last_before(persons, times).tolist() == wanted


def outcome(name: str) -> int:
    """Number of an outcome of the model."""
    return model_rules().outcome_names.index(name)


def placed(kind: Placement) -> int:
    """Cells of a young person looked after in a kind of placement."""
    return 1 << INDEX["looked_after"] | 1 << (kind - 1)


@pytest.mark.parametrize(
    ("what", "cells", "where"),
    [
        ("care_entry/first", placed(Placement.FOSTER_AGENCY), "foster_family"),
        ("care_entry/first", placed(Placement.KINSHIP), "kin_or_adopted"),
        ("care_entry/first", placed(Placement.PARENTS), "own_family"),
        ("care_entry/first", placed(Placement.SERVICE_BED), "childrens_home"),
        ("care_entry/first", placed(Placement.LODGINGS), "supported"),
        ("going_home/first_in_year", 1 << INDEX["left_care"], "own_family"),
        ("kinship_order/first_in_year", 1 << INDEX["left_care"], "kin_or_adopted"),
        (
            "leaving_otherwise/independence_first_in_year",
            1 << INDEX["left_care"],
            "supported",
        ),
        ("national_transfer/first_in_year", 1 << INDEX["left_care"], "elsewhere"),
        ("escalation", 1 << INDEX["edge_of_care"], "own_family"),
    ],
)
def test_where_somebody_lives_is_read_from_cells_and_the_way_out(
    what: str, cells: int, where: str
) -> None:
    """Placement while looked after; afterwards how they left; otherwise at home."""
    rules = model_rules().outcome_names
    name = what if what in rules else next(one for one in rules if one.startswith(what))
    made = moments([0], [0.5], [outcome(name)], [cells], [1 << INDEX["in_need"]])
    arm = Followed(Nobody(people_of([-14.0])), {}, made, [])  # type: ignore[arg-type]
    found = where_they_live(arm, np.array([0, 0]), np.array([0.4, 0.6]))
    assert [tuple(PLACES)[k] for k in found] == ["own_family", where]


def test_grown_up_is_nobody_s_family() -> None:
    """From the 18th birthday on, where somebody lives is not followed."""
    made = moments([], [], [], [], [placed(Placement.KINSHIP)])
    arm = Followed(Nobody(people_of([-17.0])), {}, made, [])  # type: ignore[arg-type]
    found = where_they_live(arm, np.array([0, 0]), np.array([0.9, 1.1]))
    assert [tuple(PLACES)[k] for k in found] == ["kin_or_adopted", "grown_up"]


def test_support_that_ended_late_is_not_followed_beyond_the_run(
    task: ReplicateTask, pair: WhomPair
) -> None:
    """Fewer are followed the longer after, the same in both arms, and each is somewhere."""
    many = pair.after.sum(axis=2)
    assert (many[0] == many[1]).all()
    assert many[0, 0] >= many[0, 1] >= many[0, 2]
    assert many[0, 0] > 0
    population = population_of(task)
    baseline, scenario = (followed(task, arm, population)[0] for arm in task.arms)
    assert (after_support(baseline, scenario) == pair.after).all()


def test_a_ratio_s_interval_is_that_of_a_mean_where_all_wholes_are_equal() -> None:
    """With the same number followed in every pair, it is Student's interval of the share."""
    part = np.array([1, 3, 2, 6, 4, 2])
    found = ratio(part, np.full(6, 10), np.arange(6))
    assert found["mean"] == pytest.approx(part.mean() / 10)
    half = 2.5705818 * part.std(ddof=1) / np.sqrt(6) / 10
    assert found["mean_high"] == pytest.approx(part.mean() / 10 + half)
    assert ratio(part, np.full(6, 10), np.zeros(6, int))["mean_low"] is None


def test_ratio_s_interval_covers_what_it_says() -> None:
    """Of 400 made-up studies with a true share of 0.3, 95% intervals hold it 92 to 98 times in 100.

    The binomial error of 400 is 1.1 points: a true 95% fails this once in about 200 times.
    """
    random = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        whole = random.integers(5, 40, 60)
        found = ratio(random.binomial(whole, 0.3), whole, np.arange(60))
        low, high = found["mean_low"], found["mean_high"]
        assert low is not None
        assert high is not None
        held += low <= 0.3 <= high
    assert 0.92 <= held / 400 <= 0.98


def test_living_in_a_family_is_a_share_of_those_under_18() -> None:
    """Two pairs by hand: 3 of 4 with, 2 of 4 without, and the grown-up left aside."""
    lived = np.zeros((2, 2, len(LATER), len(PLACES)), np.int64)
    names = tuple(PLACES)
    for pair in (0, 1):
        lived[pair, 0, 0, names.index("own_family")] = 2
        lived[pair, 0, 0, names.index("childrens_home")] = 2
        lived[pair, 1, 0, names.index("own_family")] = 1
        lived[pair, 1, 0, names.index("foster_family")] = 2
        lived[pair, 1, 0, names.index("childrens_home")] = 1
        lived[pair, :, 0, names.index("grown_up")] = 5
    found = living(lived, np.arange(2))
    first = found["moments"][0]
    assert first["followed"] == 4
    assert first["in_family"]["baseline"] == 0.5
    assert first["in_family"]["scenario"] == 0.75
    assert first["own_family"]["scenario"] == 0.25
    assert found["moments"][1]["in_family"] is None
    assert "75%" in found["sentence"]
    assert "50%" in found["sentence"]


@pytest.fixture(scope="module")
def study() -> Whom:
    """A whole study of a few futures."""
    return for_whom(CompareRequest(COUNCIL, years=2, replicates=4), execution=HERE)


def test_every_measure_of_young_people_has_every_group(study: Whom) -> None:
    """No group lacks a measure, and the five needs of the source are all there."""
    names = [one.name for one in BY_GROUP]
    for split in study.splits:
        for group in split["groups"]:
            assert [one["name"] for one in group["measures"]] == names
    needs = {one["name"] for one in study.splits if one["name"].startswith("need_")}
    assert len(needs) == 5


def test_a_child_is_in_one_group_of_each_split() -> None:
    """Groups are told apart for everybody, whatever their columns hold."""
    people = np.zeros(3, YOUNG_PERSON).view(np.recarray)
    for split in splits_of(people):
        assert ((split.codes >= 0) & (split.codes < len(split.groups))).all()
        assert (split.at(np.arange(3), np.zeros(3)) < len(split.groups)).all()


def test_changes_keep_the_sign_of_what_was_left_and_entered() -> None:
    """Leaving one cell for another is one entry each."""
    changes = cells_changed(np.array([0]), np.array([0.5]), np.array([0b11]), np.array([0b10]))
    assert isinstance(changes, Changes)
    assert dict(zip(changes.cells.tolist(), changes.signs.tolist(), strict=True)) == {0: -1, 1: 1}
