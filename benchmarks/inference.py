"""How close calibration's posteriors come to exact ones, by size of bank, and how long one takes.

python benchmarks/inference.py                 # banks of 1,024, 4,096 and 16,384 runs
python benchmarks/inference.py --rows 4096 --truths 400

The toy is a process whose exact posterior is known (calibration/joint/inference/toy.py). "28 copies" are
places 28 times as large as a run of the bank, inferred from the same bank: England beside it.
A width is a posterior standard deviation over the exact one; a shift is the distance of the
posterior mean from the exact one in exact standard deviations, on average over the truths.
"""

import argparse
import os
import sys
import time

# Idle threads of linear algebra spin; small matrices are no faster with more of them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from calibration.joint.inference.bank import Bank, Observed
from calibration.joint.inference.emulator import Emulator, fit_emulator
from calibration.joint.inference.posterior import close, open_round, posterior
from calibration.joint.inference.rescale import generator
from calibration.joint.inference.toy import PARAMETERS, Toy, design, simulate

Floats = NDArray[np.float64]
COVERAGE, WIDTH = (0.85, 0.95), (0.8, 1.25)
#: Banks of fewer runs are shown and not judged.
JUDGED_FROM = 4096
SECONDS, EMULATOR_SECONDS = 2.0, 10.0
QUANTILES = (np.arange(200) + 0.5) / 200


def infer(emulator: Emulator, truth: Toy) -> tuple[Floats, Floats, Floats]:
    """Return ranks, widths and shifts of every truth, each (truths, 3)."""
    stats = truth.bank.stats
    observed = Observed(stats[0], np.zeros(stats.shape[1]), scale=truth.copies**-0.5)
    opening = open_round(emulator, observed)
    found = []
    for i, values in enumerate(stats):
        draws, exact = close(opening, values, 1000, i).u, truth.exact(i, QUANTILES)
        sd = exact.std(axis=0)
        shift = np.abs(draws.mean(axis=0) - exact.mean(axis=0)) / sd
        found.append(((draws < truth.u[i]).mean(axis=0), draws.std(axis=0) / sd, shift))
    ranks, widths, shifts = np.array(found).transpose(1, 0, 2)
    return ranks, widths, shifts


def accuracy(rows: int, truths: int) -> int:
    """Print a bank's lines of the table; return how many bars are missed."""
    emulator = fit_emulator(simulate(design(rows, 3, 1), 2).bank)
    missed = 0
    for copies in (1, 28):
        truth = simulate(generator(3).uniform(size=(truths, 3)), 4, copies)
        ranks, widths, shifts = infer(emulator, truth)
        halves = (np.abs(ranks - 0.5) <= 0.25).mean(axis=0)
        covered = (np.abs(ranks - 0.5) <= 0.45).mean(axis=0)
        for j, name in enumerate(PARAMETERS):
            width = widths[:, j].mean()
            good = COVERAGE[0] <= covered[j] <= COVERAGE[1] and WIDTH[0] <= width <= WIDTH[1]
            judged = rows >= JUDGED_FROM
            word = ("met" if good else "MISSED") if judged else ""
            missed += judged and not good
            print(
                f"| {rows:,} | {copies} | `{name}` | {halves[j]:.3f} | {covered[j]:.3f} "
                f"| {width:.2f} | {shifts[:, j].mean():.2f} | {word} |"
            )
    return missed


def timed_bank(rows: int, parameters: int, statistics: int) -> Bank:
    """Return a bank of a linear response with noise, to be timed."""
    from scipy.stats import norm

    rng, u = generator(5), design(rows, parameters, 6)
    slopes = rng.standard_normal((statistics, parameters))
    stats = norm.ppf(u) @ slopes.T + rng.standard_normal((rows, statistics))
    names = [f"parameter {i}" for i in range(parameters)], [f"s{i}" for i in range(statistics)]
    return Bank(tuple(names[0]), tuple(names[1]), u, stats)


def verdict(what: str, value: float, limit: float) -> int:
    """Print seconds beside their limit; return 1 if they are above."""
    word = "met" if value <= limit else "MISSED"
    print(f"{what:<58} {value:8.2f} s    at most {limit:g}: {word}")
    return int(value > limit)


def speed(rows: int = 4096, parameters: int = 8, statistics: int = 60, repeats: int = 5) -> int:
    """Time the emulator of a bank and a posterior from it; return how many bars are missed."""
    bank = timed_bank(rows, parameters, statistics)
    began = time.process_time()
    emulator = fit_emulator(bank)
    fitted = time.process_time() - began
    observed = Observed(bank.stats[0], np.full(statistics, 0.1), scale=0.2)
    times = []
    for seed in range(repeats):
        began = time.process_time()
        posterior(emulator, observed, 1000, seed)
        times.append(time.process_time() - began)
    print(f"{rows:,} runs, {statistics} statistics, {parameters} parameters, seconds of one core:")
    missed = verdict("the emulator, once for every place", fitted, EMULATOR_SECONDS)
    return missed + verdict("a posterior, median", float(np.median(times)), SECONDS)


def main() -> int:
    """Print the table and the times; the exit status is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="1024,4096,16384")
    parser.add_argument("--truths", type=int, default=400)
    chosen = parser.parse_args()
    error = (0.09 / chosen.truths) ** 0.5
    print(f"{chosen.truths} truths; a right 90% coverage has a Monte Carlo error of {error:.3f}")
    print(f"bars: 90% coverage {COVERAGE[0]}-{COVERAGE[1]}, width {WIDTH[0]}-{WIDTH[1]}\n")
    print("| runs | copies | parameter | 50% | 90% | width | shift | |")
    print("|---|---|---|---|---|---|---|---|")
    missed = sum(accuracy(int(rows), chosen.truths) for rows in chosen.rows.split(","))
    print()
    return int(missed + speed() > 0)


if __name__ == "__main__":
    sys.exit(main())
