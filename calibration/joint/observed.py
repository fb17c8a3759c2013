"""Targets as the inference sees them: one number for each statistic of a run."""

from dataclasses import dataclass

import numpy as np

from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.patterns.record import Floats
from calibration.fitting.targets.target import Target
from calibration.joint.inference.bank import Observed


@dataclass(frozen=True)
class ObservedTargets:
    """Hold targets beside the statistics of a bank.

    Attributes
    ----------
    targets
        Those compared, in the order of the statistics they name.
    columns
        Place of each in the bank's statistics.
    observed
        What the inference compares.
    """

    targets: tuple[Target, ...]
    columns: tuple[int, ...]
    observed: Observed


def observed_targets(targets: tuple[Target, ...], shift: Floats, size: float) -> ObservedTargets:
    """Return targets as observations of the sample.

    Parameters
    ----------
    targets
        At most one for each statistic.
    shift
        How England's councils differ from the sample, taken off, (statistics,).
    size
        How many times England one row of the bank is.
    """
    names = list(statistics())
    values = np.full(len(names), np.nan)
    discrepancy, spread = np.zeros(len(names)), np.zeros(len(names))
    columns = []
    for one in targets:
        at = names.index(one.measure)
        columns.append(at)
        values[at] = one.observed - shift[at]
        discrepancy[at] = one.discrepancy_sd
        spread[at] = one.noise_sd
    return ObservedTargets(
        targets, tuple(columns), Observed(values, discrepancy, spread, float(np.sqrt(size)))
    )


def one_a_measure(targets: tuple[Target, ...]) -> list[tuple[Target, ...]]:
    """Return targets in groups in which no statistic is named twice."""
    groups: list[dict[str, Target]] = []
    for one in targets:
        free = next((group for group in groups if one.measure not in group), None)
        if free is None:
            free = {}
            groups.append(free)
        free[one.measure] = one
    return [tuple(group.values()) for group in groups]
