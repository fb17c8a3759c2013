"""Fit what councils' levels are shrunk by, over all councils, and write the register's local.toml.

Run as ``python -m calibration.fitting.councils``. Everything is estimated from councils' published years
up to the base year, so that a back-test can do the same with fewer years.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.history import bounds, england_history, history
from calibration.beliefs.authorities.load import all_profiles, earlier, england, years
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.evidence.load import FIGURES
from calibration.beliefs.local.balance import YEARS, own_departure
from calibration.beliefs.local.counts import (
    ENTRIES,
    FACTORS,
    counts,
    exits_before_18,
    kind,
    starts_by_age,
    with_families,
)
from calibration.beliefs.local.factors import OTHERS
from calibration.beliefs.local.gamma import (
    CouncilCount,
    fit_overdispersion,
    fit_variance,
    gamma_posterior,
    marginal,
)
from calibration.beliefs.local.mix import fit_prior
from calibration.beliefs.local.rates import local_levels, whole_of
from calibration.beliefs.local.unaccompanied import pull
from calibration.beliefs.parameters import national
from simulation.files.writing import write_text

Floats = NDArray[np.float64]
type Interval = tuple[float, float, float]
type CountSeries = list[list[CouncilCount]]
_WEIGHTS: Final = np.linspace(0.0, 1.0, 11)
_RESAMPLED: Final = 400
_SEED: Final = 20_240_331
#: Smallest stock for which a logarithm of growth is taken.
_LEAST: Final = 20.0
#: Councils with more unaccompanied children per child than so many times England's are left out.
_MOST_ALONE: Final = 5.0


def resampled(
    rows: Sequence[Any], statistic: Callable[[Sequence[Any]], float], times: int = _RESAMPLED
) -> Interval:
    """Return a statistic and its 90% interval when councils are drawn again with replacement."""
    rng = np.random.default_rng(np.random.SeedSequence([_SEED, len(rows)]))
    found = [
        statistic([rows[i] for i in rng.integers(0, len(rows), len(rows))]) for _ in range(times)
    ]
    low, high = np.quantile(found, [0.05, 0.95])
    return statistic(rows), float(low), float(high)


def totals(measure: str, until: int) -> CountSeries:
    """Return each council's yearly counts of starts or ends, oldest first, from the history."""
    seen, stock = history(measure, until), history("cla", until)
    national = {
        year: value / england_history("cla", until)[year]
        for year, value in england_history(measure, until).items()
    }
    return [
        [
            CouncilCount(
                series[year], series[year], national[year] * stock[code][year], stock[code][year]
            )
            for year in sorted(series)
            if stock[code].get(year, 0.0) >= _LEAST
        ]
        for code, series in seen.items()
    ]


def by_profile(factor: str, until: int, p: Mapping[str, Any]) -> CountSeries:
    """Return each council's yearly counts of a factor, oldest first, from the profiles."""
    found = []
    for council in all_profiles(until):
        own = [council, *earlier(council, len(years()))]
        found.append([counts(one, england(one.year), p)[factor] for one in reversed(own)])
    return found


def overdispersion_of(series: CountSeries) -> Interval:
    """Return how many events tell as much as one, with its 90% interval over councils."""
    rows = [list(pairwise(years_of)) for years_of in series if len(years_of) > 1]
    return resampled(rows, lambda some: fit_overdispersion([pair for row in some for pair in row]))


def weight_of(series: CountSeries, variance: float, overdispersion: float) -> float:
    """Return the weight of a year against the one after it that best tells the next year."""
    chances = []
    for weight in _WEIGHTS:
        chances.append(
            sum(
                _next_likelihood(
                    own[max(0, at - YEARS) : at], own[at], weight, variance, overdispersion
                )
                for own in series
                for at in range(1, len(own))
            )
        )
    return float(_WEIGHTS[int(np.argmax(chances))])


def _next_likelihood(
    before: Sequence[CouncilCount],
    after: CouncilCount,
    weight: float,
    variance: float,
    overdispersion: float,
) -> float:
    """Return the log-likelihood of a year's count given the years before it, oldest first."""
    whole = before[-1]
    for age, count in enumerate(reversed(before[:-1]), start=1):
        whole = whole.plus(count, weight**age)
    known = gamma_posterior(whole, variance, overdispersion)
    scaled = CouncilCount(after.low, after.high, after.expected * known.mean, after.exposure)
    return marginal(scaled, known.shape, overdispersion)


def growth_rows(until: int) -> list[Floats]:
    """Return each council's years: growth, its gain lately, log rate; all less the year's mean."""
    stock, children = history("cla", until), children_of(until)
    table = []
    for year in sorted(england_history("cla", until))[:-1]:
        whole = england_history("cla", until)[year]
        for code, series in stock.items():
            if min(series.get(year, 0.0), series.get(year + 1, 0.0)) < _LEAST:
                continue
            share = children.get((code, year))
            if share is not None:
                growth = np.log(series[year + 1] / series[year])
                rate = np.log(series[year] / whole / share)
                table.append((code, year, growth, own_departure(code, year), rate, series[year]))
    return _centred(table)


def _centred(table: Sequence[tuple[str, int, float, float, float, float]]) -> list[Floats]:
    """Return rows by council with each year's means taken off: growth, gain, rate; and stock, year."""
    numbers = np.array([row[2:] for row in table], dtype=float)
    of_year = np.array([row[1] for row in table])
    for year in np.unique(of_year):
        numbers[of_year == year, :3] -= numbers[of_year == year, :3].mean(axis=0)
    codes = np.array([row[0] for row in table])
    whole = np.column_stack([numbers, of_year])
    return [whole[codes == code] for code in dict.fromkeys(codes.tolist())]


def slope(rows: Sequence[Floats], column: int) -> float:
    """Return how growth leans on one of gain lately (1) and log rate (2), the other held."""
    whole = np.concatenate(list(rows))
    return float(np.linalg.lstsq(whole[:, 1:3], whole[:, 0], rcond=None)[0][column - 1])


def settling_rows(until: int) -> list[Floats]:
    """Return each council's years: next starts and ends, lately's ratio, mean and stock; logs.

    All are less the year's mean, shape (years, 5) each.
    """
    stock = history("cla", until)
    flows = [history(measure, until) for measure in ("starts", "ceases")]
    table = []
    for year in sorted(england_history("cla", until))[1:-1]:
        window = range(year - YEARS + 1, year + 1)
        for code, series in stock.items():
            own = [flow.get(code, {}) for flow in flows]
            past_years = [[flow[y] for y in window if y in flow] for flow in own]
            nearest = [flow.get(year + 1, 0.0) for flow in own]
            if min(*nearest, *map(len, past_years)) < 1 or series.get(year, 0.0) < _LEAST:
                continue
            before = [np.log(max(float(np.mean(counts_of)), 1.0)) for counts_of in past_years]
            logs = [*np.log(nearest), before[0] - before[1], sum(before) / 2, np.log(series[year])]
            table.append((code, year, *map(float, logs)))
    numbers = np.array([row[2:] for row in table], dtype=float)
    of_year, codes = (np.array([row[i] for row in table]) for i in (1, 0))
    for year in np.unique(of_year):
        numbers[of_year == year] -= numbers[of_year == year].mean(axis=0)
    return [numbers[codes == code] for code in dict.fromkeys(codes.tolist())]


def settling(rows: Sequence[Floats]) -> float:
    """Return the part of settling that falls on starts: how far each leans on lately's ratio.

    Where nothing settled, starts would lean on the log ratio by a half and ends by minus a half.
    """
    whole = np.concatenate(list(rows))
    leaning = np.linalg.lstsq(whole[:, 2:], whole[:, :2], rcond=None)[0][0]
    starts, ends = max(0.5 - float(leaning[0]), 0.0), max(0.5 + float(leaning[1]), 0.0)
    return starts / max(starts + ends, 1e-9)


def lasting_sd(rows: Sequence[Floats]) -> float:
    """Return the spread of growth that a council keeps: from how its own years go together."""
    products = [row[i, 0] * row[j, 0] for row in rows for i in range(len(row)) for j in range(i)]
    return float(np.sqrt(max(0.0, float(np.mean(products))))) if products else 0.0


def positive(interval: Interval) -> Interval:
    """Return an interval cut at 0: a council that gained is not made to lose for it."""
    return max(interval[0], 0.0), max(interval[1], 0.0), max(interval[2], 0.0)


def negative(interval: Interval) -> Interval:
    """Return the interval of minus a number."""
    return -interval[0], -interval[2], -interval[1]


def drift(until: int) -> dict[str, Interval]:
    """Return what lasts of a council's own gain, the pull to England's rate, and the spread left."""
    if len(england_history("cla", until)) <= YEARS:
        nothing = {
            name: (0.0, 0.0, 0.0) for name in ("local_drift", "local_pull", "local_drift_sd")
        }
        return nothing | {"local_settling": (0.5, 0.0, 1.0)}
    rows = growth_rows(until)
    return {
        "local_drift": positive(resampled(rows, lambda some: slope(some, 1))),
        "local_pull": positive(negative(resampled(rows, lambda some: slope(some, 2)))),
        "local_drift_sd": resampled(rows, lasting_sd),
        "local_settling": resampled(settling_rows(until), settling),
    }


def uasc_rows(until: int) -> list[Floats]:
    """Return each council's gaps to England's unaccompanied children per child, and their changes."""
    alone, children = with_middles("cla_uasc", until), children_of(until)
    whole = england_history("cla_uasc", until)
    table = []
    for year in sorted(whole)[:-1]:
        for code, series in alone.items():
            share = children.get((code, year))
            if share is None or year not in series or year + 1 not in series:
                continue
            rate, then = series[year] / share, series[year + 1] / share
            # Where most are received for other councils, numbers per child say nothing.
            if rate < _MOST_ALONE * whole[year]:
                gap = whole[year] - rate
                table.append((code, year, gap / whole[year], (then - rate) / whole[year]))
    numbers = np.array([row[2:] for row in table], dtype=float).reshape(-1, 2)
    of_year = np.array([row[1] for row in table])
    for year in np.unique(of_year):
        numbers[of_year == year] -= numbers[of_year == year].mean(axis=0)
    codes = np.array([row[0] for row in table])
    return [numbers[codes == code] for code in dict.fromkeys(codes.tolist())]


def with_middles(measure: str, until: int) -> dict[str, dict[int, float]]:
    """Return the history with the middle of its bounds where a count is withheld."""
    found = {code: dict(series) for code, series in history(measure, until).items()}
    for code, ends in bounds(measure, until).items():
        middles = {year: (low + high) / 2 for year, (low, high) in ends.items()}
        found.setdefault(code, {}).update(middles)
    return found


def children_of(until: int) -> dict[tuple[str, int], float]:
    """Return councils' shares of England's children by code and year of the history.

    Before the profiles begin a council's share is the first known.
    """
    found: dict[tuple[str, int], float] = {}
    for year in reversed([year for year in years() if year <= until]):
        whole = england(year)["children_0_17"]
        for profile in all_profiles(year):
            share = profile["children_0_17"] / whole
            earlier_years = range(min(england_history("cla", until)), year)
            found |= {(profile.code, y): share for y in (*earlier_years, year)}
    return found


def levels(until: int, p: Mapping[str, Any]) -> dict[str, list[Interval]]:
    """Return overdispersion, weights of years and variances of each kind of factor up to a year."""
    long = [totals("starts", until), totals("ceases", until)]
    ages = [series for name in ENTRIES for series in by_profile(name, until, p)]
    short = [ages, *(by_profile(name, until, p) for name in FACTORS[-2:])]
    pairs = any(len(own) > 1 for own in short[0])
    overdispersions = [
        overdispersion_of(series) for series in (long if not pairs else [*long, *short])
    ]
    latest = {name: [own[-1] for own in by_profile(name, until, p)] for name in FACTORS}
    known = [interval[0] for interval in overdispersions]
    known += list(np.asarray(p["local_clump"], dtype=float)[len(known) :])
    variances = {name: fit_variance(latest[name], known[kind(name)]) for name in FACTORS}
    weights = []
    for i, series in enumerate([*long, *short][: len(overdispersions)]):
        own = [variances[name][0] for name in variances if kind(name) == i]
        weight = weight_of(series, float(np.mean(own)), overdispersions[i][0])
        weights.append((weight, weight, weight))
    return {
        "local_clump": overdispersions,
        "local_years_weight": weights,
        "local_entry_variance": [variances[name] for name in ENTRIES],
        "local_variance": [variances[name] for name in OTHERS],
    }


def scale(until: int, p: Mapping[str, Any]) -> list[Interval]:
    """Return England's starts and exits over the sums of what councils' settled levels give.

    The mean of all years there are profiles of: one year's differs from the next's by half a per cent.
    """
    flat, ratios = {**p, "local_scale": (1.0, 1.0)}, []
    for year in (year for year in years() if year <= until):
        whole = england(year)
        rate = exits_before_18(whole) / with_families(whole, p)
        rest, starts, exits = whole_of(whole, flat), 0.0, 0.0
        for council in all_profiles(year):
            level, own = local_levels(council, whole, flat, rest)
            starts += float(own.sum())
            exits += float((rate * level["local_exit"] * with_families(council, p)).sum())
        ratios.append(
            (starts_by_age(whole, p).sum() / starts, exits_before_18(whole).sum() / exits)
        )
    return [(float(ratio),) * 3 for ratio in np.mean(ratios, axis=0)]


def fitted(until: int) -> dict[str, list[Interval]]:
    """Return every fitted figure with its 90% interval, from councils' years up to one.

    A list is shorter than its figure where too few years are there yet to tell the last entries.
    """
    p = dict(central(d.name for d in national()))
    found = levels(until, p)
    found |= {name: [interval] for name, interval in drift(until).items()}
    found["local_uasc_pull"] = [
        resampled(uasc_rows(until), lambda some: pull(np.concatenate(list(some))))
    ]
    found["local_mix_prior"] = [fit_prior(all_profiles(until), england(until))]
    found["local_scale"] = scale(until, {**p, **values(found, p)})
    return found


def values(found: Mapping[str, Sequence[Interval]], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fitted values by name, lists filled up from `p` where they are too short."""
    plain: dict[str, Any] = {}
    for name, intervals in found.items():
        numbers = [interval[0] for interval in intervals]
        known = np.atleast_1d(np.asarray(p[name], dtype=float)).tolist()
        whole = [*numbers, *known[len(numbers) :]]
        plain[name] = tuple(whole) if np.ndim(p[name]) else whole[0]
    return plain


def text_of(found: Mapping[str, list[Interval]], path: Path) -> str:
    """Return the register's file with values and intervals put in and its words left alone."""
    lines = path.read_text(encoding="utf-8").splitlines()
    name = ""
    for i, line in enumerate(lines):
        name = line.strip("[]") if line.startswith("[") else name
        key = line.partition(" = ")[0]
        if name in found and key in ("value", "low", "high"):
            column = ("value", "low", "high").index(key)
            numbers = [float(f"{interval[column]:.4g}") for interval in found[name]]
            lines[i] = f"{key} = {numbers if len(numbers) > 1 else numbers[0]}"
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit up to the newest year and write the register's file."""
    until = years()[-1]
    path = FIGURES / "local.toml"
    write_text(path, text_of(fitted(until), path))
    sys.stdout.write(f"Fitted councils' levels over the years to {until}.\n")


if __name__ == "__main__":
    main()
