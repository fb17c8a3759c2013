"""Fit what the sums that hold councils still leave out, and write it to the register.

Run as ``python -m calibration.fitting.england.at_rest``, after the fit of England's levels. The sums
(`calibration.beliefs.local`) know rates, not carers' empty places nor brothers and sisters who join each
other. Each round simulates every council for five years with trends and the luck of the years off,
and moves how often each kind is chosen and how starts and exits of each age balance until the councils
together stand still; and the power of the levels of choosing until those who lean on a kind much do so no
less than those who do little.
"""

import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Final, NamedTuple

import numpy as np

from agents.codes import Placement
from agents.lengths import AGE_BAND_COUNT
from calibration.beliefs.authorities.base_year import FITTED
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.evidence.load import figure
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.england.fit import write
from calibration.fitting.patterns.standing import NO_TRENDS, Floats, counts_of, followed

ROUNDS: Final = 8
#: Runs of each council in a round.
RUNS: Final = 2
#: Moments of `followed` that are looked at: the ends of the years; the first is the start.
_YEARS: Final = slice(3, None)
#: How boldly to move, and the most of one round.
_STEP, _MOST = 1.2, 0.3
#: Kinds whose levels tell how councils' numbers follow them: the others are held by places or by law.
FOLLOWED: Final = (
    Placement.FOSTER_IN_HOUSE,
    Placement.FOSTER_AGENCY,
    Placement.CHILDRENS_HOME,
    Placement.SUPPORTED,
    Placement.PARENTS,
)
_POWERS: Final = (0.5, 3.0)
#: Kinds that no choice brings anybody into.
_BY_PROCESS: Final = (
    Placement.NONE,
    Placement.ADOPTION,
    Placement.SERVICE_BED,
    Placement.SERVICE_FAMILY,
)


class Moved(NamedTuple):
    """Hold how councils' numbers moved over five years.

    Attributes
    ----------
    whole
        Log of the mean of the years over the start, of all councils together, shape (numbers,).
    drift
        The same of each council, shape (councils, numbers).
    weight
        Children at the start, in the same shape.
    level
        Log of the level at which each kind is chosen, shape (councils, kinds).
    """

    whole: Floats
    drift: Floats
    weight: Floats
    level: Floats


def moved(values: dict[str, Any], seed: int, pool: Executor) -> Moved:
    """Return how the numbers of every council move with some values of the register's figures."""
    councils = all_profiles(FITTED)
    changed = dict(NO_TRENDS) | values
    tasks = [(one, seed * RUNS + i, changed, counts_of) for one in councils for i in range(RUNS)]
    found = np.array(list(pool.map(followed, *zip(*tasks, strict=True), chunksize=4 * RUNS)))
    counts = found.reshape(len(councils), RUNS, *found.shape[1:]).mean(axis=1)
    began, then = counts[:, 0], counts[:, _YEARS].mean(axis=1)
    there = (began > 0) & (then > 0)
    drift = np.log(np.where(there, then, 1.0) / np.where(there, began, 1.0))
    levels = [parameters_for(one, overrides=changed)["local_placement"] for one in councils]
    # Of councils' logs the mean is low where numbers are small: all together is that of the sums.
    whole = np.log(np.maximum(then.sum(axis=0), 1.0) / np.maximum(began.sum(axis=0), 1.0))
    return Moved(whole, drift, np.where(there, began, 0.0), np.log(np.array(levels)))


def slope(x: Floats, y: Floats, weight: Floats) -> float:
    """Return the weighted slope of y on x."""
    whole = max(float(weight.sum()), 1.0)
    a, b = (float((one * weight).sum()) / whole for one in (x, y))
    spread = float((weight * (x - a) ** 2).sum())
    return float((weight * (x - a) * (y - b)).sum()) / max(spread, 1e-9)


def next_values(old: dict[str, Any], seen: Moved) -> dict[str, Any]:
    """Return the values of the next round."""
    kinds = [kind for kind in Placement if kind is not Placement.NONE]
    ratio, power = np.array(old["rest_kinds"], dtype=float)
    for i, kind in enumerate(kinds):
        if kind in _BY_PROCESS:
            continue
        ratio[kind] *= np.exp(-np.clip(_STEP * seen.whole[i], -_MOST, _MOST))
        if kind in FOLLOWED:
            lost = slope(seen.level[:, kind], seen.drift[:, i], seen.weight[:, i])
            power[kind] -= np.clip(_STEP * lost * power[kind], -_MOST, _MOST)
    ratio = np.clip(ratio, 0.1, 10.0)
    ages = np.array(old["rest_ages"], dtype=float)
    for b in range(AGE_BAND_COUNT):
        ages[b] -= np.clip(_STEP * seen.whole[len(kinds) + b], -_MOST, _MOST)
    return {
        "rest_kinds": np.array([ratio, np.clip(power, *_POWERS)]),
        "rest_ages": ages,
    }


def fit(rounds: int = ROUNDS) -> dict[str, Any]:
    """Return the figures at which councils together stand still: the mean of the later rounds."""
    values: dict[str, Any] = {
        name: np.asarray(figure(name).value, dtype=float) for name in ("rest_kinds", "rest_ages")
    }
    later = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for i in range(rounds):
            seen = moved(values, i, pool)
            values = next_values(values, seen)
            later.append(values)
            sys.stderr.write(f"round {i + 1} of {rounds}: {np.round(seen.whole, 3)}\n")
    kept = later[rounds // 2 :]
    return {name: np.mean([one[name] for one in kept], axis=0) for name in values}


def at_limit(values: dict[str, Any]) -> list[str]:
    """Return the kinds whose power cannot be believed, for it ended at its limit."""
    power = np.asarray(values["rest_kinds"], dtype=float).reshape(2, -1)[1]
    return [
        kind.name.lower() for kind in FOLLOWED if np.isclose(power[kind], _POWERS, rtol=1e-3).any()
    ]


def main() -> None:
    """Fit and write the register's file."""
    found = fit()
    write(found)
    sys.stdout.write("Fitted what lets councils stand still.\n")
    for kind in at_limit(found):
        sys.stdout.write(
            f"{kind}: how its numbers follow its level is at its limit of {_POWERS[1]:g}.\n"
        )


if __name__ == "__main__":
    main()
