"""The funnel beside a comparison: how many are followed, and what surprises of its differences."""

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.compare import compare
from scenarios.funnel.beside import Following, funnel_beside
from scenarios.funnel.precision import BLOCK, MOST, in_words, known_within
from scenarios.funnel.steps import Step
from scenarios.funnel.study import funnel
from scenarios.funnel.surprising import _what
from scenarios.request import CompareRequest
from scenarios.shared import shared_by
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

HERE = Execution(1)


def counts(entered: int, reached: int) -> dict[str, Any]:
    """A pair in which so many entered, and so many got to every step."""
    steps = {one.name.lower(): reached for one in Step} | {"entered": entered}
    return {"baseline": {"steps": steps}, "scenario": {"steps": steps}}


def test_shares_are_known_as_well_as_a_ratio_of_averages_is() -> None:
    """The same share in every pair is known exactly; a share that varies as a ratio's error says."""
    rng, shared = np.random.default_rng(3), shared_by(np.arange(20), central=False)
    entered = rng.integers(50, 150, 20)
    assert known_within([counts(int(n), int(n)) for n in entered], shared) == 0.0
    toss = rng.binomial(100, 0.3, 20)
    found = known_within([counts(100, int(n)) for n in toss], shared)
    pairs = toss.reshape(10, 2).mean(axis=1) / 100.0
    assert found == pytest.approx(2.262 * pairs.std(ddof=1) / np.sqrt(10), rel=1e-3)
    assert "known to within" in in_words(20, found, 100)
    assert in_words(20, None, 100).startswith("20 of the 100 runs")


@pytest.mark.parametrize(
    ("low", "high", "aim", "better", "what"),
    [
        (1.0, 2.0, -1, -1, "against"),
        (-2.0, -1.0, 1, 0, "against"),
        (-2.0, -1.0, -1, -1, None),
        (-2.0, -1.0, -1, 1, "pushed"),
        (-1.0, 1.0, -1, -1, "lost"),
        (-1.0, 1.0, -1, 1, None),
        (1.0, 2.0, None, -1, "worse"),
        (1.0, 2.0, None, 1, None),
        (None, None, -1, -1, None),
    ],
)
def test_what_surprises_of_a_difference(
    low: float | None, high: float | None, aim: int | None, better: int, what: str | None
) -> None:
    """Against the aim, for the worse as pushed or unpushed, or lost; what goes as aimed at surprises nobody."""
    difference = {"mean_low": low, "mean_high": high}
    assert _what({"difference": difference, "better": better, "verdict": "more"}, aim) == what


def test_it_follows_the_first_of_the_comparisons_own_futures() -> None:
    """As many as there are, but no more than are needed; it is the funnel of the same seed."""
    request = CompareRequest("Rutland", years=2, replicates=12, seed=3)
    with open_store("sqlite://") as store:
        comparison = compare(request, execution=HERE, store=store)
    found = funnel_beside(request, comparison, execution=HERE)
    assert found is not None
    followed = found.about["replicates"]
    assert followed in (BLOCK, 12)
    assert followed <= MOST
    alone = funnel(CompareRequest("Rutland", years=2, replicates=followed, seed=3), execution=HERE)
    assert found.services == alone.services
    assert found.entered == alone.entered
    names = {one["name"] for one in comparison.measures}
    assert {name for one in found.surprises for name in one["measures"]} <= names


def test_what_is_followed_while_it_runs_says_the_same() -> None:
    """The comparison is the one that follows nobody, the funnel that of runs played again; neither runs twice."""
    request = CompareRequest("Rutland", years=2, replicates=12, seed=3)
    with open_store("sqlite://") as store, open_store("sqlite://") as other:
        shelved = replace(HERE, shelf=Shelf(store))
        following = Following(lambda: nullcontext(Shelf(store)))
        seen = compare(request, execution=HERE, store=store, follower=following)
        following.flush()
        plain = compare(request, execution=HERE, store=other)
        assert seen.measures == plain.measures
        assert seen.weekly == plain.weekly
        assert sorted(following.pairs) == list(range(12))
        told: list[tuple[int, int]] = []
        watched = replace(shelved, progress=lambda *how_far: told.append(how_far))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("scenarios.funnel.replicate.population_of", _nobody_runs)
            found = funnel_beside(request, seen, execution=watched, already=following.pairs)
            # Kept on the shelf, as if they had been followed now.
            again = funnel_beside(request, seen, execution=shelved)
    afresh = funnel_beside(request, plain, execution=HERE)
    assert found is not None
    assert found == again == afresh
    assert told[-1][0] == told[-1][1] == found.about["replicates"]


def test_what_was_followed_before_a_stop_is_kept() -> None:
    """A comparison stopped on the way keeps what its pairs said: none of them is followed again."""
    request = CompareRequest("Rutland", years=1, replicates=14, seed=3)
    with open_store("sqlite://") as store:
        shelved = replace(HERE, shelf=Shelf(store))
        first, then = (Following(lambda: nullcontext(Shelf(store))) for _ in range(2))
        stopped = replace(HERE, cancelled=lambda: len(first.pairs) >= 9)
        with pytest.raises(StoppedError):
            compare(request, execution=stopped, store=store, follower=first)
        first.flush()
        assert len(first.pairs) == 9
        whole = compare(request, execution=HERE, store=store, follower=then)
        then.flush()
        assert sorted(then.pairs) == list(range(9, 14))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("scenarios.funnel.replicate.population_of", _nobody_runs)
            found = funnel_beside(request, whole, execution=shelved, already=then.pairs)
    assert found is not None
    assert found == funnel_beside(request, whole, execution=HERE)


def test_a_fault_in_following_does_not_take_the_comparison_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What cannot be followed runs as always; the funnel beside it meets the fault and tells it."""
    request = CompareRequest("Rutland", years=1, replicates=4, seed=3)
    monkeypatch.setattr("scenarios.funnel.replicate.lives_of", _nobody_runs)
    following = Following()
    with open_store("sqlite://") as store:
        found = compare(request, execution=HERE, store=store, follower=following)
        assert found.replicates == 4
        assert not following.pairs
        with pytest.raises(DoorwaysError, match="a pair ran again"):
            funnel_beside(request, found, execution=HERE, already=following.pairs)


def test_a_pair_whose_baseline_is_stored_is_followed_while_the_scenario_runs() -> None:
    """Both its arms run, the baseline that was stored is the one that counts, and nothing is played afterwards."""
    hubs = CompareRequest("Rutland", years=1, replicates=4, seed=3)
    other = replace(hubs, scenario="no-wrong-door-null")
    following = Following()
    with open_store("sqlite://") as store, open_store("sqlite://") as fresh:
        compare(hubs, execution=HERE, store=store)
        changed = compare(other, execution=HERE, store=store, follower=following)
        alone = compare(other, execution=HERE, store=fresh)
        assert changed.measures == alone.measures
        assert changed.timings["runs_reused"] == {"baseline": 4, "no-wrong-door-null": 0}
        assert store.size()[0][0].runs == 3 * 4
    assert sorted(following.pairs) == list(range(4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios.funnel.replicate.population_of", _nobody_runs)
        found = funnel_beside(other, changed, execution=HERE, already=following.pairs)
    assert found is not None
    assert found == funnel_beside(other, alone, execution=HERE)


def _nobody_runs(*_: object) -> None:
    raise AssertionError("a pair ran again")


def test_there_is_none_where_nobody_is_referred() -> None:
    """A baseline against a scenario that opens no service has no funnel, and runs nothing."""
    request = CompareRequest("Rutland", baseline="no-wrong-door", scenario="baseline")
    assert funnel_beside(request, None) is None  # type: ignore[arg-type]
