"""What a joint calibration found, as plain data that is stored, shown and drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CALIBRATED, NOT_CALIBRATED = "calibrated", "not calibrated"
KIND: Final = "calibration"
#: The place of a calibration that is no council's.
ENGLAND: Final = "England"
#: Shares of targets that must lie inside their 90% interval.
LEAST_FITTED, LEAST_HELD = 0.9, 0.8


@dataclass(frozen=True)
class Calibration:
    """Hold one calibration.

    Attributes
    ----------
    key
        Digest of its content.
    place
        "England", or a council.
    status
        `CALIBRATED` when it passed its gate, else `NOT_CALIBRATED`.
    results_version
        Results version of the model it was made with.
    result
        All of it; `calibration.joint.calibrate` says what it holds.
    """

    key: str
    place: str
    status: str
    results_version: int
    result: Mapping[str, Any]

    @property
    def short(self) -> str:
        """Return the first letters of the key, which name it."""
        return self.key[:10]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the parameters that were calibrated."""
        return tuple(one["name"] for one in self.result["parameters"])

    def values(self, draw: int | None) -> dict[str, float]:
        """Return parameter values by name: those of one posterior draw, or the medians."""
        if draw is None:
            return {one["name"]: float(one["median"]) for one in self.result["parameters"]}
        draws = self.result["draws"]
        row = draws[draw % len(draws)]
        return dict(zip(self.names, (float(v) for v in row), strict=True))
