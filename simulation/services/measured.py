"""What a study of a service measured, which fixes the scale of the dose.

A study's ratio is an average over its own people and window, at the doses they had. An effect is
therefore scaled so that the *average dose of that study* counts as 1: then a simulation of the study
with its finding at face value returns the finding. Fidelity, growth, relationship and fading say
only how other places and years differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import factorial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import TIE_TOP
from agents.lengths import QUARTER
from simulation.files.csv_text import read_csv

Floats = NDArray[np.float64]

#: Quarters after support: while it lasts, and after one who dropped out, of whom nothing is left.
DURING, DROPPED_OUT = -1, -2


class People(StrEnum):
    """Say whose time a study counts."""

    SUPPORTED = "those supported, while they are"
    FOLLOWED = "those supported, from the start of support"


@dataclass(frozen=True)
class Measured:
    """Say what a study measured: people, place, window and comparison.

    Attributes
    ----------
    study
        Row of `calibration/beliefs/effects/studies.toml`, or of whom the judgement is.
    counts
        Events counted, as ``process`` or ``process/outcome``.
    among
        Cells of `simulation.outcomes.cells` in whose time they are counted, any of them; none for
        all time; with "not " before it, outside it.
    people
        Whose time counts.
    months
        First and last month from the opening of the service: of their time, or, where they are
        followed, of the start of their support.
    follow
        Months for which they are followed from the start of support.
    later
        A second window, predicted and not fitted; None where there is none.
    comparison
        With whom.
    later_study
        Row of the studies that published something of the second window; "" for none.
    lacking
        Why the study cannot be reproduced here, so that the register's own figure is put in;
        "" where it can.
    """

    study: str
    counts: tuple[str, ...]
    people: People
    months: tuple[float, float]
    comparison: str
    among: tuple[str, ...] = ()
    follow: float = 0.0
    later: tuple[float, float] | None = None
    later_study: str = ""
    lacking: str = ""


@dataclass(frozen=True)
class Doses:
    """Hold how the expected events of a study's people lie over its window, for one effect.

    Attributes
    ----------
    quarters
        Of the service's age, of support, and after it (or `DURING`, `DROPPED_OUT`), shape (rows, 3).
    weights
        Share of the events, shape (rows,), adding up to 1.
    response
        How much the measured logarithm moves for one of the effect's, at a dose of 1: what follows
        from an event, or a part of it the service does not reach, makes it more or less than 1.
    """

    quarters: NDArray[np.int64]
    weights: Floats
    response: float

    def average(self, site: Mapping[str, Any]) -> float:
        """Return the average dose of the study's people at a site in full.

        Parameters
        ----------
        site
            Columns of `agents.schema.SERVICE`: the growth of its effect, what rests on the worker,
            how fast a relationship forms and ends, and how fast an effect fades.
        """
        opened, support, after = self.quarters.T
        ramp = float(site["effect_ramp"])
        grown = (
            np.minimum(1.0, (opened + 1) * QUARTER / ramp) if ramp > 0.0 else np.ones(len(opened))
        )
        steps = mean_stage(
            (support + 0.5) * QUARTER, float(site["tie_growth"]), float(site["turnover"])
        )
        strength = float(site["strength"]) + float(site["tie_weight"]) * steps / TIE_TOP
        left = np.where(after == DROPPED_OUT, 0.0, 1.0)
        past = after >= 0
        left[past] = np.exp(-float(site["fading"]) * (after[past] + 0.5) * QUARTER)
        return float(self.weights @ (grown * strength * left))

    def scale(self, site: Mapping[str, Any]) -> float:
        """Return what a dose is multiplied by, so that the study's own average counts as 1."""
        return 1.0 / (self.response * self.average(site))


def mean_stage(age: Floats, growth: float, turnover: float) -> Floats:
    """Return the mean step of a relationship after so long, in years, shape of `age`.

    Steps come at a rate until the top; when the worker leaves they begin again. The time since they
    began is exponential, cut off at `age`; within it the steps are a Poisson number.
    """
    mean = np.full(age.shape, float(TIE_TOP))
    both = growth + turnover
    for k in range(TIE_TOP):
        without = (
            np.exp(-turnover * age) * np.exp(-growth * age) * (growth * age) ** k / factorial(k)
        )
        begun: Any = 0.0
        if both > 0.0:
            sums = sum((both * age) ** j / factorial(j) for j in range(k + 1))
            begun = turnover * growth**k / both ** (k + 1) * (1.0 - np.exp(-both * age) * sums)
        mean -= (TIE_TOP - k) * (without + begun)
    return mean


@cache
def doses_of(doses: Path, responses: Path) -> Mapping[str, Doses]:
    """Return the doses of a service's studies by figure, from the two tables beside it."""
    by_size: dict[str, list[tuple[int, int, int, float]]] = {}
    for row in read_csv(doses, "table of doses"):
        place = (
            int(row["service_quarter"]),
            int(row["support_quarter"]),
            int(row["after_quarter"]),
        )
        by_size.setdefault(row["figure"], []).append((*place, float(row["share"])))
    response = {
        row["figure"]: float(row["response"]) for row in read_csv(responses, "table of responses")
    }
    return {
        size: Doses(
            np.array([row[:3] for row in rows], np.int64),
            np.array([row[3] for row in rows]) / sum(row[3] for row in rows),
            response.get(size, 1.0),
        )
        for size, rows in by_size.items()
    }
