"""The virtual trial: designs as they should be, analyses that hold their size, and truth that is known."""

from dataclasses import replace
from math import factorial, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.request import CompareRequest
from scenarios.trial.analyse import (
    Answer,
    analysed,
    analyses_of,
    between_halves,
    centred,
    change,
    mixed_model,
    of_changes,
    permutation,
    rates,
    verdicts_possible,
    within,
)
from scenarios.trial.design import FOLLOW, LEAD, PERIOD, Trial
from scenarios.trial.names import Design, Pool
from scenarios.trial.replication import TrialTask, trial_of
from scenarios.trial.result import summed_up, true_effect
from scenarios.trial.study import planned, run_trials
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

HERE = Execution(1)


def noise(trial: Trial, seed: int, effect: float = 0.0) -> tuple[Any, Any]:
    """A table of made-up log rates with levels of authorities and periods, and who has the service."""
    random = np.random.default_rng(seed)
    exposed = trial.exposed(trial.begins(random.permutation(trial.authorities)))
    y = random.normal(0, 0.1, exposed.shape) + random.normal(0, 0.5, (trial.authorities, 1))
    return y + random.normal(0, 0.2, exposed.shape[1]) + effect * exposed, exposed


@given(st.integers(2, 12), st.sampled_from([3.0, 6.0, 9.0, 12.0]))
@settings(max_examples=settings().max_examples * 2 // 5)
def test_a_stepped_wedge_has_everybody_begin_in_turn(many: int, step: float) -> None:
    """One more authority a step; all before the end, none in the lead."""
    trial = Trial(authorities=many, step_months=step)
    exposed = trial.exposed(trial.begins(np.arange(many)))
    assert not exposed[:, : trial.lead].any()
    assert exposed[:, -1].all()
    assert sorted(exposed.argmax(axis=1).tolist()) == [
        trial.lead + k * trial.step for k in range(many)
    ]
    assert trial.periods * PERIOD == trial.years * 12 >= LEAD + FOLLOW
    assert trial.allocations == factorial(many)


def test_parallel_halves_begin_or_never_do() -> None:
    """Half have it from the end of the lead on; all halves are tried."""
    trial = Trial(Design.PARALLEL, authorities=6)
    exposed = trial.exposed(trial.begins(np.arange(6)))
    assert exposed[:, trial.lead].sum() == 3
    every = list(trial.every(np.random.default_rng(1)))
    assert len(every) == trial.allocations == 20
    assert len({one[:, -1].tobytes() for one in every}) == 20


def test_all_orders_of_five_are_tried_and_some_of_more() -> None:
    """120 different ones; of eight a thousand are drawn."""
    every = [one.tobytes() for one in Trial().every(np.random.default_rng(1))]
    assert len(every) == len(set(every)) == 120
    assert sum(1 for _ in Trial(authorities=8).every(np.random.default_rng(1))) == 1000


def test_levels_of_authorities_and_periods_do_not_move_the_effect() -> None:
    """What is added to a row or a column goes; what the service adds stays, exactly."""
    trial = Trial()
    exposed = trial.exposed(trial.begins(np.arange(5)))
    levels = np.arange(5)[:, None] + np.sin(np.arange(trial.periods))
    assert within(levels + 0.7 * exposed, exposed) == pytest.approx(0.7)
    assert np.abs(centred(levels)).max() < 1e-12
    assert within(levels, np.ones_like(exposed)) == 0.0


@pytest.mark.slow
def test_permutation_is_exact() -> None:
    """Over 400 tables without effect, p is at or below 5% in 5% of them, to four binomial errors."""
    trial = Trial()
    hits = sum(
        permutation(trial, *noise(trial, seed), np.random.default_rng(0)).rejects
        for seed in range(400)
    )
    assert abs(hits / 400 - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 400)


def test_a_large_effect_is_found_by_every_analysis() -> None:
    """Ten errors of one cell: the lowest p there is, and an interval that holds it."""
    trial = Trial()
    y, exposed = noise(trial, 3, effect=1.0)
    assert permutation(trial, y, exposed, np.random.default_rng(0)).p == pytest.approx(1 / 120)
    model = mixed_model(y, exposed)
    assert model.rejects
    assert model.low < 1.0 < model.high
    assert set(analysed(trial, y, exposed, None, 1)) == set(analyses_of(trial))


def test_the_mixed_model_agrees_with_least_squares_where_authorities_differ_widely() -> None:
    """With levels of authorities that dwarf all else, random levels are fixed ones."""
    trial = Trial()
    y, exposed = noise(trial, 5, effect=0.3)
    far = y + 100.0 * np.arange(5)[:, None]
    assert mixed_model(far, exposed).estimate == pytest.approx(within(far, exposed), abs=1e-3)


@pytest.mark.parametrize(("many", "possible"), [(3, False), (4, True), (5, True)])
def test_too_few_allocations_give_no_verdict(many: int, possible: bool) -> None:
    """Six orders: the most extreme has a chance of 17%; 24: of 4%."""
    trial = Trial(authorities=many)
    assert verdicts_possible(trial) is possible
    answer = permutation(trial, *noise(trial, 1), np.random.default_rng(0))
    assert np.isfinite(answer.p) is np.bool_(possible)


def test_changes_are_student_s() -> None:
    """By hand: changes 1, 2, 3 have mean 2 and p 0.0742."""
    found = of_changes(np.array([1.0, 2.0, 3.0]))
    assert found.estimate == 2.0
    assert found.p == pytest.approx(0.07417990, abs=1e-6)
    assert not of_changes(np.zeros(3)).rejects
    halves = between_halves(np.array([1.0, 2.0, 5.0, 6.0]), np.array([False, False, True, True]))
    assert halves.estimate == 4.0
    assert halves.low < 4.0 < halves.high
    assert np.isnan(between_halves(np.arange(3.0), np.array([True, False, False])).p)


def test_change_is_after_less_before() -> None:
    """Four periods before everybody begins, all the rest after."""
    trial = Trial(Design.BEFORE_AFTER)
    y = np.zeros((5, trial.periods))
    y[:, trial.lead :] = 2.0
    assert change(y, trial).tolist() == [2.0] * 5


def test_rates_are_by_child_and_finite() -> None:
    """A period without any has a rate."""
    found = rates(np.array([[0.0, 9.5]]), [100.0])
    assert found[0, 1] == pytest.approx(log(0.1))
    assert np.isfinite(found).all()


def one_seen(trial: Trial, ratio: float, seed: int) -> dict[str, Any]:
    """What a trial would have seen whose service multiplies counts by a ratio."""
    random = np.random.default_rng(seed)
    exposed = trial.exposed(trial.begins(random.permutation(trial.authorities)))
    without = random.poisson(400.0, exposed.shape)
    return {
        "y": np.where(exposed, np.round(ratio * without), without).tolist(),
        "without": without.tolist(),
        "others": [],
        "exposed": exposed.tolist(),
        "children": [[1e4] * trial.authorities, []],
        "reach": 0.25,
        "chosen": ["x"] * trial.authorities,
    }


def test_truth_power_and_dilution_add_up() -> None:
    """A ratio of 0.8 in the whole with a quarter reached is 0.2 in those; all trials of it are found."""
    trial = Trial()
    seen = [one_seen(trial, 0.8, k) for k in range(12)]
    assert true_effect(seen[0]) == pytest.approx(log(0.8), abs=1e-3)
    found = summed_up({"outcome": "care_entries"}, trial, seen, 1)
    assert found.true["ratio"] == pytest.approx(0.8, abs=1e-3)
    assert found.true["in_those_supported"] == pytest.approx(0.2, abs=5e-3)
    for one in found.analyses:
        assert one["rejects"]["mean"] == 1.0
        assert abs(one["bias"]) < 0.02
        assert one["needed"] is not None
    nothing = summed_up({}, trial, [one_seen(trial, 1.0, k) for k in range(12)], 1)
    assert nothing.true["log_ratio"] == 0.0
    assert all(one["needed"] is None for one in nothing.analyses)
    assert any("falsely" in note for note in nothing.notes)


def test_answers_reject_at_the_level_and_not_beyond() -> None:
    """5% rejects; no p is no verdict."""
    assert Answer(0, 0, 0, 0.05).rejects
    assert not Answer(0, 0, 0, 0.0501).rejects
    assert not Answer(0, 0, 0, float("nan")).rejects


def request(**said: Any) -> CompareRequest:
    """What is tried."""
    return CompareRequest(**{"scenario": "no-wrong-door-null", **said})


def test_without_an_effect_both_arms_are_one_future() -> None:
    """The null twin is not run, and what is seen is what would have been."""
    trial = Trial(authorities=2)
    task = planned(request(), trial, 2)[0]
    assert task.nothing
    seen = trial_of(task)
    assert seen["y"] == seen["without"]
    assert len(seen["chosen"]) == len(set(seen["chosen"])) == 2


def test_with_an_effect_the_past_is_the_same_and_what_follows_is_not() -> None:
    """Before an authority begins its counts are those without the service."""
    trial = Trial(authorities=2, outcome="missing_episodes")
    task = planned(request(scenario="no-wrong-door"), trial, 2)[0]
    assert not task.nothing
    seen = trial_of(task)
    y, without, exposed = (np.array(seen[name]) for name in ("y", "without", "exposed"))
    assert (y[~exposed.astype(bool)] == without[~exposed.astype(bool)]).all()
    assert seen["reach"] > 0


def test_the_entry_rule_lets_in_whose_number_rose_most() -> None:
    """Of eight candidates the two whose number rose most in the year before; matching takes others."""
    trial = Trial(Design.MATCHED, Pool.ENTRY_RULE, authorities=2)
    task = planned(request(), trial, 2)[0]
    assert len(task.candidates) == trial.candidates == 8
    seen = trial_of(task)
    assert len(seen["others"]) == 2
    assert len(seen["children"][1]) == 2


@pytest.mark.slow
def test_trials_that_are_there_are_not_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking for more runs what is missing, the first ones stay what they were; another trial or belief shares none."""
    ran: list[int] = []

    def counted(task: TrialTask) -> dict[str, Any]:
        ran.append(task.number)
        return trial_of(task)

    monkeypatch.setattr("scenarios.trial.study.trial_of", counted)
    trial = Trial(authorities=4)
    with open_store(tmp_path / "kept.sqlite") as store:
        kept = replace(HERE, shelf=Shelf(store))
        first = run_trials(request(), trial, 2, kept)
        more = run_trials(request(), trial, 3, kept)
        assert ran == [0, 1, 2]
        assert more.analyses[0]["verdicts"] == 3
        assert run_trials(request(), trial, 2, kept).to_dict() == first.to_dict()
        assert first.to_dict() == run_trials(request(), trial, 2, HERE).to_dict()
        ran.clear()
        run_trials(request(step_days=14.0), trial, 2, kept)
        run_trials(request(central=True), trial, 2, kept)
        run_trials(request(), replace(trial, outcome="exits"), 2, kept)
        assert ran == [0, 1] * 3


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"authorities": 1}, "authorities of a trial"),
        ({"outcome": "happiness"}, "outcome"),
        ({"step_months": 5.0}, "step of a trial"),
        ({"design": Design.PARALLEL, "authorities": 3}, "Two halves"),
    ],
)
def test_what_cannot_be_a_trial_is_refused(said: dict[str, Any], says: str) -> None:
    """With the thing and the rule."""
    with pytest.raises(DoorwaysError, match=says):
        Trial(**said)


def test_one_trial_says_nothing() -> None:
    """Two or more are run."""
    with pytest.raises(DoorwaysError, match="replications"):
        planned(request(), Trial(), 1)


def test_a_service_that_opens_late_cannot_be_tried() -> None:
    """Everybody is known for a year before anybody begins."""
    with pytest.raises(DoorwaysError, match="opens no service"):
        planned(request(scenario="baseline", baseline="no-wrong-door"), Trial(), 2)
