"""A joint calibration in the shape its report needs, England's and a council's alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from calibration.joint.result import CALIBRATED, Calibration
from dashboards.report.target_groups import touched

FIT, HOLD, OWN = "fit", "hold", "own"
#: Where the chance and the doubt of an interval come from, as the targets tell it.
PARTS: Final = ("parameters", "chance", "model")


@dataclass(frozen=True)
class Range:
    """Hold the median and the 90% range of a belief."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Parameter:
    """Hold what was believed of a parameter before and after.

    Attributes
    ----------
    name, label, unit
        Of the parameter.
    prior, posterior
        Median and 90% range.
    before, after
        The same as values of equal weight: what is drawn. `before` is empty when not known.
    informed
        What the targets say of it, in words; nothing for a council.
    contraction, overlap
        Share of the prior variance that is gone; area that prior and posterior share.
    """

    name: str
    label: str
    unit: str
    prior: Range
    posterior: Range
    before: tuple[float, ...]
    after: tuple[float, ...]
    informed: str | None
    contraction: float | None
    overlap: float | None


@dataclass(frozen=True)
class Shown:
    """Hold a target: what is published beside what the posterior says should be.

    Attributes
    ----------
    id, label, group, year, source, note
        What it is, and from where.
    role
        `FIT`, `HOLD`, or `OWN` for a council's own numbers.
    kind
        "share" or "count".
    published, low, high
        The published value and the 90% predictive interval.
    simulated
        A real run of all councils at the posterior's centre; a council has the predictive median.
    compared, inside
        Whether it could be compared, and whether the published value lies in the interval.
    residual
        Published less predicted, in standard deviations of the prediction.
    parts
        Shares of the interval's variance by source: parameters, chance, model.
    allowance
        Half-width of the 90% allowance for what the model leaves out, as a share.
    """

    id: str
    label: str
    group: str
    role: str
    year: int | None
    kind: str
    published: float
    simulated: float
    low: float
    high: float
    compared: bool
    inside: bool
    residual: float | None
    parts: Mapping[str, float]
    allowance: float | None
    source: str
    note: str


@dataclass(frozen=True)
class Covered:
    """Hold where known truths fell in the posteriors of one parameter, and whether tests passed."""

    label: str
    passed: bool
    inside50: float
    inside90: float
    p: float
    histogram: tuple[int, ...]
    sd_ratio: float


@dataclass(frozen=True)
class Diagnosis:
    """Hold everything a report of a calibration says.

    Attributes
    ----------
    found
        The calibration.
    parameters, targets, coverage
        The tables; a council has no coverage of its own.
    touching
        Measure that is asked about: patterns that it rests on come first among those missed.
    """

    found: Calibration
    parameters: tuple[Parameter, ...]
    targets: tuple[Shown, ...]
    coverage: tuple[Covered, ...]
    touching: str = ""

    @property
    def passed(self) -> bool:
        """Return whether the calibration may be relied on."""
        return self.found.status == CALIBRATED

    @property
    def result(self) -> Mapping[str, Any]:
        """Return everything that was found, as it is stored."""
        return self.found.result

    @property
    def gate(self) -> Mapping[str, Any]:
        """Return the gate's verdict and its figures."""
        return dict(self.result["gate"])

    @property
    def missed(self) -> tuple[Shown, ...]:
        """Return the targets outside their interval: those the question touches, then the furthest first."""
        asked = touched(self.touching)
        out = [one for one in self.targets if not one.inside]
        out.sort(key=lambda one: (one.group not in asked, -abs(one.residual or 0.0)))
        return tuple(out)

    def groups(self) -> list[tuple[str, list[Shown]]]:
        """Return the targets by group, in the order of `target_groups`."""
        order = dict.fromkeys(one.group for one in self.targets)
        return [(name, [one for one in self.targets if one.group == name]) for name in order]
