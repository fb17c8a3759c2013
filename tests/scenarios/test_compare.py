"""A comparison from request to comparison.json, with a toy in place of the model."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.evidence.load import figures
from dashboards.cli.compare import reused
from scenarios.arms import value_in
from scenarios.compare import RunStore, compare, make_plan, plan
from scenarios.comparison import TOTAL, Comparison
from scenarios.gather import Gatherer
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, from_toml, load_scenario
from scenarios.verdict import FEWER as FEWER_OF_THEM
from scenarios.verdict import TOO_SMALL, judgement, verdict
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES, WEEKLY
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.store.store import open_store

#: Weeks a year of the toy.
WEEKS = 52
FEWER = 40.0
#: What the toy ran: replicates, and arms.
RAN: list[int] = []
#: One replicate after the other, in this process.
ALONE = Execution(1)
ARMS: list[str] = []


def toy(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Give every measure 1,000 plus shared chance; a real service takes 40 times its entry ratio off."""
    RAN.append(task.replicate)
    ARMS.extend(arm.name for arm in task.arms)
    rng = np.random.default_rng(np.random.SeedSequence([task.seed, task.replicate]))
    noise = rng.normal(0.0, 20.0, (len(MEASURES), task.years))
    own = rng.normal(0.0, 5.0, (len(task.arms), len(MEASURES), task.years))
    results = []
    for arm, extra in zip(task.arms, own, strict=True):
        values, real = 1000.0 + noise, any(i["twin"] == "real" for i in arm.interventions)
        if real:
            values = values + extra - FEWER * float(value_in(task, "nwd_entry_ratio"))
        weekly = np.full((task.years * WEEKS, len(WEEKLY)), values[0, 0], dtype=np.float32)
        results.append(ArmResult(arm.name, weekly, values, 0.01))
    return tuple(results)


@pytest.fixture(scope="module")
def council() -> AuthorityProfile:
    """A small council."""
    return profile("Rutland")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    """A real SQLite store, and a clean record of what the toy ran."""
    RAN.clear()
    with open_store(f"sqlite:///{(tmp_path / 'runs.sqlite').as_posix()}") as opened:
        yield opened


@pytest.fixture
def run(council: AuthorityProfile, store: RunStore) -> Callable[..., Comparison]:
    """Compare with the toy, here and now."""

    def go(**asked: object) -> Comparison:
        settings = {"years": 2, "replicates": 12, "authority": "Rutland"} | asked
        return compare(
            CompareRequest(**settings), store=store, runner=toy, council=council, execution=ALONE
        )  # type: ignore[arg-type]

    return go


def test_to_dict_is_json_without_nan(run: Callable[..., Comparison]) -> None:
    """comparison.json holds what the agreed shape names, and nothing JSON cannot hold."""
    told = run().to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    for key in (
        *("product_version", "results_version", "run_key", "authority", "arms", "years"),
        *("replicates", "seed", "parameter_digest", "level", "measures", "weekly", "timings"),
        *("assumptions", "notes", "headline"),
    ):
        assert told[key] not in (None, "", []), key
    assert [arm["name"] for arm in told["arms"]] == ["baseline", "no-wrong-door"]
    assert told["authority"]["name"] == "Rutland"


def test_rows_cover_every_measure_and_window(run: Callable[..., Comparison]) -> None:
    """Each measure has a row for each year and the total, in the order of the measure list."""
    rows = run(years=3).measures
    windows = ("year 1", "year 2", "year 3", TOTAL)
    assert [(r["name"], r["window"]) for r in rows] == [
        (m.name, window) for m in MEASURES for window in windows
    ]


def test_the_difference_is_paired(run: Callable[..., Comparison]) -> None:
    """Chance that both arms share cancels: the ratio is far above 1, the mean near the truth.

    Shared chance has variance 400, own chance 25 in the scenario only: (400 + 425) / 25 = 33.
    With 400 replicates the ratio's standard error is a tenth; half or double would be caught.
    """
    row = run(replicates=400, central=True).row("care_entries", "year 1")
    truth = -FEWER * figures()["nwd_entry_ratio"].value  # type: ignore[operator]
    assert row["difference"]["mean"] == pytest.approx(truth, abs=5 * 5 / math.sqrt(400))
    assert row["variance_ratio"] == pytest.approx(33.0, rel=0.35)
    assert row["variance_split"]["difference"]["unknown"] == 0.0


@pytest.mark.slow
@pytest.mark.statistics
def test_parameters_are_told_from_chance(run: Callable[..., Comparison]) -> None:
    """What the drawn entry ratio adds to the difference is found apart from chance.

    The toy's chance variance is 25. Half of 200 draws tell the luck of children and years together, with
    100 degrees of freedom: a standard error of sqrt(2 / 100), 14%, of which three are 42%. What the ratio adds
    rests on all 200: 10%, of which three are 30%.
    """
    comparison = run(replicates=400)
    split = comparison.row("care_entries", "year 1")["variance_split"]["difference"]
    drawn = [float(value_in(task, "nwd_entry_ratio")) for task in plan_of(comparison)[::2]]
    assert split["children"] + split["years"] == pytest.approx(25.0, rel=0.42)
    assert split["unknown"] == pytest.approx(FEWER**2 * np.var(drawn, ddof=1), rel=0.3)


def plan_of(comparison: Comparison) -> list[ReplicateTask]:
    """The tasks of a finished comparison."""
    request = CompareRequest(
        authority=comparison.authority, years=comparison.years, replicates=comparison.replicates
    )
    return plan(request)


def test_draws_serve_pairs(council: AuthorityProfile) -> None:
    """Replicates 2j and 2j+1 share their parameters, other pairs do not; central shares one set."""
    tasks = plan(CompareRequest(replicates=5), council)
    assert [task.replicate for task in tasks] == [0, 1, 2, 3, 4]
    ratios = [value_in(task, "nwd_entry_ratio") for task in tasks]
    assert ratios[0] == ratios[1] != ratios[2] == ratios[3] != ratios[4]
    central = plan(CompareRequest(replicates=5, central=True), council)
    assert {value_in(task, "nwd_entry_ratio") for task in central} == {
        figures()["nwd_entry_ratio"].value
    }


def test_the_null_twin_differs_in_nothing(run: Callable[..., Comparison]) -> None:
    """A twin without effects has difference 0, no ratio, and a headline that says so."""
    comparison = run(scenario="no-wrong-door-null")
    row = comparison.row("care_entries")
    assert (row["difference"]["mean"], row["variance_ratio"]) == (0.0, None)
    assert row["variance_ratio_note"] == "no difference in any replicate"
    assert comparison.headline.count("(no difference in any run)") == 2


def test_stored_replicates_are_not_run_again(run: Callable[..., Comparison]) -> None:
    """A second run does nothing, a longer one only what is new, and the numbers are the same."""
    first = run(replicates=6)
    assert sorted(RAN) == [0, 1, 2, 3, 4, 5]
    RAN.clear()
    again = run(replicates=6)
    assert RAN == []
    assert (again.measures, again.weekly, again.run_key) == (
        first.measures,
        first.weekly,
        first.run_key,
    )
    assert again.timings["replicates_reused"] == 6
    more = run(replicates=9)
    assert sorted(RAN) == [6, 7, 8]
    assert more.timings["replicates_run"] == 3


def test_a_shared_baseline_is_reused(run: Callable[..., Comparison]) -> None:
    """Another scenario against the same baseline runs only its own arm."""
    first = run(replicates=4)
    ARMS.clear()
    second = run(replicates=4, scenario="no-wrong-door-rollout")
    assert ARMS == ["no-wrong-door-rollout"] * 4
    assert second.timings["runs_reused"] == {"baseline": 4, "no-wrong-door-rollout": 0}
    assert second.timings["replicates_run"] == 4
    assert reused(second).startswith("Taken from the results database, of 4 runs each: 4 of")
    assert reused(first) == ""
    for name in ("care_entries", "cost_total"):
        assert second.row(name)["baseline"] == first.row(name)["baseline"]


def test_results_are_handed_on_as_they_arrive(council: AuthorityProfile, store: RunStore) -> None:
    """What there is so far is told from two replicates on, equal to a comparison of just those."""
    request = CompareRequest(authority="Rutland", years=1, replicates=12)
    told: list[Comparison] = []
    whole = compare(
        request, store=store, runner=toy, council=council, execution=ALONE, so_far=told.append
    )
    assert [one.replicates for one in told] == [2, 3, 5, 8]
    assert whole.replicates == 12
    RAN.clear()
    five = compare(
        replace(request, replicates=5), store=store, runner=toy, council=council, execution=ALONE
    )
    assert RAN == []
    assert (five.measures, five.weekly) == (told[2].measures, told[2].weekly)
    assert (five.run_key, five.headline) == (told[2].run_key, told[2].headline)


def test_stopping_keeps_what_is_done(
    run: Callable[..., Comparison], council: AuthorityProfile, store: RunStore
) -> None:
    """A stopped comparison says how far it came; the next one does the rest, and no more."""
    request = CompareRequest(authority="Rutland", years=1, replicates=8)
    with pytest.raises(StoppedError, match="3 of 8 replicates"):
        compare(
            request,
            store=store,
            runner=toy,
            council=council,
            execution=Execution(1, cancelled=lambda: len(RAN) >= 3),
        )
    seen: list[tuple[int, int]] = []
    compare(
        request,
        store=store,
        runner=toy,
        council=council,
        execution=Execution(1, progress=lambda done, total: seen.append((done, total))),
    )
    assert sorted(RAN) == list(range(8))
    assert seen[0] == (3, 8)
    assert seen[-1] == (8, 8)


@pytest.mark.parametrize(
    ("replicates", "central", "told"),
    [
        (2, False, "share one draw of the settings"),
        (2, True, "are few"),
        (3, False, "are few: ranges of outcomes are stretched to hold what they say. Of two"),
        (4, False, "are few: ranges of outcomes are stretched to hold what they say. Of two"),
        (19, False, "are few"),
        (20, False, ""),
    ],
)
def test_few_replicates(
    run: Callable[..., Comparison], replicates: int, central: bool, told: str
) -> None:
    """Few replicates give a result that warns of what is so, with None for what cannot be known."""
    comparison = run(replicates=replicates, central=central)
    json.dumps(comparison.to_dict(), allow_nan=False)
    warned = [note for note in comparison.notes if note.startswith(f"{replicates} replicates")]
    assert [told in note for note in warned] == ([True] if told else [])
    assert all("narrower" in note for note in warned) == ("are few" not in told)
    assert all("Of two" in note for note in warned) == (told == "" or "Of two" in told)


@pytest.mark.parametrize("central", [True, False])
def test_no_note_tells_a_reader_to_type(run: Callable[..., Comparison], central: bool) -> None:
    """Notes stand on the page and in the report too, whose readers have no options to give."""
    notes = run(replicates=2, central=central).notes
    assert any("calibrated" in note for note in notes)
    assert not [note for note in notes if "--" in note]


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_a_number_that_a_run_lacks_is_an_error(
    council: AuthorityProfile, store: RunStore, hole: float
) -> None:
    """A measure that is not finite in one run names itself, the year, the arm and the replicate."""

    def holed(task: ReplicateTask) -> tuple[ArmResult, ...]:
        results = toy(task)
        if task.replicate == 2:
            results[1].values[BY_NAME["share_three_plus"], 1] = hole
        return results

    request = CompareRequest(authority="Rutland", years=2, replicates=4)
    with pytest.raises(DoorwaysError) as told:
        compare(request, store=store, runner=holed, council=council, execution=ALONE)
    said = str(told.value).lower()
    assert all(
        part in said
        for part in ("replicate 2", "arm no-wrong-door", "share_three_plus, year 2", "not a finite")
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda result: replace(result, values=result.values[:-1]),
        lambda result: replace(result, values=result.values[:, :1]),
        lambda result: replace(result, weekly=result.weekly[:-1]),
        lambda result: replace(result, weekly=result.weekly * np.float32(np.nan)),
    ],
)
def test_a_run_that_is_not_whole_is_an_error(
    council: AuthorityProfile, change: Callable[[ArmResult], ArmResult]
) -> None:
    """A run without a measure, a year, a week or the weeks' numbers is refused, not averaged over."""
    request = CompareRequest(authority="Rutland", years=2, replicates=2)
    tasks = plan(request, council)
    first, second = toy(tasks[0])
    with pytest.raises(DoorwaysError, match="replicate 0, arm baseline"):
        Gatherer(tasks).take(tasks[0], (change(first), second))


def test_weekly_bands(run: Callable[..., Comparison]) -> None:
    """Every weekly column has bands for both arms and the difference, and a time for each week."""
    weekly = run(years=2).weekly
    assert list(weekly["columns"]) == list(WEEKLY)
    assert len(weekly["times"]) == 2 * WEEKS
    assert weekly["times"][-1] == 2.0
    column = weekly["columns"]["children_looked_after"]
    for part in ("baseline", "scenario", "difference"):
        assert {len(column[part][key]) for key in ("mean", "low", "middle", "high")} == {2 * WEEKS}


def test_to_frame(run: Callable[..., Comparison]) -> None:
    """The table has a row for each measure and window, with nested names joined."""
    frame = run(years=2).to_frame()
    assert len(frame) == len(MEASURES) * 3
    assert {"name", "window", "difference_mean", "variance_split_difference_children"} <= set(frame)


def test_the_headline_is_honest(run: Callable[..., Comparison]) -> None:
    """The headline gives money and children, each by its verdict and range, and its assumptions."""
    comparison = run(replicates=40)
    told = comparison.headline
    assert told.startswith(
        "In Rutland, No Wrong Door, one hub, on average: too small a change in the council"
    )
    assert comparison.row("cost_council")["verdict"] == TOO_SMALL
    assert "fewer children in care on 31 March 2026 (" in told
    assert comparison.row("children_looked_after")["verdict"] == FEWER_OF_THEM
    assert told.endswith("as far as the model's assumptions hold.")


def test_every_row_says_what_it_amounts_to(run: Callable[..., Comparison]) -> None:
    """Verdict, size and judgement are those of the one rule on the row's own numbers."""
    for row in run(years=2).measures:
        measure = MEASURES[BY_NAME[row["name"]]]
        assert row["size_that_matters"] == measure.size.of(row["baseline"]["mean"])
        assert row["verdict"] == verdict(row["difference"], row["size_that_matters"])
        assert row["judgement"] == judgement(row["verdict"], measure.better)


CLAIMS = """
name = "as-published"
title = "As published"
[[interventions]]
kind = "no_wrong_door"
claims = "published"
[[interventions.hubs]]
opens_month = 1
"""


def test_published_claims_are_labelled(run: Callable[..., Comparison]) -> None:
    """Published claims replace the shrunk effects, and headline, arms and notes all say so."""
    comparison = run(scenario=from_toml(CLAIMS))
    assert "published claims at face value" in comparison.headline
    assert [arm.published_claims for arm in comparison.arms] == [False, True]
    assert [arm.labels for arm in comparison.arms] == [(), ("published claims",)]
    assert any("studies without a comparison" in note for note in comparison.notes)
    tasks = plan(CompareRequest(scenario=from_toml(CLAIMS), replicates=4))
    assert {value_in(task, "nwd_move_ratio") for task in tasks} == {
        figures()["claim_moves_cost"].value
    }


def mine(text: str) -> Scenario:
    """A scenario with parameters of its own."""
    return from_toml(f'name = "mine"\ntitle = "Mine"\n[parameters]\n{text}\n')


def test_overrides_hold_in_both_arms(council: AuthorityProfile) -> None:
    """What a scenario sets is fixed, or drawn within its range, and changes the digest."""
    fixed = CompareRequest(baseline=mine("nwd_entry_ratio = 0.5"), replicates=4)
    assert {value_in(task, "nwd_entry_ratio") for task in plan(fixed, council)} == {0.5}
    ranged = mine("nwd_entry_ratio = { central = 0.5, low = 0.45, high = 0.55 }")
    drawn = plan(CompareRequest(baseline=ranged, replicates=40), council)
    ratios = {float(value_in(task, "nwd_entry_ratio")) for task in drawn}
    assert len(ratios) == 20
    assert 0.35 < min(ratios) < 0.5 < max(ratios) < 0.65
    digests = {
        make_plan(CompareRequest(baseline=one), council).beliefs.digest()
        for one in ("baseline", ranged, mine("nwd_entry_ratio = 0.5"))
    }
    assert len(digests) == 3


def test_a_local_price_can_be_overridden(council: AuthorityProfile) -> None:
    """A cost that a scenario sets stands against the council's own published cost."""
    request = CompareRequest(baseline=mine("cost_residential_week = 5000"), replicates=2)
    assert plan(request, council)[0].parameters["cost_residential_week"] == 5000.0


def test_contradicting_scenarios_are_refused(council: AuthorityProfile) -> None:
    """Two arms that set one parameter differently are refused: it would hold in both."""
    other = mine("nwd_entry_ratio = 0.6")
    with pytest.raises(DoorwaysError, match="nwd_entry_ratio"):
        plan(
            CompareRequest(
                baseline=mine("nwd_entry_ratio = 0.5"),
                scenario=Scenario("b", "B", parameters=other.parameters),
            ),
            council,
        )


def test_what_a_service_says_of_itself_is_its_own_arms(council: AuthorityProfile) -> None:
    """Claims as published and the register's effects can be compared: each arm has its own."""
    shrunk, claimed = load_scenario("no-wrong-door"), from_toml(CLAIMS)
    request = CompareRequest(baseline=shrunk, scenario=claimed, replicates=2, central=True)
    arms = plan(request, council)[0].arms
    ratios = [arm.interventions[0]["values"]["nwd_arrest_ratio"] for arm in arms]
    assert ratios == [figures()[name].value for name in ("nwd_arrest_ratio", "claim_arrests")]


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"years": 0}, "1 to 20"),
        ({"years": 21}, "1 to 20"),
        ({"years": 2.5}, "whole number"),
        ({"replicates": 1}, "2 to 100,000"),
        ({"replicates": 100_001}, "2 to 100,000"),
        ({"seed": -1}, "0 or more"),
        ({"step_days": 0.0}, "1 to 28 days"),
        ({"step_days": math.nan}, "1 to 28 days"),
    ],
)
def test_requests_out_of_range(asked: dict[str, object], word: str) -> None:
    """A number out of range is refused with its rule before anything runs."""
    with pytest.raises(DoorwaysError, match=word):
        CompareRequest(**asked)  # type: ignore[arg-type]


def test_requests_for_the_unknown() -> None:
    """An unknown council, an unknown scenario and a comparison with itself are refused."""
    with pytest.raises(DoorwaysError, match="North Yorkshire"):
        plan(CompareRequest(authority="North Yorkshir"))
    with pytest.raises(DoorwaysError, match="no-wrong-door"):
        plan(CompareRequest(scenario="no-wrong-doors"))
    with pytest.raises(DoorwaysError, match="two different"):
        plan(CompareRequest(baseline="no-wrong-door"))
