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
#: Columns of the table of doses that say in which quarter an event lies.
QUARTERS = ("service_quarter", "support_quarter", "after_quarter")


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
class Studies:
    """Hold the studies of a service.

    Attributes
    ----------
    effects
        What each effect's study measured, by the effect's figure.
    place
        Council in which the service was studied.
    spec
        What a scenario says of the service to open it as it was then.
    doses, responses
        Tables beside the service, as `scenarios.studies.write` writes them.
    """

    effects: Mapping[str, Measured]
    place: str
    spec: Mapping[str, Any]
    doses: Path
    responses: Path


@dataclass(frozen=True)
class Doses:
    """Hold how the expected events of studies lie over their windows, of every effect at once.

    Attributes
    ----------
    figures
        The effects.
    of
        Which of them each row is of, shape (rows,).
    quarters
        Of the service's age, of support, and after it (or `DURING`, `DROPPED_OUT`), shape (rows, 3).
    weights
        Share of its effect's events, shape (rows,).
    responses
        How much the measured logarithm moves for one of the effect's, at a dose of 1: what follows
        from an event, or a part of it the service does not reach, makes it more or less than 1.
        Shape (effects,).
    """

    figures: tuple[str, ...]
    of: NDArray[np.int64]
    quarters: NDArray[np.int64]
    weights: Floats
    responses: Floats

    def averages(self, site: Mapping[str, Any]) -> dict[str, float]:
        """Return the average dose of each study's people at a site in full, by figure.

        Parameters
        ----------
        site
            Columns of `agents.schema.SERVICE`: the growth of its effect, what rests on the worker,
            how fast a relationship forms and ends, and how fast an effect fades.
        """
        opened, support, after = self.quarters.T
        ramp = float(site["effect_ramp"])
        grown = np.minimum(1.0, (opened + 1) * QUARTER / ramp) if ramp > 0.0 else 1.0
        steps = mean_stage(
            (support + 0.5) * QUARTER, float(site["tie_growth"]), float(site["turnover"])
        )
        strength = float(site["strength"]) + float(site["tie_weight"]) * steps / TIE_TOP
        left = np.where(after == DROPPED_OUT, 0.0, 1.0)
        past = after >= 0
        left[past] = np.exp(-float(site["fading"]) * (after[past] + 0.5) * QUARTER)
        dose = np.bincount(self.of, self.weights * grown * strength * left, len(self.figures))
        return dict(zip(self.figures, dose.tolist(), strict=True))

    def scales(self, site: Mapping[str, Any]) -> dict[str, float]:
        """Return what each dose is multiplied by, so that its study's own average counts as 1."""
        responses = dict(zip(self.figures, self.responses.tolist(), strict=True))
        return {name: 1.0 / (responses[name] * one) for name, one in self.averages(site).items()}


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
def doses_of(doses: Path, responses: Path) -> Doses:
    """Return the doses of a service's studies, from the two tables beside it."""
    response = {
        row["figure"]: float(row["response"]) for row in read_csv(responses, "table of responses")
    }
    rows = read_csv(doses, "table of doses")
    names = tuple(response)
    of = np.array([names.index(row["figure"]) for row in rows], np.int64)
    quarters = np.array([[int(row[name]) for name in QUARTERS] for row in rows], np.int64)
    shares = np.array([float(row["share"]) for row in rows])
    weights = shares / np.bincount(of, shares, len(names))[of]
    return Doses(names, of, quarters, weights, np.array(list(response.values())))
