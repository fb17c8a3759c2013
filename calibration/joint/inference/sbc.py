"""Whether the posterior means what it says: simulation-based calibration from the bank itself.

Parameters drawn from the prior, shown by a real run and inferred from it, must fall evenly over
their own posteriors (Talts and others 2018). Runs of the bank are such draws.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Bank, Flags, Floats, Observed, usable
from calibration.joint.inference.emulator import Emulator, fit_emulator
from calibration.joint.inference.posterior import Opening, close, open_round
from calibration.joint.inference.rescale import address, generator
from simulation.errors import DoorwaysError

LEAST_TRUTHS: Final = 200
#: Chance that a perfect method fails the verdict, over all parameters and tests together.
SIZE: Final = 0.05
#: The 90% coverage against which the verdict's power is stated.
BAD_COVERAGE: Final = 0.8
LEVELS: Final = (0.5, 0.9)
BINS: Final = 10
_FOLDS: Final = 4
_PICK, _NOISE = 21, 22


@dataclass(frozen=True)
class Truths:
    """Hold runs whose parameters are known, to infer them from.

    Parameters
    ----------
    u
        Parameters drawn from the prior, (t, p).
    stats
        What the runs showed, (t, k).
    scale
        Sampling standard deviation of one of them over that of one run of the bank.
    """

    u: Floats
    stats: Floats
    scale: float = 1.0


@dataclass(frozen=True)
class Verdict:
    """Say whether the posteriors can be trusted.

    Parameters
    ----------
    passed
        Whether no test failed.
    why
        Every test that failed, in words; empty when passed.
    size
        Chance that a perfect method fails.
    power
        Chance that the test of one parameter's 90% intervals fails when they cover 80%.
    """

    passed: bool
    why: tuple[str, ...]
    size: float
    power: float


@dataclass(frozen=True)
class Coverage:
    """Hold where known parameters fell in their own posteriors.

    Parameters
    ----------
    parameters
        Names.
    ranks
        Share of each posterior's draws below the truth, (t, p).
    sd_ratio
        Posterior over prior standard deviation of u, (t, p).
    """

    parameters: tuple[str, ...]
    ranks: Floats
    sd_ratio: Floats

    def covered(self, level: float) -> Floats:
        """Return the share of truths inside the central interval of a level, (p,)."""
        return np.asarray((np.abs(self.ranks - 0.5) <= level / 2).mean(axis=0))

    def error(self, level: float) -> float:
        """Return the Monte Carlo standard error of a coverage that is right."""
        return float(np.sqrt(level * (1 - level) / len(self.ranks)))

    @property
    def histograms(self) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        """Number of ranks in each tenth, (p, 10)."""
        return np.array(
            [np.histogram(column, bins=BINS, range=(0.0, 1.0))[0] for column in self.ranks.T]
        )

    @property
    def p_values(self) -> Floats:
        """Chance of ranks at least this uneven, were they uniform: chi-square, 10 bins, (p,)."""
        from scipy.stats import chisquare

        return np.array([chisquare(counts).pvalue for counts in self.histograms])

    def verdict(self, least: int = LEAST_TRUTHS) -> Verdict:
        """Judge: three tests for each parameter, together of size 5%.

        Coverage of the 50% and of the 90% interval by exact binomial tests, evenness of the ranks
        by chi-square, each at 5% over the number of all tests. Fewer truths than `least` fail.
        """
        level = SIZE / (len(self.parameters) * (len(LEVELS) + 1))
        why = list(failures(self, level))
        if len(self.ranks) < least:
            why.insert(0, f"{len(self.ranks)} truths, at least {least} are needed")
        return Verdict(not why, tuple(why), SIZE, power(len(self.ranks), level))


def failures(coverage: Coverage, level: float) -> Iterator[str]:
    """Yield in words each test that fails at a level."""
    count = len(coverage.ranks)
    for aim in LEVELS:
        for name, share in zip(coverage.parameters, coverage.covered(aim), strict=True):
            if binomial_p(round(share * count), count, aim) < level:
                yield f"{name}: {aim:.0%} intervals cover {share:.1%} of {count} truths"
    for name, p in zip(coverage.parameters, coverage.p_values, strict=True):
        if p < level:
            yield f"{name}: ranks are uneven (chi-square, p = {p:.2g})"


def binomial_p(hits: int, count: int, chance: float) -> float:
    """Return the two-sided p-value of `hits` out of `count`."""
    from scipy.stats import binomtest

    return float(binomtest(hits, count, chance).pvalue)


def power(count: int, level: float, truth: float = BAD_COVERAGE, aim: float = 0.9) -> float:
    """Return the chance that the binomial test of one coverage fails when `truth` is true."""
    from scipy.stats import binom

    rejected = [hits for hits in range(count + 1) if binomial_p(hits, count, aim) < level]
    return float(binom.pmf(rejected, count, truth).sum())


def check_coverage(
    bank: Bank,
    observed: Observed,
    truths: int = LEAST_TRUTHS,
    seed: int = 0,
    draws: int = 1000,
    external: Truths | None = None,
    on_done: Callable[[int], None] | None = None,
) -> Coverage:
    """Infer known parameters and say where they fell in their posteriors.

    Each quarter of the truths is left out of the bank that infers it, emulator included. What a
    truth showed is taken as it is, with the place's discrepancy and spread drawn on top.

    Parameters
    ----------
    bank
        The bank; without `external`, truths are runs of it picked at random.
    observed
        Says which statistics are seen, with which discrepancy and spread; its values and its
        scale are not used.
    truths
        How many runs to pick.
    seed
        The same seed gives the same ranks.
    draws
        Posterior draws for each truth.
    external
        Other runs to use as truths, such as some as large as England.
    on_done
        Called with the number of truths done.

    Raises
    ------
    DoorwaysError
        When the bank has fewer than twice as many usable runs as truths.
    """
    rows = np.flatnonzero(usable(bank)[0])
    if external is not None:
        folds = [(bank, external)]
    elif len(rows) < 2 * truths:
        raise DoorwaysError(
            "truths for simulation-based calibration",
            truths,
            f"The bank has {len(rows)} usable runs, and at most half may be truths.",
            "Make a larger bank or ask for fewer truths.",
        )
    else:
        picked = generator(seed, _PICK).permutation(rows)[:truths]
        folds = [left_out(bank, fold) for fold in np.array_split(picked, _FOLDS) if fold.size]
    ranks, ratios = [], []
    for number, (rest, fold) in enumerate(folds):
        for rank, ratio in infer(rest, fold, observed, seed, number, draws):
            ranks.append(rank)
            ratios.append(ratio)
            if on_done is not None:
                on_done(len(ranks))
    return Coverage(bank.parameters, np.array(ranks), np.array(ratios))


def left_out(bank: Bank, fold: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[Bank, Truths]:
    """Return the bank without some rows, and those rows as truths."""
    rest = np.ones(len(bank.u), dtype=bool)
    rest[fold] = False
    return bank.rows(rest), Truths(bank.u[fold], bank.stats[fold])


def openings(emulator: Emulator, place: Observed, seed: int) -> Callable[[Flags], Opening]:
    """Return what opens a place's first round without the statistics a truth has no number for.

    A share of children nobody was one of has none; most truths have them all and share one opening.
    """
    known: dict[bytes, Opening] = {}

    def opening(there: Flags) -> Opening:
        if there.tobytes() not in known:
            own = replace(place, values=np.where(there, place.values, np.nan))
            known[there.tobytes()] = open_round(emulator, own, seed)
        return known[there.tobytes()]

    return opening


def infer(
    bank: Bank, truths: Truths, observed: Observed, seed: int, fold: int, draws: int
) -> Iterator[tuple[Floats, Floats]]:
    """Yield for each truth its rank in its posterior and the posterior over the prior sd."""
    place = replace(observed, scale=truths.scale)
    opening_for = openings(fit_emulator(bank), place, seed)
    noise = generator(seed, _NOISE, fold).standard_normal(truths.stats.shape)
    shown = truths.stats + np.sqrt(place.noise) * noise
    for i, (u, stats) in enumerate(zip(truths.u, shown, strict=True)):
        found = close(opening_for(np.isfinite(stats)), stats, draws, address(seed, fold, i))
        yield (found.u < u).mean(axis=0), found.u.std(axis=0) * np.sqrt(12.0)
