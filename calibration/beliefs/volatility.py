"""How far councils' yearly counts wander beyond what Poisson counts would, and shares of placements."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.history import MEASURES, Series, history
from calibration.beliefs.authorities.load import all_profiles, years

type Floats = NDArray[np.float64]

#: Smallest count whose logarithm is taken.
FLOOR: Final = 20.0
#: What was published of each choice of placement, in percent or, of adoption, in numbers of the profiles'
#: years; supported and other are one, recoded in 2024.
SHARES: Final[Mapping[str, tuple[str, ...]]] = {
    "homes": ("homes_percent",),
    "supported": ("supported_percent", "other_percent"),
    "parents": ("parents_percent",),
    "other_residential": ("other_residential_percent",),
    "adoption": ("cla_adoption",),
}
#: Shares are looked at in councils that look after more than so many.
LARGE: Final = 300.0


def changes(counts: Floats, lag: int = 1, floor: float = FLOOR) -> tuple[Floats, Floats]:
    """Return log changes net of all councils' together, and what Poisson counts would add to them.

    Parameters
    ----------
    counts
        Shape (councils, years); nan where there is none.
    lag
        Years between two counts.
    floor
        Changes from or to a smaller count are left out.

    Returns
    -------
    tuple
        Two arrays of shape (changes,): log changes less that of the sum of the same councils, and
        the variances 1/n + 1/m.
    """
    before, after = counts[:, :-lag], counts[:, lag:]
    with np.errstate(invalid="ignore", divide="ignore"):
        large = (before >= floor) & (after >= floor)
        log, poisson = np.log(after / before), 1.0 / before + 1.0 / after
    sums = (np.where(large, one, 0.0).sum(axis=0) for one in (after, before))
    with np.errstate(invalid="ignore", divide="ignore"):
        nation = np.log(np.divide(*sums))
    return (log - nation)[large], poisson[large]


def beyond(counts: Floats, floor: float = FLOOR) -> float:
    """Return the standard deviation of yearly log changes beyond Poisson; 0 if there is none."""
    net, poisson = changes(counts, floor=floor)
    return float(np.sqrt(max(0.0, float(np.mean(net**2) - np.mean(poisson)))))


def table(series: Mapping[str, Series], until: int) -> Floats:
    """Return councils' counts of consecutive years up to one, shape (councils, years), nan for none."""
    first = min(year for own in series.values() for year in own)
    span = range(first, until + 1)
    return np.array([[own.get(year, np.nan) for year in span] for own in series.values()])


def wandering(shares: Floats, sizes: Floats, lag: int = 1) -> float:
    """Return the standard deviation of changes of shares net of all large councils' together.

    Parameters
    ----------
    shares
        Percentages, shape (councils, years); nan where there is none.
    sizes
        Children looked after, of the same shape.
    lag
        Years between two shares.

    Returns
    -------
    float
        In points; nan where no council has two.
    """
    moved, weight = shares[:, lag:] - shares[:, :-lag], sizes[:, lag:]
    with np.errstate(invalid="ignore"):
        known = np.isfinite(moved) & (weight > LARGE)
    weight = np.where(known, weight, 0.0)
    together = (weight * np.where(known, moved, 0.0)).sum(axis=0)
    nation = together / np.maximum(weight.sum(axis=0), 1.0)
    net = (moved - nation)[known]
    return float(net.std()) if net.size else float("nan")


def published_wandering(choice: str, until: int, lag: int = 1) -> float:
    """Return the same for a choice of placement (a key of `SHARES`), years up to one."""
    sizes = history("cla", until)
    span = range(min(year for own in sizes.values() for year in own), until + 1)

    def over_years(known: Mapping[str, Series]) -> Floats:
        return np.array([[known.get(code, {}).get(y, np.nan) for y in span] for code in sizes])

    parts = [
        over_years(history(one, until) if one in MEASURES else _percent(one, until))
        for one in SHARES[choice]
    ]
    return wandering(np.sum(parts, axis=0), over_years(sizes), lag)


def _percent(column: str, until: int) -> Mapping[str, Series]:
    """Return a column of the profiles up to a year as whole percentages of those looked after."""
    found: dict[str, dict[int, float]] = {}
    for year in (one for one in years() if one <= until):
        for council in all_profiles(year):
            if not council.imputed.intersection((column, "cla")):
                share = round(100.0 * council[column] / council["cla"])
                found.setdefault(council.code, {})[year] = float(share)
    return found
