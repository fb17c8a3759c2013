"""What a joint calibration is made of, in a form that repeats it to the byte."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from calibration.beliefs.authorities.base_year import FITTED
from calibration.beliefs.authorities.load import england
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.parameters import national
from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.patterns.england import YEARS
from calibration.fitting.targets.load import england_targets
from calibration.fitting.targets.target import Target
from calibration.joint import rehearsal
from calibration.joint.prior import Prior, shipped_priors
from simulation.runner.spec import digest, plain

BANK_ROWS: Final = 4096
SEED: Final = 1
#: Children looked after in the sample of England: six councils of middling size.
SAMPLE: Final = 3000.0
#: The sample starts from this 31 March; its first year is the one the targets are of.
START: Final = FITTED - 1
#: Posterior draws that are kept.
DRAWS: Final = 512


@dataclass(frozen=True)
class Spec:
    """Say what to calibrate, on what, and how.

    Attributes
    ----------
    targets, priors
        What is fitted and checked, and what is free.
    rows, seed
        Size of the bank, and the seed of everything random.
    sample
        Children looked after in the simulated sample of England.
    year
        Year whose 31 March runs start from.
    rehearsal
        Whether it is England in small, to try things out.
    """

    targets: tuple[Target, ...]
    priors: tuple[Prior, ...]
    rows: int = BANK_ROWS
    seed: int = SEED
    sample: float = SAMPLE
    year: int = START
    rehearsal: bool = False

    @property
    def size(self) -> float:
        """Return how many times England the sample is."""
        return self.sample / england(self.year)["cla"]

    @cached_property
    def beliefs(self) -> str:
        """Return the digest of every central value and of England's figures that runs rest on."""
        values = central(d.name for d in national())
        return digest({"figures": values, "england": england(self.year)})

    @property
    def mark(self) -> dict[str, Any]:
        """Return what marks a rehearsal's runs, so that none is taken for one of a whole calibration."""
        return {"rehearsal": True} if self.rehearsal else {}

    def without(self, year: int) -> "Spec":
        """Return the same with every target of a year only checked, never fitted."""
        held = (replace(one, role="hold") if one.year == year else one for one in self.targets)
        return replace(self, targets=tuple(held))

    def bank(self) -> dict[str, Any]:
        """Return what makes a row of the bank what it is."""
        return {
            "priors": [prior.plain() for prior in self.priors],
            "rows": self.rows,
            "seed": self.seed,
            "sample": self.sample,
            "year": self.year,
            "years": YEARS,
            "statistics": list(statistics()),
            "beliefs": self.beliefs,
        } | self.mark

    def plain(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        found: dict[str, Any] = plain(
            {"bank": self.bank(), "targets": list(self.targets), "draws": DRAWS}
        )
        return found


def england_spec(
    rows: int = BANK_ROWS,
    seed: int = SEED,
    targets: tuple[Target, ...] | None = None,
    priors: tuple[Prior, ...] | None = None,
    *,
    rehearsed: bool = False,
) -> Spec:
    """Return the specification of England's calibration, with the shipped targets and priors; or of its rehearsal."""
    sample = rehearsal.SAMPLE if rehearsed else SAMPLE
    return Spec(
        targets or england_targets(),
        priors or shipped_priors(),
        rows,
        seed,
        sample,
        rehearsal=rehearsed,
    )


def row_values(priors: tuple[Prior, ...], values: Any) -> Mapping[str, float]:
    """Return one row's parameter values by name."""
    return {prior.name: float(v) for prior, v in zip(priors, values, strict=True)}
