"""The posterior by pyABC: sequential Monte Carlo that accepts what comes near enough.

It is rejection at heart, without the regression that the built-in method ends with, so an error
in that regression would show. Its posterior is wider than the exact one, the more so the fewer
runs it is given, and never narrower but by chance.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from calibration.checks.crosscheck.library import library
from calibration.checks.crosscheck.place_model import PlaceModel, Simulate, compared, inside
from calibration.joint.inference.bank import Floats, Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.posterior import resample
from calibration.joint.inference.rescale import Seed, address, generator

PARTICLES: Final = 500
#: Calls of the model at least; pyABC looks at the number only between its generations.
RUNS: Final = 20_000
#: pyABC learns its own summary statistics anew in generations with these numbers.
_LEARN: Final = frozenset(range(0, 40, 2))
#: Kept in memory: pyABC needs a history, of which only the last generation is wanted.
_HISTORY: Final = "sqlite://"
_SHOWN: Final = "shown"
_GLOBAL, _SHOW, _RESAMPLE = 11, 12, 13


def pyabc_posterior(
    emulator: Emulator,
    observed: Observed,
    draws: int = 1000,
    seed: Seed = 0,
    *,
    particles: int = PARTICLES,
    runs: int = RUNS,
    simulate: Simulate | None = None,
) -> Floats:
    """Return posterior draws of prior probabilities by pyABC, shape (draws, p).

    The model pyABC calls is the bank: the mean response at a point and the residual of a run
    picked at random, with the noise and discrepancy of the place. The distance is pyABC's
    adaptive Euclidean one over its own linear summary statistics.

    Parameters
    ----------
    emulator
        From `fit_emulator`.
    observed
        What the place was seen to show.
    draws, seed
        How many draws to return; the same seed gives the same ones.
    particles
        Size of each generation.
    runs
        Calls of the model after which no further generation is begun.
    simulate
        From `simulator`: runs the model itself at every call instead, which takes hours.

    Raises
    ------
    DoorwaysError
        When pyABC is not installed, or no statistic can be compared.
    """
    seen = compared(emulator, observed)
    pyabc = library("pyabc", "abc")
    show = PlaceModel(emulator, observed, address(seed, _SHOW), simulate)
    names = [f"u{i}" for i in range(len(emulator.parameters))]

    def model(point: Mapping[str, float]) -> dict[str, Floats]:
        return {_SHOWN: show(np.array([point[name] for name in names]))[seen]}

    with numpy_seed(address(seed, _GLOBAL)):
        sampler = pyabc.ABCSMC(
            model,
            pyabc.Distribution(**{name: pyabc.RV("uniform", 0.0, 1.0) for name in names}),
            distance(pyabc),
            population_size=particles,
            sampler=pyabc.SingleCoreSampler(),
        )
        sampler.new(_HISTORY, {_SHOWN: observed.values[seen]})
        history = sampler.run(max_total_nr_simulations=runs)
        table, weights = history.get_distribution()
    chosen = resample(np.asarray(weights, dtype=float), draws, address(seed, _RESAMPLE))
    return inside(table[names].to_numpy()[chosen])


def distance(pyabc: Any) -> Any:
    """Return pyABC's adaptive distance over statistics that it learns itself.

    Over the plain statistics about as many calls gave wider posteriors on the toy:
    `docs/crosschecks.md` has the figures.
    """
    learned = library("pyabc.sumstat", "abc").PredictorSumstat(
        library("pyabc.predictor", "abc").LinearPredictor(), fit_ixs=set(_LEARN)
    )
    return pyabc.AdaptivePNormDistance(p=2, sumstat=learned)


@contextmanager
def numpy_seed(seed: Seed) -> Iterator[None]:
    """Seed NumPy's global generator for a while, then put back the state it had.

    The house rule is that nothing uses it; pyABC draws from it and takes no other, so this is the
    only way to a cross-check that can be repeated. It works with the serial sampler alone: pyABC's
    parallel workers seed themselves.
    """
    before = np.random.get_state()  # noqa: NPY002
    np.random.seed(int(generator(seed).integers(2**32)))  # noqa: NPY002, TID251
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002
