"""First estimates come from runs that are those of full runs, and say how far off they may be."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.lengths import BINS_PER_YEAR
from calibration.beliefs.authorities.load import profile
from scenarios.compare import compare, make_plan
from scenarios.comparison import TOTAL
from scenarios.estimate.bank import Bank, arm_with, banks, turning, values_of
from scenarios.estimate.design import points, scaled
from scenarios.estimate.estimate import LEAST, TOLD, Estimator, _surely
from scenarios.estimate.seen import EVERY, seen_of
from scenarios.estimate.surface import fit_shape, surface
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from scenarios.settings.find import settings_of
from scenarios.settings.setting import turned
from scenarios.usual import MONEY
from scenarios.verdict import FEWER, TOO_SMALL, UNKNOWN
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

HUB = load_scenario("no-wrong-door")
FOUND = settings_of(HUB)
REQUEST = CompareRequest(profile("Rutland").code, scenario=HUB, years=2, replicates=4)
#: The power of a check of coverage: of 400 numbers, 90% true coverage is outside 85 to 95% once in a thousand.
TRIALS = 400

type Floats = np.ndarray


@pytest.fixture(scope="module")
def bank() -> Bank:
    """Return a small bank of four futures in a small council."""
    *_, found = banks(REQUEST, Execution(1), many=LEAST + 2)
    return found


def at_random(random: np.random.Generator) -> dict[str, float]:
    """Return settings somewhere between their ends, in steps."""
    found = {}
    for one in FOUND:
        steps = int(random.integers(0, round((one.high - one.low) / one.step) + 1))
        found[one.name] = min(one.high, round(one.low + one.step * steps, 6))
    return found


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_a_banks_arms_are_those_of_the_full_run(seed: int) -> None:
    """At any settings a future of the bank is the future a full run would play there, belief for belief."""
    at = at_random(np.random.default_rng(seed))
    free = {name: value for name, value in at.items() if name != "home_week"}
    plan = make_plan(REQUEST)
    there = turned(HUB, FOUND, free)
    full = make_plan(replace(REQUEST, scenario=there))
    for mine, theirs in zip(plan.tasks, full.tasks, strict=True):
        assert arm_with(there, values_of(mine)) == theirs.arms[1]
        assert mine.arms[0] == theirs.arms[0]


def test_at_settings_that_were_run_the_bank_holds_the_full_runs_numbers(bank: Bank) -> None:
    """Every measure by year, in every future, to the bit."""
    k = LEAST - 1
    there = dict(zip([one.name for one in turning(bank.settings)], bank.at[k], strict=True))
    full = make_plan(replace(REQUEST, scenario=turned(HUB, bank.settings, there)))
    for r, task in enumerate(full.tasks):
        baseline, scenario = seen_of(task)
        assert (scenario.values == bank.values[k, r]).all()
        assert (baseline.values == bank.baseline["values"][0, r]).all()


@pytest.mark.parametrize("price", [4000.0, 9000.0])
def test_another_price_of_homes_needs_no_run(bank: Bank, price: float) -> None:
    """The council's cost at another price is the full run's at that price, to the penny, in both arms."""
    made = turned(HUB, bank.settings, {"home_week": price})
    full = [seen_of(task) for task in make_plan(replace(REQUEST, scenario=made)).tasks]
    money = BY_NAME[MONEY]
    share = (price / bank.prices - 1.0)[:, None]
    for arm, held in ((0, bank.baseline), (1, {"values": bank.values, "homes": bank.homes})):
        told = held["values"][0, :, money] + share * held["homes"][0]
        run = np.array([future[arm].values[money] for future in full])
        assert told == pytest.approx(run, abs=0.005)


def test_the_design_begins_with_the_scenario_as_it_is_and_grows(bank: Bank) -> None:
    """More settings add to fewer; all lie between their ends, in steps."""
    few, many = points(turning(FOUND), 9), points(turning(FOUND), 33)
    assert few[0].tolist() == [one.now for one in turning(FOUND)]
    assert (many[:9] == few).all()
    unit = scaled(turning(FOUND), many)
    assert unit.min() >= 0.0
    assert unit.max() <= 1.0
    # Evenly: each quarter of each setting has its part, but for the steps of whole numbers.
    for column in unit[1:].T:
        assert np.histogram(column, bins=4, range=(0, 1))[0].min() >= 3


def test_a_bank_that_was_stopped_goes_on(tmp_path: Path, bank: Bank) -> None:
    """What was run is kept: asked again nothing runs twice, and the bank is the same to the bit."""
    told: list[int] = []
    with open_store(tmp_path / "kept.sqlite") as store:
        kept = Execution(1, shelf=Shelf(store))
        first = banks(REQUEST, kept, many=LEAST + 2)
        next(first)
        with pytest.raises(StoppedError):
            list(banks(REQUEST, replace(kept, cancelled=lambda: True), many=LEAST + 2))
        seeing = replace(kept, progress=lambda done, _: told.append(done))
        *_, again = banks(REQUEST, seeing, many=LEAST + 2)
    # The first settings of all four futures were there, the last two settings of each ran.
    assert told.count(REQUEST.replicates) >= 1
    assert (again.values == bank.values).all()
    assert (again.curves == bank.curves).all()


def test_nothing_to_turn_is_refused() -> None:
    """A scenario of the world alone has no first estimates, and says to run it."""
    with pytest.raises(DoorwaysError, match="nothing that could be turned"):
        next(banks(replace(REQUEST, scenario=load_scenario("shock-poverty")), Execution(1)))


def test_too_few_settings_tell_nothing(bank: Bank) -> None:
    """Below eight there is no estimate."""
    few = replace(bank, at=bank.at[:3], values=bank.values[:3], curves=bank.curves[:3])
    with pytest.raises(ValueError, match="8 are needed"):
        Estimator(few, 4)


def test_an_estimate_speaks_of_the_full_runs_own_numbers(bank: Bank) -> None:
    """Its baseline is the full run's; its range holds its mean; its curve ends where its number does."""
    estimator = Estimator(bank, REQUEST.replicates)
    full = compare(REQUEST, execution=Execution(1), store="sqlite://")
    rows = {row["name"]: row for row in full.measures if row["window"] == TOTAL}
    for name in TOLD:
        found = estimator.guess(name, {})
        assert found.baseline == pytest.approx(rows[name]["baseline"]["mean"])
        assert found.low <= found.mean <= found.high
        assert (found.kind, found.better) == (rows[name]["kind"], rows[name]["better"])
    curve = estimator.curve({})
    assert curve.times[-1] == REQUEST.years
    assert 0.0 < curve.times[0] <= round(EVERY / BINS_PER_YEAR, 3)
    assert len({len(one) for one in (curve.times, curve.middle, curve.low, curve.high)}) == 1


def test_a_longer_full_run_is_foretold_less_surely(bank: Bank) -> None:
    """A bank of four futures knows less of a run of a hundred than of one of its own four."""
    own, long = Estimator(bank, 4), Estimator(bank, 100)
    for name in (MONEY,):
        near, far = own.guess(name, {}), long.guess(name, {})
        assert near.mean == far.mean
        assert far.high - far.low > near.high - near.low


def smooth(at: Floats) -> Floats:
    """Return a surface that bends, saturates and interacts."""
    return np.asarray(2.0 * np.tanh(3.0 * at[:, 0]) * at[:, 1] - at[:, 2] ** 2)


def test_a_surface_finds_a_smooth_function_and_what_matters() -> None:
    """Without noise it is foretold to a tenth of its spread, and what does nothing has a long length."""
    random = np.random.default_rng(3)
    at, new = random.random((49, 4)), random.random((200, 4))
    shape = fit_shape(at, smooth(at))
    found = surface(at, smooth(at)[:, None], shape)
    off = np.array([found(one)[0] for one in new]) - smooth(new)
    assert off.std() < 0.1 * smooth(new).std()
    assert shape.lengths[3] > 3.0 * shape.lengths[:3].max()


@pytest.mark.parametrize("noise", [0.05, 0.5])
def test_surfaces_know_how_far_off_they_are(noise: float) -> None:
    """Over many noisy surfaces a new number lies within the range foretold for it 85 to 95 times in 100."""
    random = np.random.default_rng([5, round(100 * noise)])
    inside = 0
    for _ in range(TRIALS // 20):
        at, new = random.random((49, 3)), random.random((20, 3))
        numbers = smooth(at) + noise * random.standard_normal(49)
        found = surface(at, numbers[:, None], fit_shape(at, numbers))
        truth = smooth(new) + noise * random.standard_normal(20)
        for one, number in zip(new, truth, strict=True):
            reach = 1.68 * found.off(one)[0]
            inside += bool(abs(found(one)[0] - number) <= reach)
    assert 0.85 <= inside / TRIALS <= 0.95


def test_numbers_that_are_all_the_same_are_foretold() -> None:
    """A measure that nothing changes has a flat surface and no doubt."""
    at = np.random.default_rng(1).random((12, 2))
    found = surface(at, np.zeros((12, 1)), fit_shape(at, np.zeros(12)))
    assert found(at[0])[0] == 0.0
    assert found.error[0] == 0.0


@pytest.mark.parametrize(
    ("numbers", "off", "says"),
    [
        ((-10.0, -15.0, -5.0, 1.0), 1.0, FEWER),
        ((-10.0, -15.0, -5.0, 1.0), 6.0, UNKNOWN),
        ((-2.4, -4.0, -1.0, 1.0), 1.0, UNKNOWN),
        ((0.0, -1.0, 1.0, 1.0), 0.5, TOO_SMALL),
        ((0.0, -1.0, 1.0, 1.0), 1.5, UNKNOWN),
    ],
)
def test_a_verdict_that_hangs_on_what_is_unsure_is_not_named(
    numbers: tuple[float, ...], off: float, says: str
) -> None:
    """Against a size of two: named only if it stays the same as far as the estimate may be off, either way."""
    sides = np.array(numbers) + np.outer((-1.0, 0.0, 1.0), (off, off, off, 0.0))
    assert _surely(sides, 2.0) == says


def test_of_one_draw_no_verdict_is_named(bank: Bank) -> None:
    """Two futures share a draw: the full run of them cannot tell, so its first estimate does not."""
    two = replace(bank, request=replace(bank.request, replicates=2))
    halves = {name: getattr(bank, name)[:, :2] for name in ("values", "curves", "homes")}
    held = {name: one[:, :2] for name, one in bank.baseline.items()}
    two = replace(two, **halves, baseline=held, prices=bank.prices[:2])
    estimator = Estimator(two, 2)
    assert {estimator.guess(name, {}).verdict for name in TOLD} == {UNKNOWN}
