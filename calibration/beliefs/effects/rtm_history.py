"""Regression to the mean in England: the correction of a council-level figure from published years.

Rates are published counts per child of one year's population, so that a council's size drops out.
Only councils with a count in every year asked for take part.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from calibration.beliefs.effects.rtm import Corrected, Numbers, Untreated, corrected, untreated
from calibration.beliefs.effects.study import Correction
from simulation.errors import DoorwaysError


def corrected_by_history(log_ratio: float, asked: Correction) -> tuple[Corrected, Untreated]:
    """Correct a figure that was already divided by England's change.

    Parameters
    ----------
    log_ratio
        Mean log ratio of the councils with the service, relative to England.
    asked
        Councils, measure and years.

    Raises
    ------
    DoorwaysError
        When a council is unknown or lacks a published year.
    """
    rates = log_rates(asked.measure, (*asked.before, *asked.after))
    known = _codes(rates, (*asked.adopters, *asked.treated_too))
    treated = {known[name] for name in (*asked.adopters, *asked.treated_too)}
    split = len(asked.before)
    others = np.array([row for code, row in rates.items() if code not in treated])
    fitted = untreated(others[:, :split], others[:, split:], rising=asked.rising)
    adopters = np.array([rates[known[name]][:split] for name in asked.adopters])
    return corrected(log_ratio, adopters, fitted, beyond_average=True), fitted


def log_rates(measure: str, years: Iterable[int]) -> Mapping[str, Numbers]:
    """Return log rates per child by ONS code, in the order of the years.

    Parameters
    ----------
    measure
        Measure of the councils' history, a count of children.
    years
        Years to 31 March.

    Raises
    ------
    DoorwaysError
        When the history has no such measure.
    """
    from calibration.beliefs.authorities.history import history
    from calibration.beliefs.authorities.load import all_profiles

    wanted = tuple(years)
    children = {one.code: one["children_0_17"] for one in all_profiles()}
    return {
        code: np.log([series[year] / children[code] for year in wanted])
        for code, series in history(measure).items()
        if code in children and all(series.get(year, 0.0) > 0.0 for year in wanted)
    }


def _codes(rates: Mapping[str, Numbers], wanted: Iterable[str]) -> dict[str, str]:
    from calibration.beliefs.authorities.history import names

    by_name = {name: code for code, name in names().items() if code in rates}
    absent = [name for name in wanted if name not in by_name]
    if absent:
        raise DoorwaysError(
            "council",
            ", ".join(absent),
            "The history has no such council with a count in every year of the two periods.",
            "Mend the correction in calibration/beliefs/effects/studies.toml.",
        )
    return {name: by_name[name] for name in wanted}
