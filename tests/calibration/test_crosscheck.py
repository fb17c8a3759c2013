"""Cross-checks by optional libraries: what is handed to them, what comes back, what is compared."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from calibration.checks.crosscheck import __main__ as command
from calibration.checks.crosscheck.compare import cross_check, differences, table
from calibration.checks.crosscheck.library import library
from calibration.checks.crosscheck.place_model import EDGE, PlaceModel
from calibration.checks.crosscheck.pyabc_check import numpy_seed, pyabc_posterior
from calibration.checks.crosscheck.sbi_check import sbi_posterior
from calibration.checks.crosscheck.simulator import simulator
from calibration.fitting.patterns.catalogue import statistics
from calibration.joint.inference.bank import Floats, Observed
from calibration.joint.inference.emulator import Emulator, fit_emulator
from calibration.joint.inference.toy import design, simulate
from calibration.joint.prior import shipped_priors, values_at
from calibration.joint.spec import england_spec, row_values
from simulation.errors import DoorwaysError

COPIES = 4
#: One statistic of the toy is left unseen: the columns of the others must still match.
SEEN = np.array([True, False, True, True, True])
TRUTH = np.array([0.3, 0.5, 0.7])
FIND = "calibration.checks.crosscheck.library.import_module"


@cache
def toy_emulator() -> Emulator:
    """Emulator of a small bank of the toy."""
    return fit_emulator(simulate(design(512, 3, 1), 2).bank)


def place(discrepancy: float = 0.01) -> Observed:
    """A place of four copies that shows all but one statistic."""
    values = simulate(TRUTH[np.newaxis], 4, COPIES).bank.stats[0]
    return Observed(np.where(SEEN, values, np.nan), np.full(5, discrepancy), scale=COPIES**-0.5)


def shown_by(observed: Observed) -> Floats:
    """What was seen of the place, in the order of the bank's statistics."""
    seen: Floats = observed.values[SEEN]  # noqa: PD011 - no frame
    return seen


def global_state() -> tuple[bytes, int]:
    """State of NumPy's global generator: its key and where it is in it."""
    state = np.random.get_state(legacy=False)["state"]  # noqa: NPY002
    return state["key"].tobytes(), state["pos"]


def lacking(name: str) -> Callable[[str], ModuleType]:
    """An import that finds everything but one library."""

    def find(wanted: str) -> ModuleType:
        if wanted.partition(".")[0] == name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return ModuleType(wanted)

    return find


class FakePyabc:
    """What the cross-check uses of pyABC, with plain rejection as its method."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.module = ModuleType("pyabc")
        self.module.__dict__.update(
            RV=lambda *law: law,
            Distribution=lambda **laws: laws,
            AdaptivePNormDistance=lambda **given: given,
            SingleCoreSampler=lambda: "serial",
            ABCSMC=self.make,
        )

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand in for pyABC and its two modules of learned statistics."""
        sumstat, predictor = ModuleType("pyabc.sumstat"), ModuleType("pyabc.predictor")
        sumstat.__dict__["PredictorSumstat"] = lambda predictor, fit_ixs: (predictor, fit_ixs)
        predictor.__dict__["LinearPredictor"] = lambda: "linear"
        for module in (self.module, sumstat, predictor):
            monkeypatch.setitem(sys.modules, module.__name__, module)

    def make(self, model: Any, prior: Any, distance: Any, **given: Any) -> "FakePyabc":
        """Take what a run is made of."""
        self.asked |= {"model": model, "prior": prior, "distance": distance, **given}
        return self

    def new(self, history: str, observed: dict[str, Floats]) -> None:
        """Take where to keep it, and what was observed."""
        self.asked |= {"history": history, "observed": observed}

    def run(self, max_total_nr_simulations: int) -> "FakePyabc":
        """Take the budget."""
        self.asked["runs"] = max_total_nr_simulations
        return self

    def get_distribution(self) -> tuple[pd.DataFrame, Floats]:
        """Keep the nearest of the runs allowed; columns in no order of ours, weights unequal."""
        names, rows = list(self.asked["prior"]), self.asked["runs"]
        # The real one draws from this generator, so that its state shows in the result.
        u = np.random.random_sample((rows, len(names)))  # noqa: NPY002
        points = [dict(zip(names, row, strict=True)) for row in u]
        shown = np.array([self.asked["model"](point)["shown"] for point in points])
        away = (shown - self.asked["observed"]["shown"]) / shown.std(axis=0)
        near = np.argsort((away**2).sum(axis=1))[: self.asked["population_size"]]
        weights = np.where(near % 2, 1.0, 2.0)
        found = pd.DataFrame(points).iloc[near][names[::-1]].reset_index(drop=True)
        return found, weights / weights.sum()


class FakeSbi:
    """What the cross-check uses of sbi and torch, with a network that answers one for all."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault, self.asked, self.threads = fault, dict[str, Any](), [2]

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand in for sbi, two of its modules, and torch."""
        names = ("sbi", "sbi.inference", "sbi.utils", "torch")
        modules = {name: ModuleType(name) for name in names}
        modules["sbi.inference"].__dict__["NPE"] = self.make
        modules["sbi.utils"].__dict__["BoxUniform"] = lambda low, high: (low, high)
        modules["torch"].__dict__.update(
            Tensor=type("Tensor", (), {}),  # SciPy asks whether an array is one.
            as_tensor=lambda values: values,
            zeros=np.zeros,
            ones=np.ones,
            manual_seed=lambda seed: self.asked.update(seed=seed),
            get_num_threads=lambda: self.threads[-1],
            set_num_threads=self.threads.append,
            random=SimpleNamespace(fork_rng=lambda devices: nullcontext()),
        )
        for name, module in modules.items():
            monkeypatch.setitem(sys.modules, name, module)

    def make(self, **given: Any) -> "FakeSbi":
        """Take what a trainer is made of."""
        self.asked |= given
        return self

    def append_simulations(self, theta: Floats, x: Floats) -> None:
        """Take the rows to train on."""
        self.asked |= {"theta": theta, "x": x}

    def train(self) -> None:
        """Print, as the real one does, and note on how many threads."""
        sys.stdout.write("\r Training")
        self.asked["trained_on"] = self.threads[-1]

    def build_posterior(self) -> "FakeSbi":
        """Return what answers."""
        return self

    def sample(self, shape: tuple[int], x: Floats, **_: Any) -> Any:
        """Return the upper end of the prior, which single precision rounds to."""
        if self.fault is not None:
            raise self.fault
        self.asked["observed"] = x
        ones = np.ones((*shape, self.asked["theta"].shape[1]), dtype=np.float32)
        return SimpleNamespace(numpy=lambda: ones)


@pytest.mark.parametrize(("method", "lost"), [("abc", "pyabc"), ("sbi", "sbi"), ("sbi", "torch")])
def test_a_missing_library_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, method: str, lost: str
) -> None:
    """Without its library a cross-check ends in one error that names the extra to install."""
    monkeypatch.setattr(FIND, lacking(lost))
    with pytest.raises(DoorwaysError, match=rf'pip install -e "\.\[{method}\]"'):
        cross_check(toy_emulator(), place(), method)


def test_a_broken_library_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed library that lacks a part of its own fails with that part's name."""

    def breaks(_: str) -> ModuleType:
        raise ModuleNotFoundError("No module named 'redis'", name="redis")

    monkeypatch.setattr(FIND, breaks)
    with pytest.raises(ModuleNotFoundError, match="redis"):
        library("pyabc", "abc")


def test_an_unknown_method_is_refused() -> None:
    """A method that does not exist is answered with those that do."""
    with pytest.raises(DoorwaysError, match="abc and sbi"):
        cross_check(toy_emulator(), place(), "mcmc")


@pytest.mark.parametrize("method", [pyabc_posterior, sbi_posterior])
def test_nothing_to_compare_is_refused(method: Callable[..., Floats]) -> None:
    """A place of which nothing was seen is refused with the rule, library or none."""
    nothing = Observed(np.full(5, np.nan), np.zeros(5))
    with pytest.raises(DoorwaysError, match="None of the statistics"):
        method(toy_emulator(), nothing)


def test_pyabc_is_handed_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handed over: a uniform prior, the seen statistics in order, a serial sampler, the budget."""
    fake, observed = FakePyabc(), place()
    fake.install(monkeypatch)
    u = pyabc_posterior(toy_emulator(), observed, 300, 1, particles=50, runs=400)
    assert fake.asked["prior"] == {f"u{i}": ("uniform", 0.0, 1.0) for i in range(3)}
    assert fake.asked["observed"]["shown"].tolist() == shown_by(observed).tolist()
    assert fake.asked["sampler"] == "serial"
    assert fake.asked["history"] == "sqlite://"
    assert (fake.asked["runs"], fake.asked["population_size"]) == (400, 50)
    assert fake.asked["distance"]["sumstat"][0] == "linear"
    shown = fake.asked["model"]({"u2": 0.7, "u0": 0.3, "u1": 0.5})["shown"]
    assert (np.abs(shown - shown_by(observed)) < 0.6).all()
    assert u.shape == (300, 3)
    assert len(np.unique(u, axis=0)) == 50


def test_pyabc_draws_are_repeated_and_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed gives the same draws, another others; NumPy's global generator is left as it was."""
    FakePyabc().install(monkeypatch)
    before = global_state()
    first, again, other = (
        pyabc_posterior(toy_emulator(), place(), 100, seed, particles=50, runs=200)
        for seed in (1, 1, 2)
    )
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()
    assert global_state() == before


def test_the_global_generator_is_put_back_after_a_fault() -> None:
    """When a library fails, NumPy's global generator is as it was before."""
    before = global_state()

    def fail() -> None:
        with numpy_seed(3):
            raise ZeroDivisionError(np.random.random_sample())  # noqa: NPY002

    with pytest.raises(ZeroDivisionError):
        fail()
    assert global_state() == before


@pytest.mark.slow
@pytest.mark.statistics
def test_rejection_and_the_built_in_method_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain rejection through the model handed to pyABC agrees with the built-in posterior.

    Both posteriors of the toy have sds of 0.03 to 0.06, rejection of 100 in 3,000 is at most three
    times as wide, so its mean is known to 0.3 built-in sds by chance; 1.5 is allowed for what is
    accepted from afar. A column or a parameter out of place moves a mean by 3 sds and more. The
    seed is fixed, so the test does not fail by chance.
    """
    FakePyabc().install(monkeypatch)
    found = cross_check(toy_emulator(), place(), "abc", 1000, 1, particles=100, runs=3000)
    shift = np.array([row["shift"] for row in found["parameters"]])
    ratio = np.array([row["sd_ratio"] for row in found["parameters"]])
    assert [row["name"] for row in found["parameters"]] == list(toy_emulator().parameters)
    assert (np.abs(shift) < 1.5).all()
    assert ((ratio > 0.8) & (ratio < 4.0)).all()


def test_sbi_is_handed_the_bank_as_the_place_would_show_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Handed over: the bank's rows first, single precision, seen statistics, the place's size.

    Training is silent, on one thread and without logs, and draws stay inside the prior.
    """
    fake, observed, emulator = FakeSbi(), place(0.0), toy_emulator()
    fake.install(monkeypatch)
    u = sbi_posterior(emulator, observed, 20, 1, rows=700)
    theta, x = fake.asked["theta"], fake.asked["x"]
    assert (theta.dtype, x.dtype) == (np.float32, np.float32)
    assert (theta.shape, x.shape) == ((700, 3), (700, 4))
    assert np.allclose(theta[:512], emulator.u, atol=1e-6)
    assert np.abs(theta[512:].mean(axis=0) - 0.5).max() < 0.1
    assert np.allclose(fake.asked["observed"], shown_by(observed), atol=1e-5)
    mean = emulator(theta.astype(float)).mean[:, SEEN]
    spread = (x - mean).std(axis=0) / np.sqrt(emulator.variance[SEEN])
    assert (np.abs(spread / COPIES**-0.5 - 1.0) < 0.15).all()
    assert [end.tolist() for end in fake.asked["prior"]] == [[0.0] * 3, [1.0] * 3]
    assert fake.asked["density_estimator"] == "maf"
    assert fake.asked["trained_on"] == 1
    assert fake.threads[-1] == 2
    assert fake.asked["tracker"].log_dir is None
    assert capsys.readouterr().out == ""
    assert u.shape == (20, 3)
    assert u.max() == 1.0 - EDGE


def test_a_network_that_draws_nothing_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """When sbi finds no draw inside the prior in time, the error says what that means."""
    FakeSbi(RuntimeError("timed out")).install(monkeypatch)
    with pytest.raises(DoorwaysError, match="outside the bank"):
        sbi_posterior(toy_emulator(), place(), 20, 1)


def test_a_real_run_takes_the_place_of_a_bank_residual() -> None:
    """A run is shown at the place's size: its distance from the mean times the place's scale.

    What a run cannot say (nan) is shown without chance of its own instead of spreading.
    """
    emulator = toy_emulator()
    observed = Observed(np.zeros(5), np.zeros(5), scale=0.25)
    mean = emulator(TRUTH[np.newaxis]).mean[0]
    away = np.array([0.4, -0.2, 0.1, np.nan, 0.0])
    calls: list[int] = []

    def run(u: Floats, number: int) -> Floats:
        calls.append(number)
        return mean + away

    still = PlaceModel(emulator, observed, 1, lambda u, number: mean)(TRUTH)
    moved = PlaceModel(emulator, observed, 1, run)
    assert np.allclose(moved(TRUTH) - still, 0.25 * np.nan_to_num(away), atol=1e-12)
    moved(TRUTH)
    assert calls == [0, 1]


def test_the_model_itself_is_run_as_the_bank_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call runs a row's task at the prior's values, numbered on from the bank's last row."""
    spec, tasks = england_spec(64, 5), []

    def run_row(task: Any) -> list[list[float]]:
        tasks.append(task)
        return [[20.0, 100.0]] * len(statistics())

    monkeypatch.setattr("calibration.checks.crosscheck.simulator.run_row", run_row)
    u = np.full(len(shipped_priors()), 0.3)
    shown = simulator(spec)(u, 2)
    assert tasks[0].replicate == 66
    assert (tasks[0].seed, tasks[0].looked_after) == (5, spec.sample)
    assert vars(tasks[0])["values"] == row_values(spec.priors, values_at(spec.priors, u))
    shares = np.array([one.is_share for one in statistics().values()])
    assert np.allclose(shown[shares], np.log(0.2))
    assert np.allclose(shown[~shares], np.log(20.0 / spec.size))


def test_differences_are_in_built_in_sds() -> None:
    """Shift, ratio and the built-in method's own shift are worked out for each parameter."""
    own = np.array([[0.4, 0.1], [0.6, 0.3]])
    found = differences(("a", "b"), own, own * 2.0, own + 0.05)
    expected = {"mean": 0.5, "sd": 0.1, "other_mean": 1.0, "other_sd": 0.2}
    expected |= {"shift": 5.0, "sd_ratio": 2.0, "again": 0.5}
    assert [row["name"] for row in found] == ["a", "b"]
    assert {key: found[0][key] for key in expected} == pytest.approx(expected)
    assert found[1]["shift"] == pytest.approx(2.0)


def test_the_table_has_a_line_a_parameter() -> None:
    """The table names the method and gives each parameter's seven numbers in its own line."""
    rows = differences(("a", "longer name"), np.eye(2), np.eye(2) / 2.0, np.eye(2))
    lines = table({"method": "sbi", "parameters": rows}).splitlines()
    assert "sbi mean" in lines[0]
    numbers = [float(word) for word in lines[2].split()[2:]]
    assert lines[2].startswith("longer name ")
    assert numbers == [0.5, 0.5, 0.25, 0.25, -0.5, 0.5, 0.0]
    assert len({len(line) for line in lines}) == 1


def test_the_command_reads_the_stored_bank(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints the comparison of the stored calibration, and passes its options on."""
    fake = FakePyabc()
    fake.install(monkeypatch)
    fitted = SimpleNamespace(emulator=toy_emulator(), fit=SimpleNamespace(observed=place()))
    opened: list[str] = []

    def open_store(address: str) -> Any:
        opened.append(address)
        return nullcontext("store")

    def fitted_from(store: str, rows: int, seed: int) -> tuple[None, Any, None]:
        assert (store, rows, seed) == ("store", 256, 7)
        return None, fitted, None

    monkeypatch.setattr(command, "open_store", open_store)
    monkeypatch.setattr(command, "fitted_from", fitted_from)
    words = "--method abc --db here --bank 256 --bank-seed 7 --draws 100 --runs 300 --particles 40"
    assert command.main(words.split()) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in toy_emulator().parameters)
    assert opened == ["here"]
    assert (fake.asked["runs"], fake.asked["population_size"]) == (300, 40)


def test_the_command_says_what_is_missing(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a stored calibration the command fails and says how to make one."""
    assert command.main(["--method", "sbi", "--db", str(tmp_path / "runs.sqlite")]) == 1
    assert "doorways calibrate england" in capsys.readouterr().err
