"""A finished sensitivity study: everything the table, the files and the report show."""

from dataclasses import asdict, dataclass
from typing import Any

from scenarios.sensitivity.decision import Decision
from scenarios.sensitivity.influence import Influence
from simulation.outcomes.measure import Measure
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION


@dataclass(frozen=True)
class Sensitivity:
    """Hold the result of a study as plain data.

    Attributes
    ----------
    code, authority, base_year, years, seed, step_days
        The council and what was asked for.
    scenario, baseline
        Titles of the two sides.
    measure
        The measure, over the whole horizon.
    of
        "difference" or "baseline".
    method
        "pawn", "morris" or "sobol".
    average
        Average of what was studied over the runs of the method.
    influences
        Every figure looked at, by strength; a Sobol study's own figures only.
    screened
        A Sobol study's Morris screen, else empty.
    left_out
        Uncertain figures that cannot reach the measure.
    noise_share
        Share of chance in the variance that was analysed.
    decision
        What knowing more would be worth; None when no comparison was run for it.
    runs
        Runs of the study, by what they were for.
    ran
        Runs made now; the others were stored.
    parameter_digest
        Hash of what was believed.
    calibration
        Key, place and status of the joint calibration that was drawn from; None without one.
    notes
        Sentences to show with the result.
    """

    code: str
    authority: str
    base_year: int
    years: int
    seed: int
    step_days: float
    scenario: str
    baseline: str
    measure: Measure
    of: str
    method: str
    average: float
    influences: tuple[Influence, ...]
    screened: tuple[Influence, ...]
    left_out: int
    noise_share: float
    decision: Decision | None
    runs: dict[str, int]
    ran: int
    parameter_digest: str
    calibration: dict[str, str] | None
    notes: tuple[str, ...]

    @property
    def clear(self) -> tuple[Influence, ...]:
        """Return the figures that stand out from chance, strongest first."""
        return tuple(one for one in self.influences if one.clear)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, ready for JSON."""
        return {
            "product_version": PRODUCT_VERSION,
            "results_version": RESULTS_VERSION,
            **vars(self),
            "measure": asdict(self.measure),
            "influences": [one.to_dict() for one in self.influences],
            "screened": [one.to_dict() for one in self.screened],
            "decision": None if self.decision is None else self.decision.to_dict(),
        }
