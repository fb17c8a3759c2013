"""Calibrations of a plan: each combination once, resumed, split and joined, and read as two tables."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_england import small_england

from calibration.fitting.patterns.catalogue import statistics
from calibration.joint import calibrate as module
from calibration.joint import runs
from calibration.joint.bank.row import RowTask
from calibration.joint.council import calibrate_council
from calibration.joint.result import Calibration
from calibration.joint.store import find
from scenarios.batch.api import calibrate
from scenarios.batch.aside import Aside
from scenarios.batch.calibrations import scores, simulations, tables
from scenarios.batch.calibrations.asked import Asked, asked_of
from scenarios.batch.calibrations.kept import JOB, config_of, copy, found, keep_aside
from scenarios.batch.calibrations.study import Made, run_calibrations
from scenarios.batch.cells import batch_of
from scenarios.batch.merge import merge
from scenarios.batch.plan import plan_of
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError
from simulation.store.store import Store, open_store

HERE = Execution(1)
BANK = 256
PRIORS = "[level_missing]\nshape = 'lognormal'\n[synth_roaming_variance]\nshape = 'uniform'\n"


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    """England in small, a run is a draw instead of a simulation, and coverage is checked once a prior."""
    checked: dict[Any, Any] = {}
    check = module.check_coverage

    def once(bank: Any, *given: Any, **named: Any) -> Any:
        key = (bank.parameters, "external" in named)
        if key not in checked:
            checked[key] = check(bank, *given, **named)
        return checked[key]

    with small_england(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "check_coverage", once)
        patch.setattr(runs, "run_row", drawn)
        patch.setattr(simulations, "run_row", drawn)
        yield


def drawn(task: RowTask) -> list[list[float]]:
    """Counts that go with the row's values, in the place of a simulation."""
    rng = np.random.default_rng([task.seed, task.replicate, len(task.council)])
    level = sum(task.values.values()) if task.values else 1.0
    many = 400.0 * np.exp(0.1 * level + rng.normal(0.0, 0.05, len(statistics())))
    return [[float(one), float(2.5 * one)] for one in many]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the plan lies, with priors of its own."""
    path = tmp_path_factory.mktemp("plan")
    (path / "few.toml").write_text(PRIORS, encoding="utf-8")
    (path / "one.toml").write_text(PRIORS.partition("[synth")[0], encoding="utf-8")
    (path / "bad.toml").write_text("[nothing_such]\n", encoding="utf-8")
    return path


def asked(folder: Path, **said: Any) -> tuple[Asked, ...]:
    """The calibrations of a small plan, some of it otherwise."""
    usual = {"places": ["England", "Norfolk"], "priors": ["few.toml"], "bank": BANK}
    whole = {"name": "levels", "calibrations": usual | {"held_out": ["none", 2024]} | said}
    return asked_of(plan_of(whole, "plan", folder))


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the small plan, all of it made."""
    path = tmp_path_factory.mktemp("made") / "whole.sqlite"
    with open_store(path) as store:
        run_calibrations(asked(folder), store, execution=HERE)
    return path


def rows(path: Path, wanted: tuple[Asked, ...]) -> list[str]:
    """Every row of both tables, as text: a number that is none is no equal of itself."""
    with open_store(path) as store:
        each = [*tables.calibrations(wanted, store), *tables.pairs(wanted, store)]
    return [repr(sorted(one.items())) for one in each]


def test_every_combination_is_a_row(folder: Path, whole: Path) -> None:
    """Places, targets, priors and held-out years, with gate, posterior and scorecard."""
    with open_store(whole) as store:
        table = list(tables.calibrations(asked(folder), store))
    assert [(one["place"], one["held_out"]) for one in table] == [
        ("England", "none"),
        ("Norfolk", "none"),
        ("England", "2024"),
        ("Norfolk", "2024"),
    ]
    assert [one["year"] for one in table] == [2023, 2024, 2023, 2023]
    for one in table:
        assert one["status"] in ("calibrated", "not calibrated")
        assert one["level_missing_low"] <= one["level_missing_median"] <= one["level_missing_high"]
        assert (one["status"] == "calibrated") == (not one["why"])
    england, norfolk = table[2:]
    assert england["hold_compared"] > table[0]["hold_compared"]
    assert norfolk["hold_compared"] > 0
    assert table[1]["hold_compared"] == 0


def test_a_held_out_year_is_fitted_nowhere(folder: Path) -> None:
    """No target of the year is fitted; a council is calibrated as it was the year before, and scored on the year."""
    england, norfolk = asked(folder, held_out=[2024])
    assert not [one for one in england.way.spec.targets if one.year == 2024 and one.role == "fit"]
    assert norfolk.council is not None
    assert norfolk.later is not None
    assert (norfolk.council.year, norfolk.later.year) == (2023, 2024)


def test_a_council_of_a_held_out_year_knows_nothing_of_it(folder: Path, whole: Path) -> None:
    """Whatever is published of the year, the posterior is the same; only its score is another."""
    (one,) = [a for a in asked(folder) if a.council and a.later]
    with open_store(whole) as store:
        _, _, england, kept = found(asked(folder), store)
        assert isinstance(england, Calibration)
        assert isinstance(kept, Calibration)
        runner = runs.JobRunner(store, HERE)
        spec = one.way.spec
        fitted = module.infer(spec, runs.bank_of(spec, runner), runs.difference(spec, runner))
    assert one.council is not None
    assert one.later is not None
    counts = dict(one.later.counts) | {"missing_incidents": one.later["missing_incidents"] * 9}
    _, other = calibrate_council(
        one.council, spec, fitted, england, replace(one.later, counts=counts)
    )
    assert other["draws"] == kept.result["draws"]
    assert other["held"] != kept.result["held"]
    assert {row["year"] for row in kept.result["held"]} == {2024}


def test_a_calibration_is_called_what_calibrate_calls_it(folder: Path, whole: Path) -> None:
    """It is found by its key and by what it is called, and a comparison draws from it."""
    with open_store(whole) as store:
        first = found(asked(folder), store)[0]
        assert isinstance(first, Calibration)
        assert find(first.key[:10], store) == first
        assert find("England, priors few.toml", store) == first
        said = {"authorities": ["Rutland"], "scenarios": ["no-wrong-door"], "years": 1}
        plan = plan_of({"name": "drawn", "calibration": first.short, **said}, "plan", folder)
        batch = batch_of(plan, store)
        assert batch.request(batch.cells[0]).calibration == first
    assert str(Asked(replace(asked(folder)[0].way, priors="usual"))) == "England"
    assert str(asked(folder)[3]) == "Norfolk, priors few.toml, without 2024"


@pytest.mark.slow
def test_nothing_is_made_twice(folder: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again nothing runs, and other targets or years use the simulations that are there."""

    def never(task: RowTask) -> Any:
        raise AssertionError(str(task))

    with open_store(whole) as store:
        monkeypatch.setattr(simulations, "run_row", never)
        again = run_calibrations(asked(folder), store, execution=HERE)
        assert (again.ran, again.stored, again.aside) == (0, 4, [])
        more = asked(folder, places=["England"], held_out=[2023])
        assert simulations.missing(more, store)[0] == 0
        assert run_calibrations(more, store, execution=HERE).ran == 1


@pytest.mark.slow
def test_stopped_and_resumed_it_is_the_undisturbed_batch(
    folder: Path, whole: Path, tmp_path: Path
) -> None:
    """What was simulated is kept, the rest runs, and both tables are the same to the letter."""
    path, seen = tmp_path / "stopped.sqlite", 0

    def count(done: int, total: int) -> None:
        nonlocal seen
        seen = done

    with open_store(path) as store:
        stopping = Execution(1, progress=count, cancelled=lambda: seen >= 40)
        with pytest.raises(StoppedError):
            run_calibrations(asked(folder), store, execution=stopping)
        left, total = simulations.missing(asked(folder), store)
        assert 0 < left < total
        with pytest.raises(DoorwaysError, match="not made yet"):
            list(tables.calibrations(asked(folder), store))
        assert run_calibrations(asked(folder), store, execution=HERE).simulated.ran == left
    assert rows(path, asked(folder)) == rows(whole, asked(folder))


@pytest.mark.slow
@pytest.mark.parametrize("parts", [2, pytest.param(5, marks=pytest.mark.slow)])
def test_parts_joined_are_the_whole(parts: int, folder: Path, whole: Path, tmp_path: Path) -> None:
    """Simulations are split, infer nothing alone, and joined twice give what one program gives."""
    said = {"places": ["England", "Norfolk"], "priors": ["few.toml"], "bank": BANK}
    plan = {"name": "levels", "calibrations": said | {"held_out": ["none", 2024]}}
    batch = batch_of(plan_of(plan, "plan", folder))
    stores: list[Store] = []
    for k in range(parts, 0, -1):
        stores.append(open_store(tmp_path / f"{k}.sqlite"))
        done = run_calibrations(batch.calibrations, stores[-1], part=(k, parts), execution=HERE)
        assert (done.ran, done.aside) == (0, [])
    path = tmp_path / "joined.sqlite"
    with open_store(path) as store:
        assert merge(batch, stores, store) == (0, simulations.missing(batch.calibrations, store)[1])
        assert merge(batch, stores, store) == (0, 0)
        done = run_calibrations(batch.calibrations, store, execution=HERE)
        assert (done.ran, done.simulated.ran) == (4, 0)
        with open_store(tmp_path / "again.sqlite") as other:
            assert merge(batch, [store], other)[1] > done.simulated.total
            assert run_calibrations(batch.calibrations, other, execution=HERE).stored == 4
    for one in stores:
        one.close()
    assert rows(path, batch.calibrations) == rows(whole, batch.calibrations)


@pytest.mark.slow
def test_what_fails_is_kept_aside_and_the_rest_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A simulation that never works is tried three times; what needs it is named in the table, all else is made."""
    tries: list[str] = []

    def failing(task: RowTask) -> Any:
        if task.name == "7" and "synth_roaming_variance" in task.values:
            tries.append(task.name)
            raise RuntimeError("it never works")
        return drawn(task)

    monkeypatch.setattr(simulations, "run_row", failing)
    wanted = asked(folder, priors=["few.toml", "one.toml"], held_out=["none"])
    with open_store(tmp_path / "a.sqlite") as store:
        done = run_calibrations(wanted, store, execution=HERE)
        table = list(tables.calibrations(wanted, store))
        assert len(tries) == 3
        assert (done.ran, len(done.aside)) == (2, 2)
        assert [one["status"] == "failed" for one in table] == [True, True, False, False]
        assert all("row 7" in one["why"] and "never works" in one["why"] for one in table[:2])
        assert not list(tables.pairs(wanted, store))
        monkeypatch.setattr(simulations, "run_row", drawn)
        healed = run_calibrations(wanted, store, execution=HERE)
        assert (healed.ran, healed.simulated.ran, healed.aside) == (2, 1, [])
        assert len(list(tables.pairs(wanted, store))) == 2


def test_the_last_reason_is_the_one_that_is_told(folder: Path, tmp_path: Path) -> None:
    """What fails again for another reason does not keep the first; joined twice it is noted once."""
    (one, *_) = asked(folder)
    with open_store(tmp_path / "a.sqlite") as store, open_store(tmp_path / "b.sqlite") as other:
        for why in ("it never works", "the disk is full"):
            assert keep_aside(one, why, store) == Aside(str(one), why)
            assert found([one], store) == [Aside(str(one), why)]
        assert [copy([one], store, other) for _ in range(2)] == [0, 0]
        assert other.pieces(other.job(JOB, config_of(one))).sound == {"1": "the disk is full"}


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"places": ["Atlantis"]}, "Atlantis"),
        ({"places": ["Norfolk", "Norfolk"]}, "named twice"),
        ({"priors": ["nowhere.toml"]}, "nowhere.toml"),
        ({"priors": ["bad.toml"]}, "no such parameter"),
        ({"targets": ["nowhere.toml"]}, "nowhere.toml"),
        ({"held_out": [2024, 2024]}, "named twice"),
        ({"held_out": [1999]}, "of England is of that year"),
        ({"places": ["Norfolk"], "held_out": [2021]}, "2022, 2023, 2024"),
        ({"held_out": ["some"]}, "held_out"),
        ({"bank": 100}, "power of two"),
        ({"bank": 1}, "bank"),
        ({"seed": 2**63}, "seed"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_cannot_be_calibrated_is_refused(
    said: dict[str, Any], says: str, folder: Path
) -> None:
    """In a sentence, before anything runs."""
    with pytest.raises(DoorwaysError, match=says):
        asked(folder, **said)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({}, "neither comparisons"),
        ({"authorities": ["Rutland"]}, "scenarios"),
        ({"scenarios": ["no-wrong-door"], "calibrations": {}}, "authorities"),
    ],
)
def test_half_a_plan_is_refused(said: dict[str, Any], says: str) -> None:
    """A plan of nothing, or of comparisons that lack a half."""
    with pytest.raises(DoorwaysError, match=says):
        plan_of({"name": "half", **said}, "plan", Path.cwd())


def test_from_python_two_frames_come_back(folder: Path, whole: Path) -> None:
    """A row a calibration, and a row a pair: which says better what neither has seen."""
    said = {
        "name": "levels",
        "calibrations": {
            "places": ["England", "Norfolk"],
            "priors": [str(folder / "few.toml")],
            "held_out": ["none", 2024],
            "bank": BANK,
        },
    }
    table, pairs = calibrate(said, store=whole, execution=HERE)
    assert (len(table), len(pairs)) == (4, 2)
    assert set(pairs.columns) >= {"shared", "crps_difference", "better", "level_missing_apart"}
    england = pairs[pairs.place == "England"].iloc[0]
    assert england.shared == table.hold_compared[0]


def made(result: dict[str, Any]) -> Calibration:
    """A calibration that holds no more than a score needs."""
    return Calibration("k" * 64, "England", "calibrated", 1, result)


def target(name: str, published: float, low: float = 80.0, high: float = 125.0) -> dict[str, Any]:
    """A held-out target of which 100 was expected."""
    inside = low <= published <= high
    same = {"role": "hold", "compared": True, "predicted": 100.0, "inside": inside}
    return same | {"id": name, "published": published, "low": low, "high": high}


@given(published=st.floats(20.0, 500.0), width=st.floats(1.05, 3.0))
def test_the_score_is_the_mean_over_its_own_draws(published: float, width: float) -> None:
    """The closed form is E|X - y| - E|X - X'| / 2 of the normal it is of, by quadrature."""
    one = target("a", published, 100.0 / width, 100.0 * width)
    score = scores.scored(made({"targets": [one]}), "hold")["a"]
    spread, y = np.log(width) / 1.6449, np.log(published / 100.0)
    p = (np.arange(4000) + 0.5) / 4000
    from scipy.stats import norm

    x = spread * norm.ppf(p)
    apart = 2 * spread / np.sqrt(np.pi)
    assert score.crps == pytest.approx(np.abs(x - y).mean() - apart / 2, rel=2e-3)
    assert score.error == pytest.approx(abs(y))


def test_the_one_that_says_better_is_named() -> None:
    """Sharper and right wins on what neither has seen; on nothing shared nobody does."""
    names = [f"t{k}" for k in range(8)]
    wide = made({"targets": [target(n, 101.0, 50.0, 200.0) for n in names], "parameters": []})
    sharp = made({"targets": [target(n, 101.0, 95.0, 105.3) for n in names], "parameters": []})
    found_ = scores.beside(wide, sharp)
    assert (found_["better"], found_["shared"]) == ("second", 8)
    assert found_["high"] < 0
    assert scores.beside(sharp, wide)["better"] == "first"
    nothing = made({"targets": [], "parameters": []})
    assert scores.beside(nothing, wide)["better"] == "not known"
    assert scores.card(nothing, "hold")["hold_compared"] == 0


def test_what_a_council_published_in_another_year_is_another_number() -> None:
    """Two that hold out different years have seen nothing alike; of one year they have."""

    def council(year: int) -> Calibration:
        row = target("", 101.0) | {"measure": "missing", "year": year}
        return made({"council": {}, "targets": [], "held": [row]})

    assert scores.beside(council(2023), council(2024))["shared"] == 0
    assert scores.beside(council(2024), council(2024))["shared"] == 1


def test_a_call_that_has_nothing_to_do_says_so(folder: Path, whole: Path) -> None:
    """All is there: nothing is even looked at that simulations are made of."""
    with open_store(whole) as store:
        done = run_calibrations(asked(folder), store, execution=HERE)
    assert done == Made(4, stored=4)
