"""Many councils: each is what it is alone, they sum to the total, and rollouts begin when they say."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.beliefs.authorities.load import all_profiles, neighbours, profile
from scenarios.compare import compare, make_plan
from scenarios.describe import describe
from scenarios.many.design import Design
from scenarios.many.result import ADDED, Many
from scenarios.many.rollout import Rollout, later
from scenarios.many.study import begun, compare_many
from scenarios.many.which import councils_of
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml, load_scenario
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution
from simulation.runner.worker import run_replicate

YEAR = 2024
SMALL = ("Rutland", "Kingston upon Thames", "Hartlepool")
HERE = Execution(1)


def request(**said: Any) -> CompareRequest:
    """A short comparison of few futures."""
    return CompareRequest(**{"years": 2, "replicates": 4, **said})


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Many:
    """Three small councils, all at once."""
    store = tmp_path_factory.mktemp("many") / "runs.sqlite"
    councils = councils_of(", ".join(SMALL), YEAR)
    return compare_many(request(), councils, Rollout(), execution=HERE, store=store)


def test_each_council_is_what_it_is_alone(found: Many, tmp_path: Path) -> None:
    """The same numbers as a comparison of that council by itself."""
    for council in found.councils:
        one = request(authority=council["name"])
        alone = compare(one, execution=HERE, store=tmp_path / "runs.sqlite")
        for row in council["measures"]:
            whole = alone.row(row["name"])
            for part in ("baseline", "scenario", "difference"):
                assert row[part]["mean"] == whole[part]["mean"]
            assert row["difference"]["low"] == whole["difference"]["low"]
            assert row["verdict"] == whole["verdict"]


def test_councils_and_groups_sum_to_the_total(found: Many) -> None:
    """Every measure that can be added: councils, regions and fifths of poverty."""
    total = {one["name"]: one for one in found.total}
    assert set(total) == {one.name for one in ADDED}
    sets = [found.councils] + [
        [one for one in found.groups if one["by"] == by] for by in ("region", "poverty")
    ]
    for members in sets:
        assert members
        for name, whole in total.items():
            for part in ("baseline", "scenario", "difference"):
                parts = [
                    next(one for one in member["measures"] if one["name"] == name)[part]["mean"]
                    for member in members
                ]
                assert sum(parts) == pytest.approx(whole[part]["mean"], abs=1e-6), (name, part)


def test_gains_count_every_council_once(found: Many) -> None:
    """Of each measure with a good direction, verdicts of all councils."""
    assert found.gains
    for counts in found.gains.values():
        assert sum(counts.values()) == len(SMALL)


def test_asking_again_runs_nothing(tmp_path: Path) -> None:
    """Everything is in the store, and a council that is added is all that runs."""
    store, told = tmp_path / "runs.sqlite", []
    councils = councils_of("Rutland", YEAR)
    first = compare_many(request(), councils, Rollout(), execution=HERE, store=store)
    execution = Execution(1, progress=lambda done, total: told.append((done, total)))
    again = compare_many(request(), councils, Rollout(), execution=execution, store=store)
    assert again.total == first.total
    assert not told


@pytest.mark.parametrize("name", ["all", "ALL"])
def test_all_are_all_that_can_run(name: str) -> None:
    """Every profile, once."""
    assert councils_of(name, YEAR) == all_profiles(YEAR)


def test_a_region_a_council_with_its_neighbours_and_names_are_understood() -> None:
    """In the order that is meant; London stands for both halves."""
    assert {one.region for one in councils_of("london", YEAR)} == {"Inner London", "Outer London"}
    found = councils_of("neighbours of Norfolk", YEAR)
    assert found[0].name == "Norfolk"
    assert [one.name for one in found[1:]] == list(neighbours("Norfolk", YEAR))
    assert [one.name for one in councils_of("Wigan, E06000017", YEAR)] == ["Wigan", "Rutland"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("semicolons.csv", "Name;Children\nRutland;1\nWigan;2\n"),
        ("blank.csv", "name,code\nRutland,\n ,E08000010\n,\n"),
        ("words.csv", "ONS code,Council name\nE06000017,x\nE08000010,y\n"),
        ("list.txt", "Rutland\r\n\r\nWigan\r\n"),
        ("list.csv", "Rutland\nWigan\n"),
        ("table.csv", 'children,Authority\n1,Rutland\n2,"Wigan"\n'),
        ("bom.csv", "\ufeffcode,name\nE06000017,x\nE08000010,y\n"),
    ],
)
def test_a_file_names_councils_by_line_or_by_column(name: str, text: str, tmp_path: Path) -> None:
    """Text or a table, with a mark at its start or without."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    assert [one.name for one in councils_of(str(path), YEAR)] == ["Rutland", "Wigan"]


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\n1,2\n", "column"), ("children,code\n7,\n", "row 2"), ("name\n", "No council")],
)
def test_a_table_that_names_nobody_says_where(text: str, says: str, tmp_path: Path) -> None:
    """The file and the row, and what a column may be called."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DoorwaysError, match=says):
        councils_of(str(path), YEAR)


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("", "authorities"),
        (" , ", "authorities"),
        ("Rutland, Rutland", "authorities"),
        ("Rutland, Atlantis", "Council"),
        ("nowhere.csv", "authorities"),
        ("neighbours of Atlantis", "Council"),
    ],
)
def test_what_names_no_council_is_refused(said: str, thing: str) -> None:
    """One clear error that names the thing."""
    with pytest.raises(DoorwaysError, match=thing):
        councils_of(said, YEAR)


def test_a_slip_in_a_region_is_told_the_region() -> None:
    """North Wset is near a region before it is near any council; what is like none names none."""
    with pytest.raises(DoorwaysError, match="Did you mean the region North West"):
        councils_of("North Wset", YEAR)
    for said in ("Atlantis", "Isles of Scilly", "City of London", "Nowhere, Leeds"):
        with pytest.raises(DoorwaysError) as wrong:
            councils_of(said, YEAR)
        assert "the region" not in str(wrong.value)


def test_waves_begin_one_step_after_the_other_in_the_order_named() -> None:
    """Phased: the first in the first wave; waves differ by one council at most."""
    councils = all_profiles(YEAR)[:10]
    delays = Rollout(Design.PHASED, waves=4, step_months=3).delays(councils)
    assert delays == (0.0, 0.0, 0.0, 3.0, 3.0, 3.0, 6.0, 6.0, 9.0, 9.0)
    assert Rollout().delays(councils) == (0.0,) * 10


@given(st.integers(2, 40), st.integers(1, 12), st.integers(0, 9))
@settings(max_examples=settings().max_examples // 2)
def test_a_stepped_wedge_draws_equal_waves_by_its_seed(many: int, waves: int, seed: int) -> None:
    """Every wave as large as any other but one, and the same seed draws the same."""
    councils = all_profiles(YEAR)[:many]
    plan = Rollout(Design.STEPPED_WEDGE, waves=waves, step_months=2, seed=seed)
    if many < waves:
        with pytest.raises(DoorwaysError, match="waves"):
            plan.delays(councils)
        return
    delays = plan.delays(councils)
    assert delays == plan.delays(councils)
    counts = np.bincount([round((one or 0.0) / 2) for one in delays], minlength=waves)
    assert counts.size == waves
    assert counts.max() - counts.min() <= 1


def test_every_seed_can_draw_another_wedge() -> None:
    """Over many seeds each council is in the first wave about as often: 1 in 5, tested to four errors."""
    councils = all_profiles(YEAR)[:5]
    draws = [Rollout(Design.STEPPED_WEDGE, 5, seed=k).delays(councils) for k in range(400)]
    first = [sum(one[k] == 0.0 for one in draws) for k in range(5)]
    assert all(abs(many - 80) < 4 * np.sqrt(400 * 0.2 * 0.8) for many in first)


def test_matching_leaves_one_of_two_like_councils_without() -> None:
    """Half begin, half never do; an odd number cannot be matched."""
    councils = all_profiles(YEAR)[:8]
    delays = Rollout(Design.MATCHED).delays(councils)
    assert sorted(str(one) for one in delays) == ["0.0"] * 4 + ["None"] * 4
    with pytest.raises(DoorwaysError, match="even"):
        Rollout(Design.MATCHED).delays(councils[:7])


def test_the_most_alike_are_matched() -> None:
    """Two of one council's figures beside two others: each pair has one of each."""
    one, other = profile("Rutland"), profile("Birmingham")
    for seed in range(8):
        delays = Rollout(Design.MATCHED, seed=seed).delays((one, other, other, one))
        assert {delays[0], delays[3]} == {0.0, None}
        assert {delays[1], delays[2]} == {0.0, None}


def test_later_is_the_same_scenario_with_later_months() -> None:
    """Six months later is what the file would do with every month six more."""
    written = """name = "by-hand"
title = "x"
[[interventions]]
kind = "no_wrong_door"
[[interventions.hubs]]
opens_month = {month}
"""
    soon = from_toml(written.format(month=6), "soon")
    by_hand = from_toml(written.format(month=12), "late")
    moved = later(soon, 6.0)
    tasks = [
        make_plan(CompareRequest("Rutland", scenario=one, years=2, replicates=2)).tasks[0]
        for one in (by_hand, moved)
    ]
    values = [run_replicate(task)[1].values for task in tasks]
    assert (values[0] == values[1]).all()
    assert values[0][BY_NAME["service_accepted"]].sum() > 0
    assert "6 months later" in describe(moved)


@pytest.mark.parametrize(
    "barrier",
    [
        'barrier = "recruitment_slips"\nmonths = 12',
        'barrier = "turnover"\nmonth = {at}\nmonths = 6',
        'barrier = "regulator_restricts"\nmonth = {at}\nmonths = 3',
        'barrier = "building_late"\nmonths = 2',
    ],
)
def test_what_goes_wrong_and_what_it_costs_is_later_with_all_else(barrier: str) -> None:
    """With a barrier too, six months later is the file with every month six more: money included."""
    written = """name = "by-hand"
title = "x"
[[interventions]]
kind = "no_wrong_door"
[[interventions.hubs]]
opens_month = {month}
[[interventions.barriers]]
{barrier}
"""
    soon, late = (
        from_toml(written.format(month=month, barrier=barrier.format(at=month + 2)), "hand")
        for month in (3, 9)
    )
    values = []
    for one in (late, later(soon, 6.0)):
        request = CompareRequest("Rutland", scenario=one, years=2, replicates=2, central=True)
        values.append(run_replicate(make_plan(request).tasks[0])[1].values)
    assert values[0] == pytest.approx(values[1], rel=1e-12)
    assert values[0][BY_NAME["cost_services_gross"]].sum() > 0


def test_names_made_of_long_names_fit_a_file() -> None:
    """Cut in the middle, so that the end still tells which it is."""
    long = from_toml(f'name = "{"a" * 58}"\ntitle = "{"b" * 118}"\n', "long")
    made = later(long, 6.0)
    assert made.name.endswith("6-months-later")
    assert from_toml(made.to_toml(), "again") == made


def test_who_never_begins_is_the_baseline_to_the_bit() -> None:
    """A control council's two arms are one."""
    never = later(load_scenario("no-wrong-door"), None)
    task = make_plan(CompareRequest("Rutland", scenario=never, years=2, replicates=2)).tasks[0]
    baseline, scenario = run_replicate(task)
    assert (baseline.values == scenario.values).all()


def test_conditions_of_the_world_are_not_put_off() -> None:
    """They come when they come, in every wave."""
    said = """name = "both"
title = "x"
[[interventions]]
kind = "arrivals"
change = 0.2
of = "families"
from_month = 3
[[interventions]]
kind = "no_wrong_door"
[[interventions.hubs]]
opens_month = 1
"""
    moved = later(from_toml(said, "both"), 6.0)
    assert "later_months" not in moved.interventions[0]
    assert moved.interventions[1]["later_months"] == 6.0
    assert len(later(from_toml(said, "both"), None).interventions) == 1


@pytest.mark.parametrize("bad", [{"waves": 0}, {"step_months": 0.0}, {"waves": 1000}])
def test_bad_numbers_of_a_rollout_are_refused(bad: dict[str, Any]) -> None:
    """With the number and the rule."""
    with pytest.raises(DoorwaysError, match="Choose such a number"):
        Rollout(**bad)


def test_plans_share_beliefs_across_councils() -> None:
    """The same replicate believes the same of a service everywhere."""
    batch = begun(request(), councils_of("Rutland, Wigan", YEAR), Rollout())
    batch.plan(request(), 2)
    values = [one.tasks[0].arms[1].interventions[0]["values"] for one in batch.plans]
    assert values[0] == values[1]
