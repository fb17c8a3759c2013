"""The posterior by sbi: a neural network trained on the bank to give posteriors.

Neither distances nor regression: a masked autoregressive flow learns the density of parameters
given what is shown. What both methods share is the emulator that turns rows
into what the place would have shown.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any, Final

import numpy as np

from calibration.checks.crosscheck.library import library
from calibration.checks.crosscheck.place_model import compared, inside
from calibration.joint.inference.bank import Floats, Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.rescale import Seed, address, generator, place_runs
from simulation.errors import DoorwaysError

#: Rows to train on: with the 4,096 of a usual bank alone, eight parameters are too many for it.
ROWS: Final = 16_384
#: Seconds after which drawing is given up: next to all draws fell outside the prior.
MOST_SECONDS: Final = 120.0
_GLOBAL, _SHOW, _MORE = 21, 22, 23


def sbi_posterior(
    emulator: Emulator,
    observed: Observed,
    draws: int = 1000,
    seed: Seed = 0,
    *,
    rows: int = ROWS,
) -> Floats:
    """Return posterior draws of prior probabilities by sbi, shape (draws, p).

    Parameters
    ----------
    emulator
        From `fit_emulator`.
    observed
        What the place was seen to show.
    draws, seed
        How many draws to return; the same seed gives the same ones on the same machine.
    rows
        How many the network is trained on: see `training`.

    Raises
    ------
    DoorwaysError
        When sbi is not installed, no statistic can be compared, or the network puts next to
        nothing inside the prior.
    """
    seen = compared(emulator, observed)
    inference, utils, torch = (
        library(name, "sbi") for name in ("sbi.inference", "sbi.utils", "torch")
    )
    u, shown = training(emulator, observed, rows, seed)
    size = len(emulator.parameters)
    # sbi prints while it trains, whatever it is told.
    with torch_seed(torch, address(seed, _GLOBAL)), redirect_stdout(StringIO()):
        trainer = inference.NPE(
            prior=utils.BoxUniform(low=torch.zeros(size), high=torch.ones(size)),
            density_estimator="maf",
            show_progress_bars=False,
            tracker=Untracked(),
        )
        trainer.append_simulations(single(torch, u), single(torch, shown[:, seen]))
        trainer.train()
        found = sample(trainer.build_posterior(), draws, single(torch, observed.values[seen]))
    return inside(found)


def training(
    emulator: Emulator, observed: Observed, rows: int, seed: Seed
) -> tuple[Floats, Floats]:
    """Return rows to train on: prior probabilities (rows, p) and what the place shows (rows, k).

    First the runs of the bank, each shown as the place would have shown it with its own residual,
    noise and discrepancy; then other points of the prior with residuals of runs picked at random.
    """
    rng = generator(seed, _MORE)
    more = max(rows - len(emulator.u), 0)
    u = np.vstack([emulator.u, inside(rng.uniform(size=(more, len(emulator.parameters))))])[:rows]
    picked = rng.integers(len(emulator.shapes), size=more)
    shapes = np.vstack([emulator.shapes, emulator.shapes[picked]])[:rows]
    return u, place_runs(emulator, u, observed, address(seed, _SHOW), shapes)


@contextmanager
def torch_seed(torch: Any, seed: Seed) -> Iterator[None]:
    """Seed torch's global generator, which sbi draws from, then put back what was.

    On one thread: sums then have one order on any number of cores, and on cores that others use
    too, two threads of so small a network spend their time waiting for each other.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(generator(seed).integers(2**32)))
            yield
    finally:
        torch.set_num_threads(threads)


def single(torch: Any, values: Floats) -> Any:
    """Return values as a tensor of single precision, which sbi expects."""
    return torch.as_tensor(np.asarray(values, dtype=np.float32))


def sample(network: Any, draws: int, values: Any) -> Floats:
    """Return draws inside the prior, (draws, p).

    Raises
    ------
    DoorwaysError
        When too few are found in time.
    """
    try:
        found = network.sample(
            (draws,), x=values, show_progress_bars=False, max_sampling_time=MOST_SECONDS
        )
    except RuntimeError as fault:
        raise DoorwaysError(
            "cross-check by sbi",
            str(fault),
            "Next to all draws of the network fall outside the prior.",
            "What was observed lies outside the bank: look at the screen of the calibration.",
        ) from fault
    return np.asarray(found.numpy(), dtype=float)


class Untracked:
    """Take what sbi reports of its training and keep none: it would write a folder of logs."""

    log_dir = None

    def log_metric(self, name: str, value: float, step: int | None = None) -> None:
        """Drop one number."""

    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        """Drop several numbers."""

    def log_params(self, params: Mapping[str, Any]) -> None:
        """Drop the settings."""

    def add_figure(self, name: str, figure: Any, step: int | None = None) -> None:
        """Drop a picture."""

    def flush(self) -> None:
        """Do nothing: nothing is held."""
