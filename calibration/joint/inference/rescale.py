"""What a place of any size would have shown, from the runs of one bank."""

import numpy as np

from calibration.joint.inference.bank import Floats, Observed
from calibration.joint.inference.emulator import Emulator, Response

#: A seed, or a seed with the rest of an address behind it.
type Seed = int | tuple[int, ...]


def address(seed: Seed, *use: int) -> tuple[int, ...]:
    """Return the address of draws: a seed and what they are for."""
    return (*((seed,) if isinstance(seed, int) else seed), *use)


def generator(seed: Seed, *use: int) -> np.random.Generator:
    """Return the generator of an address."""
    return np.random.default_rng(np.random.SeedSequence(list(address(seed, *use))))


def place_response(emulator: Emulator, u: Floats, observed: Observed) -> Response:
    """Return what the observed place is to be expected to show at each row of `u`, (n, p).

    Its scale and noise are used, its values are not. The error is what must be added to the
    place's sampling noise: the bank's residuals hold the lack of fit already, so a place of one
    run's size needs none added; in a place without sampling noise all of it is missing.
    """
    one = emulator(u)
    shrunk = observed.scales**2
    mean = one.mean + (1.0 - shrunk) * bend(emulator.transforms, one)
    held = np.minimum(shrunk, 1.0) * emulator.lack
    return Response(mean, observed.scales * one.sampling, one.error - held)


def bend(transforms: tuple[str, ...], one: Response) -> Floats:
    """Return how far means lie below those of a place without sampling noise, (n, k).

    To second order: half the variance for a log, that times 1 - 2 x share for a logit.
    """
    kinds = np.array(transforms)
    tilt = np.where(kinds == "logit", -np.tanh(0.5 * one.mean), (kinds == "log").astype(float))
    return np.asarray(0.5 * tilt * one.sampling**2)


def place_runs(
    emulator: Emulator,
    u: Floats,
    observed: Observed,
    seed: Seed,
    shapes: Floats | None = None,
) -> Floats:
    """Return what the observed place would have shown under each row of parameters, (n, k).

    The mean response, plus a run's residual shrunk or stretched to the place's own sampling
    noise, plus model discrepancy, spread and the error of the emulator as independent normal noise.
    Residuals of real runs keep their shape and their correlations between statistics.

    Parameters
    ----------
    emulator
        From `fit_emulator`.
    u
        Parameters, (n, p).
    observed
        Its scale, discrepancy and spread are used, its values are not.
    seed
        Of the draws.
    shapes
        Residuals over their standard deviations, (n, k); by default those of runs of the bank
        picked at random.
    """
    rng = generator(seed)
    if shapes is None:
        shapes = emulator.shapes[rng.integers(len(emulator.shapes), size=len(u))]
    place = place_response(emulator, u, observed)
    other = np.sqrt(observed.noise + place.error) * rng.standard_normal(shapes.shape)
    return np.asarray(place.mean + place.sampling * shapes + other)


def noise_covariance(emulator: Emulator, place: Response, observed: Observed) -> Floats:
    """Return the covariance between statistics of all noise, parameters given, (k, k).

    Parameters
    ----------
    emulator
        From `fit_emulator`.
    place
        From `place_response`: its rows are averaged.
    observed
        Its discrepancy and spread are used.
    """
    size = place.sampling.mean(axis=0)
    alike = emulator.shapes.T @ emulator.shapes / len(emulator.shapes)
    return np.asarray(
        alike * np.outer(size, size) + np.diag(observed.noise + place.error.mean(axis=0))
    )
